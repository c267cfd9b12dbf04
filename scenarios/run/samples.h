// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/run/kpi.h"
#include "sim/core/result.h"
#include "sim/core/time.h"

namespace cityloom::engine {
class World;
}

namespace cityloom::scenarios {

/// The charted figures of a run over its time, kept with its result: the same instants for the same start and duration.
struct RunSamples {
    std::vector<std::string> figures; ///< ids
    std::vector<TimeUs> times;        ///< rising
    std::vector<std::vector<float>>
        values; ///< by figure, then time, in the shown unit; not a number where there is none

    /// Null where it was not sampled.
    [[nodiscard]] const std::vector<float>* find(std::string_view figure) const;
};

/// Every five minutes of city time, and oftener in a run of less than an hour.
[[nodiscard]] TimeUs sample_step(TimeUs duration);

/// Adds how the city stands now.
void take_sample(const engine::World& world, RunSamples& samples);

/// For a project: compact, and read on any machine.
[[nodiscard]] std::string encode_samples(const RunSamples& samples);
[[nodiscard]] Result<RunSamples> decode_samples(std::string_view bytes);

} // namespace cityloom::scenarios
