// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/derive.h"

namespace cityloom::cli {

Result<gis::Networks> derive(const gis::City& city) {
    gis::Networks networks;
    networks.roads.left_hand = city.place.left_hand_traffic;
    networks.dependencies.buildings.resize(city.buildings.size());
    return networks;
}

} // namespace cityloom::cli
