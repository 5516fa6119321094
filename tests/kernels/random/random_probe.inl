// SPDX-License-Identifier: Apache-2.0
// Body of random_probe_*.cpp: each defines PLUME_ISA, PROBE_WIDTH and PROBE_NAME.
#include "kernels/random/draw.hpp"
#include "kernels/random/elementary.hpp"
#include "kernels/random/normal.hpp"
#include "kernels/random/philox.hpp"
#include "kernels/random/stratify.hpp"
#include "tests/kernels/random/random_probe.hpp"

PLUME_ISA_BEGIN
namespace probe {

constexpr int W = PROBE_WIDTH;
using U32 = Pack<std::uint32_t, W>;

/// load and store of arrays that are not aligned.
template <class T>
PLUME_INLINE Pack<T, W> take(const T* from) {
  alignas(64) T lanes[W];
  __builtin_memcpy(lanes, from, sizeof(lanes));
  return load<Pack<T, W>>(lanes);
}
template <class T>
PLUME_INLINE void put(T* to, Pack<T, W> value) {
  alignas(64) T lanes[W];
  store(lanes, value);
  __builtin_memcpy(to, lanes, sizeof(lanes));
}

inline void run_normal_from_word(const std::uint32_t* words, float* out, std::size_t count) {
  for (std::size_t i = 0; i < count; i += W) put(out + i, normal_from_word(take(words + i)));
}
inline void run_exp2(const float* x, float* out, std::size_t count) {
  for (std::size_t i = 0; i < count; i += W) put(out + i, exp2(take(x + i)));
}
inline void run_exp(const double* x, double* out, std::size_t count) {
  for (std::size_t i = 0; i < count; i += W) put(out + i, exp(take(x + i)));
}
inline void run_log(const double* x, double* out, std::size_t count) {
  for (std::size_t i = 0; i < count; i += W) put(out + i, log(take(x + i)));
}
inline void run_normal_quantile(const double* p, const double* complement, double* out,
                                std::size_t count) {
  for (std::size_t i = 0; i < count; i += W)
    put(out + i, normal_quantile(take(p + i), take(complement + i)));
}
inline void run_plain_lognormal(const PlainDraw& draw, const std::uint32_t* words, float* out,
                                std::size_t count) {
  for (std::size_t i = 0; i < count; i += W)
    put(out + i, plain_lognormal<W>(draw, take(words + i)));
}
inline void run_plain_normal(const PlainDraw& draw, const std::uint32_t* words, float* out,
                             std::size_t count) {
  for (std::size_t i = 0; i < count; i += W) put(out + i, plain_normal<W>(draw, take(words + i)));
}
inline void run_wide_draw(const WideDraw& draw, const std::uint32_t* words, const double* tables,
                          double* out, std::size_t count) {
  for (std::size_t i = 0; i < count; i += W)
    put(out + i, wide_draw<W>(draw, take(words + i), tables));
}
inline void run_words(std::uint64_t seed, std::uint64_t key_a, std::uint64_t key_b,
                      std::uint64_t first, std::uint32_t* a, std::uint32_t* b, std::size_t count) {
  for (std::size_t i = 0; i < count; i += W) {
    const WordSource<W> source(seed, first + i);
    put(a + i, source.draw_one(key_a));
    put(b + i, source.draw_one(key_b));
  }
}
inline void run_stratify(const std::uint32_t* words, std::uint64_t seed, std::uint64_t key,
                         std::uint64_t first, std::uint32_t* out, std::size_t count) {
  alignas(64) std::uint32_t numbers[W];
  for (int lane = 0; lane < W; ++lane) numbers[lane] = static_cast<std::uint32_t>(lane);
  const U32 lane = load<U32>(numbers);
  for (std::size_t i = 0; i < count; i += W)
    put(out + i, stratify<W>(take(words + i), seed, key, first + i, lane));
}

inline testing::RandomProbe all() {
  return {PROBE_NAME,          run_normal_from_word, run_exp2,         run_exp,       run_log,
          run_normal_quantile, run_plain_lognormal,  run_plain_normal, run_wide_draw, run_words,
          run_stratify};
}

}  // namespace probe
PLUME_ISA_END
