// SPDX-License-Identifier: Apache-2.0
// Body of pack_probe_*.cpp: each defines PLUME_ISA and PROBE_WIDTH.
#include "kernels/base/pack.hpp"
#include "tests/kernels/base/pack_probe.hpp"

PLUME_ISA_BEGIN
namespace probe {

using testing::PackInput;
using testing::PackOutput;

template <class T>
PLUME_INLINE std::uint64_t bits_of(T value) {
  if (value != value) return 0x7ff8000000000000u;
  std::uint64_t bits = 0;
  __builtin_memcpy(&bits, &value, sizeof(T));
  return bits;
}

template <int W>
struct Probe {
  const PackInput& in;
  PackOutput& out;
  int lane;
  int next = 0;

  template <class T>
  PLUME_INLINE Pack<T, W> take(const T* from) const {
    return load<Pack<T, W>>(from + lane);
  }

  template <class T>
  PLUME_INLINE void put(const char* name, Pack<T, W> value) {
    alignas(64) T lanes[W];
    store(lanes, value);
    out.name[next] = name;
    for (int i = 0; i < W; ++i) out.bits[next][lane + i] = bits_of(lanes[i]);
    ++next;
  }

  /// Operations that every number type has.
  template <class T>
  PLUME_INLINE void common(const T (&x)[3][16]) {
    using P = Pack<T, W>;
    const P a = take(x[0]), b = take(x[1]), c = take(x[2]);
    put("load and store", a);
    put("splat", splat<P>(x[0][5]));
    put("+", a + b);
    put("-", a - b);
    put("*", a * b);
    put("<", a < b);
    put("<=", a <= b);
    put(">", a > b);
    put(">=", a >= b);
    put("==", a == b);
    put("!=", a != b);
    put("select", select(b < c, a, c));
    put("min", min(a, b));
    put("max", max(a, b));
  }

  template <class T>
  PLUME_INLINE void real(const T (&x)[3][16]) {
    common(x);
    const Pack<T, W> a = take(x[0]), b = take(x[1]), c = take(x[2]);
    put("/", a / b);
    put("fma", fma(a, b, c));
    put("fma of −", fma(a, b, splat<Pack<T, W>>(T(0)) - a * b));
    put("abs", abs(a));
  }

  template <class T>
  PLUME_INLINE void integer(const T (&x)[3][16]) {
    common(x);
    const Pack<T, W> a = take(x[0]), b = take(x[1]);
    put("&", a & b);
    put("|", a | b);
    put("^", a ^ b);
    put("shift_left 1", shift_left(a, 1));
    put("shift_left 22", shift_left(a, 22));
    put("shift_right 1", shift_right(a, 1));
    put("shift_right 31", shift_right(a, 31));
  }

  PLUME_INLINE void run() {
    real(in.f);
    real(in.d);
    integer(in.i);
    integer(in.u);
    integer(in.l);
    const auto f = take(in.f[0]);
    const auto d = take(in.d[0]);
    const auto i = take(in.i[0]);
    const auto u = take(in.u[0]);
    const auto l = take(in.l[0]);
    put("sqrt", sqrt(abs(d)));
    put("bit_cast float to int32", bit_cast<std::int32_t>(f));
    put("bit_cast int32 to float", bit_cast<float>(i));
    put("bit_cast double to int64", bit_cast<std::int64_t>(d));
    put("bit_cast int64 to double", bit_cast<double>(l));
    put("bit_cast uint32 to int32", bit_cast<std::int32_t>(u));
    put("convert int32 to float", convert<float>(i));
    put("convert int32 to double", convert<double>(i));
    put("convert uint32 to double", convert<double>(u));
    put("convert float to double", convert<double>(f));
    put("convert double to float", convert<float>(d));
    put("convert float to float", convert<float>(f));
    put("convert double to double", convert<double>(d));
    put("lookup32", lookup32(in.table, i));
    put("lookup8", lookup8(in.table + 24, i));
    // A mantissa in [1, 2), and a whole number in −64 … 63.
    const auto mantissa = bit_cast<float>((i & splat<Pack<std::int32_t, W>>(0x007fffff)) |
                                          splat<Pack<std::int32_t, W>>(0x3f800000));
    const auto whole =
        convert<float>((i & splat<Pack<std::int32_t, W>>(127)) - splat<Pack<std::int32_t, W>>(64));
    put("scale", scale(mantissa, whole + splat<Pack<float, W>>(12582912.0f)));
    out.count = next;
  }
};

inline void run(const PackInput& input, PackOutput& output) {
  for (int lane = 0; lane < 16; lane += PROBE_WIDTH) Probe<PROBE_WIDTH>{input, output, lane}.run();
  if (PROBE_WIDTH == 1) return;
  // any(): set in one lane, in no lane.
  using Mask64 = Pack<std::int64_t, PROBE_WIDTH>;
  using Mask32 = Pack<std::int32_t, PROBE_WIDTH>;
  for (int lane = 0; lane < PROBE_WIDTH; ++lane) {
    alignas(64) std::int64_t wide[PROBE_WIDTH] = {};
    alignas(64) std::int32_t narrow[PROBE_WIDTH] = {};
    const bool none = !any(load<Mask64>(wide)) && !any(load<Mask32>(narrow));
    wide[lane] = -1;
    narrow[lane] = -1;
    if (!none || !any(load<Mask64>(wide)) || !any(load<Mask32>(narrow))) output.count = -1;
  }
}

}  // namespace probe
PLUME_ISA_END
