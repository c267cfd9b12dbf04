// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <vector>

#include "sim/core/result.h"

namespace cityloom::scenarios::invest {

/// Activities with durations in whole periods, an order, and crews or machines that they share. 64 at most.
struct ResourceProject {
    std::vector<int> duration;                   ///< [activity]
    std::vector<std::vector<int>> use;           ///< [activity][resource], while it lasts
    std::vector<int> available;                  ///< [resource], in every period
    std::vector<std::vector<std::size_t>> after; ///< [activity]: those that may begin once it has ended
};

struct ResourceSchedule {
    bool proven = false; ///< no schedule is shorter
    int makespan = 0;
    std::vector<int> start; ///< [activity]
    std::uint64_t nodes = 0;
};

/// The shortest schedule, by branch and bound over what to delay where resources fall short (Demeulemeester and
/// Herroelen 1992). \param most_nodes then it stops with the best found. Errors: an activity that needs more than there
/// is, an order that goes in a circle, more than 64 activities, Cancelled.
[[nodiscard]] Result<ResourceSchedule> schedule_resources(const ResourceProject& project,
                                                          std::uint64_t most_nodes = 20'000'000,
                                                          const std::stop_token& stop = {});

/// A project of the PSPLIB (.sm), single mode, renewable resources.
[[nodiscard]] Result<ResourceProject> read_psplib(const std::filesystem::path& file);

} // namespace cityloom::scenarios::invest
