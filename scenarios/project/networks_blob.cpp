// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/project/networks_blob.h"

#include <algorithm>

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
    std::string blob;
    write_network(domain, networks, [&blob](std::string_view bytes) { blob.append(bytes); });
    return blob;
}

void write_network(const engine::DomainRow& domain, const engine::Networks& networks,
                   const std::function<void(std::string_view)>& take) {
    const engine::Storage& storage = *domain.storage;
    seal_to(
        domain.id, storage.version, [&](BlobWriter& writer) { storage.write(writer, networks); }, take);
}

Result<void> read_network(const engine::DomainRow& domain, std::string_view blob, engine::Networks& networks) {
    WholeBlob whole{blob};
    SealedBlob sealed{whole};
    return read_network(domain, sealed, networks);
}

Result<void> read_network(const engine::DomainRow& domain, SealedBlob& blob, engine::Networks& networks) {
    const engine::Storage& storage = *domain.storage;
    const std::uint32_t found = blob.version(domain.id);
    const std::uint32_t version = found >= storage.oldest && found < storage.version ? found : storage.version;
    const auto whole = blob.read(domain.id, version, [&](BlobReader& reader) { storage.read(reader, networks); });
    if (!whole) {
        return tl::make_unexpected(whole.error());
    }
    if (!*whole) {
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
