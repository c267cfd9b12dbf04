// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/power/blob.h"

#include "sim/core/blob.h"
#include "sim/core/holds.h"
#include "sim/power/network.h"

namespace cityloom::power {

namespace {
constexpr std::uint32_t kFixedTransformers =
    6; ///< the last version without tap changers, plants, losses of stations, cars at home
} // namespace

// Field lists, for writing and reading alike. Changing any of them takes a new kStorage.version.
template <typename A> void describe(A& a, Bus& b) {
    a(b.id, b.key, b.at, choice(b.kind, BusKind::Plant), b.nominal_v, b.peak_load_w, b.power_factor, b.customers,
      b.rating_va, b.set_point_pu, choice(b.source, Provenance::Default));
}
template <typename A> void describe(A& a, Branch& b) {
    a(b.id, b.key, b.from, b.to, b.length_m, b.r_ohm, b.x_ohm, b.rating_a, b.transformer, b.normally_open, b.shape,
      choice(b.source, Provenance::Default));
}
template <typename A> void describe(A& a, Network& p) {
    a(p.points, p.buses, p.branches);
    if (a.version() > kFixedTransformers) {
        for (Bus& b : p.buses) {
            a(b.generation_w, b.no_load_w, b.load_loss_per_w, b.home_charging_w);
        }
        for (Branch& b : p.branches) {
            a(b.tap_step_pu, b.tap_positions);
        }
        a(p.electric_share);
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

constexpr double kMostV = 2e6; // the highest lines carry 1.1 MV
constexpr double kMostW = 1e12;
constexpr double kMostOhm = 1e6;

std::string check(const engine::NetworkSet& networks) {
    const Network& n = networks.of<Network>();
    const auto watts = [](double w) { return within(w, 0.0, kMostW); };
    return Faults{}
        .each("power point", n.points, "its place", on_ground)
        .each("bus", n.buses, "its place or voltage",
              [](const Bus& b) {
                  return on_ground(b.at) && within(b.nominal_v, 1.0, kMostV) && within(b.set_point_pu, 0.5, 1.5);
              })
        .each("bus", n.buses, "its load or rating",
              [&](const Bus& b) {
                  return watts(b.peak_load_w) && within(b.power_factor, 0.01, 1.0) && watts(b.rating_va) &&
                         watts(b.generation_w) && watts(b.no_load_w) && watts(b.home_charging_w) &&
                         within(b.load_loss_per_w, 0.0, 1.0);
              })
        .each("branch", n.branches, "its buses or shape",
              [&](const Branch& b) {
                  return b.from < n.buses.size() && b.to < n.buses.size() && fits(b.shape, n.points.size());
              })
        .each("branch", n.branches, "its impedance, rating or taps",
              [](const Branch& b) {
                  return within(b.length_m, 0.0, kFarthestM) && within(b.r_ohm, 0.0, kMostOhm) &&
                         within(b.x_ohm, 0.0, kMostOhm) && within(b.rating_a, 0.0, 1e9) &&
                         within(b.tap_step_pu, 0.0, 0.5) && b.tap_step_pu * b.tap_positions < 0.5;
              })
        .ask("the share of electric cars", share(n.electric_share))
        .text();
}

} // namespace

const engine::Storage kStorage{
    .version = 7, .oldest = engine::kOneBlobForAll, .write = write, .read = read, .check = check};

} // namespace cityloom::power
