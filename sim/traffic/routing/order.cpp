// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/routing/order.h"

#include <algorithm>
#include <array>
#include <utility>

#include "sim/traffic/routing/inertial_flow.h"

namespace cityloom::traffic::routing {

namespace {

/// A part of the city: junctions, and the edges between them.
struct Part {
    std::vector<std::uint32_t> junctions;
    std::vector<std::uint32_t> edges;
};

} // namespace

std::vector<std::uint32_t> dissection_order(const RoadNetwork& net) {
    // Filled from the most important edge down: a part's cut first, then its two halves, each as a whole.
    std::vector<std::uint32_t> descending;
    descending.reserve(net.edges.size());
    std::vector<Part> open(1);
    for (std::uint32_t j = 0; j < net.junctions.size(); ++j) {
        open[0].junctions.push_back(j);
    }
    for (std::uint32_t e = 0; e < net.edges.size(); ++e) {
        open[0].edges.push_back(e);
    }
    std::vector<std::uint32_t> local(net.junctions.size(), kNone);
    std::vector<Point2> at;
    std::vector<CutLink> links;
    while (!open.empty()) {
        const Part part = std::move(open.back());
        open.pop_back();
        if (part.junctions.size() < 2 || part.edges.size() < 2) {
            descending.insert(descending.end(), part.edges.begin(), part.edges.end());
            continue;
        }
        at.clear();
        links.clear();
        for (const std::uint32_t j : part.junctions) {
            local[j] = static_cast<std::uint32_t>(at.size());
            at.push_back(net.junctions[j].at);
        }
        for (const std::uint32_t e : part.edges) {
            const Edge& edge = net.edges[e];
            if (edge.from != edge.to) {
                links.push_back({local[edge.from], local[edge.to], 1});
            }
        }
        const std::vector<std::uint8_t> side = bisect(at, links);
        std::array<Part, 2> halves;
        for (const std::uint32_t j : part.junctions) {
            halves[side[local[j]]].junctions.push_back(j);
        }
        for (const std::uint32_t e : part.edges) {
            const std::uint8_t from = side[local[net.edges[e].from]];
            if (from == side[local[net.edges[e].to]]) {
                halves[from].edges.push_back(e);
            } else {
                descending.push_back(e);
            }
        }
        if (halves[0].junctions.empty() || halves[1].junctions.empty()) {
            descending.insert(descending.end(), part.edges.begin(), part.edges.end());
            continue;
        }
        open.push_back(std::move(halves[0]));
        open.push_back(std::move(halves[1]));
    }
    std::reverse(descending.begin(), descending.end());
    return descending;
}

} // namespace cityloom::traffic::routing
