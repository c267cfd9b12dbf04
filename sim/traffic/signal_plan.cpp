// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/signal_plan.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "sim/core/polyline.h"

namespace cityloom::traffic {

namespace {

constexpr double kSaturationVph = 1800.0;
constexpr double kYellowS = 3.0;
constexpr double kAllRedS = 2.0;
constexpr double kMinGreenS = 8.0;
constexpr double kMinCycleS = 40.0;
constexpr double kMaxCycleS = 110.0;
constexpr double kProtectProduct = 50'000.0;
constexpr std::size_t kMaxStages = 4;
constexpr double kPedestrianS = 10.0; // a crossing on its own stops the street this long each cycle

struct Approach {
    std::uint32_t edge = kNone;
    Point2 heading;
    std::uint64_t movements = 0;
    std::uint64_t across = 0; // those of it that cross oncoming traffic
    double lane_vph = 0.0;    // of its busiest lane
    double across_vph = 0.0;
    double onward_lane_vph = 0.0;
};

struct Stage {
    std::vector<std::size_t> approaches;
    bool opposed = false;
    double flow_ratio = 0.0;
};

double assumed_vph(const Edge& edge) {
    return std::max(40.0, 420.0 - 60.0 * edge.rank);
}

std::vector<Approach> approaches_of(const RoadNetwork& net, const Junction& junction, std::span<const double> flow) {
    std::vector<Approach> approaches;
    for (std::uint32_t i = 0; i < junction.incoming.count; ++i) {
        const std::uint32_t e = net.incoming[junction.incoming.begin + i];
        const Edge& edge = net.edges[e];
        Approach approach{.edge = e};
        const std::span<const Point2> line{net.points.data() + edge.shape.begin, edge.shape.count};
        approach.heading = polyline_at(line, std::max(0.0, edge.length_m - 5.0)).direction;
        for (std::uint32_t lane = edge.lanes.begin; lane < edge.lanes.end(); ++lane) {
            double lane_vph = 0.0;
            double onward = 0.0;
            for (std::uint32_t t = net.lanes[lane].turns.begin; t < net.lanes[lane].turns.end(); ++t) {
                const Turn& turn = net.turns[t];
                if (turn.movement == kNone) {
                    continue;
                }
                const bool across = turn.kind == TurnKind::Left || turn.kind == TurnKind::UTurn;
                const double vph = flow.empty() ? assumed_vph(edge) / net.lanes[lane].turns.count : flow[t];
                lane_vph += vph;
                approach.movements |= 1ULL << turn.movement;
                if (across) {
                    approach.across |= 1ULL << turn.movement;
                    approach.across_vph += vph;
                } else {
                    onward += vph;
                }
            }
            approach.lane_vph = std::max(approach.lane_vph, lane_vph);
            approach.onward_lane_vph = std::max(approach.onward_lane_vph, onward);
        }
        if (approach.movements != 0) {
            approaches.push_back(approach);
        }
    }
    return approaches;
}

std::vector<Stage> stages_of(const std::vector<Approach>& approaches) {
    std::vector<Stage> stages;
    std::vector<bool> placed(approaches.size(), false);
    for (std::size_t a = 0; a < approaches.size(); ++a) {
        if (placed[a]) {
            continue;
        }
        std::size_t opposite = approaches.size();
        double best = -0.7;
        for (std::size_t b = a + 1; b < approaches.size(); ++b) {
            const double cosine = dot(approaches[a].heading, approaches[b].heading);
            if (!placed[b] && cosine < best) {
                best = cosine;
                opposite = b;
            }
        }
        placed[a] = true;
        Stage stage{.approaches = {a}};
        if (opposite < approaches.size()) {
            const Approach& x = approaches[a];
            const Approach& y = approaches[opposite];
            const double product = std::max(x.across_vph * y.onward_lane_vph, y.across_vph * x.onward_lane_vph);
            placed[opposite] = true;
            if (product < kProtectProduct) {
                stage.approaches.push_back(opposite);
                stage.opposed = true;
            } else {
                stages.push_back({.approaches = {opposite}});
            }
        }
        // Side by side (a carriageway that came in two edges): the same stage.
        for (std::size_t b = a + 1; b < approaches.size(); ++b) {
            if (!placed[b] && dot(approaches[a].heading, approaches[b].heading) > 0.9) {
                placed[b] = true;
                stage.approaches.push_back(b);
            }
        }
        stages.push_back(std::move(stage));
    }
    for (Stage& stage : stages) {
        for (const std::size_t a : stage.approaches) {
            stage.flow_ratio = std::max(stage.flow_ratio, approaches[a].lane_vph / kSaturationVph);
        }
    }
    while (stages.size() > kMaxStages) { // the two lightest share one; priority rules between them
        std::stable_sort(stages.begin(), stages.end(),
                         [](const Stage& a, const Stage& b) { return a.flow_ratio > b.flow_ratio; });
        Stage last = std::move(stages.back());
        stages.pop_back();
        stages.back().approaches.insert(stages.back().approaches.end(), last.approaches.begin(), last.approaches.end());
        stages.back().flow_ratio += last.flow_ratio;
        stages.back().opposed = true;
    }
    return stages;
}

} // namespace

void plan_signals(RoadNetwork& net, std::span<const double> turn_flow_vph) {
    for (Controller& controller : net.controllers) {
        const auto approaches = approaches_of(net, net.junctions[controller.junction], turn_flow_vph);
        const auto stages = stages_of(approaches);
        controller.phases.clear();
        const bool crossing_only = stages.size() < 2;
        const double lost =
            (kYellowS + kAllRedS - 1.0) * static_cast<double>(stages.size()) + (crossing_only ? kPedestrianS : 0.0);
        double ratio = 0.0;
        for (const Stage& stage : stages) {
            ratio += std::max(0.02, stage.flow_ratio);
        }
        const double cycle =
            std::clamp((1.5 * lost + 5.0) / std::max(0.1, 1.0 - std::min(0.9, ratio)), kMinCycleS, kMaxCycleS);
        const double stages_s =
            (kYellowS + kAllRedS) * static_cast<double>(stages.size()) + (crossing_only ? kPedestrianS : 0.0);
        const double green = std::max(cycle - stages_s, kMinGreenS * static_cast<double>(stages.size()));
        for (const Stage& stage : stages) {
            SignalPhase phase{.yellow_s = kYellowS, .all_red_s = kAllRedS};
            for (const std::size_t a : stage.approaches) {
                phase.green_movements |= approaches[a].movements;
                if (stage.opposed) {
                    phase.permissive |= approaches[a].across;
                }
            }
            const double share = std::max(0.02, stage.flow_ratio) / std::max(1e-9, ratio);
            const double flexible = green - kMinGreenS * static_cast<double>(stages.size());
            phase.green_s = std::round(kMinGreenS + share * flexible);
            controller.phases.push_back(phase);
        }
        if (crossing_only) {
            controller.phases.push_back(
                {.green_movements = 0, .green_s = kPedestrianS, .yellow_s = 0.0, .all_red_s = 0.0});
        }
        // Neighbours start at different points of their cycles; offsets along corridors are a later refinement.
        controller.offset_s = static_cast<double>((controller.id * 2654435761ULL >> 8U) % 40U);
    }
}

} // namespace cityloom::traffic
