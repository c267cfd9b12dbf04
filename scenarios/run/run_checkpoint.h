// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/run/prepare.h"

namespace cityloom::scenarios {

/// A whole run as it stood at a time: what was asked for, and the engine's state. For the same version on the same kind
/// of machine.
struct RunCheckpoint {
    std::string version; ///< of the program
    std::string scenario;
    RunRequest request;
    TimeUs at = 0;
    std::uint64_t city = 0;          ///< AppliedCity::fingerprint
    std::vector<std::string> before; ///< the scenario's events until then, as they are typed
    std::vector<std::byte> state;
};

/// The events of a scenario that have come by a time, as typed: a run that branches must share them.
[[nodiscard]] std::vector<std::string> events_before(const Scenario& resolved, TimeUs at);

/// Written whole or not at all.
[[nodiscard]] Result<void> write_checkpoint(RunCheckpoint checkpoint, const std::filesystem::path& file);
/// NotFound, Malformed also where another user or machine wrote it (see own_key.h), or Unsupported where another
/// version did.
[[nodiscard]] Result<RunCheckpoint> read_checkpoint(const std::filesystem::path& file);

/// Whether a run of this scenario can go on from there; else why not.
[[nodiscard]] Result<void> check_branch(const RunCheckpoint& checkpoint, const Scenario& resolved,
                                        const AppliedCity& applied);

} // namespace cityloom::scenarios
