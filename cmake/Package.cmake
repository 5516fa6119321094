# SPDX-License-Identifier: Apache-2.0
# `cpack -G DEB` in the build folder: the program and its licence as a package of the distribution that it was built on, which depends on the
# libraries that the program is linked with. Rooms and headers are not in it.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME plume-lca)  # as the wheel
set(CPACK_PACKAGE_VENDOR "The Plume maintainers")
set(CPACK_PACKAGE_CONTACT "The Plume maintainers")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_ALL program)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME plume-lca)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
include(CPack)
