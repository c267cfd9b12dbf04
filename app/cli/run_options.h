// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "scenarios/compare/appraisal.h"
#include "scenarios/run/prepare.h"

namespace CLI {
class App;
}

namespace cityloom::cli {

/// The options that say what to run, shared by run and compare.
struct RunOptions {
    std::string start = "07:00";
    std::string duration = "2h";
    std::uint64_t trips = 0;
    double bicycles = -1.0; ///< below 0: as the demand model has it
    std::uint64_t seed = 1;
    unsigned threads = 0;
    unsigned tail_min = 120;

    void add_to(CLI::App& command);
    /// NotFound or Malformed where a time is none.
    [[nodiscard]] Result<scenarios::RunRequest> request() const;
};

/// Changes parameters of an appraisal, each NAME=NUMBER. False where one cannot be; it has been told then.
[[nodiscard]] bool set_parameters(const std::vector<std::string>& changes, scenarios::AppraisalSettings& settings);

} // namespace cityloom::cli
