// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/base/parts_list.h"

#include <algorithm>
#include <vector>

#include "sim/corridor/domain.h"

namespace cityloom::render {

std::span<const PicturePart> picture_parts() {
    static const std::vector<PicturePart> kAll = [] {
        std::vector<PicturePart> all{
            {part::kTerrain, {"Terrain", "地形"}},      {part::kBuildings, {"Buildings", "建筑"}},
            {part::kStreets, {"Streets", "道路"}},      {part::kTrees, {"Trees", "树木"}},
            {part::kVehicles, {"Traffic", "交通"}},     {part::kSignals, {"Signals", "信号灯"}},
            {part::kLabels, {"Labels", "地名"}},        {part::kClosures, {"Closures", "封闭"}},
            {part::kPeople, {"People on foot", "行人"}}};
        for (const engine::DomainRow* row : engine::domain_rows()) {
            if (row->drawn) {
                all.push_back({row->id, row->words, row->drawn_first});
            }
        }
        return all;
    }();
    return kAll;
}

std::size_t part_index(std::string_view id) {
    const auto parts = picture_parts();
    return static_cast<std::size_t>(std::ranges::find(parts, id, &PicturePart::id) - parts.begin());
}

} // namespace cityloom::render
