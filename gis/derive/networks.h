// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gis/city/city.h"
#include "sim/engine/networks.h"

namespace cityloom::gis {

/// Everything derived from a City that the engine runs on.
using Networks = engine::Networks;

/// Derives every network of a city. Mapped assets are used first; what is synthesised says so in its Provenance.
/// Deterministic. A city without drivable streets gets no networks, and City::notes says so.
[[nodiscard]] Networks derive_networks(City& city);

} // namespace cityloom::gis
