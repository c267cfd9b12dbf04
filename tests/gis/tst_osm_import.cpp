// SPDX-License-Identifier: GPL-3.0-or-later
#include "import_help.h"

#include <cmath>

#include "gis/import/read/osm_street.h"

using namespace cityloom;
using namespace cityloom::gis;

namespace {

/// A crossing of two streets with signals, a house, a footway for buses and a restriction.
const std::string kSmall = R"(<?xml version="1.0"?><osm version="0.6">
<node id="1" lon="6.1400" lat="46.2000"/><node id="2" lon="6.1410" lat="46.2000"><tag k="highway" v="traffic_signals"/></node>
<node id="3" lon="6.1420" lat="46.2000"/><node id="4" lon="6.1410" lat="46.2010"/>
<node id="5" lon="6.1401" lat="46.2002"/><node id="6" lon="6.1403" lat="46.2002"/><node id="7" lon="6.1403" lat="46.2004"/>
<node id="8" lon="6.1401" lat="46.2004"/><node id="9" lon="6.1415" lat="46.2005"><tag k="power" v="substation"/><tag k="voltage" v="18000;400"/></node>
<way id="10"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/><tag k="lanes" v="3"/><tag k="maxspeed" v="30 mph"/><tag k="name" v="Rue A"/></way>
<way id="11"><nd ref="2"/><nd ref="3"/><tag k="highway" v="residential"/><tag k="oneway" v="-1"/></way>
<way id="12"><nd ref="4"/><nd ref="2"/><tag k="highway" v="service"/><tag k="access" v="no"/><tag k="psv" v="yes"/></way>
<way id="13"><nd ref="4"/><nd ref="99"/><tag k="highway" v="footway"/></way>
<way id="14"><nd ref="5"/><nd ref="6"/><nd ref="7"/><nd ref="8"/><nd ref="5"/><tag k="building" v="yes"/><tag k="building:levels" v="4"/></way>
<relation id="20"><member type="way" ref="10" role="from"/><member type="node" ref="2" role="via"/><member type="way" ref="12" role="to"/>
<tag k="type" v="restriction"/><tag k="restriction" v="no_left_turn"/></relation>
<relation id="21"><member type="way" ref="10" role="from"/><member type="node" ref="2" role="via"/><member type="way" ref="11" role="to"/>
<tag k="type" v="restriction"/><tag k="restriction" v="only_straight_on"/><tag k="except" v="bicycle;motorcar"/></relation>
</osm>)";

Tags tags(std::initializer_list<std::pair<std::string_view, std::string_view>> rows) {
    Tags made;
    for (const auto& [key, value] : rows) {
        made.add(key, value);
    }
    return made;
}

} // namespace

class TestOsmImport : public QObject {
    Q_OBJECT
private slots:
    void readsASmallTown() {
        const QTemporaryDir folder;
        const auto city = import_one(write_file(folder, "small.osm", kSmall));
        QVERIFY2(city, message_of(city).c_str());
        QCOMPARE(city->street_ways, 4U);
        QCOMPARE(city->streets.size(), std::size_t{3});
        QVERIFY(noted(*city, "way/13"));
        QCOMPARE(city->signal_nodes, 1U);
        QCOMPARE(city->buildings.size(), std::size_t{1});
        const Building& house = city->buildings.front();
        QCOMPARE(house.source, std::string{"way/14"});
        QCOMPARE(house.height_source, HeightSource::Storeys);
        QVERIFY(std::abs(house.height_m - 12.8) < 1e-9);
        QVERIFY(house.footprint_m2 > 300 && house.footprint_m2 < 380);
        QCOMPARE(city->restrictions.size(), std::size_t{1}); // the other excepts cars
        QCOMPARE(city->streets[city->restrictions[0].to_street].id, std::uint64_t{12});
        QCOMPARE(city->attributions, std::vector<std::string>{"© OpenStreetMap contributors"});
        QCOMPARE(city->place.epsg, 32632);
        QVERIFY(!city->place.left_hand_traffic);
        QCOMPARE(city->assets.size(), std::size_t{1});
        QCOMPARE(city->assets[0].voltage_v, 18000.0);
        QVERIFY(noted(*city, "flat"));
    }

    void streetsShareTheirNodes() {
        const QTemporaryDir folder;
        const auto city = import_one(write_file(folder, "small.osm", kSmall));
        QVERIFY(city);
        const auto last = city->street_node_refs[city->streets[0].nodes.end() - 1];
        const auto first = city->street_node_refs[city->streets[1].nodes.begin];
        QCOMPARE(last, first);
        QCOMPARE(city->street_nodes[last].control, NodeControl::Signal);
    }

    void readsTags() {
        const Street avenue = street_from_tags(tags({{"highway", "primary"}, {"lanes", "3"}, {"maxspeed", "30 mph"}}));
        QCOMPARE(int{avenue.lanes_forward}, 2);
        QCOMPARE(int{avenue.lanes_backward}, 1);
        QVERIFY(std::abs(avenue.speed_mps - 13.4112) < 1e-6);
        QCOMPARE(avenue.speed_source, Provenance::Measured);
        const Street bus = street_from_tags(tags({{"highway", "service"}, {"access", "no"}, {"psv", "yes"}}));
        QVERIFY(bus.closed_to_cars && bus.bus_only);
        const Street ring = street_from_tags(tags({{"highway", "tertiary"}, {"junction", "roundabout"}}));
        QVERIFY(ring.roundabout && ring.oneway == 1);
        const Street mall = street_from_tags(tags({{"highway", "pedestrian"}, {"access", "yes"}}));
        QVERIFY(mall.closed_to_cars && !mall.bus_only);
        const Street yard = street_from_tags(tags({{"highway", "service"}, {"access", "private"}}));
        QVERIFY(!yard.closed_to_cars && yard.destination_only);
        const Street open =
            street_from_tags(tags({{"highway", "residential"}, {"vehicle", "no"}, {"motor_vehicle", "yes"}}));
        QVERIFY(!open.closed_to_cars);
        const Street turns =
            street_from_tags(tags({{"highway", "primary"}, {"oneway", "yes"}, {"turn:lanes", "left|through|right"}}));
        QCOMPARE(int{turns.lanes_forward}, 3);
        QCOMPARE(int{turns.lanes_backward}, 0);
        QCOMPARE(turns.lanes_source, Provenance::Derived);
    }

    void readsSpeeds_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("kmh");
        QTest::newRow("number") << "50" << 50.0;
        QTest::newRow("mph") << "20 mph" << 32.18688;
        QTest::newRow("urban") << "CH:urban" << 50.0;
        QTest::newRow("rural") << "DE:rural" << 100.0;
        QTest::newRow("zone") << "DE:zone:30" << 30.0;
        QTest::newRow("none") << "none" << 130.0;
        QTest::newRow("walk") << "walk" << 7.0;
        QTest::newRow("signs") << "signals" << -1.0;
        QTest::newRow("absurd") << "99999" << -1.0;
        QTest::newRow("nothing") << "" << -1.0;
    }
    void readsSpeeds() {
        QFETCH(QString, text);
        QFETCH(double, kmh);
        const auto speed = parse_speed_mps(text.toStdString());
        QCOMPARE(speed.has_value(), kmh > 0);
        QVERIFY(!speed || std::abs(*speed * 3.6 - kmh) < 1e-3);
    }

    void anyTruncationIsAnErrorOrACity() {
        const QTemporaryDir folder;
        for (std::size_t size = 0; size < kSmall.size(); size += 97) {
            const auto city = import_one(write_file(folder, "cut.osm", kSmall.substr(0, size)));
            QVERIFY2(!city, qPrintable(QString::number(size)));
            QVERIFY(message_of(city).find("cut.osm") != std::string::npos);
        }
    }

    void stopsAtOnce() {
        const QTemporaryDir folder;
        std::stop_source stop;
        stop.request_stop();
        const auto city = import_city(std::vector{write_file(folder, "small.osm", kSmall)}, {}, stop.get_token(), {});
        QVERIFY(!city);
        QCOMPARE(city.error().code, ErrorCode::Cancelled);
    }

    void trafficKeepsLeftInLondonAndWhenTold() {
        const QTemporaryDir folder;
        std::string london = kSmall;
        for (std::size_t at = london.find("lon=\"6.14"); at != std::string::npos; at = london.find("lon=\"6.14")) {
            london.replace(at, 9, "lon=\"-0.14");
        }
        for (std::size_t at = london.find("lat=\"46."); at != std::string::npos; at = london.find("lat=\"46.")) {
            london.replace(at, 8, "lat=\"51.");
        }
        const auto path = write_file(folder, "london.osm", london);
        const auto city = import_one(path);
        QVERIFY2(city, message_of(city).c_str());
        QVERIFY(city->place.left_hand_traffic);
        QCOMPARE(city->place.country, std::string{"GB"});
        const auto told = import_city(std::vector{path}, ImportOptions{.left_hand_traffic = false}, {}, {});
        QVERIFY(told && !told->place.left_hand_traffic);
    }
};

QTEST_GUILESS_MAIN(TestOsmImport)
#include "tst_osm_import.moc"
