// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gis/city/city.h"
#include "scenarios/measure/kind.h"
#include "scenarios/measure/scenario.h"

namespace cityloom::scenarios {

/// A street cut across, seen along its nodes.
struct CrossSection {
    struct Lane {
        bool backward = false; ///< driven against the nodes
        bool open = true;      ///< someone may drive on it
        friend bool operator==(const Lane&, const Lane&) = default;
    };
    std::vector<Lane> lanes; ///< from left to right
    bool bus_only = false;
    gis::CycleFacility cycle_left = gis::CycleFacility::None;
    gis::CycleFacility cycle_right = gis::CycleFacility::None;
    bool sidewalk = false;

    [[nodiscard]] unsigned count(bool backward) const;
    friend bool operator==(const CrossSection&, const CrossSection&) = default;
};

/// A street without and with a measure.
struct CrossSections {
    std::string name; ///< of the street; may be empty
    CrossSection now;
    CrossSection then;
};

/// Of the street that a measure is about; none where it is about no street that the city has, or an argument is wrong.
/// Takes time linear in streets.
/// \param view the city without measures
/// \param before measures that are carried out first: on this street they count as "now"
[[nodiscard]] std::optional<CrossSections> cross_sections(const Measure& measure, const CityView& view,
                                                          std::span<const Measure> before = {});

} // namespace cityloom::scenarios
