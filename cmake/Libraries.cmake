# SPDX-License-Identifier: Apache-2.0
# Every library Plume stands on, found once, each behind one plume:: name so that the rooms never see how.
if(PLUME_PORTABLE)
  # Archives only, libgomp's and zlib's among them: what -static-libgcc and -static-libstdc++ do not reach.
  set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
  add_link_options(-static-libstdc++ -static-libgcc -Wl,--gc-sections)
endif()
find_package(Threads REQUIRED)
find_package(OpenMP REQUIRED COMPONENTS CXX)
find_package(ZLIB REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)

function(plume_imported name)
  cmake_parse_arguments(LIB "" "HEADER" "LIBRARIES" ${ARGN})
  find_path(PLUME_${name}_INCLUDE ${LIB_HEADER} PATH_SUFFIXES hdf5/serial REQUIRED)
  set(found)
  foreach(library IN LISTS LIB_LIBRARIES)
    find_library(PLUME_${library}_LIBRARY ${library} PATH_SUFFIXES hdf5/serial REQUIRED)
    list(APPEND found ${PLUME_${library}_LIBRARY})
  endforeach()
  add_library(plume_${name} INTERFACE)
  add_library(plume::${name} ALIAS plume_${name})
  target_include_directories(plume_${name} SYSTEM INTERFACE ${PLUME_${name}_INCLUDE})
  target_link_libraries(plume_${name} INTERFACE ${found})
endfunction()

if(PLUME_PORTABLE)
  # FindHDF5's static mode mixes shared libraries in; these archives in this order are what libhdf5.a needs.
  plume_imported(hdf5 HEADER hdf5.h LIBRARIES hdf5_hl hdf5 sz aec z)
  target_link_libraries(plume_hdf5 INTERFACE ${CMAKE_DL_LIBS} m Threads::Threads)
else()
  plume_imported(hdf5 HEADER hdf5.h LIBRARIES hdf5_hl hdf5)
endif()
plume_imported(minizip HEADER minizip/unzip.h LIBRARIES minizip z)
plume_imported(pugixml HEADER pugixml.hpp LIBRARIES pugixml)
plume_imported(klu HEADER suitesparse/klu.h LIBRARIES klu btf amd colamd suitesparseconfig)
plume_imported(md HEADER sha256.h LIBRARIES md)

# As headers fmt would be compiled anew in each file that prints a number, four fifths of that file's time; Debian and Ubuntu have no archive
# of it, though, for a program that is carried away.
if(PLUME_PORTABLE AND fmt_VERSION VERSION_LESS 10)
  add_library(plume_fmt STATIC ${CMAKE_CURRENT_LIST_DIR}/fmt.cpp)
  set_target_properties(plume_fmt PROPERTIES POSITION_INDEPENDENT_CODE ON)
  target_include_directories(plume_fmt SYSTEM PUBLIC $<TARGET_PROPERTY:fmt::fmt-header-only,INTERFACE_INCLUDE_DIRECTORIES>)
else()
  add_library(plume_fmt INTERFACE)
  target_link_libraries(plume_fmt INTERFACE $<IF:$<BOOL:${PLUME_PORTABLE}>,fmt::fmt-header-only,fmt::fmt>)
endif()
add_library(plume::fmt ALIAS plume_fmt)

# toml++ is compiled once, by host/toml/toml_parse.cpp: Debian's target would pull in its shared library.
find_path(PLUME_tomlplusplus_INCLUDE toml++/toml.h REQUIRED)
add_library(plume_tomlplusplus INTERFACE)
add_library(plume::tomlplusplus ALIAS plume_tomlplusplus)
target_include_directories(plume_tomlplusplus SYSTEM INTERFACE ${PLUME_tomlplusplus_INCLUDE})
target_compile_definitions(plume_tomlplusplus INTERFACE TOML_HEADER_ONLY=0)

add_library(plume_json INTERFACE)
add_library(plume::json ALIAS plume_json)
target_link_libraries(plume_json INTERFACE nlohmann_json::nlohmann_json)

find_path(PLUME_boost_math_INCLUDE boost/math/special_functions/gamma.hpp REQUIRED)
add_library(plume_boost_math INTERFACE)
add_library(plume::boost_math ALIAS plume_boost_math)
target_include_directories(plume_boost_math SYSTEM INTERFACE ${PLUME_boost_math_INCLUDE})

add_library(plume_warnings INTERFACE)
add_library(plume::warnings ALIAS plume_warnings)
target_compile_options(plume_warnings INTERFACE
  "$<$<COMPILE_LANGUAGE:CXX>:-Wall;-Wextra;-Wpedantic;-Wshadow;-Wno-psabi>")
# Both give false alarms in g++ 12's own headers (std::string, AVX-512) as soon as it optimises.
target_compile_options(plume_warnings INTERFACE
  "$<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-restrict;-Wno-maybe-uninitialized>")
if(PLUME_WERROR)
  target_compile_options(plume_warnings INTERFACE "$<$<COMPILE_LANGUAGE:CXX>:-Werror>")
endif()
