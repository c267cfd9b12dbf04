// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/geometry.h"

namespace cityloom::fountain {

struct Fountain {
    std::uint64_t id = 0;
    std::string key; ///< "fountain/F3"
    Point2 at;
    double basin_m3 = 12.0;
    Provenance source = Provenance::Derived;
};

struct Network {
    std::vector<Fountain> fountains;
};

} // namespace cityloom::fountain
