// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "gis/derive/power_sites.h"

namespace cityloom::gis {

/// A substation to be built.
struct SubstationWish {
    Point2 at;
    Provenance source = Provenance::Default;
    double peak_w = 0.0;
};

/// Infeeds from the transmission grid at mapped substations of 220 kV and more, else at the edge of the city: one, and
/// two for more than 100,000 people. Lines of 110 kV from an infeed past some substations to the other one, or back, so
/// that each substation has two ways in; each line can carry all of its ring. In each substation a busbar of 110 kV,
/// and transformers with tap changers that carry its peak without one of them.
/// \return for each substation its medium-voltage busbar, an index into Network::buses
[[nodiscard]] std::vector<std::uint32_t> build_high_voltage(const UtilityBase& base,
                                                            const std::vector<SubstationWish>& wishes, double medium_v,
                                                            power::Network& net);

} // namespace cityloom::gis
