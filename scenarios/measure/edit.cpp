// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/measure/edit.h"

#include <algorithm>
#include <utility>

namespace cityloom::scenarios {

bool holds(const Scenario& scenario, ChangeRef which) {
    return which.index < (which.event ? scenario.events.size() : scenario.measures.size());
}

std::optional<ChangeRef> change_numbered(const Scenario& scenario, std::size_t number) {
    if (number == 0) {
        return {};
    }
    const bool event = number > scenario.measures.size();
    const ChangeRef which{event, number - 1 - (event ? scenario.measures.size() : 0)};
    return holds(scenario, which) ? std::optional{which} : std::nullopt;
}

bool is_off(const Scenario& scenario, ChangeRef which) {
    return which.event ? scenario.events[which.index].off : scenario.measures[which.index].off;
}

void switch_change(Scenario& scenario, ChangeRef which, bool on) {
    (which.event ? scenario.events[which.index].off : scenario.measures[which.index].off) = !on;
}

void remove_change(Scenario& scenario, ChangeRef which) {
    const auto at = static_cast<std::ptrdiff_t>(which.index);
    if (which.event) {
        scenario.events.erase(scenario.events.begin() + at);
    } else {
        scenario.measures.erase(scenario.measures.begin() + at);
    }
}

void replace_measure(Scenario& scenario, std::size_t index, Measure measure) {
    measure.off = scenario.measures[index].off;
    measure.begins = measure.begins > 0 ? measure.begins : scenario.measures[index].begins;
    scenario.measures[index] = std::move(measure);
}

ChangeRef replace_event(Scenario& scenario, std::size_t index, TimedEvent event) {
    event.off = scenario.events[index].off;
    if (event.at == scenario.events[index].at) {
        scenario.events[index] = std::move(event);
        return {true, index};
    }
    remove_change(scenario, {true, index});
    return place_event(scenario, std::move(event));
}

ChangeRef place_event(Scenario& scenario, TimedEvent event) {
    const auto at = std::ranges::upper_bound(scenario.events, event.at, {}, &TimedEvent::at);
    const auto index = static_cast<std::size_t>(at - scenario.events.begin());
    scenario.events.insert(at, std::move(event));
    return {true, index};
}

ChangeRef copy_change(const Scenario& from, ChangeRef which, Scenario& to) {
    if (which.event) {
        return place_event(to, TimedEvent{from.events[which.index]});
    }
    to.measures.push_back(Measure{from.measures[which.index]});
    return {false, to.measures.size() - 1};
}

} // namespace cityloom::scenarios
