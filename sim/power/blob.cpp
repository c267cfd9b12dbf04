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

std::string_view check(const engine::NetworkSet& networks) {
    const Network& n = networks.of<Network>();
    if (!all_of(n.points, finite) || !all_of(n.buses, [](const Bus& b) {
            return finite(b.at) && std::isfinite(b.nominal_v + b.peak_load_w + b.generation_w + b.no_load_w) &&
                   std::isfinite(b.load_loss_per_w + b.home_charging_w);
        })) {
        return "a bus";
    }
    const bool branches = all_of(n.branches, [&](const Branch& b) {
        return b.from < n.buses.size() && b.to < n.buses.size() && fits(b.shape, n.points.size()) &&
               std::isfinite(b.r_ohm + b.x_ohm) && b.tap_step_pu >= 0.0 && b.tap_step_pu * b.tap_positions < 0.5;
    });
    return branches ? std::string_view{} : "a cable or transformer";
}

} // namespace

const engine::Storage kStorage{
    .version = 7, .oldest = engine::kOneBlobForAll, .write = write, .read = read, .check = check};

} // namespace cityloom::power
