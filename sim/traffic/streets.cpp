// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/streets.h"

#include <algorithm>

namespace cityloom::traffic {

std::vector<std::uint32_t> edges_of(const RoadNetwork& roads, std::uint64_t street_id) {
    std::vector<std::uint32_t> edges;
    for (std::uint32_t e = 0; e < roads.edges.size(); ++e) {
        if (roads.edges[e].street_id == street_id) {
            edges.push_back(e);
        }
    }
    const auto named = static_cast<std::ptrdiff_t>(edges.size());
    auto joined = std::ranges::lower_bound(roads.joined, street_id, {}, &JoinedStreet::street_id);
    for (; joined != roads.joined.end() && joined->street_id == street_id; ++joined) {
        edges.push_back(joined->edge);
    }
    std::inplace_merge(edges.begin(), edges.begin() + named, edges.end());
    return edges;
}

bool drivable(const RoadNetwork& roads, std::uint64_t street_id) {
    return std::ranges::binary_search(roads.joined, street_id, {}, &JoinedStreet::street_id) ||
           std::ranges::find(roads.edges, street_id, &Edge::street_id) != roads.edges.end();
}

} // namespace cityloom::traffic
