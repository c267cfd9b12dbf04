// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <span>
#include <unordered_map>

#include "gis/import/assemble/point_grid.h"
#include "gis/import/assemble/update_work.h"

namespace cityloom::gis {

namespace {

constexpr double kSnapM = 0.2;    ///< nodes nearer than this are one
constexpr double kMovedM = 100.0; ///< a node of OpenStreetMap with its old id is not farther from where it was

} // namespace

void Update::nodes() {
    made_.street_nodes = old_.street_nodes;
    std::unordered_map<std::uint64_t, std::uint32_t> by_id; // looked up only, never iterated
    PointGrid grid{2.0 * kSnapM};
    for (std::uint32_t n = 0; n < size32(old_.street_nodes); ++n) {
        by_id.try_emplace(old_.street_nodes[n].id, n);
        grid.add(old_.street_nodes[n].at, n);
    }
    for (std::uint32_t n = 0; n < size32(fresh_.street_nodes); ++n) {
        const StreetNode& node = fresh_.street_nodes[n];
        std::uint32_t found = kNone;
        if (const auto same = by_id.find(node.id); osm_nodes_[n] && same != by_id.end()) {
            found = distance_m(made_.street_nodes[same->second].at, node.at) <= kMovedM ? same->second : kNone;
        }
        if (found == kNone) {
            grid.near(node.at, [&](std::uint32_t other) {
                const bool near = distance_m(old_.street_nodes[other].at, node.at) <= kSnapM;
                found = near && other < found ? other : found;
            });
        }
        if (found == kNone) {
            node_place_.push_back(size32(made_.street_nodes));
            made_.street_nodes.push_back(node);
            continue;
        }
        node_place_.push_back(found);
        StreetNode& kept = made_.street_nodes[found];
        made_.signal_nodes -= kept.control == NodeControl::Signal && made_.signal_nodes > 0 ? 1U : 0U;
        kept.at = node.at;
        kept.control = node.control == NodeControl::None && !osm_nodes_[n] ? kept.control : node.control;
    }
}

std::vector<std::uint32_t> Update::refs(const City& city, const Street& street,
                                        const std::vector<std::uint32_t>* place) const {
    const auto own = std::span{city.street_node_refs}.subspan(street.nodes.begin, street.nodes.count);
    std::vector<std::uint32_t> moved(own.begin(), own.end());
    if (place != nullptr) {
        std::ranges::transform(moved, moved.begin(), [place](std::uint32_t n) { return (*place)[n]; });
    }
    return moved;
}

Found Update::find_streets() const {
    const auto way = [](std::vector<std::uint32_t> nodes) {
        if (nodes.back() < nodes.front()) {
            std::ranges::reverse(nodes);
        }
        return nodes;
    };
    std::unordered_map<std::uint64_t, std::uint32_t> by_id; // looked up only, never iterated
    std::map<std::vector<std::uint32_t>, std::uint32_t> by_way;
    for (std::uint32_t s = 0; s < size32(old_.streets); ++s) {
        by_id.try_emplace(old_.streets[s].id, s);
        by_way.try_emplace(way(refs(old_, old_.streets[s], nullptr)), s);
    }
    std::vector<bool> taken(old_.streets.size(), false);
    Found found(fresh_.streets.size(), kNone);
    const auto take = [&](std::uint32_t fresh, std::uint32_t old) {
        if (!taken[old]) {
            taken[old] = true;
            found[fresh] = old;
        }
    };
    for (std::uint32_t s = 0; s < size32(fresh_.streets); ++s) {
        const Street& street = fresh_.streets[s];
        const bool osm = osm_nodes_[fresh_.street_node_refs[street.nodes.begin]];
        if (const auto same = by_id.find(street.id); osm && same != by_id.end()) {
            take(s, same->second);
        }
    }
    for (std::uint32_t s = 0; s < size32(fresh_.streets); ++s) {
        if (const auto same = by_way.find(way(refs(fresh_, fresh_.streets[s], &node_place_)));
            found[s] == kNone && same != by_way.end()) {
            take(s, same->second);
        }
    }
    return found;
}

void Update::streets() {
    const Found found = find_streets();
    std::vector<std::uint32_t> now(old_.streets.size(), kNone);
    for (std::uint32_t s = 0; s < size32(found); ++s) {
        if (found[s] != kNone) {
            now[found[s]] = s;
        }
    }
    Extent reach;
    for (const std::uint32_t ref : fresh_.street_node_refs) {
        reach.add(fresh_.street_nodes[ref].at);
    }
    std::vector<std::uint32_t> old_place(old_.streets.size(), kNone);
    std::vector<std::uint32_t> fresh_place(fresh_.streets.size(), kNone);
    const auto put = [this](Street street, const std::vector<std::uint32_t>& nodes) {
        street.nodes = {size32(made_.street_node_refs), size32(nodes)};
        made_.street_node_refs.insert(made_.street_node_refs.end(), nodes.begin(), nodes.end());
        made_.streets.push_back(std::move(street));
        return size32(made_.streets) - 1;
    };
    std::size_t gone = 0;
    for (std::uint32_t s = 0; s < size32(old_.streets); ++s) {
        const Street& street = old_.streets[s];
        if (now[s] == kNone) {
            const auto nodes = refs(old_, street, nullptr);
            const bool inside =
                std::ranges::all_of(nodes, [&](std::uint32_t n) { return within(reach, old_.street_nodes[n].at); });
            gone += inside ? 1U : 0U;
            if (!inside || !drop_) {
                old_place[s] = put(street, nodes);
            }
            continue;
        }
        Street fresh = fresh_.streets[now[s]];
        fresh.id = street.id;
        fresh.name = fresh.name.empty() ? street.name : fresh.name;
        old_place[s] = fresh_place[now[s]] = put(std::move(fresh), refs(fresh_, fresh_.streets[now[s]], &node_place_));
        ++changed_;
    }
    for (std::uint32_t s = 0; s < size32(fresh_.streets); ++s) {
        if (found[s] == kNone) {
            fresh_place[s] = put(fresh_.streets[s], refs(fresh_, fresh_.streets[s], &node_place_));
            ++added_;
        }
    }
    missing(gone, "streets");
    made_.street_ways += size32(made_.streets);
    restrictions(found, old_place, fresh_place);
}

/// Those of streets that were brought up to date are the fresh ones'.
void Update::restrictions(const Found& found, const std::vector<std::uint32_t>& old_place,
                          const std::vector<std::uint32_t>& fresh_place) {
    std::vector<bool> renewed(old_.streets.size(), false);
    for (const std::uint32_t old : found) {
        if (old != kNone) {
            renewed[old] = true;
        }
    }
    for (const TurnRestriction& row : old_.restrictions) {
        const bool here = old_place[row.from_street] != kNone && old_place[row.to_street] != kNone;
        if (here && !(renewed[row.from_street] && renewed[row.to_street])) {
            made_.restrictions.push_back({old_place[row.from_street], row.via_node, old_place[row.to_street], row.only,
                                          row.bicycles_pass, row.when});
        }
    }
    for (const TurnRestriction& row : fresh_.restrictions) {
        made_.restrictions.push_back({fresh_place[row.from_street], node_place_[row.via_node],
                                      fresh_place[row.to_street], row.only, row.bicycles_pass, row.when});
    }
}

} // namespace cityloom::gis
