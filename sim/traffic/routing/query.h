// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/traffic/routing/goals.h"

namespace cityloom::traffic::routing {

/// Working memory of a query: one a thread, for any number of queries on one hierarchy. Nothing in it changes a result.
class QueryScratch {
    friend class Query;
    std::vector<float> onward_; ///< per node; infinite between queries
    std::vector<float> backward_;
    std::vector<std::uint32_t> onward_by_; ///< link by which a node was reached; kNone: here it began
    std::vector<std::uint32_t> backward_by_;
    std::vector<std::uint32_t> front_;                      ///< where the search against the driving direction stands
    std::vector<std::pair<std::uint32_t, bool>> unpacking_; ///< links still to be followed, and whether upwards
};

/// Searches along the elimination tree (Dibbelt, Strasser and Wagner 2016, sec. 6.2): no queue, each node towards the
/// root once, those that cannot lead to a shorter way passed over (Buchhold, Sanders and Wagner 2019).
class Query {
public:
    Query(const Hierarchy& hierarchy, const Metric& metric) noexcept : hierarchy_{hierarchy}, metric_{metric} {}

    /// Time of the best way from a node to the cheapest of \p goals, for a class of drivers; infinite where there is
    /// none. \p way, where given, becomes its nodes from \p from to the goal, both included.
    float run(std::uint32_t cls, std::uint32_t from, std::span<const Goal> goals, QueryScratch& scratch,
              std::vector<std::uint32_t>* way) const;

private:
    void relax(std::span<const Metric::Step> steps, float here, std::vector<float>& cost,
               std::vector<std::uint32_t>& by) const;
    void unpack(std::uint32_t cls, std::uint32_t link, bool up, QueryScratch& scratch,
                std::vector<std::uint32_t>& way) const;
    [[nodiscard]] bool split(std::uint32_t cls, std::uint32_t link, bool up, std::uint32_t& first,
                             std::uint32_t& second) const;

    const Hierarchy& hierarchy_;
    const Metric& metric_;
};

} // namespace cityloom::traffic::routing
