// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace cityloom::scenarios::invest {

/// Whole cents: what stands in a ledger adds up exactly.
using Cents = std::int64_t;

/// An amount beyond this many units is refused: sums of a million of them still fit.
inline constexpr double kMostMoney = 1e12;

/// The nearest cent, halves away from zero. \param units at most kMostMoney in size
[[nodiscard]] Cents to_cents(double units);
/// For printing and for solvers, which see nothing finer.
[[nodiscard]] double to_units(Cents cents);

} // namespace cityloom::scenarios::invest
