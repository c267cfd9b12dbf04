// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/compare/periods.h"

#include <cmath>

#include "scenarios/compare/embedded_tables.h"
#include "scenarios/measure/scenario.h"
#include "sim/core/table_rows.h"
#include "sim/traffic/trips.h"

namespace cityloom::scenarios {

const std::vector<Period>& default_periods() {
    static const std::vector<Period> kPeriods = [] {
        std::vector<Period> periods;
        each_row(kPeriodsTable, 12, [&](const std::vector<std::string>& f) {
            periods.push_back({.id = f[0],
                               .start = parse_clock(f[1]).value_or(0),
                               .duration = from_seconds(60.0 * number_in(f[2])),
                               .from_hour = static_cast<int>(number_in(f[3])),
                               .to_hour = static_cast<int>(number_in(f[4])),
                               .hours_a_year = number_in(f[5]),
                               .demand = number_in(f[6]),
                               .confidence = f[7],
                               .source = f[8],
                               .english = f[9],
                               .chinese = f[10],
                               .source_chinese = f[11]});
        });
        return periods;
    }();
    return kPeriods;
}

std::uint64_t trips_of_period(const traffic::DemandModel& demand, const Period& period) {
    double trips = 0.0;
    for (int hour = period.from_hour; hour < period.to_hour; ++hour) {
        trips += traffic::expected_trips(demand, hour % 24 * kHourUs, kHourUs);
    }
    const double an_hour = period.demand * trips / static_cast<double>(period.to_hour - period.from_hour);
    return static_cast<std::uint64_t>(std::max(1LL, std::llround(an_hour * to_seconds(period.duration) / 3600.0)));
}

} // namespace cityloom::scenarios
