// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace cityloom::gis {

/// Whether traffic keeps left in a country or territory (ISO 3166-1 alpha-2).
[[nodiscard]] bool drives_on_the_left(std::string_view country) noexcept;

/// The left-driving country at a place: that of the nearest town of assets/places.csv; empty where that drives on the
/// right. Uncertain within a few kilometres of a land border, where ImportOptions::left_hand_traffic decides.
[[nodiscard]] std::string left_driving_country(double longitude_deg, double latitude_deg);

/// The country of a city whose addresses name one (empty: they do not): theirs, but for territories that drive on
/// another side, as Hong Kong with addresses in CN.
[[nodiscard]] std::string country_of(std::string_view of_addresses, double longitude_deg, double latitude_deg);

} // namespace cityloom::gis
