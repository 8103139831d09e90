"""Kinds of histories of P99s on the standard input; of each history the index of the first night after which Apache
Otava has a change point for the worse of 5 % or more, asked after every night from the 8th on."""
import json
import sys
from importlib.metadata import version

from otava.analysis import compute_change_points

FIRST_LOOK = 8
SMALLEST = 0.05


def first_told(p99s):
    for night in range(FIRST_LOOK, len(p99s) + 1):
        points, _ = compute_change_points(p99s[:night], window_len=50, max_pvalue=0.001)
        for point in points:
            if point.stats.mean_2 / point.stats.mean_1 - 1 >= SMALLEST:
                return night - 1
    return None


if "--version" in sys.argv:
    print(version("apache-otava"))
else:
    kinds = json.load(sys.stdin)
    json.dump([[first_told(history) for history in kind] for kind in kinds], sys.stdout)
