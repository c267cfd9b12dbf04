// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scenarios/invest/beside/beside.h"
#include "scenarios/report/drawing.h"

namespace cityloom::scenarios {

/// Net value over capital, a dot each: full where no other plan is as good in all aims, pale where one is. The line
/// joins those that no other beats in these two.
[[nodiscard]] Drawing pareto_chart(const invest::Beside& beside, Language language);

/// How far each plan falls short of the best of each future: in the mean, in the worst tenth, at the most.
[[nodiscard]] Drawing regret_chart(const invest::Beside& beside, Language language);

/// Its name, or that nothing is built.
[[nodiscard]] Text plan_words(const invest::PlanBeside& plan);

} // namespace cityloom::scenarios
