#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a window test under a display of its own. Only when that display was not up in time is it tried once more, and
# said; a test that fails or crashes has failed.
set -u
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for try in 1 2; do
    xvfb-run -a -s "-screen 0 1920x1080x24" "$@" 2>&1 | tee "$log"
    code=${PIPESTATUS[0]}
    [ "$code" -eq 0 ] && exit 0
    if [ $try -eq 2 ] || ! grep -qE 'could not connect to display|Xvfb failed to start' "$log"; then
        exit "$code"
    fi
    echo "the display was not up in time; once more with another" >&2
done
