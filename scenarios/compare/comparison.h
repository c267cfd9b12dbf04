// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "scenarios/compare/appraisal.h"
#include "scenarios/compare/statistics.h"
#include "scenarios/run/project_run.h"

namespace cityloom::scenarios {

/// One figure of two scenarios over the same seeds.
struct KpiComparison {
    std::string id;
    double a = 0.0; ///< means over the seeds
    double b = 0.0;
    PairedDifference difference; ///< B less A
    /// What may be said: "better", "worse", "no clear difference", "changed" (where neither way is better).
    [[nodiscard]] std::string verdict() const;
};

struct Comparison {
    std::string project;
    std::string a;
    std::string b;
    RunRequest request;
    std::vector<std::uint64_t> seeds;
    std::vector<std::string> hashes_a;
    std::vector<std::string> hashes_b;
    std::vector<KpiComparison> city;
    struct District {
        std::string name;
        std::vector<KpiComparison> kpis;
    };
    std::vector<District> districts;
    Appraisal appraisal;
    std::vector<std::string> assumptions; ///< of the demand model and of the defaults
    std::vector<std::string> attributions;
    std::vector<std::string> measures_a;
    std::vector<std::string> measures_b;
    [[nodiscard]] std::vector<std::string> findings() const; ///< three sentences
};

struct CompareRequest {
    std::string a;
    std::string b;
    RunRequest run;
    int seeds = 5;
    AppraisalSettings appraisal = default_appraisal();
};

/// Compares B with A over paired seeds (the same trips and the same luck in both), running what has no stored result.
[[nodiscard]] Result<Comparison>
compare_scenarios(ProjectStore& store, const LoadedProject& project, const CompareRequest& request,
                  const std::function<void(double fraction, const std::string& what)>& progress,
                  const std::stop_token& stop);

[[nodiscard]] std::string to_json(const Comparison& comparison);

} // namespace cityloom::scenarios
