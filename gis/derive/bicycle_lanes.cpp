// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/bicycle_lanes.h"

namespace cityloom::gis {

namespace {

constexpr double kUsualM = 1.5;

} // namespace

double bicycle_lane_m(const City& city, const Street& street, bool forward) {
    // The kerb is on the right of those who drive along the nodes and keep right.
    const CycleSide& side = forward != city.place.left_hand_traffic ? street.cycle_right : street.cycle_left;
    const bool own = side.kind == CycleFacility::Lane || side.kind == CycleFacility::Track;
    if (!own || side.against || street.cls == StreetClass::Motorway || street.roundabout) {
        return 0.0;
    }
    return side.width_m > 0.0 ? side.width_m : kUsualM;
}

bool bicycles_on_general_lanes(const Street& street) {
    return street.cls > StreetClass::Trunk && street.bicycles != BicycleAccess::Forbidden;
}

} // namespace cityloom::gis
