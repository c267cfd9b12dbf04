#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws what tst_traffic_models measured: plot_traffic_models.py FOLDER_OF_CSV FOLDER_OF_SVG. Needs Python alone."""
import csv
import pathlib
import sys

WIDTH, HEIGHT = 560, 320
LEFT, RIGHT, TOP, BOTTOM = 56, 120, 16, 44
INK, PALE = "#222222", "#8a8a8a"
COLOURS = ["#1b6ca8", "#c2571a", "#3f7d3a"]


class Plot:
    """Axes without a frame: the measured range, a few ticks, every line named at its end."""

    def __init__(self, x_range, y_range, x_name, y_name):
        self.x_range, self.y_range = x_range, y_range
        self.parts, self.labels = [], []
        for tick in ticks(*x_range):
            self.text(self.x(tick), HEIGHT - BOTTOM + 16, f"{tick:g}", "middle", PALE)
            self.segment(self.x(tick), HEIGHT - BOTTOM, self.x(tick), HEIGHT - BOTTOM + 4, PALE)
        for tick in ticks(*y_range):
            self.text(LEFT - 8, self.y(tick) + 4, f"{tick:g}", "end", PALE)
            self.segment(LEFT - 4, self.y(tick), LEFT, self.y(tick), PALE)
        self.segment(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, PALE)
        self.segment(LEFT, TOP, LEFT, HEIGHT - BOTTOM, PALE)
        self.text(WIDTH - RIGHT, HEIGHT - 8, x_name, "end", INK)
        self.text(LEFT + 6, TOP + 2, y_name, "start", INK)

    def x(self, value):
        low, high = self.x_range
        return LEFT + (value - low) / (high - low) * (WIDTH - RIGHT - LEFT)

    def y(self, value):
        low, high = self.y_range
        return HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - BOTTOM - TOP)

    def segment(self, x1, y1, x2, y2, colour):
        self.parts.append(f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{colour}" stroke-width="0.75"/>')

    def text(self, x, y, words, anchor, colour):
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{words}</text>')

    def line(self, points, colour, name="", width=1.0, dash=""):
        path = "L".join(f"{self.x(x):.1f} {self.y(y):.1f}" for x, y in points)
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="{width}"{dashes}/>')
        if name:
            self.labels.append([self.x(points[-1][0]) + 6, self.y(points[-1][1]) + 4, name, colour])

    def dots(self, points, colour, name, named=0):
        for x, y in points:
            self.parts.append(f'<circle cx="{self.x(x):.1f}" cy="{self.y(y):.1f}" r="2.4" fill="{colour}"/>')
        self.labels.append([self.x(points[named][0]) + 8, self.y(points[named][1]) + 4, name, colour])

    def save(self, path):
        self.labels.sort(key=lambda label: label[1])
        for above, label in zip(self.labels, self.labels[1:]):
            label[1] = max(label[1], above[1] + 13)  # names that would lie on each other
        for x, y, words, colour in self.labels:
            self.parts.append(f'<rect x="{x - 2:.1f}" y="{y - 10:.1f}" width="{6.2 * len(words):.0f}" height="13" '
                              'fill="white"/>')
            self.text(x, y, words, "start", colour)
        path.write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
            'font-family="sans-serif" font-size="11">\n<rect width="100%" height="100%" fill="white"/>\n'
            + "\n".join(self.parts) + "\n</svg>\n")


def ticks(low, high):
    span = high - low
    step = next(s for s in (0.5, 1, 2, 5, 10, 20, 30, 50, 100, 200, 500, 1000) if span / s <= 6)
    first = -(-low // step) * step
    return [first + k * step for k in range(int((high - first) / step + 1e-9) + 1)]


def read(path):
    with open(path, newline="") as file:
        return [{name: float(value) for name, value in row.items()} for row in csv.DictReader(file)]


def figures(path):
    with open(path, newline="") as file:
        return {row["figure"]: float(row["value"]) for row in csv.DictReader(file)}


def saturation_flow(source):
    rows = read(source / "saturation-flow.csv")
    plot = Plot((1, len(rows)), (1, 5), "place in the queue", "headway at the stop line (s)")
    plot.line([(1, 3600 / 1900), (len(rows), 3600 / 1900)], PALE, "1,900 veh/h", 0.75, "3 3")
    for colour, name in zip(COLOURS, [n for n in rows[0] if n != "place"]):
        step = name.removeprefix("headway_s_at_").removesuffix("_s")
        plot.line([(r["place"], r[name]) for r in rows], colour, f"steps of {step} s")
    return plot


def fundamental_diagram(source):
    rows = read(source / "fundamental-diagram.csv")
    plot = Plot((0, 160), (0, 2000), "density (veh/km)", "flow (veh/h)")
    plot.line([(r["density_veh_km"], r["flow_veh_h"]) for r in rows if r["state"] == 2], PALE, "IDM, eq. 7")
    for state, name in ((0, "measured, free"), (1, "measured, queued")):
        points = sorted((r["density_veh_km"], r["flow_veh_h"]) for r in rows if r["state"] == state)
        plot.dots(points, COLOURS[state], name, 3)
    return plot


def shock_waves(source):
    rows, of = read(source / "shock-waves.csv"), figures(source / "shock-waves.figures.csv")
    end = max(r["time_s"] for r in rows)
    plot = Plot((-40, end), (-420, 80), "time since red (s)", "place from the stop line (m)")
    vehicles = {}
    for row in rows:
        vehicles.setdefault(row["vehicle"], []).append((row["time_s"], row["x_m"]))
    for points in vehicles.values():
        if len(points) > 1:
            plot.line(points, PALE, width=0.5)
    for red_s, key, name, colour in ((0, "stopping", "stopping", COLOURS[0]), (180, "starting", "starting", COLOURS[1])):
        speed = of[f"{key}_wave_theory_mps"]
        last = min(end, red_s + (330 if key == "stopping" else 400) / -speed)
        plot.line([(red_s, 0), (last, speed * (last - red_s))], colour, f"{name}, LWR", 1.25)
    return plot


def lane_drop(source):
    zipper, ends = read(source / "lane-drop-zipper.csv"), read(source / "lane-drop.csv")
    capacity = figures(source / "lane-drop.figures.csv")["capacity_theory_veh_h"]
    plot = Plot((0, 2400), (0, 2200), "time (s)", "flow after the drop (veh/h)")
    for share, name in ((1.0, "IDM capacity"), (0.85, "85 % of it")):
        plot.line([(0, share * capacity), (2400, share * capacity)], PALE, name, 0.75, "3 3")
    plot.line([(r["time_s"], r["flow_veh_h"]) for r in zipper], COLOURS[0], "lanes merge")
    plot.line([(r["time_s"], r["flow_veh_h"]) for r in ends], COLOURS[1], "one lane ends")
    return plot


def left_turn(source):
    rows, line = read(source / "left-turn.csv"), read(source / "left-turn-from-line.csv")
    plot = Plot((0, 1100), (0, 1700), "opposing flow (veh/h)", "left turns (veh/h)")
    plot.line([(max(1, r["major_veh_h"]), r["theory_veh_h"]) for r in rows], PALE, "HCM 2000, 17-3", 0.75, "3 3")
    plot.line([(r["major_veh_h"], r["theory_by_headways_veh_h"]) for r in rows], PALE, "same, own gaps")
    plot.line([(r["major_veh_h"], r["capacity_veh_h"]) for r in line], COLOURS[1], "from the line")
    plot.line([(r["major_veh_h"], r["capacity_veh_h"]) for r in rows], COLOURS[0], "waits inside")
    return plot


def roundabout_entry(source):
    rows = read(source / "roundabout-entry.csv")
    plot = Plot((0, 900), (0, 1600), "circulating flow (veh/h)", "entering (veh/h)")
    plot.line([(r["major_veh_h"], r["theory_veh_h"]) for r in rows], PALE, "HCM 2016, 22-1", 0.75, "3 3")
    plot.line([(r["major_veh_h"], r["theory_by_headways_veh_h"]) for r in rows], PALE, "same, own gaps")
    plot.line([(r["major_veh_h"], r["capacity_veh_h"]) for r in rows], COLOURS[0], "measured")
    return plot


def main():
    source, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    for draw in (saturation_flow, fundamental_diagram, shock_waves, lane_drop, left_turn, roundabout_entry):
        draw(source).save(target / (draw.__name__.replace("_", "-") + ".svg"))


if __name__ == "__main__":
    main()
