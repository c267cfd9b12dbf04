// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/gml_objects.h"

#include <algorithm>
#include <iterator>

namespace cityloom::gis {

std::string GmlObject::attribute(std::string_view name) const {
    const auto row = std::ranges::find(attributes, name, &std::pair<std::string, std::string>::first);
    return row == attributes.end() ? std::string{} : row->second;
}

int finest_surfaces(GmlObject& object, std::vector<ModelSurface>& out) {
    int own = -1;
    for (int level = 0; level < static_cast<int>(object.surfaces.size()); ++level) {
        own = object.surfaces.at(static_cast<std::size_t>(level)).empty() ? own : level;
    }
    std::vector<ModelSurface> mine;
    if (own >= 0) {
        mine = std::move(object.surfaces.at(static_cast<std::size_t>(own)));
    } else if (!object.roof_edge.empty()) {
        mine = std::move(object.roof_edge);
        own = 0;
    }
    std::vector<ModelSurface> of_parts;
    int parts = -1;
    for (GmlObject& part : object.parts) {
        parts = std::max(parts, finest_surfaces(part, of_parts));
    }
    if (own >= parts) {
        std::ranges::move(mine, std::back_inserter(out));
    }
    if (parts >= own || own >= 1) {
        std::ranges::move(of_parts, std::back_inserter(out));
    }
    return std::max(own, parts);
}

} // namespace cityloom::gis
