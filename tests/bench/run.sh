#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What docs/benchmarks.md records: speed and memory, on a machine that does nothing else.   ./dev bench [NAME]
# NAME: traffic, metropolis, routes, world, assign, rollout, frame or import; all of them without one. sumo: side by side with
# SUMO, where it is installed. networks: fifteen networks of our own beside SUMO (an hour). signals: how soon each
# command ends when it is asked to.
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=build/release/bin
data=${CITYLOOM_DATA:-../shared/data}
which=${1:-all}
geneva=$data/city/geneva/geneva.osm.pbf
[ -f "$geneva" ] || { echo "reference data absent: $geneva; the demo city stands in" >&2; geneva=; }

if [ "$which" = all ] || [ "$which" = traffic ]; then
    for threads in 1 2; do
        echo "== traffic alone, 07:00 to 09:00, 10,000 trips, $threads thread(s)"
        /usr/bin/time -f '%M kB at the peak' "$bin/bench_traffic" --trips 10000 --threads $threads ${geneva:+"$geneva"}
    done
fi
if [ "$which" = all ] || [ "$which" = metropolis ]; then
    for threads in 1 2; do
        echo "== made-up metropolis, 115,000 vehicles at once, micro engine, $threads thread(s)"
        "$bin/bench_metropolis" --side 100 --vehicles 115000 --steps 480 --threads $threads
    done
    echo "== a million vehicles at once, micro engine, 2 threads"
    "$bin/bench_metropolis" --side 320 --vehicles 1080000 --steps 270 --threads 2
    echo "== the same, meso engine, 1 thread"
    "$bin/bench_metropolis" --side 320 --vehicles 1080000 --steps 600 --engine meso
fi
if [ "$which" = all ] || [ "$which" = routes ]; then
    for threads in 1 2; do
        echo "== best ways, 20,000 queries, $threads thread(s) customising"
        "$bin/bench_routes" --queries 20000 --threads $threads ${geneva:+"$geneva"}
    done
fi
if [ "$which" = all ] || [ "$which" = world ]; then
    echo "== all domains together, 07:00 to 09:00, 10,000 trips, 2 threads"
    /usr/bin/time -f '%M kB at the peak' "$bin/bench_world" --trips 10000 --threads 2 ${geneva:+"$geneva"}
fi
if [ "$which" = all ] || [ "$which" = assign ]; then
    tntp=$data/traffic/tntp
    if [ -d "$tntp" ]; then
        echo "== static assignment, 1 thread: Sioux Falls, Anaheim, Barcelona, Chicago-Sketch"
        for city in SiouxFalls Anaheim Barcelona; do
            "$bin/bench_assign" "$tntp/$city/${city}"_{net,trips}.tntp
        done
        "$bin/bench_assign" --toll-weight 0.02 --distance-weight 0.04 "$tntp"/Chicago-Sketch/ChicagoSketch_{net,trips}.tntp
    else
        echo "reference data absent: $tntp" >&2
    fi
fi
if [ "$which" = all ] || [ "$which" = rollout ]; then
    echo "== rollouts of made-up programmes to a gap of 1 %, 1 thread"
    "$bin/bench_rollout"
fi
if [ "$which" = all ] || [ "$which" = frame ]; then
    echo "== frames of the demo city, 1280x720, 5,000 vehicles"
    "$bin/bench_frame" 60 5000
fi
if [ "$which" = all ] || [ "$which" = import ]; then
    if [ -n "$geneva" ]; then
        echo "== import of a city beside itself, and its opening; plots in docs/plots"
        export XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-$(mktemp -d)} QT_QPA_PLATFORM=offscreen
        python3 tests/bench/import_sizes.py "$bin" "$geneva" docs/plots
    else
        echo "reference data absent: $data/city/geneva" >&2
    fi
fi
if [ "$which" = signals ]; then
    [ -n "$geneva" ] || exit 1
    export XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-$(mktemp -d)} QT_QPA_PLATFORM=offscreen
    exec python3 tests/bench/signals.py "$bin" "$geneva"
fi
if [ "$which" = sumo ]; then
    exec tests/bench/against_sumo.sh
fi
if [ "$which" = networks ]; then
    exec python3 tests/bench/own_networks.py
fi
