// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "sim/traffic/routing/metric.h"

namespace cityloom::traffic::routing {

/// Where a way may end, and what is still to pay from there.
struct Goal {
    std::uint32_t node = 0;
    float cost_s = 0.0F;
};

/// A street for destination traffic costs those who go there no more than its time, and everyone else its price for
/// through traffic. The links of a hierarchy know the second only, so a search also ends where one turns into the
/// street.
class Goals {
public:
    explicit Goals(const Router& router);

    /// Where a search for a way to the edge \p to ends, into \p goals.
    void find(const Hierarchy& hierarchy, const Metric& metric, std::uint32_t cls, std::uint32_t to,
              std::vector<Goal>& goals) const;

private:
    struct Entry {
        std::uint32_t from = kNone;
        std::uint32_t arc = kNone;
    };
    std::vector<std::uint32_t> first_; ///< per edge, in entries_
    std::vector<Entry> entries_;
};

} // namespace cityloom::traffic::routing
