// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>

#include "scenarios/measure/scenario.h"

namespace cityloom::scenarios {

/// One of a scenario's own measures or events.
struct ChangeRef {
    bool event = false;
    std::size_t index = 0; ///< among its measures, or among its events
    friend bool operator==(const ChangeRef&, const ChangeRef&) = default;
};

[[nodiscard]] bool holds(const Scenario& scenario, ChangeRef which);
/// As people count them: measures from 1, then events. Nothing where there are not so many.
[[nodiscard]] std::optional<ChangeRef> change_numbered(const Scenario& scenario, std::size_t number);
[[nodiscard]] bool is_off(const Scenario& scenario, ChangeRef which);

// Of a change that the scenario holds:
void switch_change(Scenario& scenario, ChangeRef which, bool on);
void remove_change(Scenario& scenario, ChangeRef which);
/// In its place; it stays switched off where it was, and in its year of a plan where it has none of its own.
void replace_measure(Scenario& scenario, std::size_t index, Measure measure);
/// Where its time puts it. \return where that is
ChangeRef replace_event(Scenario& scenario, std::size_t index, TimedEvent event);
/// Events lie by time; one comes after those of the same time. \return where it lies now
ChangeRef place_event(Scenario& scenario, TimedEvent event);
/// Adds what one scenario holds to another, or to itself, as it is. \return where it lies there
ChangeRef copy_change(const Scenario& from, ChangeRef which, Scenario& to);

} // namespace cityloom::scenarios
