#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a window test under a display of its own. A display that is not up in time makes a test die in its first seconds:
# that, and nothing later, is tried once more, and said.
set -u
for try in 1 2; do
    started=$SECONDS
    xvfb-run -a -s "-screen 0 1920x1080x24" "$@"
    code=$?
    [ $code -eq 0 ] && exit 0
    [ $((SECONDS - started)) -lt 4 ] && [ $try -eq 1 ] || exit $code
    echo "the test ended with $code within its first seconds; once more with another display" >&2
done
