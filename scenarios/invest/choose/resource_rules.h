// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "scenarios/invest/choose/schedule_resource.h"

namespace cityloom::scenarios::invest {

/// A project's order, followed to its ends.
struct OrderedProject {
    std::vector<std::uint64_t> before; ///< [activity]: those that must end first, a bit each
    std::vector<std::size_t> order;    ///< each after those before it
    std::vector<int> head;             ///< [activity]: it cannot begin sooner
    std::vector<int> tail;             ///< [activity]: periods from its end to the project's, at least
    std::vector<std::uint64_t> apart;  ///< [activity]: those that never run at the same time as it
    std::vector<std::size_t> crowded;  ///< activities, those first that are apart from most others' time
};

/// Errors as schedule_resources().
[[nodiscard]] Result<OrderedProject> order_project(const ResourceProject& project);

/// The longest way through the order, or the work of a resource over what there is of it.
[[nodiscard]] int lower_bound(const ResourceProject& project, const OrderedProject& ordered);

/// The time that activities need which cannot run together: of one after another the time left is added, and taken off
/// those that could run beside it. \param left [activity] periods still to do
[[nodiscard]] int time_apart(const OrderedProject& ordered, std::vector<int> left);

/// A good schedule to begin with: the best of some hundred, each activity as early as it fits, in orders that begin
/// with those that must not wait, pushed to the end and back to the beginning again. The same on every call.
[[nodiscard]] ResourceSchedule first_schedule(const ResourceProject& project, const OrderedProject& ordered);

/// Every least set of the running activities whose delay frees what is short: none of them could go on as well.
/// \param excess [resource], above 0 where it falls short
void each_least_set(const ResourceProject& project, std::span<const std::size_t> running, std::span<const int> excess,
                    const std::function<void(std::uint64_t)>& found);

} // namespace cityloom::scenarios::invest
