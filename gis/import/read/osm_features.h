// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "gis/city/city.h"
#include "gis/import/read/tags.h"

namespace cityloom::gis {

/// building=* as a model building: name, use, height (NaN when untagged), storeys, floating part. No geometry.
[[nodiscard]] Building building_from_tags(const Tags& tags);

/// Whether a building is there to be seen: not proposed, demolished or below the ground.
[[nodiscard]] bool stands(const Tags& tags);

/// A boundary's population, 0 where it names none that can be read.
[[nodiscard]] double people_of(const Tags& tags);

/// What the ground is used for; empty when the tags name no area of ours.
[[nodiscard]] std::optional<AreaKind> area_from_tags(const Tags& tags);

/// Waterways, rails, power lines and the like, with width and voltage; empty when the tags name none.
[[nodiscard]] std::optional<Line> line_from_tags(const Tags& tags);

/// A mapped thing that a network can use; empty when the tags name none.
[[nodiscard]] std::optional<Asset> asset_from_tags(const Tags& tags);

/// The use of a building without one of its own, from the land that it stands on.
[[nodiscard]] BuildingUse use_from_area(AreaKind kind) noexcept;

} // namespace cityloom::gis
