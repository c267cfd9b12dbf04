// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/time.h"
#include "sim/traffic/meso/calendar.h"
#include "sim/traffic/network.h"

namespace cityloom::traffic {

/// When each movement of each controller may go, laid out once from its program. Actuated and pressure-driven programs
/// run at their plan's lengths. Effective green after the Highway Capacity Manual (2000, ch. 16): the queue's first
/// vehicle leaves kStartupLostUs after green begins, and the first kYellowUsedUs of yellow are driven through.
class SignalWindows {
public:
    static constexpr TimeUs kStartupLostUs = 2 * kSecondUs;
    static constexpr TimeUs kYellowUsedUs = 2 * kSecondUs;

    explicit SignalWindows(const RoadNetwork& net);

    struct Answer {
        TimeUs at = kNever;  ///< the first moment from then on when it may go
        bool sneaks = false; ///< in the last of yellow, after those it gave way to
    };
    /// \param permissive also in the rest of yellow, when oncoming traffic has stopped.
    [[nodiscard]] Answer next(std::uint32_t controller, std::uint64_t movement, TimeUs now, bool permissive) const;
    [[nodiscard]] bool goes(std::uint32_t controller, std::uint64_t movement, TimeUs now) const;
    /// Whether both have green at the same time somewhere in the program.
    [[nodiscard]] bool together(std::uint32_t controller, std::uint64_t a, std::uint64_t b) const;
    /// It has a program at all.
    [[nodiscard]] bool rules(std::uint32_t controller) const { return programs_[controller].windows.count > 0; }

private:
    struct Window {
        TimeUs end = 0; ///< in the cycle
        std::uint64_t go = 0;
        std::uint64_t rest = 0; ///< yellow that is not driven through any more
    };
    struct Program {
        Range windows;
        TimeUs cycle = 0;
        TimeUs offset = 0;
    };
    [[nodiscard]] std::uint32_t window_at(const Program& program, TimeUs in_cycle) const;

    std::vector<Window> windows_;
    std::vector<Program> programs_;
};

} // namespace cityloom::traffic
