// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/signals/stages.h"

#include <algorithm>
#include <cmath>

#include "sim/core/polyline.h"
#include "sim/traffic/signals/pedestrians.h"

namespace cityloom::traffic {

namespace {

constexpr double kProtectProduct = 50'000.0;
constexpr std::size_t kMostStages = 4;

double assumed_vph(const Edge& edge) {
    return std::max(40.0, 420.0 - 60.0 * edge.rank);
}

std::vector<SignalApproach> approaches_of(const RoadNetwork& net, const Junction& junction,
                                          std::span<const double> flow, std::span<const double> equivalent) {
    std::vector<SignalApproach> approaches;
    for (std::uint32_t i = 0; i < junction.incoming.count; ++i) {
        const std::uint32_t e = net.incoming[junction.incoming.begin + i];
        const Edge& edge = net.edges[e];
        SignalApproach approach{.edge = e};
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
                lane_vph += equivalent[t];
                approach.total_vph += flow[t];
                approach.movements |= 1ULL << turn.movement;
                if (across) {
                    approach.across |= 1ULL << turn.movement;
                    approach.across_vph += flow[t];
                } else {
                    onward += flow[t];
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

std::vector<SignalStage> group(const std::vector<SignalApproach>& approaches) {
    std::vector<SignalStage> stages;
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
        SignalStage stage{.approaches = {a}};
        if (opposite < approaches.size()) {
            const SignalApproach& x = approaches[a];
            const SignalApproach& y = approaches[opposite];
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
    return stages;
}

void place_crossings(const RoadNetwork& net, const Controller& controller, SignalStages& signal) {
    const bool alone = signal.stages.size() < 2;
    for (const PedestrianCrossing& crossing : controller.crossings) {
        std::uint32_t best = kNone;
        for (std::uint32_t s = 0; s < signal.stages.size() && crossing.pedestrians_per_h > 0.0; ++s) {
            std::uint64_t green = 0;
            for (const std::size_t a : signal.stages[s].approaches) {
                green |= signal.approaches[a].movements;
            }
            if (may_walk(net, controller, crossing, green) &&
                (best == kNone || signal.stages[s].flow_ratio > signal.stages[best].flow_ratio)) {
                best = s;
            }
        }
        if (best != kNone) {
            SignalStage& stage = signal.stages[best];
            stage.least_green_s = std::max(stage.least_green_s, pedestrian_green_s(crossing, kYellowS + kAllRedS));
        } else if (alone && crossing.pedestrians_per_h > 0.0) {
            best = static_cast<std::uint32_t>(signal.stages.size());
            signal.pedestrian_s = std::max(signal.pedestrian_s, std::ceil(pedestrian_green_s(crossing, 0.0)));
        }
        signal.crossing_phases.push_back(best);
    }
}

} // namespace

std::vector<double> expected_turn_flows(const RoadNetwork& net, std::span<const double> turn_flow_vph) {
    std::vector<double> flow{turn_flow_vph.begin(), turn_flow_vph.end()};
    if (flow.empty()) {
        flow.assign(net.turns.size(), 0.0);
        for (const Lane& lane : net.lanes) {
            std::uint32_t ways = 0;
            for (std::uint32_t t = lane.turns.begin; t < lane.turns.end(); ++t) {
                ways += carries_motor(net, net.turns[t]) ? 1U : 0U;
            }
            for (std::uint32_t t = lane.turns.begin; t < lane.turns.end(); ++t) {
                flow[t] = carries_motor(net, net.turns[t]) ? assumed_vph(net.edges[lane.edge]) / ways : 0.0;
            }
        }
    }
    return flow;
}

SignalStages stages_of(const RoadNetwork& net, const Controller& controller, std::span<const double> turn_flow_vph,
                       std::span<const double> turn_equivalent_vph) {
    SignalStages result;
    result.approaches = approaches_of(net, net.junctions[controller.junction], turn_flow_vph, turn_equivalent_vph);
    std::vector<SignalStage>& stages = result.stages = group(result.approaches);
    for (SignalStage& stage : stages) {
        for (const std::size_t a : stage.approaches) {
            stage.flow_ratio = std::max(stage.flow_ratio, result.approaches[a].lane_vph / kSaturationVph);
        }
    }
    while (stages.size() > kMostStages) { // the two lightest share one; priority rules between them
        std::stable_sort(stages.begin(), stages.end(),
                         [](const SignalStage& a, const SignalStage& b) { return a.flow_ratio > b.flow_ratio; });
        SignalStage last = std::move(stages.back());
        stages.pop_back();
        stages.back().approaches.insert(stages.back().approaches.end(), last.approaches.begin(), last.approaches.end());
        stages.back().flow_ratio += last.flow_ratio;
        stages.back().opposed = true;
    }
    place_crossings(net, controller, result);
    return result;
}

} // namespace cityloom::traffic
