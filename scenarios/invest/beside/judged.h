// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace cityloom::scenarios::invest {

/// What plans are weighed by when they stand side by side; of each, more is better or less is.
struct Aims {
    double npv = 0.0;            ///< EUR, more
    double capital = 0.0;        ///< EUR with its uplift, less
    double peak_debt = 0.0;      ///< EUR, less
    double outage_hours = 0.0;   ///< person-hours of outage avoided over the horizon, more
    double worst_district = 0.0; ///< EUR a head where trips gain least, more
};

/// By plan, those that are at least as good in all aims and better in one. Equal plans do not dominate each other.
[[nodiscard]] std::vector<std::vector<std::size_t>> dominated_by(std::span<const Aims> plans);

/// How much a plan falls short of the best of each future.
struct Regret {
    double most = 0.0;
    double mean = 0.0;
    double worst_tenth = 0.0; ///< mean of the tenth of futures in which it is largest (CVaR)
    double pays = 0.0;        ///< share of futures in which its net value is above nothing (satisficing)
};
/// \param npv by plan and future, all rows as long as each other. \param nothing building nothing may be the best too
[[nodiscard]] std::vector<Regret> regrets(const std::vector<std::vector<double>>& npv, bool nothing);

} // namespace cityloom::scenarios::invest
