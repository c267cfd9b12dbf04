// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/water/blob.h"

#include "sim/core/blob.h"
#include "sim/core/holds.h"
#include "sim/water/network.h"

namespace cityloom::water {

/// The last version whose networks lost nothing and had no reducers: they are read as that.
constexpr std::uint32_t kTight = 6;

// Field lists, for writing and reading alike. Changing any of them takes a new kStorage.version.
template <typename A> void describe(A& a, Node& n) {
    a(n.id, n.key, n.at, choice(n.kind, NodeKind::Tank), n.elevation_m, n.demand_m3ps, n.customers, n.tank_area_m2,
      n.tank_min_level_m, n.tank_max_level_m, n.tank_start_level_m, choice(n.source, Provenance::Default));
}
template <typename A> void describe(A& a, Link& l) {
    a(l.id, l.key, l.from, l.to, choice(l.kind, a.version() > kTight ? LinkKind::Reducer : LinkKind::Pump), l.length_m,
      l.diameter_m, l.roughness_c, l.pump_head0_m, l.pump_r_s2pm5, l.pump_efficiency, l.control_tank, l.shape,
      choice(l.source, Provenance::Default));
}
template <typename A> void describe(A& a, Network& w) {
    a(w.points, w.nodes, w.links, w.min_pressure_m);
    if (a.version() > kTight) { // what has come since stands last
        a(w.leak_exponent);
        for (Node& n : w.nodes) {
            a(n.leak_coefficient, choice(n.site, Site::Height));
        }
        for (Link& l : w.links) {
            a(l.reducer_head_m, l.runs);
        }
    }
}

namespace {

void write(BlobWriter& blob, const engine::NetworkSet& networks) {
    blob(networks.of<Network>());
}

void read(BlobReader& blob, engine::NetworkSet& networks) {
    Network network;
    blob(network);
    networks.put(std::move(network));
}

std::string_view check(const engine::NetworkSet& networks) {
    const Network& n = networks.of<Network>();
    if (!all_of(n.points, finite) ||
        !all_of(n.nodes,
                [](const Node& x) {
                    return finite(x.at) && std::isfinite(x.elevation_m + x.demand_m3ps + x.leak_coefficient);
                }) ||
        !(n.leak_exponent > 0.0 && n.leak_exponent < 4.0)) {
        return "a node";
    }
    const bool links = all_of(n.links, [&](const Link& l) {
        return l.from < n.nodes.size() && l.to < n.nodes.size() && at_or_none(l.control_tank, n.nodes.size()) &&
               fits(l.shape, n.points.size()) && std::isfinite(l.length_m + l.diameter_m + l.reducer_head_m);
    });
    return links ? std::string_view{} : "a pipe or pump";
}

} // namespace

const engine::Storage kStorage{
    .version = 7, .oldest = engine::kOneBlobForAll, .write = write, .read = read, .check = check};

} // namespace cityloom::water
