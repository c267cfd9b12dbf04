// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/power/newton.h"

#include <algorithm>
#include <cmath>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wshadow"
#include <Eigen/Sparse>
#include <Eigen/SparseLU>
#pragma GCC diagnostic pop

namespace cityloom::power {

namespace {

using Complex = std::complex<double>;
constexpr double kMismatchPu = 1e-10;
constexpr int kMaxIterations = 30;

struct Row {
    std::uint32_t column = 0;
    Complex y;
};

} // namespace

NewtonResult solve_newton(const NewtonCase& problem) {
    const std::size_t n = problem.injection.size();
    NewtonResult result;
    result.voltage.assign(n, Complex{problem.slack_pu, 0.0});
    if (n < 2) {
        result.converged = true;
        return result;
    }
    std::vector<std::vector<Row>> y(n);
    std::vector<Complex> diagonal(n, Complex{});
    for (const NewtonCase::Line& line : problem.branches) {
        diagonal[line.from] += line.admittance;
        diagonal[line.to] += line.admittance;
        y[line.from].push_back({line.to, -line.admittance});
        y[line.to].push_back({line.from, -line.admittance});
    }
    for (std::size_t i = 0; i < n; ++i) {
        diagonal[i] += i < problem.shunt.size() ? problem.shunt[i] : Complex{};
        y[i].push_back({static_cast<std::uint32_t>(i), diagonal[i]});
    }
    std::vector<double> vm(n, problem.slack_pu);
    std::vector<double> va(n, 0.0);
    result.first_pu = vm;
    const auto unknowns = static_cast<Eigen::Index>(2 * (n - 1));
    Eigen::SparseMatrix<double> jacobian(unknowns, unknowns);
    Eigen::SparseLU<Eigen::SparseMatrix<double>, Eigen::COLAMDOrdering<int>> lu;
    std::vector<Eigen::Triplet<double>> entries;
    Eigen::VectorXd mismatch(unknowns);
    const auto angle_of = [](std::size_t bus) { return static_cast<int>(bus - 1); };
    const auto magnitude_of = [n](std::size_t bus) { return static_cast<int>(n - 1 + bus - 1); };
    for (; result.iterations < kMaxIterations; ++result.iterations) {
        entries.clear();
        result.mismatch = 0.0;
        for (std::size_t i = 1; i < n; ++i) {
            double p = 0.0;
            double q = 0.0;
            for (const Row& row : y[i]) {
                const double d = va[i] - va[row.column];
                const double c = row.y.real() * std::cos(d) + row.y.imag() * std::sin(d);
                const double s = row.y.real() * std::sin(d) - row.y.imag() * std::cos(d);
                p += vm[i] * vm[row.column] * c;
                q += vm[i] * vm[row.column] * s;
                if (row.column != i && row.column != 0) {
                    entries.emplace_back(angle_of(i), angle_of(row.column), vm[i] * vm[row.column] * s);
                    entries.emplace_back(angle_of(i), magnitude_of(row.column), vm[i] * c);
                    entries.emplace_back(magnitude_of(i), angle_of(row.column), -vm[i] * vm[row.column] * c);
                    entries.emplace_back(magnitude_of(i), magnitude_of(row.column), vm[i] * s);
                }
            }
            const double g = diagonal[i].real();
            const double b = diagonal[i].imag();
            entries.emplace_back(angle_of(i), angle_of(i), -q - b * vm[i] * vm[i]);
            entries.emplace_back(angle_of(i), magnitude_of(i), p / vm[i] + g * vm[i]);
            entries.emplace_back(magnitude_of(i), angle_of(i), p - g * vm[i] * vm[i]);
            entries.emplace_back(magnitude_of(i), magnitude_of(i), q / vm[i] - b * vm[i]);
            mismatch[angle_of(i)] = problem.injection[i].real() - p;
            mismatch[magnitude_of(i)] = problem.injection[i].imag() - q;
            result.mismatch =
                std::max({result.mismatch, std::abs(mismatch[angle_of(i)]), std::abs(mismatch[magnitude_of(i)])});
        }
        if (result.mismatch < kMismatchPu) {
            result.converged = true;
            break;
        }
        if (!std::isfinite(result.mismatch)) {
            break;
        }
        jacobian.setFromTriplets(entries.begin(), entries.end());
        if (result.iterations == 0) {
            lu.analyzePattern(jacobian);
        }
        lu.factorize(jacobian);
        if (lu.info() != Eigen::Success) {
            break;
        }
        const Eigen::VectorXd step = lu.solve(mismatch);
        for (std::size_t i = 1; i < n; ++i) {
            va[i] += step[angle_of(i)];
            vm[i] = std::max(0.05, vm[i] + step[magnitude_of(i)]);
        }
        result.first_pu = result.iterations == 0 ? vm : result.first_pu;
    }
    for (std::size_t i = 0; i < n; ++i) {
        result.voltage[i] = std::polar(vm[i], va[i]);
    }
    return result;
}

} // namespace cityloom::power
