// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "scenarios/invest/solver/programme.h"

namespace cityloom::scenarios::invest {

/// Which sites to open, and what that is worth.
struct OpenSites {
    SolveStatus status = SolveStatus::Unknown;
    std::vector<std::size_t> sites; ///< ascending
    double value = 0.0;
    double bound = 0.0;
};

/// So many of the sites that everybody's way to the nearest open one is shortest in sum (p-median).
/// \param cost [customer][site], not negative \param open 1 to the number of sites
[[nodiscard]] OpenSites nearest_sites(const std::vector<std::vector<double>>& cost, std::size_t open,
                                      const SolveOptions& options = {});

/// So many of the sites that the most demand has one in reach (maximal covering).
/// \param reached_by [customer]: the sites that reach it \param demand [customer] \param sites how many there are
[[nodiscard]] OpenSites covering_sites(const std::vector<std::vector<std::size_t>>& reached_by,
                                       const std::vector<double>& demand, std::size_t sites, std::size_t open,
                                       const SolveOptions& options = {});

} // namespace cityloom::scenarios::invest
