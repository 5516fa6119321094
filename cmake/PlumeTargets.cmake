# SPDX-License-Identifier: Apache-2.0
# What nearly every file of host/ reads, read once for the rooms that format texts and once for the others: a fifth of the time that they take
# to compile. Not beside ccache, which would not know what is in it; and so whoever builds with ccache sees that each file includes what it uses.
function(plume_precompiled_headers name)
  file(WRITE ${PROJECT_BINARY_DIR}/${name}.cpp "")
  add_library(${name} OBJECT ${PROJECT_BINARY_DIR}/${name}.cpp)
  set_target_properties(${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_link_libraries(${name} PRIVATE plume::warnings plume::floating_point ${ARGN})
  target_compile_options(${name} PRIVATE ${PLUME_HOST_OPTIONS})
  set(headers <algorithm> <array> <cmath> <cstdint> <filesystem> <functional> <limits> <map> <memory> <optional> <span> <sstream>
    <string> <string_view> <unordered_map> <utility> <variant> <vector>)
  if(ARGN)
    list(APPEND headers <fmt/format.h>)
  endif()
  target_precompile_headers(${name} PRIVATE ${headers})
endfunction()

# host/ waits for files and libraries: the second level of optimisation takes half as long again to compile as the first, for 7 % of the time
# that reading takes and nothing that a run shows (docs/decisions/0019-building.md).
set(PLUME_HOST_DIR ${PROJECT_SOURCE_DIR}/host)
set(PLUME_HOST_OPTIONS $<$<CONFIG:Release>:-O1>)
# Rooms that put words together, once a study: nobody waits for them, and -Og compiles them in five sixths of the time of -O1.
set(PLUME_ROOMS_OF_WORDS api cli convert record report run study toml)

# plume_compile_together(target source...)
#   With PLUME_UNITY: up to six sources of a folder as one, which takes half the time of one by one, since what they include is read, and
#   what they make of templates is made, once. Names of one file are seen by the next, so that two files of a room may not give one
#   to different things. Day by day (preset dev) files stay apart: one that has changed is compiled alone.
function(plume_compile_together target)
  foreach(source IN LISTS ARGN)
    cmake_path(GET source PARENT_PATH folder)
    string(MAKE_C_IDENTIFIER "of_${folder}" group)
    if(NOT DEFINED count_${group})
      set(count_${group} 0)
    endif()
    math(EXPR part "${count_${group}} / 6")
    math(EXPR count_${group} "${count_${group}} + 1")
    set_source_files_properties(${source} PROPERTIES UNITY_GROUP "${group}_${part}")
  endforeach()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  # A class of one file may have members of its own namespace without a name; g++ warns where the file is included.
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    target_compile_options(${target} PRIVATE -Wno-subobject-linkage)
  endif()
endfunction()

# plume_room(name SOURCES a.cpp ... HEADERS a.hpp ... DEPENDS plume::x ... [PRIVATE_DEPENDS lib ...])
#   One room of the house (docs/decisions/0001-rooms.md): a static library plume_<name>, alias plume::<name>.
#   Each .hpp must compile alone. Where it is `paired` with a .cpp, that shows it, which includes it first (tests/project/mirror.py);
#   the others are verified (project.headers). .inl and .inc are fragments, included where their text is wanted.
function(plume_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;HEADERS;DEPENDS;PRIVATE_DEPENDS" ${ARGN})
  if(ROOM_SOURCES)
    add_library(plume_${name} STATIC ${ROOM_SOURCES})
    set(scope PUBLIC)
    target_link_libraries(plume_${name} PRIVATE plume::warnings plume::floating_point ${ROOM_PRIVATE_DEPENDS})
    # For the module of Python, and shared libraries of others. Names are hidden: the code is that of a program, and as fast.
    set_target_properties(plume_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON)
    cmake_path(IS_PREFIX PLUME_HOST_DIR "${CMAKE_CURRENT_SOURCE_DIR}" is_of_host)
    if(is_of_host)
      target_compile_options(plume_${name} PRIVATE ${PLUME_HOST_OPTIONS})
      if(name IN_LIST PLUME_ROOMS_OF_WORDS AND NOT PLUME_SANITIZED)
        target_compile_options(plume_${name} PRIVATE $<$<CONFIG:Release>:-Og>)
      endif()
      set(headers plume_headers)
      if("plume::fmt" IN_LIST ROOM_PRIVATE_DEPENDS)
        set(headers plume_headers_and_fmt)
      endif()
      if(TARGET ${headers})
        target_precompile_headers(plume_${name} REUSE_FROM ${headers})
      endif()
      if(PLUME_UNITY)
        plume_compile_together(plume_${name} ${ROOM_SOURCES})
      endif()
    endif()
  else()
    add_library(plume_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(plume::${name} ALIAS plume_${name})
  set(fragments ${ROOM_HEADERS})
  list(FILTER fragments INCLUDE REGEX "\\.in[lc]$")
  list(FILTER ROOM_HEADERS EXCLUDE REGEX "\\.in[lc]$")
  set(paired)
  foreach(header IN LISTS ROOM_HEADERS)
    cmake_path(REPLACE_EXTENSION header cpp OUTPUT_VARIABLE source)
    if(source IN_LIST ROOM_SOURCES)
      list(APPEND paired ${header})
    endif()
  endforeach()
  if(paired)
    list(REMOVE_ITEM ROOM_HEADERS ${paired})
  endif()
  target_sources(plume_${name} ${scope}
    FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${ROOM_HEADERS}
    FILE_SET paired TYPE HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${paired}
    FILE_SET fragments TYPE HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR} FILES ${fragments})
  set_target_properties(plume_${name} PROPERTIES INTERFACE_HEADER_SETS_TO_VERIFY HEADERS)
  target_link_libraries(plume_${name} ${scope} ${ROOM_DEPENDS})
  target_compile_features(plume_${name} ${scope} cxx_std_20)
  set_property(GLOBAL APPEND PROPERTY PLUME_ROOMS plume_${name})
endfunction()

# plume_test(name [HEADER_ONLY] SOURCES a_test.cpp ... DEPENDS plume::x ...)
#   One test program for a room; its cases are found when ctest runs. Where sanitizers watch (PLUME_SANITIZED), they watch the
#   rooms: the tests themselves are compiled without, in a third of the time, and those of a room that is HEADER_ONLY are not
#   built, as nothing in them would be watched; test_engine runs the same headers inside the engine.
function(plume_test name)
  if(NOT PLUME_BUILD_TESTS)
    return()
  endif()
  if((PLUME_TEST_ROOMS AND NOT name IN_LIST PLUME_TEST_ROOMS) OR name IN_LIST PLUME_TEST_ROOMS_ELSEWHERE)
    return()
  endif()
  cmake_parse_arguments(TEST "HEADER_ONLY" "" "SOURCES;DEPENDS" ${ARGN})
  if(PLUME_SANITIZED AND TEST_HEADER_ONLY)
    return()
  endif()
  add_executable(test_${name} ${TEST_SOURCES})
  set_property(GLOBAL APPEND PROPERTY PLUME_TEST_PROGRAMS test_${name})
  # What is tested is compiled as it is shipped; the tests themselves need not be fast, and compile in half the time.
  target_compile_options(test_${name} PRIVATE ${PLUME_TEST_OPTIONS})
  if(TARGET plume_test_headers)
    target_precompile_headers(test_${name} REUSE_FROM plume_test_headers)
  endif()
  if(PLUME_UNITY)
    plume_compile_together(test_${name} ${TEST_SOURCES})
  endif()
  target_link_libraries(test_${name} PRIVATE ${TEST_DEPENDS} plume::testing plume::warnings plume::floating_point)
  gtest_discover_tests(test_${name} NO_PRETTY_VALUES TEST_PREFIX ${name}. DISCOVERY_MODE PRE_TEST WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
    PROPERTIES TIMEOUT 600)
endfunction()
