// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/project/networks_before.h"

#include <array>

#include "gis/derive/networks.h"
#include "scenarios/project/blobs.h"
#include "scenarios/project/layers.h"
#include "scenarios/project/networks_blob.h"
#include "scenarios/project/stored_networks.h"
#include "sim/core/blob.h"

namespace cityloom::scenarios {

namespace {

constexpr std::string_view kBlob = "networks";
constexpr std::string_view kKind = "CLNETS";
constexpr std::array<std::string_view, 5> kOrder{"traffic", "water", "power", "telecom", "buildings"};

tl::unexpected<Error> broken(const std::string& what) {
    return fail(ErrorCode::Malformed,
                "The project's networks do not hold together: " + what +
                    ". Restore a backup, or import the city again.",
                "cityloom_blob, " + std::string{kBlob});
}

/// All of them stood one after another.
Result<engine::Networks> read_all(std::string_view blob, const gis::City& city) {
    const auto payload = unseal(kKind, engine::kOneBlobForAll, blob);
    if (!payload) {
        return tl::make_unexpected(payload.error());
    }
    engine::Networks networks;
    BlobReader reader{*payload, engine::kOneBlobForAll};
    for (const std::string_view id : kOrder) {
        const engine::DomainRow* domain = stored_domain(id);
        if (domain == nullptr || domain->storage->oldest > engine::kOneBlobForAll) {
            return fail(ErrorCode::Unsupported, "This program does not read the " + std::string{id} +
                                                    " network of projects that are this old. Open it with an earlier "
                                                    "one, and save it there.");
        }
        domain->storage->read(reader, networks);
    }
    if (!reader.at_end()) {
        return broken("they end too early or too late, or hold a value that does not exist");
    }
    for (std::size_t b = 0; b < networks.dependencies.buildings.size() && b < city.buildings.size(); ++b) {
        networks.dependencies.buildings[b].id = city.buildings[b].id;
    }
    if (auto sound = check_networks(networks); !sound) {
        return tl::make_unexpected(sound.error());
    }
    return networks;
}

/// \param derived whether they are no longer those that were stored
Result<engine::Networks> load(const Database& db, gis::City& city, bool& derived) {
    const auto blob = get_blob(db, kBlob);
    if (!blob) {
        return tl::make_unexpected(blob.error());
    }
    const std::uint32_t version = sealed_version(kKind, *blob);
    derived = version != 0 && version < engine::kOneBlobForAll;
    if (derived) {
        return gis::derive_networks(city);
    }
    return read_all(*blob, city);
}

} // namespace

Result<engine::Networks> load_networks_before(const Database& db, std::vector<NetworkNote>* notes) {
    auto city = stored_city(db);
    if (!city) {
        return tl::make_unexpected(city.error());
    }
    bool derived = false;
    auto networks = load(db, *city, derived);
    for (const engine::DomainRow* domain : engine::domain_rows()) {
        if (networks && derived && notes != nullptr && domain->storage != nullptr) {
            notes->push_back({domain, kTooOld});
        }
    }
    return networks;
}

Result<void> part_networks(const Database& db) {
    const auto there = db.integer("SELECT count(*) FROM cityloom_blob WHERE name = 'networks'");
    if (!there) {
        return tl::make_unexpected(there.error());
    }
    if (*there == 0) {
        return {};
    }
    auto city = stored_city(db);
    if (!city) {
        return tl::make_unexpected(city.error());
    }
    bool derived = false;
    const auto networks = load(db, *city, derived);
    if (!networks) {
        return tl::make_unexpected(networks.error());
    }
    // First, so that their place in the file is used again.
    if (auto done = db.execute("DELETE FROM cityloom_blob WHERE name = 'networks'"); !done) {
        return done;
    }
    for (const std::string_view id : kOrder) {
        if (auto done = store_network(db, *stored_domain(id), *networks, NetworkOrigin::Derived); !done) {
            return done;
        }
    }
    return derived ? write_network_layers(db, *city, *networks) : Result<void>{};
}

} // namespace cityloom::scenarios
