// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "scenarios/run/prepare.h"
#include "sim/core/result.h"

namespace cityloom::scenarios {

/// One link of an answer, in words.
struct WhyStep {
    std::string asset; ///< its key
    engine::Words noun;
    engine::WhyLink link;
    Text words; ///< the asset as people call it
};

/// Why an asset is not as it should be at a moment of a run.
struct WhyReport {
    std::string scenario;
    RunRequest request;
    TimeUs at = 0;
    std::string asset;
    engine::Words noun;
    std::vector<std::vector<WhyStep>> chains; ///< empty: nothing is wrong with it
};

/// What a world says of an asset now.
[[nodiscard]] WhyReport why_now(const engine::World& world, engine::AssetRef asset);

/// Runs an applied city until a moment, what happens at that moment with it, and asks. An unknown asset, or a moment
/// that the run does not have, is an Error that names what is allowed; a stop gives Cancelled.
[[nodiscard]] Result<WhyReport> find_out_why(const AppliedCity& applied, const std::string& name,
                                             const RunRequest& request, TimeUs at, const std::string& asset,
                                             const std::function<void(double fraction, TimeUs at)>& progress,
                                             const std::stop_token& stop);

/// "by an event of the scenario": who gave a command.
[[nodiscard]] engine::Words who_words(engine::By by);

/// The report as one JSON object (see the why subcommand's help).
[[nodiscard]] std::string to_json(const WhyReport& report, int indent = 1);

} // namespace cityloom::scenarios
