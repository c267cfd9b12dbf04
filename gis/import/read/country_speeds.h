// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace cityloom::gis {

/// Limits of a country for cars where no sign says another, km/h.
struct CountrySpeed {
    std::string_view country; ///< ISO 3166-1 alpha-2
    double urban_kmh = 50.0;
    double rural_kmh = 80.0;
    double motorway_kmh = 120.0;
};

/// The country's, or the commonest limits where it is not in the table. Recalled after the OpenStreetMap wiki's
/// "Default speed limits"; where a country's law differs by state or by carriageway, the single carriageway's
/// commonest.
[[nodiscard]] CountrySpeed country_speed(std::string_view country) noexcept;

/// Whether the table has the country.
[[nodiscard]] bool has_country_speed(std::string_view country) noexcept;

} // namespace cityloom::gis
