// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/telecom/roadside.h"

namespace cityloom::telecom {

Roadside::Roadside(const Network& net, std::span<const Point2> places) {
    for (const Point2 place : places) {
        first_.push_back(static_cast<std::uint32_t>(units_.size()));
        for (std::uint32_t s = 0; s < net.sites.size(); ++s) {
            const Site& site = net.sites[s];
            if (site.kind == SiteKind::RoadsideUnit && distance_m(place, site.at) <= site.range_m) {
                units_.push_back(s);
            }
        }
    }
    first_.push_back(static_cast<std::uint32_t>(units_.size()));
}

} // namespace cityloom::telecom
