// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/traffic/network.h"

namespace cityloom::traffic {

/// What a driver who gives way needs of the stream with priority, front to front, and what one needs after the driver
/// ahead who has used the same gap (s).
struct Headways {
    float critical_s = 0.0F;
    float follow_s = 0.0F;
};

/// Highway Capacity Manual 2000, exhibit 17-5 (two-way stops; a main street of two lanes); the figures are recalled.
/// Beside one of four lanes the manual asks for 6.9 s of those who turn right and 7.5 s of those who turn left. That is
/// not done: each lane is looked at on its own, and tests/data/minor_capacity holds both kinds against the manual.
inline constexpr Headways kMajorLeft{4.1F, 2.2F};
inline constexpr Headways kMinorLeft{7.1F, 3.5F};
inline constexpr Headways kMinorStraight{6.5F, 4.0F};
inline constexpr Headways kMinorRight{6.2F, 3.3F};
/// Where three streets meet who turns left off the one that ends needs this much less (the same, t3,LT of eq. 17-1).
inline constexpr float kThreeArmsLessS = 0.7F;
/// Trucks and buses need this much more (the same, eq. 17-1 and 17-2).
inline constexpr Headways kHeavier{1.0F, 0.9F};

/// Whether a street gives way where it ends, all of it and not only those who turn off across the oncoming traffic: its
/// ways straight on (right, where there are none) yield to streams that come from another direction. Not where two
/// streams only join side by side. Conflicts must have been compiled.
[[nodiscard]] bool gives_way_at_end(const RoadNetwork& net, const Edge& edge);

/// Of a turn from a street that gives way at its end.
[[nodiscard]] Headways minor_headways(const RoadNetwork& net, const Turn& turn);

} // namespace cityloom::traffic
