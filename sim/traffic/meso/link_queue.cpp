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

void LinkQueues::visit(Archive& archive) {
    archive.fixed(lanes_, cells_);
    if (!archive.restoring()) {
        return;
    }
    std::uint32_t begin = 0;
    for (const LinkQueue& q : lanes_) {
        const bool fits = q.begin == begin && q.room > 0 && q.first < q.room && q.cars <= q.room &&
                          q.holes <= q.room - q.cars && q.room <= end_ - begin;
        if (!fits) {
            archive.refuse();
            return;
        }
        begin += q.room;
    }
}

} // namespace cityloom::traffic
