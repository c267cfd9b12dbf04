// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <stop_token>
#include <string_view>

#include "gis/city/city.h"
#include "sim/engine/networks.h"

namespace cityloom::gis {

/// Everything derived from a City that the engine runs on.
using Networks = engine::Networks;

/// Derives every network of a city. Mapped assets are used first; what is synthesised says so in its Provenance.
/// Deterministic. A city without drivable streets gets no networks, and City::notes says so.
/// \param stop asked to stop, it returns soon, with networks that are of no use.
[[nodiscard]] Networks derive_networks(City& city, const std::stop_token& stop = {});

/// The networks of a city whose streets have changed (lanes, speeds): traffic and what stands on the streets is derived
/// anew; water, electricity, telecom and every other domain's network stay as they are in \p base, imported and edited
/// ones too.
/// \param stop as of derive_networks()
[[nodiscard]] Networks derive_streets_anew(City& city, const Networks& base, const std::stop_token& stop = {});

/// Whether a domain's network can be made from a city.
[[nodiscard]] bool derivable(std::string_view domain);

/// Derives the networks of some domains anew, and connects their assets; all others stay as they are.
/// \param domains ids of their rows. Where one of them links others (engine::Storage::links), all are connected anew.
void derive_domains(City& city, std::span<const std::string_view> domains, Networks& networks,
                    const std::stop_token& stop = {});

} // namespace cityloom::gis
