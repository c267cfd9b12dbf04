// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/country_speeds.h"

#include <algorithm>
#include <array>

namespace cityloom::gis {

namespace {

constexpr std::array kSpeeds{
    CountrySpeed{"CH", 50, 80, 120},          CountrySpeed{"DE", 50, 100, 130},
    CountrySpeed{"AT", 50, 100, 130},         CountrySpeed{"FR", 50, 80, 130},
    CountrySpeed{"IT", 50, 90, 130},          CountrySpeed{"GB", 48.28, 96.56, 112.65},
    CountrySpeed{"IE", 50, 80, 120},          CountrySpeed{"NL", 50, 80, 100},
    CountrySpeed{"BE", 50, 70, 120},          CountrySpeed{"LU", 50, 90, 130},
    CountrySpeed{"ES", 50, 90, 120},          CountrySpeed{"PT", 50, 90, 120},
    CountrySpeed{"PL", 50, 90, 140},          CountrySpeed{"CZ", 50, 90, 130},
    CountrySpeed{"SK", 50, 90, 130},          CountrySpeed{"HU", 50, 90, 130},
    CountrySpeed{"RO", 50, 90, 130},          CountrySpeed{"BG", 50, 90, 140},
    CountrySpeed{"GR", 50, 90, 130},          CountrySpeed{"HR", 50, 90, 130},
    CountrySpeed{"SI", 50, 90, 130},          CountrySpeed{"RS", 50, 80, 130},
    CountrySpeed{"DK", 50, 80, 130},          CountrySpeed{"SE", 50, 70, 110},
    CountrySpeed{"NO", 50, 80, 110},          CountrySpeed{"FI", 50, 80, 120},
    CountrySpeed{"EE", 50, 90, 110},          CountrySpeed{"LV", 50, 90, 130},
    CountrySpeed{"LT", 50, 90, 130},          CountrySpeed{"UA", 50, 90, 130},
    CountrySpeed{"RU", 60, 90, 110},          CountrySpeed{"BY", 60, 90, 110},
    CountrySpeed{"TR", 50, 90, 130},          CountrySpeed{"IL", 50, 80, 110},
    CountrySpeed{"US", 48.28, 88.51, 104.61}, CountrySpeed{"CA", 50, 80, 100},
    CountrySpeed{"MX", 50, 80, 110},          CountrySpeed{"BR", 60, 60, 110},
    CountrySpeed{"AR", 40, 110, 130},         CountrySpeed{"CL", 50, 100, 120},
    CountrySpeed{"AU", 50, 100, 110},         CountrySpeed{"NZ", 50, 100, 100},
    CountrySpeed{"JP", 60, 60, 100},          CountrySpeed{"KR", 50, 60, 100},
    CountrySpeed{"CN", 50, 70, 120},          CountrySpeed{"TW", 50, 60, 110},
    CountrySpeed{"ZA", 60, 100, 120},
};

} // namespace

CountrySpeed country_speed(std::string_view country) noexcept {
    const auto* const row = std::ranges::find(kSpeeds, country, &CountrySpeed::country);
    return row == kSpeeds.end() ? CountrySpeed{} : *row;
}

bool has_country_speed(std::string_view country) noexcept {
    return std::ranges::find(kSpeeds, country, &CountrySpeed::country) != kSpeeds.end();
}

} // namespace cityloom::gis
