# SPDX-License-Identifier: Apache-2.0
"""The portable program needs nothing but the C library of the machine that it is carried to."""
import re
import subprocess
import sys

NEEDED = re.compile(r"^\s*(linux-vdso\.so\.1|(\S*/)?(libc\.so\.6|libm\.so\.6|ld-linux-x86-64\.so\.2))\s")

listing = subprocess.run(["ldd", sys.argv[1]], check=True, capture_output=True, text=True).stdout
others = [line for line in listing.splitlines() if not NEEDED.match(line)]
print(listing)
sys.exit(1 if others or "libc.so.6" not in listing else 0)
