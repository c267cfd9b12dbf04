// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>

namespace cityloom::water {

/// What taps give by pressure: Wagner, Shamir and Marks (1988), Water distribution reliability: simulation methods,
/// J. Water Resour. Plann. Manage. 114(3), 276-294, with the lowest pressure of service at 0:
///
///     q = 0                        p <= 0
///     q = q_wanted sqrt(p / p_req)   0 < p < p_req
///     q = q_wanted                 p >= p_req
///
/// The solver takes the middle branch as a head loss over the outflow, p = p_req (q / q_wanted)^2, as it takes a pipe:
/// its slope is 0 and not infinite where nothing flows.
struct DemandLaw {
    double wanted_m3ps = 0.0;
    double required_m = 0.0; ///< p_req, metres of water column

    [[nodiscard]] double outflow_m3ps(double pressure_m) const {
        return wanted_m3ps * std::sqrt(std::clamp(pressure_m / required_m, 0.0, 1.0));
    }
    [[nodiscard]] double loss_m(double outflow_m3ps) const {
        const double share = outflow_m3ps / wanted_m3ps;
        return required_m * share * share;
    }
    [[nodiscard]] double slope_spm2(double outflow_m3ps) const {
        return 2.0 * required_m * outflow_m3ps / (wanted_m3ps * wanted_m3ps);
    }
};

} // namespace cityloom::water
