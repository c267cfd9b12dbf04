// SPDX-License-Identifier: GPL-3.0-or-later
// What measures that add a thing share: its number, its place, its electricity.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "gis/city/city.h"
#include "scenarios/measure/given.h"
#include "scenarios/measure/kind.h"
#include "sim/core/geometry.h"
#include "sim/power/network.h"
#include "sim/telecom/network.h"

namespace cityloom::scenarios {

/// One more than the highest number among keys as "substation/S12".
template <typename Things> std::size_t next_number(const Things& things, const std::string& prefix) {
    std::size_t highest = 0;
    for (const auto& thing : things) {
        if (thing.key.starts_with(prefix)) {
            highest = std::max<std::size_t>(highest, std::strtoull(thing.key.c_str() + prefix.size(), nullptr, 10));
        }
    }
    return highest + 1;
}

/// "x" and "y", given in the project's CRS, in metres from the city's origin.
[[nodiscard]] Point2 place_in_city(const Given& given, const gis::City& city);

/// Whether "x" and "y" are given.
[[nodiscard]] bool has_place(const Given& given);

/// The bus that a new load joins, or a new substation takes over (loads only, no substation); kNone where there is
/// none.
[[nodiscard]] std::uint32_t nearest_bus(const power::Network& net, Point2 at, bool loads_only);

/// Adds a base station or a roadside unit, which draws its electricity from the nearest bus.
void add_site(const Given& given, const gis::City& city, telecom::SiteKind kind, AppliedCity& applied);

/// Before it is added: what would feed it and how far that is, and who lives within "range_m".
[[nodiscard]] std::vector<Text> preview_site(const Given& given, const CityView& view);

} // namespace cityloom::scenarios
