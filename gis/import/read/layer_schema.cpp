// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/layer_schema.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>

#include "gis/import/guard/text.h"
#include "gis/import/read/columns.h"
#include "gis/import/read/osm_features.h"
#include "gis/import/read/osm_street.h"

namespace cityloom::gis {

namespace {

bool holds(const std::string& text, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words, [&text](std::string_view w) { return text.find(w) != std::string::npos; });
}

/// Keys of OpenStreetMap that say what a thing is.
constexpr std::array<std::string_view, 26> kKeys{
    "highway",  "railway",  "waterway", "natural", "landuse",   "leisure",  "amenity",       "boundary",
    "place",    "power",    "man_made", "aeroway", "tourism",   "military", "route",         "barrier",
    "historic", "shop",     "office",   "craft",   "aerialway", "building", "building:part", "public_transport",
    "telecom",  "emergency"};

bool is_key(std::string_view word) {
    return std::ranges::find(kKeys, word) != kKeys.end();
}

bool has_a_key(const Tags& tags) {
    return std::ranges::any_of(kKeys, [&tags](std::string_view key) { return tags.has(key); });
}

/// Keys under which Geofabrik's fclass may stand, by what it shows.
constexpr std::array<std::string_view, 7> kAreaKeys{"landuse", "natural", "leisure", "waterway",
                                                    "amenity", "place",   "power"};

/// The key that a Geofabrik class belongs to; empty: none of ours.
std::string_view key_of_class(const std::string& fclass, bool line) {
    if (fclass == "building") {
        return "building";
    }
    bool link = false;
    if (line && (street_class(fclass, link) != StreetClass::Other || fclass == "unknown")) {
        return "highway";
    }
    for (const std::string_view key : line ? std::array<std::string_view, 7>{"railway", "waterway", "power", "barrier",
                                                                             "man_made", "natural", "route"}
                                           : kAreaKeys) {
        Tags tags;
        tags.add(key, fclass);
        if (line ? line_from_tags(tags).has_value() : area_from_tags(tags).has_value()) {
            return key;
        }
    }
    return {};
}

AreaKind land_by_name(const std::string& all) {
    if (holds(all, {"forest", "wood", "wald", "forêt", "foret", "bos", "bosque", "林地", "森林"})) {
        return AreaKind::Forest;
    }
    if (holds(all, {"water", "lake", "river", "gewässer", "gewaesser", "plan_d_eau", "hydro", "agua", "acqua", "水系",
                    "水体", "水域", "河流", "湖泊", "池塘", "河川"})) {
        return AreaKind::Water;
    }
    return holds(all, {"park", "green", "open", "grün", "gruen", "jardin", "绿地", "公园", "公園"}) ? AreaKind::Park
                                                                                                    : AreaKind::Other;
}

bool names_land(const std::string& all) {
    return land_by_name(all) != AreaKind::Other ||
           holds(all, {"landcover", "landuse", "land_use", "land_cover", "zoning", "areas", "landnutzung",
                       "flächennutzung", "occupation_du_sol", "ocsol", "bodemgebruik", "用地", "土地利用"});
}

bool names_buildings(const std::string& all) {
    return holds(all, {"build", "bld", "footprint", "bati", "bâti", "gebaeude", "gebäude", "haus", "house", "edific",
                       "pand", "gebouw", "建筑", "房屋", "楼", "建物", "建築"});
}

bool names_streets(const std::string& all) {
    return holds(all, {"road",   "street", "route",  "rue",     "voie",       "voirie",     "strasse",
                       "straße", "weg",    "scl",    "highway", "centerline", "centreline", "straat",
                       "calle",  "via_",   "viario", "道路",    "街道",       "路网",       "公路"});
}

std::string value_of(const OGRFeature& feature, int number) {
    char** list = feature.GetFieldAsStringList(number);
    if (list != nullptr && list[0] != nullptr) {
        return list[0]; // a list of words: the first, as of a list in a text
    }
    return first_of_list(feature.GetFieldAsString(number));
}

} // namespace

Thing polygon_by_tags(const Tags& tags) {
    if (tags.yes("building")) {
        return Thing::Building;
    }
    if (tags.yes("building:part")) {
        return Thing::BuildingPart;
    }
    if (tags["boundary"] == "administrative") {
        return Thing::District;
    }
    if (area_from_tags(tags)) {
        return Thing::Area;
    }
    return has_a_key(tags) ? Thing::Unused : Thing::Unknown;
}

Thing line_by_tags(const Tags& tags) {
    if (tags.has("highway")) {
        return Thing::Street;
    }
    if (line_from_tags(tags)) {
        return Thing::Line;
    }
    return has_a_key(tags) ? Thing::Unused : Thing::Unknown;
}

LayerSchema::LayerSchema(OGRLayer& layer, const std::string& file_stem, const ImportOptions& options) {
    find_columns(*layer.GetLayerDefn(), options);
    find_kind(utf8_text(layer.GetName()), utf8_text(file_stem), options);
}

bool LayerSchema::has(const std::string& tag) const {
    return std::ranges::find(columns_, tag, &Column::tag) != columns_.end();
}

void LayerSchema::find_columns(OGRFeatureDefn& schema, const ImportOptions& options) {
    for (int i = 0; i < schema.GetFieldCount(); ++i) {
        const std::string given = utf8_text(schema.GetFieldDefn(i)->GetNameRef());
        std::string name;
        for (const char c : given) {
            name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        }
        const auto told = std::ranges::find(options.columns, given, &ColumnFor::column);
        Column column{.number = i, .tag = name};
        if (told != options.columns.end()) {
            column.tag = told->tag;
        } else if (name == "other_tags" || name == "all_tags" || name == "tags") {
            column.role = Role::OtherTags;
        } else if (name == "fclass") {
            column.role = Role::Geofabrik;
            geofabrik_ = true;
        } else if (!is_key(name)) {
            if (std::string tag = tag_of_column(given); !tag.empty()) {
                column.tag = std::move(tag);
            } else {
                unread_.push_back(given);
            }
        }
        columns_.push_back(std::move(column));
    }
}

void LayerSchema::find_kind(const std::string& name, const std::string& file_stem, const ImportOptions& options) {
    std::string all;
    for (const char c : name + " " + file_stem) {
        all += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    relief_ = holds(all, {"relief", "terrain", "dtm", "dgm", "gelände", "gelaende", "地形"});
    land_ = land_by_name(all);
    for (const LayerAs& as : options.read_as) {
        if (as.layer == name || as.layer == file_stem) {
            kind_ = as.kind;
            said_ = true;
            return;
        }
    }
    const bool heights = has("height") || has("building:levels");
    if (heights || names_buildings(all)) {
        kind_ = LayerKind::Buildings;
    } else if (has("highway") || has("maxspeed") || has("lanes") || has("oneway") || names_streets(all)) {
        kind_ = LayerKind::Streets;
    } else if (names_land(all)) {
        kind_ = LayerKind::Areas;
    } else if (holds(all,
                     {"district", "stadtteil", "quartier", "bezirk", "wijk", "buurt", "barrio", "行政区", "区划"})) {
        kind_ = LayerKind::Districts;
    }
    for (const LayerAs& as : options.read_as) {
        if (as.layer.empty() && kind_ == LayerKind::Unknown) {
            kind_ = as.kind;
            said_ = true;
        }
    }
}

Tags LayerSchema::tags(const OGRFeature& feature, std::vector<std::string>& values) const {
    values.clear();
    std::vector<std::pair<std::string, std::string>> more;
    const auto add = [&more](std::string key, std::string value) {
        more.emplace_back(std::move(key), std::move(value));
    };
    std::string fclass;
    std::string type;
    for (const Column& column : columns_) {
        if (feature.IsFieldSetAndNotNull(column.number) == 0) {
            continue;
        }
        std::string value = value_of(feature, column.number);
        if (value.empty()) {
            continue;
        }
        if (column.role == Role::OtherTags) {
            for (auto& [key, own] : hstore_pairs(feature.GetFieldAsString(column.number))) {
                add(std::move(key), std::move(own));
            }
            continue;
        }
        if (column.role == Role::Geofabrik) {
            fclass = value;
            continue;
        }
        if (column.tag == "oneway") {
            value = oneway_in(value, geofabrik_);
        } else if (column.tag == "bridge" || column.tag == "tunnel") {
            const auto said = yes_or_no(value);
            value = said ? (*said ? "yes" : "no") : value;
        } else if (geofabrik_ && column.tag == "type") {
            type = value;
        } else if (geofabrik_ && (column.tag == "maxspeed" && value == "0")) {
            continue; // Geofabrik's "not tagged"
        }
        add(column.tag, std::move(value));
    }
    if (!fclass.empty()) {
        const OGRGeometry* shape = feature.GetGeometryRef();
        const bool line = shape != nullptr && OGR_GT_IsSubClassOf(wkbFlatten(shape->getGeometryType()), wkbCurve) != 0;
        const bool lines = shape != nullptr && wkbFlatten(shape->getGeometryType()) == wkbMultiLineString;
        const std::string_view key = key_of_class(fclass, line || lines);
        add(key.empty() ? "place" : std::string{key}, key == "building" ? (type.empty() ? "yes" : type) : fclass);
    }
    values.reserve(2 * more.size()); // the tags view these: they must not move
    Tags tags;
    for (auto& [key, value] : more) {
        values.push_back(std::move(key));
        values.push_back(std::move(value));
        tags.add(values[values.size() - 2], values.back());
    }
    return tags;
}

} // namespace cityloom::gis
