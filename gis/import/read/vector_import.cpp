// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/vector_import.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <system_error>

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "gis/import/china_shift.h"
#include "gis/import/cut.h"
#include "gis/import/guard/cpl_scope.h"
#include "gis/import/guard/json_fault.h"
#include "gis/import/guard/temporary_copy.h"
#include "gis/import/guard/text.h"
#include "gis/import/projection.h"
#include "gis/import/read/columns.h"
#include "gis/import/read/layer_schema.h"
#include "gis/import/read/osm_features.h"
#include "gis/import/read/osm_shape.h"
#include "gis/import/read/osm_street.h"
#include "gis/import/read/street_builder.h"
#include "gis/import/read/surface_model.h"

namespace cityloom::gis {

namespace {

constexpr double kSnapM = 0.05;
/// Of an arc, a chord: it leaves the arc by 0.015 % of the radius at most, 15 cm at 1 km.
constexpr double kChordDeg = 2.0;
constexpr double kMetresPerDegree = 111'320.0;
constexpr const char* kMend = "Fetch or export it again";

class Layer {
public:
    Layer(Part& part, OGRLayer& layer, bool geographic, StreetBuilder& streets, const ReadContext& context)
        : part_{part},
          layer_{layer},
          context_{context},
          file_{part.file.filename().string()},
          name_{utf8_text(layer.GetName())},
          unit_m_{geographic ? kMetresPerDegree : 1.0},
          geographic_{geographic},
          streets_{streets},
          schema_{layer, part.file.stem().string(), context.options} {}

    /// Fails only for what ends the whole file: limits, a stop, a damaged file.
    Result<void> read(double from, double span);

private:
    void say_what_was_left_out() const;
    void say_unread_columns() const;
    [[nodiscard]] Thing thing_of_polygon(const Tags& tags) const;
    void building(Range rings, const Tags& tags, const std::string& id);
    void asset(const Tags& tags, Point2 at, const std::string& id);
    void other_line(const OGRLineString& line, const Tags& tags, const std::string& id);
    void feature(const OGRFeature& feature);
    void geometry(const OGRGeometry& geometry, const Tags& tags, const std::string& id);
    void polygon(const OGRPolygon& polygon, const Tags& tags, const std::string& id);
    void line(const OGRLineString& line, const Tags& tags, const std::string& id);
    void surfaces(const OGRGeometry& geometry, std::vector<ModelSurface>& out) const;
    void model(const OGRGeometry& geometry, const Tags& tags, const std::string& id);
    /// Whether polygons are the faces of a building's model: one of them at least stands up.
    [[nodiscard]] bool is_model(const OGRGeometry& geometry, const Tags& tags) const;
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
    StreetBuilder& streets_; ///< of all layers of the file: one network
    LayerSchema schema_;
    std::size_t unknown_ = 0; ///< polygons that nothing says what they are
    std::size_t unused_ = 0;  ///< of a kind that a city of ours has not
    std::size_t guessed_ = 0; ///< buildings without a height
    std::size_t ignored_ = 0;
    std::size_t points_ = 0;
    std::size_t stray_ = 0; ///< points that cannot be degrees, though the file says degrees
};

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
    const Thing thing = thing_of_polygon(tags);
    const auto asset_at = [&] {
        const Range points = part_.city.rings[made.begin].points;
        Point2 sum;
        for (std::uint32_t p = points.begin; p < points.end(); ++p) {
            sum = sum + part_.city.points[p];
        }
        if (points.count > 0) {
            asset(tags, (1.0 / static_cast<double>(points.count)) * sum, id);
        }
    };
    switch (thing) {
    case Thing::Building:
        building(made, tags, id);
        asset_at();
        return;
    case Thing::Area:
        part_.city.areas.push_back({.id = stable_id(id),
                                    .kind = area_from_tags(tags).value_or(schema_.land()),
                                    .name = std::string{tags["name"]},
                                    .rings = made});
        asset_at();
        return;
    case Thing::District: {
        part_.city.districts.push_back({.id = stable_id(id),
                                        .name = std::string{tags["name"]},
                                        .rings = made,
                                        .source = Provenance::Measured,
                                        .people = people_of(tags)});
        return;
    }
    case Thing::BuildingPart:
        if (stands(tags)) {
            keep_shape(tags, {.source = id, .rings = made, .part = true}, part_.shapes);
        }
        return;
    case Thing::Unknown:
        ++unknown_;
        return;
    default:
        ++unused_;
        asset_at();
        return;
    }
}

Thing Layer::thing_of_polygon(const Tags& tags) const {
    const LayerKind kind = schema_.kind();
    const Thing by_kind = kind == LayerKind::Buildings                               ? Thing::Building
                          : kind == LayerKind::Areas                                 ? Thing::Area
                          : kind == LayerKind::Districts                             ? Thing::District
                          : kind == LayerKind::Ignored || kind == LayerKind::Streets ? Thing::Unused
                                                                                     : Thing::Unknown;
    // A table with OpenStreetMap's own column says of each what it is; in any other the whole layer is of one kind.
    if (schema_.said() || (kind == LayerKind::Buildings && !schema_.has("building"))) {
        return by_kind;
    }
    const Thing by_tags = polygon_by_tags(tags);
    return by_tags == Thing::Unknown ? by_kind : by_tags;
}

void Layer::building(Range rings, const Tags& tags, const std::string& id) {
    if (!stands(tags)) {
        context_.notes.info(file_, id, "a building that does not stand, or not above the ground, was left out",
                            "Correct its columns if it does");
        return;
    }
    Tags own = tags;
    const std::string use = use_in(tags["use"]);
    if (!tags.has("building") && !use.empty()) {
        own.add("building", use);
    }
    Building building = building_from_tags(own);
    building.id = stable_id(id);
    building.source = id;
    building.rings = rings;
    if (tags.has("height") && std::isnan(building.height_m)) {
        note(id, "its height '" + std::string{tags["height"]}.substr(0, 40) +
                     "' is no length; storeys or a guess are taken instead");
    }
    keep_shape(own, {.building = building.id, .source = id, .rings = rings, .part = is_building_part(own)},
               part_.shapes);
    guessed_ += std::isnan(building.height_m) && building.storeys <= 0.0F ? 1U : 0U;
    part_.city.buildings.push_back(std::move(building));
}

void Layer::asset(const Tags& tags, Point2 at, const std::string& id) {
    if (auto found = asset_from_tags(tags)) {
        found->id = stable_id(id);
        found->at = at;
        part_.city.assets.push_back(std::move(*found));
    }
}

void Layer::other_line(const OGRLineString& line, const Tags& tags, const std::string& id) {
    City& city = part_.city;
    Line made = line_from_tags(tags).value_or(Line{});
    made.id = stable_id(id);
    made.points.begin = static_cast<std::uint32_t>(city.points.size());
    for (const OGRPoint& p : line) {
        if (usable(p)) {
            city.points.push_back({p.getX(), p.getY()});
        }
    }
    made.points.count = static_cast<std::uint32_t>(city.points.size()) - made.points.begin;
    points_ += made.points.count;
    if (made.points.count < 2) {
        city.points.resize(made.points.begin);
        return;
    }
    city.lines.push_back(std::move(made));
}

void Layer::line(const OGRLineString& line, const Tags& tags, const std::string& id) {
    const Thing thing = line_by_tags(tags);
    if (thing == Thing::Line && schema_.kind() != LayerKind::Ignored) {
        other_line(line, tags, id);
        return;
    }
    // A table with OpenStreetMap's own column says which of its lines are streets.
    const bool drives = schema_.said()
                            ? schema_.kind() == LayerKind::Streets
                            : thing == Thing::Street || (thing == Thing::Unknown && !schema_.has("highway") &&
                                                         schema_.kind() == LayerKind::Streets);
    if (!drives) {
        ++(thing == Thing::Unknown ? ignored_ : unused_);
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
    if (schema_.relief()) {
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

bool Layer::is_model(const OGRGeometry& geometry, const Tags& tags) const {
    if (geometry.Is3D() == 0 || thing_of_polygon(tags) != Thing::Building) {
        return false;
    }
    std::vector<ModelSurface> faces;
    surfaces(geometry, faces);
    return std::ranges::any_of(faces, [this](const ModelSurface& face) {
        if (face.rings.empty() || face.rings.front().size() < 3) {
            return false;
        }
        const Point3 n = newell_normal(face.rings.front(), unit_m_);
        const double flat = std::hypot(n.x_m, n.y_m);
        return flat > 0.1 * std::abs(n.z_m) && flat > 0.1; // steeper than 6 degrees, and no sliver
    });
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
        if (asset_from_tags(tags)) {
            if (usable(p)) {
                asset(tags, {p.getX(), p.getY()}, id);
            }
            break;
        }
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
        if (is_model(geometry, tags)) {
            model(geometry, tags, id);
            break;
        }
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
    const Tags tags = schema_.tags(feature, values);
    if (shape->hasCurveGeometry() == 0) {
        geometry(*shape, tags, id);
        return;
    }
    // Arcs become chords; a MultiSurface or CurvePolygon of straight sides becomes what it is without the name.
    const std::unique_ptr<OGRGeometry> straight{shape->getLinearGeometry(kChordDeg)};
    if (!straight || straight->IsEmpty() != 0) {
        note(id, "left out: its curves cannot be read");
        return;
    }
    geometry(*straight, tags, id);
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
    say_what_was_left_out();
    say_unread_columns();
    return {};
}

void Layer::say_what_was_left_out() const {
    const std::string layer = "layer " + name_;
    if (unknown_ > 0) {
        context_.notes.warn(file_, layer,
                            std::to_string(unknown_) +
                                " polygons of unknown kind were left out: neither tags nor names say what they are",
                            "Say it, as --as " + name_ + "=buildings (or streets, areas, districts, ignore)");
    }
    if (ignored_ > 0) {
        context_.notes.info(file_, layer,
                            std::to_string(ignored_) +
                                " points or lines are neither streets nor ground heights and were left out",
                            "Say what they are, as --as " + name_ + "=streets");
    }
    if (unused_ > 0) {
        context_.notes.info(file_, layer, std::to_string(unused_) + " things of a kind that is not used were left out",
                            "Nothing needs to be done");
    }
}

void Layer::say_unread_columns() const {
    if (guessed_ == 0 || schema_.unread().empty()) {
        return;
    }
    std::string names;
    for (const std::string& column : schema_.unread()) {
        if (names.size() < 300) {
            names += (names.empty() ? "" : ", ") + column;
        }
    }
    std::string guess = closest_column("height", schema_.unread());
    const bool storeys = guess.empty();
    guess = storeys ? closest_column("building:levels", schema_.unread()) : guess;
    context_.notes.info(
        file_, "layer " + name_,
        std::to_string(guessed_) + " buildings have no height that was read; columns not read: " + names,
        guess.empty() ? "If one of them is a height, say so, as --map height=COLUMN"
                      : "Perhaps --map " + std::string{storeys ? "building:levels" : "height"} + "=" + guess);
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

/// Has the layer give only what its driver knows to reach into the bounds, a little widened.
Result<void> look_within(OGRLayer& layer, const std::string& crs, const ImportCut& cut) {
    const auto bounds = bounds_of(cut);
    if (!bounds) {
        return tl::make_unexpected(bounds.error());
    }
    const auto projector = Projector::make("EPSG:4326", crs.empty() ? "EPSG:4326" : crs);
    if (bounds->empty() || !projector) {
        return {};
    }
    constexpr double kMarginDeg = 0.02; // 2 km: also what China's datums move
    Point2 low{1e300, 1e300};
    Point2 high{-1e300, -1e300};
    for (const Polygon& polygon : *bounds) {
        for (const Point2 corner : polygon.rings.front()) {
            for (const Point2 off : {Point2{-kMarginDeg, -kMarginDeg}, Point2{kMarginDeg, -kMarginDeg},
                                     Point2{kMarginDeg, kMarginDeg}, Point2{-kMarginDeg, kMarginDeg}}) {
                const Point2 p = projector->apply(corner + off);
                if (!std::isfinite(p.x_m) || !std::isfinite(p.y_m)) {
                    return {}; // beyond the projection: all is read, and cut afterwards
                }
                low = {std::min(low.x_m, p.x_m), std::min(low.y_m, p.y_m)};
                high = {std::max(high.x_m, p.x_m), std::max(high.y_m, p.y_m)};
            }
        }
    }
    layer.SetSpatialFilterRect(low.x_m, low.y_m, high.x_m, high.y_m);
    return {};
}

/// An option of GDAL's for this thread, as long as we are here.
class ConfigOption {
public:
    ConfigOption(const char* name, const char* value) : name_{name} { CPLSetThreadLocalConfigOption(name, value); }
    ConfigOption(const ConfigOption&) = delete;
    ConfigOption& operator=(const ConfigOption&) = delete;
    ~ConfigOption() { CPLSetThreadLocalConfigOption(name_, nullptr); }

private:
    const char* name_;
};

/// A view is somebody's program: it may never end.
bool is_view(GDALDataset& dataset, const std::string& name) {
    std::string text;
    for (const char c : name) {
        text += c == '\'' ? "''" : std::string(1, c);
    }
    const std::string sql = "SELECT name FROM sqlite_master WHERE type='view' AND name='" + text + "'";
    OGRLayer* found = dataset.ExecuteSQL(sql.c_str(), nullptr, "SQLITE");
    const bool view = found != nullptr && found->GetFeatureCount() > 0;
    if (found != nullptr) {
        dataset.ReleaseResultSet(found);
    }
    CplScope::reset();
    return view;
}

bool is_project_of_ours(GDALDataset& dataset) {
    OGRLayer* found =
        dataset.ExecuteSQL("SELECT name FROM sqlite_master WHERE name='cityloom_project'", nullptr, "SQLITE");
    const bool ours = found != nullptr && found->GetFeatureCount() > 0;
    if (found != nullptr) {
        dataset.ReleaseResultSet(found);
    }
    CplScope::reset();
    return ours;
}

} // namespace

Result<Part> read_vector(const std::filesystem::path& file, const std::string& driver, const ReadContext& context) {
    const CplScope cpl;
    std::optional<TemporaryCopy> copy;
    const bool shapes = driver == "ESRI Shapefile";
    const bool no_index = shapes && sibling(file, ".shx").empty();
    if (driver == "GML" || no_index) {
        auto made = TemporaryCopy::make(file, {".dbf", ".prj", ".cpg"});
        if (!made) {
            return tl::make_unexpected(made.error());
        }
        copy.emplace(std::move(*made));
    }
    const std::string name = file.filename().string();
    if (no_index) {
        context.notes.info(name, "index", "its .shx is missing and was made again from the .shp",
                           "Copy all files of the Shapefile together");
    }
    if (shapes && sibling(file, ".dbf").empty()) {
        context.notes.warn(name, "table", "its .dbf is missing: names, heights and uses are not known",
                           "Copy all files of the Shapefile together");
    }
    const ConfigOption restore{"SHAPE_RESTORE_SHX", no_index ? "YES" : "NO"};
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
    if (driver == "GPKG" && is_project_of_ours(*dataset)) {
        return refuse(ErrorCode::Unsupported, file, "cityloom_project", "this is a project of Cityloom, not city data",
                      "Open it, or import the files that it was made of");
    }
    const int layers = dataset->GetLayerCount();
    if (layers == 0) {
        return refuse(ErrorCode::Malformed, file, "layers", "there is no layer in it", kMend);
    }
    Part part{.file = file};
    std::optional<StreetBuilder> streets;
    for (int i = 0; i < layers; ++i) {
        OGRLayer& layer = *dataset->GetLayer(i);
        if (wkbFlatten(layer.GetGeomType()) == wkbNone) {
            continue;
        }
        if (driver == "GPKG" && is_view(*dataset, layer.GetName())) {
            return refuse(ErrorCode::Unsupported, file, "layer " + std::string{layer.GetName()},
                          "the layer is a view, and views of other people's files are not run",
                          "Save it as a table, and import that file");
        }
        part.layers.push_back(utf8_text(layer.GetName()));
        if (!wants_layer(context.options.cut, part.layers.back(), file.stem().string())) {
            continue;
        }
        std::string crs = layer_crs(layer);
        if (crs.empty()) {
            crs = china_datum(context.options.crs) ? "EPSG:4326" : context.options.crs;
        }
        if (!part.crs.empty() && !crs.empty() && part.crs != crs) {
            return refuse(ErrorCode::Unsupported, file, "layer " + std::string{layer.GetName()},
                          "its CRS differs from the first layer's", "Give each layer as a file of its own");
        }
        part.crs = part.crs.empty() ? crs : part.crs;
        const auto known = describe_crs(part.crs);
        const bool geographic = known && known->geographic;
        if (!streets) {
            streets.emplace(part.city, geographic ? kSnapM / kMetresPerDegree : kSnapM);
        }
        if (auto bounded = look_within(layer, part.crs, context.options.cut); !bounded) {
            return tl::make_unexpected(bounded.error());
        }
        Layer reader{part, layer, geographic, *streets, context};
        if (auto done = reader.read(0.8 * i / layers, 0.8 / layers); !done) {
            return tl::make_unexpected(done.error());
        }
    }
    part.city.attributions.push_back("Source: " + file.filename().string());
    return part;
}

} // namespace cityloom::gis
