// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "scenarios/measure/words.h"
#include "sim/engine/world.h"

namespace cityloom::scenarios {

/// What an entry of the log goes back to.
enum class LogOrigin : std::uint8_t {
    Scripted,    ///< an event of the scenario, with what belongs to it: the end of an incident, a main's repair
    ByHand,      ///< a person, in this run
    Consequence, ///< of what happened before
};

/// What sort of thing has happened.
enum class LogKind : std::uint8_t {
    Fails,   ///< out of service, for whatever reason
    Mends,   ///< in service again
    Closes,  ///< a street, or lanes of it
    Opens,   ///< again
    Changes, ///< switched, set, planned anew
    Touches, ///< nothing but customers and people
};

/// How many more are without something than before; as many fewer, below 0.
struct LogEffect {
    std::string figure; ///< its id
    double change = 0.0;
    double now = 0.0; ///< in all
};

/// A line of what happens in a run. Holds keys, no indices: it outlives the networks and stands in stored results.
struct LogEntry {
    TimeUs at = 0;
    LogKind kind = LogKind::Fails;
    LogOrigin origin = LogOrigin::Scripted;
    Text what;                       ///< "Substation S2 failed", "12 × Pump without electricity"
    std::vector<std::string> assets; ///< keys, the first few of them
    std::size_t count = 0;           ///< of assets; 0: the city as a whole
    Point2 from;                     ///< the rectangle they lie in; nothing where there are none
    Point2 to;
    std::vector<LogEffect> effects;
    std::string cause;   ///< that the command names; may be empty
    std::string because; ///< key of what it comes from, where that is one asset; consequences only
    Text because_words;  ///< its name for people; empty in results of before

    /// Whether a person wants to be told at once: somebody or something is worse off than before.
    [[nodiscard]] bool matters() const;
};

/// "1,006 customers without power (now 1,800)"; empty where nobody's supply has changed.
[[nodiscard]] Text effect_words(const LogEntry& entry);
[[nodiscard]] Text origin_words(LogOrigin origin);
[[nodiscard]] Text kind_words(LogKind kind);

/// Lists what happens in a world: commands, what goes out of service and comes back because of them, and whom that
/// touches. What is alike at one instant is one line. The same run gives the same lines, live or not.
class EventLog {
public:
    /// From the world's present on; it must be between steps. A world that has not stepped yet tells from its start.
    explicit EventLog(const engine::World& world);
    ~EventLog();
    EventLog(EventLog&&) noexcept;
    EventLog& operator=(EventLog&&) noexcept;

    /// To be called after every step of that world. Costs nothing unless something has happened in it.
    void look(const engine::World& world);
    /// Oldest first. At most 20,000: the last one then says that more has happened.
    [[nodiscard]] std::span<const LogEntry> entries() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// A list as JSON, and back. Malformed where it is none that a run has written.
[[nodiscard]] nlohmann::ordered_json to_json(std::span<const LogEntry> entries);
[[nodiscard]] Result<std::vector<LogEntry>> read_event_log(const nlohmann::ordered_json& json);

} // namespace cityloom::scenarios
