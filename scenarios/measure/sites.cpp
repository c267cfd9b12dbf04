// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/measure/sites.h"

#include <limits>

#include "gis/derive/utilities.h"
#include "scenarios/measure/apply.h"
#include "scenarios/measure/preview.h"
#include "sim/telecom/rows.h"

namespace cityloom::scenarios {

namespace {

Text fed_by(const power::Network& net, std::uint32_t bus, Point2 at) {
    return Text{Words{"fed by ", "供电："}} + Text{net.buses[bus].key} + Text{Words{", ", "，距离 "}} +
           Text{length_text(distance_m(net.buses[bus].at, at))} + Text{Words{" away", ""}};
}

} // namespace

bool has_place(const Given& given) {
    return read_number(given.text("x")).has_value() && read_number(given.text("y")).has_value();
}

Point2 place_in_city(const Given& given, const gis::City& city) {
    return given.place_m() -
           Point2{static_cast<double>(city.place.origin_x_m), static_cast<double>(city.place.origin_y_m)};
}

std::uint32_t nearest_bus(const power::Network& net, Point2 at, bool loads_only) {
    std::uint32_t best = kNone;
    double best_m = std::numeric_limits<double>::infinity();
    for (std::uint32_t b = 0; b < net.buses.size(); ++b) {
        const power::BusKind kind = net.buses[b].kind;
        const bool medium =
            kind == power::BusKind::Substation || kind == power::BusKind::Feeder || kind == power::BusKind::Transformer;
        if (!medium || (loads_only && kind == power::BusKind::Substation)) {
            continue;
        }
        const double away = distance_m(net.buses[b].at, at);
        if (away < best_m) {
            best_m = away;
            best = b;
        }
    }
    return best;
}

void add_site(const Given& given, const gis::City& city, telecom::SiteKind kind, AppliedCity& applied) {
    engine::Networks& networks = applied.networks;
    const bool unit = kind == telecom::SiteKind::RoadsideUnit;
    const Point2 at = place_in_city(given, city);
    const std::string prefix = unit ? "rsu/R" : "basestation/B";
    const std::size_t next = next_number(networks.telecom.sites, prefix);
    telecom::Site site{.id = (unit ? 0xF100000000000000ULL : 0xF200000000000000ULL) + next,
                       .key = prefix + std::to_string(next),
                       .at = at,
                       .kind = kind};
    site.range_m = given.number("range_m");
    site.battery_s = 3600.0 * given.number("battery_h");
    site.power_w = unit ? 110.0 : 3'500.0;
    site.capacity_bps = unit ? 20e6 : telecom::kStationBps;
    site.antenna_height_m = unit ? 6.0 : 25.0;
    const auto index = static_cast<std::uint32_t>(networks.telecom.sites.size());
    networks.telecom.sites.push_back(site);
    gis::feed(networks, {&telecom::kSite, index}, at, site.power_w, site.battery_s, 2);
}

std::vector<Text> preview_site(const Given& given, const CityView& view) {
    if (!has_place(given)) {
        return {};
    }
    const Point2 at = place_in_city(given, view.city);
    std::vector<Text> lines;
    const power::Network& net = view.networks.power;
    if (const std::uint32_t bus = nearest_bus(net, at, false); bus != kNone) {
        lines.push_back(fed_by(net, bus, at));
    } else {
        lines.emplace_back(Words{"no electricity network there could feed it", "附近没有可供电的电网"});
    }
    const double range = given.number("range_m");
    double people = 0.0;
    std::size_t buildings = 0;
    for (const lifeline::Building& building : view.networks.dependencies.buildings) {
        if (distance_m(building.at, at) <= range) {
            people += static_cast<double>(building.people);
            ++buildings;
        }
    }
    lines.push_back(people_text({"within range: ", "覆盖范围内："}, people, buildings));
    return lines;
}

} // namespace cityloom::scenarios
