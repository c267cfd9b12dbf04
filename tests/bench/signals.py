#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How soon each command ends once it is asked to: signals.py BIN EXTRACT.osm.pbf [SIGNALS]. The extract three times
beside itself; signals at even moments of what the command takes unhindered, at most the first ten seconds of it."""
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

BEGUN_S = 0.15  # before that the program's loader has the signal
MOST_S = 10.0


def commands(source):
    short = ["--duration", "20min", "--trips", "4000"]
    return [("import", ["import", "new.gpkg", source]),
            ("replace", ["import", "p.gpkg", source, "--replace"]),
            ("update", ["import", "p.gpkg", source, "--update"]),
            ("scenario add", ["scenario", "p.gpkg", "add", "lanes", "--replace", "--measure", "demand,factor=1.2"]),
            ("run", ["run", "p.gpkg", "--start", "07:00", "--record", "10", *short]),
            ("compare", ["compare", "p.gpkg", "base", "more", "--seeds", "1", *short]),
            ("audit", ["audit", "p.gpkg"]),
            ("verify", ["verify", "p.gpkg"]),
            ("info", ["info", "p.gpkg"]),
            ("render", ["render", "p.gpkg", "city.png"])]


def start(cli, arguments, folder):
    return subprocess.Popen([cli, *arguments], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def delays(cli, arguments, folder, whole, count, seed):
    found, codes = [], {}
    for k in range(count):
        shutil.copy(folder / "kept.gpkg", folder / "p.gpkg")
        (folder / "new.gpkg").unlink(missing_ok=True)
        own = arguments + (["--seed", str(seed + k)] if arguments[0] in ("run", "compare") else [])
        child = start(cli, own, folder)
        at = BEGUN_S + (k + 0.5) / count * max(0.0, min(whole, MOST_S) - BEGUN_S)
        try:
            child.wait(at)
            continue  # done before the signal
        except subprocess.TimeoutExpired:
            pass
        begin = time.monotonic()
        child.send_signal(signal.SIGINT if k % 2 else signal.SIGTERM)
        child.wait()
        found.append(1000 * (time.monotonic() - begin))
        codes[child.returncode] = codes.get(child.returncode, 0) + 1
    return sorted(found), codes


def main():
    binaries, extract = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 30
    cli = str(binaries / "cityloom-cli")
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([binaries / "tile_city", extract, "3", folder / "city.osm.pbf"], check=True)
        for arguments in (["import", "kept.gpkg", "city.osm.pbf"],
                          ["scenario", "kept.gpkg", "add", "more", "--measure", "demand,factor=1.2"]):
            subprocess.run([cli, *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        print("| command | takes | signals | median | p95 | worst | exit codes |\n|---|---|---|---|---|---|---|")
        worst = 0.0
        for row, (title, arguments) in enumerate(commands("city.osm.pbf")):
            shutil.copy(folder / "kept.gpkg", folder / "p.gpkg")
            begin = time.monotonic()
            if start(cli, arguments, folder).wait() != 0:
                sys.exit(f"{title}: ends badly without a signal")
            whole = time.monotonic() - begin
            found, codes = delays(cli, arguments, folder, whole, count, 1000 * (row + 1))
            if not found:
                print(f"| {title} | {whole:.1f} s | 0 | | | | |", flush=True)
                continue
            worst = max(worst, found[-1])
            print(f"| {title} | {whole:.1f} s | {len(found)} | {found[len(found) // 2]:.0f} ms "
                  f"| {found[int(0.95 * (len(found) - 1))]:.0f} ms | {found[-1]:.0f} ms "
                  f"| {', '.join(f'{c} {n} times' for c, n in sorted(codes.items()))} |", flush=True)
        print(f"\nworst of all: {worst:.0f} ms")


main()
