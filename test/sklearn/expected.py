"""Figures of scikit-learn and NumPy for fixed lists of scores and outcomes, as JSON on standard output: see remake.ts."""

import json
import platform

import numpy as np
import sklearn
from sklearn.calibration import _sigmoid_calibration, calibration_curve
from sklearn.metrics import brier_score_loss, precision_score, recall_score, roc_auc_score


def numbers(seed):
    """A generator that no version of NumPy changes (Park and Miller, 1988)."""
    state = seed
    while True:
        state = state * 48271 % 2147483647
        yield state / 2147483647


def a_list(leads, seed, spread, lean, share):
    """Whole scores with many ties, of which the high ones are won more often."""
    draw = numbers(seed)
    scores, won = [], []
    for _ in range(leads):
        score = int(next(draw) * spread) - 10
        scores.append(score)
        won.append(int(next(draw) < share * (1 + lean * (score / spread - 0.4))))
    return scores, won


def tenths(scores, won):
    """Wins in each tenth from the highest score, ties shared: each lead is ten parts, and each tenth has as many parts as there are leads."""
    order = sorted(set(scores), reverse=True)
    parts = []
    for score in order:
        here = [w for s, w in zip(scores, won) if s == score]
        parts += [sum(here) / len(here) / 10] * (10 * len(here))
    return [float(np.sum(part)) for part in np.split(np.array(parts), 10)]


def expected(name, scores, won):
    s, y = np.array(scores, dtype=float), np.array(won)
    a, b = _sigmoid_calibration(s, y)
    chance = 1 / (1 + np.exp(a * s + b))
    bars = sorted(set(scores))[:: max(1, len(set(scores)) // 12)]
    # Bands of whole scores as uniform bins of something between 0 and 1.
    width = next(w for w in [1, 2, 5, 10, 20, 25, 50, 100] if s.max() // w - s.min() // w < 10)
    place = (s - s.min() // width * width + 0.5) / (10 * width)
    share_of_band, _ = calibration_curve(y, place, n_bins=10, strategy="uniform")
    return {
        "name": name,
        "scores": scores,
        "won": won,
        "auc": roc_auc_score(y, s),
        "bars": [
            {
                "score": bar,
                "leads": int((s >= bar).sum()),
                "precision": precision_score(y, s >= bar),
                "recall": recall_score(y, s >= bar),
            }
            for bar in bars
        ],
        "wonInTenths": tenths(scores, won),
        "curve": {"slope": -a, "start": -b},
        "brier": brier_score_loss(y, chance),
        "brierOfBase": brier_score_loss(y, np.full(len(y), y.mean())),
        "sharesOfBands": share_of_band.tolist(),
    }


lists = [
    ("many ties", *a_list(2000, 11, 60, 1.6, 0.25)),
    ("few leads", *a_list(57, 5, 90, 1.2, 0.4)),
    ("few wins", *a_list(1000, 77, 130, 1.8, 0.04)),
    ("scores that say nothing", *a_list(600, 3, 40, 0.0, 0.3)),
    ("high scores are lost", *a_list(400, 9, 100, -1.5, 0.3)),
    ("parted wholly", [*range(30), *range(40, 55)], [0] * 30 + [1] * 15),
    ("one score", [42] * 20, [1, 0, 0, 0] * 5),
]
print(
    json.dumps(
        {
            "madeWith": {"python": platform.python_version(), "numpy": np.__version__, "scikit-learn": sklearn.__version__},
            "lists": [expected(*one) for one in lists],
        }
    )
)
