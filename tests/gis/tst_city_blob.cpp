// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "gis/city/city_blob.h"
#include "sim/core/blob.h"

using namespace cityloom;
using namespace cityloom::gis;

namespace {

City sample() {
    City city;
    city.name = "Blob on Sea";
    city.place = {.epsg = 32632, .wkt = "PROJCS[...]", .origin_x_m = 278600, .origin_y_m = -5, .country = "CH"};
    city.terrain = {
        .origin = {-10, -20}, .cell_m = 5, .columns = 2, .rows = 2, .height_m = {1, 2, 3, 4}, .source = "a.hgt"};
    city.points = {{0, 0}, {10, 0}, {10, 10}, {0, 10}};
    city.rings = {{{0, 4}, false}};
    city.points3 = {{0, 0, 1}, {1, 0, 1}, {1, 1, 1}};
    city.rings3 = {{0, 3}};
    city.surfaces = {{{0, 1}, SurfaceKind::Roof}};
    city.buildings.push_back({.id = 7,
                              .source = "way/7",
                              .rings = {0, 1},
                              .surfaces = {0, 1},
                              .base_m = 1,
                              .height_m = 9,
                              .storeys = 3,
                              .height_source = HeightSource::Storeys,
                              .use = BuildingUse::Hotel});
    city.street_nodes = {{1, {0, 0}, NodeControl::Signal}, {2, {5, 5}, NodeControl::None}};
    city.street_node_refs = {0, 1};
    city.streets.push_back({.id = 3,
                            .name = "Rue",
                            .nodes = {0, 2},
                            .cls = StreetClass::Primary,
                            .oneway = -1,
                            .lanes_forward = 2,
                            .turn_lanes_forward = "left|through"});
    city.restrictions = {{0, 1, 0, true}};
    city.areas = {{.id = 1, .kind = AreaKind::Water, .rings = {0, 1}}};
    city.lines = {{.id = 2, .kind = LineKind::PowerLine, .points = {0, 2}, .voltage_v = 110e3}};
    city.assets = {{.id = 3, .kind = AssetKind::PowerPlant, .at = {1, 2}, .power_w = 5e6, .use = 0.5}};
    city.districts = {{.id = 4, .name = "Centre", .rings = {0, 1}, .people = 900.0}};
    city.census = {.people = 1'000.0, .jobs = 400.0, .source = "a count"};
    city.mobility = {{"car_share", 31.0}};
    city.buildings.front().people = 12.0F;
    city.attributions = {"© OpenStreetMap contributors"};
    city.notes = {{ImportNote::Level::Warning, "f", "o", "r", "m"}};
    city.signal_nodes = 1;
    city.street_ways = 2;
    return city;
}

} // namespace

class TestCityBlob : public QObject {
    Q_OBJECT
private slots:
    void comesBackTheSame() {
        const City city = sample();
        const std::string blob = write_city(city);
        const auto back = read_city(blob);
        QVERIFY2(back, back ? "" : back.error().message.c_str());
        QCOMPARE(back->buildings.front().source, city.buildings.front().source);
        QCOMPARE(back->streets.front().turn_lanes_forward, city.streets.front().turn_lanes_forward);
        QCOMPARE(back->streets.front().oneway, std::int8_t{-1});
        QCOMPARE(back->street_ways, 2U);
        QVERIFY(write_city(*back) == blob); // every field, then: the blob holds all of them
    }

    void everyTruncationIsRefused() {
        const std::string blob = write_city(sample());
        for (std::size_t size = 0; size < blob.size(); ++size) {
            QVERIFY(!read_city(std::string_view{blob}.substr(0, size)));
        }
    }

    void everyFlippedBitIsRefused() {
        std::string blob = write_city(sample());
        for (std::size_t i = 0; i < blob.size(); ++i) {
            for (int bit = 0; bit < 8; ++bit) {
                const char before = blob[i];
                blob[i] = static_cast<char>(static_cast<unsigned char>(before) ^ (1U << static_cast<unsigned>(bit)));
                QVERIFY2(!read_city(blob), qPrintable(QString::number(i)));
                blob[i] = before;
            }
        }
    }

    /// A forger mends the checksum: what comes back must still hold together, or be an error.
    void forgedContentNeverLeavesThePools() {
        const std::string blob = write_city(sample());
        const std::uint32_t version = sealed_version("CLCITY", blob);
        const std::string payload{unseal("CLCITY", version, blob).value()};
        for (std::size_t i = 0; i < payload.size(); ++i) {
            for (const char value : {'\x00', '\x7f', '\xff'}) {
                std::string forged = payload;
                forged[i] = value;
                if (const auto city = read_city(seal("CLCITY", version, forged))) {
                    QVERIFY(check_city(*city));
                }
            }
            QVERIFY(!read_city(seal("CLCITY", version, std::string_view{payload}.substr(0, i))));
        }
    }

    void newerVersionSaysSo() {
        const auto city = read_city(seal("CLCITY", 99, "x"));
        QVERIFY(!city);
        QCOMPARE(city.error().code, ErrorCode::Unsupported);
        QVERIFY(city.error().message.find("99") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestCityBlob)
#include "tst_city_blob.moc"
