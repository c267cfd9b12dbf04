// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/power/tie_restoration.h"

#include <algorithm>
#include <limits>

namespace cityloom::power {

namespace {

constexpr TimeUs kFed = std::numeric_limits<TimeUs>::max();
constexpr double kLowPu = 0.90; // EN 50160: nominal +- 10 %
constexpr double kHighPu = 1.10;

} // namespace

TieRestoration::TieRestoration(const Network& net)
    : net_{net},
      incident_(net.buses.size()),
      delay_us_(net.branches.size(), -1),
      closed_(net.branches.size(), 0),
      dark_since_(net.buses.size(), kFed),
      next_{kFed} {
    for (std::uint32_t b = 0; b < net.branches.size(); ++b) {
        incident_[net.branches[b].from].push_back(b);
        incident_[net.branches[b].to].push_back(b);
    }
}

void TieRestoration::set_delay(std::uint32_t tie, double seconds) {
    delay_us_[tie] = seconds < 0.0 ? -1 : from_seconds(seconds);
}

/// Whatever is joined to that bus has its number.
void TieRestoration::spread(std::uint32_t from, std::uint32_t number, const GridState& grid) {
    part_[from] = number;
    todo_.push_back(from);
    while (!todo_.empty()) {
        const std::uint32_t at = todo_.back();
        todo_.pop_back();
        for (const std::uint32_t b : incident_[at]) {
            const std::uint32_t other = net_.branches[b].from == at ? net_.branches[b].to : net_.branches[b].from;
            const bool joined = grid.conducts[b] != 0 || closed_[b] != 0;
            if (joined && grid.bus_failed[other] == 0 && part_[other] == kNone) {
                part_[other] = number;
                todo_.push_back(other);
            }
        }
    }
}

void TieRestoration::find_parts(const GridState& grid) {
    part_.assign(net_.buses.size(), kNone);
    for (std::uint32_t b = 0; b < part_.size(); ++b) {
        if (net_.buses[b].kind == BusKind::Infeed && grid.bus_failed[b] == 0 && part_[b] == kNone) {
            spread(b, 0, grid);
        }
    }
    std::uint32_t parts = 0;
    for (std::uint32_t b = 0; b < part_.size(); ++b) {
        if (part_[b] == kNone && grid.bus_failed[b] == 0) {
            spread(b, ++parts, grid);
        }
    }
}

void TieRestoration::look(TimeUs now, const GridState& grid) {
    std::ranges::fill(closed_, std::uint8_t{0});
    find_parts(grid);
    for (std::uint32_t b = 0; b < part_.size(); ++b) {
        const bool dark = part_[b] != 0;
        dark_since_[b] = !dark ? kFed : dark_since_[b] == kFed ? now : dark_since_[b];
    }
}

void TieRestoration::look_again(const GridState& grid) {
    find_parts(grid);
}

TieRestoration::Strain TieRestoration::strain_of(const PowerFlow& flow) const {
    Strain strain{.lowest_pu = kHighPu};
    for (std::size_t b = 0; b < net_.branches.size(); ++b) {
        const double rating = net_.branches[b].rating_a;
        strain.beyond += rating > 0.0 && flow.branch_current_a()[b] > rating ? 1U : 0U;
    }
    for (std::size_t b = 0; b < net_.buses.size(); ++b) {
        if (flow.energised()[b] != 0) {
            const double pu = flow.voltage_pu()[b];
            strain.beyond += pu < kLowPu || pu > kHighPu ? 1U : 0U;
            strain.lowest_pu = std::min(strain.lowest_pu, pu);
        }
    }
    return strain;
}

/// It is whole, works by itself, and one of its ends is dark.
bool TieRestoration::may_close(std::uint32_t tie, const GridState& grid) const {
    const Branch& branch = net_.branches[tie];
    const bool automatic = branch.normally_open && delay_us_[tie] >= 0 && closed_[tie] == 0 && grid.held[tie] == 0;
    const bool whole =
        grid.branch_failed[tie] == 0 && grid.bus_failed[branch.from] == 0 && grid.bus_failed[branch.to] == 0;
    return automatic && whole && (part_[branch.from] == 0) != (part_[branch.to] == 0);
}

bool TieRestoration::restore(TimeUs now, const GridState& grid, PowerFlow& flow, std::span<const double> load_w) {
    bool any = false;
    for (bool more = true; more;) { // one at a time: what the next one may carry depends on it
        more = waits_ = false;
        next_ = kFed;
        flow.solve_as_tapped(load_w);
        const Strain before = strain_of(flow);
        std::uint32_t best = kNone;
        double best_pu = 0.0;
        std::uint32_t best_part = kNone;
        for (std::uint32_t t = 0; t < net_.branches.size(); ++t) {
            if (!may_close(t, grid)) {
                continue;
            }
            const std::uint32_t dark = part_[net_.branches[t].from] == 0 ? net_.branches[t].to : net_.branches[t].from;
            if (const TimeUs due = dark_since_[dark] + delay_us_[t]; due > now) {
                next_ = std::min(next_, due);
                continue;
            }
            waits_ = true;
            if (part_[dark] > best_part) { // parts in their order
                continue;
            }
            flow.set_branch_closed(t, true);
            const bool solved = flow.solve_as_tapped(load_w);
            const Strain with = strain_of(flow);
            if (solved && with.beyond <= before.beyond && (part_[dark] < best_part || with.lowest_pu > best_pu)) {
                best = t;
                best_part = part_[dark];
                best_pu = with.lowest_pu;
            }
            flow.set_branch_closed(t, false);
        }
        if (best != kNone) {
            closed_[best] = 1;
            flow.set_branch_closed(best, true);
            std::ranges::replace(part_, best_part, 0U);
            any = more = true;
        }
    }
    return any;
}

} // namespace cityloom::power
