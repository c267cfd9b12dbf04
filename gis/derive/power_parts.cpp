// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/power_parts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <span>

namespace cityloom::gis::power_parts {

namespace {

// NA2XS2Y 12/20 kV, single core, aluminium, in trefoil in the ground: 150 to 240 mm2 as in the standard types of
// pandapower (std_types.py, after Werth and Heuck 2013); 300, 400 and 500 mm2 recalled from makers' tables.
constexpr std::array<Line, 5> kCables{
    {{0.206, 0.116, 319}, {0.122, 0.112, 421}, {0.100, 0.108, 470}, {0.0778, 0.104, 530}, {0.0605, 0.100, 600}}};
// Aluminium and steel, 110 kV (standard types of pandapower, after Heuck 2013).
constexpr std::array<Line, 3> kOverhead{{{0.1571, 0.40, 535}, {0.1188, 0.39, 645}, {0.0949, 0.38, 740}}};

/// Ratings of transformers and what goes with them.
struct Size {
    double rating_va;
    double r_pu;
    double z_pu;
    double no_load_w;
};
// 10/0.4 kV: 250 to 630 kVA from pandapower's standard types (Trafo Union); 1,000 kVA recalled.
constexpr std::array<Size, 4> kStations{{{250e3, 0.012, 0.04, 600},
                                         {400e3, 0.01325, 0.04, 950},
                                         {630e3, 0.010794, 0.04, 1180},
                                         {1000e3, 0.0105, 0.06, 1700}}};
// 110/10 and 110/20 kV: 25, 40 and 63 MVA from pandapower's standard types; 31.5 MVA lies between (ratings of the R10
// series, recalled from IEC 60076).
constexpr std::array<Size, 4> kSubstations{{{25e6, 0.0041, 0.12, 14e3},
                                            {31.5e6, 0.0037, 0.14, 16e3},
                                            {40e6, 0.0034, 0.162, 18e3},
                                            {63e6, 0.0032, 0.18, 22e3}}};
constexpr double kStationUse = 0.70; // of the rating at the peak: room for growth (recalled: planners keep 60 to 80 %)

Line line_for(std::span<const Line> lines, double current_a) {
    const auto enough = std::ranges::find_if(lines, [&](const Line& line) { return line.rating_a >= current_a; });
    if (enough != lines.end()) {
        return *enough;
    }
    const Line& largest = lines.back();
    const double together = std::ceil(current_a / largest.rating_a);
    return {largest.r_ohm_per_km / together, largest.x_ohm_per_km / together, together * largest.rating_a};
}

Transformers transformers_of(const Size& size, std::uint32_t units) {
    return {.units = units,
            .rating_va = size.rating_va,
            .r_pu = size.r_pu,
            .x_pu = std::sqrt(size.z_pu * size.z_pu - size.r_pu * size.r_pu),
            .no_load_w = size.no_load_w};
}

/// The smallest of a series of which so many come to that much.
Transformers smallest(std::span<const Size> sizes, std::uint32_t units, double each_va) {
    const auto enough = std::ranges::find_if(sizes, [&](const Size& size) { return size.rating_va >= each_va; });
    return transformers_of(enough != sizes.end() ? *enough : sizes.back(), units);
}

} // namespace

Line cable_for(double current_a) {
    return line_for(kCables, current_a);
}

Line high_voltage_line_for(double current_a) {
    return line_for(kOverhead, current_a);
}

Transformers station_for(double peak_w) {
    const double needed_va = peak_w / kPowerFactor / kStationUse;
    const double units = std::max(1.0, std::ceil(needed_va / kStations.back().rating_va));
    return smallest(kStations, static_cast<std::uint32_t>(units), needed_va / units);
}

Transformers substation_for(double peak_w) {
    const double needed_va = peak_w / kPowerFactor;
    const double others = std::max(1.0, std::ceil(needed_va / kSubstations.back().rating_va));
    return smallest(kSubstations, static_cast<std::uint32_t>(others) + 1, needed_va / others);
}

} // namespace cityloom::gis::power_parts
