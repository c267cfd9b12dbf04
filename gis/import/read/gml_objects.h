// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "gis/import/read/surface_model.h"

namespace cityloom::gis {

/// A city object as its XML gives it: attributes, surfaces by level of detail, parts of its own.
struct GmlObject {
    std::string type; ///< local name: "Building", "WaterBody"
    std::string id;
    std::size_t line = 0;
    std::vector<std::pair<std::string, std::string>> attributes; ///< local name or generic name, and text
    std::array<std::vector<ModelSurface>, 5> surfaces;           ///< by level
    std::vector<ModelSurface> roof_edge;                         ///< LoD0, where there is no footprint
    std::vector<GmlObject> parts;
    std::size_t missing = 0; ///< links to surfaces that are not the object's own

    [[nodiscard]] std::string attribute(std::string_view name) const;
};

/// The finest level that the object is modelled in, and the surfaces of it and its parts; -1 where there is none. A
/// building that is modelled in its parts repeats itself coarsely: the finer wins.
[[nodiscard]] int finest_surfaces(GmlObject& object, std::vector<ModelSurface>& out);

} // namespace cityloom::gis
