// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "scenarios/traffic/meters.h"

namespace cityloom::scenarios {

/// All meters of a scenario, and the files that they write.
///
/// A stranger's file names where it wants its outputs, and shall reach nothing with that: everything goes into one
/// folder that the user names, under the last part of the name asked for, and never over a file that an earlier run
/// has not written for a meter.
class MeterFiles {
public:
    /// Checks all places and opens the files. Io where one cannot be written, Malformed where a name is none. Names
    /// that ask for nothing (NUL, /dev/null) are measured for nobody.
    /// \p names outlive this.
    [[nodiscard]] static Result<MeterFiles> open(const std::filesystem::path& folder, const gis::SumoScenario& scenario,
                                                 const OutputNames& names, TimeUs step);
    MeterFiles(MeterFiles&&) noexcept;
    MeterFiles& operator=(MeterFiles&&) noexcept;
    ~MeterFiles();

    void begin(const traffic::Simulation& sim); ///< once before the first step
    /// Once after each step of \p sim, which outlives this.
    void follow(const traffic::Simulation& sim);
    /// Writes what has begun, up to a time, and puts the files into place.
    [[nodiscard]] Result<void> close(TimeUs end);

private:
    struct Data;
    explicit MeterFiles(std::unique_ptr<Data> data);
    std::unique_ptr<Data> data_;
};

} // namespace cityloom::scenarios
