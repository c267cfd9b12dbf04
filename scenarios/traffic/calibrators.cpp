// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/traffic/calibrators.h"

#include <algorithm>
#include <cmath>

namespace cityloom::scenarios {

namespace {

constexpr double kLetInEveryS = 3.0; // what is put off is taken to be let in at this pace

} // namespace

Calibrators::Calibrators(const std::vector<gis::SumoCalibration>& asked, traffic::Simulation& sim)
    : sim_{sim}, passages_{sim}, of_edge_(sim.network().edges.size()) {
    for (const gis::SumoCalibration& row : asked) {
        reserve_ += row.reserve;
    }
    reserve_begin_ = static_cast<std::uint32_t>(sim.trips().size() - reserve_);
    std::uint32_t next = reserve_begin_;
    for (const gis::SumoCalibration& row : asked) {
        of_edge_[row.edge].push_back(static_cast<std::uint32_t>(rows_.size()));
        rows_.push_back({.asked = row,
                         .first = next,
                         .end = next + row.reserve,
                         .lanes = row.lane != kNone ? 1U : sim.network().edges[row.edge].lanes.count});
        next += row.reserve;
        last_end_ = std::max(last_end_, row.end);
    }
}

bool Calibrators::counts(const Row& row, const Passage& passage) const {
    const bool own = passage.trip >= reserve_begin_; // counted when it was let in
    const bool comes = passage.came == Passage::Came::Entered || (passage.came == Passage::Came::Departed && !own) ||
                       (passage.came == Passage::Came::Changed && row.asked.lane != kNone && !own);
    return comes && (row.asked.lane == kNone || row.asked.lane == passage.lane);
}

void Calibrators::let_in(Row& row, TimeUs step) {
    if (sim_.waiting_on(row.asked.edge) > 0) {
        return; // for room
    }
    const double now = to_seconds(sim_.time() - row.asked.begin);
    const double lasts = to_seconds(row.asked.end - row.asked.begin);
    const double share = (now + to_seconds(step)) / lasts;
    const auto wished = static_cast<std::uint64_t>(std::floor(static_cast<double>(row.asked.wished) * share + 0.5));
    const auto later = static_cast<std::uint64_t>(std::max(0.0, std::floor((lasts - now) / kLetInEveryS)));
    for (std::uint32_t k = 0; k < row.lanes && row.first < row.end; ++k) {
        const std::uint64_t could = row.passed + later;
        const std::uint64_t slack = could > row.asked.wished ? could - row.asked.wished : 0;
        if (wished <= row.passed + slack) {
            return;
        }
        sim_.release(row.first++);
        ++released_;
        ++row.passed;
    }
}

void Calibrators::follow(TimeUs step) {
    const TimeUs now = sim_.time();
    for (const Passage& passage : passages_.follow(to_seconds(step))) {
        const std::uint32_t edge = sim_.network().lanes[passage.lane].edge;
        for (const std::uint32_t index : of_edge_[edge]) {
            Row& row = rows_[index];
            if (now < row.asked.begin || now >= row.asked.end || !counts(row, passage)) {
                continue;
            }
            if (row.passed >= row.asked.wished && passage.went == Passage::Went::Stays &&
                sim_.take_off(passage.trip, passage.lane)) {
                ++removed_;
            } else {
                ++row.passed;
            }
        }
    }
    for (Row& row : rows_) {
        if (now >= row.asked.begin && now < row.asked.end && (now - row.asked.begin) % row.asked.period < step) {
            let_in(row, step);
        }
    }
}

} // namespace cityloom::scenarios
