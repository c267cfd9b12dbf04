#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws what tst_minor_capacity measured: plot_minor_capacity.py minor-capacity.csv FOLDER_OF_SVG. Needs Python alone."""
import csv
import pathlib
import sys

from plot_traffic_models import COLOURS, PALE, Plot

NETS = {"one-lane": "one lane each way", "two-lanes": "two lanes each way"}
MOVEMENTS = ("right", "straight", "left", "major-left")


def main():
    table, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    with open(table, newline="") as file:
        rows = list(csv.DictReader(file))
    for net in NETS:
        for movement in MOVEMENTS:
            curve = [row for row in rows if row["net"] == net and row["movement"] == movement]
            points = {name: [(float(row["flow_veh_h"]), float(row[f"{name}_veh_h"])) for row in curve]
                      for name in ("measured", "manual", "krauss", "idm")}
            top = max(y for line in points.values() for _, y in line)
            plot = Plot((0, 1200), (0, 1.05 * top), "conflicting veh/h", "veh/h that get through")
            plot.line([(x, 0.85 * y) for x, y in points["manual"]], PALE, dash="2 3")
            plot.line([(x, 1.15 * y) for x, y in points["manual"]], PALE, dash="2 3")
            plot.line(points["manual"], PALE, "manual")
            plot.line(points["krauss"], COLOURS[1], "Krauss", dash="5 3")
            plot.line(points["idm"], COLOURS[2], "IDM", dash="5 3")
            plot.dots(points["measured"], COLOURS[0], "Cityloom", named=len(points["measured"]) - 1)
            plot.save(folder / f"minor-{movement}-{net}.svg")


if __name__ == "__main__":
    main()
