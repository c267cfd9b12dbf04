// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>

#include "gis/city/mobility.h"
#include "gis/derive/utilities.h"
#include "sim/charging/rows.h"

namespace cityloom::gis {

namespace {

// Public points in the EU: nearly nine in ten are of 22 kW at most (European Alternative Fuels Observatory, 2024).
constexpr float kPointW = 22'000.0F;
constexpr std::uint32_t kPoints = 2;
constexpr double kWattPerCar =
    1'300.0; // public charging power for each electric car: Regulation (EU) 2023/1804, art. 3
constexpr double kShortestEdgeM = 60.0; // room for the bays before the junctions
constexpr double kFarM = 2'000.0;       // beyond this a station that is further away is no worse
constexpr double kReachM = 250.0;       // from a mapped station to its street
constexpr std::size_t kMostStations = 2'000;

struct Bay {
    std::uint32_t lane = kNone;
    float along_m = 0.0F;
    double away_m = std::numeric_limits<double>::infinity();
};

bool has_bays(const traffic::RoadNetwork& roads, std::uint32_t e) {
    const traffic::Edge& edge = roads.edges[e];
    return edge.length_m >= kShortestEdgeM && !edge.roundabout && edge.layer == 0 &&
           edge.rank >= static_cast<std::uint8_t>(StreetClass::Primary);
}

/// The lane nearest to the kerb that cars may use, halfway along; kNone where there is none.
Bay bay_on(const traffic::RoadNetwork& roads, std::uint32_t e) {
    const traffic::Edge& edge = roads.edges[e];
    for (std::uint32_t l = edge.lanes.begin; l < edge.lanes.end(); ++l) {
        if ((static_cast<unsigned>(roads.lanes[l].use) & traffic::kCars) != 0) {
            return {l, static_cast<float>(0.5 * edge.length_m), 0.0};
        }
    }
    return {};
}

Point2 middle(const traffic::RoadNetwork& roads, std::uint32_t e) {
    const Range shape = roads.edges[e].shape;
    return 0.5 * (roads.points[shape.begin] + roads.points[shape.end() - 1]);
}

Bay nearest_bay(const traffic::RoadNetwork& roads, Point2 at) {
    Bay best;
    for (std::uint32_t e = 0; e < roads.edges.size(); ++e) {
        if (has_bays(roads, e)) {
            const double away = distance_m(middle(roads, e), at);
            Bay bay = away < best.away_m ? bay_on(roads, e) : Bay{};
            if (bay.lane != kNone) {
                bay.away_m = away;
                best = bay;
            }
        }
    }
    return best;
}

class Stations {
public:
    explicit Stations(const traffic::RoadNetwork& roads) : roads_{roads} {}

    void add(const Bay& bay, Point2 at, Provenance source) {
        const std::size_t number = all.size() + 1;
        all.push_back({.id = 0xC000000000000000ULL + number,
                       .key = "charger/C" + std::to_string(number),
                       .at = at,
                       .lane = bay.lane,
                       .along_m = bay.along_m,
                       .points = kPoints,
                       .power_w = kPointW,
                       .source = source});
    }
    [[nodiscard]] double power_w() const {
        return static_cast<double>(all.size()) * static_cast<double>(kPoints) * static_cast<double>(kPointW);
    }
    /// One on this stretch of street already, in either direction.
    [[nodiscard]] bool taken(std::uint32_t lane) const {
        const traffic::Edge& edge = roads_.edges[roads_.lanes[lane].edge];
        return std::ranges::any_of(all, [&](const auto& s) {
            const traffic::Edge& other = roads_.edges[roads_.lanes[s.lane].edge];
            return edge.street_id == other.street_id && ((edge.from == other.from && edge.to == other.to) ||
                                                         (edge.from == other.to && edge.to == other.from));
        });
    }
    [[nodiscard]] double nearest_m(Point2 at) const {
        double away = kFarM;
        for (const traffic::ChargingStation& station : all) {
            away = std::min(away, distance_m(station.at, at));
        }
        return away;
    }
    std::vector<traffic::ChargingStation> all;

private:
    const traffic::RoadNetwork& roads_;
};

} // namespace

std::vector<traffic::ChargingStation> derive_charging(const City& city, const traffic::RoadNetwork& roads,
                                                      const traffic::DemandModel& demand) {
    Stations stations{roads};
    for (const Asset& asset : city.assets) {
        if (asset.kind != AssetKind::ChargingStation || stations.all.size() >= kMostStations) {
            continue;
        }
        const Bay bay = nearest_bay(roads, asset.at);
        if (bay.lane != kNone && bay.away_m < kReachM && !stations.taken(bay.lane)) {
            stations.add(bay, asset.at, Provenance::Measured);
        }
    }
    // Then what is lacking to the power that the law asks for, where most people and jobs are farthest from one.
    const double wanted_w = kWattPerCar * mobility(city, "cars_a_person") * demand.people * demand.electric_share;
    while (stations.power_w() < wanted_w && stations.all.size() < kMostStations) {
        double most = 0.0;
        Bay best;
        Point2 at;
        for (const traffic::Zone& zone : demand.zones) {
            const double score = (zone.people + zone.jobs) * stations.nearest_m(zone.at);
            if (zone.gateway || score <= most) {
                continue;
            }
            for (std::uint32_t k = zone.origins.begin; k < zone.origins.end(); ++k) {
                const std::uint32_t e = demand.zone_edges[k];
                const Bay bay = has_bays(roads, e) ? bay_on(roads, e) : Bay{};
                if (bay.lane != kNone && !stations.taken(bay.lane)) {
                    most = score;
                    best = bay;
                    at = middle(roads, e);
                    break;
                }
            }
        }
        if (best.lane == kNone) {
            break;
        }
        stations.add(best, at, Provenance::Default);
    }
    return std::move(stations.all);
}

const Derivation kChargingDerivation{
    .id = "charging",
    .derive =
        [](const UtilityBase& base, engine::Networks& networks) {
            networks.roads.chargers = derive_charging(base.city, networks.roads, networks.demand);
        },
    .connect =
        [](const UtilityBase& /*base*/, engine::Networks& networks) {
            const FeedPoints feeds{networks};
            for (std::uint32_t c = 0; c < networks.roads.chargers.size(); ++c) {
                feed(networks, feeds, {&charging::kStation, c}, networks.roads.chargers[c].at, 0.0, 0.0, 0);
            }
        }};

} // namespace cityloom::gis
