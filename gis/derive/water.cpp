// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "gis/derive/utilities.h"
#include "gis/derive/water_sites.h"
#include "gis/derive/water_sizing.h"
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
/// Of what is supplied: the world's mean is about 30 %, good European utilities lose 5 to 15 (assets/plausible.csv).
constexpr double kLost = 0.15;
constexpr double kLeakExponent = 1.15;          // see water::LeakLaw
constexpr double kSupply = 1.0 / (1.0 - kLost); // of what is delivered
constexpr double kZoneM = 42.0;                 // a pressure zone spans so much height
constexpr double kPeakHour = 1.6;               // of the mean, as the day profile's
constexpr double kDesignMps = 1.2;
constexpr double kPeoplePerSource = 60'000.0;
constexpr double kTankFloorM = 24.0; // above the highest customer's street, for 20 m at the tap at the peak
constexpr double kEvenM = 8.0;       // more where a zone is even: nobody in it gets too much then
constexpr double kEvenSpanM = 20.0;  // of height, at which there is no more of that
constexpr double kDeepM = 5.0;       // recalled: ground-level service reservoirs have 4 to 6 m of water
/// A mean day (Ten-States Standards: the storage is at least the average daily consumption, as Fair, Geyer and Okun's
/// Water and Wastewater Engineering, section 8.4, has it).
constexpr double kStorageS = 24.0 * 3600.0;
constexpr double kTankM3 = 8'000.0;    // a zone has a tank for each of these, three at most
constexpr double kLeastTankM3 = 300.0; // of less a booster that holds its pressure makes do
constexpr double kStartShare = 0.85;   // between the levels at which pumps start and stop (see PumpControl)
constexpr double kPumpFactor = 1.3;    // pumps give this much of the mean day
constexpr double kMainsLossM = 8.0;    // what the mains lose on the way
constexpr double kReducedM = 31.0;     // behind a reducer, above the highest street
constexpr double kDepthM = 1.2;        // cover over a main

/// Builds the network zone by zone.
class WaterBuilder {
public:
    explicit WaterBuilder(const UtilityBase& base) : base_{base}, junctions_{base.roads.junctions} {}

    water::Network build() {
        find_members();
        zones_ = make_pressure_zones(base_.streets, ground_, member_, demand_, kZoneM);
        place_sources();
        hang_zones(zones_, base_.streets, at_, source_at_);
        sum_demands();
        leave_out_empty_zones();
        make_nodes();
        place_tanks();
        lay_mains();
        make_tanks();
        make_sources();
        make_steps();
        net_.leak_exponent = kLeakExponent;
        size_mains(net_, kLost);
        set_leaks(net_, kLost);
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
            at_.push_back(junctions_[j].at);
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
                (best == kNone || distance_m(at_[j], at) < distance_m(at_[best], at))) {
                best = j;
            }
        }
        return best;
    }

    /// Works feed a zone that is worth it, where one is not much farther than the nearest street.
    [[nodiscard]] std::uint32_t feeds_at(Point2 at) const {
        constexpr double kFartherM = 500.0;
        constexpr double kWorth = 0.15; // of all demand
        const std::uint32_t first = nearest(at, kNone);
        std::uint32_t best = first;
        double best_m = distance_m(at_[first], at) + kFartherM;
        double all = 0.0;
        std::vector<double> taken(zones_.zones.size(), 0.0);
        for (std::uint32_t j = 0; j < junctions_.size(); ++j) {
            if (member_[j]) {
                taken[zones_.zone_of[j]] += demand_[j];
                all += demand_[j];
            }
        }
        for (std::uint32_t j = 0; j < junctions_.size(); ++j) {
            if (member_[j] && taken[zones_.zone_of[j]] >= kWorth * all && distance_m(at_[j], at) < best_m) {
                best = j;
                best_m = distance_m(at_[j], at);
            }
        }
        return best;
    }

    void place_sources() {
        // Two where more people than a small town's would be without by one failure.
        const double least = total_people_ > 20'000.0 ? 2.0 : 1.0;
        const auto wanted =
            static_cast<std::size_t>(std::clamp(std::ceil(total_people_ / kPeoplePerSource), least, 6.0));
        std::vector<double> people;
        for (std::size_t j = 0; j < junctions_.size(); ++j) {
            people.push_back(base_.loads.people[j] + base_.loads.jobs[j]);
        }
        sources_ = find_water_sites({base_.city, at_, ground_, people, member_}, wanted);
        for (const WaterSite& source : sources_) {
            source_at_.push_back(feeds_at(source.at));
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
                                  .at = at_[j],
                                  .elevation_m = ground_[j] - kDepthM,
                                  .demand_m3ps = demand_[j],
                                  .customers = base_.loads.customers[j]});
        }
    }

    /// What each zone takes: with all that hangs on it, and with what lives on its tanks.
    void sum_demands() {
        taken_.assign(zones_.zones.size(), 0.0);
        extra_.assign(junctions_.size(), 0.0);
        for (std::uint32_t j = 0; j < junctions_.size(); ++j) {
            if (member_[j]) {
                taken_[zones_.zone_of[j]] += demand_[j];
            }
        }
        stored_for_ = taken_;
        for (std::size_t k = zones_.order.size(); k-- > 0;) {
            const std::uint32_t z = zones_.order[k];
            const PressureZones::Zone& zone = zones_.zones[z];
            if (zone.parent != kNone) {
                taken_[zone.parent] += taken_[z];
                extra_[zone.from] += (zone.reduced ? kPeakHour : kPumpFactor) * taken_[z];
                const bool without = zone.reduced || kStorageS * stored_for_[z] < kLeastTankM3;
                stored_for_[zone.parent] += without ? stored_for_[z] : 0.0;
            }
        }
    }

    /// Streets above or below where nobody lives need no station of their own.
    void leave_out_empty_zones() {
        for (std::uint32_t j = 0; j < junctions_.size(); ++j) {
            member_[j] = member_[j] && is_built(zones_.zone_of[j]);
        }
    }
    [[nodiscard]] bool is_built(std::uint32_t zone) const {
        return taken_[zone] > 0.0 || zones_.zones[zone].parent == kNone;
    }

    void place_tanks() {
        // Mapped towers and reservoirs serve the zone they stand in, where it has a level of its own; further tanks
        // stand on its highest streets, apart from each other.
        zone_tanks_.resize(zones_.zones.size());
        for (const AssetKind kind : {AssetKind::Reservoir, AssetKind::WaterTower}) {
            for (const Asset& asset : base_.city.assets) {
                const std::uint32_t zone = asset.kind == kind ? zones_.zone_of[nearest(asset.at, kNone)] : kNone;
                if (zone != kNone && !zones_.zones[zone].reduced && zone_tanks_[zone].size() < 3) {
                    zone_tanks_[zone].push_back({asset.at, nearest(asset.at, zone), water::Site::Mapped});
                }
            }
        }
        for (std::uint32_t z = 0; z < zones_.zones.size(); ++z) {
            const auto wanted =
                static_cast<std::size_t>(std::clamp(std::ceil(kStorageS * stored_for_[z] / kTankM3), 1.0, 3.0));
            while (stores(z) && zone_tanks_[z].size() < wanted) {
                const std::uint32_t top = tank_place(z);
                zone_tanks_[z].push_back({at_[top], top, water::Site::Height});
            }
        }
    }

    /// A zone that is worth a tank, or has to have one.
    [[nodiscard]] bool stores(std::uint32_t zone) const {
        return zones_.zones[zone].parent == kNone ||
               (is_built(zone) && !zones_.zones[zone].reduced && kStorageS * stored_for_[zone] >= kLeastTankM3);
    }

    [[nodiscard]] std::uint32_t tank_place(std::uint32_t zone) const {
        constexpr double kApartM = 1'500.0;
        constexpr double kHigherM = 0.02; // of height is worth a metre of distance
        std::uint32_t best = zones_.zones[zone].highest;
        double best_score = -1e18;
        for (std::uint32_t j = 0; j < junctions_.size() && !zone_tanks_[zone].empty(); ++j) {
            if (!member_[j] || zones_.zone_of[j] != zone) {
                continue;
            }
            double away = kApartM;
            for (const TankPlace& tank : zone_tanks_[zone]) {
                away = std::min(away, distance_m(at_[j], tank.at));
            }
            const double score = ground_[j] + kHigherM * away;
            if (score > best_score) {
                best_score = score;
                best = j;
            }
        }
        return best;
    }

    /// The flow that each stretch of street carries when the city lives on its sources, or on its tanks.
    [[nodiscard]] std::vector<double> flows_of(const StreetGraph& within) const {
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
        for (std::uint32_t z = 0; z < zones_.zones.size(); ++z) {
            const PressureZones::Zone& zone = zones_.zones[z];
            if (zone.parent != kNone) {
                feeds.push_back(zone.to);
            }
            if (zone_tanks_[z].empty()) {
                stores.push_back(zone.to);
            }
            for (const TankPlace& tank : zone_tanks_[z]) {
                stores.push_back(tank.junction);
            }
        }
        load_from(feeds);
        load_from(stores);
        return link_flow;
    }

    void lay_mains() {
        StreetGraph within = base_.streets; // streets inside one zone only
        for (std::uint32_t j = 0; j < within.at.size(); ++j) {
            std::erase_if(within.at[j], [&](std::uint32_t link) {
                return zones_.zone_of[within.links[link].a] != zones_.zone_of[within.links[link].b];
            });
        }
        const std::vector<double> link_flow = flows_of(within);
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
                      .diameter_m = main_diameter_m(kSupply * link_flow[k], kDesignMps)};
            pipe.shape = {static_cast<std::uint32_t>(net_.points.size()), street.shape.count};
            for (std::uint32_t p = 0; p < street.shape.count; ++p) {
                net_.points.push_back(
                    base_.roads.points[street.a_first ? street.shape.begin + p : street.shape.end() - 1 - p]);
            }
            net_.links.push_back(pipe);
        }
    }

    /// The level that a zone hangs on: of its tanks in the middle of their days, or behind its reducer.
    [[nodiscard]] double level_m(std::uint32_t zone) const {
        return zone_tanks_[zone].empty() ? zones_.zones[zone].top_m + kReducedM : floor_m(zone) + kStartShare * kDeepM;
    }

    [[nodiscard]] double floor_m(std::uint32_t zone) const {
        const PressureZones::Zone& of = zones_.zones[zone];
        const double span_m = of.top_m - ground_[of.lowest];
        return of.top_m + kTankFloorM + kEvenM * (1.0 - std::clamp(span_m / kEvenSpanM, 0.0, 1.0));
    }

    Range straight(Point2 a, Point2 b) {
        net_.points.push_back(a);
        net_.points.push_back(b);
        return {static_cast<std::uint32_t>(net_.points.size() - 2), 2};
    }

    void make_tanks() {
        std::size_t number = 0;
        for (std::uint32_t z = 0; z < zones_.zones.size(); ++z) {
            const auto tanks = static_cast<double>(zone_tanks_[z].size());
            for (TankPlace& place : zone_tanks_[z]) {
                ++number;
                const double volume_m3 = std::max(50.0, kStorageS * stored_for_[z] / tanks);
                place.node = static_cast<std::uint32_t>(net_.nodes.size());
                net_.nodes.push_back(
                    {.id = 0xC000000000000000ULL + number,
                     .key = "tank/T" + std::to_string(number),
                     .at = place.at,
                     .kind = NodeKind::Tank,
                     .elevation_m = floor_m(z),
                     .tank_area_m2 = volume_m3 / kDeepM,
                     .tank_min_level_m = 0.0,
                     .tank_max_level_m = kDeepM,
                     .tank_start_level_m = kStartShare * kDeepM,
                     .site = place.how,
                     .source = place.how == water::Site::Mapped ? Provenance::Measured : Provenance::Default});
                Link riser{.id = 0xD000000000000000ULL + number,
                           .key = "riser/R" + std::to_string(number),
                           .from = place.node,
                           .to = node_of_[place.junction],
                           .length_m = 40.0 + distance_m(place.at, at_[place.junction]),
                           .diameter_m = main_diameter_m(kPeakHour * kSupply * taken_[z] / tanks, kDesignMps)};
                riser.shape = straight(place.at, at_[place.junction]);
                net_.links.push_back(riser);
            }
        }
    }

    /// Two pumps side by side; one would do on a mean day. EPANET's one-point curve: shut-off at 4/3 of the design
    /// head. Without a tank they run all day, meet the peak, and are governed to hold their pressure: a flat curve.
    void add_pumps(std::uint32_t from, std::uint32_t to, double mean_m3ps, double lift, std::uint32_t tank,
                   Range shape) {
        constexpr double kFlat = 0.05;
        const bool governed = tank == kNone;
        const double rise = governed ? kFlat : 1.0 / 3.0;
        const double duty = std::max(0.001, (governed ? kPeakHour : kPumpFactor) * kSupply * mean_m3ps / 2.0);
        for (int k = 0; k < 2; ++k) {
            ++pumps_;
            Link pump{.id = 0xB000000000000000ULL + pumps_,
                      .key = "pump/P" + std::to_string(pumps_),
                      .from = from,
                      .to = to,
                      .kind = LinkKind::Pump,
                      .length_m = 5.0,
                      .diameter_m = main_diameter_m(duty, kDesignMps)};
            pump.pump_head0_m = (1.0 + rise) * lift;
            pump.pump_r_s2pm5 = rise * lift / (duty * duty);
            pump.control_tank = tank;
            pump.runs = governed;
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
            const double water_m = std::min(ground_[at], base_.city.terrain.ground_m(sources_[k].at));
            net_.nodes.push_back(
                {.id = 0xA000000000000000ULL + k,
                 .key = "source/W" + std::to_string(k + 1),
                 .at = sources_[k].at,
                 .kind = NodeKind::Reservoir,
                 .elevation_m = water_m,
                 .site = sources_[k].how,
                 .source = sources_[k].how == water::Site::Mapped ? Provenance::Measured : Provenance::Default});
            add_pumps(reservoir, node_of_[at], taken_[zone] / static_cast<double>(in_zone[zone]),
                      level_m(zone) - water_m + kMainsLossM, zone_tanks_[zone][0].node,
                      straight(sources_[k].at, at_[at]));
        }
    }

    /// From zone to zone: boosters up, reducers down.
    void make_steps() {
        for (const std::uint32_t z : zones_.order) {
            const PressureZones::Zone& zone = zones_.zones[z];
            if (zone.parent == kNone || !is_built(z)) {
                continue;
            }
            std::uint32_t from = node_of_[zone.from];
            if (!zone.reduced) {
                const double lift = std::max(15.0, level_m(z) - level_m(zone.parent) + kMainsLossM);
                const bool governed = zone_tanks_[z].empty();
                const std::uint32_t to = governed ? station_at(zone.from) : node_of_[zone.to];
                add_pumps(from, to, taken_[z], lift, governed ? kNone : zone_tanks_[z][0].node,
                          straight(at_[zone.from], at_[zone.to]));
                from = to;
            }
            if (zone_tanks_[z].empty()) {
                add_reducer(from, z);
            }
        }
    }

    /// Where a booster without a tank delivers to, before the valve that holds its pressure.
    std::uint32_t station_at(std::uint32_t j) {
        ++stations_;
        net_.nodes.push_back({.id = 0xF000000000000000ULL + stations_,
                              .key = "node/booster" + std::to_string(stations_),
                              .at = at_[j],
                              .elevation_m = ground_[j] - kDepthM});
        return static_cast<std::uint32_t>(net_.nodes.size() - 1);
    }

    void add_reducer(std::uint32_t from, std::uint32_t z) {
        const PressureZones::Zone& zone = zones_.zones[z];
        ++reducers_;
        Link valve{.id = 0xE000000000000000ULL + reducers_,
                   .key = "reducer/V" + std::to_string(reducers_),
                   .from = from,
                   .to = node_of_[zone.to],
                   .kind = LinkKind::Reducer,
                   .length_m = 10.0 + distance_m(at_[zone.from], at_[zone.to]),
                   .diameter_m = main_diameter_m(kPeakHour * kSupply * taken_[z], kDesignMps),
                   .reducer_head_m = level_m(z)};
        valve.shape = straight(at_[zone.from], at_[zone.to]);
        net_.links.push_back(valve);
    }

    struct TankPlace {
        Point2 at;
        std::uint32_t junction = kNone;
        water::Site how = water::Site::Height;
        std::uint32_t node = kNone;
    };

    const UtilityBase& base_;
    const std::vector<traffic::Junction>& junctions_;
    water::Network net_;
    std::vector<Point2> at_;
    std::vector<double> ground_;
    std::vector<bool> member_;
    std::vector<double> demand_;
    std::vector<double> extra_;      ///< drawn by zones that hang there
    std::vector<double> taken_;      ///< per zone, with all that hang on it
    std::vector<double> stored_for_; ///< per zone, with those that live on its tanks
    double total_people_ = 0.0;
    std::vector<WaterSite> sources_;
    std::vector<std::uint32_t> source_at_;
    PressureZones zones_;
    std::vector<std::vector<TankPlace>> zone_tanks_;
    std::vector<std::uint32_t> node_of_;
    std::size_t pumps_ = 0;
    std::size_t stations_ = 0;
    std::size_t reducers_ = 0;
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
            const FeedPoints feeds{networks};
            for (std::uint32_t l = 0; l < networks.water.links.size(); ++l) {
                const water::Link& link = networks.water.links[l];
                if (link.kind == water::LinkKind::Pump) {
                    feed(networks, feeds, {&water::kLink, l}, networks.water.nodes[link.from].at, 0.0, 0.0, 2);
                }
            }
        }};

} // namespace cityloom::gis
