// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of an update share, and nobody else includes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "gis/import/assemble/update.h"
#include "gis/import/read/terrain_grid.h"

namespace cityloom::gis {

using Found = std::vector<std::uint32_t>; ///< for each fresh thing the old one that it is; kNone: it is new

inline std::uint32_t size32(const auto& pool) {
    return static_cast<std::uint32_t>(pool.size());
}

/// Copies things from one city's pools to another's.
struct Copier {
    const City* from;
    City* to;

    [[nodiscard]] Range rings(Range of) const {
        const Range made{size32(to->rings), of.count};
        for (std::uint32_t r = of.begin; r < of.end(); ++r) {
            const Ring& ring = from->rings[r];
            to->rings.push_back({points(ring.points), ring.hole});
        }
        return made;
    }
    [[nodiscard]] Range points(Range of) const {
        const Range made{size32(to->points), of.count};
        const auto own = std::span{from->points}.subspan(of.begin, of.count);
        to->points.insert(to->points.end(), own.begin(), own.end());
        return made;
    }
    [[nodiscard]] Range surfaces(Range of) const {
        const Range made{size32(to->surfaces), of.count};
        for (std::uint32_t s = of.begin; s < of.end(); ++s) {
            const Surface& surface = from->surfaces[s];
            const Range rings3{size32(to->rings3), surface.rings3.count};
            for (std::uint32_t r = surface.rings3.begin; r < surface.rings3.end(); ++r) {
                const Range ring = from->rings3[r];
                to->rings3.push_back({size32(to->points3), ring.count});
                const auto own = std::span{from->points3}.subspan(ring.begin, ring.count);
                to->points3.insert(to->points3.end(), own.begin(), own.end());
            }
            to->surfaces.push_back({rings3, surface.kind});
        }
        return made;
    }
};

/// A building's place and size, by its first ring.
struct Footprint {
    Point2 centre;
    double area_m2 = 0.0;
    Extent box;
};

inline bool within(const Extent& box, Point2 p) {
    return p.x_m >= box.low.x_m && p.x_m <= box.high.x_m && p.y_m >= box.low.y_m && p.y_m <= box.high.y_m;
}

/// Brings a city up to date with fresh parts: nodes and streets, buildings, and the rest.
class Update {
public:
    Update(City old, FreshCity fresh, Notes& notes)
        : old_{std::move(old)},
          fresh_{std::move(fresh.city)},
          osm_nodes_{std::move(fresh.osm_nodes)},
          drop_{fresh.drop_missing},
          notes_{notes} {}
    City run();

private:
    void nodes();
    void streets();
    void restrictions(const Found& found, const std::vector<std::uint32_t>& old_place,
                      const std::vector<std::uint32_t>& fresh_place);
    void buildings();
    void the_rest();
    [[nodiscard]] Found find_streets() const;
    [[nodiscard]] Found find_buildings(const std::vector<Footprint>& before) const;
    void put_building(const Building& now, const Building* before);
    template <typename T, typename Spot, typename Copy>
    void plain(std::vector<T> City::*pool, const Spot& spot, const Copy& copy);
    /// Says what is missing, and whether it goes.
    void missing(std::size_t count, const std::string& what) const;
    [[nodiscard]] std::vector<std::uint32_t> refs(const City& city, const Street& street,
                                                  const std::vector<std::uint32_t>* place) const;

    City old_;
    City fresh_;
    std::vector<bool> osm_nodes_;
    bool drop_;
    Notes& notes_;
    City made_;
    std::vector<std::uint32_t> node_place_; ///< of the fresh city's nodes in the one that is made
    std::size_t changed_ = 0;
    std::size_t added_ = 0;
};

} // namespace cityloom::gis
