# SPDX-License-Identifier: Apache-2.0
print("source,scope,category,amount,unit,factor,via,uncertainty,evidence")
for _ in range(3000000): print("x,,,,,,,,")
