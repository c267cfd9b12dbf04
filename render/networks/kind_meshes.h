// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "render/base/mesh.h"
#include "render/terrain/height_field.h"
#include "sim/corridor/domain.h"
#include "sim/engine/networks.h"

namespace cityloom::render {

/// Where the symbol of one asset floats.
struct PlacedSymbol {
    std::uint32_t index = kNone;
    Point3 at;
    float size_px = 0.0F;
    float within_m = 1e9F;
};

/// Where the line of one asset runs, on the ground.
struct PlacedLine {
    std::uint32_t index = kNone;
    Range path; ///< in KindMeshes::points
    float width_m = 0.0F;
};

/// The drawing of all assets of one kind: symbols and lines as its row's views say.
struct KindMeshes {
    const engine::DomainRow* row = nullptr;
    const engine::Kind* kind = nullptr;
    Mesh symbols;
    Mesh lines;
    std::vector<PlacedSymbol> placed_symbols;
    std::vector<PlacedLine> placed_lines;
    std::vector<Point2> points;
};

/// Of every kind that is drawn, in the order of the domains.
[[nodiscard]] std::vector<KindMeshes> mesh_kinds(const engine::Networks& networks, const HeightField& heights);

/// Null where the kind is not drawn, or has no such asset.
[[nodiscard]] const PlacedSymbol* symbol_of(const std::vector<KindMeshes>& kinds, const engine::Kind* kind,
                                            std::uint32_t index);
[[nodiscard]] std::vector<Point2> line_of(const std::vector<KindMeshes>& kinds, const engine::Kind* kind,
                                          std::uint32_t index);

} // namespace cityloom::render
