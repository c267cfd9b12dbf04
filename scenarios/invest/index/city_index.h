// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "scenarios/invest/index/indicators.h"
#include "scenarios/run/project_run.h"

namespace cityloom::scenarios {

struct IndexRequest {
    std::string scenario = "base";
    std::string against;     ///< another, to set beside it; empty: none
    std::uint64_t trips = 0; ///< of the morning; 0: the demand model's
    std::uint64_t seed = 1;
    unsigned threads = 0;
    std::size_t failures = 60; ///< assets whose loss is tried at the most
};

/// The version of weights and bounds: it changes whenever assets/indicators.csv does.
[[nodiscard]] std::string index_version();

/// One scenario's indicators.
struct IndexColumn {
    std::string scenario;
    std::string hash;              ///< of its morning
    std::vector<double> values;    ///< by indicators(); not a number: not known
    std::vector<double> scores;    ///< 0 to 100 between poor and good; not a number: none
    double equal = 0.0;            ///< mean score, each alike
    double given = 0.0;            ///< by the table's weights
    std::optional<double> entropy; ///< by what tells the scenarios apart (Shannon); only where there are two
};

struct CityIndex {
    std::string project;
    std::vector<IndexColumn> columns;    ///< the scenario, then the one against it
    std::vector<double> entropy_weights; ///< by indicators(); empty with one scenario
    std::size_t known = 0;               ///< indicators with a score in every column: those that the sums are of
};

/// Runs a normal day and failures of each scenario.
/// \param progress called on this thread. \param stop asked for, the outcome is Cancelled
[[nodiscard]] Result<CityIndex> city_index(const std::string& project_name, const LoadedProject& project,
                                           const IndexRequest& request,
                                           const std::function<void(double, const std::string&)>& progress,
                                           const std::stop_token& stop);

/// 0 at what is poor, 100 at what is good, linear between and no further; not a number without a value or bounds.
[[nodiscard]] double score_of(const Indicator& indicator, double value);

/// Weights by entropy (Shannon 1948; Hwang and Yoon 1981, ch. 3): of each indicator 1 less the entropy of its scores'
/// shares over the scenarios, scaled to a sum of 1. Those that are the same everywhere weigh nothing; where all are,
/// each weighs alike.
/// \param scores by scenario, then indicator; indicators without a score in one of them get none
[[nodiscard]] std::vector<double> entropy_weights(const std::vector<std::vector<double>>& scores);

/// Mean of what has a value and a weight.
[[nodiscard]] double weighted(const std::vector<double>& scores, const std::vector<double>& weights);

[[nodiscard]] std::string to_json(const CityIndex& index);

} // namespace cityloom::scenarios
