// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/street_hours.h"

#include <algorithm>

#include "gis/derive/road_builder.h"

namespace cityloom::gis {

namespace {

using What = StreetHours::What;
using Rule = traffic::HourRule;

/// Whether a direction (as Street::oneway) leads along the nodes, or against them.
bool leads(double oneway, bool along) {
    return along ? oneway >= 0.0 : oneway <= 0.0;
}

bool any(const Street& street, What what) {
    return std::ranges::any_of(street.hours, [what](const StreetHours& h) { return h.what == what; });
}

} // namespace

bool opens(const Street& street) {
    return std::ranges::any_of(street.hours, [](const StreetHours& h) {
        return h.what == What::Access && h.value != static_cast<double>(StreetHours::kNobody);
    });
}

bool opens(const Street& street, bool along) {
    return std::ranges::any_of(
        street.hours, [along](const StreetHours& h) { return h.what == What::Direction && leads(h.value, along); });
}

void add_hour_rules(const Street& street, bool along, std::uint32_t edge, std::vector<Rule>& rules) {
    const auto add = [&](Rule::What what, double value, const WeeklyHours& when) {
        rules.push_back({.what = what, .edge = edge, .value = value, .when = when});
    };
    // What holds at all other hours comes first, so that every rule after it goes before it.
    if ((street.closed_to_cars || street.bus_only) && any(street, What::Access)) {
        add(Rule::What::Access, static_cast<double>(traffic::HourAccess::Nobody), WeeklyHours::always());
    }
    const bool open_else = leads(street.oneway, along);
    if (!open_else && any(street, What::Direction)) {
        add(Rule::What::Direction, 0.0, WeeklyHours::always());
    }
    const bool closes = std::ranges::any_of(
        street.hours, [along](const StreetHours& h) { return h.what == What::Direction && !leads(h.value, along); });
    for (const StreetHours& hours : street.hours) {
        switch (hours.what) {
        case What::Access:
            add(Rule::What::Access, hours.value, hours.when); // the values of the two mean the same
            break;
        case What::Direction:
            if (closes || !open_else) {
                add(Rule::What::Direction, leads(hours.value, along) ? 1.0 : 0.0, hours.when);
            }
            break;
        case What::SpeedForward:
        case What::SpeedBackward:
            if ((hours.what == What::SpeedForward) == along) {
                add(Rule::What::Speed, std::clamp(hours.value, kSlowestMps, kFastestMps), hours.when);
            }
            break;
        }
    }
}

} // namespace cityloom::gis
