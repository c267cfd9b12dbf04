// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/project/networks_blob.h"

#include <algorithm>

#include "sim/core/blob.h"

namespace cityloom::scenarios {

namespace {

tl::unexpected<Error> broken(const engine::DomainRow& domain, std::string_view what) {
    return fail(ErrorCode::Malformed,
                "The project's " + std::string{domain.id} + " network does not hold together: " + std::string{what} +
                    ". Restore a backup, or import the city again.",
                "cityloom_blob, network/" + std::string{domain.id});
}

} // namespace

const engine::DomainRow* stored_domain(std::string_view id) {
    const auto rows = engine::domain_rows();
    const auto found = std::ranges::find(rows, id, &engine::DomainRow::id);
    return found != rows.end() && (*found)->storage != nullptr ? *found : nullptr;
}

std::string write_network(const engine::DomainRow& domain, const engine::Networks& networks) {
    BlobWriter writer;
    domain.storage->write(writer, networks);
    return seal(domain.id, domain.storage->version, writer.take());
}

std::uint32_t network_version(const engine::DomainRow& domain, std::string_view blob) {
    return sealed_version(domain.id, blob);
}

Result<void> read_network(const engine::DomainRow& domain, std::string_view blob, engine::Networks& networks) {
    const engine::Storage& storage = *domain.storage;
    const std::uint32_t sealed = network_version(domain, blob);
    const std::uint32_t version = sealed >= storage.oldest && sealed < storage.version ? sealed : storage.version;
    const auto payload = unseal(domain.id, version, blob);
    if (!payload) {
        return tl::make_unexpected(payload.error());
    }
    BlobReader reader{*payload, version};
    storage.read(reader, networks);
    if (!reader.at_end()) {
        return broken(domain, "it ends too early or too late, or holds a value that does not exist");
    }
    return {};
}

Result<void> check_networks(const engine::Networks& networks) {
    for (const engine::DomainRow* domain : engine::domain_rows()) {
        if (domain->storage == nullptr || domain->storage->check == nullptr) {
            continue;
        }
        if (const std::string what = domain->storage->check(networks); !what.empty()) {
            return broken(*domain, what);
        }
    }
    return {};
}

Result<void> check_networks_of(const gis::City& city, const engine::Networks& networks) {
    const std::size_t buildings = networks.dependencies.buildings.size();
    if (buildings == 0 || buildings == city.buildings.size()) {
        return {};
    }
    return broken(*stored_domain("buildings"), "it has " + std::to_string(buildings) + " buildings, and the city " +
                                                   std::to_string(city.buildings.size()));
}

} // namespace cityloom::scenarios
