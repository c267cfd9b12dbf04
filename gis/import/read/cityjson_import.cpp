// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/cityjson_import.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "gis/import/heights.h"
#include "gis/import/projection.h"
#include "gis/import/read/surface_model.h"
#include "gis/import/read/tags.h"

namespace cityloom::gis {

namespace {

using nlohmann::json;

constexpr int kMaxDepth = 64;
constexpr std::size_t kMaxVertices = 20'000'000;
constexpr int kMaxFamily = 16;                   // generations of parts of parts
constexpr std::size_t kMaxInstanced = 5'000'000; // corners that templates, and parts named twice, make together

/// A rule of the format that the file breaks; caught where an object, or else the file, can be given up.
struct Broken {
    std::string why;
};

/// A limit that the whole file is beyond.
struct TooMuch {
    std::string where;
    std::string why;
};

/// Vertex numbers in a template's boundaries, at whatever depth.
std::size_t corners_in(const json& boundaries) {
    std::size_t corners = boundaries.is_number() ? 1U : 0U;
    if (boundaries.is_array()) {
        for (const json& one : boundaries) {
            corners += corners_in(one);
        }
    }
    return corners;
}

/// Where braces and brackets nest deeper than any city needs; the parser would follow them down our stack.
bool too_deep(std::string_view text) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            i += c == '\\' ? 1U : 0U;
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{' || c == '[') {
            if (++depth > kMaxDepth) {
                return true;
            }
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return false;
}

const json& member(const json& object, const char* key) {
    static const json kNull;
    if (!object.is_object()) {
        return kNull;
    }
    const auto found = object.find(key);
    return found == object.end() ? kNull : *found;
}

std::string text_of(const json& value) {
    return value.is_string() ? value.get<std::string>() : std::string{};
}

double number_of(const json& value) {
    if (value.is_number()) {
        return value.get<double>();
    }
    const auto parsed = value.is_string() ? parse_length_m(value.get_ref<const std::string&>()) : std::nullopt;
    return parsed.value_or(std::numeric_limits<double>::quiet_NaN());
}

Point3 point_of(const json& value) {
    if (!value.is_array() || value.size() < 3 || !value[0].is_number() || !value[1].is_number() ||
        !value[2].is_number()) {
        throw Broken{"a vertex is not three numbers"};
    }
    return {value[0].get<double>(), value[1].get<double>(), value[2].get<double>()};
}

struct Transform {
    Point3 scale{1.0, 1.0, 1.0};
    Point3 translate;
};

/// "urn:ogc:def:crs:EPSG::7415", "https://www.opengis.net/def/crs/EPSG/0/7415" and "EPSG:7415" all mean EPSG:7415.
std::string crs_of(const json& metadata) {
    std::string text = text_of(member(metadata, "referenceSystem"));
    if (text.empty()) { // version 1.0 files in the wild
        const json& code = member(member(metadata, "crs"), "epsg");
        return code.is_number_integer() ? "EPSG:" + std::to_string(code.get<long>()) : std::string{};
    }
    const auto digits = text.find_last_not_of("0123456789");
    const std::string code = digits == std::string::npos ? text : text.substr(digits + 1);
    return code.empty() || text.find("EPSG") == std::string::npos ? text : "EPSG:" + code;
}

using Vertices = std::vector<Point3>;

SurfaceKind kind_of(const std::string& type) {
    return type == "RoofSurface"     ? SurfaceKind::Roof
           : type == "GroundSurface" ? SurfaceKind::Ground
           : type == "WallSurface"   ? SurfaceKind::Wall
                                     : SurfaceKind::Other;
}

double lod_of(const json& geometry) {
    const json& lod = member(geometry, "lod");
    if (lod.is_number()) {
        return lod.get<double>();
    }
    const auto number = leading_number(text_of(lod));
    return number ? number->first : 0.0;
}

class Reader {
public:
    Reader(Part& part, const ReadContext& context, std::size_t text_bytes)
        : part_{part},
          context_{context},
          name_{part.file.filename().string()},
          most_corners_{text_bytes / 2 + kMaxInstanced} {}

    void header(const json& document);
    void objects(const json& document, double from, double span);
    void finish();
    void building_names(std::set<std::string> twice) { twice_ = std::move(twice); }

private:
    [[nodiscard]] std::vector<Point3> ring(const json& indices, const Vertices& vertices) const;
    void polygon(const json& rings, const json& semantic, const json& kinds, const Vertices& vertices,
                 std::vector<ModelSurface>& out) const;
    void shell(const json& surfaces, const json& values, const json& kinds, const Vertices& vertices,
               std::vector<ModelSurface>& out) const;
    void geometry(const json& geometry, const Vertices& vertices, std::vector<ModelSurface>& out) const;
    void instance(const json& geometry, std::vector<ModelSurface>& out) const;
    void count_instance(std::size_t number) const;
    double best(const json& object, const Vertices& vertices, std::vector<ModelSurface>& out) const;
    double family(const json& all, const std::string& id, const Vertices& vertices, std::set<std::string>& seen,
                  int depth, std::vector<ModelSurface>& out) const;
    void building(const json& all, const std::string& id, const json& object, const Vertices& vertices);
    void land(const std::string& id, const json& object, const std::string& type, const Vertices& vertices);
    void relief(const json& object, const Vertices& vertices);
    [[nodiscard]] Vertices read_vertices(const json& document) const;

    Part& part_;
    const ReadContext& context_;
    std::string name_;
    Transform transform_;
    bool quantised_ = false;
    double xy_m_ = 1.0;
    Vertices templates_vertices_;
    json templates_;
    mutable std::map<std::size_t, std::size_t> template_corners_; ///< template -> its corners, once counted
    mutable std::size_t instanced_ = 0;
    mutable std::size_t corners_ = 0; ///< taken out of rings
    std::size_t most_corners_ = 0;    ///< as many as the text can hold once: a corner takes two letters at the least
    std::set<std::string> twice_;
    std::map<std::string, std::size_t> unused_;   ///< type -> objects that give nothing
    const Vertices* document_vertices_ = nullptr; ///< while objects() runs: where reference points are
};

void Reader::header(const json& document) {
    const std::string type = text_of(member(document, "type"));
    if (type != "CityJSON") {
        throw Broken{type.empty() ? "the member \"type\" is missing" : "the type is \"" + type + "\", not CityJSON"};
    }
    const std::string version = text_of(member(document, "version"));
    if (!version.starts_with("1.") && !version.starts_with("2.")) {
        throw Broken{"the version is \"" + version + "\"; 1.0 to 2.0 are read"};
    }
    if (const json& given = member(document, "transform"); given.is_object()) {
        transform_ = {point_of(member(given, "scale")), point_of(member(given, "translate"))};
        quantised_ = true;
        for (const double value : {transform_.scale.x_m, transform_.scale.y_m, transform_.scale.z_m}) {
            if (!(std::abs(value) > 0.0) || !std::isfinite(value)) {
                throw Broken{"the transform's scale is zero or not a number"};
            }
        }
    }
    const json& metadata = member(document, "metadata");
    part_.crs = crs_of(metadata);
    const auto crs = describe_crs(part_.crs.empty() ? context_.options.crs : part_.crs);
    constexpr double kMetresPerDegree = 111'320.0;
    xy_m_ = crs && crs->geographic ? kMetresPerDegree : 1.0;
    const std::string title = text_of(member(metadata, "title"));
    const std::string contact = text_of(member(member(metadata, "pointOfContact"), "contactName"));
    part_.city.attributions.push_back("Source: " + (!contact.empty() ? contact : !title.empty() ? title : name_));
    const json& given = member(document, "geometry-templates");
    templates_ = member(given, "templates");
    for (const json& vertex : member(given, "vertices-templates")) {
        templates_vertices_.push_back(point_of(vertex));
    }
}

Vertices Reader::read_vertices(const json& document) const {
    const json& given = member(document, "vertices");
    if (!given.is_array()) {
        throw Broken{"the member \"vertices\" is missing"};
    }
    if (given.size() > kMaxVertices) {
        throw Broken{"more than " + std::to_string(kMaxVertices) + " vertices"};
    }
    Vertices vertices;
    vertices.reserve(given.size());
    for (const json& value : given) {
        const Point3 p = point_of(value);
        vertices.push_back(quantised_ ? Point3{p.x_m * transform_.scale.x_m + transform_.translate.x_m,
                                               p.y_m * transform_.scale.y_m + transform_.translate.y_m,
                                               p.z_m * transform_.scale.z_m + transform_.translate.z_m}
                                      : p);
    }
    return vertices;
}

std::vector<Point3> Reader::ring(const json& indices, const Vertices& vertices) const {
    std::vector<Point3> points;
    if (!indices.is_array()) {
        throw Broken{"a ring is not a list of vertex numbers"};
    }
    for (const json& index : indices) {
        if (!index.is_number_integer() || index.get<std::int64_t>() < 0 ||
            index.get<std::uint64_t>() >= vertices.size()) {
            throw Broken{"vertex " + index.dump().substr(0, 24) + " does not exist (the file has " +
                         std::to_string(vertices.size()) + ")"};
        }
        points.push_back(vertices[index.get<std::size_t>()]);
    }
    corners_ += points.size();
    if (corners_ > most_corners_) {
        throw TooMuch{"CityObjects", "its objects name the same parts over and over, with more than " +
                                         std::to_string(most_corners_) + " corners together"};
    }
    return points;
}

void Reader::polygon(const json& rings, const json& semantic, const json& kinds, const Vertices& vertices,
                     std::vector<ModelSurface>& out) const {
    if (!rings.is_array()) {
        throw Broken{"a surface is not a list of rings"};
    }
    ModelSurface surface;
    for (const json& one : rings) {
        surface.rings.push_back(ring(one, vertices));
    }
    if (semantic.is_number_unsigned() && kinds.is_array() && semantic.get<std::size_t>() < kinds.size()) {
        surface.kind = kind_of(text_of(member(kinds[semantic.get<std::size_t>()], "type")));
        surface.kind_known = true;
    }
    out.push_back(std::move(surface));
}

void Reader::shell(const json& surfaces, const json& values, const json& kinds, const Vertices& vertices,
                   std::vector<ModelSurface>& out) const {
    static const json kNull;
    if (!surfaces.is_array()) {
        throw Broken{"a shell is not a list of surfaces"};
    }
    for (std::size_t i = 0; i < surfaces.size(); ++i) {
        const bool told = values.is_array() && i < values.size();
        polygon(surfaces[i], told ? values[i] : kNull, kinds, vertices, out);
    }
}

void Reader::geometry(const json& geometry, const Vertices& vertices, std::vector<ModelSurface>& out) const {
    static const json kNull;
    const std::string type = text_of(member(geometry, "type"));
    const json& boundaries = member(geometry, "boundaries");
    const json& kinds = member(member(geometry, "semantics"), "surfaces");
    const json& values = member(member(geometry, "semantics"), "values");
    const auto at = [](const json& list, std::size_t i) -> const json& {
        return list.is_array() && i < list.size() ? list[i] : kNull;
    };
    if (type == "GeometryInstance") {
        instance(geometry, out);
        return;
    }
    if (type == "MultiSurface" || type == "CompositeSurface") {
        shell(boundaries, values, kinds, vertices, out);
        return;
    }
    // Inner shells are cavities that nobody sees: only the outer one of each solid is kept.
    if (type == "Solid") {
        shell(at(boundaries, 0), at(values, 0), kinds, vertices, out);
        return;
    }
    if (type == "MultiSolid" || type == "CompositeSolid") {
        if (!boundaries.is_array()) {
            throw Broken{"the solids are not a list"};
        }
        for (std::size_t i = 0; i < boundaries.size(); ++i) {
            shell(at(boundaries[i], 0), at(at(values, i), 0), kinds, vertices, out);
        }
        return;
    }
    if (type != "MultiPoint" && type != "MultiLineString") {
        throw Broken{"the geometry type \"" + type.substr(0, 40) + "\" does not exist"};
    }
}

/// Before any memory is taken for it: a few places of a large template make a huge city.
void Reader::count_instance(std::size_t number) const {
    const auto [row, fresh] = template_corners_.try_emplace(number, 0);
    if (fresh) {
        row->second = corners_in(member(templates_[number], "boundaries"));
    }
    instanced_ += row->second;
    if (instanced_ > kMaxInstanced) {
        throw TooMuch{"geometry-templates, template " + std::to_string(number),
                      "its geometry templates would be placed with more than " + std::to_string(kMaxInstanced) +
                          " corners together"};
    }
}

void Reader::instance(const json& placed, std::vector<ModelSurface>& out) const {
    const json& number = member(placed, "template");
    if (!number.is_number_unsigned() || !templates_.is_array() || number.get<std::size_t>() >= templates_.size()) {
        throw Broken{"its geometry template does not exist"};
    }
    const json& one = templates_[number.get<std::size_t>()];
    if (text_of(member(one, "type")) == "GeometryInstance") {
        throw Broken{"a geometry template points to another template"};
    }
    std::array<double, 16> m{};
    const json& matrix = member(placed, "transformationMatrix");
    if (!matrix.is_array() || matrix.size() != m.size()) {
        throw Broken{"its transformationMatrix does not have 16 numbers"};
    }
    for (std::size_t i = 0; i < m.size(); ++i) {
        m.at(i) = number_of(matrix[i]);
    }
    // The reference point is a vertex of the document, not of the templates.
    const json& anchors = member(placed, "boundaries");
    if (!anchors.is_array() || anchors.size() != 1 || document_vertices_ == nullptr) {
        throw Broken{"its reference point is missing"};
    }
    const Point3 anchor = ring(anchors, *document_vertices_).front();
    count_instance(number.get<std::size_t>());
    std::vector<ModelSurface> shapes;
    geometry(one, templates_vertices_, shapes);
    for (ModelSurface& shape : shapes) {
        for (auto& points : shape.rings) {
            for (Point3& p : points) {
                p = {m[0] * p.x_m + m[1] * p.y_m + m[2] * p.z_m + m[3] + anchor.x_m,
                     m[4] * p.x_m + m[5] * p.y_m + m[6] * p.z_m + m[7] + anchor.y_m,
                     m[8] * p.x_m + m[9] * p.y_m + m[10] * p.z_m + m[11] + anchor.z_m};
            }
        }
        out.push_back(std::move(shape));
    }
}

/// The object's own geometry of the highest level of detail; its level, or -1 when it has none.
double Reader::best(const json& object, const Vertices& vertices, std::vector<ModelSurface>& out) const {
    const json& all = member(object, "geometry");
    if (!all.is_array()) {
        return -1.0;
    }
    const auto level = [this](const json& one) {
        const json& number = member(one, "template");
        const bool placed =
            number.is_number_unsigned() && templates_.is_array() && number.get<std::size_t>() < templates_.size();
        return lod_of(placed ? templates_[number.get<std::size_t>()] : one);
    };
    double highest = -1.0;
    for (const json& one : all) {
        highest = std::max(highest, level(one));
    }
    for (const json& one : all) {
        if (level(one) >= highest) {
            geometry(one, vertices, out);
        }
    }
    return highest;
}

/// Own geometry and that of all parts. A building that is modelled in its parts repeats itself coarsely: the finer
/// wins.
double Reader::family(const json& all, const std::string& id, const Vertices& vertices, std::set<std::string>& seen,
                      int depth, std::vector<ModelSurface>& out) const {
    if (depth > kMaxFamily) {
        throw Broken{"its parts nest deeper than " + std::to_string(kMaxFamily) + " levels"};
    }
    const json& object = member(all, id.c_str());
    std::vector<ModelSurface> own;
    const double own_lod = best(object, vertices, own);
    std::vector<ModelSurface> parts;
    double parts_lod = -1.0;
    for (const json& child : member(object, "children")) {
        const std::string name = text_of(child);
        const std::string type = text_of(member(member(all, name.c_str()), "type"));
        if (!type.starts_with("Building") || type == "BuildingRoom" || type == "BuildingFurniture" ||
            type == "BuildingStorey" || type == "BuildingUnit" || !seen.insert(name).second) {
            continue;
        }
        parts_lod = std::max(parts_lod, family(all, name, vertices, seen, depth + 1, parts));
    }
    if (own_lod >= parts_lod) {
        std::ranges::move(own, std::back_inserter(out));
    }
    if (parts_lod >= own_lod || own_lod >= 1.0) {
        std::ranges::move(parts, std::back_inserter(out));
    }
    return std::max(own_lod, parts_lod);
}

BuildingUse use_of(const json& attributes) {
    // CityGML's function codes: 1000 residential ... ; words are commoner.
    std::string word = text_of(member(attributes, "function"));
    word += " " + text_of(member(attributes, "class")) + " " + text_of(member(attributes, "usage"));
    constexpr std::array<std::pair<std::string_view, BuildingUse>, 8> kWords{{
        {"1000", BuildingUse::Housing},
        {"esidential", BuildingUse::Housing},
        {"abitation", BuildingUse::Housing},
        {"ffice", BuildingUse::Office},
        {"chool", BuildingUse::School},
        {"ospital", BuildingUse::Hospital},
        {"ndustr", BuildingUse::Industry},
        {"ommercial", BuildingUse::Retail},
    }};
    for (const auto& [part, use] : kWords) {
        if (word.find(part) != std::string::npos) {
            return use;
        }
    }
    return BuildingUse::Unknown;
}

void Reader::building(const json& all, const std::string& id, const json& object, const Vertices& vertices) {
    std::vector<ModelSurface> surfaces;
    std::set<std::string> seen{id};
    const double lod = family(all, id, vertices, seen, 0, surfaces);
    const json& attributes = member(object, "attributes");
    Building building{.id = stable_id(id), .source = id, .name = text_of(member(attributes, "name"))};
    building.height_m = std::numeric_limits<double>::quiet_NaN();
    for (const char* key : {"measuredHeight", "height", "b3_h_dak_max"}) {
        if (const double height = number_of(member(attributes, key)); std::isnan(building.height_m)) {
            building.height_m = height;
        }
    }
    if (const double storeys = number_of(member(attributes, "storeysAboveGround")); storeys > 0.0 && storeys < 300.0) {
        building.storeys = static_cast<float>(storeys);
    }
    building.use = use_of(attributes);
    building.use_source = building.use == BuildingUse::Unknown ? Provenance::Default : Provenance::Measured;
    if (const std::string why = store_model(part_.city, building, std::move(surfaces), xy_m_, lod < 1.0);
        !why.empty()) {
        throw Broken{why};
    }
    part_.city.buildings.push_back(std::move(building));
}

void Reader::land(const std::string& id, const json& object, const std::string& type, const Vertices& vertices) {
    constexpr std::array<std::pair<std::string_view, AreaKind>, 6> kKinds{{
        {"WaterBody", AreaKind::Water},
        {"PlantCover", AreaKind::Forest},
        {"LandUse", AreaKind::Other},
        {"Road", AreaKind::Square},
        {"TransportSquare", AreaKind::Square},
        {"Railway", AreaKind::Railway},
    }};
    const auto* const kind = std::ranges::find(kKinds, type, &std::pair<std::string_view, AreaKind>::first);
    if (kind == kKinds.end()) {
        ++unused_[type.empty() ? "no type" : type.substr(0, 40)];
        return;
    }
    std::vector<ModelSurface> surfaces;
    best(object, vertices, surfaces);
    City& city = part_.city;
    Area area{.id = stable_id(id), .kind = kind->second, .rings = {static_cast<std::uint32_t>(city.rings.size()), 0}};
    for (const ModelSurface& surface : surfaces) {
        constexpr double kFlat = 0.3;
        const Point3 n = surface.rings.empty() ? Point3{} : newell_normal(surface.rings.front(), xy_m_);
        if (!(n.z_m > kFlat * std::hypot(n.x_m, n.y_m, n.z_m))) {
            continue;
        }
        for (const auto& points : surface.rings) {
            city.rings.push_back(
                {{static_cast<std::uint32_t>(city.points.size()), static_cast<std::uint32_t>(points.size())},
                 &points != &surface.rings.front()});
            for (const Point3& p : points) {
                city.points.push_back({p.x_m, p.y_m});
                if (area.kind != AreaKind::Forest) { // a wood's surface is its treetops
                    part_.samples.push_back(p);
                }
            }
        }
    }
    area.rings.count = static_cast<std::uint32_t>(city.rings.size()) - area.rings.begin;
    if (area.rings.count > 0) {
        city.areas.push_back(std::move(area));
    }
}

void Reader::relief(const json& object, const Vertices& vertices) {
    std::vector<ModelSurface> surfaces;
    best(object, vertices, surfaces);
    for (const ModelSurface& surface : surfaces) {
        const auto& points = surface.rings.empty() ? std::vector<Point3>{} : surface.rings.front();
        for (std::size_t i = 1; i + 1 < points.size(); ++i) {
            part_.tin.insert(part_.tin.end(), {points[0], points[i], points[i + 1]});
        }
    }
}

void Reader::objects(const json& document, double from, double span) {
    const json& all = member(document, "CityObjects");
    if (!all.is_object()) {
        throw Broken{"the member \"CityObjects\" is missing"};
    }
    const Vertices vertices = read_vertices(document);
    document_vertices_ = &vertices;
    std::size_t seen = 0;
    for (const auto& [id, object] : all.items()) {
        if (++seen % 256 == 0) {
            if (context_.stopped()) {
                break;
            }
            context_.report(from + span * static_cast<double>(seen) / static_cast<double>(all.size()),
                            "Reading CityJSON");
        }
        const std::string type = text_of(member(object, "type"));
        try {
            const json& parents = member(object, "parents");
            const bool orphan = type == "BuildingPart" && (!parents.is_array() || parents.empty() ||
                                                           member(all, text_of(parents[0]).c_str()).is_null());
            if (type == "Building" || orphan) {
                building(all, id, object, vertices);
            } else if (type == "TINRelief") {
                relief(object, vertices);
            } else {
                land(id, object, type, vertices);
            }
            if (orphan) {
                context_.notes.info(name_, id, "a building part without a building was taken as a building",
                                    "Name its parent");
            }
        } catch (const Broken& broken) {
            context_.notes.warn(name_, id, type + " left out: " + broken.why,
                                "Correct the object in the source, as with cjval");
        }
    }
    document_vertices_ = nullptr;
    for (const std::string& id : twice_) {
        context_.notes.warn(name_, id, "this object stands in the file twice; the last is taken",
                            "Give each object its own id");
    }
}

/// Says what the file holds that gives a city nothing.
void Reader::finish() {
    for (const auto& [type, count] : unused_) {
        if (!type.starts_with("Building")) { // parts, rooms and installations came with their buildings
            context_.notes.info(name_, "type " + type, std::to_string(count) + " objects of this type are not imported",
                                "Give buildings as Building, ground as TINRelief");
        }
    }
    if (part_.city.buildings.empty() && unused_.empty() && part_.city.areas.empty() && part_.tin.empty()) {
        context_.notes.warn(name_, "CityObjects", "there is no usable city object", "Check that it is the right file");
    }
}

/// Parses, and tells which ids stand in CityObjects more than once: the parsed object would keep silent about it.
json parse(std::string_view text, std::set<std::string>& twice) {
    std::set<std::string> ids;
    bool in_objects = false;
    const json::parser_callback_t watch = [&](int depth, json::parse_event_t event, json& parsed) {
        if (event == json::parse_event_t::key) {
            const auto& key = parsed.get_ref<const std::string&>();
            if (depth == 1) {
                in_objects = key == "CityObjects";
            } else if (depth == 2 && in_objects && !ids.insert(key).second) {
                twice.insert(key);
            }
        }
        return true;
    };
    return json::parse(text, watch);
}

Result<std::string> slurp(const std::filesystem::path& file, const ReadContext& context) {
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error || size > context.options.limits.max_json_bytes) {
        return refuse(ErrorCode::LimitExceeded, file, {},
                      error ? error.message()
                            : "larger than " + std::to_string(context.options.limits.max_json_bytes >> 20U) + " MB",
                      "Split the tile, as with cjio subset");
    }
    std::string text(static_cast<std::size_t>(size), '\0');
    std::ifstream in{file, std::ios::binary};
    if (!in.read(text.data(), static_cast<std::streamsize>(size))) {
        return refuse(ErrorCode::Io, file, {}, "the file cannot be read",
                      "Check that it is there and that you may read it");
    }
    if (too_deep(text)) {
        return refuse(ErrorCode::LimitExceeded, file, {},
                      "lists nest deeper than " + std::to_string(kMaxDepth) + " levels",
                      "It is no city model; check the file");
    }
    return text;
}

void read_sequence(std::string_view text, Reader& reader, const ReadContext& context, std::size_t& line) {
    const auto total = static_cast<double>(std::max<std::size_t>(text.size(), 1));
    const std::size_t whole = text.size();
    bool first = true;
    while (!text.empty() && !context.stopped()) {
        ++line;
        const auto end = text.find('\n');
        const std::string_view row = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        if (row.find_first_not_of(" \t\r") == std::string_view::npos) {
            continue;
        }
        std::set<std::string> twice;
        const json document = parse(row, twice);
        reader.building_names(std::move(twice));
        if (first) {
            reader.header(document);
        } else if (text_of(member(document, "type")) != "CityJSONFeature") {
            throw Broken{"the type is not CityJSONFeature"};
        } else if (member(member(document, "CityObjects"), text_of(member(document, "id")).c_str()).is_null()) {
            throw Broken{"the feature's id names none of its objects"};
        }
        reader.objects(document, static_cast<double>(whole - text.size()) / total * 0.8, 0.0);
        first = false;
    }
}

} // namespace

Result<Part> read_cityjson(const std::filesystem::path& file, bool sequence, const ReadContext& context) {
    const auto text = slurp(file, context);
    if (!text) {
        return tl::make_unexpected(text.error());
    }
    Part part{.file = file};
    std::size_t line = 0;
    const auto place = [&] { return sequence ? "line " + std::to_string(line) : std::string{}; };
    try {
        Reader reader{part, context, text->size()};
        if (sequence) {
            read_sequence(*text, reader, context, line);
        } else {
            std::set<std::string> twice;
            const json document = parse(*text, twice);
            reader.building_names(std::move(twice));
            reader.header(document);
            reader.objects(document, 0.3, 0.5);
        }
        reader.finish();
    } catch (const TooMuch& limit) {
        return refuse(ErrorCode::LimitExceeded, file, limit.where, limit.why,
                      "Split the tile, as with cjio subset, or use simpler templates");
    } catch (const Broken& broken) {
        return refuse(ErrorCode::Malformed, file, place(), broken.why, "Validate it with cjval and export it again");
    } catch (const json::exception& broken) {
        std::string why = broken.what();
        why = why.substr(0, 200);
        return refuse(ErrorCode::Malformed, file, place(), "not sound JSON (" + why + ")", "Fetch or export it again");
    }
    if (context.stopped()) {
        return cancelled(file);
    }
    return part;
}

} // namespace cityloom::gis
