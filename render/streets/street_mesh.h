// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

#include "gis/city/city.h"
#include "render/agents/walker_mesh.h"
#include "render/base/mesh.h"
#include "render/terrain/height_field.h"

namespace cityloom::render {

/// The streets of one tile as they look from near. Painted in this order, without writing depth.
/// extra: metres right of the centre line, metres along, half width, lanes forward + 16 * lanes backward (0: unmarked).
/// extra2: piece's length, end of junction zone at its start, at its end, bit 0/1 zebra at start/end, bit 2 one-way,
/// bit 3/4 no line to halt at there.
struct StreetTile {
    Mesh pavements;
    Mesh carriageways;
};

/// The streets of a city by tile, each tile meshed when it is asked for: from afar the ground's picture shows them, so
/// that most of a large city's are never seen from near. Refers to city and heights, which must outlive it.
class StreetTiles {
public:
    /// \param crossings near them zebras and lines to halt at are drawn by mesh_zebras, where the engine has them.
    StreetTiles(const gis::City& city, const HeightField& heights, double tile_m, const std::stop_token& stop,
                std::span<const WalkLine> crossings = {});

    [[nodiscard]] std::size_t size() const noexcept { return tiles_.size(); }
    [[nodiscard]] StreetTile mesh(std::size_t tile) const;
    /// Sides and undersides of bridges, which are seen from further away.
    [[nodiscard]] const Mesh& decks(std::size_t tile) const { return tiles_[tile].decks; }
    /// All of a tile's streets lie in this ball.
    struct Ball {
        std::array<float, 3> centre{};
        float radius_m = 0.0F;
    };
    [[nodiscard]] Ball ball(std::size_t tile) const;

private:
    /// Of a street, from junction to junction: nodes of the street, counted from its first.
    struct Piece {
        std::uint32_t street = 0;
        std::uint32_t from = 0;
        std::uint32_t to = 0;
    };
    struct Tile {
        std::vector<Piece> pieces;
        std::vector<std::uint32_t> crossings; ///< street nodes whose ends are filled
        Mesh decks;
        std::array<double, 3> low{1e12, 1e12, 1e12};
        std::array<double, 3> high{-1e12, -1e12, -1e12};

        void reach(Point2 at, double z_m);
    };
    void count_ends();
    [[nodiscard]] std::vector<Point2> path(const Piece& piece) const;
    void add_piece(StreetTile& tile, const Piece& piece) const;

    const gis::City& city_;
    const HeightField& heights_;
    std::vector<Tile> tiles_;
    // per street node
    std::vector<std::uint8_t> degree_;
    std::vector<float> widest_;
    std::vector<float> pavement_;
    std::vector<std::uint8_t> bridged_;
    std::vector<std::uint8_t> elsewhere_; ///< 1: its marks are drawn by its crossings
};

} // namespace cityloom::render
