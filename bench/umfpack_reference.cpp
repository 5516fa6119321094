// SPDX-License-Identifier: Apache-2.0
#include "bench/umfpack_reference.hpp"

#if PLUME_BENCH_UMFPACK
#include <suitesparse/umfpack.h>

#include <chrono>
#include <utility>
#include <vector>

#include "host/matrix/sparse.hpp"
#include "kernels/api/realisation.hpp"

namespace plume::bench {
namespace {

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

SparseColumns technosphere_of(const Problem& p, const Realisation& r) {
  std::vector<Triplet> triplets;
  for (std::uint32_t row = 0; row < p.num_rows; ++row) {
    triplets.push_back({row, row, p.diagonal[row]});
    for (auto k = p.row_fixed[row]; k < p.row_fixed[row + 1]; ++k)
      triplets.push_back({row, p.fixed_column[k], p.fixed_value[k]});
    for (auto k = p.row_slot[row]; k < p.row_slot[row + 1]; ++k)
      triplets.push_back({row, p.slot_column[k], r.slots[k]});
    for (auto k = p.row_diagonal[row]; k < p.row_diagonal[row + 1]; ++k)
      triplets.push_back({row, row, r.slots[k]});
  }
  return SparseColumns::from_triplets(p.num_rows, std::move(triplets));
}

}  // namespace

UmfpackTimes time_umfpack(const Problem& problem, std::uint64_t iterations) {
  UmfpackTimes times;
  std::vector<double> x(problem.num_rows);
  const auto n = static_cast<SuiteSparse_long>(problem.num_rows);
  for (std::uint64_t i = 0; i < iterations; ++i) {
    const SparseColumns matrix = technosphere_of(
        problem,
        realise(problem.view(), problem.fp32_values ? ValueType::fp32 : ValueType::fp64, i));
    const auto* begin = reinterpret_cast<const SuiteSparse_long*>(matrix.column_begin.data());
    const auto* row = reinterpret_cast<const SuiteSparse_long*>(matrix.row.data());
    const double start = now();
    void *symbolic = nullptr, *numeric = nullptr;
    bool solved = umfpack_dl_symbolic(n, n, begin, row, matrix.value.data(), &symbolic, nullptr,
                                      nullptr) == UMFPACK_OK &&
                  umfpack_dl_numeric(begin, row, matrix.value.data(), symbolic, &numeric, nullptr,
                                     nullptr) == UMFPACK_OK;
    for (std::uint32_t d = 0; solved && d < problem.num_demands; ++d) {
      solved = umfpack_dl_solve(UMFPACK_A, begin, row, matrix.value.data(), x.data(),
                                problem.demand.data() + std::size_t{d} * problem.num_rows, numeric,
                                nullptr, nullptr) == UMFPACK_OK;
    }
    times.seconds += now() - start;
    times.solved += solved ? 1 : 0;
    umfpack_dl_free_numeric(&numeric);
    umfpack_dl_free_symbolic(&symbolic);
  }
  return times;
}

}  // namespace plume::bench

#else

namespace plume::bench {

UmfpackTimes time_umfpack(const Problem&, std::uint64_t) { return {}; }

}  // namespace plume::bench

#endif
