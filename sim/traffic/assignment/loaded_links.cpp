// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/assignment/loaded_links.h"

namespace cityloom::traffic::assignment {

LoadedLinks::LoadedLinks(const Network& network)
    : network_{network}, links_(network.links.size()), cost_(network.links.size()) {
    for (std::size_t i = 0; i < links_.size(); ++i) {
        const Link& link = network.links[i];
        Loaded& l = links_[i];
        l.free = link.free_flow_time;
        l.scale = link.free_flow_time * link.b;
        if (link.power == 0.0) {
            l.free += l.scale;
            l.scale = 0.0;
        }
        if (l.scale == 0.0) {
            continue;
        }
        l.kind = link.power == 4.0 ? Kind::Quartic : link.power == 1.0 ? Kind::Linear : Kind::Power;
        l.power = link.power;
        l.per_capacity = 1.0 / link.capacity;
    }
}

void LoadedLinks::see_as(const UserClass& users) {
    for (std::size_t i = 0; i < links_.size(); ++i) {
        const Link& link = network_.links[i];
        links_[i].fixed = links_[i].free + users.toll_weight * link.toll + users.distance_weight * link.length;
        evaluate(static_cast<std::uint32_t>(i));
    }
}

} // namespace cityloom::traffic::assignment
