// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "sim/core/time.h"

namespace cityloom::scenarios {

/// Drops about every second of the older three quarters of a sequence in time, those that lie closest to each other
/// first: however often it is called, the whole time stays covered, evenly where it is old and finely where it is new.
/// The first and the last stay.
/// \param time_of gives an element's time
/// \return how many were dropped; 0: there is nothing left to drop
template <typename Sequence, typename TimeOf> std::size_t thin_older(Sequence& sequence, TimeOf&& time_of) {
    if (sequence.size() < 4) {
        return 0;
    }
    const auto older = static_cast<std::ptrdiff_t>(sequence.size() - sequence.size() / 4);
    const auto end = sequence.begin() + older;
    TimeUs closest = time_of(*std::prev(end)) - time_of(sequence.front());
    for (auto next = std::next(sequence.begin()); next != end; ++next) {
        closest = std::min(closest, time_of(*next) - time_of(*std::prev(next)));
    }
    TimeUs kept_until = time_of(sequence.front());
    auto out = std::next(sequence.begin());
    for (auto in = out; in != end; ++in) {
        if (time_of(*in) - kept_until >= 2 * closest) {
            kept_until = time_of(*in);
            if (out != in) {
                *out = std::move(*in);
            }
            ++out;
        }
    }
    const auto dropped = static_cast<std::size_t>(end - out);
    sequence.erase(out, end);
    return dropped;
}

} // namespace cityloom::scenarios
