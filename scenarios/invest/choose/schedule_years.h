// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "scenarios/invest/money/discount.h"
#include "scenarios/invest/solver/programme.h"

namespace cityloom::scenarios::invest {

/// Sites that are kept open at a fee, worked in some years, and whose output is blended to a quality.
struct SiteYears {
    std::vector<double> fee;     ///< [site], a year, while open
    std::vector<double> limit;   ///< [site], most output a year
    std::vector<double> quality; ///< [site]
    std::vector<double> target;  ///< [year], quality of all output together
    double price = 0.0;          ///< of a unit of output
    int max_worked = 0;          ///< sites worked in a year
    bool close_is_final = true;  ///< what is closed once stays closed
    Discount discount{0.0};      ///< the first year is year 0
};

struct SiteSchedule {
    SolveStatus status = SolveStatus::Unknown;
    double npv = 0.0;
    std::vector<std::vector<std::size_t>> worked; ///< [year]: sites, ascending
    std::vector<std::vector<std::size_t>> open;   ///< [year]
    std::vector<double> output;                   ///< [year], of all sites
};

[[nodiscard]] SiteSchedule schedule_sites(const SiteYears& problem, const SolveOptions& options = {});

} // namespace cityloom::scenarios::invest
