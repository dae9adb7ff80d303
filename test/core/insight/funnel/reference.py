"""Makes reference.json beside it: what lifelines, statsmodels and SciPy say of the same figures. Run with their versions of that file:
python3 -m venv .cache/reference && .cache/reference/bin/pip install lifelines==0.30.3 statsmodels==0.15.0 scipy==1.17.1 && .cache/reference/bin/python test/core/insight/funnel/reference.py"""

import json
import random
from pathlib import Path

import lifelines
import scipy
import statsmodels
from lifelines import KaplanMeierFitter
from lifelines.utils import median_survival_times, qth_survival_times
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint


def finite(value):
    value = float(value)
    return None if value != value or value in (float("inf"), float("-inf")) else value


def kaplan_meier(name, stays):
    fitter = KaplanMeierFitter().fit([days for days, _ in stays], [left for _, left in stays])
    bands = fitter.confidence_interval_
    rows = [
        {
            "days": int(day),
            "part": float(fitter.survival_function_.loc[day].iloc[0]),
            "low": finite(bands.loc[day].iloc[0]),
            "high": finite(bands.loc[day].iloc[1]),
            "atRisk": int(fitter.event_table.loc[day, "at_risk"]),
        }
        for day in sorted({days for days, left in stays if left})
    ]
    # A part of exactly 3/4 is 0.7500000000000001 there, and must not miss its quartile for that.
    quantiles = {str(gone): finite(qth_survival_times(1 - gone + 1e-9, fitter.survival_function_)) for gone in (0.25, 0.5, 0.75)}
    low, high = (finite(one) for one in median_survival_times(bands).iloc[0])
    return {"name": name, "stays": stays, "rows": rows, "quantiles": quantiles, "median": {"low": low, "high": high}}


def censored_at(seed, count, mean, until):
    draw = random.Random(seed)
    stays = []
    for _ in range(count):
        days, seen = round(draw.expovariate(1 / mean)), round(draw.uniform(0, until))
        stays.append([min(days, seen), 1 if days <= seen else 0])
    return stays


# Weeks in remission with 6-MP: E. A. Freireich and others, Blood 21 (1963) 699-716, as in Kalbfleisch and Prentice.
freireich = [[6, 1], [6, 1], [6, 1], [6, 0], [7, 1], [9, 0], [10, 1], [10, 0], [11, 0], [13, 1], [16, 1], [17, 0], [19, 0], [20, 0], [22, 1], [23, 1], [25, 0], [32, 0], [32, 0], [34, 0], [35, 0]]

draw = random.Random(7)
bought = [
    {"count": count, "others": [draw.randrange(1_000, 5_000_000) for _ in range(buyers)]}
    for count, buyers in ((200, 12), (1_900, 90), (50, 50), (40, 11))
]


def welch(one, other):
    values = [every["others"] + [0] * (every["count"] - len(every["others"])) for every in (other, one)]
    interval = stats.ttest_ind(*values, equal_var=False).confidence_interval(0.95)
    return {"one": one, "other": other, "low": float(interval.low), "high": float(interval.high)}


reference = {
    "versions": {"lifelines": lifelines.__version__, "statsmodels": statsmodels.__version__, "scipy": scipy.__version__},
    "kaplanMeier": [
        kaplan_meier("freireich", freireich),
        kaplan_meier("all go on", [[3, 1], [5, 1], [5, 1], [8, 1]]),
        kaplan_meier("few go on", [[2, 0], [3, 1], [9, 0], [9, 0], [12, 0], [15, 1], [40, 0]]),
        kaplan_meier("two hundred", censored_at(1, 200, 20, 60)),
        kaplan_meier("many on the first day", censored_at(2, 120, 2, 10)),
    ],
    "wilson": [
        {"reached": reached, "leads": leads, "interval": [float(one) for one in proportion_confint(reached, leads, 0.05, "wilson")]}
        for reached, leads in ((0, 12), (1, 12), (12, 12), (96, 240), (312, 1_040), (3, 100_000))
    ],
    "newcombe": [
        {"one": one, "other": other, "interval": [float(every) for every in confint_proportions_2indep(*other, *one, method="newcomb", compare="diff", alpha=0.05)]}
        for one, other in (([14, 210], [240, 1_900]), ([0, 50], [5, 60]), ([30, 40], [10, 45]))
    ],
    "growth": [
        {"before": before, "after": after, "share": [float(one) for one in proportion_confint(after, before + after, 0.05, "wilson")]}
        for before, after in ((40, 52), (3, 0), (200, 180))
    ],
    "studentT": {str(freedom): float(stats.t.ppf(0.975, freedom)) for freedom in (5, 8, 12, 20, 40, 100, 1_000, 250_000)},
    "welch": [welch(bought[0], bought[1]), welch(bought[2], bought[3]), welch(bought[1], bought[2])],
}

Path(__file__).with_name("reference.json").write_text(json.dumps(reference, separators=(",", ":")) + "\n")
