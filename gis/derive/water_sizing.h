// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/water/network.h"

namespace cityloom::gis {

/// The smallest diameter (m) of the series that carries a flow at no more than that.
[[nodiscard]] double main_diameter_m(double flow_m3ps, double most_mps);

/// Widens mains, risers and reducers until, in the hours that decide (the peak with all pumps, with boosters only, and
/// on tanks alone, a night in which tanks fill), none is faster or loses more head a metre than what mains are laid out
/// for, and customers have pressure. \param lost share of what is supplied that leaks
void size_mains(water::Network& net, double lost);

/// Sets what leaks at each junction so that in the mean over a day \p lost of what is supplied leaks: by the length of
/// mains there and the customers on them. Network::leak_exponent is to be set.
void set_leaks(water::Network& net, double lost);

} // namespace cityloom::gis
