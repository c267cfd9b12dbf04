// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scenarios/table/asset_table.h"

namespace cityloom::scenarios {

/// How many of the column's unit one of the given unit is: km for a column in m gives 1000. Empty: the two do not go
/// together. \param given folded
[[nodiscard]] std::optional<double> unit_factor(std::string_view given, const TableColumn& column);

/// The length of the unit's name that a folded text begins with: the longest that is known, or the column's own; 0:
/// none.
[[nodiscard]] std::size_t unit_length(std::string_view text, const TableColumn& column);

/// The units that a column understands, for messages: "m, km, mm".
[[nodiscard]] std::string units_for(const TableColumn& column);

} // namespace cityloom::scenarios
