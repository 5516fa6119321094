# SPDX-License-Identifier: Apache-2.0
import zipfile
T = {'processes.csv': 'id,name,location,unit\ngrid,electricity,DE,kWh\nsteel,steel making,DE,kg\n', 'flows.csv': 'id,name,unit,compartment\nco2,carbon dioxide,kg,air\n', 'categories.csv': 'id,name,unit\ngwp,warming,kg CO2e\n', 'factors.csv': 'category,flow,amount\ngwp,co2,1\n'}
with zipfile.ZipFile("m.zip", "w", zipfile.ZIP_DEFLATED) as z:
    for n, c in T.items(): z.writestr(n, c)
    with z.open("exchanges.csv", "w", force_zip64=True) as f:
        f.write(b"process,type,item,amount\n")
        for _ in range(1000): f.write(b"\n" * (1 << 20))
