// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/telecom/blob.h"

#include "sim/core/blob.h"
#include "sim/core/holds.h"
#include "sim/telecom/network.h"

namespace cityloom::telecom {

/// The last version whose cities were given roadside units that nobody had built, and masts of one carrier.
constexpr std::uint32_t kMadeUpUnits = 6;
constexpr double kStationBpsBefore = 300e6;

// Field lists, for writing and reading alike. Changing any of them takes a new kStorage.version.
template <typename A> void describe(A& a, Site& s) {
    a(s.id, s.key, s.at, choice(s.kind, SiteKind::RoadsideUnit), s.antenna_height_m, s.range_m, s.capacity_bps,
      s.power_w, s.battery_s, choice(s.source, Provenance::Default));
}
template <typename A> void describe(A& a, Network& t) {
    a(t.sites);
    if (a.version() > kMadeUpUnits) {
        a(t.least_rate_bps);
    }
}

namespace {

void write(BlobWriter& blob, const engine::NetworkSet& networks) {
    blob(networks.of<Network>());
}

void read(BlobReader& blob, engine::NetworkSet& networks) {
    Network network;
    blob(network);
    if (blob.version() <= kMadeUpUnits) {
        // They come last, so that nobody's index changes; what fed them goes with them (sim/lifeline/blob.cpp).
        std::erase_if(network.sites, [](const Site& s) {
            return s.kind == SiteKind::RoadsideUnit && s.source == Provenance::Default;
        });
        for (Site& site : network.sites) {
            const bool made_up = site.kind == SiteKind::BaseStation && site.capacity_bps == kStationBpsBefore;
            site.capacity_bps = made_up ? kStationBps : site.capacity_bps;
        }
    }
    networks.put(std::move(network));
}

constexpr double kFarthestMastM = 2e5; // beyond the horizon of any mast
constexpr double kMostBps = 1e15;

std::string check(const engine::NetworkSet& networks) {
    const Network& n = networks.of<Network>();
    return Faults{}
        .each("site", n.sites, "its place, height or range",
              [](const Site& s) {
                  return on_ground(s.at) && within(s.antenna_height_m, 0.0, kHighestM) &&
                         within(s.range_m, 0.0, kFarthestMastM);
              })
        .each("site", n.sites, "its capacity, power or battery",
              [](const Site& s) {
                  return s.capacity_bps > 0.0 && s.capacity_bps <= kMostBps && within(s.power_w, 0.0, 1e9) &&
                         within(s.battery_s, 0.0, 1e9);
              })
        .ask("the least rate", within(n.least_rate_bps, 0.0, kMostBps))
        .text();
}

} // namespace

const engine::Storage kStorage{
    .version = 7, .oldest = engine::kOneBlobForAll, .write = write, .read = read, .check = check};

} // namespace cityloom::telecom
