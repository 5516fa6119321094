#%Module1.0
# SPDX-License-Identifier: Apache-2.0
# Save as MODULEPATH/plume/VERSION, and set where `cmake --install build/release --prefix …` put it.
set version 0.1.0
set prefix  /opt/plume/$version

proc ModulesHelp { } {
  puts stderr "Plume: Monte Carlo life cycle assessment on CPU and GPU. plume --help"
}
module-whatis "Plume $version: Monte Carlo life cycle assessment on CPU and GPU"
conflict plume
prepend-path PATH $prefix/bin
prepend-path CMAKE_PREFIX_PATH $prefix
