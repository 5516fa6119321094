# SPDX-License-Identifier: Apache-2.0
# One floating-point contract for every compiler and device: IEEE operations exactly as written. A fused multiply-add
# happens where the source says fma() and nowhere else; no fast-math. Change it only with a page in docs/decisions/.
add_library(plume_floating_point INTERFACE)
add_library(plume::floating_point ALIAS plume_floating_point)
target_compile_options(plume_floating_point INTERFACE
  "$<$<COMPILE_LANGUAGE:CXX>:-ffp-contract=off;-fno-fast-math;-fno-math-errno;-fno-trapping-math>"
  "$<$<COMPILE_LANGUAGE:CUDA>:-fmad=false;-Xcompiler=-ffp-contract=off>")
