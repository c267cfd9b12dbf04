// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace cityloom::gis::power_parts {

inline constexpr double kHighV = 110'000.0;
inline constexpr double kPowerFactor = 0.95; ///< of what customers take at the peak (recalled: 0.9 to 1)

/// A three-phase cable or line.
struct Line {
    double r_ohm_per_km = 0.0;
    double x_ohm_per_km = 0.0;
    double rating_a = 0.0;
};
/// The smallest medium-voltage cable that carries a current; several in parallel where one does not.
[[nodiscard]] Line cable_for(double current_a);
/// The same of the overhead lines for 110 kV.
[[nodiscard]] Line high_voltage_line_for(double current_a);

/// Transformers of one rating side by side.
struct Transformers {
    std::uint32_t units = 1;
    double rating_va = 0.0; ///< of each
    double r_pu = 0.0;      ///< of each, on its rating
    double x_pu = 0.0;
    double no_load_w = 0.0; ///< of each
    [[nodiscard]] double all_va() const { return units * rating_va; }
};
/// For a station of medium to low voltage: enough for the load at its peak and some growth.
[[nodiscard]] Transformers station_for(double peak_w);
/// For a substation of 110 kV to medium voltage: the load at its peak without one of them.
[[nodiscard]] Transformers substation_for(double peak_w);

} // namespace cityloom::gis::power_parts
