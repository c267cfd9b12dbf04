// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

#include "sim/core/geometry.h"
#include "sim/corridor/asset.h"

namespace cityloom::render {

/// The bare ground, where nothing else was met: a kind of the picture alone.
inline constexpr engine::Kind kGround{.id = "ground", .words = {"Ground", "地面"}, .icon = "map"};

/// A thing in the picture. Index: in the City's arrays for buildings and streets, in its domain's for all else.
struct ObjectRef {
    const engine::Kind* kind = nullptr; ///< null: nothing
    std::uint32_t index = kNone;
    std::uint64_t id = 0; ///< streets: the source's; vehicles: VehicleView::id
    Point3 at;            ///< where the ray met it
    [[nodiscard]] bool is(const engine::Kind& of) const noexcept { return kind == &of; }
    friend bool operator==(const ObjectRef& a, const ObjectRef& b) {
        return a.kind == b.kind && a.index == b.index && a.id == b.id;
    }
};

/// A line of sight, direction of any length.
struct Ray {
    std::array<double, 3> from{};
    std::array<double, 3> direction{};
};

} // namespace cityloom::render
