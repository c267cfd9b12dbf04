// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/signals/splits.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace cityloom::traffic {

namespace {

constexpr double kMinCycleS = 40.0;
constexpr double kMaxCycleS = 110.0;
constexpr double kLeastRatio = 0.02;

bool crossing_only(const SignalStages& signal) {
    return signal.stages.size() < 2;
}

double without_green_s(const SignalStages& signal) {
    return (kYellowS + kAllRedS) * static_cast<double>(signal.stages.size()) +
           (crossing_only(signal) ? signal.pedestrian_s : 0.0);
}

} // namespace

double least_cycle_s(const SignalStages& signal) {
    double sum = without_green_s(signal);
    for (const SignalStage& stage : signal.stages) {
        sum += stage.least_green_s;
    }
    return std::ceil(sum);
}

double webster_cycle_s(const SignalStages& signal) {
    const double lost =
        without_green_s(signal) - static_cast<double>(signal.stages.size()); // a second of yellow is used
    double ratio = 0.0;
    for (const SignalStage& stage : signal.stages) {
        ratio += std::max(kLeastRatio, stage.flow_ratio);
    }
    const double cycle =
        std::clamp((1.5 * lost + 5.0) / std::max(0.1, 1.0 - std::min(0.9, ratio)), kMinCycleS, kMaxCycleS);
    return std::max(std::round(cycle), least_cycle_s(signal));
}

std::vector<SignalPhase> split_cycle(const SignalStages& signal, double cycle_s) {
    std::vector<SignalPhase> phases;
    double ratio = 0.0;
    double flexible = cycle_s - without_green_s(signal);
    for (const SignalStage& stage : signal.stages) {
        ratio += std::max(kLeastRatio, stage.flow_ratio);
        flexible -= std::ceil(stage.least_green_s);
    }
    double left = flexible;
    std::vector<double> rest;
    for (const SignalStage& stage : signal.stages) {
        SignalPhase phase{.yellow_s = kYellowS, .all_red_s = kAllRedS};
        for (const std::size_t a : stage.approaches) {
            phase.green_movements |= signal.approaches[a].movements;
            if (stage.opposed) {
                phase.permissive |= signal.approaches[a].across;
            }
        }
        const double share = flexible * std::max(kLeastRatio, stage.flow_ratio) / ratio;
        phase.green_s = std::ceil(stage.least_green_s) + std::floor(share);
        rest.push_back(share - std::floor(share));
        left -= std::floor(share);
        phases.push_back(phase);
    }
    // Seconds that rounding left go to the stages that lost most by it.
    std::vector<std::size_t> order(phases.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rest[a] > rest[b]; });
    order.resize(std::min(order.size(), static_cast<std::size_t>(std::max(0.0, std::round(left)))));
    for (const std::size_t s : order) {
        phases[s].green_s += 1.0;
    }
    if (crossing_only(signal)) {
        phases.push_back({.green_movements = 0, .green_s = signal.pedestrian_s, .yellow_s = 0.0, .all_red_s = 0.0});
    }
    return phases;
}

} // namespace cityloom::traffic
