// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "gis/import/sumo/raw_net.h"

namespace cityloom::gis::sumo {

/// Makes a traffic::RoadNetwork out of a RawNet. Order: edges, turns, signals, right of way.
struct NetBuilder {
    const RawNet& raw;
    const FileNames& files;
    Remarks& remarks;
    SumoScenario& out; ///< its net and names are filled
    const ClassUses& uses;

    // raw index -> ours, kNone where left out
    std::vector<std::uint32_t> edge_of;
    std::vector<std::uint32_t> lane_of;
    std::vector<std::uint32_t> junction_of;
    std::vector<std::uint32_t> turn_of;      ///< by link
    std::vector<std::uint32_t> raw_junction; ///< by our junction

    void make_edges();
    void make_turns();
    void make_signals();
    void make_right_of_way();

    [[nodiscard]] std::vector<std::uint8_t> guards_of_rails() const;
    /// Raw links that end at a junction, in the order of its rows of right of way.
    [[nodiscard]] std::vector<std::uint32_t> junction_links(const RawJunction& junction) const;
};

/// FNV-1a of a name: an id that stays the same whatever else is in the file.
[[nodiscard]] std::uint64_t stable_id(std::string_view name);

} // namespace cityloom::gis::sumo
