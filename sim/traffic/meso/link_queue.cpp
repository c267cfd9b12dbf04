// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/meso/link_queue.h"

#include <algorithm>
#include <cmath>

namespace cityloom::traffic {

void LinkQueues::add_lane(double length_m, std::uint32_t smallest_mm) {
    LinkQueue q;
    q.begin = end_;
    q.length_mm = static_cast<std::uint32_t>(std::max(1L, std::lround(1000.0 * length_m)));
    q.room = q.length_mm / smallest_mm + 2;
    end_ += q.room;
    lanes_.push_back(q);
}

} // namespace cityloom::traffic
