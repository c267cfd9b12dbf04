// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/run/limits.h"

#include <algorithm>
#include <set>

#include "sim/traffic/equilibrium/approach.h"

namespace cityloom::scenarios {

namespace {

std::string name_of(const traffic::RoadNetwork& net, std::uint32_t edge) {
    const std::uint32_t name = net.edges[edge].name;
    return name < net.names.size() ? net.names[name] : "street " + std::to_string(net.edges[edge].street_id);
}

} // namespace

std::vector<JunctionLimit> limits_of(const traffic::Simulation& traffic, std::span<const double> turn_flow_vph,
                                     double hours, std::size_t most) {
    const traffic::RoadNetwork& net = traffic.network();
    std::vector<JunctionLimit> limits;
    if (turn_flow_vph.size() != net.turns.size()) {
        return limits;
    }
    const auto approaches = traffic::equilibrium::approaches(net, turn_flow_vph);
    for (const traffic::JunctionLoad& load : traffic.limiting_junctions(most)) {
        const traffic::Junction& junction = net.junctions[load.junction];
        JunctionLimit limit{.id = junction.id,
                            .at = junction.at,
                            .served_vph = static_cast<double>(load.served) / std::max(1e-9, hours),
                            .standing_vehicle_h = load.standing_vehicle_h};
        std::set<std::string> names;
        for (std::uint32_t i = 0; i < junction.incoming.count; ++i) {
            const std::uint32_t e = net.incoming[junction.incoming.begin + i];
            double demand = 0.0;
            for (std::uint32_t lane = net.edges[e].lanes.begin; lane < net.edges[e].lanes.end(); ++lane) {
                for (std::uint32_t t = net.lanes[lane].turns.begin; t < net.lanes[lane].turns.end(); ++t) {
                    demand += turn_flow_vph[t];
                }
            }
            limit.demand_vph += demand;
            limit.capacity_vph += approaches[e].capacity_vph;
            const double ratio = demand / std::max(1.0, approaches[e].capacity_vph);
            if (ratio > limit.tightest_ratio) {
                limit.tightest_ratio = ratio;
                limit.tightest = name_of(net, e);
            }
            names.insert(name_of(net, e));
        }
        for (const std::string& name : names) {
            limit.streets += (limit.streets.empty() ? "" : " / ") + name;
        }
        limits.push_back(std::move(limit));
    }
    return limits;
}

} // namespace cityloom::scenarios
