#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""An inventory of many sites and months: a study, its activities, and own factors, in FOLDER.

  bench/synth/inventory.py FOLDER [--sites 40] [--rows 20000] [--credits] [--lines all] [--iterations 10000] [--seed 1]

Each site reports 42 sources a month: fuels, vehicles, refrigerants, power by location and by market, freight, purchases, heat. Rows are dealt in
turn until there are as many as asked for. Factors are the built-in library's, and three of the study's own; each row has an uncertainty.
The same arguments give the same bytes.
"""
import argparse
import csv
import pathlib
import random

PERCENT = ("2 %", "5 %", "10 %", "30 %", "60 %")
FUELS = {"natural gas": "natural_gas", "LPG": "liquefied_petroleum_gases", "diesel": "diesel_oil", "gas oil": "gas_oil",
         "fuel oil": "residual_fuel_oil", "gasoline": "motor_gasoline", "coal": "other_bituminous_coal", "lignite": "lignite",
         "wood": "wood_wood_waste"}
FREIGHT = ("freight_train", "hgv_rigid_17_t_diesel_average_laden", "hgv_all_artics_diesel_average_laden",
           "van_average_up_to_3_5_t_diesel", "container_ship_average", "bulk_carrier_average",
           "air_freight_long_haul_3700_km_no_rfi")
GRIDS = ("cn_grid_sichuan_2022", "cn_grid_yunnan_2022", "cn_grid_guangdong_2022", "at_grid_prod_2022", "be_grid_prod_2022",
         "cz_grid_prod_2022")
RESIDUALS = ("be_grid_resid_2022", "cz_grid_resid_2022", "de_grid_resid_2022")
FACTORS = """id,name,category,region,year,unit_activity,unit_emission,gas,value,distribution,p1,p2,source
own_steel,steel,material,,2023,kg,kg,CO2e,1.9,lognormal,0.641853886172395,0.2,illustrative
own_spend,services by spend,material,,2023,USD,kg,CO2e,0.3,lognormal,-1.20397280432594,0.5,illustrative
own_waste,waste to landfill,waste,,2023,kg,kg,CH4,0.02,lognormal,-3.91202300542815,0.4,illustrative
"""
CREDITS = """project,nominal,unit,realised,realised_uncertainty,reversal,reversal_uncertainty,delivery,registry,vintage,retired,evidence
forest,200000,t,0.7,"triangular(0.3, 0.7, 1)",0.1,"triangular(0, 0.1, 0.3)",0.95,illustrative,2022,2023-11-10,REG-1
stoves,100000,t,0.6,"triangular(0.2, 0.6, 1)",,,0.9,illustrative,2022,2023-11-10,REG-2
"""


def sources():
    """(source, scope, category, unit, via, factors, typical amount) of the 42 lines of a site."""
    lines = []
    for name, fuel in FUELS.items():
        gas = "co2_" + fuel
        factors = f"ipcc06_stat_{gas}; ipcc06_energy_ch4_{fuel}; ipcc06_energy_n2o_{fuel}"
        lines.append((f"boiler, {name}", "1", "", "GJ (NCV)", "", factors, 900.0))
    for name in ("diesel", "gasoline", "gas oil", "LPG"):
        fuel = FUELS[name]
        factors = f"ipcc06_stat_co2_{fuel}; ipcc06_manufa_ch4_{fuel}; ipcc06_manufa_n2o_{fuel}"
        lines.append((f"vehicles, {name}", "1", "", "t", f"ipcc06_ncv_{fuel}", factors, 12.0))
    for gas in ("hfc_134a", "hfc_32", "r_410a", "r_404a", "sf6"):
        lines.append((f"leaks, {gas}", "1", "", "kg", "", f"gwp100_ar6_{gas}", 3.0))
    lines += [(f"power, meter {k + 1}", "2 location", "", "MWh", "", grid, 400.0) for k, grid in enumerate(GRIDS)]
    lines += [(f"power bought, meter {k + 1}", "2 market", "", "MWh", "", grid, 400.0) for k, grid in enumerate(RESIDUALS)]
    for kind in FREIGHT:
        factors = "; ".join(f"uk_freight_{kind}_{gas}" for gas in ("co2", "ch4", "n2o"))
        lines.append((f"freight, {kind.replace('_', ' ')}", "3", "4", "t km", "", factors, 60000.0))
    lines += [("steel", "3", "1", "t", "", "own_steel", 80.0), ("services", "3", "1", "USD", "", "own_spend", 50000.0),
              ("waste", "3", "5", "t", "", "own_waste", 15.0), ("district heat", "2 location", "", "GJ", "", "cn_heat", 200.0)]
    for kind in ("us_freight_rail", "us_freight_waterborne_craft", "us_freight_aircraft", "us_freight_medium_heavy_duty_truck"):
        lines.append((f"deliveries, {kind[11:].replace('_', ' ')}", "3", "9", "short ton mile", "", kind, 30000.0))
    return lines


def write(folder, sites, rows, with_credits, lines, iterations, seed):
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    with open(folder / "activities.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("source", "site", "period", "scope", "category", "amount", "unit", "via", "factor", "uncertainty", "evidence"))
        dealt = [(month, site, line) for month in range(12) for line in sources() for site in range(sites)][:rows]
        for number, (month, site, (source, scope, category, unit, via, factor, typical)) in enumerate(dealt, 1):
            amount = f"{typical * rng.lognormvariate(0.0, 0.8):.6g}"
            table.writerow((source, f"site {site + 1:02}", f"2023-{month + 1:02}", scope, category, amount, unit, via, factor,
                            rng.choice(PERCENT), f"M-{number:05}"))
    (folder / "factors.csv").write_text(FACTORS, encoding="utf-8")
    if with_credits:
        (folder / "credits.csv").write_text(CREDITS, encoding="utf-8")
    (folder / "study.toml").write_text(f"""[study]
name = "{rows} rows of {sites} sites"

[inventory]
organisation = "Illustrative group"
period = "2023"
activities = "activities.csv"
factors = "factors.csv"
{'credits = "credits.csv"' if with_credits else ""}
{"lines = " + lines if lines else ""}

{'[claim]' if with_credits else ""}

[sampling]
iterations = {iterations}
seed = {seed}
""", encoding="utf-8")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--sites", type=int, default=40)
    arguments.add_argument("--rows", type=int, default=20000, help="at most 504 a site")
    arguments.add_argument("--credits", action="store_true", help="with credits and a claim")
    arguments.add_argument("--lines", default="", help="the study's [inventory] lines")
    arguments.add_argument("--iterations", type=int, default=10000)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    write(given.folder, given.sites, given.rows, given.credits, given.lines, given.iterations, given.seed)


if __name__ == "__main__":
    main()
