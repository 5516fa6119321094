// SPDX-License-Identifier: Apache-2.0
#include "host/compile/octave_table.hpp"

#include <cmath>

#include "host/model/standard_distribution.hpp"

namespace plume {
namespace {

constexpr std::uint32_t pieces = 128;

}  // namespace

std::uint64_t append_octaves(std::vector<double>& table, std::uint32_t octaves,
                             const std::function<double(double)>& f) {
  const std::uint64_t offset = table.size();
  for (std::uint32_t octave = 0; octave < octaves; ++octave) {
    const double unit = std::ldexp(1.0, -static_cast<int>(octave) - 1);
    double last = f(unit);
    for (std::uint32_t i = 0; i < pieces; ++i) {
      const auto at = [&](double d) { return f(unit * (1.0 + (i + d) / pieces)); };
      const double f0 = last, f1 = at(1.0 / 3), f2 = at(2.0 / 3), f3 = at(1.0);
      table.insert(table.end(), {f0, 0.5 * (-11.0 * f0 + 18.0 * f1 - 9.0 * f2 + 2.0 * f3),
                                 4.5 * (2.0 * f0 - 5.0 * f1 + 4.0 * f2 - f3),
                                 4.5 * (3.0 * (f1 - f2) + f3 - f0)});
      last = f3;
    }
  }
  return offset;
}

StudentMix append_student(std::vector<double>& table, double degrees, std::uint64_t key) {
  StudentMix mix{};
  mix.key = key;
  mix.degrees = degrees;
  mix.octaves = 33;  // the least u is 2⁻³³
  // χ² with ν degrees is twice a gamma variate of shape ν / 2.
  const StandardDistribution gamma{StandardDistribution::Form::gamma, 0.5 * degrees, 0.0};
  const auto root = [&](const Probability& p) {
    return std::sqrt(0.5 * degrees / gamma.quantile(p));
  };
  const auto inside = [](double p) {
    return std::fmin(p, 1.0 - 0x1p-53);
  };  // p = 1 ends octave 0, which no word reaches
  mix.low = append_octaves(table, mix.octaves, [&](double p) {
    return root({inside(p), 1.0 - inside(p)});
  });
  mix.high = append_octaves(table, mix.octaves, [&](double p) {
    return root({1.0 - inside(p), inside(p)});
  });
  // v = 1 − |t| / √(ν + t²), so t² = ν (1 − v)² / (v (2 − v)).
  const StandardDistribution student{StandardDistribution::Form::students_t, degrees, 0.0};
  const auto tail = [&](double v) {
    return student.cumulative(std::sqrt(degrees / (v * (2.0 - v))) * (1.0 - v)).upper;
  };
  while (mix.tail_octaves < 80 &&
         (mix.tail_octaves < 2 ||
          tail(std::ldexp(1.0, 1 - static_cast<int>(mix.tail_octaves))) > 0x1p-36))
    ++mix.tail_octaves;
  mix.tail = append_octaves(table, mix.tail_octaves, tail);
  return mix;
}

}  // namespace plume
