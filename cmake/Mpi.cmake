# SPDX-License-Identifier: Apache-2.0
# Decides whether `plume run` can work as the ranks of an MPI program: PLUME_MPI = auto | on | off. The result is PLUME_HAS_MPI,
# 0 or 1. MPI is shared libraries, so a portable build has none; under sanitizers it would be watched in vain.
set(PLUME_HAS_MPI 0)
if(PLUME_MPI STREQUAL "on" OR (PLUME_MPI STREQUAL "auto" AND NOT PLUME_PORTABLE AND NOT PLUME_SANITIZED))
  set(MPI_CXX_SKIP_MPICXX TRUE)  # the C functions are all we want
  set(plume_suffixes ${CMAKE_FIND_LIBRARY_SUFFIXES})
  set(CMAKE_FIND_LIBRARY_SUFFIXES .so .a)
  find_package(MPI QUIET COMPONENTS CXX)
  set(CMAKE_FIND_LIBRARY_SUFFIXES ${plume_suffixes})
  if(MPI_CXX_FOUND)
    set(PLUME_HAS_MPI 1)
  elseif(PLUME_MPI STREQUAL "on")
    message(FATAL_ERROR "PLUME_MPI=on, but no MPI was found (install libopenmpi-dev, or set MPI_HOME or MPI_CXX_COMPILER)")
  else()
    message(STATUS "No MPI found: `plume run` will work alone")
  endif()
endif()
