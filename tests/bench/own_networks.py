#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Networks that nobody tuned: drawn here, driven by SUMO (Krauss and IDM, three seeds each) and by the engine.   ./dev bench networks

Fifteen networks (netgenerate's three kinds, netconvert from OpenStreetMap's extracts in CITYLOOM_DATA) x three loads of random trips. A row is inside when mean
duration and mean standing of the trips that arrived lie between SUMO's least and greatest, widened by 5 % and 10 %. Kept in CITYLOOM_BENCH/networks.
Needs Debian's sumo and sumo-tools (not a dependency of ours).

    own_networks.py [--cli PATH] [--dir DIR] [--only NAME[,NAME]] [--loads light,middle,heavy] [--seeds 1,2,3] [--threads 1,2,3,8] [--table FILE.md]
"""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET

SUMO_HOME = pathlib.Path(os.environ.setdefault("SUMO_HOME", "/usr/share/sumo"))
DATA = pathlib.Path(os.environ.get("CITYLOOM_DATA", "../shared/data")).resolve()
DEMAND_S, END_S = 1200, 3000
LOADS = {"light": 8, "middle": 20, "heavy": 40}  # trips that start in an hour on a kilometre of lane

DRAWN = {
    "grid-lights": "--grid --grid.number 8 --grid.length 150 -L 2 -j traffic_light",
    "grid-actuated": "--grid --grid.number 7 --grid.length 200 -L 2 -j traffic_light --tls.default-type actuated --turn-lanes 1 --turn-lanes.length 40",
    "grid-priority": "--grid --grid.number 9 --grid.length 120 -L 1 -j priority",
    "grid-right-first": "--grid --grid.number 7 --grid.length 100 -L 1 -j right_before_left",
    "grid-all-way": "--grid --grid.number 7 --grid.length 130 -L 1 -j allway_stop",
    "random-priority": "--rand --rand.iterations 120 --rand.min-distance 80 --rand.max-distance 250 -L 1 -j priority",
    "random-lights": "--rand --rand.iterations 120 --rand.min-distance 100 --rand.max-distance 300 -L 2 -j traffic_light",
    "spider": "--spider --spider.arm-number 8 --spider.circle-number 5 --spider.space-radius 150 --spider.omit-center true -L 1 -j priority",
    "spider-lights": "--spider --spider.arm-number 7 --spider.circle-number 4 --spider.space-radius 200 -L 2 -j traffic_light",
}
EXTRACTS = {
    "bad-hersfeld": ("traffic/osm/bad-hersfeld.osm.xml.gz", "--junctions.join --tls.join --tls.guess-signals --ramps.guess"),
    "monaco": ("traffic/osm/monaco.osm.gz", "--junctions.join --tls.join --tls.guess-signals --tls.default-type actuated"),
    "bayreuth": ("city/bayreuth/north-bayreuth.osm.gz", "--junctions.join --tls.guess-signals --tls.discard-simple --ramps.guess"),
    "beijing": ("city/china/beijing-cau.osm", "--junctions.join --tls.join --tls.guess-signals"),
    "shenzhen": ("city/china/shenzhen-longgang.osm", "--tls.guess-signals --ramps.guess --roundabouts.guess"),
    "shanghai": ("city/china/shanghai-huangpu.osm", "--junctions.join --tls.join --tls.guess --tls.default-type actuated"),
}


def call(arguments, **more):
    return subprocess.run([str(a) for a in arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)


def draw(name, folder):
    """The network's file; None without the extract that it is made of."""
    net = folder / f"{name}.net.xml"
    if net.exists():
        return net
    if name in DRAWN:
        call(["netgenerate", *DRAWN[name].split(), "--seed", "7", "--no-turnarounds", "true", "-o", net])
        return net
    file, options = EXTRACTS[name]
    if not (DATA / file).exists():
        return None
    source = DATA / file
    call(["netconvert", "--osm-files", source, *options.split(), "--geometry.remove", "--no-turnarounds.except-deadend", "--keep-edges.by-vclass",
          "passenger", "--keep-edges.components", "1", "--remove-edges.isolated", "--type-files", SUMO_HOME / "data/typemap/osmNetconvert.typ.xml", "-o", net])
    return net


def lane_km(net):
    return sum(float(lane.get("length")) for edge in ET.parse(net).getroot().iter("edge") if edge.get("function") != "internal"
               for lane in edge.iter("lane")) / 1000


def trips(net, name, load, folder):
    out = folder / f"{name}.{load}.rou.xml"
    if not out.exists():
        per_s = LOADS[load] * lane_km(net) / 3600
        call([sys.executable, SUMO_HOME / "tools/randomTrips.py", "-n", net, "-b", 0, "-e", DEMAND_S, "-p", 1 / per_s, "--seed", 42, "--fringe-factor", 3,
              "--min-distance", 300, "--validate", "--trip-attributes", 'departLane="best" departSpeed="max"', "-o", out, "-r", folder / f"{name}.{load}.routes.xml"],
             cwd=folder)
    return out


def idm_types(routes, out):
    """The same trips driven by SUMO's IDM."""
    text = routes.read_text()
    head = text.index("<trip id=")
    out.write_text(text[:head] + '<vType id="DEFAULT_VEHTYPE" carFollowModel="IDM"/>\n    ' + text[head:])
    return out


def sumo(net, routes, seed, stem):
    kept = stem.with_name(stem.name + ".json")
    if kept.exists():
        return json.loads(kept.read_text())
    statistics = stem.with_name(stem.name + ".stat.xml")
    call(["sumo", "-n", net, "-r", routes, "-b", 0, "-e", END_S, "--step-length", 1, "--seed", seed, "--no-step-log", "--no-warnings", "--xml-validation", "never",
          "--duration-log.statistics", "--statistic-output", statistics])
    root = ET.parse(statistics).getroot()
    vehicles, mean = root.find("vehicles"), root.find("vehicleTripStatistics")
    found = {"arrived": int(vehicles.get("inserted")) - int(vehicles.get("running")), "duration": float(mean.get("duration")),
             "standing": float(mean.get("waitingTime")), "teleports": int(root.find("teleports").get("total"))}
    kept.write_text(json.dumps(found))
    return found


def ours(cli, net, routes, seed, threads):
    done = subprocess.run([cli, "traffic", "--net", net, "--routes", routes, "--end", str(END_S), "--seed", str(seed), "--threads", str(threads), "--json"],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return None, done.stderr.strip().splitlines()[-1:]
    r = json.loads(done.stdout)
    return {"arrived": r["vehicles"]["arrived"], "duration": r["mean"]["duration_s"], "standing": r["mean"]["waiting_s"], "hash": r["state_hash"], "all": r}, []


def row(name, load, net, routes, options, folder):
    theirs = {}
    for model, file in (("Krauss", routes), ("IDM", idm_types(routes, folder / f"{name}.{load}.idm.rou.xml"))):
        theirs[model] = [sumo(net, file, seed, folder / f"{name}.{load}.{model}.{seed}") for seed in (1, 2, 3)]
    mine = []
    for seed in options.seeds:
        runs = [ours(options.cli, net, routes, seed, n) for n in options.threads]
        if any(run is None for run, _ in runs):
            return f"| {name} {load} | refused: {runs[0][1]} |", False
        assert len({run["hash"] for run, _ in runs}) == 1, f"{name} {load} seed {seed}: the threads disagree"
        mine.append(runs[0][0])
    both = theirs["Krauss"] + theirs["IDM"]

    def band(key, wider):
        values = [r[key] for r in both]
        return min(values) * (1 - wider), max(values) * (1 + wider)

    inside = True
    for key, wider, floor in (("duration", 0.05, 0), ("standing", 0.10, 0.5)):
        low, high = band(key, wider)
        mean = sum(r[key] for r in mine) / len(mine)
        inside = inside and low - floor <= mean <= high + floor
    stuck = min(r["arrived"] for r in mine) < 0.98 * min(r["arrived"] for r in both)
    say = lambda key, runs, form: "-".join(dict.fromkeys(form.format(f(r[key] for r in runs)) for f in (min, max)))
    cells = [f"{name} {load}", say("duration", mine, "{:.0f}"), say("standing", mine, "{:.1f}"), say("arrived", mine, "{}")]
    cells += ["; ".join(say(key, theirs[m], form) for m in theirs) for key, form in (("duration", "{:.0f}"), ("standing", "{:.1f}"), ("arrived", "{}"), ("teleports", "{}"))]
    cells += ["inside" if inside and not stuck else "fewer arrive" if stuck else "outside"]
    return "| " + " | ".join(cells) + " |", inside and not stuck


def main():
    parse = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parse.add_argument("--cli", default="build/release/bin/cityloom-cli", type=lambda p: pathlib.Path(p).resolve())
    parse.add_argument("--dir", default=os.environ.get("CITYLOOM_BENCH", "out/bench") + "/networks")
    parse.add_argument("--only", default="")
    parse.add_argument("--loads", default=",".join(LOADS), type=str)
    parse.add_argument("--seeds", default="1,2,3")
    parse.add_argument("--threads", default="1")
    parse.add_argument("--table")
    options = parse.parse_args()
    options.seeds = [int(s) for s in options.seeds.split(",")]
    options.threads = [int(s) for s in options.threads.split(",")]
    for tool in ("sumo", "netgenerate", "netconvert"):
        if not shutil.which(tool):
            sys.exit(print(f"absent: {tool} (apt-get install sumo sumo-tools); nothing to compare with", file=sys.stderr))
    folder = pathlib.Path(options.dir).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["| network, load | ours: duration (s) | standing (s) | arrive | SUMO, Krauss; IDM: duration | standing | arrive | teleports | |", "|---|---|---|---|---|---|---|---|---|"]
    print("\n".join(lines), flush=True)
    good = total = 0
    for name in options.only.split(",") if options.only else [*DRAWN, *EXTRACTS]:
        net = draw(name, folder)
        if not net:
            print(f"reference data absent: {EXTRACTS[name][0]}", file=sys.stderr)
            continue
        for load in options.loads.split(","):
            line, inside = row(name, load, net, trips(net, name, load, folder), options, folder)
            good, total = good + inside, total + 1
            lines.append(line)
            print(line, flush=True)
    print(f"\n{good} of {total} inside")
    if options.table:
        pathlib.Path(options.table).write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
