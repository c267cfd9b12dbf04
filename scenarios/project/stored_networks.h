// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "scenarios/project/network_origin.h"
#include "scenarios/project/sqlite.h"
#include "sim/engine/networks.h"

namespace cityloom::scenarios {

/// Stores one domain's network, inside the caller's transaction.
[[nodiscard]] Result<void> store_network(const Database& db, const engine::DomainRow& domain,
                                         const engine::Networks& networks, NetworkOrigin origin);

/// Where a domain's network comes from; nothing: the project has none, because it is older than the domain.
[[nodiscard]] Result<std::optional<NetworkOrigin>> stored_origin(const Database& db, const engine::DomainRow& domain);

/// Whether what is stored of one domain can be read, for itself; it is sound where nothing is stored, and where it
/// would be derived anew.
[[nodiscard]] Result<void> check_stored(const Database& db, const engine::DomainRow& domain);

/// A network that is to be stored, already as bytes.
struct NewNetwork {
    const engine::DomainRow* domain = nullptr;
    std::string blob;
};

/// All networks, as they hold together. One that this program no longer reads, or that the project does not have yet,
/// is derived from the city, unless it was imported or edited: that is Unsupported. \param stop asked for, the outcome
/// is Cancelled. \param fresh in place of what is
/// stored of its domain. \param notes what was derived; may be null.
[[nodiscard]] Result<engine::Networks> load_networks(const Database& db, const NewNetwork& fresh,
                                                     std::vector<NetworkNote>* notes, const std::stop_token& stop = {});

} // namespace cityloom::scenarios
