// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "scenarios/invest/rollout/problem.h"

namespace cityloom::scenarios::invest {

/// What a plan must keep: everything that can bind, and that can stand in a conflict.
enum class LimitKind : unsigned char {
    Budget,       ///< own funds of a year, or what may be built in it
    Crews,        ///< of a year
    DebtStock,    ///< of a year's end
    DebtService,  ///< of a year
    LoanShare,    ///< loans of a year pay no more than their share of what is built
    Earliest,     ///< of a project
    Latest,       ///< of a project
    Mandatory,    ///< a project
    Requires,     ///< a project another
    Excludes,     ///< a project another
    ServiceFloor, ///< of a district and year
};

struct Limit {
    LimitKind kind = LimitKind::Budget;
    std::size_t one = 0;   ///< year, project, or place among the floors
    std::size_t other = 0; ///< project
    std::string words;     ///< "budget of 2027", "A requires B"
};

/// All limits of a problem, in a fixed order.
[[nodiscard]] std::vector<Limit> limits_of(const RolloutProblem& problem);

/// Which limits are to be kept; a conflict is looked for by leaving some out.
using Kept = std::vector<bool>;

} // namespace cityloom::scenarios::invest
