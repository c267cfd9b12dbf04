// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "gis/city/city.h"

namespace cityloom::gis {

/// One planar polygon of a building as a source gives it.
struct ModelSurface {
    std::vector<std::vector<Point3>> rings; ///< the first the outer one, closing point not repeated
    SurfaceKind kind = SurfaceKind::Other;
    bool kind_known = false; ///< the source names it; else its slope decides
};

/// A polygon's normal by Newell's method, its length twice the area; `xy_m` is how many metres one unit of x and y is.
[[nodiscard]] Point3 newell_normal(const std::vector<Point3>& ring, double xy_m) noexcept;

/// Stores surfaces and a footprint for `building` in the city's pools: the ground surfaces seen from above, else the
/// lowest ones that face down, else the convex hull. `footprint_only`: the surfaces are the footprint themselves
/// (LoD0). \return why it cannot be a building, or empty.
[[nodiscard]] std::string store_model(City& city, Building& building, std::vector<ModelSurface> surfaces, double xy_m,
                                      bool footprint_only);

} // namespace cityloom::gis
