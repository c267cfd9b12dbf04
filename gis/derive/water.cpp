// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "gis/derive/utilities.h"
#include "gis/derive/water_zones.h"
#include "sim/water/rows.h"

namespace cityloom::gis {

namespace {

using water::Link;
using water::LinkKind;
using water::NodeKind;

constexpr double kPersonM3ps =
    0.150 / 86'400.0; // 150 litres a day (EurEau 2021: 124 in Europe; Switzerland about 140 at home)
constexpr double kJobM3ps = 0.040 / 86'400.0;
constexpr double kZoneM = 55.0;   // a pressure zone spans so much height: 35 to 90 m of water at the taps
constexpr double kPeakHour = 1.6; // of the mean, as the day profile's
constexpr double kDesignMps = 0.8;
constexpr double kPeoplePerSource = 60'000.0;
constexpr double kTankHeadM = 35.0; // water level above the highest street
constexpr double kStorageHours = 8.0;
constexpr double kPumpFactor = 1.3;  // pumps give this much of the mean day
constexpr double kMainsLossM = 12.0; // what the mains lose on the way
constexpr double kDepthM = 1.2;      // cover over a main
constexpr std::array<double, 12> kDiametersM{0.1, 0.125, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.2};

double diameter_for(double flow_m3ps) {
    const double wanted = std::sqrt(4.0 * flow_m3ps / (std::numbers::pi * kDesignMps));
    for (const double d : kDiametersM) {
        if (d >= wanted) {
            return d;
        }
    }
    return kDiametersM.back();
}

std::vector<std::pair<Point2, bool>> mapped_places(const City& city, std::initializer_list<AssetKind> kinds) {
    std::vector<std::pair<Point2, bool>> places;
    for (const Asset& asset : city.assets) {
        if (std::find(kinds.begin(), kinds.end(), asset.kind) != kinds.end()) {
            places.emplace_back(asset.at, true);
        }
    }
    return places;
}

} // namespace

namespace {

/// Builds the network zone by zone.
class WaterBuilder {
public:
    explicit WaterBuilder(const UtilityBase& base) : base_{base}, junctions_{base.roads.junctions} {}

    water::Network build() {
        find_members();
        place_sources();
        zones_ = make_pressure_zones(base_.streets, ground_, member_, source_at_, kZoneM);
        for (std::uint32_t z = 0; z < zones_.zones.size();
             ++z) { // a zone that nothing feeds gets a source at its lowest street
            const bool fed =
                zones_.zones[z].parent != kNone || std::any_of(source_at_.begin(), source_at_.end(),
                                                               [&](std::uint32_t j) { return zones_.zone_of[j] == z; });
            if (!fed) {
                source_at_.push_back(zones_.zones[z].lowest);
                sources_.emplace_back(junctions_[zones_.zones[z].lowest].at, false);
            }
        }
        make_nodes();
        place_tanks();
        size_and_lay_mains();
        make_tanks();
        make_sources();
        make_boosters();
        return std::move(net_);
    }

private:
    void find_members() {
        // The largest part joined by streets; the rest is too small for a network, and its buildings say so.
        std::vector<std::uint32_t> part(junctions_.size(), kNone);
        std::vector<std::size_t> size;
        for (std::uint32_t j = 0; j < junctions_.size(); ++j) {
            if (part[j] == kNone) {
                const StreetForest reach = grow_forest(base_.streets, {j});
                for (const std::uint32_t member : reach.order) {
                    part[member] = static_cast<std::uint32_t>(size.size());
                }
                size.push_back(reach.order.size());
            }
        }
        const auto main_part = static_cast<std::uint32_t>(std::max_element(size.begin(), size.end()) - size.begin());
        for (std::uint32_t j = 0; j < junctions_.size(); ++j) {
            ground_.push_back(base_.city.terrain.ground_m(junctions_[j].at));
            member_.push_back(part[j] == main_part);
            demand_.push_back(kPersonM3ps * base_.loads.people[j] + kJobM3ps * base_.loads.jobs[j]);
            total_people_ += member_[j] ? base_.loads.people[j] + base_.loads.jobs[j] : 0.0;
        }
    }

    [[nodiscard]] std::uint32_t nearest(Point2 at, std::uint32_t zone) const {
        std::uint32_t best = kNone;
        for (std::uint32_t j = 0; j < junctions_.size(); ++j) {
            if (member_[j] && (zone == kNone || zones_.zone_of[j] == zone) &&
                (best == kNone || distance_m(junctions_[j].at, at) < distance_m(junctions_[best].at, at))) {
                best = j;
            }
        }
        return best;
    }

    void place_sources() {
        const auto wanted = static_cast<std::size_t>(std::clamp(std::ceil(total_people_ / kPeoplePerSource), 1.0, 6.0));
        sources_ = mapped_places(base_.city, {AssetKind::WaterWorks, AssetKind::WaterWell, AssetKind::PumpingStation});
        sources_.resize(std::min(sources_.size(), wanted));
        double low = 1e9;
        for (std::size_t j = 0; j < ground_.size(); ++j) {
            low = member_[j] ? std::min(low, ground_[j]) : low;
        }
        while (sources_.size() < wanted) { // far from the others, low
            std::uint32_t best = kNone;
            double best_score = -1e18;
            for (std::uint32_t j = 0; j < junctions_.size(); ++j) {
                double away = sources_.empty() ? 0.0 : 1e9;
                for (const auto& source : sources_) {
                    away = std::min(away, distance_m(junctions_[j].at, source.first));
                }
                const double score = away - 20.0 * (ground_[j] - low);
                if (member_[j] && score > best_score) {
                    best_score = score;
                    best = j;
                }
            }
            sources_.emplace_back(junctions_[best].at, false);
        }
        for (const auto& source : sources_) {
            source_at_.push_back(nearest(source.first, kNone));
        }
    }

    void make_nodes() {
        node_of_.assign(junctions_.size(), kNone);
        for (std::uint32_t j = 0; j < junctions_.size(); ++j) {
            if (!member_[j]) {
                continue;
            }
            node_of_[j] = static_cast<std::uint32_t>(net_.nodes.size());
            net_.nodes.push_back({.id = junctions_[j].id,
                                  .key = "node/" + std::to_string(junctions_[j].id),
                                  .at = junctions_[j].at,
                                  .elevation_m = ground_[j] - kDepthM,
                                  .demand_m3ps = demand_[j],
                                  .customers = base_.loads.customers[j]});
        }
    }

    void place_tanks() {
        // Mapped towers and reservoirs serve the zone they stand in; a zone without one gets a tank on its highest
        // street.
        zone_tanks_.resize(zones_.zones.size());
        for (const auto& place : mapped_places(base_.city, {AssetKind::WaterTower, AssetKind::Reservoir})) {
            const std::uint32_t zone = zones_.zone_of[nearest(place.first, kNone)];
            if (zone_tanks_[zone].size() < 2) {
                zone_tanks_[zone].push_back({place.first, nearest(place.first, zone), true, kNone});
            }
        }
        for (std::uint32_t z = 0; z < zones_.zones.size(); ++z) {
            if (zone_tanks_[z].empty()) {
                const std::uint32_t top = zones_.zones[z].highest;
                zone_tanks_[z].push_back({junctions_[top].at, top, false, kNone});
            }
        }
        // What each zone takes, with all that hangs on it.
        taken_.assign(zones_.zones.size(), 0.0);
        extra_.assign(junctions_.size(), 0.0);
        for (std::uint32_t j = 0; j < junctions_.size(); ++j) {
            if (member_[j]) {
                taken_[zones_.zone_of[j]] += demand_[j];
            }
        }
        for (std::size_t z = zones_.zones.size(); z-- > 0;) {
            const PressureZones::Zone& zone = zones_.zones[z];
            if (zone.parent != kNone) {
                taken_[zone.parent] += taken_[z];
                extra_[zone.from] += kPumpFactor * taken_[z];
            }
        }
    }

    void size_and_lay_mains() {
        StreetGraph within = base_.streets; // streets inside one zone only
        for (std::uint32_t j = 0; j < within.at.size(); ++j) {
            std::erase_if(within.at[j], [&](std::uint32_t link) {
                return zones_.zone_of[within.links[link].a] != zones_.zone_of[within.links[link].b];
            });
        }
        std::vector<double> link_flow(within.links.size(), 0.0);
        const auto load_from = [&](const std::vector<std::uint32_t>& roots) {
            const StreetForest forest = grow_forest(within, roots);
            std::vector<double> flow(junctions_.size(), 0.0);
            for (std::size_t k = forest.order.size(); k-- > 0;) {
                const std::uint32_t j = forest.order[k];
                flow[j] += kPeakHour * demand_[j] + extra_[j];
                if (forest.parent_link[j] != kNone) {
                    link_flow[forest.parent_link[j]] = std::max(link_flow[forest.parent_link[j]], flow[j]);
                    flow[within.other(forest.parent_link[j], j)] += flow[j];
                }
            }
        };
        std::vector<std::uint32_t> feeds = source_at_;
        std::vector<std::uint32_t> stores;
        for (const PressureZones::Zone& zone : zones_.zones) {
            if (zone.parent != kNone) {
                feeds.push_back(zone.to);
            }
        }
        for (const auto& tanks : zone_tanks_) {
            for (const TankPlace& tank : tanks) {
                stores.push_back(tank.junction);
            }
        }
        load_from(feeds);
        load_from(stores); // the city can live on its tanks alone for a while
        std::uint32_t mains = 0;
        for (std::uint32_t k = 0; k < within.links.size(); ++k) {
            const StreetGraph::Link& street = within.links[k];
            if (!member_[street.a] || zones_.zone_of[street.a] != zones_.zone_of[street.b]) {
                continue;
            }
            Link pipe{.id = street.street_id,
                      .key = "main/M" + std::to_string(++mains),
                      .from = node_of_[street.a],
                      .to = node_of_[street.b],
                      .length_m = street.length_m,
                      .diameter_m = diameter_for(link_flow[k])};
            pipe.shape = {static_cast<std::uint32_t>(net_.points.size()), street.shape.count};
            for (std::uint32_t p = 0; p < street.shape.count; ++p) {
                net_.points.push_back(
                    base_.roads.points[street.a_first ? street.shape.begin + p : street.shape.end() - 1 - p]);
            }
            net_.links.push_back(pipe);
        }
    }

    [[nodiscard]] double tank_head(std::uint32_t zone) const { return zones_.zones[zone].high_m + kTankHeadM; }

    Range straight(Point2 a, Point2 b) {
        net_.points.push_back(a);
        net_.points.push_back(b);
        return {static_cast<std::uint32_t>(net_.points.size() - 2), 2};
    }

    void make_tanks() {
        constexpr double kDeepM = 6.0;
        std::size_t number = 0;
        for (std::uint32_t z = 0; z < zones_.zones.size(); ++z) {
            const double flow = taken_[z] / static_cast<double>(zone_tanks_[z].size());
            for (TankPlace& place : zone_tanks_[z]) {
                ++number;
                place.node = static_cast<std::uint32_t>(net_.nodes.size());
                net_.nodes.push_back({.id = 0xC000000000000000ULL + number,
                                      .key = "tank/T" + std::to_string(number),
                                      .at = place.at,
                                      .kind = NodeKind::Tank,
                                      .elevation_m = tank_head(z) - kDeepM,
                                      .tank_area_m2 = std::max(20.0, kStorageHours * 3600.0 * flow / kDeepM),
                                      .tank_min_level_m = 0.0,
                                      .tank_max_level_m = kDeepM,
                                      .tank_start_level_m = 0.8 * kDeepM,
                                      .source = place.mapped ? Provenance::Measured : Provenance::Default});
                Link riser{.id = 0xD000000000000000ULL + number,
                           .key = "riser/R" + std::to_string(number),
                           .from = place.node,
                           .to = node_of_[place.junction],
                           .length_m = 40.0 + distance_m(place.at, junctions_[place.junction].at),
                           .diameter_m = diameter_for(kPeakHour * flow)};
                riser.shape = straight(place.at, junctions_[place.junction].at);
                net_.links.push_back(riser);
            }
        }
    }

    /// Two pumps side by side; one would do on a mean day. EPANET's one-point curve: shut-off at 4/3 of the design
    /// head.
    void add_pumps(std::uint32_t from, std::uint32_t to, double mean_m3ps, double lift, std::uint32_t tank,
                   Range shape) {
        const double duty = std::max(0.002, kPumpFactor * mean_m3ps / 2.0);
        for (int k = 0; k < 2; ++k) {
            ++pumps_;
            Link pump{.id = 0xB000000000000000ULL + pumps_,
                      .key = "pump/P" + std::to_string(pumps_),
                      .from = from,
                      .to = to,
                      .kind = LinkKind::Pump,
                      .length_m = 5.0,
                      .diameter_m = diameter_for(duty)};
            pump.pump_head0_m = 4.0 / 3.0 * lift;
            pump.pump_r_s2pm5 = lift / 3.0 / (duty * duty);
            pump.control_tank = tank;
            pump.shape = shape;
            net_.links.push_back(pump);
        }
    }

    void make_sources() {
        std::vector<std::size_t> in_zone(zones_.zones.size(), 0);
        for (const std::uint32_t j : source_at_) {
            ++in_zone[zones_.zone_of[j]];
        }
        for (std::size_t k = 0; k < sources_.size(); ++k) {
            const std::uint32_t at = source_at_[k];
            const std::uint32_t zone = zones_.zone_of[at];
            const auto reservoir = static_cast<std::uint32_t>(net_.nodes.size());
            net_.nodes.push_back({.id = 0xA000000000000000ULL + k,
                                  .key = "source/W" + std::to_string(k + 1),
                                  .at = sources_[k].first,
                                  .kind = NodeKind::Reservoir,
                                  .elevation_m = ground_[at],
                                  .source = sources_[k].second ? Provenance::Measured : Provenance::Default});
            add_pumps(reservoir, node_of_[at], taken_[zone] / static_cast<double>(in_zone[zone]),
                      tank_head(zone) - ground_[at] + kMainsLossM, zone_tanks_[zone][0].node,
                      straight(sources_[k].first, junctions_[at].at));
        }
    }

    void make_boosters() {
        for (std::uint32_t z = 0; z < zones_.zones.size(); ++z) {
            const PressureZones::Zone& zone = zones_.zones[z];
            if (zone.parent != kNone) {
                const double lift = std::max(15.0, tank_head(z) - tank_head(zone.parent) + kMainsLossM);
                add_pumps(node_of_[zone.from], node_of_[zone.to], taken_[z], lift, zone_tanks_[z][0].node,
                          straight(junctions_[zone.from].at, junctions_[zone.to].at));
            }
        }
    }

    struct TankPlace {
        Point2 at;
        std::uint32_t junction = kNone;
        bool mapped = false;
        std::uint32_t node = kNone;
    };

    const UtilityBase& base_;
    const std::vector<traffic::Junction>& junctions_;
    water::Network net_;
    std::vector<double> ground_;
    std::vector<bool> member_;
    std::vector<double> demand_;
    std::vector<double> extra_; ///< drawn by boosters
    std::vector<double> taken_; ///< per zone, with those above it
    double total_people_ = 0.0;
    std::vector<std::pair<Point2, bool>> sources_; ///< place, mapped
    std::vector<std::uint32_t> source_at_;
    PressureZones zones_;
    std::vector<std::vector<TankPlace>> zone_tanks_;
    std::vector<std::uint32_t> node_of_;
    std::size_t pumps_ = 0;
};

} // namespace

water::Network derive_water(const UtilityBase& base) {
    if (base.roads.junctions.empty() || base.streets.links.empty()) {
        return {};
    }
    return WaterBuilder{base}.build();
}

const Derivation kWaterDerivation{
    .id = "water",
    .derive = [](const UtilityBase& base, engine::Networks& networks) { networks.water = derive_water(base); },
    .connect =
        [](const UtilityBase& /*base*/, engine::Networks& networks) {
            for (std::uint32_t l = 0; l < networks.water.links.size(); ++l) {
                const water::Link& link = networks.water.links[l];
                if (link.kind == water::LinkKind::Pump) {
                    feed(networks, {&water::kLink, l}, networks.water.nodes[link.from].at, 0.0, 0.0, 2);
                }
            }
        }};

} // namespace cityloom::gis
