// SPDX-License-Identifier: GPL-3.0-or-later
#include "import_help.h"

#include <cmath>

#include <gdal_priv.h>

#include "gis/city/districts.h"
#include "gis/city/inhabitants.h"
#include "gis/derive/demand_volumes.h"

using namespace cityloom;
using namespace cityloom::gis;

namespace {

/// Four square houses of 400 m2 in a row from west to east, 300 m apart: of 2, 6, 4 and 4 storeys, the last an office;
/// two boundaries of level 10 hold the first two houses and the third.
std::string town() {
    return R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:32632"}},"features":[)" + [] {
        std::string text;
        const std::array<const char*, 4> use{"apartments", "apartments", "apartments", "office"};
        const std::array<int, 4> storeys{2, 6, 4, 4};
        for (std::size_t k = 0; k < use.size(); ++k) {
            const double x = 300'000.0 + 300.0 * static_cast<double>(k);
            const auto at = [&](double dx, double dy) {
                return "[" + std::to_string(x + dx) + "," + std::to_string(5'000'000.0 + dy) + "]";
            };
            text += std::string{text.empty() ? "" : ","} + R"({"type":"Feature","properties":{"id":)" +
                    std::to_string(k + 1) + R"(,"building":")" + use.at(k) + R"(","building:levels":)" +
                    std::to_string(storeys.at(k)) + R"(},"geometry":{"type":"Polygon","coordinates":[[)" + at(0, 0) +
                    "," + at(20, 0) + "," + at(20, 20) + "," + at(0, 20) + "," + at(0, 0) + "]]}}";
        }
        return text;
    }() + "]}";
}

Result<City> read_town(const QTemporaryDir& folder, ImportOptions options) {
    options.crs = "EPSG:32632";
    return import_city(std::vector{write_file(folder, "town.geojson", town())}, options, {}, {});
}

double people_of(const City& city, std::size_t building) {
    return Inhabitants{city}.of(city.buildings[building]).people;
}

/// A raster of 2 x 1 cells of 600 m: the first holds two houses, the second the third and the office.
std::filesystem::path raster(const QTemporaryDir& folder, double west, double east) {
    GDALAllRegister();
    const std::filesystem::path file = folder.filePath("people.tif").toStdString();
    GDALDatasetUniquePtr made{
        GetGDALDriverManager()->GetDriverByName("GTiff")->Create(file.c_str(), 2, 1, 1, GDT_Float64, nullptr)};
    std::array<double, 6> place{299'900.0, 600.0, 0.0, 5'000'300.0, 0.0, -600.0};
    made->SetGeoTransform(place.data());
    OGRSpatialReference crs;
    crs.importFromEPSG(32632);
    made->SetSpatialRef(&crs);
    std::array<double, 2> people{west, east};
    [[maybe_unused]] const CPLErr put =
        made->GetRasterBand(1)->RasterIO(GF_Write, 0, 0, 2, 1, people.data(), 2, 1, GDT_Float64, 0, 0, nullptr);
    return file;
}

} // namespace

class TestPopulation : public QObject {
    Q_OBJECT
private slots:
    void storeysAreRounded() {
        Building house{.height_m = 11.9, .use = BuildingUse::Housing};
        QCOMPARE(storeys_of(house), 3.0); // 10.4 m below the roof are 3.4 of 3.1 m
        house.height_m = 31.0;
        QCOMPARE(storeys_of(house), 10.0); // a parapet
        house.height_m = 2.0;
        QCOMPARE(storeys_of(house), 1.0);
        house.use = BuildingUse::Office;
        house.height_m = 13.0;
        QCOMPARE(storeys_of(house), 4.0); // 3.5 of 3.7 m
        house.use = BuildingUse::Industry;
        QCOMPARE(storeys_of(house), 1.0); // a hall
        house.storeys = 9.0F;
        QCOMPARE(storeys_of(house), 9.0);
    }

    void aTotalGoesByFloorArea() {
        const QTemporaryDir folder;
        const auto city = read_town(folder, {.people = "240", .jobs = "60"});
        QVERIFY2(city, message_of(city).c_str());
        QCOMPARE(people_of(*city, 0), 40.0); // 2 of the 12 storeys that are lived in
        QCOMPARE(people_of(*city, 1), 120.0);
        QCOMPARE(people_of(*city, 2), 80.0);
        QCOMPARE(people_of(*city, 3), 0.0);
        double jobs = 0.0;
        for (const Building& building : city->buildings) {
            jobs += Inhabitants{*city}.of(building).jobs;
        }
        QVERIFY(std::abs(jobs - 60.0) < 1e-4);
        QCOMPARE(city->census.people, 240.0);
    }

    void aTableGivesEachDistrictItsOwn() {
        const QTemporaryDir folder;
        const auto whole = read_town(folder, {});
        QVERIFY(whole);
        const Districts districts{*whole}; // no boundaries: by the compass
        const std::string west = districts.names()[districts.of(place_of(*whole, whole->buildings[0]))];
        const auto table = write_file(folder, "people.csv", "jobs,people,district\n5, 30 ," + west + "\n");
        const auto city = read_town(folder, {.people = table.string()});
        QVERIFY2(city, message_of(city).c_str());
        QCOMPARE(people_of(*city, 0), 7.5); // two houses stand in the west: 2 of 8 storeys
        QCOMPARE(people_of(*city, 1), 22.5);
        QVERIFY(people_of(*city, 2) > 0.0); // keeps what its floors hold, and the report says so
        QVERIFY(noted(*city, "the table does not name these districts"));
        QVERIFY(std::abs(city->census.people - 30.0 - people_of(*city, 2)) < 1e-3);
    }

    void aRasterGivesEachCellItsOwn() {
        const QTemporaryDir folder;
        const auto city = read_town(folder, {.people = raster(folder, 80.0, 25.0).string()});
        QVERIFY2(city, message_of(city).c_str());
        QCOMPARE(people_of(*city, 0), 20.0);
        QCOMPARE(people_of(*city, 1), 60.0);
        QCOMPARE(people_of(*city, 2), 25.0);
        QCOMPARE(people_of(*city, 3), 0.0);
        QCOMPARE(city->census.people, 105.0);
    }

    void badFiguresAreRefused_data() {
        QTest::addColumn<QString>("people");
        QTest::addColumn<QString>("says");
        QTest::newRow("zero") << "0"
                              << "is no number from 1";
        QTest::newRow("negative") << "-5"
                                  << "is no number from 1";
        QTest::newRow("no file") << "nowhere.csv"
                                 << "there is no such file";
        QTest::newRow("unknown district") << "csv:district,people\nAtlantis,5\n"
                                          << "no district 'Atlantis'";
        QTest::newRow("no column") << "csv:name,number\nCentre,5\n"
                                   << "names no column";
        QTest::newRow("not a number") << "csv:district,people\nSouth-west,many\n"
                                      << "is no number of people";
        QTest::newRow("twice") << "csv:district,people\nSouth-west,5\nSouth-west,6\n"
                               << "has a row already";
        QTest::newRow("nobody's houses") << "csv:district,people\nNorth-east,5\n"
                                         << "no buildings";
        QTest::newRow("empty") << "csv:"
                               << "is empty";
        QTest::newRow("no raster") << "tif:II*not a raster"
                                   << "nor a readable raster";
    }
    void badFiguresAreRefused() {
        QFETCH(QString, people);
        QFETCH(QString, says);
        const QTemporaryDir folder;
        std::string given = people.toStdString();
        for (const char* kind : {"csv", "tif"}) {
            if (given.starts_with(std::string{kind} + ":")) {
                given = write_file(folder, std::string{"given."} + kind, given.substr(4)).string();
            }
        }
        const auto city = read_town(folder, {.people = given});
        QVERIFY(!city);
        QVERIFY2(city.error().message.find(says.toStdString()) != std::string::npos, city.error().message.c_str());
    }

    void parametersAreChecked() {
        QVERIFY(check_mobility({{"car_share", 30.0}}));
        QVERIFY(!check_mobility({{"car_share", 130.0}}));
        QVERIFY(!check_mobility({{"car_occupancy", 0.0}}));
        QVERIFY(!check_mobility({{"horses", 3.0}}));
        QVERIFY(!check_mobility({{"work_share", 0.0}, {"other_share", 0.0}, {"business_share", 0.0}}));
        for (const MobilityParameter& row : mobility_parameters()) {
            QVERIFY2(row.low <= row.value && row.value <= row.high, row.id.c_str());
            QVERIFY2(!row.source.empty() && !row.chinese.empty(), row.id.c_str());
        }
    }

    /// A plain town of 1,000 people and 2,000 jobs with one way in: who comes from outside follows from the jobs.
    void jobsDrawThoseWhoComeIn() {
        traffic::DemandModel model;
        model.people = 1'000.0;
        model.jobs = 2'000.0;
        traffic::RoadNetwork roads;
        roads.edges.resize(1);
        roads.edges[0].rank = 0;
        roads.edges[0].lanes = {0, 2};
        roads.lanes.resize(2);
        model.zone_edges = {0};
        model.zone_edge_weights = {1.0F};
        model.zones = {{.people = 1'000.0, .jobs = 2'000.0},
                       {.through_share = 1.0, .gateway = true, .origins = {0, 1}, .destinations = {0, 1}}};
        City city;
        city.mobility = {{"employed_share", 50.0}, {"works_elsewhere", 20.0}, {"commuter_vehicles", 0.5},
                         {"car_share", 50.0},      {"car_occupancy", 1.0},    {"trips_a_person", 2.0},
                         {"work_share", 20.0},     {"through_share", 10.0},   {"other_share", 25.0},
                         {"business_share", 10.0}};
        set_volumes(city, roads, 6.25, model);
        // 500 employed, 100 of whom leave: 400 of the 2,000 jobs are theirs, 1,600 others come in 800 vehicles.
        const auto home_work = static_cast<std::size_t>(traffic::Purpose::HomeWork);
        QCOMPARE(model.daily_trips.at(home_work), 200.0 + 800.0);
        QCOMPARE(model.inbound_share.at(home_work), 0.8);
        QCOMPARE(model.outbound_share.at(home_work), 0.2 * 200.0 / 1'000.0);
        const auto through = static_cast<std::size_t>(traffic::Purpose::Through);
        QCOMPARE(model.daily_trips.at(through), 100.0);

        // No trip of the residents' is without a purpose, and none is made twice: 1,000 car trips, whatever was given.
        const auto residents = [&] {
            double sum = 0.0;
            for (const auto purpose :
                 {traffic::Purpose::HomeWork, traffic::Purpose::WorkHome, traffic::Purpose::HomeOther,
                  traffic::Purpose::OtherHome, traffic::Purpose::Business}) {
                sum += model.daily_trips.at(static_cast<std::size_t>(purpose));
            }
            return sum;
        };
        City quiet = city;
        quiet.mobility.push_back({"visitor_vehicles", 1e-12});
        std::ranges::find(quiet.mobility, "commuter_vehicles", &MobilityValue::id)->value = 1e-12;
        set_volumes(quiet, roads, 6.25, model);
        QVERIFY(std::abs(residents() - 1'000.0) < 1e-6);
        std::ranges::find(quiet.mobility, "work_share", &MobilityValue::id)->value = 80.0;
        set_volumes(quiet, roads, 6.25, model);
        QVERIFY(std::abs(residents() - 1'000.0) < 1e-6);
        QVERIFY(std::ranges::any_of(model.assumptions, [](const std::string& said) {
            return said.find("scaled to 100 %") != std::string::npos;
        }));

        // A lane of a village street lets 135 vehicles in an hour: the rest is left out, and said.
        roads.edges[0].rank = 6;
        roads.edges[0].lanes = {0, 1};
        set_volumes(city, roads, 6.25, model);
        QVERIFY(model.daily_trips.at(home_work) < 700.0);
        QVERIFY(std::ranges::any_of(
            model.assumptions, [](const std::string& said) { return said.find("are left out") != std::string::npos; }));
    }
};

QTEST_GUILESS_MAIN(TestPopulation)
#include "tst_population.moc"
