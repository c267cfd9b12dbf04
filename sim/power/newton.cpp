// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/power/newton.h"

#include <algorithm>
#include <cmath>
#include <limits>

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
constexpr double kRoundings = 16 * std::numeric_limits<double>::epsilon(); // of terms as large as an admittance
constexpr int kMaxIterations = 30;

struct Row {
    std::uint32_t column = 0;
    Complex y;
};

} // namespace

NewtonResult solve_newton(const NewtonCase& problem) {
    const std::size_t n = problem.injection.size();
    const std::size_t slacks = problem.slack_pu.size();
    NewtonResult result;
    result.voltage.assign(n, Complex{problem.slack_pu[0], 0.0});
    std::copy(problem.slack_pu.begin(), problem.slack_pu.end(), result.voltage.begin());
    if (n <= slacks) {
        result.converged = true;
        return result;
    }
    std::vector<std::vector<Row>> y(n);
    std::vector<Complex> diagonal(n, Complex{});
    for (const NewtonCase::Line& line : problem.branches) {
        diagonal[line.from] += line.admittance / (line.ratio * line.ratio);
        diagonal[line.to] += line.admittance;
        y[line.from].push_back({line.to, -line.admittance / line.ratio});
        y[line.to].push_back({line.from, -line.admittance / line.ratio});
    }
    for (std::size_t i = 0; i < n; ++i) {
        diagonal[i] += i < problem.shunt.size() ? problem.shunt[i] : Complex{};
        y[i].push_back({static_cast<std::uint32_t>(i), diagonal[i]});
    }
    std::vector<double> vm(n, problem.slack_pu[0]);
    std::copy(problem.slack_pu.begin(), problem.slack_pu.end(), vm.begin());
    std::vector<double> va(n, 0.0);
    const auto unknowns = static_cast<Eigen::Index>(2 * (n - slacks));
    Eigen::SparseMatrix<double> jacobian(unknowns, unknowns);
    Eigen::SparseLU<Eigen::SparseMatrix<double>, Eigen::COLAMDOrdering<int>> lu;
    std::vector<Eigen::Triplet<double>> entries;
    Eigen::VectorXd mismatch(unknowns);
    const auto angle_of = [slacks](std::size_t bus) { return static_cast<int>(bus - slacks); };
    const auto magnitude_of = [n, slacks](std::size_t bus) { return static_cast<int>(n - slacks + bus - slacks); };
    for (; result.iterations < kMaxIterations; ++result.iterations) {
        entries.clear();
        result.mismatch = 0.0;
        bool done = true;
        for (std::size_t i = slacks; i < n; ++i) {
            double p = 0.0;
            double q = 0.0;
            for (const Row& row : y[i]) {
                const double d = va[i] - va[row.column];
                const double c = row.y.real() * std::cos(d) + row.y.imag() * std::sin(d);
                const double s = row.y.real() * std::sin(d) - row.y.imag() * std::cos(d);
                p += vm[i] * vm[row.column] * c;
                q += vm[i] * vm[row.column] * s;
                if (row.column != i && row.column >= slacks) {
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
            const Complex wanted = problem.injection[i];
            const bool low = wanted.real() < 0.0 && vm[i] < problem.floor_pu;
            const double share = low ? vm[i] * vm[i] / (problem.floor_pu * problem.floor_pu) : 1.0;
            if (low) {
                entries.emplace_back(angle_of(i), magnitude_of(i), -2.0 * share / vm[i] * wanted.real());
                entries.emplace_back(magnitude_of(i), magnitude_of(i), -2.0 * share / vm[i] * wanted.imag());
            }
            mismatch[angle_of(i)] = share * wanted.real() - p;
            mismatch[magnitude_of(i)] = share * wanted.imag() - q;
            const double miss = std::max(std::abs(mismatch[angle_of(i)]), std::abs(mismatch[magnitude_of(i)]));
            result.mismatch = miss > result.mismatch || std::isnan(miss) ? miss : result.mismatch;
            done = done && miss < kMismatchPu + kRoundings * std::abs(diagonal[i]);
        }
        if (done) {
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
        for (std::size_t i = slacks; i < n; ++i) {
            va[i] += step[angle_of(i)];
            vm[i] = std::max(0.05, vm[i] + step[magnitude_of(i)]);
        }
    }
    for (std::size_t i = 0; i < n; ++i) {
        result.voltage[i] = std::polar(vm[i], va[i]);
    }
    return result;
}

} // namespace cityloom::power
