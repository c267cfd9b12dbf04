// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <ogrsf_frmts.h>

#include "gis/import/import.h"
#include "gis/import/read/tags.h"

namespace cityloom::gis {

/// What a thing is by its tags alone.
enum class Thing : std::uint8_t {
    Building,
    BuildingPart,
    Area,
    District,
    Street,
    Line,
    Unused, ///< known, and nothing of ours: a coastline, a bus route
    Unknown ///< the tags do not say
};

[[nodiscard]] Thing polygon_by_tags(const Tags& tags);
[[nodiscard]] Thing line_by_tags(const Tags& tags);

/// What a layer's columns stand for, and what its things are where their tags do not say: by what the user said, by its
/// columns, or by its name in several languages.
class LayerSchema {
public:
    LayerSchema(OGRLayer& layer, const std::string& file_stem, const ImportOptions& options);

    /// A feature's fields as tags, which view `values`: valid as long as those are.
    [[nodiscard]] Tags tags(const OGRFeature& feature, std::vector<std::string>& values) const;

    [[nodiscard]] LayerKind kind() const { return kind_; }
    [[nodiscard]] AreaKind land() const { return land_; }
    [[nodiscard]] bool relief() const { return relief_; }
    [[nodiscard]] bool said() const { return said_; } ///< the user said what it is
    [[nodiscard]] bool has(const std::string& tag) const;
    [[nodiscard]] const std::vector<std::string>& unread() const { return unread_; }

private:
    enum class Role : std::uint8_t { Tag, OtherTags, Geofabrik };
    struct Column {
        int number = 0;
        std::string tag;
        Role role = Role::Tag;
    };

    void find_columns(OGRFeatureDefn& schema, const ImportOptions& options);
    void find_kind(const std::string& name, const std::string& file_stem, const ImportOptions& options);

    std::vector<Column> columns_;
    std::vector<std::string> unread_;
    LayerKind kind_ = LayerKind::Unknown;
    AreaKind land_ = AreaKind::Other;
    bool relief_ = false;
    bool said_ = false;
    bool geofabrik_ = false; ///< fclass tells what it is; F and T are directions
};

} // namespace cityloom::gis
