#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# From a fresh Debian 12 or Ubuntu 24.04 to a finished run:
#
#     ./bootstrap.sh          install what is missing, build, run the demo study; result and summary in out/
#     ./bootstrap.sh test     install what is missing, build with the tests, run them all
#     ./bootstrap.sh demo     only run the demo study, with PLUME_PROGRAM (build/release/plume) into PLUME_OUT (out)
#
# PLUME_CUDA=auto|on|off   build for CUDA where a toolkit is found (auto), or fail without one (on), or do not look (off)
# PLUME_JOBS=N             compile N files at a time (default: the cores, as far as memory goes at 2 GB each)
# PLUME_CI=full            `test` also builds with AddressSanitizer and UndefinedBehaviorSanitizer and runs those tests
#
# Packages are installed only by root or through sudo. Without either, the script names what is missing and the command
# that installs it, changes nothing and ends with status 1.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

build_packages=(g++ cmake ninja-build git libhdf5-dev libtomlplusplus-dev nlohmann-json3-dev zlib1g-dev libminizip-dev
  libsuitesparse-dev libfmt-dev libcli11-dev libmd-dev libthrust-dev libcub-dev
  libboost-dev libpugixml-dev)
test_packages=(libgtest-dev libgmock-dev hdf5-tools python3 python3-numpy python3-scipy python3-pandas
  python3-venv python3-h5py python3-h5netcdf python3-netcdf4 python3-xarray slurm-wlm munge openmpi-bin libopenmpi-dev tcl
  doxygen furo python3-breathe python3-myst-parser python3-sphinx python3-yaml)

say() { printf '%s\n' "$*"; }
die() { printf 'bootstrap: %s\n' "$*" >&2; exit 1; }

usage() { sed -n '3,14s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }

# --- packages --------------------------------------------------------------------------------------------------------

is_installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# Prints the words that run a command as root, nothing for root itself; fails where there is no way.
root_prefix() {
  if [ "$(id -u)" -eq 0 ]; then
    return 0
  fi
  command -v sudo >/dev/null || return 1
  # A password can be asked for only where somebody can type it.
  if sudo -n true 2>/dev/null || [ -t 0 ]; then
    printf 'sudo'
    return 0
  fi
  return 1
}

install_packages() {
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "This is neither Debian nor Ubuntu: install the equivalents of these packages yourself: $*"
    return 0
  fi
  local missing=() package prefix
  for package in "$@"; do
    is_installed "$package" || missing+=("$package")
  done
  [ "${#missing[@]}" -eq 0 ] && return 0

  if ! prefix=$(root_prefix); then
    say "Missing packages: ${missing[*]}"
    say "Install them as root, then run this script again:"
    say "    apt-get update && apt-get install --no-install-recommends ${missing[*]}"
    exit 1
  fi
  say "Installing ${#missing[@]} packages: ${missing[*]}"
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
  [ -z "$prefix" ] || apt=("$prefix" "${apt[@]}")
  local install=("${apt[@]}" install -y --no-install-recommends "${missing[@]}")
  # The package lists of a fresh machine are missing or old; ask for new ones only when they turn out to be.
  if ! "${install[@]}" >/dev/null 2>&1 </dev/null; then
    "${apt[@]}" update </dev/null || die "apt-get update failed: see above"
    "${install[@]}" >/dev/null </dev/null || die "apt-get could not install the packages: see above"
  fi
}

# --- CUDA ------------------------------------------------------------------------------------------------------------

# Prints the path of nvcc: CUDACXX, PATH, CUDA_HOME or the usual folder, or the packages nvidia-cuda-nvcc & co. of Python.
find_nvcc() {
  local candidate
  for candidate in "${CUDACXX:-}" "$(command -v nvcc || true)" "${CUDA_HOME:-/usr/local/cuda}/bin/nvcc" \
    "$(python3 -c 'import glob, nvidia
for folder in nvidia.__path__:
    for path in sorted(glob.glob(folder + "/cu*/bin/nvcc")): print(path)' 2>/dev/null | tail -n 1)"; do
    if [ -n "$candidate" ] && "$candidate" --version >/dev/null 2>&1; then
      printf '%s' "$candidate"
      return 0
    fi
  done
  return 1
}

# Sets PLUME_CUDA to on or off, and CUDACXX; says in one line which.
choose_cuda() {
  local wanted=${PLUME_CUDA:-auto} nvcc root
  case "$wanted" in
    auto | on | off) ;;
    *) die "PLUME_CUDA is '$wanted'; allowed: auto, on, off" ;;
  esac
  if [ "$wanted" = off ]; then
    say "CUDA: switched off by PLUME_CUDA=off; building for the CPU only"
    PLUME_CUDA=off
  elif nvcc=$(find_nvcc); then
    say "CUDA: found $nvcc ($("$nvcc" --version | sed -n 's/.*release \([0-9.]*\).*/\1/p')); building for CPU and GPU"
    export CUDACXX=$nvcc
    root=$(dirname "$(dirname "$nvcc")")
    # The tree of the Python packages is not laid out as the linker expects.
    if [ ! -d "$root/lib64" ] && [ -d "$root/lib" ]; then
      export LIBRARY_PATH=$root/lib${LIBRARY_PATH:+:$LIBRARY_PATH}
    fi
    PLUME_CUDA=on
  elif [ "$wanted" = on ]; then
    die "PLUME_CUDA=on, but there is no CUDA toolkit: nvcc is neither in PATH nor in ${CUDA_HOME:-/usr/local/cuda}/bin; set CUDACXX to it"
  else
    say "CUDA: no toolkit found; building for the CPU only"
    PLUME_CUDA=off
  fi
}

# --- building and running --------------------------------------------------------------------------------------------

num_jobs() {
  if [ -n "${PLUME_JOBS:-}" ]; then
    printf '%s' "$PLUME_JOBS"
    return 0
  fi
  local cores fit
  cores=$(nproc)
  fit=$(awk '/^MemAvailable:/ { print int($2 / 2000000) }' /proc/meminfo)
  [ "$fit" -ge 1 ] || fit=1
  printf '%s' "$((cores < fit ? cores : fit))"
}

# Reads what Ninja says and shows how far it is: on a terminal in one line, elsewhere a line for each tenth.
show_progress() {
  local line done_tenths=0 tenths
  while IFS= read -r line; do
    [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]] || continue
    if [ -t 1 ]; then
      printf '\r  file %s of %s ' "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
    else
      tenths=$((10 * BASH_REMATCH[1] / BASH_REMATCH[2]))
      if [ "$tenths" -gt "$done_tenths" ]; then
        printf '  file %s of %s\n' "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
        done_tenths=$tenths
      fi
    fi
  done
  [ ! -t 1 ] || printf '\r\033[K'
}

# build PRESET [cmake options]: configures and builds build/PRESET.
build() {
  local preset=$1 log=build/$1.log
  shift
  mkdir -p build
  say "Building $preset ($(num_jobs) jobs; log: $log)"
  if ! { cmake --preset "$preset" "$@" && cmake --build "build/$preset" --target "${build_target:-all}" -j "$(num_jobs)"; } 2>&1 </dev/null |
    tee "$log" | show_progress; then
    grep -E -A 20 'CMake Error|error:|FAILED' "$log" | head -n 100 || tail -n 50 "$log"
    die "the build of '$preset' failed; the whole log is in $log"
  fi
}

run_demo() {
  local plume=${PLUME_PROGRAM:-build/release/plume} out=${PLUME_OUT:-out} study=datasets/studies/wafer_factory/study.toml
  [ -x "$plume" ] || die "$plume is not built yet; run ./bootstrap.sh"
  mkdir -p "$out"
  say "Running the demo study $study"
  "$plume" run "$study" -o "$out/wafer_factory.h5" --quiet
  "$plume" report "$out/wafer_factory.h5" --format text --profile claim -o "$out/wafer_factory.txt"
  "$plume" report "$out/wafer_factory.h5" --format json -o "$out/wafer_factory.json"
  "$plume" report "$out/wafer_factory.h5" --format html --profile claim -o "$out/wafer_factory.html"
  cat "$out/wafer_factory.txt"
  say ""
  say "Result: $out/wafer_factory.h5; report: $out/wafer_factory.html, also as .txt and .json"
  # The report says it in its first section; here it stands last, where it is seen.
  tr '\n' ' ' <"$out/wafer_factory.txt" | sed -n 's/.*\(With the credits at face value[^.]*\.\) *\(The claim is [^.]*\.\).*/\1 \2\n/p'
}

# What reads files of others, and what kernels read: continuous integration has no time for sanitizers everywhere.
# All tests with them: cmake --preset asan && cmake --build build/asan && ctest --preset asan
# Where texts are read the sanitized tests say all that the others would, and are compiled once; where numbers are made, both run.
rooms_of_texts="archive;units;link;formula;readers;readers_brightway;readers_plain_package;toml;study"
sanitized_rooms="$rooms_of_texts;matrix;model;store;compile;engine"

num_passed=0
num_failed=0
num_skipped=0
failed_reports=()

# run_tests PRESET: runs ctest and adds its own counts, from its JUnit report, to ours. A test that could not be started is
# written there as skipped, without one of the two honest reasons: it has failed.
run_tests() {
  local preset=$1 report="$PWD/build/$1/junit.xml" total failed skipped not_run status=0
  rm -f "$report"
  # ctest starts long tests first where it knows them, so that none is left over for one core at the end.
  local costs="build/$preset/Testing/Temporary/CTestCostData.txt"
  [ -e "$costs" ] || [ ! -e tests/costs.txt ] || install -D -m 644 tests/costs.txt "$costs"
  # One more than there are processors: some tests wait for other programs most of their time.
  ctest --preset "$preset" -j "$(($(num_jobs) + 1))" --output-junit "$report" </dev/null || status=$?
  lines() { grep -c "$1" "$report" 2>/dev/null || true; }
  total=$(lines '^[[:space:]]*<testcase ')
  failed=$(lines '<testcase .*status="fail"')
  skipped=$(lines '<skipped message="SKIP_')
  not_run=$(lines '<testcase .*status="\(notrun\|disabled\)"')
  failed=$((failed + not_run - skipped))
  if [ "${total:-0}" -eq 0 ] || { [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; }; then
    say "ctest of '$preset' ended with status $status"
    num_failed=$((num_failed + 1))
  fi
  [ "$failed" -eq 0 ] || failed_reports+=("$report")
  num_passed=$((num_passed + ${total:-0} - failed - skipped))
  num_failed=$((num_failed + failed))
  num_skipped=$((num_skipped + skipped))
}

# look_for_warnings PRESET: what the compiler said of kernels/ and host/ counts as a failed test. Not -Werror: g++ 12 gives false alarms in its
# own headers, and in tests. A fresh clone compiles every file, so all is in the log; ccache says again what it was told.
look_for_warnings() {
  local told
  told=$(grep -E '^([^ ]*/)?(kernels|host)/[^ ]*:[0-9]+:[0-9]+: warning: ' "build/$1.log" | grep -vE '^([^ ]*/)?tests/(kernels|host)/' || true)
  [ -n "$told" ] || return 0
  say "Warnings in kernels/ and host/ fail continuous integration:"
  say "$told"
  num_failed=$((num_failed + 1))
}

case "${1:-run}" in
  run)
    install_packages "${build_packages[@]}"
    choose_cuda
    build release -DPLUME_CUDA="$PLUME_CUDA" -DPLUME_BUILD_TESTS=OFF
    run_demo
    ;;
  test)
    install_packages "${build_packages[@]}" "${test_packages[@]}"
    choose_cuda
    options=(-DPLUME_CUDA="$PLUME_CUDA" -DPLUME_BUILD_TESTS=ON)
    # Every architecture is compiled by those who ship. Here the oldest is, and project.ptxas compiles for sm_90.
    [ "${PLUME_CI:-}" != full ] || options+=(-DCMAKE_CUDA_ARCHITECTURES=75-real "-DPLUME_TEST_ROOMS_ELSEWHERE=$rooms_of_texts")
    build release "${options[@]}"
    [ "${PLUME_CI:-}" != full ] || look_for_warnings release
    run_tests release
    if [ "${PLUME_CI:-}" = full ]; then
      build_target=tests_of_rooms build asan -DPLUME_BUILD_TESTS=ON -DPLUME_TEST_ROOMS="$sanitized_rooms"
      run_tests asan
    fi
    # Thousands of lines above, where nobody finds it: told once more.
    [ "${#failed_reports[@]}" -eq 0 ] || python3 tests/project/failures.py "${failed_reports[@]}"
    closing="$num_passed passed, $num_failed failed"
    [ "$num_skipped" -eq 0 ] || closing="$closing, $num_skipped skipped"
    say "$closing"
    [ "$num_failed" -eq 0 ]
    ;;
  demo)
    run_demo
    ;;
  -h | --help | help)
    usage
    ;;
  *)
    printf 'bootstrap: unknown argument %s; see ./bootstrap.sh --help\n' "$1" >&2
    exit 2
    ;;
esac
