// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "gis/city/city.h"
#include "gis/import/read/tags.h"

namespace cityloom::gis {

/// Everything that a way's tags say about a street: class, who may drive, lanes, speed, structure. Nodes and id are the
/// caller's. What is not tagged takes the default of its class, marked Provenance::Default.
[[nodiscard]] Street street_from_tags(const Tags& tags);

/// The class's own speed limit (metres per second) where none is tagged; an urban street's, since extracts are cities.
[[nodiscard]] double default_speed_mps(StreetClass cls, bool link) noexcept;

/// Reads maxspeed values: "50", "30 mph", "walk", "none", "CH:urban", "DE:zone:30". Empty when it says nothing fixed.
[[nodiscard]] std::optional<double> parse_speed_mps(std::string_view text);

/// highway=*, with "_link" set apart.
[[nodiscard]] StreetClass street_class(std::string_view highway, bool& link);

/// Whether a node's barrier keeps cars from going on: bollards and blocks, gates that are closed to them.
[[nodiscard]] bool stops_cars(const Tags& tags);
/// Of such a barrier: whether a bicycle gets past it, by its tags, else by what it is.
[[nodiscard]] bool lets_bicycles_pass(const Tags& tags);

/// Whether a value of access=* and its like lets no car in, or those alone that have business there.
[[nodiscard]] bool shuts_out_cars(std::string_view value);
[[nodiscard]] bool cars_with_business(std::string_view value);

/// What a node's highway=* and crossing=* tags put there.
[[nodiscard]] NodeControl control_from_tags(const Tags& tags);

} // namespace cityloom::gis
