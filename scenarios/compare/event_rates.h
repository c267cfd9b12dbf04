// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "scenarios/compare/appraisal.h"

namespace cityloom::scenarios {

/// How often a year something happens to one asset of a kind: a row of assets/event_rates.csv.
struct EventRate {
    std::string id; ///< what an asset's key begins with, or the kind of an event
    double value = 0.0;
    double low = 0.0;
    double high = 0.0;
    std::string confidence; ///< A: read in its source, B: derived, C: recalled or a default, to be verified
    std::string source;
    std::string english;
    std::string chinese;
    std::string source_chinese;
};
[[nodiscard]] const std::vector<EventRate>& event_rates();

/// Puts into "outages_per_year" how often events like those of the scenarios happen: where several do at once, as often
/// as the rarest of them. What a person has set stays; where no event has a rate, the default does.
void set_event_rate(AppraisalSettings& settings, const std::vector<TimedEvent>& a, const std::vector<TimedEvent>& b);

} // namespace cityloom::scenarios
