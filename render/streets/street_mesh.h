// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <stop_token>
#include <vector>

#include "gis/city/city.h"
#include "render/agents/walker_mesh.h"
#include "render/base/mesh.h"
#include "render/terrain/height_field.h"

namespace cityloom::render {

/// The streets of one tile as they look from near. Painted in this order, without writing depth (but for decks).
/// extra: metres right of the centre line, metres along, half width, lanes forward + 16 * lanes backward (0: unmarked).
/// extra2: piece's length, end of junction zone at its start, at its end, bit 0/1 zebra at start/end, bit 2 one-way,
/// bit 3/4 no line to halt at there.
struct StreetTile {
    Mesh decks; ///< sides and undersides of bridges
    Mesh pavements;
    Mesh carriageways;
};

/// \param crossings near them zebras and lines to halt at are drawn by mesh_zebras, where the engine has them.
[[nodiscard]] std::vector<StreetTile> mesh_streets(const gis::City& city, const HeightField& heights, double tile_m,
                                                   std::stop_token stop, std::span<const WalkLine> crossings = {});

} // namespace cityloom::render
