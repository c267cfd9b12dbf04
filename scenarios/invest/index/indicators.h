// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "scenarios/invest/days/days.h"
#include "scenarios/invest/days/failures.h"
#include "scenarios/measure/words.h"
#include "scenarios/run/runner.h"

namespace cityloom::scenarios {

/// A figure that a framework of indicators asks of a city: a row of assets/indicators.csv.
struct Indicator {
    std::string id;
    std::string framework;
    Text words;
    Text unit;
    int better = 1;         ///< -1: lower is better, 1: higher, 0: it has no score
    double poor = 0.0;      ///< scores 0
    double good = 0.0;      ///< scores 100
    double weight = 1.0;    ///< where weights are given
    std::string confidence; ///< of the bounds: A, B, C
    Text formula;
    Text without; ///< why the program cannot say it; empty: it can
};
[[nodiscard]] const std::vector<Indicator>& indicators();

/// What indicators are worked out of: a scenario's normal day and its failures.
struct Observed {
    const AppliedCity& applied;
    const NormalDay& day;
    const RunReport& morning;
    const std::vector<Failure>& failures;
    double vehicles_per_person = 0.5;
};

/// Not a number where it cannot be said of this city: nobody lives there, there are no signals.
[[nodiscard]] double value_of(const Indicator& indicator, const Observed& observed);

} // namespace cityloom::scenarios
