#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws what tst_traffic_laws measured: plot_traffic_laws.py traffic-laws.csv case.json FOLDER_OF_SVG. Needs Python alone."""
import csv
import json
import pathlib
import sys

from plot_traffic_models import COLOURS, PALE, Plot

CURVES = {"ring-1": "f", "ring-2": "f", "ring-2-wide": "f", "ramp-120": "r", "ramp-80": "r", "drop-2-50": "m",
          "zipper-2-50": "m", "signal-drop": "m", "signal-zipper": "m", "left-pocket": "L", "left-shared": "L"}


def main():
    table, case, folder = (pathlib.Path(name) for name in sys.argv[1:4])
    with open(table, newline="") as file:
        own = list(csv.DictReader(file))
    points = json.loads(case.read_text())["points"]
    for curve, stream in CURVES.items():
        at = [p for p in points if p["curve"] == curve]
        ours = [(float(r["at_veh_h"]), float(r["through_veh_h"]))
                for r in own if r["curve"] == curve and r["stream"] == stream]
        lines = {}
        for model in ("krauss", "idm"):
            lines[model] = []
            for point in at:
                runs = next(s for s in point["streams"] if s["id"] == stream)[model]
                lines[model].append((point["at_veh_h"], sum(run[0] for run in runs) / len(runs)))
        top = max(y for line in (*lines.values(), ours) for _, y in line)
        axis = {"left": "oncoming veh/h", "ring": "veh/h of each arm"}.get(curve.split("-")[0], "demand (veh/h)")
        plot = Plot((0, max(x for x, _ in ours)), (0, 1.05 * top), axis, "veh/h that get through")
        plot.line([(x, 0.9 * min(a, b)) for (x, a), (_, b) in zip(*lines.values())], PALE, dash="2 3")
        plot.line([(x, 1.1 * max(a, b)) for (x, a), (_, b) in zip(*lines.values())], PALE, dash="2 3")
        plot.line(lines["krauss"], COLOURS[1], "Krauss", dash="5 3")
        plot.line(lines["idm"], COLOURS[2], "IDM", dash="5 3")
        plot.dots(ours, COLOURS[0], "Cityloom", named=len(ours) - 1)
        plot.save(folder / f"law-{curve}.svg")


if __name__ == "__main__":
    main()
