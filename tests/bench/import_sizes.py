#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Imports a city put beside itself, opens it again, and tells what that took: import_sizes.py BIN EXTRACT.osm.pbf
FOLDER_OF_SVG. Memory is the larger of the two processes (reader and command), as the system counts it."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "docs" / "plots"))
from plot_traffic_models import COLOURS, PALE, Plot  # noqa: E402

TILES = [1, 3, 9, 17, 26]


def measured(*command):
    """Wall and processor seconds, and megabytes at the peak, of a program and of those that it started."""
    begin = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)}: ended with {status}")
    return {"wall_s": time.monotonic() - begin, "cpu_s": used.ru_utime + used.ru_stime, "mb": used.ru_maxrss / 1000}


def one_size(cli, tile, extract, tiles, folder):
    source, project = folder / "city.osm.pbf", folder / "city.gpkg"
    subprocess.run([tile, extract, str(tiles), source], check=True)
    row = {"import": measured(cli, "import", "--replace", str(project), str(source)),
           "open": measured(cli, "info", str(project)),
           "picture": measured(cli, "render", str(project), str(folder / "city.png"))}
    info = subprocess.run([cli, "info", "--json", str(project)], check=True, capture_output=True, text=True)
    row["buildings"] = json.loads(info.stdout)["counts"]["buildings"]
    row["project_mb"] = project.stat().st_size / 1e6
    return row


def plot(rows, of, name, value, unit, path):
    points = [(r["buildings"] / 1000, of(r)) for r in rows]
    x_most, y_most = 1.05 * points[-1][0], 1.1 * max(y for _, y in points)
    drawn = Plot((0, x_most), (0, y_most), "thousand buildings", f"{name} ({unit})")
    (x0, y0), (x1, y1) = points[0], points[-1]
    drawn.line([(x0, y0), (x1, y1)], PALE, "straight", 0.75, "3 3")
    drawn.line(points, COLOURS[0], value, 1.25)
    drawn.save(path)


def main():
    binaries, extract, out = pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
    cli = str(binaries / "cityloom-cli")
    empty = measured(cli, "--version")
    print(f"the program itself: {empty['mb']:.0f} MB, load {os.getloadavg()[0]:.1f}\n")
    print("| buildings | import | of that processor | memory at the peak | a building, all in / above the program "
          "| project | opened | first picture (processor) |")
    print("|---|---|---|---|---|---|---|---|")
    rows = []
    for tiles in TILES:
        with tempfile.TemporaryDirectory() as folder:
            row = one_size(cli, str(binaries / "tile_city"), extract, tiles, pathlib.Path(folder))
        rows.append(row)
        peak = row["import"]["mb"]
        print(f"| {row['buildings']:,} | {row['import']['wall_s']:.1f} s | {row['import']['cpu_s']:.1f} s | {peak:.0f} MB "
              f"| {1000 * peak / row['buildings']:.2f} / {1000 * (peak - empty['mb']) / row['buildings']:.2f} kB "
              f"| {row['project_mb']:.0f} MB | {row['open']['wall_s']:.1f} s "
              f"| {row['picture']['wall_s']:.1f} s ({row['picture']['cpu_s']:.1f} s) |", flush=True)
    slope = (rows[-1]["import"]["mb"] - rows[0]["import"]["mb"]) / (rows[-1]["buildings"] - rows[0]["buildings"])
    print(f"\neach further building: {1000 * slope:.2f} kB")
    plot(rows, lambda r: r["import"]["cpu_s"], "processor time", "import", "s", out / "import-time.svg")
    plot(rows, lambda r: r["import"]["mb"], "memory at the peak", "import", "MB", out / "import-memory.svg")


main()
