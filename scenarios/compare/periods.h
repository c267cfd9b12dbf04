// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "sim/core/time.h"
#include "sim/traffic/demand.h"

namespace cityloom::scenarios {

/// A part of the year, and the run that stands for it: a row of assets/periods.csv.
struct Period {
    std::string id;
    TimeUs start = 0; ///< of the run
    TimeUs duration = kHourUs;
    int from_hour = 0; ///< of the hours of a day that it stands for
    int to_hour = 24;  ///< above 24: of the next day
    double hours_a_year = 0.0;
    double demand = 1.0; ///< times the model's, which is of a weekday
    std::string confidence;
    std::string source;
    std::string english;
    std::string chinese;
    std::string source_chinese;

    [[nodiscard]] double runs_a_year() const { return hours_a_year / (to_seconds(duration) / 3600.0); }
};

/// Weekday morning, midday, evening, night, and the weekend: together the 8,760 hours of a year.
[[nodiscard]] const std::vector<Period>& default_periods();

/// Trips of a period's run: as many as an hour of it has in the mean.
[[nodiscard]] std::uint64_t trips_of_period(const traffic::DemandModel& demand, const Period& period);

} // namespace cityloom::scenarios
