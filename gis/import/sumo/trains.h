// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "gis/import/sumo/raw_demand.h"

namespace cityloom::gis::sumo {

/// From when to when a simulation runs; end below 0: until nobody is left.
struct Span {
    double begin_s = 0.0;
    double end_s = -1.0;
};

/// A train on a level crossing: from its front's arrival until its rear has left.
struct Passage {
    std::uint32_t junction = kNone; ///< raw, of type rail_crossing
    double from_s = 0.0;
    double until_s = 0.0;
};

/// A train as the demand has it.
struct Train {
    double depart_s = 0.0;
    double depart_mps = 0.0; ///< speed then, under the limit
    double top_mps = 0.0;
    double accel_mps2 = 0.25;
    double decel_mps2 = 1.3;
    double length_m = 0.0;
    std::vector<std::uint32_t> edges; ///< raw, as it drives
    std::vector<RawStop> stops;       ///< in their order
};

/// When trains pass level crossings. They accelerate to the limits, halt at their stops, and enter a block, the rails
/// from one signal to the next, when the train before has left it; who departs first goes first.
[[nodiscard]] std::vector<Passage> pass_crossings(const RawNet& net, std::vector<Train> trains);

/// The shortest way over rails (raw edges, both ends included); empty where there is none.
[[nodiscard]] std::vector<std::uint32_t> rail_way(const RawNet& net, std::uint32_t from, std::uint32_t to,
                                                  ClassSet cls);

/// Gives level crossings programs that close them for their trains. The others have none, and stay open.
void close_crossings(std::vector<Passage> trains, const Span& span, RawNet& net);

/// Gives traffic lights that a WAUT switches one program for the whole time.
void follow_wauts(const std::vector<RawWaut>& wauts, const Span& span, RawNet& net, Remarks& remarks);

} // namespace cityloom::gis::sumo
