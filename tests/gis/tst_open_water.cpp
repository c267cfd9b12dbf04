// SPDX-License-Identifier: GPL-3.0-or-later
#include "import_help.h"

#include <algorithm>

using namespace cityloom;
using namespace cityloom::gis;

namespace {

/// A town on a lake whose far shore lies outside the extract: only the way through the middle is there, with houses and
/// streets on one side of it (south or north).
std::string lakeside(bool houses_south) {
    std::string nodes = "<?xml version=\"1.0\"?><osm version=\"0.6\">\n";
    std::string houses;
    std::string ways;
    int id = 100;
    const auto node = [&](double lon, double lat) {
        nodes += "<node id=\"" + std::to_string(++id) + "\" lon=\"" + std::to_string(lon) + "\" lat=\"" +
                 std::to_string(lat) + "\"/>\n";
        return id;
    };
    std::string shore;
    for (int k = 0; k <= 10; ++k) {
        shore += "<nd ref=\"" + std::to_string(node(6.140 + 0.002 * k, 46.2100 + (k % 2) * 0.0002)) + "\"/>";
    }
    ways += "<way id=\"1\">" + shore + "</way>\n";
    const double side = houses_south ? -0.004 : 0.004;
    for (int k = 0; k < 240; ++k) {
        const double lon = 6.1403 + 0.0009 * (k % 20);
        const double lat = 46.2100 + side * (0.3 + 0.14 * (k / 20));
        std::string ring;
        const int first = node(lon, lat);
        ring = "<nd ref=\"" + std::to_string(first) + "\"/>";
        ring += "<nd ref=\"" + std::to_string(node(lon + 0.0004, lat)) + "\"/>";
        ring += "<nd ref=\"" + std::to_string(node(lon + 0.0004, lat + 0.0003)) + "\"/>";
        ring +=
            "<nd ref=\"" + std::to_string(node(lon, lat + 0.0003)) + "\"/><nd ref=\"" + std::to_string(first) + "\"/>";
        houses += "<way id=\"" + std::to_string(1000 + k) + "\">" + ring + "<tag k=\"building\" v=\"house\"/></way>\n";
    }
    std::string street;
    for (int k = 0; k <= 10; ++k) {
        street += "<nd ref=\"" + std::to_string(node(6.140 + 0.002 * k, 46.2100 + side)) + "\"/>";
    }
    ways += "<way id=\"2\">" + street + "<tag k=\"highway\" v=\"primary\"/></way>\n";
    // Something small on the far side, so that the extract reaches there.
    const double far = houses_south ? 46.2180 : 46.2020;
    const std::string edge =
        "<nd ref=\"" + std::to_string(node(6.140, far)) + "\"/><nd ref=\"" + std::to_string(node(6.160, far)) + "\"/>";
    ways += "<way id=\"3\">" + edge + "<tag k=\"highway\" v=\"path\"/></way>\n";
    return nodes + ways + houses +
           R"(<relation id="9"><member type="way" ref="1" role="outer"/><member type="way" ref="77" role="outer"/>
<tag k="type" v="multipolygon"/><tag k="natural" v="water"/><tag k="name" v="Lac"/></relation></osm>)";
}

double mean_y(const City& city, const Area& area) {
    double low = 1e18;
    double high = -1e18;
    for (std::uint32_t r = area.rings.begin; r < area.rings.end(); ++r) {
        for (std::uint32_t p = city.rings[r].points.begin; p < city.rings[r].points.end(); ++p) {
            low = std::min(low, city.points[p].y_m);
            high = std::max(high, city.points[p].y_m);
        }
    }
    return 0.5 * (low + high);
}

} // namespace

class TestOpenWater : public QObject {
    Q_OBJECT
private slots:
    void theLakeLiesWhereNothingIsBuilt_data() {
        QTest::addColumn<bool>("south");
        QTest::newRow("town in the south") << true;
        QTest::newRow("town in the north") << false;
    }
    void theLakeLiesWhereNothingIsBuilt() {
        QFETCH(bool, south);
        const QTemporaryDir folder;
        const auto city = import_one(write_file(folder, "lake.osm", lakeside(south)));
        QVERIFY2(city.has_value(), city ? "" : city.error().message.c_str());
        const auto lake =
            std::ranges::find_if(city->areas, [](const Area& area) { return area.kind == AreaKind::Water; });
        QVERIFY(lake != city->areas.end());
        double houses = 0.0;
        for (const Building& building : city->buildings) {
            houses += city->points[city->rings[building.rings.begin].points.begin].y_m /
                      static_cast<double>(city->buildings.size());
        }
        QVERIFY2((mean_y(*city, *lake) > houses) == south, "the water must lie on the other side of the shore");
        QVERIFY(std::ranges::any_of(city->notes, [](const ImportNote& note) {
            return note.object.find("Lac") != std::string::npos || note.reason.find("water") != std::string::npos ||
                   note.reason.find("shore") != std::string::npos;
        }));
    }
};

QTEST_GUILESS_MAIN(TestOpenWater)
#include "tst_open_water.moc"
