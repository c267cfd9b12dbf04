#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks SUMO how many get through that give way: measure_minor_capacity.py FOLDER (tests/data/minor_capacity). Prints
what case.json holds of it. Needs `sumo`."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

WAYS = {"right": ("sc ce", ["wc ce"]), "straight": ("sc cn", ["wc ce", "ec cw"]),
        "left": ("sc cw", ["wc ce", "ec cw"]), "major-left": ("ec cs", ["wc ce"])}
SETTLE_S, MEASURE_S = 600, 3600


def demand(movement, flow, model):
    minor, majors = WAYS[movement]
    end = SETTLE_S + MEASURE_S
    text = f'<routes><vType id="car"{model}/><flow id="minor" type="car" begin="0" end="{end}" vehsPerHour="1700" '
    text += f'departSpeed="max"><route edges="{minor}"/></flow>'
    for k, edges in enumerate(majors):
        text += f'<flow id="major{k}" type="car" begin="0" end="{end}" period="exp({flow / 3600 / len(majors):.6f})" '
        text += f'departSpeed="max" departLane="random"><route edges="{edges}"/></flow>'
    return text + "</routes>"


def measure(net, movement, flow, model):
    with tempfile.TemporaryDirectory() as work:
        routes, trips = pathlib.Path(work) / "demand.rou.xml", pathlib.Path(work) / "trips.xml"
        routes.write_text(demand(movement, flow, model))
        subprocess.run(["sumo", "-n", net, "-r", routes, "--end", str(SETTLE_S + MEASURE_S), "--seed", "1",
                        "--tripinfo-output", trips, "--no-step-log", "--no-warnings", "--xml-validation", "never",
                        "--time-to-teleport", "-1"], check=True, stdout=subprocess.DEVNULL)
        arrivals = re.findall(r'<tripinfo id="minor[^>]* arrival="([\d.]+)', trips.read_text())
        return sum(SETTLE_S <= float(at) < SETTLE_S + MEASURE_S for at in arrivals) * 3600 // MEASURE_S


def main():
    folder = pathlib.Path(sys.argv[1])
    for curve in json.loads((folder / "case.json").read_text())["curves"]:
        for point in curve["points"]:
            net, flow = folder / f"{curve['net']}.net.xml", point["flow_veh_h"]
            krauss = measure(net, curve["movement"], flow, "")
            idm = measure(net, curve["movement"], flow, ' carFollowModel="IDM"')
            print(curve["net"], curve["movement"], flow, "krauss", krauss, "idm", idm, flush=True)


if __name__ == "__main__":
    main()
