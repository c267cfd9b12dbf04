// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/project/stored_networks.h"

#include <algorithm>
#include <array>

#include "gis/city/city_blob.h"
#include "gis/derive/networks.h"
#include "scenarios/project/blobs.h"
#include "scenarios/project/networks_before.h"
#include "scenarios/project/networks_blob.h"

namespace cityloom::scenarios {

namespace {

constexpr std::array<std::string_view, 3> kOrigins{"derived", "imported", "edited"};

constexpr engine::Words kNotYet{"was derived from the city: the project is older than this part of the program",
                                "已根据城市数据推算：该工程早于程序的这一部分"};
constexpr engine::Words kLinked{"was connected anew to what was derived anew", "已与重新推算的网络重新连接"};

std::string blob_name(const engine::DomainRow& domain) {
    return "network/" + std::string{domain.id};
}

tl::unexpected<Error> keeps(const engine::DomainRow& domain, NetworkOrigin origin, const std::string& why) {
    return fail(ErrorCode::Unsupported,
                "The project's " + std::string{domain.id} + " network was " +
                    std::string{kOrigins.at(static_cast<std::size_t>(origin))} + ", and " + why +
                    ". It is not derived again, because that would lose it. Open the project with the program that "
                    "saved it, or bring the network in again.",
                "cityloom_blob, " + blob_name(domain));
}

/// Whether each domain's network is stored by itself: since schema version 2.
bool parted(const Database& db) {
    return db.integer("SELECT count(*) FROM sqlite_schema WHERE type='table' AND name='cityloom_network'")
               .value_or(0) != 0;
}

/// What reading finds of the domains that have to be derived.
struct Missing {
    std::vector<std::string_view> domains;
    bool too_old = false; ///< one of them at least was there before
    void add(const engine::DomainRow& domain, engine::Words why, std::vector<NetworkNote>* notes) {
        domains.push_back(domain.id);
        if (notes != nullptr) {
            notes->push_back({&domain, why});
        }
    }
    [[nodiscard]] bool has(const engine::DomainRow& domain) const {
        return std::ranges::find(domains, domain.id) != domains.end();
    }
};

Result<void> load_one(const Database& db, const engine::DomainRow& domain, engine::Networks& networks, Missing& missing,
                      std::vector<NetworkNote>* notes) {
    const auto origin = stored_origin(db, domain);
    if (!origin) {
        return tl::make_unexpected(origin.error());
    }
    if (!*origin) {
        if (gis::derivable(domain.id)) {
            missing.add(domain, kNotYet, notes);
        }
        return {};
    }
    auto stored = StoredBlob::open(db, blob_name(domain));
    if (!stored) {
        return tl::make_unexpected(stored.error());
    }
    SealedBlob blob{*stored};
    const std::uint32_t version = blob.version(domain.id);
    if (version == 0 || version >= domain.storage->oldest) {
        return read_network(domain, blob, networks);
    }
    if (**origin != NetworkOrigin::Derived || !gis::derivable(domain.id)) {
        return keeps(domain, **origin,
                     "it was stored by an older program, in a form that is no longer read (version " +
                         std::to_string(version) + ")");
    }
    missing.add(domain, kTooOld, notes);
    missing.too_old = true;
    return {};
}

/// What points at the assets of a network by their indices goes with it.
Result<void> add_links(const Database& db, const NewNetwork& fresh, Missing& missing, std::vector<NetworkNote>* notes) {
    for (const engine::DomainRow* domain : engine::domain_rows()) {
        if (domain->storage == nullptr || !domain->storage->links || missing.has(*domain)) {
            continue;
        }
        const auto origin = stored_origin(db, *domain);
        if (!origin) {
            return tl::make_unexpected(origin.error());
        }
        if (domain == fresh.domain || origin->value_or(NetworkOrigin::Derived) != NetworkOrigin::Derived) {
            return keeps(*domain, origin->value_or(NetworkOrigin::Edited),
                         "the " + std::string{missing.domains.front()} +
                             " network to which it leads is no longer read");
        }
        missing.add(*domain, kLinked, notes);
    }
    return {};
}

} // namespace

Result<void> store_network(const Database& db, const engine::DomainRow& domain, const engine::Networks& networks,
                           NetworkOrigin origin) {
    auto done = put_blob(db, blob_name(domain), [&](const auto& take) { write_network(domain, networks, take); });
    if (!done) {
        return done;
    }
    auto row = db.prepare("INSERT OR REPLACE INTO cityloom_network(domain, origin) VALUES(?, ?)");
    if (!row) {
        return tl::make_unexpected(row.error());
    }
    return row->bind(domain.id).bind(kOrigins.at(static_cast<std::size_t>(origin))).run();
}

Result<std::optional<NetworkOrigin>> stored_origin(const Database& db, const engine::DomainRow& domain) {
    auto row = db.prepare("SELECT (SELECT origin FROM cityloom_network WHERE domain = ?1), EXISTS(SELECT 1 FROM "
                          "cityloom_blob WHERE name = 'network/' || ?1)");
    if (!row) {
        return tl::make_unexpected(row.error());
    }
    row->bind(domain.id);
    const auto found = row->step();
    if (!found) {
        return tl::make_unexpected(found.error());
    }
    const std::string origin = row->bytes(0);
    const auto known = std::ranges::find(kOrigins, origin);
    if (known != kOrigins.end()) {
        return static_cast<NetworkOrigin>(known - kOrigins.begin());
    }
    if (origin.empty() && row->integer(1) == 0) {
        return std::nullopt;
    }
    return fail(ErrorCode::Malformed,
                "Where the project's " + std::string{domain.id} +
                    " network comes from cannot be read. Restore a backup, or import the city again.",
                "cityloom_network, " + std::string{domain.id});
}

Result<void> check_stored(const Database& db, const engine::DomainRow& domain) {
    if (!parted(db)) {
        return {};
    }
    engine::Networks networks;
    Missing missing;
    return load_one(db, domain, networks, missing, nullptr);
}

Result<engine::Networks> load_networks(const Database& db, const NewNetwork& fresh, std::vector<NetworkNote>* notes,
                                       const std::stop_token& stop) {
    if (!parted(db)) {
        return load_networks_before(db, notes);
    }
    engine::Networks networks;
    Missing missing;
    for (const engine::DomainRow* domain : engine::domain_rows()) {
        if (domain->storage == nullptr) {
            continue;
        }
        auto done = domain == fresh.domain ? read_network(*domain, fresh.blob, networks)
                                           : load_one(db, *domain, networks, missing, notes);
        if (!done) {
            return tl::make_unexpected(done.error());
        }
    }
    if (!missing.domains.empty()) {
        if (auto done = missing.too_old ? add_links(db, fresh, missing, notes) : Result<void>{}; !done) {
            return tl::make_unexpected(done.error());
        }
        auto city = stored_city(db);
        if (!city) {
            return tl::make_unexpected(city.error());
        }
        gis::derive_domains(*city, missing.domains, networks, stop);
        if (stop.stop_requested()) {
            return fail(ErrorCode::Cancelled, "Cancelled before it was done.");
        }
    }
    if (auto sound = check_networks(networks); !sound) {
        return tl::make_unexpected(sound.error());
    }
    return networks;
}

} // namespace cityloom::scenarios
