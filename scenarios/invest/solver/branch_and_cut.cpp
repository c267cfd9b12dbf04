// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include <CbcEventHandler.hpp>
#include <CbcModel.hpp>
#include <CbcSolver.hpp>
#include <ClpEventHandler.hpp>
#include <CoinMessageHandler.hpp>
#include <OsiClpSolverInterface.hpp>

#include "scenarios/invest/solver/programme.h"

namespace cityloom::scenarios::invest {

namespace {

/// Stops between two nodes, heuristics and rounds of cuts.
class StopTree : public CbcEventHandler {
public:
    explicit StopTree(std::stop_token asked) : stop_{std::move(asked)} {}
    CbcAction event(CbcEvent /*what*/) override { return stop_.stop_requested() ? CbcEventHandler::stop : noAction; }
    [[nodiscard]] CbcEventHandler* clone() const override { return new StopTree{*this}; }

private:
    std::stop_token stop_;
};

/// Stops inside a linear programme.
class StopSimplex : public ClpEventHandler {
public:
    explicit StopSimplex(std::stop_token asked) : stop_{std::move(asked)} {}
    int event(Event what) override {
        return stop_.stop_requested() && (what == endOfIteration || what == endOfFactorization) ? 5 : -1;
    }
    [[nodiscard]] ClpEventHandler* clone() const override { return new StopSimplex{*this}; }

private:
    std::stop_token stop_;
};

/// Says nothing, whoever takes it over: what the solver prints would stand among answers.
class Quiet : public CoinMessageHandler {
public:
    int print() override { return 0; }
    [[nodiscard]] CoinMessageHandler* clone() const override { return new Quiet{*this}; }
};

double coin_limit(double limit) {
    return std::isinf(limit) ? std::copysign(COIN_DBL_MAX, limit) : limit;
}

} // namespace

/// Sees into a programme.
class ProgrammeSolver {
public:
    explicit ProgrammeSolver(const Programme& programme) : p_{programme} {}

    [[nodiscard]] Solution solve(const SolveOptions& options) const {
        Quiet quiet;
        quiet.setLogLevel(0);
        OsiClpSolverInterface clp;
        clp.passInMessageHandler(&quiet);
        load(clp);
        const bool any_whole = std::any_of(p_.whole_.begin(), p_.whole_.end(), [](char c) { return c != 0; });
        return any_whole && p_.rows() > 0 ? branch(clp, quiet, options) : relax(clp, options);
    }

private:
    void load(OsiClpSolverInterface& clp) const {
        const auto columns = static_cast<int>(p_.variables());
        const auto rows = static_cast<int>(p_.rows());
        clp.messageHandler()->setLogLevel(0);
        clp.getModelPtr()->setLogLevel(0);
        std::vector<int> row_of;
        std::vector<int> column_of;
        std::vector<double> factor;
        for (std::size_t r = 0; r < p_.rows(); ++r) {
            for (std::size_t i = p_.row_start_[r]; i < p_.row_start_[r + 1]; ++i) {
                row_of.push_back(static_cast<int>(r));
                column_of.push_back(p_.terms_[i].variable);
                factor.push_back(p_.terms_[i].factor);
            }
        }
        CoinPackedMatrix matrix{true, row_of.data(), column_of.data(), factor.data(),
                                static_cast<CoinBigIndex>(factor.size())};
        matrix.setDimensions(rows, columns);
        const auto limits = [](const std::vector<double>& given) {
            std::vector<double> all(given.size());
            std::transform(given.begin(), given.end(), all.begin(), coin_limit);
            return all;
        };
        std::vector<double> cost(p_.variables()); // it minimises
        std::transform(p_.worth_.begin(), p_.worth_.end(), cost.begin(), [](double worth) { return -worth; });
        clp.loadProblem(matrix, limits(p_.least_).data(), limits(p_.most_).data(), cost.data(),
                        limits(p_.row_least_).data(), limits(p_.row_most_).data());
        for (int i = 0; i < columns; ++i) {
            if (p_.whole_[static_cast<std::size_t>(i)] != 0) {
                clp.setInteger(i);
            }
        }
    }

    /// Without whole numbers; or without rows, where each variable is at one of its ends.
    [[nodiscard]] Solution relax(OsiClpSolverInterface& clp, const SolveOptions& options) const {
        StopSimplex stop{options.stop};
        clp.getModelPtr()->passInEventHandler(&stop);
        clp.initialSolve();
        Solution solution;
        if (options.stop.stop_requested()) {
            solution.status = SolveStatus::Cancelled;
        } else if (clp.isProvenOptimal()) {
            solution.status = SolveStatus::Optimal;
            take(solution, clp.getColSolution());
            solution.bound = solution.objective;
        } else if (clp.isProvenPrimalInfeasible()) {
            solution.status = SolveStatus::Infeasible;
        } else if (clp.isProvenDualInfeasible()) {
            solution.status = SolveStatus::Unbounded;
        }
        return solution;
    }

    [[nodiscard]] Solution branch(OsiClpSolverInterface& clp, Quiet& quiet, const SolveOptions& options) const {
        CbcModel model{clp};
        model.passInMessageHandler(&quiet);
        CbcSolverUsefulData data;
        data.noPrinting_ = true;
        CbcMain0(model, data);
        model.setLogLevel(0);
        StopTree stop_tree{options.stop};
        model.passInEventHandler(&stop_tree);
        StopSimplex stop_simplex{options.stop};
        dynamic_cast<OsiClpSolverInterface&>(*model.solver()).getModelPtr()->passInEventHandler(&stop_simplex);
        if (options.start.size() == p_.variables()) {
            model.setBestSolution(options.start.data(), static_cast<int>(options.start.size()), COIN_DBL_MAX, true);
        }
        std::vector<std::string> words{"cityloom", "-log",           "0", "-threads", "0", "-randomSeed",
                                       "1",        "-randomCbcSeed", "1"};
        const auto set = [&](const char* name, const std::string& value) {
            words.emplace_back(name);
            words.push_back(value);
        };
        if (options.gap > 0.0) {
            set("-ratioGap", std::to_string(options.gap));
        }
        if (options.seconds) {
            set("-timeMode", "cpu");
            set("-seconds", std::to_string(*options.seconds));
        }
        if (options.nodes) {
            set("-maxNodes", std::to_string(*options.nodes));
        }
        words.insert(words.end(), {"-solve", "-quit"});
        std::vector<const char*> arguments;
        for (const std::string& word : words) {
            arguments.push_back(word.c_str());
        }
        const auto go_on = [](CbcModel*, int) { return 0; };
        CbcMain1(static_cast<int>(arguments.size()), arguments.data(), model, go_on, data);
        return outcome(model, options);
    }

    [[nodiscard]] Solution outcome(const CbcModel& model, const SolveOptions& options) const {
        Solution solution;
        const double* best = model.bestSolution();
        if (best != nullptr) {
            take(solution, best);
            solution.bound = -model.getBestPossibleObjValue();
        }
        if (options.stop.stop_requested()) {
            solution.status = SolveStatus::Cancelled;
        } else if (best != nullptr) {
            const double open = solution.bound - solution.objective;
            const bool close = model.isProvenOptimal() ||
                               open <= options.gap * std::max(std::abs(solution.bound), std::abs(solution.objective));
            solution.status = close ? SolveStatus::Optimal : SolveStatus::Feasible;
            if (options.gap == 0.0 && close) {
                solution.bound = solution.objective;
            } else if (close) { // what lay within the gap was given up, and may be better by as much
                solution.bound =
                    std::max(solution.bound, solution.objective + options.gap * std::max(std::abs(solution.bound),
                                                                                         std::abs(solution.objective)));
            }
        } else if (model.isContinuousUnbounded()) {
            solution.status = SolveStatus::Unbounded;
        } else if (model.isProvenInfeasible() || model.isInitialSolveProvenPrimalInfeasible()) {
            solution.status = SolveStatus::Infeasible;
        }
        return solution;
    }

    void take(Solution& solution, const double* values) const {
        solution.values.assign(values, values + p_.variables());
        for (std::size_t i = 0; i < p_.variables(); ++i) {
            if (p_.whole_[i] != 0) {
                solution.values[i] = std::round(solution.values[i]);
            }
            solution.objective += solution.values[i] * p_.worth_[i];
        }
        solution.bound = std::max(solution.bound, solution.objective);
    }

    const Programme& p_;
};

Solution maximise(const Programme& programme, const SolveOptions& options) {
    return ProgrammeSolver{programme}.solve(options);
}

} // namespace cityloom::scenarios::invest
