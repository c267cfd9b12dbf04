#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the streets of tests/data/traffic_laws and asks SUMO about them: measure_traffic_laws.py FOLDER. Writes
FOLDER/nets and FOLDER/case.json. Needs `netconvert` and `sumo`; takes some half an hour."""
import json
import math
import pathlib
import re
import subprocess
import sys
import tempfile

SETTLE_S, END_S, SEEDS = 600, 2400, (1, 2, 3)
MODELS = {"krauss": "", "idm": ' carFollowModel="IDM"'}


def node(name, x, y, kind="priority"):
    return f'<node id="{name}" x="{x:.2f}" y="{y:.2f}" type="{kind}"/>'


def edge(name, start, end, lanes, speed, priority=1, more=""):
    return (f'<edge id="{name}" from="{start}" to="{end}" numLanes="{lanes}" speed="{speed}" priority="{priority}" '
            f'{more}/>')


def link(start, end, from_lane, to_lane):
    return f'<connection from="{start}" to="{end}" fromLane="{from_lane}" toLane="{to_lane}"/>'


def roundabout(radius_m, lanes):
    """Four arms; ring of 30 km/h."""
    at = lambda turn, r: (r * math.cos(turn), r * math.sin(turn))
    nodes, edges = "", ""
    for i in range(4):
        turn = math.pi / 2 * i
        nodes += node(f"r{i}", *at(turn, radius_m)) + node(f"o{i}", *at(turn, radius_m + 400))
        shape = " ".join("%.2f,%.2f" % at(turn + math.pi / 2 * k / 6, radius_m) for k in range(7))
        edges += edge(f"c{i}", f"r{i}", f"r{(i + 1) % 4}", lanes, 8.33, 3, f'shape="{shape}"')
        edges += edge(f"i{i}", f"o{i}", f"r{i}", lanes, 13.89) + edge(f"x{i}", f"r{i}", f"o{i}", lanes, 13.89)
    return nodes, edges, "", []


def ramp(speed):
    nodes = node("a", 0, 0) + node("b", 1500, 0) + node("c", 1700, 0) + node("d", 3200, 0) + node("r", 1000, -120)
    edges = edge("m", "a", "b", 2, speed, 3) + edge("acc", "b", "c", 3, speed, 3) + edge("o", "c", "d", 2, speed, 3)
    edges += edge("rmp", "r", "b", 1, 22.22, 1)
    links = link("m", "acc", 0, 1) + link("m", "acc", 1, 2) + link("rmp", "acc", 0, 0)
    return nodes, edges, links + link("acc", "o", 1, 0) + link("acc", "o", 2, 1), []


def drop(lanes, speed, zipper):
    nodes = node("a", 0, 0) + node("b", 1000, 0, "zipper" if zipper else "priority") + node("c", 1800, 0)
    links = "".join(link("m", "o", k, k) for k in range(lanes - 1))
    links += link("m", "o", lanes - 1, lanes - 2) if zipper else ""
    return nodes, edge("m", "a", "b", lanes, speed) + edge("o", "b", "c", lanes - 1, speed), links, []


def drop_after_signal(zipper):
    """Stop and go comes from a signal 300 m upstream."""
    nodes = node("a", 0, 0) + node("s", 1000, 0, "traffic_light") + node("x", 1000, -300) + node("y", 1000, 300)
    nodes += node("b", 1300, 0, "zipper" if zipper else "priority") + node("c", 1800, 0)
    edges = edge("m", "a", "s", 2, 13.89) + edge("m2", "s", "b", 2, 13.89) + edge("o", "b", "c", 1, 13.89)
    edges += edge("x1", "x", "s", 1, 13.89) + edge("y1", "s", "y", 1, 13.89)
    return nodes, edges, link("m2", "o", 0, 0) + (link("m2", "o", 1, 0) if zipper else ""), []


def left_at_signal(pocket):
    """Left turns are permitted while the other direction has green; in a lane of their own, or not."""
    nodes = node("c", 0, 0, "traffic_light") + node("w", -600, 0) + node("e", 600, 0) + node("n", 0, 400)
    nodes += node("s", 0, -400)
    edges, links = "", ""
    for arm in "wens":
        edges += edge(arm + "c", arm, "c", 2 if pocket and arm in "we" else 1, 13.89, 2)
        edges += edge("c" + arm, "c", arm, 1, 13.89, 2)
    for arm, right, ahead, left in (("w", "s", "e", "n"), ("e", "n", "w", "s")):
        if pocket:
            links += link(arm + "c", "c" + right, 0, 0) + link(arm + "c", "c" + ahead, 0, 0)
            links += link(arm + "c", "c" + left, 1, 0)
    return nodes, edges, links, ["--tls.cycle.time", "90", "--tls.left-green.time", "0"]


NETS = {"ring-1": roundabout(28, 1), "ring-2": roundabout(28, 2), "ring-2-wide": roundabout(45, 2),
        "ramp-120": ramp(33.33), "ramp-80": ramp(22.22), "drop-2-50": drop(2, 13.89, False),
        "drop-3-50": drop(3, 13.89, False), "drop-2-100": drop(2, 27.78, False), "drop-3-100": drop(3, 27.78, False),
        "zipper-2-50": drop(2, 13.89, True), "zipper-3-50": drop(3, 13.89, True),
        "zipper-2-100": drop(2, 27.78, True), "signal-drop": drop_after_signal(False),
        "signal-zipper": drop_after_signal(True), "left-shared": left_at_signal(False),
        "left-pocket": left_at_signal(True)}


def flow(name, edges, veh_h, lane="best"):
    return {"id": name, "edges": edges, "veh_h": veh_h, "lane": lane}


def around(arm, pieces):
    return " ".join([f"i{arm}"] + [f"c{(arm + k) % 4}" for k in range(pieces)] + [f"x{(arm + pieces) % 4}"])


def rows():
    """(curve, demand on the axis, net, flows, what is counted)"""
    for net, demands in (("ring-1", (200, 350, 500, 700)), ("ring-2", (300, 500, 700, 900, 1200)),
                         ("ring-2-wide", (300, 500, 700, 900, 1200))):
        for q in demands:
            flows = [flow(f"f{arm}_{k}", around(arm, k), q * share)
                     for arm in range(4) for k, share in ((1, .2), (2, .5), (3, .3))]
            yield net, q, net, flows, ["f"]
    for net in ("ramp-120", "ramp-80"):
        for main, on in ((2000, 800), (3000, 500), (3600, 600), (4200, 900), (4200, 1500)):
            yield net, main + on, net, [flow("m", "m acc o", main), flow("r", "rmp acc o", on)], ["m", "r"]
    for net, demands in (("drop-2-50", (1000, 1500, 2000, 2600)), ("drop-3-50", (2500, 3200, 4000)),
                         ("drop-2-100", (1000, 1500, 2600)), ("drop-3-100", (2500, 3200)),
                         ("zipper-2-50", (1000, 1500, 2000, 2600)), ("zipper-3-50", (2500, 3200, 4000)),
                         ("zipper-2-100", (1000, 1500, 2000, 2600))):
        for q in demands:
            yield net, q, net, [flow("m", "m o", q, "random")], ["m"]
    for net in ("signal-drop", "signal-zipper"):
        for q in (800, 1400, 2000, 2600):
            yield net, q, net, [flow("m", "m m2 o", q, "random"), flow("x", "x1 y1", 200)], ["m"]
    for against in (0, 200, 400, 600, 800):
        against_flow = [flow("o", "ec cw", against)] if against else []
        yield "left-pocket", against, "left-pocket", [flow("L", "wc cn", 900)] + against_flow, ["L"]
        yield ("left-shared", against, "left-shared",
               [flow("L", "wc cn", 300), flow("T", "wc ce", 600)] + against_flow, ["L", "T"])


def make_net(folder, name):
    nodes, edges, links, options = NETS[name]
    with tempfile.TemporaryDirectory() as work:
        plain = {"nod": f"<nodes>{nodes}</nodes>", "edg": f"<edges>{edges}</edges>",
                 "con": f"<connections>{links}</connections>"}
        for kind, text in plain.items():
            pathlib.Path(work, f"n.{kind}.xml").write_text(text)
        net = pathlib.Path(work, "n.net.xml")
        subprocess.run(["netconvert", "-n", f"{work}/n.nod.xml", "-e", f"{work}/n.edg.xml", "-o", net,
                        "--no-turnarounds", "--output.street-names", "false"] +
                       (["-x", f"{work}/n.con.xml"] if links else []) + options, check=True, capture_output=True)
        text = re.sub(r"<!--.*?-->\s*", "", net.read_text(), flags=re.S)
        (folder / "nets" / f"{name}.net.xml").write_text(text)


def demand(flows, model):
    text = f'<routes><vType id="car"{model}/>'
    for one in flows:
        text += (f'<flow id="{one["id"]}" type="car" begin="0" end="{END_S}" period="exp({one["veh_h"] / 3600:.6f})" '
                 f'departSpeed="max" departLane="{one["lane"]}"><route edges="{one["edges"]}"/></flow>')
    return text + "</routes>"


def measure(net, flows, model, seed, counted):
    with tempfile.TemporaryDirectory() as work:
        routes, trips = pathlib.Path(work, "d.rou.xml"), pathlib.Path(work, "t.xml")
        routes.write_text(demand(flows, MODELS[model]))
        subprocess.run(["sumo", "-n", net, "-r", routes, "--end", str(END_S), "--seed", str(seed),
                        "--tripinfo-output", trips, "--no-step-log", "--no-warnings", "--xml-validation", "never",
                        "--time-to-teleport", "-1"], check=True, stdout=subprocess.DEVNULL)
        found = [dict(re.findall(r'(\w+)="([^"]*)"', row)) for row in re.findall("<tripinfo ([^>]*)>", trips.read_text())]
    sums = {}
    for name in counted:
        own = [row for row in found if row["id"].startswith(name) and SETTLE_S <= float(row["arrival"]) < END_S]
        count = max(1, len(own))
        sums[name] = [len(own) * 3600 / (END_S - SETTLE_S),
                      sum(float(row["duration"]) + float(row["departDelay"]) for row in own) / count,
                      sum(float(row["waitingTime"]) for row in own) / count]
    return sums


def main():
    folder = pathlib.Path(sys.argv[1])
    (folder / "nets").mkdir(exist_ok=True)
    for name in NETS:
        make_net(folder, name)
    points = []
    for curve, at, net, flows, counted in rows():
        runs = {model: [measure(folder / "nets" / f"{net}.net.xml", flows, model, seed, counted) for seed in SEEDS]
                for model in MODELS}
        streams = [{"id": name} | {model: [[round(x, 1) for x in run[name]] for run in runs[model]] for model in MODELS}
                   for name in counted]
        points.append({"curve": curve, "at_veh_h": at, "net": net, "flows": flows, "streams": streams})
        print(curve, at, flush=True)
    write(folder, points)


def write(folder, points):
    lines = ",\n".join("  " + json.dumps(point) for point in points)
    (folder / "case.json").write_text(f'{{\n "settle_s": {SETTLE_S}, "end_s": {END_S}, "seeds": {list(SEEDS)},\n '
                                      f'"points": [\n{lines}\n ]\n}}\n')


if __name__ == "__main__":
    main()
