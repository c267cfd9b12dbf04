// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace cityloom::gis {

/// Whether traffic keeps left in a country (ISO 3166-1 alpha-2).
[[nodiscard]] bool drives_on_the_left(std::string_view country) noexcept;

/// The left-driving country at a place, by bounding boxes drawn to keep right-driving neighbours' cities out; empty
/// elsewhere. Coarse near land borders, where ImportOptions::left_hand_traffic decides.
[[nodiscard]] std::string left_driving_country(double longitude_deg, double latitude_deg);

} // namespace cityloom::gis
