// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/power/tap_changers.h"

#include <algorithm>
#include <cmath>

namespace cityloom::power {

TapChangers::TapChangers(const Network& net)
    : net_{net}, position_(net.buses.size(), 0), ratio_(net.branches.size(), 1.0) {
    for (std::uint32_t b = 0; b < net.branches.size(); ++b) {
        if (net.branches[b].tap_step_pu > 0.0) {
            with_taps_.push_back(b);
        }
    }
    std::ranges::stable_sort(with_taps_, {}, [&](std::uint32_t b) { return net_.branches[b].to; });
}

void TapChangers::set_ratios() {
    for (const std::uint32_t b : with_taps_) {
        ratio_[b] = 1.0 + position_[net_.branches[b].to] * net_.branches[b].tap_step_pu;
    }
}

bool TapChangers::step(std::span<const double> voltage_pu, std::span<const double> set_point_pu,
                       std::span<const std::uint32_t> upstream) {
    bool any = false;
    std::uint32_t last = kNone;
    for (const std::uint32_t b : with_taps_) {
        const Branch& branch = net_.branches[b];
        if (branch.to == last || upstream[branch.to] != branch.from || voltage_pu[branch.to] <= 0.0) {
            continue;
        }
        last = branch.to;
        const double off = voltage_pu[branch.to] - set_point_pu[branch.to];
        if (std::abs(off) <= 0.5 * kDeadBandPu) {
            continue;
        }
        const int most = branch.tap_positions;
        const int steps = static_cast<int>(std::lround(off / branch.tap_step_pu));
        const auto to = static_cast<std::int8_t>(std::clamp(position_[branch.to] + steps, -most, most));
        any = any || to != position_[branch.to];
        position_[branch.to] = to;
    }
    if (any) {
        set_ratios();
    }
    return any;
}

void TapChangers::visit(Archive& archive) {
    archive.fixed(position_);
    if (archive.restoring()) {
        const auto beyond = [&](std::uint32_t b) {
            return std::abs(int{position_[net_.branches[b].to]}) > int{net_.branches[b].tap_positions};
        };
        if (std::ranges::any_of(with_taps_, beyond)) {
            std::ranges::fill(position_, std::int8_t{0});
            archive.refuse();
        }
        set_ratios();
    }
}

} // namespace cityloom::power
