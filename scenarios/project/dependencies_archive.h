// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "gis/city/archive.h"
#include "sim/charging/rows.h"
#include "sim/engine/catalogue.h"
#include "sim/lifeline/dependency.h"
#include "sim/lifeline/rows.h"
#include "sim/power/rows.h"
#include "sim/telecom/rows.h"
#include "sim/traffic/rows.h"
#include "sim/water/rows.h"

// In the archive's namespace, where it looks for describe().
namespace cityloom::gis {

/// The last version of the networks in which supplies were of electricity alone, by a number for the consumer's kind.
inline constexpr std::uint32_t kBeforeSupplies = 5;

/// A supply with its kinds as numbers into a list of ids that is kept beside it.
struct PackedSupply {
    std::uint16_t provider_kind = 0;
    std::uint16_t consumer_kind = 0;
    std::uint64_t provider = 0;
    std::uint64_t consumer = 0;
    engine::Service service = engine::Service::Power;
    double load = 0.0;
    double threshold = 0.0;
    double buffer_s = 0.0;
    double delay_s = 0.0;
    std::uint8_t priority = 0;
    Provenance source = Provenance::Default;
};

struct PackedDependencies {
    std::vector<std::string> kinds;
    std::vector<PackedSupply> supplies;
};

/// As kept before.
struct OldSupply {
    std::uint8_t kind = 0; ///< pump, signal, site, building, charger
    std::uint32_t consumer = kNone;
    std::uint32_t bus = kNone;
    double load_w = 0.0;
    double battery_s = 0.0;
    Provenance source = Provenance::Default;
};
struct OldBuilding {
    std::uint32_t bus = kNone;
    std::uint32_t water_node = kNone;
    float people = 0.0F;
    float jobs = 0.0F;
    std::uint32_t district = kNone;
    Point2 at;
};

template <typename A> void describe(A& a, PackedSupply& s) {
    a(s.provider_kind, s.consumer_kind, s.provider, s.consumer, choice(s.service, engine::Service::Control), s.load,
      s.threshold, s.buffer_s, s.delay_s, s.priority, choice(s.source, Provenance::Default));
}
template <typename A> void describe(A& a, PackedDependencies& d) {
    a(d.kinds, d.supplies);
}
template <typename A> void describe(A& a, OldSupply& s) {
    a(s.kind, s.consumer, s.bus, s.load_w, s.battery_s, choice(s.source, Provenance::Default));
}
template <typename A> void describe(A& a, OldBuilding& b) {
    a(b.bus, b.water_node, b.people, b.jobs, b.district, b.at);
}
template <typename A> void describe(A& a, lifeline::Building& b) {
    a(b.id, b.people, b.jobs, b.district, b.at);
}

[[nodiscard]] PackedDependencies pack(const lifeline::Dependencies& dependencies);
/// False where a kind is unknown.
[[nodiscard]] bool unpack(const PackedDependencies& packed, lifeline::Dependencies& dependencies);
/// The supplies of before as they are now. Buildings have no ids then: whoever has the City gives them theirs.
void modernise(const std::vector<OldSupply>& supplies, const std::vector<OldBuilding>& buildings,
               lifeline::Dependencies& dependencies);

template <typename A> void describe(A& a, lifeline::Dependencies& d) {
    if constexpr (A::kReading) {
        if (a.version() <= kBeforeSupplies) {
            std::vector<OldSupply> supplies;
            std::vector<OldBuilding> buildings;
            a(supplies, buildings, d.hospital_edges, d.district_names);
            modernise(supplies, buildings, d);
            return;
        }
        PackedDependencies packed;
        a(packed, d.buildings, d.hospital_edges, d.district_names);
        a.require(unpack(packed, d));
    } else {
        PackedDependencies packed = pack(d);
        a(packed, d.buildings, d.hospital_edges, d.district_names);
    }
}

} // namespace cityloom::gis
