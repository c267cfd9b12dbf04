// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "gis/city/city.h"
#include "gis/import/guard/notes.h"

namespace cityloom::gis {

/// Lakes and rivers that an extract cuts through: their shores are there in part, so no polygon can be assembled from
/// them. The shores divide the land from the water; which side is which is told by what is built there.
class OpenWater {
public:
    /// A water body and the ways of its shores and islands.
    void expect(std::string name, std::vector<std::int64_t> shores, std::vector<std::int64_t> islands);
    [[nodiscard]] bool wants(std::int64_t way) const { return bodies_of_.contains(way); }
    /// \param line longitude and latitude.
    void way(std::int64_t id, std::vector<Point2> line);
    /// Adds the water bodies that lack part of their shore to the city (whose coordinates are longitude and latitude).
    void close(City& city, Notes& notes, const std::string& file) const;

private:
    struct Body {
        std::string name;
        std::vector<std::int64_t> shores;
        std::vector<std::int64_t> islands;
    };
    std::vector<Body> bodies_;
    std::map<std::int64_t, std::vector<std::size_t>> bodies_of_;
    std::map<std::int64_t, std::vector<Point2>> lines_;
};

} // namespace cityloom::gis
