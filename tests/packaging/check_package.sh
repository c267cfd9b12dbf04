#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the .deb and looks whether it holds what a user needs.   check_package.sh CPACK BUILD_FOLDER
set -euo pipefail
cpack=$1
build=$2
rm -rf "$build/packages"
(cd "$build" && "$cpack" -G DEB >"$build/cpack.log" 2>&1) || { cat "$build/cpack.log"; exit 1; }
deb=$(ls "$build"/packages/cityloom_*.deb)
list=$(dpkg-deb -c "$deb")
for file in usr/bin/cityloom usr/bin/cityloom-cli usr/share/applications/io.cityloom.Cityloom.desktop \
    usr/share/icons/hicolor/scalable/apps/io.cityloom.Cityloom.svg usr/share/man/man1/cityloom.1 usr/share/man/man1/cityloom-cli.1 \
    usr/share/metainfo/io.cityloom.Cityloom.metainfo.xml usr/share/doc; do
    grep -q "$file" <<<"$list" || { echo "missing in the package: $file"; exit 1; }
done
info=$(dpkg-deb -I "$deb") # not through a pipe: grep -q closes it, and who still writes fails
grep -q 'libgdal' <<<"$info" || { echo "the package does not depend on GDAL"; exit 1; }
echo "sound: $(basename "$deb")"
