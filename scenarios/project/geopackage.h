// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gis/city/city.h"
#include "scenarios/project/sqlite.h"
#include "sim/core/geometry.h"

namespace cityloom::scenarios {

/// Builds GeoPackage geometry blobs (standard header with envelope, then WKB) in coordinates of the project CRS.
class GeometryBlob {
public:
    GeometryBlob(int srs_id, Point2 origin) : srs_id_{srs_id}, origin_{origin} {}
    void point(Point2 at);
    void line(std::span<const Point2> points);
    /// Polygons of a City: rings in order, each outer one followed by its holes.
    void polygons(const gis::City& city, Range rings);

    [[nodiscard]] std::string bytes() const;
    [[nodiscard]] Point2 low() const { return low_; }
    [[nodiscard]] Point2 high() const { return high_; }

private:
    void begin();
    void put_ring(std::span<const Point2> ring);
    void put(Point2 p);
    template <typename T> void raw(const T& value);

    int srs_id_;
    Point2 origin_;
    Point2 low_;
    Point2 high_;
    std::string wkb_;
};

struct Column {
    std::string name;
    std::string type; ///< of SQLite and GeoPackage: INTEGER, REAL, TEXT
};

/// A feature layer being written: its table, its R-tree and their metadata.
class LayerWriter {
public:
    /// \param geometry POINT, LINESTRING or MULTIPOLYGON
    [[nodiscard]] static Result<LayerWriter> create(const Database& db, std::string table, std::string geometry,
                                                    const std::vector<Column>& columns, const gis::GeoReference& place);
    /// Begins a feature: bind the columns in order, then run().
    Statement& feature(const GeometryBlob& geometry);
    [[nodiscard]] Result<void> run();
    [[nodiscard]] Result<void> finish();

private:
    LayerWriter(const Database& db, std::string table, Statement rows, Statement tree)
        : db_{&db}, table_{std::move(table)}, rows_{std::move(rows)}, tree_{std::move(tree)} {}

    const Database* db_;
    std::string table_;
    Statement rows_;
    Statement tree_;
    std::int64_t count_ = 0;
    Point2 low_{1e300, 1e300};
    Point2 high_{-1e300, -1e300};
    Point2 box_low_;
    Point2 box_high_;
};

/// The tables that make a file a GeoPackage 1.3, with the project CRS in gpkg_spatial_ref_sys.
[[nodiscard]] Result<void> make_geopackage(const Database& db, const gis::GeoReference& place);

/// Removes a layer with its R-tree and metadata, if it is there.
[[nodiscard]] Result<void> drop_layer(const Database& db, const std::string& table);

/// gpkg_spatial_ref_sys.srs_id of the project CRS: its EPSG code, or one of ours.
[[nodiscard]] int srs_id_of(const gis::GeoReference& place) noexcept;

} // namespace cityloom::scenarios
