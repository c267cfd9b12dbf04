// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/blob.h"
#include "sim/lifeline/dependency.h"

namespace cityloom::lifeline {

/// A supply as projects kept it while supplies were of electricity alone.
struct SupplyBefore {
    std::uint8_t kind = 0; ///< pump, signal, site, building, charger
    std::uint32_t consumer = kNone;
    std::uint32_t bus = kNone;
    double load_w = 0.0;
    double battery_s = 0.0;
    Provenance source = Provenance::Default;
};
struct BuildingBefore {
    std::uint32_t bus = kNone;
    std::uint32_t water_node = kNone;
    float people = 0.0F;
    float jobs = 0.0F;
    std::uint32_t district = kNone;
    Point2 at;
};

template <typename A> void describe(A& a, SupplyBefore& s) {
    a(s.kind, s.consumer, s.bus, s.load_w, s.battery_s, choice(s.source, Provenance::Default));
}
template <typename A> void describe(A& a, BuildingBefore& b) {
    a(b.bus, b.water_node, b.people, b.jobs, b.district, b.at);
}

/// As they are kept now. Buildings had no ids: whoever has the City gives them theirs. \return false where a kind of
/// theirs is unknown now.
[[nodiscard]] bool modernise(const std::vector<SupplyBefore>& supplies, const std::vector<BuildingBefore>& buildings,
                             Dependencies& dependencies);

/// The kind of that id among all domains'; null: none.
[[nodiscard]] const engine::Kind* kind_of(std::string_view id);

} // namespace cityloom::lifeline
