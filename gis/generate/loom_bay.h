// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "gis/city/city.h"

namespace cityloom::gis {

/// Loom Bay (澜亭湾), the demo city: 6 km by 5 km on a bay, with a river, hills and nine quarters. The same seed gives
/// the same city, bit for bit. Nothing of it is measured in any real place: City::synthetic is set.
[[nodiscard]] City generate_loom_bay(std::uint64_t seed);

} // namespace cityloom::gis
