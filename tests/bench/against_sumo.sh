#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The microscopic engine against Eclipse SUMO on the same files, in one run: ./dev bench sumo
# Needs Debian's sumo and sumo-tools (not a dependency of ours). What is made is kept in CITYLOOM_BENCH (default out/bench).
set -euo pipefail
cd "$(dirname "$0")/../.."
for tool in sumo netgenerate duarouter; do
    command -v "$tool" >/dev/null || { echo "absent: $tool (apt-get install sumo sumo-tools); nothing to compare with" >&2; exit 0; }
done
export SUMO_HOME=${SUMO_HOME:-/usr/share/sumo}
dir=${CITYLOOM_BENCH:-out/bench}
cli=$PWD/build/release/bin/cityloom-cli
mkdir -p "$dir"
cd "$dir"

make_grid() { # name, block length (m), seconds between departures, shortest trip (m)
    [ -f "$1.net.xml" ] || netgenerate --grid --grid.x-number 20 --grid.y-number 20 --grid.length "$2" --grid.attach-length "$2" -L 2 \
        -j traffic_light --tls.cycle.time 90 --default.speed 13.89 --no-turnarounds true -o "$1.net.xml"
    if [ ! -f "$1.rou.xml" ]; then
        python3 "$SUMO_HOME/tools/randomTrips.py" -n "$1.net.xml" -b 0 -e 3600 -p "$3" --seed 42 --fringe-factor 1 --min-distance "$4" \
            --trip-attributes 'departLane="best" departSpeed="max"' -o "$1.trips.xml"
        duarouter -n "$1.net.xml" -r "$1.trips.xml" -o "$1.rou.xml" --ignore-errors --no-step-log --weights.random-factor 1.5 --seed 42 --routing-threads 1
    fi
}

compare() { # name, end (s)
    sumo -n "$1.net.xml" -r "$1.rou.xml" -b 0 -e "$2" --step-length 1 --no-step-log --duration-log.statistics --no-warnings \
        --xml-validation never --statistic-output "$1.stat.xml" >"$1.sumo.log"
    for run in 1 2 3 4 5; do # one after the other, so that what else the machine does falls on both
        for threads in 1 2; do
            "$cli" traffic --net "$1.net.xml" --routes "$1.rou.xml" --end "$2" --threads "$threads" --json >"$1.$threads.$run.json" 2>/dev/null
        done
    done
    python3 - "$1" "$2" <<'PY'
import json, re, sys, xml.etree.ElementTree as ET
name, end = sys.argv[1:]
stats = ET.parse(f"{name}.stat.xml").getroot()
theirs = float(re.search(r"UPS: ([\d.]+)", open(f"{name}.sumo.log").read()).group(1))
vehicles, trips = stats.find("vehicles"), stats.find("vehicleTripStatistics")
print(f"{name} to {end} s: SUMO {theirs / 1e6:.3f} M vehicle seconds a second, {vehicles.get('inserted')} inserted, "
      f"{int(vehicles.get('inserted')) - int(vehicles.get('running'))} finished, {float(trips.get('duration')):.1f} s, {float(trips.get('waitingTime')):.1f} s standing")
speeds = []
for threads in (1, 2):
    runs = [json.load(open(f"{name}.{threads}.{k}.json")) for k in range(1, 6)]
    assert len({r["state_hash"] for r in runs}) == 1
    r = runs[0]
    lowest, _, speed, _, highest = sorted(r["speed"]["vehicle_seconds_per_s"] for r in runs)
    speeds.append(speed)
    v, m = r["vehicles"], r["mean"]
    print(f"  ours, {threads} thread(s): {speed / 1e6:.2f} M ({lowest / 1e6:.2f} to {highest / 1e6:.2f}), {speed / theirs:.0f}x SUMO; {v['departed']} inserted, {v['arrived']} finished, "
          f"{m['duration_s']:.1f} s, {m['waiting_s']:.1f} s standing; hash {r['state_hash']}")
print(f"  two threads over one, medians: {speeds[1] / speeds[0]:.2f}")
PY
}

make_grid g200 200 0.12 1000
make_grid g400 400 0.04 2000
compare g200 900
compare g400 900
