// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "sim/core/geometry.h"
#include "sim/core/time.h"

namespace cityloom::traffic::od {

/// Vehicles seen on an edge in a while. A vehicle is seen on every edge of its way, when it comes onto it: also where
/// its trip starts and where it ends.
struct Count {
    std::uint32_t edge = kNone; ///< in RoadNetwork::edges
    TimeUs begin = 0;
    TimeUs end = kHourUs;
    double vehicles = 0.0;
};

/// GEH statistic of two hourly flows: sqrt(2 (m - c)^2 / (m + c)) (UK Highways Agency, Design Manual for Roads and
/// Bridges, vol. 12 sec. 2; TAG unit M3.1: below 5 at 85 % of the sites). 0 where both are 0.
[[nodiscard]] double geh(double model_vph, double count_vph);

/// GEH of a count and what a model has instead, both as hourly flows.
[[nodiscard]] double geh_of(const Count& count, double modelled_vehicles);

/// How near a model comes to counts.
struct Fit {
    std::size_t sites = 0;
    double mean_geh = 0.0;
    double largest_geh = 0.0;
    double share_below_5 = 0.0;       ///< of the sites, GEH below 5
    double r2 = 0.0;                  ///< square of Pearson's correlation of hourly flows; 0 where either does not vary
    double mean_relative_error = 0.0; ///< mean of |m - c| / c over sites with c > 0
};

/// \param modelled vehicles, by count.
[[nodiscard]] Fit fit_of(std::span<const Count> counts, std::span<const double> modelled);

} // namespace cityloom::traffic::od
