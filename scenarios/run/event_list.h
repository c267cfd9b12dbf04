// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/project/project_store.h"
#include "scenarios/run/event_log.h"
#include "scenarios/run/runner.h"

namespace cityloom::scenarios {

/// What happened in one run.
struct EventList {
    std::string scenario;
    TimeUs start = 0;
    TimeUs duration = 0;
    std::uint64_t seed = 1;
    std::vector<LogEntry> entries; ///< oldest first
};

/// Runs an applied city and lists what happens. A stop gives Cancelled.
/// \param hooks progress, and commands given by hand
[[nodiscard]] Result<EventList> list_events(const AppliedCity& applied, const std::string& name,
                                            const RunRequest& request, const RunHooks& hooks,
                                            const std::stop_token& stop);

/// What a stored result tells; nothing where a version before kept no list.
[[nodiscard]] Result<std::optional<EventList>> events_of(const RunResult& result);

/// The list as one JSON object (see the log subcommand's help).
[[nodiscard]] std::string to_json(const EventList& list, int indent = 1);

} // namespace cityloom::scenarios
