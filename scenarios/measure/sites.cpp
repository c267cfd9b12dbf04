// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/measure/sites.h"

#include <limits>

#include "gis/derive/utilities.h"
#include "scenarios/measure/apply.h"
#include "sim/telecom/rows.h"

namespace cityloom::scenarios {

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

} // namespace cityloom::scenarios
