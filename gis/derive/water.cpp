// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "gis/derive/utilities.h"

namespace cityloom::gis {

namespace {

using water::Link;
using water::LinkKind;
using water::Node;
using water::NodeKind;

constexpr double kPersonM3ps =
    0.150 / 86'400.0; // 150 litres a day (EurEau 2021: 124 in Europe; Switzerland about 140 at home)
constexpr double kJobM3ps = 0.040 / 86'400.0;
constexpr double kPeakHour = 1.6; // of the mean, as the day profile's
constexpr double kDesignMps = 0.8;
constexpr double kPeoplePerSource = 60'000.0;
constexpr double kTankHeadM = 35.0; // water level above the highest street
constexpr double kStorageHours = 8.0;
constexpr double kDepthM = 1.2; // cover over a main
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

water::Network derive_water(const UtilityBase& base) {
    water::Network net;
    const auto& junctions = base.roads.junctions;
    if (junctions.empty() || base.streets.links.empty()) {
        return net;
    }
    // The largest part joined by streets; the rest is too small to have a network of its own, and its buildings say so.
    std::vector<std::uint32_t> all{0};
    std::vector<std::uint32_t> part(junctions.size(), kNone);
    std::uint32_t parts = 0;
    std::vector<std::uint32_t> size;
    for (std::uint32_t j = 0; j < junctions.size(); ++j) {
        if (part[j] != kNone) {
            continue;
        }
        const StreetForest reach = grow_forest(base.streets, {j});
        size.push_back(static_cast<std::uint32_t>(reach.order.size()));
        for (const std::uint32_t member : reach.order) {
            part[member] = parts;
        }
        ++parts;
    }
    const auto main_part = static_cast<std::uint32_t>(std::max_element(size.begin(), size.end()) - size.begin());
    double total_people = 0.0;
    double mean_m3ps = 0.0;
    std::uint32_t lowest = kNone;
    std::uint32_t highest = kNone;
    std::vector<double> ground(junctions.size());
    std::vector<std::uint32_t> node_of(junctions.size(), kNone);
    for (std::uint32_t j = 0; j < junctions.size(); ++j) {
        ground[j] = base.city.terrain.ground_m(junctions[j].at);
        if (part[j] != main_part) {
            continue;
        }
        const double demand = kPersonM3ps * base.loads.people[j] + kJobM3ps * base.loads.jobs[j];
        total_people += base.loads.people[j] + base.loads.jobs[j];
        mean_m3ps += demand;
        lowest = lowest == kNone || ground[j] < ground[lowest] ? j : lowest;
        highest = highest == kNone || ground[j] > ground[highest] ? j : highest;
        node_of[j] = static_cast<std::uint32_t>(net.nodes.size());
        net.nodes.push_back({.id = junctions[j].id,
                             .key = "node/" + std::to_string(junctions[j].id),
                             .at = junctions[j].at,
                             .elevation_m = ground[j] - kDepthM,
                             .demand_m3ps = demand,
                             .customers = base.loads.customers[j]});
    }
    const auto pick_junction = [&](Point2 at) {
        std::uint32_t best = kNone;
        for (std::uint32_t j = 0; j < junctions.size(); ++j) {
            if (part[j] == main_part &&
                (best == kNone || distance_m(junctions[j].at, at) < distance_m(junctions[best].at, at))) {
                best = j;
            }
        }
        return best;
    };
    const auto wanted = static_cast<std::size_t>(std::clamp(std::ceil(total_people / kPeoplePerSource), 1.0, 6.0));
    auto sources = mapped_places(base.city, {AssetKind::WaterWorks, AssetKind::WaterWell, AssetKind::PumpingStation});
    auto tanks = mapped_places(base.city, {AssetKind::WaterTower, AssetKind::Reservoir});
    sources.resize(std::min(sources.size(), wanted));
    tanks.resize(std::min<std::size_t>(tanks.size(), wanted + 1));
    if (sources.empty()) {
        sources.emplace_back(junctions[lowest].at, false);
    }
    while (sources.size() < wanted) { // far from the others, low
        std::uint32_t best = lowest;
        double best_score = -1.0;
        for (std::uint32_t j = 0; j < junctions.size(); ++j) {
            double away = 1e9;
            for (const auto& source : sources) {
                away = std::min(away, distance_m(junctions[j].at, source.first));
            }
            const double score = away - 20.0 * (ground[j] - ground[lowest]);
            if (part[j] == main_part && score > best_score) {
                best_score = score;
                best = j;
            }
        }
        sources.emplace_back(junctions[best].at, false);
    }
    if (tanks.empty()) {
        tanks.emplace_back(junctions[highest].at, false);
    }
    const double tank_head = ground[highest] + kTankHeadM;

    // Flows on a shortest-path forest from the sources size the mains.
    std::vector<std::uint32_t> roots;
    for (const auto& source : sources) {
        roots.push_back(pick_junction(source.first));
    }
    for (const auto& tank : tanks) {
        roots.push_back(pick_junction(tank.first));
    }
    std::vector<double> link_flow(base.streets.links.size(), 0.0);
    const auto load_from = [&](const std::vector<std::uint32_t>& from, double factor) {
        const StreetForest forest = grow_forest(base.streets, from);
        std::vector<double> flow(junctions.size(), 0.0);
        for (std::size_t k = forest.order.size(); k-- > 0;) {
            const std::uint32_t j = forest.order[k];
            flow[j] += node_of[j] != kNone ? factor * net.nodes[node_of[j]].demand_m3ps : 0.0;
            if (forest.parent_link[j] != kNone) {
                link_flow[forest.parent_link[j]] = std::max(link_flow[forest.parent_link[j]], flow[j]);
                flow[base.streets.other(forest.parent_link[j], j)] += flow[j];
            }
        }
    };
    const std::vector<std::uint32_t> source_roots(roots.begin(),
                                                  roots.begin() + static_cast<std::ptrdiff_t>(sources.size()));
    const std::vector<std::uint32_t> tank_roots(roots.begin() + static_cast<std::ptrdiff_t>(sources.size()),
                                                roots.end());
    load_from(source_roots, kPeakHour);
    load_from(tank_roots, kPeakHour); // the city can live on its tanks alone for a while
    std::uint32_t mains = 0;
    for (std::uint32_t k = 0; k < base.streets.links.size(); ++k) {
        const StreetGraph::Link& street = base.streets.links[k];
        if (part[street.a] != main_part) {
            continue;
        }
        Link pipe{.id = street.street_id,
                  .key = "main/M" + std::to_string(++mains),
                  .from = node_of[street.a],
                  .to = node_of[street.b],
                  .length_m = street.length_m,
                  .diameter_m = diameter_for(link_flow[k])};
        pipe.shape = {static_cast<std::uint32_t>(net.points.size()), street.shape.count};
        for (std::uint32_t p = 0; p < street.shape.count; ++p) {
            net.points.push_back(
                base.roads.points[street.a_first ? street.shape.begin + p : street.shape.end() - 1 - p]);
        }
        net.links.push_back(pipe);
    }
    const auto straight = [&](Point2 a, Point2 b) {
        net.points.push_back(a);
        net.points.push_back(b);
        return Range{static_cast<std::uint32_t>(net.points.size() - 2), 2};
    };
    // A source, with its pump station of two pumps (one would do on a mean day) onto the nearest main.
    std::uint32_t pumps = 0;
    for (std::size_t k = 0; k < sources.size(); ++k) {
        const std::uint32_t at = source_roots[k];
        const auto reservoir = static_cast<std::uint32_t>(net.nodes.size());
        const double level = ground[at];
        net.nodes.push_back({.id = 0xA000000000000000ULL + k,
                             .key = "source/W" + std::to_string(k + 1),
                             .at = sources[k].first,
                             .kind = NodeKind::Reservoir,
                             .elevation_m = level,
                             .source = sources[k].second ? Provenance::Measured : Provenance::Default});
        const double duty = std::max(0.002, 1.3 * mean_m3ps / static_cast<double>(sources.size()) / 2.0);
        const double lift = tank_head - level + 12.0; // and what the mains lose on the way
        for (int p = 0; p < 2; ++p) {
            Link pump{.id = 0xB000000000000000ULL + pumps,
                      .key = "pump/P" + std::to_string(++pumps),
                      .from = reservoir,
                      .to = node_of[at],
                      .kind = LinkKind::Pump,
                      .length_m = 5.0,
                      .diameter_m = diameter_for(duty)};
            pump.pump_head0_m = 4.0 / 3.0 * lift; // EPANET's one-point curve: shut-off at 4/3 of the design head
            pump.pump_r_s2pm5 = lift / 3.0 / (duty * duty);
            pump.shape = straight(sources[k].first, junctions[at].at);
            net.links.push_back(pump);
        }
    }
    const double volume = kStorageHours * 3600.0 * mean_m3ps / static_cast<double>(tanks.size());
    for (std::size_t k = 0; k < tanks.size(); ++k) {
        const std::uint32_t at = tank_roots[k];
        constexpr double kDeepM = 6.0;
        const auto tank = static_cast<std::uint32_t>(net.nodes.size());
        net.nodes.push_back({.id = 0xC000000000000000ULL + k,
                             .key = "tank/T" + std::to_string(k + 1),
                             .at = tanks[k].first,
                             .kind = NodeKind::Tank,
                             .elevation_m = tank_head - kDeepM,
                             .tank_area_m2 = std::max(20.0, volume / kDeepM),
                             .tank_min_level_m = 0.0,
                             .tank_max_level_m = kDeepM,
                             .tank_start_level_m = 0.8 * kDeepM,
                             .source = tanks[k].second ? Provenance::Measured : Provenance::Default});
        Link riser{.id = 0xD000000000000000ULL + k,
                   .key = "riser/R" + std::to_string(k + 1),
                   .from = tank,
                   .to = node_of[at],
                   .length_m = 40.0 + distance_m(tanks[k].first, junctions[at].at),
                   .diameter_m = diameter_for(kPeakHour * mean_m3ps / static_cast<double>(tanks.size()))};
        riser.shape = straight(tanks[k].first, junctions[at].at);
        net.links.push_back(riser);
    }
    return net;
}

} // namespace cityloom::gis
