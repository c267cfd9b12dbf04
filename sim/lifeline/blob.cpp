// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/lifeline/blob.h"

#include <algorithm>
#include <string>
#include <vector>

#include "sim/core/blob.h"
#include "sim/core/holds.h"
#include "sim/lifeline/supplies_before.h"

namespace cityloom::lifeline {

/// A supply with its kinds as numbers into a list of ids that is kept beside it.
struct PackedSupply {
    std::uint16_t provider_kind = 0;
    std::uint16_t consumer_kind = 0;
    std::uint64_t provider = 0;
    std::uint64_t consumer = 0;
    engine::Service service = engine::Service::Power;
    double load = 0.0;
    double threshold = 0.0;
    double buffer_s = 0.0;
    double delay_s = 0.0;
    std::uint8_t priority = 0;
    Provenance source = Provenance::Default;
};
struct PackedSupplies {
    std::vector<std::string> kinds;
    std::vector<PackedSupply> supplies;
};

// Field lists, for writing and reading alike. Changing any of them takes a new kStorage.version.
template <typename A> void describe(A& a, PackedSupply& s) {
    a(s.provider_kind, s.consumer_kind, s.provider, s.consumer, choice(s.service, engine::Service::Control), s.load,
      s.threshold, s.buffer_s, s.delay_s, s.priority, choice(s.source, Provenance::Default));
}
template <typename A> void describe(A& a, PackedSupplies& s) {
    a(s.kinds, s.supplies);
}
template <typename A> void describe(A& a, Building& b) {
    a(b.id, b.people, b.jobs, b.district, b.at);
}

namespace {

PackedSupplies pack(const std::vector<engine::Supply>& supplies) {
    PackedSupplies packed;
    const auto number = [&](const engine::Kind* kind) {
        auto found = std::ranges::find(packed.kinds, kind->id);
        if (found == packed.kinds.end()) {
            packed.kinds.emplace_back(kind->id);
            found = packed.kinds.end() - 1;
        }
        return static_cast<std::uint16_t>(found - packed.kinds.begin());
    };
    packed.supplies.reserve(supplies.size());
    for (const engine::Supply& s : supplies) {
        packed.supplies.push_back({number(s.provider.kind), number(s.consumer.kind), s.provider.index, s.consumer.index,
                                   s.service, s.load, s.threshold, s.buffer_s, s.delay_s, s.priority, s.source});
    }
    return packed;
}

/// False where a kind is unknown.
bool unpack(const PackedSupplies& packed, std::vector<engine::Supply>& supplies) {
    std::vector<const engine::Kind*> kinds;
    for (const std::string& id : packed.kinds) {
        kinds.push_back(kind_of(id));
    }
    const auto known = [&](std::uint16_t kind) { return kind < kinds.size() && kinds[kind] != nullptr; };
    supplies.reserve(packed.supplies.size());
    for (const PackedSupply& s : packed.supplies) {
        if (!known(s.provider_kind) || !known(s.consumer_kind)) {
            return false;
        }
        supplies.push_back({.provider = {kinds[s.provider_kind], s.provider},
                            .consumer = {kinds[s.consumer_kind], s.consumer},
                            .service = s.service,
                            .load = s.load,
                            .threshold = s.threshold,
                            .buffer_s = s.buffer_s,
                            .delay_s = s.delay_s,
                            .priority = s.priority,
                            .source = s.source});
    }
    return true;
}

void write(BlobWriter& blob, const engine::NetworkSet& networks) {
    const Dependencies& d = networks.of<Dependencies>();
    blob(pack(d.supplies), d.buildings, d.hospital_edges, d.district_names);
}

void read(BlobReader& blob, engine::NetworkSet& networks) {
    Dependencies d;
    if (blob.version() <= engine::kOneBlobForAll) {
        std::vector<SupplyBefore> supplies;
        std::vector<BuildingBefore> buildings;
        blob(supplies, buildings, d.hospital_edges, d.district_names);
        blob.require(modernise(supplies, buildings, d));
    } else {
        PackedSupplies packed;
        blob(packed, d.buildings, d.hospital_edges, d.district_names);
        blob.require(unpack(packed, d.supplies));
    }
    networks.put(std::move(d));
}

std::string_view check(const engine::NetworkSet& networks) {
    const Dependencies& d = networks.of<Dependencies>();
    const auto district = [&](std::uint32_t index) { return at_or_none(index, d.district_names.size()); };
    const auto there = [&](engine::AssetRef asset) {
        return asset.kind != nullptr && asset.kind->count != nullptr && asset.index < asset.kind->count(networks);
    };
    if (!all_of(d.buildings, [&](const Building& b) { return finite(b.at) && district(b.district); })) {
        return "a district";
    }
    const engine::Kind* const edge = kind_of("edge");
    const std::size_t edges = edge != nullptr ? edge->count(networks) : 0;
    if (!all_of(d.hospital_edges, [&](std::uint32_t e) { return e < edges; })) {
        return "a hospital";
    }
    const bool supplies = all_of(d.supplies, [&](const engine::Supply& s) {
        return there(s.consumer) && std::isfinite(s.load + s.threshold + s.buffer_s + s.delay_s) &&
               (there(s.provider) || (s.provider.kind != nullptr && s.provider.index == engine::kChosen &&
                                      s.service == engine::Service::Signal));
    });
    return supplies ? std::string_view{} : "a supply";
}

} // namespace

const engine::Storage kStorage{
    .version = 6, .oldest = engine::kOneBlobForAll, .write = write, .read = read, .check = check, .links = true};

} // namespace cityloom::lifeline
