// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/traffic/summary.h"

#include <algorithm>

namespace cityloom::scenarios {

namespace {
constexpr float kHaltsMps = 0.1F;
}

gis::SumoSummary SummaryRow::of(const traffic::Simulation& sim) {
    const traffic::VehicleCounts counts = sim.counts();
    const auto records = sim.records();
    while (next_ < records.size() && sim.trips()[next_].depart <= sim.time()) {
        waiting_.push_back(static_cast<std::uint32_t>(next_++));
    }
    std::erase_if(waiting_, [&](std::uint32_t trip) {
        if (records[trip].departed < 0) {
            return false;
        }
        delays_s_ += std::max(0.0, to_seconds(records[trip].departed - sim.trips()[trip].depart));
        running_.push_back(trip);
        return true;
    });
    std::erase_if(running_, [&](std::uint32_t trip) {
        if (records[trip].arrived < 0) {
            return false;
        }
        travels_s_ += to_seconds(records[trip].arrived - records[trip].departed);
        return true;
    });
    gis::SumoSummary row{.time_s = to_seconds(sim.time()),
                         .loaded = counts.scheduled,
                         .inserted = counts.departed,
                         .running = counts.running,
                         .waiting = counts.waiting,
                         .ended = counts.arrived + counts.gave_up,
                         .arrived = counts.arrived};
    sim.list_places(places_);
    double speeds = 0.0;
    double shares = 0.0;
    for (const traffic::VehiclePlace& place : places_) {
        row.halting += place.speed_mps < kHaltsMps ? 1U : 0U;
        row.stopped += place.halts ? 1U : 0U;
        speeds += static_cast<double>(place.speed_mps);
        shares += place.desired_mps > 0.0F ? static_cast<double>(place.speed_mps / place.desired_mps) : 0.0;
    }
    row.stopped += counts.running - std::min<std::uint64_t>(counts.running, places_.size()); // beside the lanes
    const auto n = static_cast<double>(places_.size());
    row.mean_waiting_s = counts.departed > 0 ? delays_s_ / static_cast<double>(counts.departed) : -1.0;
    row.mean_travel_s = row.ended > 0 ? travels_s_ / static_cast<double>(row.ended) : -1.0;
    row.mean_speed_mps = places_.empty() ? -1.0 : speeds / n;
    row.mean_speed_share = places_.empty() ? -1.0 : shares / n;
    return row;
}

} // namespace cityloom::scenarios
