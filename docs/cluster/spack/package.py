# SPDX-License-Identifier: Apache-2.0
# Plume's source is a checkout that you have: no address is named here.
#
#     spack repo create plume-repo && mkdir -p plume-repo/packages/plume && cp package.py plume-repo/packages/plume/
#     spack repo add plume-repo && spack develop --path=/path/to/plume plume@=0.1.0 && spack install plume@=0.1.0 +mpi
from spack.package import *

try:  # Spack 1.0 and later
    from spack_repo.builtin.build_systems.cmake import CMakePackage, generator
    from spack_repo.builtin.build_systems.cuda import CudaPackage
except ImportError:  # before, all of it comes with spack.package
    pass


class Plume(CMakePackage, CudaPackage):
    """Monte Carlo life cycle assessment on CPU and GPU."""

    license("Apache-2.0")

    version("0.1.0")

    variant("mpi", default=False, description="Runs of many ranks under mpirun and srun")

    depends_on("cxx", type="build")
    depends_on("cmake@3.25:", type="build")
    depends_on("ninja", type="build")
    depends_on("hdf5@1.10.8: +hl ~mpi")
    depends_on("fmt@9:")
    depends_on("nlohmann-json@3.11:")
    depends_on("cli11@2.1:")
    depends_on("tomlplusplus@3.3:")
    depends_on("minizip")
    depends_on("zlib-api")
    depends_on("pugixml")
    depends_on("suite-sparse")
    depends_on("libmd")
    depends_on("boost")
    depends_on("thrust")
    depends_on("mpi", when="+mpi")
    depends_on("cuda@12:", when="+cuda")

    generator("ninja")

    def cmake_args(self):
        args = [
            self.define("PLUME_BUILD_TESTS", False),
            self.define("PLUME_CUDA", "on" if self.spec.satisfies("+cuda") else "off"),
            self.define("PLUME_MPI", "on" if self.spec.satisfies("+mpi") else "off"),
        ]
        if self.spec.satisfies("+cuda") and "none" not in self.spec.variants["cuda_arch"].value:
            args.append(self.define("CMAKE_CUDA_ARCHITECTURES", ";".join(self.spec.variants["cuda_arch"].value)))
        return args

    @run_after("install")
    def check_program(self):
        Executable(self.prefix.bin.plume)("devices")
