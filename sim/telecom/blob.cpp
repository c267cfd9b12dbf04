// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/telecom/blob.h"

#include "sim/core/blob.h"
#include "sim/core/holds.h"
#include "sim/telecom/network.h"

namespace cityloom::telecom {

// Field lists, for writing and reading alike. Changing any of them takes a new kStorage.version.
template <typename A> void describe(A& a, Site& s) {
    a(s.id, s.key, s.at, choice(s.kind, SiteKind::RoadsideUnit), s.antenna_height_m, s.range_m, s.capacity_bps,
      s.power_w, s.battery_s, choice(s.source, Provenance::Default));
}
template <typename A> void describe(A& a, Network& t) {
    a(t.sites);
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
    const bool sites =
        all_of(networks.of<Network>().sites, [](const Site& s) { return finite(s.at) && std::isfinite(s.range_m); });
    return sites ? std::string_view{} : "a site";
}

} // namespace

const engine::Storage kStorage{
    .version = 6, .oldest = engine::kOneBlobForAll, .write = write, .read = read, .check = check};

} // namespace cityloom::telecom
