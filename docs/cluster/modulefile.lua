-- SPDX-License-Identifier: Apache-2.0
-- Save as MODULEPATH/plume/VERSION.lua, and set where `cmake --install build/release --prefix …` put it.
local version = "0.1.0"
local prefix = "/opt/plume/" .. version

help("Plume: Monte Carlo life cycle assessment on CPU and GPU. plume --help")
whatis("Plume " .. version .. ": Monte Carlo life cycle assessment on CPU and GPU")
conflict("plume")
prepend_path("PATH", pathJoin(prefix, "bin"))
prepend_path("CMAKE_PREFIX_PATH", prefix)
