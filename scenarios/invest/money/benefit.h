// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cityloom::scenarios::invest {

/// What those who travel already gain, and those who come because of it: half as much each, on average.
struct RuleOfHalf {
    double existing = 0.0;
    double fresh = 0.0;
    [[nodiscard]] double total() const { return existing + fresh; }
};
/// \param existing users before \param fresh users more (negative: fewer) \param unit_saving each one's gain
[[nodiscard]] RuleOfHalf rule_of_half(double existing, double fresh, double unit_saving);

/// At what change of one factor a value is nought.
struct Switching {
    double slope = 0.0;           ///< of the value, for a change of 1 (100 per cent)
    std::optional<double> change; ///< nearest to no change; nothing where the value never is nought
};
/// \param change of the factor, as 0.1 for 10 per cent, two at least and no two alike \param value at each. Linear
/// between neighbours and beyond the ends; the slope is that of least squares.
[[nodiscard]] Switching switching_value(std::span<const double> change, std::span<const double> value);

/// Change of the value, as a share of it, over the change of a factor; nothing where the base value is nought.
[[nodiscard]] std::optional<double> sensitivity(double base_value, double value, double change);

} // namespace cityloom::scenarios::invest
