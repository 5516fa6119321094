# SPDX-License-Identifier: Apache-2.0
# The program into bin/; the rooms as the CMake package `plume`, for programs that run studies themselves:
#
#     find_package(plume REQUIRED)
#     target_link_libraries(mine PRIVATE plume::api)          # #include "host/api/plume.hpp", docs/cpp.md
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/plume)

get_property(rooms GLOBAL PROPERTY PLUME_ROOMS)
list(REMOVE_ITEM rooms plume_cli)  # the program itself; and with it the need for CLI11
# The libraries' own names travel along, because a static library must be linked with what it uses.
set(libraries plume_floating_point plume_warnings plume_hdf5 plume_minizip plume_pugixml plume_klu plume_md plume_fmt plume_tomlplusplus
  plume_json plume_boost_math plume_thrust)
foreach(target IN LISTS rooms libraries)
  string(REGEX REPLACE "^plume_" "" name ${target})
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name})
endforeach()
install(TARGETS ${rooms} EXPORT plume
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/plume
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/plume
  FILE_SET paired DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/plume
  FILE_SET fragments DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/plume)
install(TARGETS ${libraries} EXPORT plume ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}/plume)  # plume_fmt may be an archive
# A component of its own: the Python package carries the program alone.
install(TARGETS plume RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
install(EXPORT plume NAMESPACE plume:: FILE plumeTargets.cmake DESTINATION ${package_folder})
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/plumeConfig.cmake.in ${PROJECT_BINARY_DIR}/plumeConfig.cmake
  INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/plumeConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/plumeConfig.cmake ${PROJECT_BINARY_DIR}/plumeConfigVersion.cmake
  DESTINATION ${package_folder})
