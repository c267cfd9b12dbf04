// SPDX-License-Identifier: GPL-3.0-or-later
// OpenStreetMap's opening hours and values with a condition, as far as they are hours of the week.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "sim/core/weekly_hours.h"

namespace cityloom::gis {

/// "Mo-Fr 07:00-09:00,16:00-18:00; Sa 22:00-02:00; PH off", "24/7". Nothing where it says more than days and times of a
/// week: months, weeks, the sun, comments. What it says of public and school holidays is left out: no run knows them.
[[nodiscard]] std::optional<WeeklyHours> parse_opening_hours(std::string_view text);

/// A value, and when it holds.
struct ConditionalValue {
    std::string_view value;
    WeeklyHours when;
};
/// "no @ (Mo-Fr 07:00-09:00); destination @ (Sa)", in its order.
struct Conditional {
    std::vector<ConditionalValue> values;
    bool understood = true; ///< all of it: no condition of weights, of persons, of what is no hour of a week
};
/// \param text must outlive what is returned
[[nodiscard]] Conditional parse_conditional(std::string_view text);

} // namespace cityloom::gis
