#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What ./dev run does where there is no display: the demo city runs its scenario, and leaves pictures and a report.
#   headless-demo.sh BIN_FOLDER OUT_FOLDER
set -euo pipefail
bin=$1
out=$2
project=$out/loom-bay.cityloom.gpkg
"$bin/cityloom-cli" run "$project" --scenario "Evening outage" --start 19:45 --duration 45min --trips 6000 --record 60
"$bin/cityloom-cli" run "$project" --start 07:30 --duration 45min --trips 9000 --record 60
for view in overview oblique street; do
    "$bin/cityloom-cli" render "$project" "$out/morning-$view.png" --at 08:10 --view $view
    "$bin/cityloom-cli" render "$project" "$out/outage-$view.png" --scenario "Evening outage" --at 20:20 --view $view
done
for layer in congestion pressure voltage coverage outages; do
    "$bin/cityloom-cli" render "$project" "$out/layer-$layer.png" --scenario "Evening outage" --at 20:20 --view oblique --layer $layer
done
"$bin/cityloom-cli" compare "$project" base "Substation fails" --start 07:30 --duration 1h --trips 4000 --seeds 3 --html "$out/report.html" --csv "$out/report"
echo "Pictures and a report are in $out:"
ls "$out"
