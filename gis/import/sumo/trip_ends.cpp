// SPDX-License-Identifier: GPL-3.0-or-later
// Trips between districts or junctions: on which edges they begin and end.
#include <algorithm>
#include <limits>
#include <queue>
#include <utility>

#include "gis/import/sumo/demand_handler.h"
#include "gis/import/sumo/workload_maker.h"

namespace cityloom::gis::sumo {

bool DemandHandler::district(const XmlElement& e) {
    if (e.name() == "taz") {
        open_ends_ = static_cast<std::uint32_t>(demand_.ends.size());
        if (!demand_.ends_index.add(e.text("id"), open_ends_)) {
            e.fault("another district has this id; give each its own");
        }
        demand_.ends.emplace_back();
        for_each_word(
            e.text_or("edges", ""),
            [&](std::string_view id) {
                const std::uint32_t edge = edge_named(e, id, "edges");
                demand_.ends.back().sources.push_back(edge);
                demand_.ends.back().sinks.push_back(edge);
            },
            " ,\t\r\n");
        return true;
    }
    if (open_ends_ != kNone && one_of(e.name(), {"tazSource", "tazSink"})) {
        const std::uint32_t edge = edge_named(e, e.text("id"), "id");
        if (e.at_least("weight", 0.0, 1.0) > 0.0) {
            RawEnds& ends = demand_.ends[open_ends_];
            (e.name() == "tazSource" ? ends.sources : ends.sinks).push_back(edge);
        }
        return true;
    }
    return false;
}

std::vector<std::uint32_t> WorkloadMaker::ends_of(const RawVehicle& vehicle, const std::string& name, bool begin,
                                                  std::uint8_t use) const {
    std::vector<std::uint32_t> named;
    if (name.starts_with('!')) {
        const std::uint32_t junction = raw_.junction_index.find(name.substr(1));
        if (junction == kNone) {
            fault(vehicle, "begins or ends at the junction \"" + name.substr(1, 60) +
                               "\", which is not in the network; mend the name");
        }
        if (builder_.junction_of[junction] != kNone) {
            const traffic::Junction& at = out_.net.junctions[builder_.junction_of[junction]];
            const Range edges = begin ? at.outgoing : at.incoming;
            const auto& list = begin ? out_.net.outgoing : out_.net.incoming;
            named.assign(list.begin() + edges.begin, list.begin() + edges.end());
        }
    } else {
        const std::uint32_t ends = demand_.ends_index.find(name);
        if (ends == kNone) {
            fault(vehicle, "begins or ends in the district \"" + name.substr(0, 60) +
                               "\", which is defined nowhere; add the additional file that holds its <taz>");
        }
        for (const std::uint32_t raw_edge : begin ? demand_.ends[ends].sources : demand_.ends[ends].sinks) {
            named.push_back(builder_.edge_of[raw_edge]);
        }
    }
    std::erase_if(named, [&](std::uint32_t edge) { return edge == kNone || !admits(edge, use); });
    if (named.empty()) {
        fault(vehicle, std::string{"finds no edge to "} + (begin ? "begin" : "end") + " on in " +
                           (name.starts_with('!') ? "its junction" : "the district \"" + name.substr(0, 60) + "\"") +
                           " that it may use; choose another one, or another vClass");
    }
    return named;
}

/// The pair of edges between which the way is fastest on empty streets, both edges counted, as SUMO chooses (it takes
/// the weights of sources and sinks for nothing but whether they are 0); by one search (Dijkstra 1959) from all
/// sources.
std::pair<std::uint32_t, std::uint32_t> WorkloadMaker::nearest_ends(const std::vector<std::uint32_t>& sources,
                                                                    const std::vector<std::uint32_t>& sinks,
                                                                    std::uint8_t use) const {
    const traffic::RoadNetwork& net = out_.net;
    const auto time = [&](std::uint32_t edge) {
        return net.edges[edge].length_m / std::max(0.1, net.edges[edge].speed_mps);
    };
    constexpr double kNever = std::numeric_limits<double>::infinity();
    std::vector<double> best(net.edges.size(), kNever);
    std::vector<std::uint32_t> begun(net.edges.size(), kNone);
    std::vector<std::uint8_t> wanted(net.edges.size(), 0);
    for (const std::uint32_t edge : sinks) {
        wanted[edge] = 1;
    }
    using Entry = std::pair<double, std::uint32_t>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    for (const std::uint32_t edge : sources) {
        if (time(edge) < best[edge]) {
            best[edge] = time(edge);
            begun[edge] = edge;
            open.emplace(best[edge], edge);
        }
    }
    while (!open.empty()) {
        const auto [cost, edge] = open.top();
        open.pop();
        if (cost > best[edge]) {
            continue;
        }
        if (wanted[edge] != 0) {
            return {begun[edge], edge};
        }
        for (std::uint32_t lane = net.edges[edge].lanes.begin; lane < net.edges[edge].lanes.end(); ++lane) {
            for (std::uint32_t t = net.lanes[lane].turns.begin; t < net.lanes[lane].turns.end(); ++t) {
                const std::uint32_t to = net.turns[t].to_lane;
                const std::uint32_t next = net.lanes[to].edge;
                if ((static_cast<unsigned>(net.turns[t].use) & net.lanes[lane].use & net.lanes[to].use & use) != 0 &&
                    cost + time(next) < best[next]) {
                    best[next] = cost + time(next);
                    begun[next] = begun[edge];
                    open.emplace(best[next], next);
                }
            }
        }
    }
    return {sources.front(), sinks.front()}; // the engine says that there is no way
}

void WorkloadMaker::find_ends(const RawVehicle& vehicle, traffic::Trip& trip, std::uint32_t type) {
    const std::uint8_t use = out_.work.types[type].use;
    const auto edge = [&](std::uint32_t named) {
        if (builder_.edge_of[named] == kNone) {
            fault(vehicle, "starts or ends on the edge \"" + raw_.edges[named].id +
                               "\", which no road vehicle may use; choose another");
        }
        return builder_.edge_of[named];
    };
    if (vehicle.from != kNone && vehicle.to != kNone) {
        trip.from_edge = edge(vehicle.from);
        trip.to_edge = edge(vehicle.to);
        return;
    }
    const auto name = [&](const std::string& ends, std::uint32_t named) {
        return ends.empty() ? "=" + std::to_string(named) : ends;
    };
    const std::string key =
        name(vehicle.from_ends, vehicle.from) + "\n" + name(vehicle.to_ends, vehicle.to) + "\n" + std::to_string(use);
    auto known = ends_.find(key);
    if (known == ends_.end()) {
        const auto list = [&](const std::string& ends, std::uint32_t named, bool begin) {
            return ends.empty() ? std::vector{edge(named)} : ends_of(vehicle, ends, begin, use);
        };
        const auto found =
            nearest_ends(list(vehicle.from_ends, vehicle.from, true), list(vehicle.to_ends, vehicle.to, false), use);
        known = ends_.emplace(key, found).first;
    }
    trip.from_edge = known->second.first;
    trip.to_edge = known->second.second;
}

} // namespace cityloom::gis::sumo
