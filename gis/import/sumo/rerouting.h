// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "gis/import/sumo/xml.h"

namespace cityloom::gis::sumo {

/// Who takes the fastest way anew on the way, as the options device.rerouting.* of a configuration say.
struct Rerouting {
    double probability = 0.0;
    TimeUs period = 0; ///< 0: at departure alone
    TimeUs interval = kSecondUs;
    std::uint32_t steps = 180; ///< intervals over which speeds are averaged
};

/// The same as a vehicle or its type says.
struct OwnRerouting {
    int has = -1; ///< 1: yes, 0: no, -1: not said
    double probability = -1.0;
    TimeUs period = -1;

    /// A parameter of a vehicle or type; others are passed over.
    void take(const XmlElement& param);
};

} // namespace cityloom::gis::sumo
