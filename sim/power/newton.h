// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstdint>
#include <vector>

namespace cityloom::power {

/// One island in per unit; the first buses are slacks, all at the angle 0. Injections are generation less load.
struct NewtonCase {
    struct Line {
        std::uint32_t from = 0;
        std::uint32_t to = 0;
        std::complex<double> admittance; ///< of the series impedance, behind an ideal transformer on the from side
        double ratio = 1.0;              ///< of that: voltage before over voltage behind it
    };
    std::vector<double> slack_pu{1.0}; ///< as many as there are slacks
    double floor_pu = 0.0; ///< below it loads are impedances, and go down with the square of the voltage; 0: none
    std::vector<std::complex<double>> injection;
    std::vector<Line> branches;
    std::vector<std::complex<double>> shunt; ///< per bus, may be empty
};

struct NewtonResult {
    std::vector<std::complex<double>> voltage;
    int iterations = 0;
    bool converged = false;
    double mismatch = 0.0; ///< largest, per unit
};

/// Newton's method on power mismatches in polar form (Tinney and Hart 1967), sparse LU, flat start, mismatch 1e-10.
[[nodiscard]] NewtonResult solve_newton(const NewtonCase& problem);

} // namespace cityloom::power
