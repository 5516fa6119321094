#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random inventories against an evaluator of their own: totals to 1e-9, findings by code.

    random_inventories.py PLUME [COUNT [FIRST]]

Units, gases and their spellings, substances in units, own conversions and potentials, periods, base years, instruments, credits, columns in any
order, separators, decimal commas, workbooks, formulas of parameters; one in eight holds a mistake that must be told. What counts is computed here in plain
Python from what was drawn, by the rules of docs/inventory.md, never from what the program read. 5,000 of them: COUNT = 5000.
"""
import csv
import io
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

UNITS = {  # in kg, MJ, m3
    "mass": {"kg": 1.0, "t": 1e3, "g": 1e-3, "tonne": 1e3, "lb": 0.45359237, "short ton": 907.18474, "吨": 1e3, "kt": 1e6},
    "energy": {"MJ": 1.0, "GJ": 1e3, "kWh": 3.6, "MWh": 3600.0, "kwh": 3.6, "度": 3.6, "TJ": 1e6, "mmBtu": 1055.05585262},
    "volume": {"m3": 1.0, "L": 1e-3, "litre": 1e-3, "US gal": 3.785411784e-3},
}
EMISSION_UNITS = {"kg": 1.0, "g": 1e-3, "t": 1e3, "tonne": 1e3}
GWP = {
    "AR6-100": {"CH4": 27.0, "CH4 fossil": 29.8, "CH4 bio": 27.0, "N2O": 273.0, "SF6": 25200.0, "HFC-134a": 1530.0},
    "AR5-100": {"CH4": 28.0, "CH4 fossil": 30.0, "CH4 bio": 28.0, "N2O": 265.0, "SF6": 23500.0, "HFC-134a": 1300.0},
    "AR4-100": {"CH4": 25.0, "CH4 fossil": 25.0, "CH4 bio": 25.0, "N2O": 298.0, "SF6": 22800.0, "HFC-134a": 1430.0},
    "AR6-20": {"CH4": 80.8, "CH4 fossil": 82.5, "CH4 bio": 80.8, "N2O": 273.0, "SF6": 18300.0, "HFC-134a": 4140.0},
}
SPELLINGS = {
    "CO2": ["CO2", "co2", "CO₂", "CO2 (fossil)"],
    "CO2 bio": ["CO2 (biogenic)", "CO2 (Non-Fossil)", "co2 (bio)"],
    "CH4": ["CH4", "ch4"],
    "CH4 fossil": ["CH4 (fossil)", "CH4 (Fossil)"],
    "CH4 bio": ["CH4 (biogenic)", "CH4 (non-fossil)", "CH₄ (bio)"],
    "N2O": ["N2O", "n2o", "N₂O"],
    "SF6": ["SF6"],
    "HFC-134a": ["HFC-134a", "R-134a", "HFC 134a"],
    "CO2e": ["CO2e", "CO2-eq", "CO2eq"],
}
SUBSTANCES = {  # gas: (suffix of the unit, mass of the gas in a mass of it, finding)
    "CO2": [("", 1.0, None), (" CO2", 1.0, None), (" C", 44 / 12, "N0735")],
    "CH4 fossil": [("", 1.0, None), (" CH4", 1.0, None), (" CH4-C", 16 / 12, "N0735")],
    "N2O": [("", 1.0, None), (" N2O", 1.0, None), (" N2O-N", 44 / 28, "N0735")],
    "CO2e": [("", 1.0, None), (" CO2e", 1.0, None)],
}
CHECKED = {"N0735", "N0736", "N0739", "W0752", "W0753", "W0754", "W0755", "W0756", "W0757", "W0761", "W0763", "W0732", "W0723",
           "W0737", "W0758", "W0759", "W0760", "W0762"}


@dataclass
class Factor:
    id: str
    dimension: str
    unit: str
    unit_emission: str
    gas: str
    spelling: str
    value: float
    per_unit: float  # kg of the gas (or CO2e) per base unit of the dimension


@dataclass
class Inventory:
    tables: dict = field(default_factory=dict)   # name → (header, rows)
    settings: dict = field(default_factory=dict)
    claim: dict = field(default_factory=dict)
    totals: dict = field(default_factory=dict)   # (demand, category) → t
    findings: set = field(default_factory=set)
    error: str = ""                              # the code that must be told

    def add(self, demand, gas_tonnes, co2e):
        self.totals[demand, "ghg"] = self.totals.get((demand, "ghg"), 0.0) + co2e
        self.totals[demand, "biogenic CO2"] = self.totals.get((demand, "biogenic CO2"), 0.0) + gas_tonnes


# --- what is drawn --------------------------------------------------------------------------------------------------


def drawn_number(rng):
    return rng.choice([float(rng.randint(1, 9999)), round(rng.uniform(0.1, 999.0), rng.randint(1, 4)), rng.randint(1, 99) * 1e-3])


def drawn_factor(rng, number, dimension=None, gas=None):
    gas = gas or rng.choice(list(SPELLINGS))
    dimension = dimension or rng.choice(list(UNITS))
    unit = rng.choice(list(UNITS[dimension]))
    suffix, mass, _ = rng.choice(SUBSTANCES.get(gas, [("", 1.0, None)]))
    emitted = rng.choice(list(EMISSION_UNITS))
    value = drawn_number(rng) / 100.0
    per_unit = value * EMISSION_UNITS[emitted] * mass / UNITS[dimension][unit]
    return Factor(f"own {number}", dimension, unit, emitted + suffix, gas, rng.choice(SPELLINGS[gas]), value, per_unit)


def potential(gas, gwp, own):
    if gas in ("CO2", "CO2e"):
        return 1.0
    if gas == "CO2 bio":
        return 0.0
    if gas in own:
        return own[gas]
    if gas.startswith("CH4") and "CH4" in own:  # of the gas without an origin, for every origin
        return own["CH4"]
    return gwp[gas]


def drawn_period(rng, inventory):
    """Its text, and the year it counts in: "year", "base", or None."""
    text, year, code = rng.choice([
        ("", "year", None), ("2023", "year", None), ("2023-04", "year", None), ("2023-H1", "year", None), ("Q2 2023", "year", None),
        ("2023年4月", "year", None), ("2023-04-17", "year", None), ("2023-01/2023-06", "year", None),
        ("2022-11/2023-02", "year", "W0752"), ("2020", None, "W0753"), ("2021", "base", None), ("2021-07", "base", None)])
    if year == "base" and "base_period" not in inventory.settings:
        year, code = None, "W0753"
    if code:
        inventory.findings.add(code)
    return text, year


SCOPES = ["1", "1", "2 location", "2 market", "3", "removal", "outside"]


def count(inventory, scope, category, year, gas, kg, co2e_per_kg):
    """Adds a line to every total that it belongs to."""
    sign = -1.0 if scope == "removal" else 1.0
    biogenic = sign * kg / 1000.0 if gas == "CO2 bio" else 0.0
    co2e = sign * kg * co2e_per_kg / 1000.0
    claim = inventory.claim
    boundary = {"1", "2 " + claim.get("basis", "market")} | ({"3"} if claim.get("boundary") == "type II" else set())
    if year == "base":
        if scope in boundary:
            inventory.add("base year, gross of the claim's boundary", biogenic, co2e)
        return
    if year is None:
        return
    names = {"1": "scope 1", "2 location": "scope 2, location-based", "2 market": "scope 2, market-based", "3": "scope 3",
             "removal": "removals", "outside": "outside the scopes"}
    inventory.add(names[scope], biogenic, co2e)
    if scope == "3":
        inventory.add(f"scope 3, category {category}", biogenic, co2e)
    for kind, scopes in (("type I", {"1"}), ("type II", {"1", "3"})):
        for basis in ("location", "market"):
            if scope in scopes | {"2 " + basis}:
                inventory.add(f"{kind} gross, {basis}-based", biogenic, co2e)
    if scope in boundary:
        inventory.add("gross of the claim's boundary", biogenic, co2e)
    if scope in boundary or scope == "removal":
        inventory.add("net, credits at face value", biogenic, co2e)
        inventory.add("net, credits risk-adjusted", biogenic, co2e)


def add_activities(rng, inventory, factors, own_gwp, gwp):
    rows, scopes = [], set()
    for i in range(rng.randint(1, 7)):
        factor = rng.choice(factors)
        scope = rng.choice(SCOPES)
        category = str(rng.randint(1, 15)) if scope == "3" else ""
        amount, via, share = drawn_number(rng), "", 1.0
        dimension, unit = factor.dimension, None
        if factor.dimension == "energy" and rng.random() < 0.4:
            via, dimension = "heat value", "mass"
            share = 43.0  # MJ per kg
        unit = rng.choice(list(UNITS[dimension]))
        period, year = drawn_period(rng, inventory)
        rows.append({"source": f"source {i}", "scope": scope, "category": category, "amount": amount, "unit": unit, "factor": factor.id,
                     "via": via, "period": period, "evidence": f"E-{i}", "uncertainty": rng.choice(["", "5 %", "n/a"])})
        rows[-1]["counted"], rows[-1]["year"] = year is not None, year
        kg = amount * UNITS[dimension][unit] * share * factor.per_unit
        count(inventory, scope, category, year, factor.gas, kg, potential(factor.gas, gwp, own_gwp))
        if year == "year":
            scopes.add(scope)
    return rows, scopes


def add_contracts(rng, inventory, factors, own_gwp, gwp, activities, scopes):
    """Power bought, contracts for parts of it, and what is left at the residual factor."""
    number = len(factors)
    grid, residual = (drawn_factor(rng, number + i, "energy", rng.choice(["CO2", "CO2e"])) for i in range(2))
    factors += [grid, residual]
    bought, unit = drawn_number(rng) + 10.0, rng.choice(["kWh", "MWh", "GJ"])
    inventory.tables["quantities"] = [{"quantity": "bought", "amount": bought, "unit": unit}]
    left = 1.0
    instruments = []
    for i in range(rng.randint(0, 3)):
        share = round(rng.uniform(0.05, 0.3), 3)
        row = {"instrument": f"contract {i}", "covers": "bought", "quality": rng.choice(["", "8", "8"]), "vintage": rng.choice(["", "2023"]),
               "evidence": f"C-{i}"}
        if rng.random() < 0.5:
            row |= {"of": "bought", "amount": share, "unit": "1"}
        else:
            volume = share * bought
            row |= {"amount": volume, "unit": unit}
        fails = rng.random() < 0.3
        if fails:
            key, value, code = rng.choice([("quality", "5", "W0732"), ("vintage", "2021", "W0763")])
            row[key] = value
            inventory.findings.add(code)
        if rng.random() < 0.6:
            supplier = drawn_factor(rng, len(factors), "energy", "CO2")
            factors.append(supplier)
            row["factor"] = supplier.id
            if not fails:
                kg = share * bought * UNITS["energy"][unit] * supplier.per_unit
                count(inventory, "2 market", "", "year", "CO2", kg, 1.0)
        if not fails:
            left -= share
        instruments.append(row)
        scopes.add("2 market")
    inventory.tables["instruments"] = instruments
    energy = bought * UNITS["energy"][unit]
    activities.append({"source": "grid power", "scope": "2 location", "of": "bought", "factor": grid.id, "evidence": "M-1"})
    count(inventory, "2 location", "", "year", grid.gas, energy * grid.per_unit, potential(grid.gas, gwp, own_gwp))
    of = "bought"
    if instruments and rng.random() < 0.7:
        of = "left"
        inventory.tables["quantities"].append({"quantity": "left", "of": "bought", "amount": 1, "unit": "1"})
        for row in instruments:
            inventory.tables["quantities"].append({"quantity": "left", "of": row["instrument"], "amount": -1, "unit": "1"})
    elif instruments:
        inventory.findings.add("W0761")
    activities.append({"source": "residual power", "scope": "2 market", "of": of, "factor": residual.id, "evidence": "M-2"})
    count(inventory, "2 market", "", "year", residual.gas, left * energy * residual.per_unit, potential(residual.gas, gwp, own_gwp))
    scopes |= {"2 location", "2 market"}


def add_credits(rng, inventory):
    planned = inventory.claim.get("count_unretired") == "true"
    rows, serials = [], set()
    for i in range(rng.randint(1, 4)):
        unit = rng.choice(["t", "kg", "kt"])
        realised, reversal = round(rng.uniform(0.2, 1.0), 2), rng.choice([0.0, round(rng.uniform(0.0, 0.4), 2)])
        nominal = drawn_number(rng)
        row = {"project": f"forest {i}", "nominal": nominal, "unit": unit, "realised": realised, "registry": "register", "evidence": f"S-{i}",
               "vintage": rng.choice(["", "2020", "2023"]), "retired": "2023-11-10"}
        if reversal:
            row["reversal"] = reversal
        counts = True
        case = rng.random()
        if case < 0.15:
            row["vintage"], counts = "2024", False
            inventory.findings.add("W0755")
        elif case < 0.3:
            row["retired"] = rng.choice(["no", "2024-06-01"])
            counts = planned
            inventory.findings.add("W0756")
        elif case < 0.45:
            row["retired"] = ""
            inventory.findings.add("W0757")
        elif case < 0.6 and serials:
            row["evidence"], counts = rng.choice(sorted(serials)), False
            inventory.findings.add("W0754")
        serials.add(row["evidence"])
        rows.append(row)
        tonnes = nominal * {"t": 1.0, "kg": 1e-3, "kt": 1e3}[unit]
        for name, amount in (("face value", tonnes), ("risk-adjusted", tonnes * realised * (1.0 - reversal))):
            inventory.totals.setdefault((f"credits, {name}", "ghg"), 0.0)
            if counts:
                inventory.add(f"credits, {name}", 0.0, -amount)
                inventory.add("net, credits at face value" if name == "face value" else "net, credits risk-adjusted", 0.0, -amount)
    inventory.tables["credits"] = rows


def make_mistake(rng, inventory, factors, activities):
    """One thing that is wrong, and the code that says so. The factors of rows that nothing uses are checked as well."""
    lines = [row for row in activities if row.get("counted")]  # what is not counted is not checked, but for its period
    if not lines:
        return
    row = rng.choice(lines)
    used = next(f for f in factors if f.id == row["factor"])
    kind = rng.choice(["unit", "factor", "amount", "scope", "kind", "gas", "substance", "period", "evidence", "uncertainty", "of", "cells"])
    if kind == "unit":
        row["unit"], inventory.error = "furlong", "E0709"
    elif kind == "factor":
        row["factor"], inventory.error = "nowhere", "E0724"
    elif kind == "amount":
        row["amount"], inventory.error = -abs(row["amount"]), "E0713"
    elif kind == "scope":
        row["scope"], inventory.error = "4", "E0715"
    elif kind == "kind":
        row["unit"], row["via"], inventory.error = "ha", "", "E0717"
    elif kind == "gas":
        used.spelling, inventory.error = "phlogiston", "E0733"
    elif kind == "substance":
        used.gas, used.spelling, used.unit_emission, inventory.error = "CO2", "CO2", "kg CH4", "E0734"
    elif kind == "period":
        row["period"], inventory.error = "03/04/2023", "E0721"
    elif kind == "evidence":
        activities.append(dict(row))
        # Of one period the copy is the same delivery; the row without a period is of the whole year.
        inventory.error = "E0720"
    elif kind == "uncertainty":
        row["uncertainty"], inventory.error = "a lot", "E0711"
    elif kind == "of":
        row["of"], inventory.error = "nothing known", "E0718"
    else:
        row["amount"], inventory.error = "1.2.3", "E0707"


def use_formulas(rng, inventory, rows):
    """Some amounts become formulas of parameters, the last of which is such that Python's own arithmetic gives the amount."""
    parameters = []

    def add(value):
        parameters.append({"name": f"{rng.choice('pqxyz')}_{len(parameters)}", "amount": value, "uncertainty": rng.choice(["", "5 %", "n/a"])})
        return rng.choice([str.lower, str.upper])(parameters[-1]["name"])

    for row in rows:
        if rng.random() < 0.5 or not isinstance(row["amount"], (int, float)) or row["amount"] <= 0:
            continue
        wanted, a, b = row["amount"], rng.uniform(0.5, 3.0), rng.uniform(3.5, 9.0)
        form = rng.randrange(5)
        if form == 0:
            row["amount"] = f"{add(a)} * {add(b)} / {add(a * b / wanted)}"
        elif form == 1:
            row["amount"] = f"({add(a)} + {add(b)}) ^ 2 * {add(wanted / (a + b) ** 2)}"
        elif form == 2:
            name = add(a)
            row["amount"] = f"if({name} > {add(b)}; {name}; {add(wanted)})"
        elif form == 3:
            row["amount"] = f"sqrt({add(wanted)}) * exp(ln({add(wanted)}) / 2)"
        else:
            total = add(a + wanted)
            parameters.append({"name": f"made_{len(parameters)}", "amount": f"{total} - {add(a)}", "uncertainty": ""})
            row["amount"] = parameters[-1]["name"]
    rng.shuffle(parameters)
    if parameters:
        inventory.tables["parameters"] = parameters


def random_inventory(seed):
    rng = random.Random(seed)
    inventory = Inventory()
    set_name = rng.choice(list(GWP))
    inventory.settings = {"period": "2023", "gwp": set_name, "reported": "2024-03-01"}
    if rng.random() < 0.5:
        inventory.settings["base_period"] = "2021"
    inventory.claim = {"boundary": rng.choice(["type I", "type II"]), "basis": rng.choice(["market", "location"])}
    if rng.random() < 0.2:
        inventory.settings["period"] = "2023-01/2023-12"
    if rng.random() < 0.2:
        inventory.claim["count_unretired"] = "true"
    factors = [drawn_factor(rng, i) for i in range(rng.randint(1, 6))]
    own_gwp = {}
    if rng.random() < 0.2:
        own_gwp = {rng.choice(["CH4", "CH4 fossil", "N2O", "SF6"]): float(rng.randint(5, 400))}
    gwp = GWP[set_name]
    activities, scopes = add_activities(rng, inventory, factors, own_gwp, gwp)
    if rng.random() < 0.5:
        add_contracts(rng, inventory, factors, own_gwp, gwp, activities, scopes)
    if rng.random() < 0.5:
        add_credits(rng, inventory)
    if all(row.get("year", "year") != "year" for row in activities):
        inventory.error = "E0767"
    if len(scopes & {"2 location", "2 market"}) == 1:
        inventory.findings.add("W0723")
    if not inventory.error and rng.random() < 0.125:
        make_mistake(rng, inventory, factors, activities)
    # Factors that nothing counted uses are not told of.
    used = {row["factor"] for row in activities if row.get("counted", True)} | {
        row.get("factor") for row in inventory.tables.get("instruments", []) if row.get("counted", True)}
    for factor in factors:
        if factor.id not in used:
            continue
        for suffix, _, code in SUBSTANCES.get(factor.gas, []):
            if code and factor.unit_emission.endswith(suffix):
                inventory.findings.add(code)
        origins = {"CH4", "CH4 fossil", "CH4 bio"}
        # A potential was chosen: the name leaves the origin open where potentials differ by it, or the own one is of another name.
        if factor.gas == "CH4" and "CH4" not in own_gwp and len({potential(gas, gwp, own_gwp) for gas in origins}) > 1:
            inventory.findings.add("N0739")
        if factor.gas in origins - {"CH4"} and factor.gas not in own_gwp and "CH4" in own_gwp:
            inventory.findings.add("N0739")
    inventory.tables["activities"] = activities
    inventory.tables["factors"] = [
        {"id": f.id, "unit_activity": f.unit, "unit_emission": f.unit_emission, "gas": f.spelling, "value": f.value, "source": "test"}
        for f in factors]
    inventory.tables["factors"].append({"id": "heat value", "unit_activity": "kg", "unit_emission": "MJ", "gas": "-", "value": 43.0, "source": "test"})
    if not inventory.error:
        use_formulas(random.Random(f"formulas {seed}"), inventory, [row for row in activities if "counted" in row])
    sums = random.Random(f"lines {seed}")
    if sums.random() < 0.5:  # rows that are summed count as if they stood alone
        inventory.settings["lines"] = sums.choice(["0", "1", "3", "all"])
    for gas, value in own_gwp.items():
        inventory.tables["factors"].append({"id": "own potential", "category": "GWP", "unit_activity": "kg", "unit_emission": "kg CO2e",
                                            "gas": SPELLINGS[gas][0], "value": value, "source": "test"})
    return inventory, rng


# --- how it is written ----------------------------------------------------------------------------------------------


def number_text(value, comma):
    if isinstance(value, str):
        return value
    text = repr(value).removesuffix(".0")
    return text.replace(".", ",") if comma else text


def csv_bytes(rng, header, rows):
    separator, comma = rng.choice([(",", False), (";", False), (";", True), ("\t", False), ("\t", True)])
    # Where every number could be thousands, too, decimal commas are refused (E0258), as they should be.
    numbers = [number_text(value, True) for row in rows for value in row.values() if not isinstance(value, (str, bool))]
    if all(re.fullmatch(r"-?[1-9]\d{0,2}(,\d{3})+", text) for text in numbers if "," in text):
        comma = False
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=rng.choice(["\n", "\r\n"]))
    writer.writerow([name.upper() if rng.random() < 0.1 else name for name in header])
    for row in rows:
        writer.writerow([number_text(row.get(name, ""), comma) for name in header])
    encoding = rng.choice(["utf-8", "utf-8", "utf-8-sig", "utf-16"])
    return out.getvalue().encode(encoding)


def workbook_bytes(header, rows):
    def cell(column, line, value):
        at = f"{chr(65 + column)}{line}"
        if isinstance(value, str):
            return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>' if value else ""
        return f'<c r="{at}"><v>{value!r}</v></c>'

    lines = [header] + [[row.get(name, "") for name in header] for row in rows]
    sheet = "".join(f'<row r="{n}">{"".join(cell(i, n, value) for i, value in enumerate(line))}</row>' for n, line in enumerate(lines, 1))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/workbook.xml", '<workbook xmlns:r="x"><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>')
        book.writestr("xl/worksheets/sheet1.xml", f"<worksheet><sheetData>{sheet}</sheetData></worksheet>")
    return out.getvalue()


def write(inventory, rng, folder):
    lines = ["[study]", 'name = "random"', "[inventory]"]
    for key, value in inventory.settings.items():
        lines.append(f'{key} = "{value}"')
    for name, rows in inventory.tables.items():
        if not rows:
            continue
        header = sorted({key for row in rows for key in row} - {"counted", "year"})
        rng.shuffle(header)
        if rng.random() < 0.3:
            file, content = f"{name}.xlsx", workbook_bytes(header, rows)
        else:
            file, content = f"{name}.csv", csv_bytes(rng, header, rows)
        (folder / file).write_bytes(content)
        lines.append(f'{name} = "{file}"')
    lines.append("[claim]")
    for key, value in inventory.claim.items():
        lines.append(f"{key} = {value}" if value == "true" else f'{key} = "{value}"')
    lines += ["[sampling]", "iterations = 2", "seed = 1"]
    (folder / "study.toml").write_text("\n".join(lines) + "\n")


# --- what comes out -------------------------------------------------------------------------------------------------


def problems_of(plume, seed):
    inventory, rng = random_inventory(seed)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        write(inventory, rng, folder)
        run = subprocess.run([plume, "run", "study.toml", "-o", "out.h5"], cwd=folder, capture_output=True, text=True)
        told = set(re.findall(r"(?:error|warning|note) ([EWN]\d{4})", run.stderr))
        if inventory.error:
            good = run.returncode == 3 and inventory.error in told
            return [] if good else [f"wanted {inventory.error}, status {run.returncode}: {run.stderr}"]
        if run.returncode != 0:
            return [f"status {run.returncode}: {run.stderr}"]
        report = subprocess.run([plume, "report", "out.h5", "--format", "json"], cwd=folder, capture_output=True, text=True)
    found = {(each["demand"], each["category_id"]): each["static"] for each in json.loads(report.stdout)["outputs"]}
    problems = []
    size = sum(abs(value) for value in inventory.totals.values())
    for key, wanted in inventory.totals.items():
        if key[1] == "biogenic CO2" and key not in found:
            if wanted != 0.0:
                problems.append(f"{key}: nothing, wanted {wanted}")
            continue
        got = found.get(key)
        # What cancels is known to the rounding of its parts.
        if got is None and wanted == 0.0:
            continue
        if got is None or abs(got - wanted) > 1e-9 * abs(wanted) + 1e-13 * size:
            problems.append(f"{key}: {got}, wanted {wanted}")
    for code in sorted((told & CHECKED) ^ (inventory.findings & CHECKED)):
        problems.append(f"{code} was {'told' if code in told else 'not told'}")
    return problems


def main():
    plume = str(pathlib.Path(sys.argv[1]).resolve())
    total = int(sys.argv[2]) if len(sys.argv) > 2 else 400
    first = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    wrong = 0
    with ThreadPoolExecutor(2) as pool:
        for seed, problems in zip(range(first, first + total), pool.map(lambda s: problems_of(plume, s), range(first, first + total))):
            if problems:
                wrong += 1
                print(f"seed {seed}:\n  " + "\n  ".join(problems))
    print(f"{total} inventories, {wrong} with problems")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
