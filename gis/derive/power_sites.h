// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "gis/derive/utilities.h"

namespace cityloom::gis {

/// Coincident evening peak of whoever lives and works at a junction, W.
[[nodiscard]] double peak_load_w(const Loads& loads, std::uint32_t junction);

struct SubstationSites {
    std::vector<std::uint32_t> junctions;
    std::vector<Provenance> source;
};
/// Mapped substations of high voltage, the highest first, then where the load is: one to about 40,000 people and jobs,
/// two at the least.
[[nodiscard]] SubstationSites place_substations(const UtilityBase& base);

/// Junctions for the stations of medium to low voltage, each in the middle of the load that it gathers.
/// \param forest the streets' shortest ways from the substations
[[nodiscard]] std::vector<std::uint32_t> place_stations(const UtilityBase& base, const StreetForest& forest);

/// For each junction the nearest of some places along the streets; of those that no street joins, as the crow flies.
/// An index into \p places; kNone where there are none.
[[nodiscard]] std::vector<std::uint32_t> nearest_of(const UtilityBase& base, const std::vector<std::uint32_t>& places);

} // namespace cityloom::gis
