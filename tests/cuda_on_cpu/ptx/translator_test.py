# SPDX-License-Identifier: Apache-2.0
"""The translator knows what it translates, and ends at what it does not know: it never guesses."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import ptx_to_cpp  # noqa: E402
import reader  # noqa: E402
from translator import Translator  # noqa: E402

HEAD = ".visible .entry kernel(\n\t.param .u32 kernel_param_0,\n\t.param .align 8 .b8 kernel_param_1[24]\n)\n.maxntid 128\n{\n"


def body(*statements):
    functions, constants = reader.read(HEAD + "\n".join(statements) + "\n}\n")
    functions[0].cpp_name = "function0"
    return Translator(functions[0], list(constants), {}).body()


class TranslatorTest(unittest.TestCase):
    def test_a_kernel_has_its_arguments_where_c_lays_them(self):
        function = reader.read(HEAD + "ret;\n}\n")[0][0]
        self.assertEqual([(0, 4), (8, 24)], [(p.offset, p.size) for p in function.parameters])
        self.assertEqual((32, 128), (function.parameter_bytes, function.most_threads()))

    def test_fma_stays_one_operation_and_a_product_and_a_sum_stay_two(self):
        self.assertIn("R_fd1 = number(fused(R_fd2, R_fd3, R_fd4));", body("fma.rn.f64 %fd1, %fd2, %fd3, %fd4;"))
        self.assertIn("R_fd1 = number(R_fd2 * R_fd3);", body("mul.rn.f64 %fd1, %fd2, %fd3;"))

    def test_other_roundings_and_flushed_denormals_end_the_translation(self):
        for name in ("add.rz.f32", "add.ftz.f32", "add.f32", "mul.rn.ftz.f32", "div.approx.f32", "sqrt.approx.f32", "ex2.approx.f32"):
            with self.assertRaises(reader.NotTranslated, msg=name):
                body(name + " %f1, %f2, %f3;")

    def test_what_would_need_other_threads_ends_the_translation(self):
        for statement in ("bar.sync 0;", "shfl.sync.bfly.b32 %r1, %r2, 1, 31, -1;", "atom.global.add.u32 %r1, [%rd1], 1;",
                          "ld.shared.f32 %f1, [%rd1];", "vote.sync.any.pred %p1, %p2, -1;"):
            with self.assertRaises(reader.NotTranslated, msg=statement):
                body(statement)

    def test_loads_say_how_much_and_from_where(self):
        self.assertIn("{ const uint64_t at = (uint64_t)R_rd1 + 8ll; R_f1 = bits<float>(load_global<uint32_t>(t, at)); }",
                      body("ld.global.f32 %f1, [%rd1+8];"))
        self.assertIn("{ const uint64_t at = t.arguments.begin + 16; R_rd1 = (uint64_t)((uint64_t)load_param<uint64_t>(t, at)); }",
                      body("ld.param.u64 %rd1, [kernel_param_1+8];"))
        self.assertIn("R_r1 = (int8_t)load_generic<uint8_t>(t, at);", body("ld.s8 %r1, [%rd1];")[-1])

    def test_a_product_and_a_sum_of_wide_integers_is_one_instruction(self):
        self.assertEqual("R_rd1 = (uint64_t)((uint64_t)(uint32_t)R_r1 * (uint64_t)(uint32_t)0x100ull + (uint64_t)R_rd2);",
                         body("mad.wide.u32 %rd1, %r1, 256, %rd2;")[-1])
        self.assertIn("t.ctaid_y", body("mov.u32 %r1, %ctaid.y;")[-1])

    def test_a_register_may_be_taken_apart(self):
        self.assertEqual("R_r1 = (uint32_t)R_rd1; R_r2 = (uint32_t)(R_rd1 >> 32);", body("mov.b64 {%r1, %r2}, %rd1;")[-1])

    def test_comparisons_with_nan_are_those_of_ptx(self):
        self.assertIn("(!(R_f1 == R_f1 && R_f2 == R_f2) || R_f1 < R_f2)", body("setp.ltu.f32 %p1, %f1, %f2;")[-1])
        self.assertIn("(R_f1 < R_f2 || R_f1 > R_f2)", body("setp.ne.f32 %p1, %f1, %f2;")[-1])

    def test_instructions_are_counted_by_straight_runs(self):
        lines = body("mov.u32 %r1, 1;", "@%p1 bra L;", "mov.u32 %r1, 2;", "L:", "ret;")
        self.assertEqual(["t.instructions += 2;", "t.instructions += 1;", "t.instructions += 1;"],
                         [line for line in lines if "instructions" in line])

    def test_functions_are_called_with_a_result_or_without(self):
        source = (".func  (.param .align 8 .b8 func_retval0[16]) with(\n\t.param .b64 with_param_0\n)\n{\nret;\n}\n"
                  ".func without(\n\t.param .b64 without_param_0\n)\n{\nret;\n}\n")
        functions, constants = reader.read(source + HEAD + "call.uni (retval0), with, ( param0 );\ncall.uni without, ( param0 );\n}\n")
        for number, function in enumerate(functions):
            function.cpp_name = f"function{number}"
        calls = [line for line in Translator(functions[2], list(constants), {each.name: each for each in functions}).body() if "called_by" in line]
        self.assertIn("function0(inner, retval0);", calls[0])
        self.assertIn("function1(inner);", calls[1])
        with self.assertRaises(reader.NotTranslated):
            body("call.uni nobody, ( param0 );")

    def test_names_do_not_depend_on_how_a_file_was_compiled(self):
        one = "_ZN5plume47_GLOBAL__N__a13925b4_14_cuda_runner_cu_14c9dee611draw_kernelIffEEv"
        other = "_ZN5plume47_GLOBAL__N__00ff25b4_14_cuda_runner_cu_fe09dee611draw_kernelIffEEv"
        self.assertEqual(ptx_to_cpp.portable_name(one), ptx_to_cpp.portable_name(other))
        self.assertIn("draw_kernel", ptx_to_cpp.portable_name(one))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
