// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace cityloom::render {

using Colour = std::array<std::uint8_t, 4>;

/// Triangles (or points) as plain arrays, made in worker threads; scene/geometry.h turns them into something to draw.
struct Mesh {
    std::vector<std::array<float, 3>> position;
    std::vector<std::array<float, 3>> normal; ///< empty: the shader takes the face's own
    std::vector<Colour> colour;
    std::vector<std::array<float, 4>> extra; ///< meaning by shader
    std::vector<std::array<float, 4>> extra2;
    std::vector<std::uint32_t> index; ///< triangles; empty with points

    [[nodiscard]] bool empty() const { return position.empty(); }
    std::uint32_t add(std::array<float, 3> p, Colour c, std::array<float, 4> e = {}) {
        position.push_back(p);
        colour.push_back(c);
        extra.push_back(e);
        return static_cast<std::uint32_t>(position.size() - 1);
    }
    void triangle(std::uint32_t a, std::uint32_t b, std::uint32_t c) { index.insert(index.end(), {a, b, c}); }
    void quad(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
        index.insert(index.end(), {a, b, c, a, c, d});
    }
};

/// A point in float metres.
[[nodiscard]] inline std::array<float, 3> vertex(double x, double y, double z) {
    return {static_cast<float>(x), static_cast<float>(y), static_cast<float>(z)};
}

[[nodiscard]] constexpr Colour rgb(std::uint32_t hex, std::uint8_t alpha = 255) {
    return {static_cast<std::uint8_t>(hex >> 16U & 0xFFU), static_cast<std::uint8_t>(hex >> 8U & 0xFFU),
            static_cast<std::uint8_t>(hex & 0xFFU), alpha};
}

} // namespace cityloom::render
