// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <vector>

namespace cityloom::scenarios::invest {

/// A flow and when it falls.
struct TimedFlow {
    double years = 0.0; ///< after the base date
    double amount = 0.0;
};

inline constexpr double kLowestRate = -0.9999; ///< rates of return are looked for from here
inline constexpr double kHighestRate = 1e6;    ///< to here

/// Every rate at which flows are worth nothing in the base year.
struct RatesOfReturn {
    std::vector<double> all;      ///< ascending; empty: there is none
    int sign_changes = 0;         ///< of the flows in time; more than one: there may be several rates
    std::optional<double> chosen; ///< the only rate, or the only one that is not negative; nothing where neither is so
};

/// Finds all of them: between two roots of an exponential sum lies one of its derivative's, down to one sign change.
/// \param flows in any order
[[nodiscard]] RatesOfReturn rates_of_return(std::vector<TimedFlow> flows);
/// The same for flows at the ends of the years 0, 1, 2...
[[nodiscard]] RatesOfReturn rates_of_return(std::span<const double> flows);

/// What inflows grow to at `reinvest` by the last year, over outflows at `finance` in the first, as a yearly rate.
/// Nothing where there are no inflows, no outflows, or no second year.
[[nodiscard]] std::optional<double> modified_rate_of_return(std::span<const double> flows, double finance,
                                                            double reinvest);

/// Flows at dates: years are actual days / 365 from the first date given.
[[nodiscard]] std::vector<TimedFlow> dated(std::span<const double> flows, std::span<const std::chrono::sys_days> dates);
/// What they count at the first date. \param rate a year, above -1
[[nodiscard]] double present_value(std::span<const TimedFlow> flows, double rate);

} // namespace cityloom::scenarios::invest
