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

constexpr double kMostM3ps = 1e6; // five Amazons

bool tank_holds(const Node& n) {
    return within(n.tank_area_m2, 0.0, 1e9) && within(n.tank_min_level_m, -kHighestM, kHighestM) &&
           within(n.tank_max_level_m, n.tank_min_level_m, kHighestM) &&
           within(n.tank_start_level_m, n.tank_min_level_m, n.tank_max_level_m);
}

/// What a pipe or reducer is not asked for, a pump is, and the other way round.
bool measures_hold(const Link& l) {
    const bool pump = l.kind == LinkKind::Pump;
    return within(l.length_m, pump ? 0.0 : 1e-3, kFarthestM) && within(l.diameter_m, pump ? 0.0 : 1e-4, 100.0) &&
           within(l.roughness_c, 1.0, 1000.0) && within(l.pump_head0_m, 0.0, kHighestM) &&
           within(l.pump_r_s2pm5, 0.0, 1e15) && share(l.pump_efficiency) &&
           within(l.reducer_head_m, -kHighestM, 2.0 * kHighestM);
}

std::string check(const engine::NetworkSet& networks) {
    const Network& n = networks.of<Network>();
    return Faults{}
        .each("water point", n.points, "its place", on_ground)
        .each("node", n.nodes, "its place, demand or leak",
              [](const Node& x) {
                  return on_ground(x.at) && within(x.elevation_m, -kHighestM, kHighestM) &&
                         within(x.demand_m3ps, 0.0, kMostM3ps) && within(x.leak_coefficient, 0.0, kMostM3ps);
              })
        .each("node", n.nodes, "the levels of its tank",
              [](const Node& x) { return x.kind != NodeKind::Tank || tank_holds(x); })
        .each("link", n.links, "its nodes or shape",
              [&](const Link& l) {
                  return l.from < n.nodes.size() && l.to < n.nodes.size() && fits(l.shape, n.points.size()) &&
                         (l.control_tank == kNone ||
                          (l.control_tank < n.nodes.size() && n.nodes[l.control_tank].kind == NodeKind::Tank));
              })
        .each("link", n.links, "its length, diameter or pump", measures_hold)
        .ask("the pressure that customers need", within(n.min_pressure_m, 0.0, 1000.0))
        .ask("how leaks follow the pressure", n.leak_exponent > 0.0 && n.leak_exponent < 4.0)
        .text();
}

} // namespace

const engine::Storage kStorage{
    .version = 7, .oldest = engine::kOneBlobForAll, .write = write, .read = read, .check = check};

} // namespace cityloom::water
