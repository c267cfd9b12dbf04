// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "sim/corridor/words.h"

namespace cityloom::render {

/// A part of the picture that a person can switch.
struct PicturePart {
    std::string_view id; ///< "terrain", or a domain's
    engine::Words words;
    bool shown = true; ///< to begin with
};

namespace part {
inline constexpr std::string_view kTerrain = "terrain";
inline constexpr std::string_view kBuildings = "buildings";
inline constexpr std::string_view kStreets = "streets";
inline constexpr std::string_view kTrees = "trees";
inline constexpr std::string_view kVehicles = "vehicles";
inline constexpr std::string_view kSignals = "signals";
inline constexpr std::string_view kLabels = "labels";
inline constexpr std::string_view kClosures = "closures"; ///< blocked lanes, work zones and closed streets
inline constexpr std::string_view kPeople = "people";     ///< on foot, at signals
} // namespace part

/// Those that every city has, then one for each domain that is drawn.
[[nodiscard]] std::span<const PicturePart> picture_parts();
/// Its place in the list; the list's size where there is none.
[[nodiscard]] std::size_t part_index(std::string_view id);

} // namespace cityloom::render
