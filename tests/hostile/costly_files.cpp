// SPDX-License-Identifier: GPL-3.0-or-later
// Files whose cost is far above their size: each asks for much more than it brings.
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <numbers>

#include <QTemporaryDir>
#include <bzlib.h>
#include <cpl_vsi.h>
#include <zlib.h>

#include "hostile_case.h"
#include "tests/gis/city_file_maker.h"
#include "tests/gis/sumo/small_net.h"

namespace cityloom::tests {

namespace {

using std::to_string;

std::string times(std::size_t count, const std::function<std::string(std::size_t)>& piece) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) {
        out += piece(i);
    }
    return out;
}

HostileCase city(const std::string& name, const std::string& file, std::function<std::string()> bytes,
                 const std::string& says = {}) {
    return {.name = "costly/" + name,
            .file = file,
            .bytes = std::move(bytes),
            .arguments = {"import", "out.gpkg", file, "--crs", "EPSG:25832"},
            .says = says};
}

std::string read_back(const std::string& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// `head`, then a letter as often as asked, packed without ever being held.
std::string swollen(const std::string& head, char letter, std::size_t mib, bool bzip) {
    const QTemporaryDir folder;
    const std::string file = (folder.path() + "/swollen").toStdString();
    std::string block(1U << 20U, letter);
    std::string first = head;
    if (bzip) {
        BZFILE* out = BZ2_bzopen(file.c_str(), "wb1");
        BZ2_bzwrite(out, first.data(), static_cast<int>(first.size()));
        for (std::size_t i = 0; i < mib; ++i) {
            BZ2_bzwrite(out, block.data(), static_cast<int>(block.size()));
        }
        BZ2_bzclose(out);
    } else {
        gzFile out = gzopen(file.c_str(), "wb1");
        gzwrite(out, first.data(), static_cast<unsigned>(first.size()));
        for (std::size_t i = 0; i < mib; ++i) {
            gzwrite(out, block.data(), static_cast<unsigned>(block.size()));
        }
        gzclose(out);
    }
    return read_back(file);
}

std::string osm_of(const std::string& content) {
    return "<?xml version='1.0' encoding='UTF-8'?>\n<osm version=\"0.6\">" + content + "</osm>\n";
}

std::string node(std::size_t id, double east_m, double north_m) {
    return "<node id=\"" + to_string(id) + "\" version=\"1\" lat=\"" + to_string(kLat + north_m * kNorth) +
           "\" lon=\"" + to_string(kLon + east_m * kEast) + "\"/>";
}

/// Streets from one place in all directions, and round them so that each leads somewhere.
std::string star(std::size_t arms, const std::string& tags) {
    std::string nodes = node(1, 0, 0);
    std::string ways;
    for (std::size_t i = 0; i < arms; ++i) {
        const double angle = 2.0 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(arms);
        nodes += node(2 + i, 700.0 * std::cos(angle), 700.0 * std::sin(angle));
        ways += "<way id=\"" + to_string(1 + i) + "\" version=\"1\"><nd ref=\"1\"/><nd ref=\"" + to_string(2 + i) +
                "\"/>" + tags + "</way>";
    }
    return osm_of(nodes + ways);
}

std::string ring(const std::vector<std::pair<double, double>>& corners) {
    std::string text = "[";
    for (const auto& [x, y] : corners) {
        text += "[" + to_string(465'000.0 + x) + "," + to_string(5'246'000.0 + y) + "],";
    }
    return text + "[" + to_string(465'000.0 + corners[0].first) + "," + to_string(5'246'000.0 + corners[0].second) +
           "]]";
}

std::string building(const std::string& rings, const std::string& properties = "\"building\":\"yes\"") {
    return R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:25832"}},"features":[{"type":)"
           R"("Feature","properties":{)" +
           properties + R"(},"geometry":{"type":"Polygon","coordinates":[)" + rings + "]}}]}";
}

/// Every stroke of it crosses every other.
std::string zigzag(std::size_t strokes) {
    std::vector<std::pair<double, double>> corners;
    for (std::size_t i = 0; i < strokes; ++i) {
        const double at = 400.0 * static_cast<double>(i) / static_cast<double>(strokes);
        corners.emplace_back(i % 2 == 0 ? at : 400.0 - at, i % 2 == 0 ? 0.0 : 400.0);
    }
    return building(ring(corners));
}

/// Long teeth side by side: nothing crosses, and everything overlaps when seen from the south.
std::string comb(std::size_t teeth) {
    std::vector<std::pair<double, double>> corners{{0.0, 0.0}};
    for (std::size_t i = 0; i < teeth; ++i) {
        const double y = 0.01 * static_cast<double>(i);
        corners.emplace_back(900.0, y);
        corners.emplace_back(900.0, y + 0.004);
        corners.emplace_back(1.0, y + 0.004);
        corners.emplace_back(1.0, y + 0.01);
    }
    corners.emplace_back(0.0, 0.01 * static_cast<double>(teeth));
    return building(ring(corners));
}

std::string square_at(double x, double y, double side) {
    return ring({{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}});
}

std::string many_holes(std::size_t holes) {
    return building(square_at(-1, -1, 1'002) + times(holes, [](std::size_t i) {
                        return "," +
                               square_at(2.0 * static_cast<double>(i % 500), 2.0 * static_cast<double>(i / 500), 1.0);
                    }));
}

std::string properties(std::size_t count) {
    return "\"building\":\"yes\"" +
           times(count, [](std::size_t i) { return ",\"p" + to_string(i) + "\":" + to_string(i); });
}

/// Each feature with names of its own.
std::string columns(std::size_t features, std::size_t each) {
    return R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:25832"}},"features":[)" +
           times(features,
                 [&](std::size_t f) {
                     return std::string{f > 0 ? "," : ""} + R"({"type":"Feature","properties":{"building":"yes")" +
                            times(each, [&](std::size_t i) { return ",\"p" + to_string(f * each + i) + "\":1"; }) +
                            R"(},"geometry":{"type":"Polygon","coordinates":[)" +
                            square_at(30.0 * static_cast<double>(f), 0, 20) + "]}}";
                 }) +
           "]}";
}

std::string cityjson(const std::string& objects, const std::string& vertices, const std::string& more = {}) {
    return R"({"type":"CityJSON","version":"1.1","metadata":{"referenceSystem":)"
           R"("https://www.opengis.net/def/crs/EPSG/0/25832"},)" +
           more + "\"CityObjects\":{" + objects + "},\"vertices\":[" + vertices + "]}";
}

std::string fan(std::size_t triangles) {
    return "[" + times(triangles, [](std::size_t i) { return std::string{i > 0 ? "," : ""} + "[[0,1,2]]"; }) + "]";
}

constexpr const char* kThree = "[465000,5246000,400],[465020,5246000,400],[465020,5246020,410]";

std::string placed_templates(std::size_t places, std::size_t triangles) {
    return cityjson(
        times(places,
              [](std::size_t i) {
                  return (i > 0 ? ",\"" : "\"") + to_string(i) +
                         R"(":{"type":"Building","geometry":[{"type":"GeometryInstance","template":0,"boundaries":[0],)"
                         R"("transformationMatrix":[1,0,0,0,0,1,0,0,0,0,1,0,0,0,0,1]}]})";
              }),
        kThree,
        R"("geometry-templates":{"templates":[{"type":"MultiSurface","lod":"2","boundaries":)" + fan(triangles) +
            R"(}],"vertices-templates":[[0,0,0],[9,0,0],[9,9,5]]},)");
}

/// Every building claims the same part.
std::string shared_parts(std::size_t buildings, std::size_t triangles) {
    return cityjson(
        times(buildings,
              [](std::size_t i) { return "\"b" + to_string(i) + R"(":{"type":"Building","children":["part"]},)"; }) +
            R"("part":{"type":"BuildingPart","parents":["b0"],"geometry":[{"type":"MultiSurface","lod":"2",)"
            R"("boundaries":)" +
            fan(triangles) + "}]}",
        kThree);
}

std::string gml_of(const std::string& members) {
    return "<core:CityModel xmlns:core=\"c\" xmlns:bldg=\"b\" xmlns:gml=\"g\" xmlns:xlink=\"x\"><gml:boundedBy>"
           "<gml:Envelope srsName=\"EPSG:25832\" srsDimension=\"3\"/></gml:boundedBy>" +
           members + "</core:CityModel>";
}

/// A large polygon, and buildings that each point to it many times.
std::string linked_polygons(std::size_t buildings, std::size_t links, std::size_t corners) {
    const std::string list = times(corners, [&](std::size_t i) {
        const double angle = 2.0 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(corners);
        return to_string(465'270.0 + 20.0 * std::cos(angle)) + " " + to_string(5'246'400.0 + 20.0 * std::sin(angle)) +
               " 400 ";
    });
    const std::string big =
        "<gml:surfaceMember><gml:Polygon gml:id=\"big\"><gml:exterior><gml:LinearRing><gml:posList>" + list +
        "</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></gml:surfaceMember>";
    return gml_of(times(buildings, [&](std::size_t b) {
        return "<core:cityObjectMember><bldg:Building gml:id=\"B" + to_string(b) +
               "\"><bldg:lod2MultiSurface><gml:MultiSurface>" + (b == 0 ? big : std::string{}) +
               times(links, [](std::size_t) { return "<gml:surfaceMember xlink:href=\"#big\"/>"; }) +
               "</gml:MultiSurface></bldg:lod2MultiSurface></bldg:Building></core:cityObjectMember>";
    }));
}

/// Two that hold each other, by their links.
std::string linked_rings() {
    return gml_of("<core:cityObjectMember><bldg:Building gml:id=\"A\"><bldg:lod2MultiSurface><gml:MultiSurface "
                  "gml:id=\"m\"><gml:surfaceMember xlink:href=\"#n\"/></gml:MultiSurface></bldg:lod2MultiSurface>"
                  "</bldg:Building></core:cityObjectMember><core:cityObjectMember><bldg:Building gml:id=\"B\">"
                  "<bldg:lod2MultiSurface><gml:MultiSurface gml:id=\"n\"><gml:surfaceMember xlink:href=\"#m\"/>"
                  "</gml:MultiSurface></bldg:lod2MultiSurface></bldg:Building></core:cityObjectMember>");
}

/// Relations that all have the same ways as their rings.
std::string shared_ways(std::size_t relations, std::size_t ways, std::size_t corners) {
    std::string nodes;
    std::string rings;
    std::string members;
    for (std::size_t w = 0; w < ways; ++w) {
        rings += "<way id=\"" + to_string(w + 1) + "\" version=\"1\">";
        for (std::size_t c = 0; c < corners; ++c) {
            const double angle = 2.0 * std::numbers::pi * static_cast<double>(c) / static_cast<double>(corners);
            nodes += node(1 + w * corners + c, 50.0 * static_cast<double>(w) + 20.0 * std::cos(angle),
                          20.0 * std::sin(angle));
            rings += "<nd ref=\"" + to_string(1 + w * corners + c) + "\"/>";
        }
        rings += "<nd ref=\"" + to_string(1 + w * corners) + "\"/></way>";
        members += "<member type=\"way\" ref=\"" + to_string(w + 1) + "\" role=\"outer\"/>";
    }
    return osm_of(nodes + rings + times(relations, [&](std::size_t r) {
                      return "<relation id=\"" + to_string(r + 1) + "\" version=\"1\">" + members +
                             "<tag k=\"type\" v=\"multipolygon\"/><tag k=\"landuse\" v=\"forest\"/></relation>";
                  }));
}

std::string ring_of_relations() {
    return osm_of(node(1, 0, 0) +
                  "<relation id=\"1\" version=\"1\"><member type=\"relation\" ref=\"2\" role=\"outer\"/>"
                  "<tag k=\"type\" v=\"multipolygon\"/></relation><relation id=\"2\" version=\"1\">"
                  "<member type=\"relation\" ref=\"1\" role=\"outer\"/><tag k=\"type\" "
                  "v=\"multipolygon\"/></relation>");
}

std::string zipped(const std::string& inner, std::size_t mib) {
    const char* zip = "/vsimem/hostile.zip";
    VSILFILE* out = VSIFOpenL((std::string{"/vsizip/"} + zip + "/" + inner).c_str(), "wb");
    const std::string block(1U << 20U, '\0');
    for (std::size_t i = 0; i < mib && out != nullptr; ++i) {
        VSIFWriteL(block.data(), 1, block.size(), out);
    }
    if (out != nullptr) {
        VSIFCloseL(out);
    }
    vsi_l_offset size = 0;
    const GByte* bytes = VSIGetMemFileBuffer(zip, &size, FALSE);
    std::string all{reinterpret_cast<const char*>(bytes), bytes == nullptr ? 0U : static_cast<std::size_t>(size)};
    VSIUnlink(zip);
    return all;
}

HostileCase traffic(const std::string& name, const std::string& file, std::function<std::string()> bytes,
                    const std::string& says = {}) {
    static const auto kBeside = std::make_shared<const Files>(
        Files{{"n.net.xml", gis::small_net()},
              {"r.rou.xml", "<routes><trip id=\"t\" from=\"west\" to=\"east\" depart=\"0\"/></routes>"}});
    HostileCase made{.name = "costly/" + name,
                     .file = file,
                     .bytes = std::move(bytes),
                     .arguments = {"traffic", "--net", "n.net.xml", "--routes", "r.rou.xml", "--end", "30"},
                     .beside = kBeside,
                     .says = says};
    if (file == "d.add.xml") {
        made.arguments.insert(made.arguments.end(), {"--additional", file});
    } else if (file.ends_with(".gz")) {
        made.arguments[4] = file;
    } else if (file.ends_with(".sumocfg")) {
        made.arguments = {"traffic", "--config", file};
    }
    return made;
}

std::string routes(const std::string& content) {
    return "<routes><route id=\"r\" edges=\"west east\"/>" + content + "</routes>";
}

} // namespace

std::vector<HostileCase> costly_files() {
    const std::string street = "<tag k=\"highway\" v=\"primary\"/>";
    const std::string eight = street + "<tag k=\"lanes\" v=\"16\"/>";
    std::vector<HostileCase> all{
        city("star-64", "t.osm", [=] { return star(64, street); }),
        city("star-300", "t.osm", [=] { return star(300, street); }),
        city("star-2000", "t.osm", [=] { return star(2'000, street); }),
        city("star-of-wide-streets", "t.osm", [=] { return star(24, eight); }),
        city(
            "attribute", "t.osm",
            [=] { return osm_of("<node id=\"1\" user=\"" + std::string(3U << 20U, 'a') + "\"/>"); }, "one tag"),
        city(
            "attribute-with-brackets", "t.osm",
            [=] { return osm_of("<node id=\"1\" user='" + std::string(3U << 20U, '>') + "'/>"); }, "one tag"),
        city(
            "attribute-packed", "t.osm.gz",
            [=] { return swollen("<osm version=\"0.6\"><node id=\"1\" user=\"", 'a', 200, false); }, "one tag"),
        city(
            "attribute-bzipped", "t.osm.bz2",
            [=] { return swollen("<osm version=\"0.6\"><node id=\"1\" user=\"", 'a', 100, true); }, "one tag"),
        city(
            "comment", "t.osm", [=] { return osm_of("<!--" + std::string(3U << 20U, '<') + "-->"); },
            "one tag or comment"),
        city(
            "data", "t.osm", [=] { return osm_of("<![CDATA[" + std::string(3U << 20U, ']') + "]]>"); }, "one tag"),
        city(
            "instruction", "t.osm", [=] { return osm_of("<?x " + std::string(3U << 20U, 'a') + "?>"); }, "one tag"),
        city("blanks-packed", "t.osm.gz", [=] { return swollen("<osm version=\"0.6\">", ' ', 500, false); }),
        city(
            "blanks-bzipped", "t.osm.bz2", [=] { return swollen("<osm version=\"0.6\">", ' ', 100, true); }, "unpacks"),
        city(
            "gml-attribute", "t.gml", [=] { return gml_of("<a b=\"" + std::string(3U << 20U, 'a') + "\"/>"); },
            "one tag"),
        city("gml-text", "t.gml", [=] { return gml_of("<a>" + std::string(60U << 20U, 'a') + "</a>"); }),
        city("tags-40000", "t.osm",
             [=] {
                 return osm_of(
                     node(1, 0, 0) + node(2, 90, 0) + "<way id=\"1\" version=\"1\"><nd ref=\"1\"/><nd ref=\"2\"/>" +
                     times(40'000, [](std::size_t i) { return "<tag k=\"k" + to_string(i) + "\" v=\"v\"/>"; }) +
                     street + "</way>");
             }),
        city("nodes-of-one-way", "t.osm",
             [=] {
                 return osm_of(
                     node(1, 0, 0) + node(2, 90, 0) + "<way id=\"1\" version=\"1\">" +
                     times(200'000, [](std::size_t i) { return "<nd ref=\"" + to_string(1 + i % 2) + "\"/>"; }) +
                     street + "</way>");
             }),
        city("shared-ways", "t.osm", [=] { return shared_ways(150, 150, 60); }),
        city("ring-of-relations", "t.osm", [=] { return ring_of_relations(); }),
        city(
            "properties-1001", "t.geojson", [=] { return building(square_at(0, 0, 20), properties(1'001)); },
            "more than 1000 properties"),
        city(
            "properties-40000", "t.geojson", [=] { return building(square_at(0, 0, 20), properties(40'000)); },
            "more than 1000 properties"),
        city(
            "columns-9000", "t.geojson", [=] { return columns(10, 900); }, "different properties"),
        city("columns-4500", "t.geojson", [=] { return columns(5, 900); }),
        city("features-of-900-properties", "t.geojson",
             [=] {
                 return R"({"type":"FeatureCollection","features":[)" +
                        times(150,
                              [](std::size_t i) {
                                  return std::string{i > 0 ? "," : ""} + R"({"type":"Feature","properties":{)" +
                                         properties(900) + R"(},"geometry":{"type":"Polygon","coordinates":[)" +
                                         square_at(30.0 * static_cast<double>(i), 0, 20) + "]}}";
                              }) +
                        "]}";
             }),
        city(
            "tags-of-a-table", "t.gml",
            [=] {
                return "<ogr:FeatureCollection xmlns:ogr=\"http://o\" "
                       "xmlns:gml=\"http://www.opengis.net/gml\"><gml:featureMember><ogr:b fid=\"b.0\">" +
                       times(40'000,
                             [](std::size_t i) { return "<ogr:p" + to_string(i) + ">1</ogr:p" + to_string(i) + ">"; }) +
                       "</ogr:b></gml:featureMember></ogr:FeatureCollection>";
            },
            "different tags"),
        city(
            "one-text", "t.geojson",
            [=] { return building(square_at(0, 0, 20), "\"building\":\"" + std::string(17U << 20U, 'x') + "\""); },
            "one text"),
        city(
            "deep-properties", "t.geojson",
            [=] { return building(square_at(0, 0, 20), "\"a\":" + std::string(90, '[') + std::string(90, ']')); },
            "nest deeper"),
        city(
            "zigzag-500", "t.geojson", [=] { return zigzag(500); }, "crosses itself more than"),
        city(
            "zigzag-5000", "t.geojson", [=] { return zigzag(5'000); }, "crosses itself more than"),
        city(
            "zigzag-60000", "t.geojson", [=] { return zigzag(60'000); }, "crosses itself more than"),
        city("comb-5000", "t.geojson", [=] { return comb(5'000); }),
        city("comb-60000", "t.geojson", [=] { return comb(60'000); }),
        city("holes-100000", "t.geojson", [=] { return many_holes(100'000); }),
        city(
            "templates", "t.city.json", [=] { return placed_templates(3'000, 2'000); }, "corners together"),
        city("templates-in-bounds", "t.city.json", [=] { return placed_templates(50, 2'000); }),
        city("shared-parts", "t.city.json", [=] { return shared_parts(3'000, 2'000); }),
        city(
            "cityjson-text", "t.city.json",
            [=] { return cityjson("\"" + std::string(20U << 20U, 'x') + "\":{}", kThree); }, "one text"),
        city("links", "t.gml", [=] { return linked_polygons(1'000, 1'000, 1'000); }),
        city("links-in-one", "t.gml", [=] { return linked_polygons(1, 100'000, 1'000); }),
        city("ring-of-links", "t.gml", [=] { return linked_rings(); }),
        city("heights-zipped", "N47E008.hgt.zip", [=] { return zipped("N47E008.hgt", 1'500); }),
        city("people-in-a-line", "people.csv", [=] { return "district,people\n" + std::string(30U << 20U, 'x'); }),
        traffic(
            "swollen-routes", "r.rou.xml.gz", [=] { return swollen("<routes>", ' ', 300, false); }, ""),
        traffic(
            "flow", "r.rou.xml",
            [=] { return routes("<flow id=\"f\" route=\"r\" begin=\"0\" end=\"3600\" number=\"4999999\"/>"); },
            "100,000 vehicles an hour"),
        traffic(
            "flow-by-period", "r.rou.xml",
            [=] { return routes("<flow id=\"f\" route=\"r\" begin=\"0\" end=\"3600\" period=\"0.0001\"/>"); },
            "100,000 vehicles an hour"),
        traffic(
            "flow-by-rate", "r.rou.xml",
            [=] { return routes("<flow id=\"f\" route=\"r\" begin=\"0\" end=\"1e9\" vehsPerHour=\"1e9\"/>"); },
            "100,000 vehicles an hour"),
        traffic(
            "flow-exponential", "r.rou.xml",
            [=] { return routes("<flow id=\"f\" route=\"r\" begin=\"0\" end=\"1e6\" period=\"exp(1e9)\"/>"); },
            "100,000 vehicles an hour"),
        traffic(
            "flow-in-no-time", "r.rou.xml",
            [=] { return routes("<flow id=\"f\" route=\"r\" begin=\"5\" end=\"5\" number=\"4000000\"/>"); },
            "100,000 vehicles an hour"),
        traffic(
            "many-flows", "r.rou.xml",
            [=] {
                return routes(times(60, [](std::size_t i) {
                    return "<flow id=\"f" + to_string(i) + "\" route=\"r\" begin=\"0\" end=\"3600\" number=\"99999\"/>";
                }));
            },
            ""),
        traffic(
            "repeated-route", "r.rou.xml",
            [=] {
                return "<routes>" +
                       times(900,
                             [](std::size_t i) {
                                 return "<route id=\"r" + to_string(i) + "\" edges=\"west east\" repeat=\"400000\"/>";
                             }) +
                       "</routes>";
            },
            "100 million"),
        traffic(
            "step", "run.sumocfg",
            [=] {
                return "<configuration><input><net-file value=\"n.net.xml\"/></input><time><step-length "
                       "value=\"0.000001\"/></time></configuration>";
            },
            "0.05 s"),
        traffic(
            "step-long", "run.sumocfg",
            [=] {
                return "<configuration><input><net-file value=\"n.net.xml\"/></input><time><step-length "
                       "value=\"1e9\"/></time></configuration>";
            },
            "2 s"),
        traffic("phases", "d.add.xml",
                [=] {
                    return "<additional><tlLogic id=\"C\" type=\"static\" programID=\"1\" offset=\"0\">" +
                           times(200'000,
                                 [](std::size_t) { return std::string{"<phase duration=\"1\" state=\"GGgrr\"/>"}; }) +
                           "</tlLogic></additional>";
                }),
        traffic(
            "detectors-without-pause", "d.add.xml",
            [] {
                return std::string{"<additional><inductionLoop id=\"d\" lane=\"west_0\" pos=\"40\" freq=\"0.001\" "
                                   "file=\"d.xml\"/></additional>"};
            },
            "0.05 s"),
        traffic("detectors", "d.add.xml",
                [] {
                    return "<additional>" +
                           times(20'000,
                                 [](std::size_t i) {
                                     return "<inductionLoop id=\"d" + to_string(i) +
                                            "\" lane=\"west_0\" pos=\"40\" freq=\"5\" file=\"d.xml\"/>";
                                 }) +
                           "</additional>";
                }),
    };
    all.back().arguments.insert(all.back().arguments.end(), {"--detectors", "det"});
    for (HostileCase& one : all) {
        if (one.file == "people.csv") {
            one.beside = std::make_shared<const Files>(Files{{"t.geojson", building(square_at(0, 0, 20))}});
            one.arguments = {"import", "out.gpkg", "t.geojson", "--people", "people.csv"};
        } else if (one.file == "N47E008.hgt.zip") {
            one.beside = std::make_shared<const Files>(Files{{"t.geojson", building(square_at(0, 0, 20))}});
            one.arguments = {"import", "out.gpkg", "t.geojson", one.file};
        }
    }
    return all;
}

} // namespace cityloom::tests
