// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string_view>

#include "gis/city/city.h"
#include "scenarios/project/sqlite.h"
#include "sim/engine/networks.h"

namespace cityloom::scenarios {

/// What a Provenance is called in layers.
inline constexpr std::array<std::string_view, 3> kSource{"measured", "derived", "assumed"};

/// Writes one layer a kind of asset that has one, as its row and its facts say; replaces what is there.
[[nodiscard]] Result<void> write_kind_layers(const Database& db, const gis::GeoReference& place,
                                             const engine::Networks& networks);

} // namespace cityloom::scenarios
