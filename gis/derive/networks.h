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

/// The networks of a city whose streets have changed (lanes, speeds): traffic and what stands on the streets is derived
/// anew; water, electricity, telecom and every other domain's network stay as they are in \p base, imported and edited
/// ones too.
[[nodiscard]] Networks derive_streets_anew(City& city, const Networks& base);

} // namespace cityloom::gis
