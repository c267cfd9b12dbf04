// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/vector_import.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <system_error>

#include <unistd.h>

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "gis/import/guard/cpl_scope.h"
#include "gis/import/guard/json_fault.h"
#include "gis/import/projection.h"
#include "gis/import/read/osm_features.h"
#include "gis/import/read/osm_street.h"
#include "gis/import/read/street_builder.h"
#include "gis/import/read/surface_model.h"

namespace cityloom::gis {

namespace {

constexpr double kSnapM = 0.05;
constexpr double kMetresPerDegree = 111'320.0;
constexpr const char* kMend = "Fetch or export it again";

/// A folder of our own that goes with us: GDAL's GML driver writes a .gfs file beside what it reads.
class TemporaryCopy {
public:
    static Result<TemporaryCopy> make(const std::filesystem::path& file) {
        std::string folder = (std::filesystem::temp_directory_path() / "cityloom-XXXXXX").string();
        if (mkdtemp(folder.data()) == nullptr) {
            return fail(ErrorCode::Io, "No temporary folder can be made. Free some space in " +
                                           std::filesystem::temp_directory_path().string() + ".");
        }
        TemporaryCopy copy{folder};
        std::error_code error;
        std::filesystem::copy_file(file, copy.folder_ / "input.gml", error);
        if (error) {
            return refuse(ErrorCode::Io, file, {}, "it cannot be copied (" + error.message() + ")", "Free some space");
        }
        return copy;
    }
    TemporaryCopy(TemporaryCopy&& other) noexcept : folder_{std::move(other.folder_)} { other.folder_.clear(); }
    TemporaryCopy& operator=(TemporaryCopy&&) = delete;
    ~TemporaryCopy() {
        if (!folder_.empty()) {
            std::error_code ignored;
            std::filesystem::remove_all(folder_, ignored);
        }
    }
    [[nodiscard]] std::filesystem::path path() const { return folder_ / "input.gml"; }

private:
    explicit TemporaryCopy(std::filesystem::path folder) : folder_{std::move(folder)} {}
    std::filesystem::path folder_;
};

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

bool holds(const std::string& text, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words, [&text](std::string_view w) { return text.find(w) != std::string::npos; });
}

/// Field names that mean one of our tags, as sources spell them (lower case).
constexpr std::array<std::pair<std::string_view, std::string_view>, 34> kAliases{{
    {"height", "height"},
    {"measured_height", "height"},
    {"measuredheight", "height"},
    {"hauteur", "height"},
    {"hoehe", "height"},
    {"building_height", "height"},
    {"bldg_height", "height"},
    {"hgt", "height"},
    {"height_m", "height"},
    {"render_height", "height"},
    {"roofheight", "height"},
    {"building_levels", "building:levels"},
    {"story_ht_", "building:levels"},
    {"storeys", "building:levels"},
    {"stories", "building:levels"},
    {"levels", "building:levels"},
    {"num_floors", "building:levels"},
    {"floors", "building:levels"},
    {"nb_etages", "building:levels"},
    {"storeysaboveground", "building:levels"},
    {"building:levels", "building:levels"},
    {"name", "name"},
    {"nom", "name"},
    {"street_name", "name"},
    {"st_name", "name"},
    {"streetname", "name"},
    {"fclass", "highway"},
    {"highway", "highway"},
    {"road_class", "highway"},
    {"lv_spd_d", "maxspeed"},
    {"speed_limit", "maxspeed"},
    {"max_speed", "maxspeed"},
    {"use", "building"},
    {"usage", "building"},
}};

enum class LayerRole : std::uint8_t { Buildings, Land, Streets, Relief, Ignored };

class Layer {
public:
    Layer(Part& part, OGRLayer& layer, bool geographic, const ReadContext& context)
        : part_{part},
          layer_{layer},
          context_{context},
          file_{part.file.filename().string()},
          name_{layer.GetName()},
          unit_m_{geographic ? kMetresPerDegree : 1.0},
          geographic_{geographic},
          streets_{part.city, geographic ? kSnapM / kMetresPerDegree : kSnapM} {
        find_fields();
    }

    /// Fails only for what ends the whole file: limits, a stop, a damaged file.
    Result<void> read(double from, double span);

private:
    void find_fields();
    void choose_land();
    Tags tags(const OGRFeature& feature, std::vector<std::string>& values) const;
    void feature(const OGRFeature& feature);
    void geometry(const OGRGeometry& geometry, const Tags& tags, const std::string& id);
    void polygon(const OGRPolygon& polygon, const Tags& tags, const std::string& id);
    void line(const OGRLineString& line, const Tags& tags, const std::string& id);
    void surfaces(const OGRGeometry& geometry, std::vector<ModelSurface>& out) const;
    void model(const OGRGeometry& geometry, const Tags& tags, const std::string& id);
    Range rings(const OGRPolygon& polygon, std::size_t& stray);
    [[nodiscard]] bool usable(const OGRPoint& p) const {
        return !geographic_ || (std::abs(p.getX()) <= 180.0 && std::abs(p.getY()) <= 90.0);
    }
    void note(const std::string& id, const std::string& reason) {
        context_.notes.warn(file_, id, reason, "Correct the object in the source and import again");
    }

    Part& part_;
    OGRLayer& layer_;
    const ReadContext& context_;
    std::string file_;
    std::string name_;
    double unit_m_;
    bool geographic_;
    StreetBuilder streets_;
    std::vector<std::pair<int, std::string>> fields_; ///< field number and the tag it stands for
    bool roads_ = false;
    bool land_ = false;
    bool relief_ = false;
    AreaKind land_kind_ = AreaKind::Other;
    std::size_t ignored_ = 0;
    std::size_t points_ = 0;
    std::size_t stray_ = 0; ///< points that cannot be degrees, though the file says degrees
};

void Layer::find_fields() {
    OGRFeatureDefn& schema = *layer_.GetLayerDefn();
    bool heights = false;
    bool traffic = false;
    for (int i = 0; i < schema.GetFieldCount(); ++i) {
        const std::string field = lower(schema.GetFieldDefn(i)->GetNameRef());
        const auto* const alias =
            std::ranges::find(kAliases, field, &std::pair<std::string_view, std::string_view>::first);
        std::string tag = alias == kAliases.end() ? field : std::string{alias->second};
        heights = heights || tag == "height" || tag == "building:levels";
        traffic = traffic || tag == "highway" || tag == "maxspeed" || tag == "lanes" || tag == "oneway";
        fields_.emplace_back(i, std::move(tag));
    }
    const std::string all = lower(name_ + " " + part_.file.stem().string());
    roads_ = traffic || holds(all, {"road", "street", "route", "rue", "strasse", "straße", "scl", "highway",
                                    "centerline", "centreline"});
    relief_ = holds(all, {"relief"});
    const bool buildings = heights || holds(all, {"build", "bldg", "footprint", "bati", "gebaeude", "house"});
    land_ =
        !buildings && holds(all, {"landcover", "landuse", "land_use", "land_cover", "park", "forest", "wood", "water",
                                  "lake", "green", "zoning", "openspace", "open_space", "areas", "district"});
    choose_land();
}

void Layer::choose_land() {
    const std::string all = lower(name_ + " " + part_.file.stem().string());
    land_kind_ = holds(all, {"park", "green", "open"})    ? AreaKind::Park
                 : holds(all, {"forest", "wood"})         ? AreaKind::Forest
                 : holds(all, {"water", "lake", "river"}) ? AreaKind::Water
                                                          : AreaKind::Other;
}

Tags Layer::tags(const OGRFeature& feature, std::vector<std::string>& values) const {
    values.clear();
    values.reserve(fields_.size()); // the tags view these: they must not move
    Tags tags;
    for (const auto& [number, tag] : fields_) {
        if (feature.IsFieldSetAndNotNull(number) == 0) {
            continue;
        }
        values.emplace_back(feature.GetFieldAsString(number));
        if (!values.back().empty()) {
            tags.add(tag, values.back());
        }
    }
    return tags;
}

Range Layer::rings(const OGRPolygon& polygon, std::size_t& stray) {
    City& city = part_.city;
    Range made{static_cast<std::uint32_t>(city.rings.size()), 0};
    for (const OGRLinearRing* line : polygon) {
        Ring ring{.points = {static_cast<std::uint32_t>(city.points.size()), 0}, .hole = made.count > 0};
        for (const OGRPoint& p : *line) {
            if (usable(p)) {
                city.points.push_back({p.getX(), p.getY()});
            } else {
                ++stray;
            }
        }
        ring.points.count = static_cast<std::uint32_t>(city.points.size()) - ring.points.begin;
        points_ += ring.points.count;
        city.rings.push_back(ring);
        ++made.count;
    }
    return made;
}

void Layer::polygon(const OGRPolygon& polygon, const Tags& tags, const std::string& id) {
    if (polygon.IsEmpty()) {
        note(id, "left out: its polygon is empty");
        return;
    }
    std::size_t stray = 0;
    const Range made = rings(polygon, stray);
    stray_ += stray;
    if (stray > 0) {
        note(id, std::to_string(stray) + " corners out of the range of degrees were dropped");
    }
    if (land_) {
        Area area{.id = stable_id(id),
                  .kind = area_from_tags(tags).value_or(land_kind_),
                  .name = std::string{tags["name"]},
                  .rings = made};
        part_.city.areas.push_back(std::move(area));
        return;
    }
    Building building = building_from_tags(tags);
    building.id = stable_id(id);
    building.source = id;
    building.rings = made;
    if (tags.has("height") && std::isnan(building.height_m)) {
        note(id, "its height '" + std::string{tags["height"]}.substr(0, 40) +
                     "' is no length; storeys or a guess are taken instead");
    }
    part_.city.buildings.push_back(std::move(building));
}

void Layer::line(const OGRLineString& line, const Tags& tags, const std::string& id) {
    if (!roads_) {
        ++ignored_;
        return;
    }
    std::vector<Point2> points;
    for (const OGRPoint& p : line) {
        if (!std::isfinite(p.getX()) || !std::isfinite(p.getY()) || !usable(p) || std::abs(p.getX()) > 1e9 ||
            std::abs(p.getY()) > 1e9) {
            note(id, "left out: a point of the street is out of range");
            return;
        }
        points.push_back({p.getX(), p.getY()});
    }
    points_ += points.size();
    Tags with_class = tags;
    if (!tags.has("highway")) {
        with_class.add("highway", "unclassified"); // a centreline file of drivable streets
    }
    Street street = street_from_tags(with_class);
    const auto own = leading_number(tags["osm_id"]);
    street.id = own && own->first > 0 ? static_cast<std::uint64_t>(own->first) : stable_id(id);
    if (!streets_.add(std::move(street), points)) {
        note(id, "left out: a street needs two points apart from each other");
    }
}

void Layer::surfaces(const OGRGeometry& geometry, std::vector<ModelSurface>& out) const {
    switch (wkbFlatten(geometry.getGeometryType())) {
    case wkbPolygon:
    case wkbTriangle: {
        ModelSurface surface;
        for (const OGRLinearRing* line : *geometry.toPolygon()) {
            auto& ring = surface.rings.emplace_back();
            for (const OGRPoint& p : *line) {
                ring.push_back({p.getX(), p.getY(), p.getZ()});
            }
            if (!ring.empty()) {
                ring.pop_back(); // the last repeats the first
            }
        }
        out.push_back(std::move(surface));
        break;
    }
    case wkbPolyhedralSurface:
    case wkbTIN:
        for (const OGRPolygon* face : *geometry.toPolyhedralSurface()) {
            surfaces(*face, out);
        }
        break;
    case wkbMultiPolygon:
    case wkbMultiSurface:
    case wkbGeometryCollection:
        for (const OGRGeometry* part : *geometry.toGeometryCollection()) {
            surfaces(*part, out);
        }
        break;
    default:
        break;
    }
}

void Layer::model(const OGRGeometry& geometry, const Tags& tags, const std::string& id) {
    std::vector<ModelSurface> found;
    surfaces(geometry, found);
    if (relief_) {
        for (const ModelSurface& face : found) {
            if (!face.rings.empty() && face.rings.front().size() == 3) {
                part_.tin.insert(part_.tin.end(), face.rings.front().begin(), face.rings.front().end());
            }
        }
        return;
    }
    Building building = building_from_tags(tags);
    building.id = stable_id(id);
    building.source = id;
    if (building.height_m < 0.0) { // CityGML's "not known" is -9999
        building.height_m = std::numeric_limits<double>::quiet_NaN();
    }
    if (const std::string why = store_model(part_.city, building, std::move(found), unit_m_, false); !why.empty()) {
        note(id, "left out: " + why);
        return;
    }
    part_.city.buildings.push_back(std::move(building));
}

void Layer::geometry(const OGRGeometry& geometry, const Tags& tags, const std::string& id) {
    switch (wkbFlatten(geometry.getGeometryType())) {
    case wkbPolygon:
        polygon(*geometry.toPolygon(), tags, id);
        break;
    case wkbLineString:
        line(*geometry.toLineString(), tags, id);
        break;
    case wkbPoint: {
        const OGRPoint& p = *geometry.toPoint();
        const double z = geometry.Is3D() != 0 ? p.getZ() : std::numeric_limits<double>::quiet_NaN();
        if (std::isfinite(z) && usable(p)) {
            part_.samples.push_back({p.getX(), p.getY(), z});
        } else {
            ++ignored_;
        }
        break;
    }
    case wkbPolyhedralSurface:
    case wkbTIN:
        model(geometry, tags, id);
        break;
    case wkbMultiPolygon:
    case wkbMultiLineString:
    case wkbMultiPoint:
    case wkbGeometryCollection: {
        const OGRGeometryCollection& parts = *geometry.toGeometryCollection();
        if (parts.getNumGeometries() == 0) {
            note(id, "left out: its geometry is empty");
        }
        int k = 0;
        for (const OGRGeometry* part : parts) {
            this->geometry(*part, tags, k == 0 ? id : id + "/" + std::to_string(k));
            ++k;
        }
        break;
    }
    case wkbMultiSurface:
        model(geometry, tags, id);
        break;
    default:
        ++ignored_;
        break;
    }
}

void Layer::feature(const OGRFeature& feature) {
    const std::string id = name_ + "/" + std::to_string(feature.GetFID());
    const OGRGeometry* shape = feature.GetGeometryRef();
    if (shape == nullptr || shape->IsEmpty() != 0) {
        note(id, "left out: it has no geometry");
        return;
    }
    std::vector<std::string> values;
    geometry(*shape, tags(feature, values), id);
}

Result<void> Layer::read(double from, double span) {
    const double expected = std::max(1.0, static_cast<double>(layer_.GetFeatureCount(FALSE)));
    std::uint64_t seen = 0;
    CplScope::reset();
    for (const OGRFeatureUniquePtr& one : layer_) {
        if (seen % 256 == 0) {
            if (context_.stopped()) {
                return cancelled(part_.file);
            }
            context_.report(from + span * std::min(1.0, static_cast<double>(seen) / expected), "Reading " + name_);
        }
        ++seen;
        if (seen > context_.options.limits.max_features || points_ > context_.options.limits.max_points) {
            return refuse(ErrorCode::LimitExceeded, part_.file, "layer " + name_,
                          "more objects than one import may bring", "Cut out the city, as with ogr2ogr -spat");
        }
        feature(*one);
    }
    // A truncated file ends the loop like a whole one: only GDAL's error state tells them apart.
    if (CplScope::failed()) {
        return refuse(ErrorCode::Malformed, part_.file, "layer " + name_ + ", after object " + std::to_string(seen),
                      "the file is damaged or cut off (" + CplScope::message() + ")", kMend);
    }
    if (stray_ > points_) {
        return refuse(ErrorCode::Malformed, part_.file, "layer " + name_ + ", coordinates",
                      "the file says degrees, but its coordinates are none",
                      "Write the true CRS into the file, as with ogr2ogr -a_srs");
    }
    if (ignored_ > 0) {
        context_.notes.info(file_, "layer " + name_,
                            std::to_string(ignored_) +
                                " points or lines are neither streets nor ground heights and were left out",
                            "Name the layer after what it holds, as streets");
    }
    return {};
}

std::string layer_crs(const OGRLayer& layer) {
    const OGRSpatialReference* srs = const_cast<OGRLayer&>(layer).GetSpatialRef();
    char* wkt = nullptr;
    if (srs == nullptr || srs->exportToWkt(&wkt) != OGRERR_NONE) {
        CPLFree(wkt);
        return {};
    }
    std::string text = wkt;
    CPLFree(wkt);
    return text;
}

} // namespace

Result<Part> read_vector(const std::filesystem::path& file, const std::string& driver, const ReadContext& context) {
    const CplScope cpl;
    std::optional<TemporaryCopy> copy;
    if (driver == "GML") {
        auto made = TemporaryCopy::make(file);
        if (!made) {
            return tl::make_unexpected(made.error());
        }
        copy.emplace(std::move(*made));
    }
    const std::string path = copy ? copy->path().string() : file.string();
    const std::array<const char*, 2> drivers{driver.c_str(), nullptr};
    const GDALDatasetUniquePtr dataset{GDALDataset::Open(
        path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, drivers.data(), nullptr, nullptr)};
    if (!dataset && driver == "GeoJSON") {
        return refuse(ErrorCode::Malformed, file, json_fault(file), "not sound GeoJSON (" + CplScope::message() + ")",
                      kMend);
    }
    // GDAL's GML reader opens what it has refused to read on: an entity bomb, or nesting without end.
    if (!dataset || CplScope::failed()) {
        return refuse(ErrorCode::Malformed, file, "header",
                      "not a readable " + driver + " file (" + CplScope::message() + ")", kMend);
    }
    const int layers = dataset->GetLayerCount();
    if (layers == 0) {
        return refuse(ErrorCode::Malformed, file, "layers", "there is no layer in it", kMend);
    }
    Part part{.file = file};
    for (int i = 0; i < layers; ++i) {
        OGRLayer& layer = *dataset->GetLayer(i);
        if (wkbFlatten(layer.GetGeomType()) == wkbNone) {
            continue;
        }
        std::string crs = layer_crs(layer);
        if (crs.empty()) {
            crs = context.options.crs;
        }
        if (!part.crs.empty() && !crs.empty() && part.crs != crs) {
            return refuse(ErrorCode::Unsupported, file, "layer " + std::string{layer.GetName()},
                          "its CRS differs from the first layer's", "Give each layer as a file of its own");
        }
        part.crs = part.crs.empty() ? crs : part.crs;
        const auto known = describe_crs(part.crs);
        Layer reader{part, layer, known && known->geographic, context};
        if (auto done = reader.read(0.8 * i / layers, 0.8 / layers); !done) {
            return tl::make_unexpected(done.error());
        }
    }
    part.city.attributions.push_back("Source: " + file.filename().string());
    return part;
}

} // namespace cityloom::gis
