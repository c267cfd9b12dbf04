// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "gis/city/city.h"

namespace osg {
class Texture2D;
}

namespace cityloom::render {

/// Which parts of the city have light in their streets: the share of buildings with power in cells of about 60 m.
class PowerGrid {
public:
    explicit PowerGrid(const gis::City& city);
    ~PowerGrid();
    PowerGrid(const PowerGrid&) = delete;
    PowerGrid& operator=(const PowerGrid&) = delete;
    void update(const gis::City& city, std::span<const float> building_power);
    [[nodiscard]] osg::Texture2D* texture() const;
    /// Origin, and the scale from metres to texture coordinates.
    [[nodiscard]] std::array<float, 4> area() const;

private:
    struct Impl;
    Impl* impl_;
};

} // namespace cityloom::render
