// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/water/segments.h"

namespace cityloom::water {

namespace {

/// A pipe between two junctions; a tank's riser has a valve of its own.
bool is_main(const Network& net, const Link& link) {
    return link.kind == LinkKind::Pipe && net.nodes[link.from].kind == NodeKind::Junction &&
           net.nodes[link.to].kind == NodeKind::Junction;
}

/// The main at a junction that has no valve there; kNone: none ends there.
std::uint32_t without_valve(const Network& net, std::uint32_t node) {
    std::uint32_t found = kNone;
    for (std::uint32_t l = 0; l < net.links.size(); ++l) {
        const Link& link = net.links[l];
        const bool ends = (link.from == node || link.to == node) && is_main(net, link);
        if (ends && (found == kNone || link.diameter_m <= net.links[found].diameter_m)) {
            found = l;
        }
    }
    return found;
}

} // namespace

Segment segment_of(const Network& net, std::uint32_t main) {
    Segment segment{.main = main};
    for (const std::uint32_t end : {net.links[main].from, net.links[main].to}) {
        if (net.nodes[end].kind == NodeKind::Junction && without_valve(net, end) == main) {
            segment.nodes.push_back(end);
        }
    }
    return segment;
}

} // namespace cityloom::water
