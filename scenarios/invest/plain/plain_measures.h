// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <vector>

#include "gis/city/city.h"
#include "scenarios/measure/apply.h"
#include "scenarios/measure/scenario.h"
#include "scenarios/measure/words.h"
#include "scenarios/run/prepare.h"

namespace cityloom::scenarios::invest {

/// What a person without much money would try in the place of expensive measures.
struct PlainMeasure {
    std::vector<Measure> instead_of; ///< of the plan
    std::vector<Measure> measures;   ///< in their place, of the year in which the first of those begins
    Text rule;                       ///< how it was derived
};

/// The plain measures that rules derive from those of a plan: signals retimed instead of lanes, roadside units and
/// vehicles fitted with radios; the feeder reinforced, and half of the rating, instead of a substation; half as many
/// charging points; one lane instead of several. Each can be applied to the base. Whether it does as well is not asked
/// here: it is simulated like the plan itself.
/// \param base the city that the plan is held against. \param busiest its run with most trips, whose flows signals are
/// retimed for. \param stop asked for, the outcome is empty
[[nodiscard]] std::vector<PlainMeasure> plain_measures(const std::vector<Measure>& plan, const gis::City& city,
                                                       const AppliedCity& base, const RunRequest& busiest,
                                                       const std::stop_token& stop);

} // namespace cityloom::scenarios::invest
