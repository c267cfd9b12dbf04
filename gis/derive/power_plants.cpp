// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/power_plants.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "gis/derive/power_parts.h"

namespace cityloom::gis {

namespace {

using power::BusKind;

constexpr double kHighVoltageW = 15e6; // recalled: what a medium-voltage busbar takes of one plant
constexpr double kOneSiteM = 1'000.0;
constexpr double kPartOf = 1.5; // so much larger is the plant of which another one is a part
constexpr double kShortestM = 10.0;
constexpr double kCableDetour = 1.3; // of a cable along streets over the air line (recalled)

std::uint32_t nearest_of_kind(const power::Network& net, BusKind kind, Point2 at) {
    std::uint32_t best = kNone;
    double best_m = std::numeric_limits<double>::infinity();
    for (std::uint32_t b = 0; b < net.buses.size(); ++b) {
        const double away = net.buses[b].kind == kind ? distance_m(net.buses[b].at, at) : best_m;
        if (away < best_m) {
            best_m = away;
            best = b;
        }
    }
    return best;
}

std::vector<const Asset*> whole_plants(const City& city) {
    std::vector<const Asset*> plants;
    for (const Asset& asset : city.assets) {
        const auto part = [&](const Asset& other) {
            return other.kind == AssetKind::PowerPlant && other.power_w >= kPartOf * asset.power_w &&
                   distance_m(other.at, asset.at) < kOneSiteM;
        };
        if (asset.kind == AssetKind::PowerPlant && asset.power_w > 0.0 && std::ranges::none_of(city.assets, part)) {
            plants.push_back(&asset);
        }
    }
    return plants;
}

} // namespace

void add_plants(const UtilityBase& base, power::Network& net) {
    std::uint32_t number = 0;
    for (const Asset* plant : whole_plants(base.city)) {
        const bool high = plant->power_w >= kHighVoltageW;
        const std::uint32_t to = nearest_of_kind(net, high ? BusKind::HighVoltage : BusKind::Substation, plant->at);
        if (to == kNone) {
            continue;
        }
        const auto bus = static_cast<std::uint32_t>(net.buses.size());
        const double volts = net.buses[to].nominal_v;
        const double current_a = plant->power_w / (std::numbers::sqrt3 * volts);
        const power_parts::Line line =
            high ? power_parts::high_voltage_line_for(current_a) : power_parts::cable_for(current_a);
        const double km =
            1e-3 * std::max(kShortestM, (high ? 1.0 : kCableDetour) * distance_m(plant->at, net.buses[to].at));
        net.buses.push_back({.id = plant->id,
                             .key = "plant/G" + std::to_string(++number),
                             .at = plant->at,
                             .kind = BusKind::Plant,
                             .nominal_v = volts,
                             .rating_va = plant->power_w,
                             .generation_w = plant->power_w * plant->use,
                             .source = plant->source});
        net.branches.push_back({.id = 0xB600000000000000ULL + number,
                                .key = (high ? "line/G" : "cable/G") + std::to_string(number),
                                .from = to,
                                .to = bus,
                                .length_m = 1e3 * km,
                                .r_ohm = line.r_ohm_per_km * km,
                                .x_ohm = line.x_ohm_per_km * km,
                                .rating_a = line.rating_a,
                                .shape = {static_cast<std::uint32_t>(net.points.size()), 2}});
        net.points.push_back(net.buses[to].at);
        net.points.push_back(plant->at);
    }
}

} // namespace cityloom::gis
