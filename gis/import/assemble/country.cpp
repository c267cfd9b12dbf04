// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/assemble/country.h"

#include <algorithm>
#include <array>

namespace cityloom::gis {

namespace {

struct Box {
    std::string_view country;
    double west, south, east, north;
};
// Boxes drawn by hand from the countries' extents. A country may have several; the first hit wins.
constexpr std::array kBoxes{
    Box{"IE", -10.7, 51.3, -6.0, 55.5},     Box{"GB", -8.7, 54.0, 2.0, 61.0},
    Box{"GB", -6.5, 50.7, 1.0, 54.0},       Box{"GB", -6.5, 49.8, -3.4, 50.7},
    Box{"GB", 1.0, 51.05, 1.9, 54.0},       Box{"MT", 14.1, 35.7, 14.6, 36.1},
    Box{"CY", 32.2, 34.5, 34.7, 35.8},      Box{"JP", 129.5, 30.9, 146.0, 45.6},
    Box{"JP", 122.9, 24.0, 131.4, 30.9},    Box{"AU", 112.8, -44.0, 154.0, -10.6},
    Box{"NZ", 166.0, -47.5, 179.0, -34.0},  Box{"HK", 113.82, 22.14, 114.45, 22.56},
    Box{"MO", 113.52, 22.1, 113.6, 22.217}, Box{"SG", 103.6, 1.15, 104.1, 1.48},
    Box{"MY", 99.6, 1.2, 104.4, 6.5},       Box{"MY", 109.5, 0.8, 119.3, 7.4},
    Box{"ID", 95.0, -11.1, 124.0, 0.8},     Box{"ID", 95.0, 0.8, 99.6, 6.0},
    Box{"ID", 124.0, -9.0, 141.0, 2.0},     Box{"TH", 97.5, 5.6, 102.0, 20.4},
    Box{"TH", 102.0, 14.3, 104.7, 17.5},    Box{"LK", 79.5, 5.9, 82.0, 9.9},
    Box{"IN", 68.2, 8.0, 88.0, 26.4},       Box{"IN", 73.9, 26.4, 80.1, 33.0},
    Box{"IN", 91.0, 22.9, 94.0, 27.5},      Box{"BD", 88.0, 21.0, 92.4, 26.4},
    Box{"NP", 80.1, 26.4, 88.2, 30.4},      Box{"PK", 61.0, 24.0, 73.9, 36.0},
    Box{"ZA", 16.5, -34.9, 32.0, -25.0},    Box{"ZA", 26.0, -26.0, 31.5, -22.4},
    Box{"NA", 11.8, -28.0, 20.9, -17.5},    Box{"BW", 20.9, -25.0, 27.0, -18.2},
    Box{"ZW", 27.0, -22.4, 32.8, -16.0},    Box{"ZM", 23.5, -17.8, 33.0, -12.3},
    Box{"MZ", 32.8, -26.9, 40.9, -11.5},    Box{"TZ", 30.8, -11.5, 40.4, -3.0},
    Box{"KE", 34.1, -3.0, 41.8, 4.5},       Box{"UG", 29.8, -1.0, 34.1, 3.6},
    Box{"MU", 57.2, -20.6, 57.9, -19.9},    Box{"JM", -78.5, 17.6, -76.1, 18.6},
    Box{"TT", -61.95, 10.0, -60.4, 11.4},   Box{"FJ", 176.8, -19.3, 180.0, -15.9},
};

constexpr std::array<std::string_view, 40> kLeft{
    "GB", "IE", "MT", "CY", "JP", "AU", "NZ", "HK", "MO", "SG", "MY", "ID", "TH", "LK",
    "IN", "BD", "NP", "PK", "BT", "BN", "ZA", "NA", "BW", "ZW", "ZM", "MZ", "TZ", "KE",
    "UG", "MU", "JM", "TT", "FJ", "LS", "SZ", "MW", "BB", "GY", "PG", "TL",
};

} // namespace

bool drives_on_the_left(std::string_view country) noexcept {
    return std::ranges::find(kLeft, country) != kLeft.end();
}

std::string left_driving_country(double longitude_deg, double latitude_deg) {
    for (const Box& box : kBoxes) {
        if (longitude_deg >= box.west && longitude_deg <= box.east && latitude_deg >= box.south &&
            latitude_deg <= box.north) {
            return std::string{box.country};
        }
    }
    return {};
}

} // namespace cityloom::gis
