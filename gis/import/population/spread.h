// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "gis/import/part.h"

namespace cityloom::gis {

enum class Counted : std::uint8_t { People, Jobs };

/// Shares `total` people or jobs among buildings (indices into City::buildings), each by what its floors can hold: by
/// its use, else, where none of them holds any, by floor area. \return false when they have no floor at all.
[[nodiscard]] bool spread(City& city, std::span<const std::uint32_t> buildings, Counted what, double total);

/// The CSV by district: `district,people[,jobs]`, in any order of columns; district names as the map has them.
[[nodiscard]] Result<void> spread_by_table(City& city, const std::filesystem::path& file, const ReadContext& context);

/// A raster of people in each cell (WorldPop, GHS-POP): the people of a cell live in the buildings that stand in it.
/// Those of cells without buildings are shared among all the others, and the report says how many.
[[nodiscard]] Result<void> spread_by_raster(City& city, const std::filesystem::path& file, const ReadContext& context);

} // namespace cityloom::gis
