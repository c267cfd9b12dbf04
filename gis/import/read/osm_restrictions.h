// SPDX-License-Identifier: GPL-3.0-or-later
// Turn restrictions of OpenStreetMap, for ordinary cars: through nodes, and through streets where that is exact.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "gis/city/city.h"
#include "gis/import/guard/notes.h"
#include "gis/import/read/tags.h"

namespace cityloom::gis {

/// What a restriction relation says.
struct OsmRestriction {
    std::int64_t relation = 0;
    std::vector<std::int64_t> from;
    std::vector<std::int64_t> to;
    std::int64_t via_node = 0;
    std::vector<std::int64_t> via_ways; ///< in the order of driving
    bool only = false;
    WeeklyHours when; ///< never: at all hours
};

/// What of a restriction's tags holds for cars.
enum class RestrictionRule : std::uint8_t {
    None,     ///< nothing: it is for others, or excepts cars
    No,       ///< the turn may not be made
    Only,     ///< no other may
    Sometimes ///< under a condition that is no hour of the week
};
struct CarRule {
    RestrictionRule rule = RestrictionRule::None;
    WeeklyHours when; ///< No and Only: the hours of the week at which it holds; never: at all
};
[[nodiscard]] CarRule rule_for_cars(const Tags& tags);

/// Ids of ways and nodes to the city's pieces of street and nodes.
struct OsmPlaces {
    std::function<Range(std::int64_t)> streets;       ///< a way's pieces in order; none: the file has no such street
    std::function<std::uint32_t(std::int64_t)> nodes; ///< kNone: no street has it
};

/// Adds the restrictions to the city. One through streets is applied at its last node where nothing else can come into
/// those streets, else at its first where they lead nowhere else; where neither holds it is not, and a row says so.
/// \return how many reach beyond the file
std::size_t resolve_restrictions(City& city, const std::vector<OsmRestriction>& rows, const OsmPlaces& places,
                                 const std::string& file, Notes& notes);

} // namespace cityloom::gis
