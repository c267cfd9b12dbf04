// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/sumo/count_maker.h"

namespace cityloom::gis::sumo {

using traffic::od::Count;

namespace {
constexpr std::size_t kMostCounts = 5'000'000;
constexpr double kMostVehicles = 1e9;
} // namespace

CountMaker::CountMaker(const SumoScenario& scenario, const FileNames& files, Remarks& remarks)
    : scenario_{scenario}, files_{files}, remarks_{remarks}, edges_{scenario.names} {
    for (std::uint32_t d = 0; d < scenario.detectors.size(); ++d) {
        detectors_.add(scenario.detectors[d].id, d);
    }
}

void CountMaker::check(const Count& count, Place place) {
    if (count.begin < 0 || count.end <= count.begin) {
        files_.fault(place, "The count ends at " + std::to_string(to_seconds(count.end)) +
                                " s, not after it begins at " + std::to_string(to_seconds(count.begin)) +
                                " s; give a begin from 0 up and a later end");
    }
    if (!(count.vehicles >= 0.0 && count.vehicles <= kMostVehicles)) {
        files_.fault(place, "The count is not from 0 to 1e9; mend it");
    }
    if (++added_ > kMostCounts) {
        files_.fault(place, "There are more than 5 million counts; use longer times or fewer edges",
                     ErrorCode::LimitExceeded);
    }
}

void CountMaker::add_edge(std::string_view edge, const Count& count, Place place) {
    check(count, place);
    Count placed = count;
    placed.edge = edges_.find(edge, "The count", place, files_);
    if (placed.edge == kNone) {
        remarks_.add("counts on edges that no road vehicle may use are left out");
    } else {
        counts_.push_back(placed);
    }
}

void CountMaker::add_loop(std::string_view detector, const Count& count, Place place) {
    check(count, place);
    const std::uint32_t found = detectors_.find(detector);
    if (found == kNone) {
        files_.fault(place, "The count names the detector " + shown(detector) +
                                ", which no additional file has on a street; mend the name, or add the file that "
                                "defines it");
    }
    const std::uint32_t lane = scenario_.detectors[found].lane;
    Loops& loops = lanes_[{count.begin, count.end, scenario_.net.lanes[lane].edge, lane}];
    loops.sum += count.vehicles;
    ++loops.loops;
}

std::vector<Count> CountMaker::take() {
    for (auto at = lanes_.begin(); at != lanes_.end();) {
        const auto [begin, end, edge, first_lane] = at->first;
        Count count{edge, begin, end, 0.0};
        std::uint32_t seen = 0; // lanes that cars may use
        for (; at != lanes_.end() && std::get<0>(at->first) == begin && std::get<1>(at->first) == end &&
               std::get<2>(at->first) == edge;
             ++at) {
            count.vehicles += at->second.sum / at->second.loops;
            seen += (scenario_.net.lanes[std::get<3>(at->first)].use & traffic::kCars) != 0 ? 1U : 0U;
        }
        std::uint32_t lanes = 0;
        const Range all = scenario_.net.edges[edge].lanes;
        for (std::uint32_t lane = all.begin; lane < all.end(); ++lane) {
            lanes += (scenario_.net.lanes[lane].use & traffic::kCars) != 0 ? 1U : 0U;
        }
        if (seen < lanes) {
            remarks_.add("counts of edges with lanes that no loop counts are left out");
        } else {
            counts_.push_back(count);
        }
    }
    return std::move(counts_);
}

} // namespace cityloom::gis::sumo
