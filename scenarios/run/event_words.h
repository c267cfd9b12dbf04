// SPDX-License-Identifier: GPL-3.0-or-later
// The words of the event log, and what of a command makes them.
#pragma once

#include <string>
#include <vector>

#include "scenarios/run/event_log.h"

namespace cityloom::scenarios {

enum class LogState : std::uint8_t { Out, Reserve, In };

/// An asset as people call it: by its noun and name; a street by its name alone, where it has one.
[[nodiscard]] Text asset_words(const engine::Networks& networks, engine::AssetRef asset);

/// What a command is told by; commands with the same are one line.
struct CommandLine {
    engine::Words noun;
    Text words;
    LogKind kind = LogKind::Changes;
    engine::By by = engine::By::Scenario;
    std::string cause;
    friend bool operator==(const CommandLine& a, const CommandLine& b) {
        return a.noun.english == b.noun.english && a.words.english == b.words.english && a.kind == b.kind &&
               a.by == b.by && a.cause == b.cause;
    }
};
/// \param causes that the asset has now, after the event
[[nodiscard]] CommandLine command_line(const engine::Networks& networks, const engine::Command& command,
                                       std::size_t causes);

/// "without electricity", "on its reserve". \param link the first of an answer to why; null: nobody knows
[[nodiscard]] Text out_words(LogState now, const engine::WhyLink* link);
[[nodiscard]] Text back_words(LogState before);
[[nodiscard]] Text touched_words(bool something_happened);
[[nodiscard]] Text full_words();
/// "Substation S2 failed", "12 × Pump without electricity".
[[nodiscard]] Text what_words(const engine::Networks& networks, const std::vector<engine::AssetRef>& assets,
                              engine::Words noun, const Text& words);

} // namespace cityloom::scenarios
