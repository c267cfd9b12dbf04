// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/engine/catalogue.h"

#include <algorithm>

#include "sim/traffic/rows.h"
#include "sim/traffic/streets.h"

namespace cityloom::engine {

namespace {

/// Joins a list of every domain's row.
template <typename T> std::vector<const T*> join(std::span<const T* const> DomainRow::*list) {
    std::vector<const T*> all;
    for (const DomainRow* row : domain_rows()) {
        all.insert(all.end(), (row->*list).begin(), (row->*list).end());
    }
    return all;
}

template <typename T> const T* by_id(std::span<const T* const> rows, std::string_view id) {
    const auto found = std::ranges::find_if(rows, [&](const T* row) { return row->id == id; });
    return found == rows.end() ? nullptr : *found;
}

bool is_of(const Kind& kind, std::string_view prefix) {
    return std::ranges::find(kind.prefixes, prefix) != kind.prefixes.end();
}

} // namespace

std::span<const Kind* const> kinds() {
    static const std::vector<const Kind*> kAll = join(&DomainRow::kinds);
    return kAll;
}
const Kind* find_kind(std::string_view id) {
    return by_id(kinds(), id);
}
std::span<const ColumnInfo* const> column_infos() {
    static const std::vector<const ColumnInfo*> kAll = join(&DomainRow::columns);
    return kAll;
}
const ColumnInfo* find_column(std::string_view id) {
    return by_id(column_infos(), id);
}
std::span<const Figure* const> figures() {
    static const std::vector<const Figure*> kAll = join(&DomainRow::figures);
    return kAll;
}
const Figure* find_figure(std::string_view id) {
    return by_id(figures(), id);
}
std::span<const LayerInfo* const> layers() {
    static const std::vector<const LayerInfo*> kAll = join(&DomainRow::layers);
    return kAll;
}

Result<AssetRef> find_asset(const Networks& networks, std::string_view key) {
    const std::string_view prefix = key.substr(0, key.find('/'));
    std::string alike;
    std::size_t listed = 0;
    for (const Kind* kind : kinds()) {
        if (kind->find != nullptr) {
            std::uint64_t index = 0;
            if (kind->find(networks, key, index)) {
                return AssetRef{kind, index};
            }
            continue;
        }
        for (std::size_t i = 0; kind->view != nullptr && i < kind->count(networks); ++i) {
            const std::string here = kind->view(networks, i).key;
            if (here == key) {
                return AssetRef{kind, i};
            }
            if (listed < 8 && here.starts_with(prefix) && here.size() > prefix.size() && here[prefix.size()] == '/') {
                alike += (listed++ > 0 ? ", " : "") + here;
            }
        }
    }
    if (is_of(traffic::kStreet, prefix)) {
        return fail(ErrorCode::NotFound, "There is no drivable street " + std::string{key.substr(key.find('/') + 1)} +
                                             "; `info` and the map show the streets' ids.");
    }
    if (listed > 0) {
        return fail(ErrorCode::NotFound, "There is no asset " + std::string{key} + ". Of that kind there are " + alike +
                                             (listed == 8 ? " ..." : "") + ".");
    }
    std::string known;
    for (const Kind* kind : kinds()) {
        for (const std::string_view word : kind->prefixes) {
            known += (known.empty() ? "" : ", ") + std::string{word};
        }
    }
    return fail(ErrorCode::NotFound, "There is no asset " + std::string{key} + ". Kinds are " + known + ".");
}

bool asset_exists(const Networks& networks, AssetRef asset) {
    if (asset.kind == nullptr) {
        return false;
    }
    if (asset.is(traffic::kStreet)) {
        return traffic::drivable(networks.roads, asset.index);
    }
    return asset.index < asset.kind->count(networks);
}

std::string asset_key(const Networks& networks, AssetRef asset) {
    return asset_exists(networks, asset) && asset.kind->view != nullptr ? asset.kind->view(networks, asset.index).key
                                                                        : "(nothing)";
}

Point2 asset_place(const Networks& networks, AssetRef asset) {
    return asset_exists(networks, asset) && asset.kind->view != nullptr ? asset.kind->view(networks, asset.index).at
                                                                        : Point2{};
}

std::vector<std::string> asset_keys(const Networks& networks) {
    std::vector<std::string> keys;
    for (const Kind* kind : kinds()) {
        for (std::size_t i = 0; kind->view != nullptr && i < kind->count(networks); ++i) {
            AssetView view = kind->view(networks, i);
            if (view.major) {
                keys.push_back(std::move(view.key));
            }
        }
    }
    return keys;
}

void visit(Archive& archive, AssetRef& asset) {
    std::string id{asset.kind != nullptr ? asset.kind->id : std::string_view{}};
    archive.name(id);
    archive(asset.index);
    if (archive.restoring()) {
        asset.kind = find_kind(id);
        if (asset.kind == nullptr && !id.empty()) {
            archive.refuse();
        }
    }
}

void visit(Archive& archive, Command& command) {
    auto& [at, verb, asset, by, cause, value, values, edge, lanes, from_m, to_m, speed_mps] = command;
    archive(at, verb, asset, by, cause, value, values, edge, lanes, from_m, to_m, speed_mps);
}

} // namespace cityloom::engine
