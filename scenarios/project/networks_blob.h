// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "gis/city/city.h"
#include "sim/core/result.h"
#include "sim/core/sealed_blob.h"
#include "sim/corridor/domain.h"
#include "sim/engine/networks.h"

namespace cityloom::scenarios {

/// The row of a domain whose network is kept in projects; null: there is no such domain.
[[nodiscard]] const engine::DomainRow* stored_domain(std::string_view id);

/// A domain's network as one little-endian blob with version and checksum. The domain has a Storage.
[[nodiscard]] std::string write_network(const engine::DomainRow& domain, const engine::Networks& networks);
/// The same in pieces, to wherever it goes.
void write_network(const engine::DomainRow& domain, const engine::Networks& networks,
                   const std::function<void(std::string_view)>& take);

/// Puts the network that a blob holds in place of what is there. Malformed on damage, Unsupported for a version that
/// the domain does not read. Indices may still point anywhere: see check_networks().
[[nodiscard]] Result<void> read_network(const engine::DomainRow& domain, std::string_view blob,
                                        engine::Networks& networks);
[[nodiscard]] Result<void> read_network(const engine::DomainRow& domain, SealedBlob& blob, engine::Networks& networks);

/// Whether all domains' networks hold (see engine::Storage::check); else which row does not, and why.
[[nodiscard]] Result<void> check_networks(const engine::Networks& networks);

/// Whether networks that hold are those of a city: what points from one to the other by index does so within it.
[[nodiscard]] Result<void> check_networks_of(const gis::City& city, const engine::Networks& networks);

} // namespace cityloom::scenarios
