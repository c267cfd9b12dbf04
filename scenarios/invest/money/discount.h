// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace cityloom::scenarios::invest {

/// Years of one rate: first and last year after the base year, both counted in.
struct RateStep {
    int first = 1;
    int last = 0;
    double rate = 0.0; ///< a year; 0.035 is 3.5 per cent
};

/// The one rule by which later money counts less. Year 0 is the base year and is not discounted; a year's flows fall at
/// its end. Factors are chained: factor(t) = factor(t-1) / (1 + rate(t)), never (1 + rate(t))^-t.
class Discount {
public:
    /// One rate in all years. \param rate above -1 \param decimals round factors so, as printed tables do
    explicit Discount(double rate, std::optional<int> decimals = {});
    /// Rates that change with the year; after the last step its rate goes on. \param steps in order, without gaps, from
    /// year 1, each rate above -1
    explicit Discount(std::vector<RateStep> steps, std::optional<int> decimals = {});

    /// What 1 at the end of the year counts in year 0. \param year from 0
    [[nodiscard]] double factor(int year) const;
    /// What 1 at the end of each of the years 1 to `years` counts in year 0, rounded as a table of its own.
    [[nodiscard]] double annuity(int years) const;
    /// What the flows count in year 0. \param first the year of flows[0]
    [[nodiscard]] double present_value(std::span<const double> flows, int first) const;

private:
    [[nodiscard]] double rounded(double factor) const;
    [[nodiscard]] double rate_in(int year) const;

    std::vector<RateStep> steps_;
    std::optional<int> decimals_;
};

/// Rounded to so many decimals, halves away from zero; what decimal text cannot tell from a half counts as one.
[[nodiscard]] double round_decimals(double value, int decimals);

} // namespace cityloom::scenarios::invest
