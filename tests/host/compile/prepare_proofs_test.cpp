// SPDX-License-Identifier: Apache-2.0
// Where `prove_all` leads.
#include <gtest/gtest.h>

#include "host/compile/compile.hpp"
#include "tests/support/random_model.hpp"

namespace plume::prepare_proofs_test {
namespace {

Problem compiled(CompileOptions options, std::size_t small = 0) {
  options.certified_entries = small;
  return testing::random_model(3, {.num_demands = 2, .feedback = 0.5, .sigma = 0.2})
      .compile(options);
}

TEST(PrepareProofs, LargeSystemsAreProvedOnRequestOnly) {
  CompileOptions options;
  EXPECT_FALSE(compiled(options).proof.used);
  EXPECT_EQ(0u, compiled(options).view().proved);
  options.prove_all = true;
  const Problem problem = compiled(options);
  EXPECT_TRUE(problem.proof.used && problem.certify_always && problem.may_cancel);
  EXPECT_EQ(2u * problem.num_rows, problem.depth.size());
  EXPECT_EQ(2u * problem.num_rows, problem.proof.allowed_change.size());
  EXPECT_EQ(2u, problem.proof.expected_depth.size());
  EXPECT_EQ(problem.tolerance, problem.certificate_target);
}

TEST(PrepareProofs, SmallSystemsAreCertifiedAsEver) {
  CompileOptions options;
  options.prove_all = true;
  const Problem problem = compiled(options, 1'500);
  EXPECT_TRUE(problem.certify_always);
  EXPECT_FALSE(problem.proof.used);
}

TEST(PrepareProofs, ScoresByAdjointsAreCertified) {
  CompileOptions options;
  options.prove_all = true;
  options.adjoint = AdjointUse::always;
  const Problem problem = compiled(options);
  EXPECT_TRUE(problem.certify_always);
  EXPECT_FALSE(problem.proof.used);
  EXPECT_FALSE(problem.adjoint.depth.empty());
}

TEST(PrepareProofs, UnknownsAreFp64) {
  CompileOptions options;
  options.prove_all = options.fp32_unknowns = true;
  EXPECT_FALSE(compiled(options).fp32_unknowns);
}

}  // namespace
}  // namespace plume::prepare_proofs_test
