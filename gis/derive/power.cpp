// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "gis/derive/home_charging.h"
#include "gis/derive/power_feeders.h"
#include "gis/derive/power_high.h"
#include "gis/derive/power_parts.h"
#include "gis/derive/power_plants.h"
#include "gis/derive/power_sites.h"
#include "gis/derive/street_ways.h"
#include "gis/derive/utilities.h"

namespace cityloom::gis {

namespace {

using power::Branch;
using power::Bus;
using power::BusKind;

constexpr double kMediumV = 10'000.0;
constexpr double kWideMediumV = 20'000.0; // where the load is far from its substation, as in the country
constexpr double kWideM = 2'500.0;
// What a feeder carries of its own: half of what the largest single cable does at 10 kV (600 A), of 240 mm2 at 20 kV.
constexpr double kFeederW = 4.5e6;
constexpr double kWideFeederW = 6.5e6;
constexpr double kTieM = 4'000.0; // a tie is worth a cable of that length (our default)
constexpr double kWideTieM = 10'000.0;
constexpr double kMostDrop = 0.035; // of the voltage along a cable at the peak: planners allow 3 to 5 % (recalled)
constexpr double kMostCarried = 100e6;
constexpr double kTangent = 0.329; // reactive over active power at a power factor of 0.95
constexpr double kTieShare =
    1.03; // what it carries in its neighbour's stead, with losses and less than nominal voltage
/// Lost in low-voltage cables and connections at the peak: of the 4 to 8 % that is lost in European distribution about
/// half (recalled; CEER, 3rd report on power losses, 2025, names 2 to 23 % for all of distribution).
constexpr double kLowVoltageLoss = 0.025;
constexpr double kShortestM = 10.0;

struct Station {
    std::uint32_t junction = kNone;
    double peak_w = 0.0;
    double people = 0.0;
    std::uint32_t customers = 0;
    std::uint32_t substation = kNone;
    std::uint32_t bus = kNone;
};

/// All stations that have something to supply, with what is theirs.
std::vector<Station> gather(const UtilityBase& base, std::vector<std::uint32_t> places) {
    std::vector<Station> stations;
    for (bool whole = false; !whole;) {
        stations.clear();
        for (const std::uint32_t junction : places) {
            stations.push_back({.junction = junction});
        }
        const std::vector<std::uint32_t> serves = nearest_of(base, places);
        for (std::uint32_t j = 0; j < serves.size() && !places.empty(); ++j) {
            stations[serves[j]].peak_w += peak_load_w(base.loads, j);
            stations[serves[j]].people += base.loads.people[j];
            stations[serves[j]].customers += base.loads.customers[j];
        }
        const std::size_t before = places.size();
        places.clear();
        for (const Station& station : stations) {
            if (station.peak_w > 0.0) {
                places.push_back(station.junction);
            }
        }
        whole = places.size() == before;
    }
    return stations;
}

/// 20 kV where the mean way of the load to its substation is long.
double medium_voltage(const StreetForest& forest, const std::vector<Station>& stations) {
    double metres = 0.0;
    double all_w = 0.0;
    for (const Station& station : stations) {
        const double away = forest.away_m[station.junction];
        metres += station.peak_w * (std::isfinite(away) ? away : 0.0);
        all_w += station.peak_w;
    }
    return metres > kWideM * all_w ? kWideMediumV : kMediumV;
}

class Builder {
public:
    explicit Builder(const UtilityBase& base) : base_{base}, ways_{base.streets} {}

    void build() {
        const SubstationSites sites = place_substations(base_);
        const StreetForest forest = grow_forest(base_.streets, sites.junctions);
        stations_ = gather(base_, place_stations(base_, forest));
        const std::vector<std::uint32_t> substation_of = nearest_of(base_, sites.junctions);
        std::vector<SubstationWish> wishes;
        for (std::size_t s = 0; s < sites.junctions.size(); ++s) {
            wishes.push_back({base_.roads.junctions[sites.junctions[s]].at, sites.source[s]});
        }
        for (Station& station : stations_) {
            station.substation = substation_of[station.junction];
            wishes[station.substation].peak_w += station.peak_w;
        }
        medium_v_ = medium_voltage(forest, stations_);
        substations_ = build_high_voltage(base_, wishes, medium_v_, net);
        stations();
        std::vector<CableStop> stops;
        for (const Station& station : stations_) {
            stops.push_back({station.junction, station.peak_w, station.substation});
        }
        const bool wide = medium_v_ > kMediumV;
        const FeederPlan plan =
            plan_feeders(base_, sites.junctions, stops, wide ? kWideFeederW : kFeederW, wide ? kWideTieM : kTieM);
        std::vector<power_parts::Line> cable_of(stations_.size()); // of the feeder that it is on
        for (const Feeder& feeder : plan.feeders) {
            lay(feeder, sites.junctions[feeder.substation], cable_of);
        }
        for (const FeederTie& tie : plan.ties) {
            lay(tie, cable_of);
        }
        add_plants(base_, net);
    }

    power::Network net;

private:
    void stations() {
        const double home_w = home_charging_w(base_.city);
        for (std::size_t s = 0; s < stations_.size(); ++s) {
            Station& station = stations_[s];
            const power_parts::Transformers with = power_parts::station_for(station.peak_w);
            station.bus = static_cast<std::uint32_t>(net.buses.size());
            // Copper losses are r (S / rating)^2 of the rating, in each.
            const double copper = with.r_pu / with.all_va() / (power_parts::kPowerFactor * power_parts::kPowerFactor);
            net.buses.push_back({.id = base_.roads.junctions[station.junction].id,
                                 .key = "transformer/T" + std::to_string(s + 1),
                                 .at = base_.roads.junctions[station.junction].at,
                                 .kind = BusKind::Transformer,
                                 .nominal_v = medium_v_,
                                 .peak_load_w = station.peak_w,
                                 .power_factor = power_parts::kPowerFactor,
                                 .customers = station.customers,
                                 .rating_va = with.all_va(),
                                 .no_load_w = with.units * with.no_load_w,
                                 .load_loss_per_w = copper + kLowVoltageLoss / station.peak_w,
                                 .home_charging_w = home_w * station.people});
        }
    }

    [[nodiscard]] power_parts::Line cable_for(double load_w) const {
        return power_parts::cable_for(kTieShare * load_w / power_parts::kPowerFactor /
                                      (std::numbers::sqrt3 * medium_v_));
    }

    void lay(const Feeder& feeder, std::uint32_t from_junction, std::vector<power_parts::Line>& cable_of) {
        const std::size_t begin = net.branches.size();
        const power_parts::Line cable = cable_for(feeder.carries_w);
        std::uint32_t from = substations_[feeder.substation];
        for (const std::uint32_t s : feeder.stops) {
            const bool first = from == substations_[feeder.substation];
            cable_of[s] = cable;
            Branch branch = along(from, from_junction, stations_[s], cable);
            branch.key = (first ? "feeder/F" : "cable/C") + std::to_string(first ? ++feeders_ : ++cables_);
            net.branches.push_back(branch);
            from = stations_[s].bus;
            from_junction = stations_[s].junction;
        }
        hold_voltage(feeder, begin, cable_of);
    }

    /// Takes a greater cable for a feeder, laid from branch `begin` on, along which the voltage would drop too far.
    void hold_voltage(const Feeder& feeder, std::size_t begin, std::vector<power_parts::Line>& cable_of) {
        double moment_wm = 0.0; // of the load beyond each piece
        double beyond_w = feeder.load_w;
        for (std::size_t k = 0; k < feeder.stops.size(); ++k) {
            moment_wm += beyond_w * net.branches[begin + k].length_m;
            beyond_w -= stations_[feeder.stops[k]].peak_w;
        }
        const auto drop = [&](const power_parts::Line& line) {
            return 1e-3 * moment_wm * (line.r_ohm_per_km + kTangent * line.x_ohm_per_km) / (medium_v_ * medium_v_);
        };
        power_parts::Line cable = cable_of[feeder.stops.front()];
        for (double load_w = feeder.carries_w; drop(cable) > kMostDrop && load_w < kMostCarried; load_w *= 1.2) {
            cable = cable_for(load_w);
        }
        for (std::size_t k = 0; k < feeder.stops.size(); ++k) {
            Branch& branch = net.branches[begin + k];
            branch.r_ohm = cable.r_ohm_per_km * branch.length_m * 1e-3;
            branch.x_ohm = cable.x_ohm_per_km * branch.length_m * 1e-3;
            branch.rating_a = cable.rating_a;
            cable_of[feeder.stops[k]] = cable;
        }
    }

    void lay(const FeederTie& tie, const std::vector<power_parts::Line>& cable_of) {
        const power_parts::Line& a = cable_of[tie.from];
        const power_parts::Line& b = cable_of[tie.to];
        Branch branch = along(stations_[tie.from].bus, stations_[tie.from].junction, stations_[tie.to],
                              a.rating_a > b.rating_a ? a : b);
        branch.key = "tie/N" + std::to_string(++ties_);
        branch.normally_open = true;
        net.branches.push_back(branch);
    }

    /// A cable along the streets, or straight where none lead there.
    Branch along(std::uint32_t from, std::uint32_t from_junction, const Station& to, const power_parts::Line& cable) {
        const std::uint32_t target = to.junction;
        ways_.look(from_junction, {&target, 1}, 1e9);
        const auto begin = static_cast<std::uint32_t>(net.points.size());
        net.points.push_back(net.buses[from].at);
        double length_m = 0.0;
        std::uint32_t at = from_junction;
        for (const std::uint32_t l : ways_.links_to(target)) {
            const StreetGraph::Link& link = base_.streets.links[l];
            const bool forwards = link.a_first == (link.a == at);
            for (std::uint32_t p = 0; p < link.shape.count; ++p) {
                net.points.push_back(base_.roads.points[forwards ? link.shape.begin + p : link.shape.end() - 1 - p]);
            }
            length_m += link.length_m;
            at = base_.streets.other(l, at);
            net.points.push_back(base_.roads.junctions[at].at);
        }
        if (at != target) {
            length_m = distance_m(net.buses[from].at, net.buses[to.bus].at);
            net.points.push_back(net.buses[to.bus].at);
        } else if (net.points.size() - begin < 2) {
            net.points.push_back(net.buses[to.bus].at);
        }
        length_m = std::max(kShortestM, length_m);
        return {.id = 0xB500000000000000ULL + net.branches.size(),
                .from = from,
                .to = to.bus,
                .length_m = length_m,
                .r_ohm = cable.r_ohm_per_km * length_m * 1e-3,
                .x_ohm = cable.x_ohm_per_km * length_m * 1e-3,
                .rating_a = cable.rating_a,
                .shape = {begin, static_cast<std::uint32_t>(net.points.size()) - begin}};
    }

    const UtilityBase& base_;
    StreetWays ways_;
    double medium_v_ = kMediumV;
    std::vector<Station> stations_;
    std::vector<std::uint32_t> substations_; ///< buses
    std::uint32_t feeders_ = 0;
    std::uint32_t cables_ = 0;
    std::uint32_t ties_ = 0;
};

} // namespace

power::Network derive_power(const UtilityBase& base) {
    if (base.roads.junctions.empty()) {
        return {};
    }
    Builder builder{base};
    builder.build();
    return std::move(builder.net);
}

std::vector<std::uint32_t> serving_stations(const UtilityBase& base, const power::Network& net) {
    std::map<std::pair<double, double>, std::uint32_t> junction_at;
    for (std::uint32_t j = 0; j < base.roads.junctions.size(); ++j) {
        junction_at.emplace(std::pair{base.roads.junctions[j].at.x_m, base.roads.junctions[j].at.y_m}, j);
    }
    std::vector<std::uint32_t> places;
    std::vector<std::uint32_t> buses;
    for (std::uint32_t b = 0; b < net.buses.size() && !base.roads.junctions.empty(); ++b) {
        if (net.buses[b].kind == BusKind::Transformer) {
            const auto found = junction_at.find({net.buses[b].at.x_m, net.buses[b].at.y_m});
            places.push_back(found != junction_at.end() ? found->second
                                                        : nearest_junction(base.roads, net.buses[b].at));
            buses.push_back(b);
        }
    }
    std::vector<std::uint32_t> serves = nearest_of(base, places);
    std::ranges::transform(serves, serves.begin(), [&](std::uint32_t p) { return p == kNone ? kNone : buses[p]; });
    return serves;
}

const Derivation kPowerDerivation{.id = "power", .derive = [](const UtilityBase& base, engine::Networks& networks) {
                                      networks.power = derive_power(base);
                                      networks.power.electric_share = networks.demand.electric_share;
                                  }};

} // namespace cityloom::gis
