// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <span>

#include "gis/import/sumo/net_builder.h"
#include "sim/core/polyline.h"
#include "sim/traffic/conflicts.h"

namespace cityloom::gis::sumo {

namespace {

using traffic::Conflict;
using traffic::Turn;

constexpr double kHalfZoneM = 2.0; // of a zone that SUMO knows and our clearance does not

bool bit(const std::string& row, std::uint32_t link) {
    return row[row.size() - 1 - link] == '1';
}

/// Where two ways come closest: metres along each.
std::pair<double, double> closest(const traffic::RoadNetwork& net, const Turn& a, const Turn& b) {
    const std::span<const Point2> line_a{net.points.data() + a.shape.begin, a.shape.count};
    const std::span<const Point2> line_b{net.points.data() + b.shape.begin, b.shape.count};
    const double length_a = std::max(1e-3, polyline_length_m(line_a));
    const double length_b = std::max(1e-3, polyline_length_m(line_b));
    const int pieces = std::clamp(static_cast<int>(length_a / 0.5), 1, 400);
    double best = 1e300;
    std::pair<double, double> at;
    for (int i = 0; i <= pieces; ++i) {
        const double along = length_a * i / pieces;
        const PolylineNearest near = polyline_nearest(line_b, polyline_at(line_a, along).at);
        if (near.distance_m < best) {
            best = near.distance_m;
            at = {along / length_a * a.length_m, near.along_m / length_b * b.length_m};
        }
    }
    return at;
}

Conflict zone(const traffic::RoadNetwork& net, std::uint32_t a, std::uint32_t b) {
    const Turn& turn_a = net.turns[a];
    const Turn& turn_b = net.turns[b];
    const auto [at_a, at_b] = closest(net, turn_a, turn_b);
    const auto low = [](double at) { return static_cast<float>(std::max(0.0, at - kHalfZoneM)); };
    const auto high = [](double at, double length) { return static_cast<float>(std::min(length, at + kHalfZoneM)); };
    return {.other = b,
            .enter_m = low(at_a),
            .leave_m = high(at_a, turn_a.length_m),
            .other_enter_m = low(at_b),
            .other_leave_m = high(at_b, turn_b.length_m),
            .merge = turn_a.to_lane == turn_b.to_lane};
}

} // namespace

std::vector<std::uint32_t> NetBuilder::junction_links(const RawJunction& junction) const {
    std::vector<std::uint32_t> links;
    const auto function = [&](std::uint32_t lane) { return raw.edges[raw.lanes[lane].edge].function; };
    for (const std::uint32_t lane : junction.lanes) {
        for (const std::uint32_t link : raw.lanes[lane].links) {
            const EdgeFunction to = function(raw.links[link].to);
            const bool walks = to == EdgeFunction::WalkingArea ||
                               (function(lane) == EdgeFunction::WalkingArea && to != EdgeFunction::Crossing);
            if (!walks) {
                links.push_back(link);
            }
        }
    }
    return links;
}

void NetBuilder::make_right_of_way() {
    traffic::RoadNetwork& net = out.net;
    traffic::compile_conflicts(net);
    std::vector<Conflict> rows;
    std::uint32_t ruled_by_geometry = 0;
    std::uint32_t drawn_apart = 0;
    for (std::uint32_t j = 0; j < net.junctions.size(); ++j) {
        const RawJunction& junction = raw.junctions[raw_junction[j]];
        const Range turns = net.junctions[j].turns;
        const std::vector<std::uint32_t> links = junction_links(junction);
        std::vector<std::uint32_t> link_of(turns.count, kNone); // the row of a turn
        for (std::uint32_t l = 0; l < links.size(); ++l) {
            if (turn_of[links[l]] != kNone) {
                link_of[turn_of[links[l]] - turns.begin] = l;
            }
        }
        const bool matrix = !junction.requests.empty();
        bool fits = junction.requests.size() == links.size();
        for (const RawRequest& row : junction.requests) {
            fits = fits && row.response.size() == links.size() && row.foes.size() == links.size();
        }
        if (matrix && (!fits || std::find(link_of.begin(), link_of.end(), kNone) != link_of.end())) {
            files.fault(junction.place, "The junction \"" + junction.id + "\" has " + std::to_string(links.size()) +
                                            " links, but its " + std::to_string(junction.requests.size()) +
                                            " rows of right of way do not fit them; build the network anew with "
                                            "netconvert");
        }
        ruled_by_geometry += !matrix && turns.count > 1 ? 1U : 0U;
        for (std::uint32_t i = 0; i < turns.count; ++i) {
            Turn& turn = net.turns[turns.begin + i];
            const std::span<const Conflict> found{net.conflicts.data() + turn.conflicts.begin, turn.conflicts.count};
            const auto begin = static_cast<std::uint32_t>(rows.size());
            bool foes = !matrix;
            for (std::uint32_t k = 0; k < turns.count; ++k) {
                const std::uint32_t other = turns.begin + k;
                const auto it =
                    std::find_if(found.begin(), found.end(), [&](const Conflict& c) { return c.other == other; });
                if (!matrix) {
                    if (it != found.end()) {
                        rows.push_back(*it);
                    }
                    continue;
                }
                const bool foe = bit(junction.requests[link_of[i]].foes, link_of[k]) ||
                                 bit(junction.requests[link_of[k]].foes, link_of[i]);
                foes = foes || foe;
                if (k == i || turn.from_lane == net.turns[other].from_lane ||
                    (it == found.end() || (!foe && !it->merge))) {
                    continue;
                }
                Conflict row;
                if (it != found.end()) {
                    row = *it;
                } else if (i < k) {
                    row = zone(net, turns.begin + i, other);
                    ++drawn_apart;
                } else { // the same zone, seen from the other
                    row = zone(net, other, turns.begin + i);
                    std::swap(row.enter_m, row.other_enter_m);
                    std::swap(row.leave_m, row.other_leave_m);
                    row.other = other;
                }
                const bool mine = bit(junction.requests[link_of[i]].response, link_of[k]);
                const bool theirs = bit(junction.requests[link_of[k]].response, link_of[i]);
                row.yields = mine != theirs ? mine : i > k;
                rows.push_back(row);
            }
            turn.keep_clear = turn.keep_clear && foes; // SUMO keeps clear only what crosses others
            turn.conflicts = {begin, static_cast<std::uint32_t>(rows.size()) - begin};
        }
    }
    net.conflicts = std::move(rows);
    remarks.add("junctions have no rows of right of way and follow geometry", ruled_by_geometry);
    remarks.add("pairs of foes are drawn apart and conflict where they come closest", drawn_apart);
}

} // namespace cityloom::gis::sumo
