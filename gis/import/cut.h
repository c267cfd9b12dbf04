// SPDX-License-Identifier: GPL-3.0-or-later
// What of the files is wanted: bounds and themes.
#pragma once

#include <string_view>
#include <vector>

#include "gis/import/import.h"
#include "gis/import/polygon.h"
#include "sim/core/result.h"

namespace cityloom::gis {

/// Whether a theme (see import_themes()) is wanted.
[[nodiscard]] bool wants_theme(const ImportCut& cut, std::string_view theme);

/// Whether a layer of a table is wanted by its name or its file's; themes are no names of layers.
[[nodiscard]] bool wants_layer(const ImportCut& cut, std::string_view layer, std::string_view file_stem);

/// Refuses what is neither a theme nor the name of a layer of `layers`, and bounds that are none.
[[nodiscard]] Result<void> check_cut(const ImportCut& cut, std::span<const std::string> layers);

/// The bounds as polygons, in degrees: the box, or the file's polygons, or what of those lies in the box. Empty: none.
[[nodiscard]] Result<std::vector<Polygon>> bounds_of(const ImportCut& cut);

} // namespace cityloom::gis
