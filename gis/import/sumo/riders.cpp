// SPDX-License-Identifier: GPL-3.0-or-later
// When people and goods whom vehicles wait for have come.
#include <algorithm>
#include <limits>
#include <queue>
#include <utility>

#include "gis/import/sumo/demand_handler.h"
#include "gis/import/sumo/workload_maker.h"

namespace cityloom::gis::sumo {

namespace {
constexpr double kReachM = 10.0; // from a stop within which people board it, as SUMO's
}

void WorkloadMaker::index_riders() {
    if (!foot_ways_.empty()) {
        return;
    }
    for (std::uint32_t r = 0; r < demand_.riders.size(); ++r) {
        riders_on_[demand_.riders[r].edge].push_back(r);
        for_each_word(demand_.riders[r].lines,
                      [&](std::string_view line) { riders_of_[std::string{line}].push_back(r); });
    }
    foot_ways_.resize(raw_.junctions.size());
    for (const RawEdge& edge : raw_.edges) {
        const std::uint32_t a = raw_.junction_index.find(edge.from);
        const std::uint32_t b = raw_.junction_index.find(edge.to);
        if (edge.function == EdgeFunction::Normal && a != kNone && b != kNone) {
            foot_ways_[a].emplace_back(b, raw_.lanes[edge.lanes.begin].length_m);
            foot_ways_[b].emplace_back(a, raw_.lanes[edge.lanes.begin].length_m);
        }
    }
}

/// Metres of the shortest way on foot between two edges, in either direction, without themselves: Dijkstra 1959 over
/// junctions.
double WorkloadMaker::on_foot_m(std::uint32_t from, std::uint32_t to) {
    std::vector<double> best(raw_.junctions.size(), std::numeric_limits<double>::infinity());
    using Item = std::pair<double, std::uint32_t>;
    std::priority_queue<Item, std::vector<Item>, std::greater<>> open;
    const std::uint32_t begin = raw_.junction_index.find(raw_.edges[from].to);
    const std::uint32_t end = raw_.junction_index.find(raw_.edges[to].from);
    if (begin == kNone || end == kNone) {
        return 0.0;
    }
    best[begin] = 0.0;
    open.emplace(0.0, begin);
    while (!open.empty()) {
        const auto [cost, at] = open.top();
        open.pop();
        if (at == end) {
            return cost;
        }
        for (const auto& [next, length] : foot_ways_[at]) {
            if (cost <= best[at] && cost + length < best[next]) {
                best[next] = cost + length;
                open.emplace(best[next], next);
            }
        }
    }
    return 0.0;
}

/// The first of a flow; -1: nobody knows.
TimeUs WorkloadMaker::ready(const RawRider& rider) {
    if (rider.depart < 0) {
        return -1;
    }
    TimeUs at = rider.depart;
    for (std::uint32_t k = rider.legs.begin; k < rider.legs.end(); ++k) {
        const RawLeg& leg = demand_.legs[k];
        at += leg.lasts;
        at += leg.from == kNone ? 0 : from_seconds(on_foot_m(leg.from, leg.to) / leg.speed_mps);
        at = std::max(at, leg.until);
    }
    return at;
}

/// Those who take a vehicle; at a stop those who wait near it.
std::vector<std::uint32_t> WorkloadMaker::riders_for(const RawVehicle& vehicle, const std::string& id,
                                                     const RawStop* stop) {
    index_riders();
    std::vector<std::uint32_t> found;
    if (stop == nullptr) {
        for (const std::string& name : {id, vehicle.line}) {
            if (const auto of = riders_of_.find(name); !name.empty() && of != riders_of_.end()) {
                found.insert(found.end(), of->second.begin(), of->second.end());
            }
        }
        return found;
    }
    for (const std::uint32_t r : riders_on_[raw_.lanes[stop->lane].edge]) {
        const RawRider& rider = demand_.riders[r];
        const bool same_bay = rider.bay != kNone && rider.bay == stop->bay;
        if (!same_bay && (rider.at_m < stop->start_m - kReachM || rider.at_m > stop->end_m + kReachM)) {
            continue;
        }
        bool takes = false;
        for_each_word(rider.lines, [&](std::string_view line) {
            takes = takes || line == id || line == "ANY" || (!vehicle.line.empty() && line == vehicle.line);
        });
        if (takes) {
            found.push_back(r);
        }
    }
    return found;
}

/// When whom a vehicle waits for has come: the first of those who take it, or all who are expected. -1: they never
/// come; -2: nobody knows.
TimeUs WorkloadMaker::riders_ready(const RawVehicle& vehicle, const std::string& id, const RawStop* stop) {
    const std::string_view expected = stop == nullptr ? std::string_view{} : std::string_view{stop->expected};
    TimeUs first = -1;
    TimeUs last = -1;
    bool unknown = false;
    for (const std::uint32_t r : riders_for(vehicle, id, stop)) {
        const RawRider& rider = demand_.riders[r];
        const TimeUs at = ready(rider);
        const auto comes = [&](TimeUs when) {
            unknown = unknown || at < 0;
            if (at >= 0) {
                first = first < 0 ? when : std::min(first, when);
                last = std::max(last, when);
            }
        };
        if (expected.empty()) {
            comes(at);
            continue;
        }
        for_each_word(expected, [&](std::string_view name) {
            for (std::uint32_t k = 0; k < rider.copies; ++k) {
                if (name == (rider.copies > 1 ? rider.id + "." + std::to_string(k) : rider.id)) {
                    comes(at + k * rider.apart);
                }
            }
        });
    }
    if (expected.empty() ? unknown && first < 0 : unknown) {
        return -2;
    }
    return expected.empty() ? first : last;
}

} // namespace cityloom::gis::sumo
