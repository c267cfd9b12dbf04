// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "scenarios/compare/statistics.h"
#include "scenarios/measure/words.h"
#include "scenarios/run/project_run.h"

namespace cityloom::scenarios {

/// A figure of one scenario over its seeds.
struct FigureOverSeeds {
    std::string id;
    PairedDifference value; ///< mean and 95 % interval of the figure itself
};

/// What one scenario's runs over several seeds say, beside nothing else.
struct ScenarioOutcome {
    std::string project;
    std::string scenario;
    RunRequest request;
    std::vector<std::uint64_t> seeds;
    std::vector<std::string> hashes; ///< by seed
    std::vector<FigureOverSeeds> city;
    struct District {
        std::string name;
        std::vector<FigureOverSeeds> figures;
    };
    std::vector<District> districts;
    std::vector<RunSamples> samples; ///< by seed, where all were sampled; else empty
    std::vector<Text> measures;      ///< and events
    std::vector<Text> assumptions;
    std::vector<std::string> attributions;
    bool level_ground = false; ///< as a comparison's

    /// Three sentences: which trips are made, how long they take, who goes without; and the warning of level ground.
    [[nodiscard]] std::vector<Text> findings() const;
};

struct OutcomeRequest {
    std::string scenario;
    RunRequest run; ///< record_every: of the first seed's run alone
    int seeds = 1;
};

/// \param runner what runs and keeps what is missing; empty: NotFound then
[[nodiscard]] Result<ScenarioOutcome> scenario_outcome(
    const ProjectStore& store, const LoadedProject& project, const OutcomeRequest& request, const RunAndKeep& runner,
    const std::function<void(double fraction, const std::string& what)>& progress, const std::stop_token& stop);

/// Null where there is none of that id.
[[nodiscard]] const FigureOverSeeds* find_row(const std::vector<FigureOverSeeds>& rows, std::string_view id);

[[nodiscard]] std::string to_json(const ScenarioOutcome& outcome);

/// The warning where figures of the water stand on no terrain.
[[nodiscard]] Text level_ground_words();

} // namespace cityloom::scenarios
