// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <unordered_map>
#include <vector>

#include "gis/city/city.h"
#include "gis/derive/networks.h"
#include "render/scene/scene_parts.h"
#include "scenarios/measure/apply.h"
#include "sim/core/result.h"

#include "app/desktop/tasks/task_list.h"

namespace cityloom::app {

/// A city as it is shown: as it was read, or with a scenario's measures in place. Only looked at, from any thread.
struct LoadedCity {
    std::filesystem::path file;
    std::shared_ptr<const LoadedCity> base;                ///< without measures; null: this is it
    std::shared_ptr<const scenarios::AppliedCity> applied; ///< what runs of it run on
    std::shared_ptr<const gis::City> city;                 ///< of applied
    std::shared_ptr<const gis::Networks> networks;         ///< likewise
    std::shared_ptr<const render::SceneParts> parts;       ///< refers to the two above
    std::unordered_map<std::uint64_t, std::uint32_t> street_by_id;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> edges_by_street;
};

/// Makes the scene's arrays and the indices of a city.
[[nodiscard]] Result<std::shared_ptr<const LoadedCity>>
prepareCity(std::filesystem::path file, gis::City city, const gis::Networks& networks, const TaskControl& control);

/// The same city with a scenario's measures: what of the picture depends on the city alone is shared with \p base.
[[nodiscard]] Result<std::shared_ptr<const LoadedCity>>
applyScenario(std::shared_ptr<const LoadedCity> base, const scenarios::Scenario& resolved, const TaskControl& control);

/// Where to look for a building, a street.
[[nodiscard]] Point2 buildingPlace(const gis::City& city, std::uint32_t building);
[[nodiscard]] Point2 streetPlace(const gis::City& city, std::uint32_t street);

} // namespace cityloom::app
