// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstdint>
#include <vector>

namespace cityloom::power {

/// One island in per unit; bus 0 is the slack. Injections are generation less load.
struct NewtonCase {
    struct Line {
        std::uint32_t from = 0;
        std::uint32_t to = 0;
        std::complex<double> admittance;
    };
    double slack_pu = 1.0;
    std::vector<std::complex<double>> injection;
    std::vector<Line> branches;
    std::vector<std::complex<double>> shunt; ///< per bus, may be empty
};

struct NewtonResult {
    std::vector<std::complex<double>> voltage;
    std::vector<double> first_pu; ///< magnitudes after the first step: what a linear network would come to
    int iterations = 0;
    bool converged = false;
    double mismatch = 0.0; ///< largest, per unit
};

/// Newton's method on power mismatches in polar form (Tinney and Hart 1967), sparse LU, flat start, mismatch 1e-10.
[[nodiscard]] NewtonResult solve_newton(const NewtonCase& problem);

} // namespace cityloom::power
