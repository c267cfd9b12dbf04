// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <span>

#include "gis/import/sumo/net_builder.h"
#include "sim/traffic/conflicts.h"

namespace cityloom::gis::sumo {

namespace {

using traffic::Conflict;
using traffic::Turn;

bool bit(const std::string& row, std::uint32_t link) {
    return row[row.size() - 1 - link] == '1';
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
            const std::uint32_t turn = turn_of[links[l]];
            if (turn == kNone) {
                continue;
            }
            if (turn < turns.begin || turn >= turns.end()) {
                files.fault(junction.place, "The junction \"" + junction.id +
                                                "\" has a lane among its incLanes that ends at another one; build the "
                                                "network anew with netconvert");
            }
            link_of[turn - turns.begin] = l;
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
                if (k == i || turn.from_lane == net.turns[other].from_lane) {
                    continue;
                }
                if (it == found.end()) {
                    drawn_apart += foe && i < k ? 1U : 0U; // who turns into one lane, and who goes on in the next
                    continue;
                }
                if (!foe && !it->merge) {
                    continue;
                }
                Conflict row = *it;
                const bool mine = bit(junction.requests[link_of[i]].response, link_of[k]);
                const bool theirs = bit(junction.requests[link_of[k]].response, link_of[i]);
                row.yields = mine != theirs ? mine : i > k;
                rows.push_back(row);
            }
            turn.keep_clear =
                turn.keep_clear && (!matrix || rows.size() > begin); // only what meets others is kept clear
            turn.conflicts = {begin, static_cast<std::uint32_t>(rows.size()) - begin};
        }
    }
    net.conflicts = std::move(rows);
    remarks.add("junctions have no rows of right of way and follow geometry", ruled_by_geometry);
    remarks.add("pairs of foes are drawn apart and do not hinder each other", drawn_apart);
}

} // namespace cityloom::gis::sumo
