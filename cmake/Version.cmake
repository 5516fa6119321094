# SPDX-License-Identifier: Apache-2.0
# plume::version: what this build is (host/base/version.hpp). The commit is asked of git at every build, not when CMake is
# run, so that a result names the source it was made from; the source file changes, and is compiled, only if that changed.
# The same file is the script that writes it:  cmake -DPLUME_SOURCE=… -DPLUME_OUTPUT=… -P Version.cmake

if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(version_source ${PROJECT_BINARY_DIR}/generated/host/base/version.cpp)
  add_custom_target(plume_write_version
    COMMAND ${CMAKE_COMMAND} -DPLUME_SOURCE=${PROJECT_SOURCE_DIR} -DPLUME_OUTPUT=${version_source}
            "-DPLUME_COMPILER=${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}" -P ${CMAKE_CURRENT_LIST_FILE}
    BYPRODUCTS ${version_source} COMMENT "Asking git for the commit" VERBATIM)
  plume_room(version SOURCES ${version_source} HEADERS ${PROJECT_SOURCE_DIR}/host/base/version.hpp)
  add_dependencies(plume_version plume_write_version)
  return()
endif()

file(READ ${PLUME_SOURCE}/VERSION PLUME_VERSION)
string(STRIP "${PLUME_VERSION}" PLUME_VERSION)
set(PLUME_COMMIT "unknown")
# Only the repository whose root is our source: an unpacked archive may lie inside somebody else's.
if(EXISTS ${PLUME_SOURCE}/.git)
  find_program(PLUME_GIT git)
  if(PLUME_GIT)
    execute_process(COMMAND ${PLUME_GIT} describe --always --dirty --abbrev=12 --exclude=*
      WORKING_DIRECTORY ${PLUME_SOURCE} RESULT_VARIABLE failed OUTPUT_VARIABLE described
      OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    if(failed EQUAL 0)
      set(PLUME_COMMIT ${described})
    endif()
  endif()
endif()
configure_file(${PLUME_SOURCE}/host/base/version.cpp.in ${PLUME_OUTPUT} @ONLY)
