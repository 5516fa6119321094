# SPDX-License-Identifier: Apache-2.0
"""Answers of the mini models, from closed forms alone: writes expected.json of each, or with --check compares.

    python3 datasets/mini/expected.py [--check]

Moments of sums and products of independent variables come from their raw moments m_k = E[x^k], k = 1…4: those of a product
multiply, those of a sum are the binomial sum. "kurtosis" is the fourth standardised moment, which gives the standard error of an
estimated sd: se(sd) = sd·√((kurtosis − 1)/(4n)).
"""
import json
import sys
from math import comb, erfc, exp, log, log1p, pi, sqrt
from pathlib import Path
from statistics import NormalDist

LEVELS = (0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975)
GAUSS = NormalDist()


class Variable:
    """Raw moments m[0…4] and, where it is known, the quantile function."""

    def __init__(self, moments, quantile=None):
        self.m, self.quantile = moments, quantile

    def __mul__(self, other):
        if not isinstance(other, Variable):
            low_first = other >= 0
            quantile = self.quantile and (lambda p: other * self.quantile(p if low_first else 1 - p))
            return Variable([m * other**k for k, m in enumerate(self.m)], quantile)
        return Variable([a * b for a, b in zip(self.m, other.m)])

    __rmul__ = __mul__

    def __add__(self, other):
        if not isinstance(other, Variable):
            quantile = self.quantile and (lambda p: self.quantile(p) + other)
            return Variable(sum_moments(self.m, [other**k for k in range(5)]), quantile)
        return Variable(sum_moments(self.m, other.m))

    __radd__ = __add__

    def mean(self):
        return self.m[1]

    def central(self, order):
        return sum(comb(order, k) * self.m[k] * (-self.m[1]) ** (order - k) for k in range(order + 1))

    def figures(self):
        variance = self.central(2)
        out = {"mean": self.mean(), "sd": sqrt(variance), "kurtosis": round(self.central(4) / variance**2, 5)}
        if self.quantile:
            out["quantiles"] = {f"{p:g}": self.quantile(p) for p in LEVELS}
        return out


def sum_moments(a, b):
    return [sum(comb(k, j) * a[j] * b[k - j] for j in range(k + 1)) for k in range(5)]


def lognormal(median, sigma):
    return Variable([median**k * exp(k * k * sigma**2 / 2) for k in range(5)],
                    lambda p: median * exp(sigma * GAUSS.inv_cdf(p)))


def normal(mean, sd):
    m, s = mean, sd
    return Variable([1, m, m**2 + s**2, m**3 + 3 * m * s**2, m**4 + 6 * m**2 * s**2 + 3 * s**4],
                    lambda p: m + s * GAUSS.inv_cdf(p))


def uniform(low, high):
    return Variable([(high**(k + 1) - low**(k + 1)) / ((k + 1) * (high - low)) for k in range(5)],
                    lambda p: low + p * (high - low))


def inverse_uniform(low, high):
    """1/u of a uniform u > 0."""
    moments = [1, log(high / low) / (high - low)]
    moments += [(low**(1 - k) - high**(1 - k)) / ((k - 1) * (high - low)) for k in range(2, 5)]
    return Variable(moments, lambda p: 1 / (high - p * (high - low)))


def triangular(low, mode, high):
    # x = low + (high − low)·t; E[t^k] of a triangular on [0, 1] with mode c is 2(1 − c^(k+1)) / ((k+1)(k+2)(1 − c)).
    c, width = (mode - low) / (high - low), high - low
    unit = [2 * (1 - c**(k + 1)) / ((k + 1) * (k + 2) * (1 - c)) for k in range(5)]

    def quantile(p):
        if p < c:
            return low + sqrt(p * width * (mode - low))
        return high - sqrt((1 - p) * width * (high - mode))
    return Variable((width * Variable(unit) + low).m, quantile)


def truncated(kind, loc, scale, low, high):
    """A normal or lognormal within [low, high]; the upper tail is used where the bounds lie there, for its precision."""
    to_z = (lambda x: (x - loc) / scale) if kind == "normal" else (lambda x: (log(x) - loc) / scale)
    a = to_z(low) if low is not None else -40.0
    b = to_z(high) if high is not None else 40.0
    flip = a > 0
    za, zb = (-b, -a) if flip else (a, b)
    mass = phi(zb) - phi(za)

    def quantile(p):
        level = phi(za) + (1 - p if flip else p) * mass
        z = -GAUSS.inv_cdf(level) if flip else GAUSS.inv_cdf(level)
        return loc + scale * z if kind == "normal" else exp(loc + scale * z)
    if kind == "lognormal":
        # E[x^k; a < z < b] = e^(kμ + k²σ²/2) (Φ(b − kσ) − Φ(a − kσ))
        moments = [exp(k * loc + (k * scale)**2 / 2) * (phi(b - k * scale) - phi(a - k * scale)) / mass for k in range(5)]
    else:
        # Moments of the truncated standard normal: m_k = (k−1) m_{k−2} − (b^(k−1) φ(b) − a^(k−1) φ(a)) / mass
        density = lambda z: exp(-z * z / 2) / sqrt(2 * pi)
        z = [1.0, (density(a) - density(b)) / mass]
        for k in range(2, 5):
            z.append((k - 1) * z[k - 2] - (b**(k - 1) * density(b) - a**(k - 1) * density(a)) / mass)
        moments = (scale * Variable(z) + loc).m
    return Variable(moments, quantile)


def phi(z):
    return 0.5 * erfc(-z / sqrt(2))


def output(demand, category, unit, static, variable=None, why="", **extra):
    out = {"demand": demand, "category": category, "unit": unit, "static": static}
    if variable is None:
        out["certain"] = not extra
    else:
        out |= variable.figures()
    return out | extra | {"why": why}


def two_processes():
    power = 0.5 + 0.001 * 29.8
    return "g = B A⁻¹ f with A = [[1, -2], [0, 1]]", [
        output("1 kg steel", "gwp", "kg CO2e", 2 * power + 1.5, why="1.5 + 2·(0.5 + 0.001·29.8)"),
        output("1000 kWh", "gwp", "kg CO2e", 1000 * power, why="1000·(0.5 + 0.001·29.8)")]


def loop():
    u = inverse_uniform(1 - 2 * 0.15, 1 - 2 * 0.05)
    return "a kg steel per kWh, b = 2 kWh per kg: supplies carry 1/(1 − ab); a ~ U(0.05, 0.15), so u = 1 − 2a ~ U(0.7, 0.9)", [
        output("1 kWh", "gwp", "kg CO2e", 0.65 / 0.8, 1.25 * u + -0.75,
               "(0.5 + 1.5a)/(1 − 2a) = 1.25/u − 0.75; E[1/u] = ln(0.9/0.7)/0.2, E[1/u²] = 1/(0.7·0.9)"),
        output("1 kg steel", "gwp", "kg CO2e", 2.5 / 0.8, 2.5 * u, "(1.5 + 2·0.5)/(1 − 2a) = 2.5/u")]


def waste_treatment():
    return "the factory's waste w = 0.3 kg, lognormal with gsd 1.3; treating 1 kg emits 2 + 0.5·0.4 = 2.2 kg", [
        output("1 piece", "gwp", "kg CO2e", 0.2 + 2.2 * 0.3, 2.2 * lognormal(0.3, log(1.3)) + 0.2, "0.2 + 2.2·w"),
        output("treat 1 kg waste", "gwp", "kg CO2e", 2.2, why="demand −1 over reference −1 is one run of the plant: 2.2")]


def multi_output():
    return "heat made beside electricity takes the place of the boiler's: h = e − 0.1·heat", [
        output("1 kWh", "gwp", "kg CO2e", 0.9 - 2 * 0.1, normal(0.7, sqrt(0.05**2 + (0.1 * 0.1)**2)),
               "normal: mean 0.9 − 2·0.1, variance 0.05² + (0.1·0.1)²"),
        output("10 MJ heat", "gwp", "kg CO2e", 1.0, why="10·0.1; the boiler alone")]


def self_consumption():
    return "net output 100 − c, c ~ U(6, 10)", [
        output("1 kWh", "gwp", "kg CO2e", 50 / 92, 50 * inverse_uniform(90, 94), "50/(100 − c): mean 50·ln(94/90)/4")]


def lognormal_chain():
    sigma = sqrt(log(1.2)**2 + (0.5 * log(1.21))**2 + 0.15**2 + log1p(0.1**2) + log(1.05)**2)
    return "a product and quotient of lognormals is lognormal: σ² = ln²1.2 + (½ ln 1.21)² + 0.15² + ln(1 + 0.1²) + ln²1.05", [
        output("1 kg a", "gwp", "kg CO2e", 12.0, lognormal(12, sigma),
               "median 2·3·0.5·4/1 = 12, mean 12·e^(σ²/2), sd = mean·√(e^σ² − 1), quantile 12·e^(σz)")]


def normal_sum():
    return "a sum of normals is normal", [
        output("1 piece", "gwp", "kg CO2e", 2 + 0.1 * 25 + 0.001 * 300,
               normal(4.8, sqrt(0.2**2 + (25 * 0.01)**2 + (300 * 0.0004)**2)), "variance 0.2² + (25·0.01)² + (300·0.0004)²")]


def triangular_uniform():
    t, u = triangular(0.8, 1, 1.5), uniform(20, 40)
    return "10 kg CO2 and 2 kg CH4", [
        output("1 piece", "triangular", "points", 10.0, 10 * t, "10·t: mean 10·(a+m+b)/3, variance 100·(a²+m²+b²−am−ab−mb)/18"),
        output("1 piece", "uniform", "points", 60.0, 2 * u, "2·u: mean 60, variance 4·20²/12"),
        output("1 piece", "both", "points", 70.0, 10 * t + 2 * u, "moments of the sum of the two, drawn independently")]


def truncated_model():
    return "draws between the bounds, renormalised; Φ of the bounds gives the mass and the quantiles", [
        output("1 piece", "lognormal", "kg", 1.0, truncated("lognormal", 0.0, 0.5, 0.8, 1.6),
               "E[x^k] = e^(kμ+k²σ²/2)·(Φ(b−kσ)−Φ(a−kσ))/(Φ(b)−Φ(a)), a = ln 0.8/σ, b = ln 1.6/σ"),
        output("1 piece", "normal", "kg", 2.0, truncated("normal", 2.0, 1.0, 0.0, None), "mean 2 + φ(2)/Φ(2)"),
        output("1 piece", "negative", "kg", -1.0, -1 * truncated("lognormal", 0.0, log(1.5), 0.5, 2.0),
               "minus a lognormal on [0.5, 2]: the bounds −2 and −0.5 are those of the signed value"),
        output("1 piece", "tail", "kg", 3.2, truncated("normal", 0.0, 1.0, 3.0, None), "mean φ(3)/(1 − Φ(3))")]


def heijungs_suh():
    return "Heijungs and Suh (2002), chapter 2: s = (100, 2)", [
        output("1000 kWh", "co2", "kg", 120.0, why="100·1 + 2·10"), output("1000 kWh", "so2", "kg", 14.0, why="100·0.1 + 2·2"),
        output("1000 kWh", "crude", "litre", -100.0, why="2·(−50)")]


def heijungs_suh_uncertain():
    why = "no closed form: an independent Monte Carlo of 2,000,000 iterations (NumPy), whose standard errors stand beside its figures"

    def monte_carlo(static, mean, mean_se, sd, sd_se, quantiles, unit, category):
        return output("1000 kWh", category, unit, static, mean=mean, mean_se=mean_se, sd=sd, sd_se=sd_se, why=why,
                      quantiles=dict(zip(("0.025", "0.05", "0.25", "0.5", "0.75", "0.95", "0.975"), quantiles)))
    return "every coefficient normal, coefficient of variation 5 %, drawn independently", [
        monte_carlo(120.0, 120.34058055057922, 0.0057039591042579475, 8.06661632446308, 0.004151232708358896,
                    (105.3935932803421, 107.62183729596516, 114.76760588592292, 120.02840340693446, 125.57827161730711,
                     134.10958944041292, 137.03955008308284), "kg", "co2"),
        monte_carlo(14.0, 14.043419586376011, 0.0006617455586812032, 0.9358495439271185, 0.0004830264512657144,
                    (12.31495148779862, 12.571519040315776, 13.396098956801634, 14.006108497121678, 14.649276222899822,
                     15.643432716425261, 15.984392638039811), "kg", "so2"),
        monte_carlo(-100.0, -100.49206467360256, 0.007147434390776424, 10.107998651607899, 0.005286022122126102,
                    (-121.72947282222886, -117.93782429670186, -106.96634520353264, -99.97942863452056, -93.46037809649695,
                     -84.77516178122376, -82.12995856663582), "litre", "crude")]


def brightway_bike():
    return "2.5 kg fibre, 26.6 kg CO2 a kg, triangular(26, 27.2); factor normal(1, 0.05); the gas has no emission", [
        output("1 bike", "ipcc", "kg CO2e", 66.5, 2.5 * triangular(26, 26.6, 27.2) * normal(1, 0.05),
               "moments of a product of independent variables multiply: mean 66.5, sd 3.38106")]


def duplicates():
    power = 0.5 * (lognormal(1, log(1.5)) + lognormal(1, log(1.5)))
    return "four exchanges, four draws: drawn together on a cell, the sd would be larger", [
        output("1 piece", "gwp", "kg CO2e", 6.0, power + lognormal(2, log(1.2)) + lognormal(3, log(1.4)),
               "variances add: 0.5²·2·Var[L(1, 1.5)] + Var[L(2, 1.2)] + Var[L(3, 1.4)]")]


def several():
    steel, acid = 1.5 + 2 * 0.5, 0.01 + 2 * 0.002
    rows = (("1 kg steel", 1, 0), ("basket", 3, 4), ("table", 10, 100))
    return "linear in the demand: h(steel) = 2.5 and 0.014, h(power) = 0.5 and 0.002", [
        output(name, category, unit, s * h_steel + p * h_power, why=f"{s}·{h_steel:g} + {p}·{h_power:g}")
        for name, s, p in rows
        for category, unit, h_steel, h_power in (("gwp", "kg CO2e", steel, 0.5), ("acid", "kg SO2e", acid, 0.002))]


def negative_lognormal():
    return "0.3 minus a lognormal of median 1.8", [
        output("1 kg wood", "gwp", "kg CO2e", -1.5, -1 * lognormal(1.8, log(1.3)) + 0.3, "mean 0.3 − 1.8·e^(σ²/2), σ = ln 1.3")]


MODELS = {"two-processes": two_processes, "loop": loop, "waste-treatment": waste_treatment, "multi-output": multi_output,
          "self-consumption": self_consumption, "lognormal-chain": lognormal_chain, "normal-sum": normal_sum,
          "triangular-uniform": triangular_uniform, "truncated": truncated_model, "heijungs-suh": heijungs_suh,
          "heijungs-suh-uncertain": heijungs_suh_uncertain, "brightway-bike": brightway_bike, "duplicates": duplicates,
          "several": several, "negative-lognormal": negative_lognormal}


def rounded(value):
    """Fourteen digits: what every machine's math library agrees on."""
    if isinstance(value, float):
        return float(f"{value:.13e}")
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    return [rounded(item) for item in value] if isinstance(value, list) else value


def near(a, b):
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(near(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(near, a, b))
    if isinstance(a, float) or isinstance(b, float):
        return abs(a - b) <= 1e-10 * max(abs(a), abs(b))
    return a == b


def main():
    folder = Path(__file__).resolve().parent
    if sorted(MODELS) != sorted(path.parent.name for path in folder.glob("*/study.toml")):
        sys.exit("the folders are not the models of this file")
    for name, model in MODELS.items():
        why, outputs = model()
        expected = rounded({"study": name, "why": why, "outputs": outputs})
        path = folder / name / "expected.json"
        if sys.argv[1:] == ["--check"]:
            if not near(json.loads(path.read_text(encoding="utf-8")), expected):
                sys.exit(f"{path}: is not what expected.py computes")
        else:
            path.write_text(json.dumps(expected, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
