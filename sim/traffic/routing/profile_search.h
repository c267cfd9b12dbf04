// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/time.h"
#include "sim/traffic/routing/goals.h"

namespace cityloom {
class Executor;
}

namespace cityloom::traffic::routing {

/// Times on edges over the day: given at the middle of each slice, on a line between, constant before the first and
/// after the last. No one arrives earlier by leaving later (first in, first out) as long as no time, as a driver
/// perceives it, falls by more than a slice's length from one slice to the next.
struct TimeProfile {
    TimeUs start = 0;
    TimeUs slice = 15 * kMinuteUs;
    std::vector<std::vector<float>> edge_s; ///< [slice][edge], s; Router::kClosed in one slice: closed until the next

    [[nodiscard]] float time_s(std::uint32_t edge, double at_s) const noexcept;
};

/// Best ways when times change along the way: A* over edges whose potentials are exact distances in the least times of
/// all slices, from a hierarchy (Strasser and Zeitz 2021, "A fast and tight heuristic for A* in road networks", SEA;
/// lazy RPHAST). Exact for profiles without overtaking; the search opens little more than the way itself where times
/// vary little.
class ProfileSearch {
public:
    class Scratch {
        friend class ProfileSearch;
        std::vector<float> cost_;
        std::vector<float> potential_;
        std::vector<float> backward_; ///< infinite between queries
        std::vector<std::uint32_t> parent_;
        std::vector<std::uint32_t> reached_; ///< in which query; likewise below
        std::vector<std::uint32_t> known_;
        std::vector<std::uint32_t> chain_;
        std::vector<Goal> goals_;
        std::vector<std::uint32_t> above_;
        std::vector<std::pair<float, std::uint32_t>> heap_;
        std::uint32_t now_ = 0;
    };

    /// All must outlive the search. \param use LaneUse bits of the vehicles. \param spread see Router::Taste.
    ProfileSearch(const Hierarchy& hierarchy, const Router& router, const TimeProfile& profile, std::uint8_t use,
                  float spread, Executor& executor);

    /// As Router::route() for a departure at \p at_s seconds after the profile's start, costs in seconds. Costs of
    /// edges are taken at the time at which the driver, by his own measure, reaches them.
    float route(std::uint32_t from, std::uint32_t to, double at_s, Router::Taste taste, Scratch& scratch,
                std::vector<std::uint32_t>& route) const;

private:
    float potential(std::uint32_t cls, std::uint32_t node, Scratch& scratch) const;

    const Hierarchy& hierarchy_;
    const Router& router_;
    const TimeProfile& profile_;
    std::vector<float> factors_;
    Goals goals_;
    Metric least_;
};

} // namespace cityloom::traffic::routing
