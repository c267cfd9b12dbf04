// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/lifeline/blob.h"

#include <algorithm>
#include <compare>
#include <map>
#include <string>
#include <vector>

#include "sim/core/blob.h"
#include "sim/core/holds.h"
#include "sim/lifeline/rows.h"
#include "sim/lifeline/supplies_before.h"

namespace cityloom::lifeline {

/// What supplies have in common: a city has some dozens of these and tens of thousands of supplies. Kinds are numbers
/// into a list of ids that is kept beside them.
struct SupplyTerms {
    std::uint16_t provider_kind = 0;
    std::uint16_t consumer_kind = 0;
    engine::Service service = engine::Service::Power;
    double threshold = 0.0;
    double buffer_s = 0.0;
    double delay_s = 0.0;
    std::uint8_t priority = 0;
    Provenance source = Provenance::Default;

    auto operator<=>(const SupplyTerms&) const = default;
};
struct PackedSupply {
    std::uint32_t terms = 0;
    std::uint32_t provider = kNone; ///< kNone: chosen while the city runs
    std::uint32_t consumer = kNone;
    double load = 0.0;
};
struct PackedSupplies {
    std::vector<std::string> kinds;
    std::vector<SupplyTerms> terms;
    std::vector<PackedSupply> supplies;
};

// Field lists, for writing and reading alike. Changing any of them takes a new kStorage.version.
template <typename A> void describe(A& a, SupplyTerms& t) {
    a(t.provider_kind, t.consumer_kind, choice(t.service, engine::Service::Control), t.threshold, t.buffer_s, t.delay_s,
      t.priority, choice(t.source, Provenance::Default));
}
template <typename A> void describe(A& a, PackedSupply& s) {
    a(s.terms, s.provider, s.consumer, s.load);
}
template <typename A> void describe(A& a, PackedSupplies& s) {
    a(s.kinds, s.terms, s.supplies);
}
template <typename A> void describe(A& a, Building& b) {
    a(b.id, b.people, b.jobs, b.district, b.at);
}

namespace {

constexpr std::uint32_t kMadeUpUnits = 6; ///< the last version of cities with units that nobody had built

/// Their kinds and terms, and for each supply the number of its terms: the supplies themselves are packed one by one.
struct Terms {
    PackedSupplies common;
    std::vector<std::uint32_t> of;
};

Terms terms_of(const std::vector<engine::Supply>& supplies) {
    Terms made;
    PackedSupplies& packed = made.common;
    const auto kind_number = [&](const engine::Kind* kind) {
        auto found = std::ranges::find(packed.kinds, kind->id);
        if (found == packed.kinds.end()) {
            packed.kinds.emplace_back(kind->id);
            found = packed.kinds.end() - 1;
        }
        return static_cast<std::uint16_t>(found - packed.kinds.begin());
    };
    std::map<SupplyTerms, std::uint32_t> numbers;
    made.of.reserve(supplies.size());
    for (const engine::Supply& s : supplies) {
        const SupplyTerms terms{kind_number(s.provider.kind),
                                kind_number(s.consumer.kind),
                                s.service,
                                s.threshold,
                                s.buffer_s,
                                s.delay_s,
                                s.priority,
                                s.source};
        const auto [number, fresh] = numbers.try_emplace(terms, static_cast<std::uint32_t>(packed.terms.size()));
        if (fresh) {
            packed.terms.push_back(terms);
        }
        made.of.push_back(number->second);
    }
    return made;
}

/// As PackedSupplies is written, without a copy of all of them.
void write_supplies(BlobWriter& blob, const std::vector<engine::Supply>& supplies) {
    const Terms terms = terms_of(supplies);
    blob(terms.common.kinds, terms.common.terms, static_cast<std::uint64_t>(supplies.size()));
    for (std::size_t i = 0; i < supplies.size(); ++i) {
        const engine::Supply& s = supplies[i];
        const bool chosen = s.provider.index == engine::kChosen;
        blob(PackedSupply{terms.of[i], chosen ? kNone : static_cast<std::uint32_t>(s.provider.index),
                          static_cast<std::uint32_t>(s.consumer.index), s.load});
    }
}

/// False where a kind is unknown, or terms are not there.
bool unpack(const PackedSupplies& packed, std::vector<engine::Supply>& supplies) {
    std::vector<const engine::Kind*> kinds;
    for (const std::string& id : packed.kinds) {
        kinds.push_back(kind_of(id));
    }
    const auto known = [&](std::uint16_t kind) { return kind < kinds.size() && kinds[kind] != nullptr; };
    if (!std::ranges::all_of(packed.terms, [&](const SupplyTerms& terms) {
            return known(terms.provider_kind) && known(terms.consumer_kind);
        })) {
        return false;
    }
    supplies.reserve(packed.supplies.size());
    for (const PackedSupply& s : packed.supplies) {
        if (s.terms >= packed.terms.size()) {
            return false;
        }
        const SupplyTerms& terms = packed.terms[s.terms];
        supplies.push_back(
            {.provider = {kinds[terms.provider_kind], s.provider == kNone ? engine::kChosen : s.provider},
             .consumer = {kinds[terms.consumer_kind], s.consumer},
             .service = terms.service,
             .load = s.load,
             .threshold = terms.threshold,
             .buffer_s = terms.buffer_s,
             .delay_s = terms.delay_s,
             .priority = terms.priority,
             .source = terms.source});
    }
    return true;
}

void write(BlobWriter& blob, const engine::NetworkSet& networks) {
    const Dependencies& d = networks.of<Dependencies>();
    write_supplies(blob, d.supplies);
    blob(d.buildings, d.hospital_edges, d.district_names);
}

/// Roadside units that nobody had built are left out when an older telecom network is read, which comes first.
void drop_those_of_units(const engine::NetworkSet& networks, std::vector<engine::Supply>& supplies) {
    const engine::Kind* const site = kind_of("telecom.site");
    const std::size_t sites = site != nullptr ? site->count(networks) : 0;
    std::erase_if(supplies,
                  [&](const engine::Supply& s) { return s.consumer.kind == site && s.consumer.index >= sites; });
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
    if (blob.version() <= kMadeUpUnits) {
        drop_those_of_units(networks, d.supplies);
    }
    networks.put(std::move(d));
}

constexpr double kMostPeople = 1e9;
constexpr double kLongestS = 1e9; // some thirty years

std::string check(const engine::NetworkSet& networks) {
    const Dependencies& d = networks.of<Dependencies>();
    const auto there = [&](engine::AssetRef asset) {
        return asset.kind != nullptr && asset.kind->count != nullptr && asset.index < asset.kind->count(networks);
    };
    const engine::Kind* const edge = kind_of("edge");
    const engine::Kind* const site = kind_of("telecom.site");
    const std::size_t edges = edge != nullptr ? edge->count(networks) : 0;
    // Only the mast of a telephone is chosen while the city runs; whoever else is not told has nobody.
    const auto provided = [&](const engine::Supply& s) {
        return there(s.provider) ||
               (s.provider.kind == site && site != nullptr && s.provider.index == engine::kChosen &&
                s.service == engine::Service::Signal && s.consumer.is(kBuilding));
    };
    return Faults{}
        .each("building", d.buildings, "its place, district or people",
              [&](const Building& b) {
                  return on_ground(b.at) && at_or_none(b.district, d.district_names.size()) &&
                         within(static_cast<double>(b.people), 0.0, kMostPeople) &&
                         within(static_cast<double>(b.jobs), 0.0, kMostPeople);
              })
        .each("hospital", d.hospital_edges, "its street", [&](std::uint32_t e) { return e < edges; })
        .each("supply", d.supplies, "its provider or consumer",
              [&](const engine::Supply& s) { return there(s.consumer) && provided(s); })
        .each("supply", d.supplies, "its load, threshold or battery",
              [](const engine::Supply& s) {
                  return within(s.load, 0.0, 1e12) && within(s.threshold, -1e6, 1e6) &&
                         within(s.buffer_s, 0.0, kLongestS) && within(s.delay_s, 0.0, kLongestS);
              })
        .text();
}

} // namespace

const engine::Storage kStorage{
    .version = 7, .oldest = engine::kOneBlobForAll, .write = write, .read = read, .check = check, .links = true};

} // namespace cityloom::lifeline
