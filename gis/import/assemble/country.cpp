// SPDX-License-Identifier: GPL-3.0-or-later
// Reads assets/places.csv, which the build put into the program: capitals, large towns and towns on both sides of the
// borders at which the side changes, to a tenth of a degree or finer (recalled).
#include "gis/import/assemble/country.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "gis/import/assemble/embedded_places.h"
#include "sim/core/table_rows.h"

namespace cityloom::gis {

namespace {

constexpr double kRadians = 3.14159265358979323846 / 180.0;

/// A town, as a direction from the centre of the Earth.
struct Town {
    std::string country;
    std::array<double, 3> towards{};
};

std::array<double, 3> direction(double longitude_deg, double latitude_deg) {
    const double lon = longitude_deg * kRadians;
    const double lat = latitude_deg * kRadians;
    return {std::cos(lat) * std::cos(lon), std::cos(lat) * std::sin(lon), std::sin(lat)};
}

const std::vector<Town>& towns() {
    static const std::vector<Town> kTowns = [] {
        std::vector<Town> all;
        each_row(kPlacesTable, 4, [&all](const std::vector<std::string>& f) {
            all.push_back({f[0], direction(number_in(f[1]), number_in(f[2]))});
        });
        return all;
    }();
    return kTowns;
}

/// Countries and territories where traffic keeps left (recalled; Lucas 2005, "Which side of the road do they
/// drive on?").
constexpr std::array<std::string_view, 76> kLeft{
    "AG", "AI", "AU", "BB", "BD", "BM", "BN", "BS", "BT", "BW", "CC", "CK", "CX", "CY", "DM", "FJ", "FK", "GB", "GD",
    "GG", "GS", "GY", "HK", "ID", "IE", "IM", "IN", "JE", "JM", "JP", "KE", "KI", "KN", "KY", "LC", "LK", "LS", "MO",
    "MS", "MT", "MU", "MV", "MW", "MY", "MZ", "NA", "NF", "NP", "NR", "NU", "NZ", "PG", "PK", "PN", "SB", "SC", "SG",
    "SH", "SR", "SZ", "TC", "TH", "TK", "TL", "TO", "TT", "TV", "TZ", "UG", "VC", "VG", "VI", "WS", "ZA", "ZM", "ZW"};

/// Territories that drive on the other side than the country whose code their addresses may bear.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kExceptions{
    {{"HK", "CN"}, {"MO", "CN"}, {"VI", "US"}}};

} // namespace

bool drives_on_the_left(std::string_view country) noexcept {
    return std::ranges::find(kLeft, country) != kLeft.end();
}

std::string left_driving_country(double longitude_deg, double latitude_deg) {
    const auto here = direction(longitude_deg, latitude_deg);
    const auto nearness = [&here](const Town& town) {
        return here[0] * town.towards[0] + here[1] * town.towards[1] + here[2] * town.towards[2];
    };
    const auto nearest = std::ranges::max_element(towns(), {}, nearness);
    return nearest != towns().end() && drives_on_the_left(nearest->country) ? nearest->country : std::string{};
}

std::string country_of(std::string_view of_addresses, double longitude_deg, double latitude_deg) {
    std::string here = left_driving_country(longitude_deg, latitude_deg);
    const bool exception = std::ranges::any_of(
        kExceptions, [&](const auto& row) { return row.first == here && row.second == of_addresses; });
    return of_addresses.empty() || exception ? here : std::string{of_addresses};
}

} // namespace cityloom::gis
