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

/// A train's own figures.
struct Train {
    double depart_s = 0.0;
    double top_mps = 0.0;
    double length_m = 0.0;
    ClassSet cls = 0;
};

/// Where a train passes level crossings, driving by the limits and halting at its stops, hindered by nobody.
/// \param edges raw, as it drives; \p stops in their order.
void pass_crossings(const RawNet& net, const Train& train, const std::vector<std::uint32_t>& edges,
                    const std::vector<const RawStop*>& stops, std::vector<Passage>& passages);

/// The shortest way over rails (raw edges, both ends included); empty where there is none.
[[nodiscard]] std::vector<std::uint32_t> rail_way(const RawNet& net, std::uint32_t from, std::uint32_t to,
                                                  ClassSet cls);

/// Gives level crossings programs that close them for their trains. The others have none, and stay open.
void close_crossings(std::vector<Passage> trains, const Span& span, RawNet& net);

/// Gives traffic lights that a WAUT switches one program for the whole time.
void follow_wauts(const std::vector<RawWaut>& wauts, const Span& span, RawNet& net, Remarks& remarks);

} // namespace cityloom::gis::sumo
