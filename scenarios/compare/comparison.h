// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/compare/appraisal.h"
#include "scenarios/compare/periods.h"
#include "scenarios/compare/statistics.h"
#include "scenarios/measure/words.h"
#include "scenarios/run/project_run.h"

namespace cityloom::scenarios {

/// One figure of two scenarios over the same seeds.
struct KpiComparison {
    std::string id;
    double a = 0.0; ///< means over the seeds
    double b = 0.0;
    PairedDifference difference; ///< B less A; nothing where one of them has no value
    bool none_with_a = false;    ///< the scenario has no such value: nobody arrives, nothing is reached
    bool none_with_b = false;
    bool other_trips = false; ///< a figure of trips that are others in B than in A
    double p = 1.0;           ///< of the difference, as it counts among those of all districts

    /// What may be said: "better", "worse", "no clear difference", "changed" (where neither way is better), "one seed
    /// only", "other trips", "none with A", "none with B".
    [[nodiscard]] std::string verdict() const;
    /// -1: clearly less with B, 1: clearly more, 0: neither may be said.
    [[nodiscard]] int sign() const noexcept { return p < 0.05 && !other_trips ? difference.sign() : 0; }
};

struct Comparison {
    std::string project;
    std::string a;
    std::string b;
    RunRequest request;
    std::vector<std::uint64_t> seeds;
    std::vector<std::string> hashes_a; ///< by seed, then period
    std::vector<std::string> hashes_b;
    std::vector<KpiComparison> city;
    struct District {
        std::string name;
        std::vector<KpiComparison> kpis;
    };
    std::vector<District> districts;
    /// The same of each period, where there are several; the city's and the districts' are then of a mean hour of them.
    struct PeriodRows {
        Period period;
        std::uint64_t trips = 0; ///< scheduled in its run
        std::vector<KpiComparison> city;
    };
    std::vector<PeriodRows> periods;
    Appraisal appraisal;
    std::vector<Text> assumptions; ///< of the demand model and of the defaults
    std::vector<std::string> attributions;
    bool level_ground = false;    ///< no terrain was given, or one without heights: pressures are those of a plain
    std::vector<Text> measures_a; ///< and events
    std::vector<Text> measures_b;
    /// Figures over the run's time, by seed, where it is one run and all of them were sampled; else empty.
    std::vector<RunSamples> samples_a;
    std::vector<RunSamples> samples_b;
    /// Figures that clearly change and that no benefit of the appraisal stands for, in words.
    [[nodiscard]] std::vector<Text> not_priced() const;
    /// Sentences: first which trips can no longer be made, then time, districts, money; and a warning where figures of
    /// the water stand on no terrain.
    [[nodiscard]] std::vector<Text> findings() const;
};

struct CompareRequest {
    std::string a;
    std::string b;
    RunRequest run; ///< record_every: of the first seed's runs alone
    int seeds = 5;
    std::vector<Period> periods; ///< of the year, each with a run of its own; empty: the run as asked for alone
    AppraisalSettings appraisal = default_appraisal();
};

/// The words of a verdict of a figure or of the appraisal.
[[nodiscard]] Text verdict_words(std::string_view verdict);

/// Compares B with A over paired seeds (the same trips and the same luck in both), running what has no stored result.
[[nodiscard]] Result<Comparison>
compare_scenarios(ProjectStore& store, const LoadedProject& project, const CompareRequest& request,
                  const std::function<void(double fraction, const std::string& what)>& progress,
                  const std::stop_token& stop);

/// The same over a store that is only read. \param runner what runs and keeps what is missing; empty: NotFound then
[[nodiscard]] Result<Comparison> compare_scenarios(
    const ProjectStore& store, const LoadedProject& project, const CompareRequest& request, const RunAndKeep& runner,
    const std::function<void(double fraction, const std::string& what)>& progress, const std::stop_token& stop);

/// Null where there is none of that id.
[[nodiscard]] const KpiComparison* find_row(const std::vector<KpiComparison>& rows, std::string_view id);

[[nodiscard]] std::string to_json(const Comparison& comparison);

} // namespace cityloom::scenarios
