// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/project/geopackage.h"

#include <algorithm>
#include <cstring>

namespace cityloom::scenarios {

namespace {

constexpr int kOwnSrs = 100'000; // for a city without an EPSG code; the standard leaves the number to us

constexpr const char* kSchema = R"sql(
PRAGMA application_id=1196444487;
PRAGMA user_version=10300;
CREATE TABLE gpkg_spatial_ref_sys(srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system');
INSERT INTO gpkg_spatial_ref_sys VALUES('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system');
INSERT INTO gpkg_spatial_ref_sys VALUES('WGS 84 geodetic', 4326, 'EPSG', 4326,
  'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]',
  'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');
CREATE TABLE gpkg_contents(table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns(table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name), CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_extensions(table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
)sql";

// The standard's own triggers, word for word but for the names: QGIS needs them when it edits. Ours never run them.
constexpr const char* kTree = R"sql(
CREATE VIRTUAL TABLE "rtree_@T_geom" USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO gpkg_extensions VALUES('@T', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE TRIGGER "rtree_@T_geom_insert" AFTER INSERT ON "@T" WHEN (new."geom" NOT NULL AND NOT ST_IsEmpty(NEW."geom")) BEGIN
 INSERT OR REPLACE INTO "rtree_@T_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_@T_geom_update1" AFTER UPDATE OF "geom" ON "@T" WHEN OLD."fid" = NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom")) BEGIN
 INSERT OR REPLACE INTO "rtree_@T_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_@T_geom_update2" AFTER UPDATE OF "geom" ON "@T" WHEN OLD."fid" = NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom")) BEGIN
 DELETE FROM "rtree_@T_geom" WHERE id = OLD."fid"; END;
CREATE TRIGGER "rtree_@T_geom_update3" AFTER UPDATE ON "@T" WHEN OLD."fid" != NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom")) BEGIN
 DELETE FROM "rtree_@T_geom" WHERE id = OLD."fid";
 INSERT OR REPLACE INTO "rtree_@T_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_@T_geom_update4" AFTER UPDATE ON "@T" WHEN OLD."fid" != NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom")) BEGIN
 DELETE FROM "rtree_@T_geom" WHERE id IN (OLD."fid", NEW."fid"); END;
CREATE TRIGGER "rtree_@T_geom_delete" AFTER DELETE ON "@T" WHEN old."geom" NOT NULL BEGIN
 DELETE FROM "rtree_@T_geom" WHERE id = OLD."fid"; END;
)sql";

std::string with_table(std::string sql, const std::string& table) {
    for (auto at = sql.find("@T"); at != std::string::npos; at = sql.find("@T", at)) {
        sql.replace(at, 2, table);
    }
    return sql;
}

constexpr std::uint32_t kWkbPoint = 1;
constexpr std::uint32_t kWkbLine = 2;
constexpr std::uint32_t kWkbPolygon = 3;
constexpr std::uint32_t kWkbMultiPolygon = 6;
constexpr std::uint8_t kLittleEndian = 1;

} // namespace

template <typename T> void GeometryBlob::raw(const T& value) {
    wkb_.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void GeometryBlob::begin() {
    wkb_.clear();
    low_ = {1e300, 1e300};
    high_ = {-1e300, -1e300};
    raw(kLittleEndian);
}

void GeometryBlob::put(Point2 p) {
    p = p + origin_;
    low_ = {std::min(low_.x_m, p.x_m), std::min(low_.y_m, p.y_m)};
    high_ = {std::max(high_.x_m, p.x_m), std::max(high_.y_m, p.y_m)};
    raw(p.x_m);
    raw(p.y_m);
}

void GeometryBlob::point(Point2 at) {
    begin();
    raw(kWkbPoint);
    put(at);
}

void GeometryBlob::line(std::span<const Point2> points) {
    begin();
    raw(kWkbLine);
    raw(static_cast<std::uint32_t>(points.size()));
    for (const Point2& p : points) {
        put(p);
    }
}

void GeometryBlob::put_ring(std::span<const Point2> ring) {
    raw(static_cast<std::uint32_t>(ring.size() + 1));
    for (const Point2& p : ring) {
        put(p);
    }
    put(ring.front()); // WKB repeats the first point, City does not
}

void GeometryBlob::polygons(const gis::City& city, Range rings) {
    begin();
    raw(kWkbMultiPolygon);
    std::vector<Range> parts;
    for (std::uint32_t r = rings.begin; r < rings.end(); ++r) {
        if (city.rings[r].points.count < 3) {
            continue;
        }
        if (!city.rings[r].hole || parts.empty()) {
            parts.push_back({r, 0});
        }
        parts.back().count = r + 1 - parts.back().begin;
    }
    raw(static_cast<std::uint32_t>(parts.size()));
    for (const Range& part : parts) {
        raw(kLittleEndian);
        raw(kWkbPolygon);
        std::uint32_t count = 0;
        for (std::uint32_t r = part.begin; r < part.end(); ++r) {
            count += city.rings[r].points.count >= 3 ? 1U : 0U;
        }
        raw(count);
        for (std::uint32_t r = part.begin; r < part.end(); ++r) {
            const Range points = city.rings[r].points;
            if (points.count >= 3) {
                put_ring(std::span{city.points}.subspan(points.begin, points.count));
            }
        }
    }
}

std::string GeometryBlob::bytes() const {
    constexpr char kFlags = 0x03; // little-endian, envelope of four doubles
    std::string blob{"GP"};
    blob += '\0';
    blob += kFlags;
    const auto append = [&blob](const auto& value) {
        blob.append(reinterpret_cast<const char*>(&value), sizeof value);
    };
    append(static_cast<std::int32_t>(srs_id_));
    append(low_.x_m);
    append(high_.x_m);
    append(low_.y_m);
    append(high_.y_m);
    return blob + wkb_;
}

int srs_id_of(const gis::GeoReference& place) noexcept {
    return place.epsg > 0 ? place.epsg : kOwnSrs;
}

Result<void> make_geopackage(const Database& db, const gis::GeoReference& place) {
    if (auto made = db.execute(kSchema); !made) {
        return made;
    }
    auto row = db.prepare("INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES(?, ?, ?, ?, ?, ?)");
    if (!row) {
        return tl::make_unexpected(row.error());
    }
    const bool known = place.epsg > 0;
    const std::string name = known ? "EPSG:" + std::to_string(place.epsg) : "Local system of the city";
    const std::string wkt = !place.wkt.empty() ? place.wkt : R"(LOCAL_CS["Local system of the city",UNIT["metre",1]])";
    row->bind(name).bind(std::int64_t{srs_id_of(place)}).bind(std::string_view{known ? "EPSG" : "Cityloom"});
    row->bind(std::int64_t{srs_id_of(place)})
        .bind(std::string_view{wkt})
        .bind(std::string_view{"the project's coordinate reference system"});
    return row->run();
}

Result<void> drop_layer(const Database& db, const std::string& table) {
    return db.execute(with_table("DROP TABLE IF EXISTS \"rtree_@T_geom\"; DROP TABLE IF EXISTS \"@T\";"
                                 "DELETE FROM gpkg_extensions WHERE table_name = '@T';"
                                 "DELETE FROM gpkg_geometry_columns WHERE table_name = '@T';"
                                 "DELETE FROM gpkg_contents WHERE table_name = '@T';",
                                 table));
}

Result<LayerWriter> LayerWriter::create(const Database& db, std::string table, std::string geometry,
                                        const std::vector<Column>& columns, const gis::GeoReference& place) {
    std::string sql = "CREATE TABLE \"" + table + "\"(fid INTEGER PRIMARY KEY, geom " + geometry;
    std::string insert = "INSERT INTO \"" + table + "\" VALUES(?, ?";
    for (const Column& column : columns) {
        sql += ", \"" + column.name + "\" " + column.type;
        insert += ", ?";
    }
    sql += ");";
    const std::string srs = std::to_string(srs_id_of(place));
    sql += "INSERT INTO gpkg_contents(table_name, data_type, identifier, srs_id) VALUES('" + table +
           "', 'features', '" + table + "', " + srs + ");";
    sql += "INSERT INTO gpkg_geometry_columns VALUES('" + table + "', 'geom', '" + geometry + "', " + srs + ", 0, 0);";
    sql += with_table(kTree, table);
    if (auto made = db.execute(sql); !made) {
        return tl::make_unexpected(made.error());
    }
    auto rows = db.prepare(insert + ")");
    if (!rows) {
        return tl::make_unexpected(rows.error());
    }
    auto tree = db.prepare("INSERT INTO \"rtree_" + table + "_geom\" VALUES(?, ?, ?, ?, ?)");
    if (!tree) {
        return tl::make_unexpected(tree.error());
    }
    return LayerWriter{db, std::move(table), std::move(*rows), std::move(*tree)};
}

Statement& LayerWriter::feature(const GeometryBlob& geometry) {
    ++count_;
    box_low_ = geometry.low();
    box_high_ = geometry.high();
    return rows_.bind(count_).bind_blob(geometry.bytes());
}

Result<void> LayerWriter::run() {
    if (auto done = rows_.run(); !done) {
        return done;
    }
    if (box_low_.x_m > box_high_.x_m) {
        return {}; // an empty geometry stands in no tree
    }
    low_ = {std::min(low_.x_m, box_low_.x_m), std::min(low_.y_m, box_low_.y_m)};
    high_ = {std::max(high_.x_m, box_high_.x_m), std::max(high_.y_m, box_high_.y_m)};
    return tree_.bind(count_).bind(box_low_.x_m).bind(box_high_.x_m).bind(box_low_.y_m).bind(box_high_.y_m).run();
}

Result<void> LayerWriter::finish() {
    if (low_.x_m > high_.x_m) {
        return {};
    }
    auto row = db_->prepare("UPDATE gpkg_contents SET min_x=?, min_y=?, max_x=?, max_y=? WHERE table_name=?");
    if (!row) {
        return tl::make_unexpected(row.error());
    }
    return row->bind(low_.x_m).bind(low_.y_m).bind(high_.x_m).bind(high_.y_m).bind(std::string_view{table_}).run();
}

} // namespace cityloom::scenarios
