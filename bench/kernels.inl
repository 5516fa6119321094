// SPDX-License-Identifier: Apache-2.0
// Body of kernels_*.cpp: each defines PLUME_ISA and BENCH_NAME and is compiled with its own -march.
#include "bench/kernels.hpp"
#include "kernels/random/draw.hpp"
#include "kernels/random/philox.hpp"
#include "kernels/solve/lane_program.hpp"

PLUME_ISA_BEGIN
namespace timed {

constexpr int W = 16;
using U32 = Pack<std::uint32_t, W>;

/// use(index, words of G parameters), for groups of 16 iterations, until there are 2 · count words.
template <int G, class Use>
PLUME_INLINE void with_words(std::uint64_t seed, std::uint64_t first, std::size_t count, Use use) {
  for (std::size_t i = 0; i < 2 * count; i += W * G) {
    const WordSource<W> source(seed, first + i / (W * G) * W);
    use(i, source.template draw<G>([](int j) { return static_cast<std::uint64_t>(j + 1); }));
  }
}
constexpr int together = plain_draws_at_once<W>();

inline void words(std::uint64_t seed, std::uint64_t first, std::size_t count, std::uint32_t* out) {
  with_words<together>(seed, first, count,
                       [&](std::size_t i, auto words) { store(out + i, words); });
}
inline void lognormal(const PlainDraw& draw, std::uint64_t first, std::size_t count, float* out) {
  PlainDraw draws[together];
  for (PlainDraw& each : draws) each = draw;
  with_words<together>(1, first, count, [&](std::size_t i, auto words) {
    store(out + i, plain_lognormals<W, together>(draws, words));
  });
}
inline void normal(const PlainDraw& draw, std::uint64_t first, std::size_t count, float* out) {
  PlainDraw draws[together];
  for (PlainDraw& each : draws) each = draw;
  with_words<together>(1, first, count, [&](std::size_t i, auto words) {
    store(out + i, plain_normals<W, together>(draws, words));
  });
}
inline void wide(const WideDraw& draw, const double* tables, std::uint64_t first, std::size_t count,
                 double* out) {
  with_words<2>(1, first, count, [&](std::size_t i, auto words) {
    for_each_pack<W>(
        words, [&](int j, U32 word) { store(out + i + j * W, wide_draw<W>(draw, word, tables)); });
  });
}

/// use(memory) with the types of the precision.
template <class Use>
PLUME_INLINE void with_memory(LaneTypes types, const Workspace& w, Use use) {
  with_types(types, [&](auto value, auto unknown) {
    use(lane_memory<decltype(value), decltype(unknown)>(w, FixedStride<W>{}));
  });
}

inline void draw(const ProblemView& view, LaneTypes type, const Workspace& w, std::uint64_t first) {
  with_memory(type, w, [&](const auto& memory) { draw_lane_group<W>(view, memory, first); });
}
inline void solve_group(const ProblemView& view, LaneTypes type, const Workspace& w,
                        const BatchOutput& batch, std::uint64_t first) {
  with_memory(type, w,
              [&](const auto& memory) { solve_lane_group<W>(view, memory, batch, first); });
}
inline void sweep_once(const ProblemView& view, LaneTypes type, const Workspace& w) {
  with_memory(type, w, [&](const auto& memory) {
    SweepState<1, W> state;
    state.active[0] = splat<Pack<std::int64_t, W>>(-1);
    sweep<1, W>(view, memory, 0, 0, view.num_rows, state, SweepTrace{});
  });
}
inline void accelerate_once(const ProblemView& view, LaneTypes type, const Workspace& w) {
  const Block* largest = view.blocks;
  for (std::uint32_t i = 1; i < view.num_blocks; ++i) {
    const Block& block = view.blocks[i];
    if (block.monitor_end - block.monitor_begin > largest->monitor_end - largest->monitor_begin)
      largest = &block;
  }
  with_memory(type, w, [&](const auto& memory) {
    accelerate<W>(view, memory, 0, 0, largest->monitor_begin, largest->monitor_end, anderson_depth,
                  splat<Pack<std::int64_t, W>>(-1));
  });
}
inline void score_group(const ProblemView& view, LaneTypes type, const Workspace& w,
                        const BatchOutput& batch, std::uint64_t first) {
  with_memory(type, w,
              [&](const auto& memory) { score_lane_group<W>(view, memory, batch, first); });
}

inline bench::Kernels all() {
  return {BENCH_NAME, words,       lognormal,  normal,          wide,
          draw,       solve_group, sweep_once, accelerate_once, score_group};
}

}  // namespace timed
PLUME_ISA_END
