// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/crossings.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <utility>
#include <vector>

namespace cityloom::gis {

namespace {

using traffic::PedestrianCrossing;

constexpr double kMappedWithinM = 20.0; // of an arm's end at the junction
constexpr double kResidentsWithinM = 805.0;
constexpr double kJobsWithinM = 402.0;
constexpr double kWeeklyPerResident = 1.0;
constexpr double kWeeklyPerJob = 2.0;
constexpr double kPeakHourShare = 0.09;
constexpr std::size_t kUsualArms = 4;
constexpr double kLeastPerHour = 5.0;
constexpr double kMostPerHour = 5000.0; // of one crossing: what the Highway Capacity Manual's occupancy covers

/// Mapped crossings by cells of a grid, to find those near a place.
class MappedCrossings {
public:
    explicit MappedCrossings(const City& city) {
        for (const StreetNode& node : city.street_nodes) {
            if (node.control == NodeControl::Crossing || node.control == NodeControl::SignalCrossing) {
                cells_[cell(node.at)].push_back(node.at);
            }
        }
    }

    [[nodiscard]] std::vector<Point2> near(Point2 at) const {
        std::vector<Point2> found;
        const auto [x, y] = cell(at);
        for (std::int64_t i = x - 1; i <= x + 1; ++i) {
            for (std::int64_t j = y - 1; j <= y + 1; ++j) {
                const auto here = cells_.find({i, j});
                if (here != cells_.end()) {
                    std::copy_if(here->second.begin(), here->second.end(), std::back_inserter(found),
                                 [&](Point2 p) { return distance_m(p, at) <= kMappedWithinM; });
                }
            }
        }
        return found;
    }

private:
    using Cell = std::pair<std::int64_t, std::int64_t>;
    static Cell cell(Point2 at) {
        return {static_cast<std::int64_t>(std::floor(at.x_m / kMappedWithinM)),
                static_cast<std::int64_t>(std::floor(at.y_m / kMappedWithinM))};
    }
    std::map<Cell, std::vector<Point2>> cells_;
};

double width_m(const traffic::RoadNetwork& roads, std::uint32_t edge) {
    double width = 0.0;
    for (std::uint32_t l = roads.edges[edge].lanes.begin; l < roads.edges[edge].lanes.end(); ++l) {
        width += traffic::carries_motor(roads.lanes[l]) ? roads.lanes[l].width_m : 0.0;
    }
    return width;
}

/// Where an arm meets the junction.
Point2 mouth(const traffic::RoadNetwork& roads, const PedestrianCrossing& arm) {
    return arm.in_edge != kNone ? roads.points[roads.edges[arm.in_edge].shape.end() - 1]
                                : roads.points[roads.edges[arm.out_edge].shape.begin];
}

/// The arms of a junction that people may cross: an edge towards it and the one of the same street away from it.
std::vector<PedestrianCrossing> arms_of(const traffic::RoadNetwork& roads, const traffic::Junction& junction) {
    std::vector<PedestrianCrossing> arms;
    std::vector<std::uint32_t> away{roads.outgoing.begin() + junction.outgoing.begin,
                                    roads.outgoing.begin() + junction.outgoing.end()};
    for (std::uint32_t i = junction.incoming.begin; i < junction.incoming.end(); ++i) {
        const std::uint32_t in = roads.incoming[i];
        const traffic::Edge& edge = roads.edges[in];
        PedestrianCrossing arm{.id = edge.id, .in_edge = in, .length_m = width_m(roads, in)};
        const auto back = std::find_if(away.begin(), away.end(), [&](std::uint32_t out) {
            return roads.edges[out].to == edge.from && roads.edges[out].street_id == edge.street_id;
        });
        if (back != away.end()) {
            arm.out_edge = *back;
            arm.length_m += width_m(roads, *back);
            away.erase(back);
        }
        arms.push_back(arm);
    }
    for (const std::uint32_t out : away) {
        // The other end of a one-way street has a crossing of its own.
        arms.push_back({.id = ~roads.edges[out].id, .out_edge = out, .length_m = width_m(roads, out)});
    }
    std::erase_if(arms, [&](const PedestrianCrossing& arm) {
        const std::uint32_t e = arm.in_edge != kNone ? arm.in_edge : arm.out_edge;
        return roads.edges[e].rank <= static_cast<std::uint8_t>(StreetClass::Trunk);
    });
    return arms;
}

/// A mapped crossing belongs to the arm that begins nearest.
void mark_mapped(const traffic::RoadNetwork& roads, const MappedCrossings& mapped,
                 std::vector<PedestrianCrossing>& arms) {
    for (const PedestrianCrossing& arm : arms) {
        for (const Point2 at : mapped.near(mouth(roads, arm))) {
            const auto nearest = std::min_element(arms.begin(), arms.end(), [&](const auto& a, const auto& b) {
                return distance_m(mouth(roads, a), at) < distance_m(mouth(roads, b), at);
            });
            nearest->source = Provenance::Measured;
        }
    }
}

double peak_hour_persons(const traffic::DemandModel& demand, Point2 at) {
    double weekly = 0.0;
    for (const traffic::Zone& zone : demand.zones) {
        const double away_m = distance_m(zone.at, at);
        weekly += away_m <= kResidentsWithinM ? kWeeklyPerResident * zone.people : 0.0;
        weekly += away_m <= kJobsWithinM ? kWeeklyPerJob * zone.jobs : 0.0;
    }
    return weekly / 7.0 * kPeakHourShare;
}

} // namespace

void derive_crossings(const City& city, traffic::RoadNetwork& roads, traffic::DemandModel& demand) {
    const MappedCrossings mapped{city};
    for (traffic::Controller& controller : roads.controllers) {
        std::vector<PedestrianCrossing> arms = arms_of(roads, roads.junctions[controller.junction]);
        mark_mapped(roads, mapped, arms);
        const double each =
            peak_hour_persons(demand, controller.at) / static_cast<double>(std::max(kUsualArms, arms.size()));
        const auto is_mapped = [](const PedestrianCrossing& arm) { return arm.source == Provenance::Measured; };
        if (std::any_of(arms.begin(), arms.end(), is_mapped)) {
            std::erase_if(arms, [&](const PedestrianCrossing& arm) { return !is_mapped(arm); });
        }
        if (arms.size() > 1 && roads.junctions[controller.junction].incoming.count <= 2 &&
            roads.junctions[controller.junction].outgoing.count <= 2) {
            arms.resize(1); // two arms are one street: it is crossed once
        }
        for (PedestrianCrossing& arm : arms) {
            arm.pedestrians_per_h = std::clamp(each, kLeastPerHour, kMostPerHour);
        }
        controller.crossings = std::move(arms);
    }
    if (!roads.controllers.empty()) {
        demand.assumptions.emplace_back(
            "People on foot at signals, in the peak hour: 9 % of a day's, from one crossing a week for each resident "
            "within 805 m and two for each job within 402 m (our rates; variables after Schneider et al. 2009).");
    }
}

} // namespace cityloom::gis
