// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/project/layers.h"

#include <array>
#include <functional>

#include "scenarios/project/geopackage.h"
#include "scenarios/project/kind_layers.h"

namespace cityloom::scenarios {

namespace {

using namespace gis;

constexpr std::array<std::string_view, 3> kHeightSource{"measured", "from storeys", "guessed"};
constexpr std::array<std::string_view, 12> kUse{"unknown", "housing",  "office",    "retail", "industry", "public",
                                                "school",  "hospital", "religious", "garage", "hotel",    "utility"};
constexpr std::array<std::string_view, 18> kClass{
    "motorway",    "trunk",         "primary", "secondary", "tertiary",     "unclassified",
    "residential", "living_street", "service", "track",     "pedestrian",   "footway",
    "cycleway",    "path",          "steps",   "busway",    "construction", "other"};
constexpr std::array<std::string_view, 18> kArea{
    "water",   "park",     "forest", "grass",    "farmland", "residential", "commercial", "retail", "industrial",
    "parking", "cemetery", "school", "hospital", "pitch",    "square",      "railway",    "sand",   "other"};
constexpr std::array<std::string_view, 18> kAsset{
    "substation",     "transformer", "power plant",     "power tower",         "waterworks",       "water tower",
    "reservoir",      "well",        "pumping station", "communications mast", "hospital",         "fire station",
    "police station", "school",      "data centre",     "fuel station",        "charging station", "sewage works"};
constexpr std::array<std::string_view, 5> kControl{"priority", "right before left", "all-way stop", "signals",
                                                   "dead end"};

template <typename Enum, std::size_t N>
std::string_view word(Enum value, const std::array<std::string_view, N>& words) {
    const auto index = static_cast<std::size_t>(value);
    return index < N ? words.at(index) : std::string_view{"unknown"};
}

std::int64_t whole(std::uint64_t id) {
    return static_cast<std::int64_t>(id);
} // SQLite has no unsigned; QGIS shows it so
std::int64_t flag(bool value) {
    return value ? 1 : 0;
}

/// Writes one layer: `fill` sets the geometry and binds the columns of element i; false skips it.
class Layers {
public:
    Layers(const Database& db, const City& city)
        : db_{db},
          city_{city},
          blob_{srs_id_of(city.place),
                {static_cast<double>(city.place.origin_x_m), static_cast<double>(city.place.origin_y_m)}} {}

    template <typename Pool, typename Shape, typename Fill>
    Result<void> write(const char* table, const char* geometry, const std::vector<Column>& columns, const Pool& pool,
                       const Shape& shape, const Fill& fill) {
        auto layer = LayerWriter::create(db_, table, geometry, columns, city_.place);
        if (!layer) {
            return tl::make_unexpected(layer.error());
        }
        for (const auto& row : pool) {
            shape(blob_, row);
            fill(layer->feature(blob_), row);
            if (auto done = layer->run(); !done) {
                return done;
            }
        }
        return layer->finish();
    }

private:
    const Database& db_;
    const City& city_;
    GeometryBlob blob_;
};

Result<void> city_layers(Layers& layers, const City& city) {
    const auto polygon = [&city](GeometryBlob& blob, const auto& row) { blob.polygons(city, row.rings); };
    const auto at = [](GeometryBlob& blob, const auto& row) { blob.point(row.at); };
    auto done = layers.write("buildings", "MULTIPOLYGON",
                             {{"id", "INTEGER"},
                              {"source", "TEXT"},
                              {"name", "TEXT"},
                              {"use", "TEXT"},
                              {"use_source", "TEXT"},
                              {"height_m", "REAL"},
                              {"height_source", "TEXT"},
                              {"storeys", "REAL"},
                              {"base_m", "REAL"},
                              {"footprint_m2", "REAL"}},
                             city.buildings, polygon, [](Statement& s, const Building& b) {
                                 s.bind(whole(b.id))
                                     .bind(std::string_view{b.source})
                                     .bind(std::string_view{b.name})
                                     .bind(word(b.use, kUse))
                                     .bind(word(b.use_source, kSource));
                                 s.bind(b.height_m)
                                     .bind(word(b.height_source, kHeightSource))
                                     .bind(static_cast<double>(b.storeys))
                                     .bind(b.base_m)
                                     .bind(b.footprint_m2);
                             });
    if (!done) {
        return done;
    }
    std::vector<Point2> line;
    done = layers.write(
        "streets", "LINESTRING",
        {{"id", "INTEGER"},
         {"name", "TEXT"},
         {"class", "TEXT"},
         {"link", "INTEGER"},
         {"oneway", "INTEGER"},
         {"lanes_forward", "INTEGER"},
         {"lanes_backward", "INTEGER"},
         {"lanes_source", "TEXT"},
         {"speed_kmh", "REAL"},
         {"speed_source", "TEXT"},
         {"closed_to_cars", "INTEGER"},
         {"bus_only", "INTEGER"},
         {"layer", "INTEGER"}},
        city.streets,
        [&](GeometryBlob& blob, const Street& s) {
            line.clear();
            for (std::uint32_t k = s.nodes.begin; k < s.nodes.end(); ++k) {
                line.push_back(city.street_nodes[city.street_node_refs[k]].at);
            }
            blob.line(line);
        },
        [](Statement& s, const Street& x) {
            s.bind(whole(x.id))
                .bind(std::string_view{x.name})
                .bind(word(x.cls, kClass))
                .bind(flag(x.link))
                .bind(std::int64_t{x.oneway})
                .bind(std::int64_t{x.lanes_forward})
                .bind(std::int64_t{x.lanes_backward});
            s.bind(word(x.lanes_source, kSource))
                .bind(x.speed_mps * 3.6)
                .bind(word(x.speed_source, kSource))
                .bind(flag(x.closed_to_cars))
                .bind(flag(x.bus_only))
                .bind(std::int64_t{x.layer});
        });
    if (!done) {
        return done;
    }
    done = layers.write("areas", "MULTIPOLYGON", {{"id", "INTEGER"}, {"kind", "TEXT"}, {"name", "TEXT"}}, city.areas,
                        polygon, [](Statement& s, const Area& a) {
                            s.bind(whole(a.id)).bind(word(a.kind, kArea)).bind(std::string_view{a.name});
                        });
    if (!done) {
        return done;
    }
    done =
        layers.write("assets", "POINT",
                     {{"id", "INTEGER"}, {"kind", "TEXT"}, {"name", "TEXT"}, {"voltage_v", "REAL"}, {"source", "TEXT"}},
                     city.assets, at, [](Statement& s, const Asset& a) {
                         s.bind(whole(a.id))
                             .bind(word(a.kind, kAsset))
                             .bind(std::string_view{a.name})
                             .bind(a.voltage_v)
                             .bind(word(a.source, kSource));
                     });
    if (!done) {
        return done;
    }
    return layers.write("districts", "MULTIPOLYGON", {{"id", "INTEGER"}, {"name", "TEXT"}, {"source", "TEXT"}},
                        city.districts, polygon, [](Statement& s, const District& d) {
                            s.bind(whole(d.id)).bind(std::string_view{d.name}).bind(word(d.source, kSource));
                        });
}

Result<void> junction_layer(Layers& layers, const Networks& n) {
    return layers.write(
        "junctions", "POINT", {{"id", "INTEGER"}, {"control", "TEXT"}, {"confidence", "REAL"}}, n.roads.junctions,
        [](GeometryBlob& blob, const auto& row) { blob.point(row.at); },
        [](Statement& s, const traffic::Junction& j) {
            s.bind(whole(j.id)).bind(word(j.control, kControl)).bind(static_cast<double>(j.confidence));
        });
}

} // namespace

Result<void> write_city_layers(const Database& db, const gis::City& city) {
    Layers layers{db, city};
    return city_layers(layers, city);
}

Result<void> rewrite_city_layers(const Database& db, const gis::City& city) {
    for (const char* layer : {"buildings", "streets", "areas", "assets", "districts"}) {
        if (auto dropped = drop_layer(db, layer); !dropped) {
            return dropped;
        }
    }
    return write_city_layers(db, city);
}

Result<void> write_network_layers(const Database& db, const gis::City& city, const gis::Networks& networks) {
    if (auto dropped = drop_layer(db, "junctions"); !dropped) {
        return dropped;
    }
    Layers layers{db, city};
    if (auto done = junction_layer(layers, networks); !done) {
        return done;
    }
    return write_kind_layers(db, city.place, networks);
}

} // namespace cityloom::scenarios
