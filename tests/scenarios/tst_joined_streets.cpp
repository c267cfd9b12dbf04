// SPDX-License-Identifier: GPL-3.0-or-later
// Streets that were joined into an edge are found by the ids that the city has for them.
#include <QTest>

#include <algorithm>
#include <filesystem>
#include <set>

#include "gis/derive/networks.h"
#include "gis/generate/loom_bay.h"
#include "scenarios/measure/apply.h"
#include "scenarios/project/networks_blob.h"
#include "scenarios/project/project_store.h"
#include "sim/engine/catalogue.h"
#include "sim/traffic/streets.h"

using namespace cityloom;

namespace {

constexpr double kSwallowedM = 48.0; ///< what lies within one junction is no edge

/// Ways along the x axis, each from one end to the next, and a street across at either end of the row.
gis::City row_of_ways(const std::vector<double>& ends_m) {
    gis::City city;
    const auto node = [&](Point2 at) {
        city.street_nodes.push_back({city.street_nodes.size() + 1, at});
        return static_cast<std::uint32_t>(city.street_nodes.size() - 1);
    };
    const auto way = [&](std::uint64_t id, const std::vector<std::uint32_t>& nodes) {
        city.streets.push_back({.id = id,
                                .name = "Row",
                                .nodes = {static_cast<std::uint32_t>(city.street_node_refs.size()),
                                          static_cast<std::uint32_t>(nodes.size())},
                                .cls = gis::StreetClass::Residential,
                                .lanes_forward = 1,
                                .lanes_backward = 1});
        city.street_node_refs.insert(city.street_node_refs.end(), nodes.begin(), nodes.end());
    };
    std::vector<std::uint32_t> row;
    for (const double x_m : ends_m) {
        row.push_back(node({x_m, 0.0}));
    }
    for (std::size_t k = 0; k + 1 < row.size(); ++k) {
        way(100 + k, {row[k], row[k + 1]});
    }
    way(200, {node({ends_m.front(), 200.0}), row.front(), node({ends_m.front(), -200.0})});
    way(201, {node({ends_m.back(), 200.0}), row.back(), node({ends_m.back(), -200.0})});
    return city;
}

double length_m(const gis::City& city, const gis::Street& street) {
    double sum_m = 0.0;
    for (std::uint32_t k = street.nodes.begin + 1; k < street.nodes.end(); ++k) {
        sum_m += distance_m(city.street_nodes[city.street_node_refs[k - 1]].at,
                            city.street_nodes[city.street_node_refs[k]].at);
    }
    return sum_m;
}

/// Streets that cars use and that are longer than a junction, without those that the network leaves out.
std::vector<std::uint64_t> drivable_ids(const gis::City& city, const traffic::RoadNetwork& roads) {
    std::set<std::uint64_t> removed;
    for (const traffic::RemovedPiece& piece : roads.removed) {
        removed.insert(piece.street_id);
    }
    std::vector<std::uint64_t> ids;
    for (const gis::Street& street : city.streets) {
        if (street.cls <= gis::StreetClass::LivingStreet && !street.closed_to_cars && !street.bus_only &&
            !removed.contains(street.id) && length_m(city, street) > kSwallowedM) {
            ids.push_back(street.id);
        }
    }
    return ids;
}

gis::City stored_town() {
    const auto file = std::filesystem::path{qEnvironmentVariable("CITYLOOM_SOURCE", ".").toStdString()} /
                      "tests/data/projects/before-corridor/project.gpkg";
    return scenarios::ProjectStore::open(file, scenarios::ProjectStore::Mode::ReadOnly)->city().value();
}

} // namespace

class TestJoinedStreets : public QObject {
    Q_OBJECT
private slots:
    void everyPieceLeadsToTheEdge() {
        gis::City city = row_of_ways({0.0, 60.0, 200.0, 280.0});
        const traffic::RoadNetwork roads = gis::derive_networks(city).roads;
        const std::vector<std::uint32_t> edges = traffic::edges_of(roads, 101);
        QCOMPARE(edges.size(), std::size_t{2});          // both ways
        QCOMPARE(roads.edges[edges[0]].street_id, 101U); // the longest gives its id
        QCOMPARE(traffic::edges_of(roads, 100), edges);
        QCOMPARE(traffic::edges_of(roads, 102), edges);
        QCOMPARE(roads.joined.size(), std::size_t{4});
        QVERIFY(traffic::drivable(roads, 102));
        QVERIFY(!traffic::drivable(roads, 103));
        QVERIFY(traffic::edges_of(roads, 103).empty());
    }

    /// A signal far from any junction parts the row again: each half has its own pieces.
    void aSignalPartsThem() {
        gis::City city = row_of_ways({0.0, 150.0, 300.0});
        city.street_nodes.push_back({50, {80.0, 0.0}, gis::NodeControl::Signal});
        city.street_node_refs[1] = static_cast<std::uint32_t>(city.street_nodes.size() - 1);
        city.street_node_refs.insert(city.street_node_refs.begin() + 2, 1);
        city.streets[0].nodes.count = 3;
        for (gis::Street& street : city.streets) {
            street.nodes.begin += street.id == 100 ? 0 : 1;
        }
        const traffic::RoadNetwork roads = gis::derive_networks(city).roads;
        QCOMPARE(traffic::edges_of(roads, 100).size(), std::size_t{4}); // before the signal and behind it
        const std::vector<std::uint32_t> behind = traffic::edges_of(roads, 101);
        QCOMPARE(behind.size(), std::size_t{2});
        for (const std::uint32_t e : behind) {
            for (std::uint32_t p = roads.edges[e].shape.begin; p < roads.edges[e].shape.end(); ++p) {
                QVERIFY(roads.points[p].x_m > 79.0);
            }
        }
    }

    void everyDrivableStreetResolves_data() {
        QTest::addColumn<bool>("town");
        QTest::newRow("Loom Bay") << false;
        QTest::newRow("a town of OpenStreetMap's kind") << true;
    }
    void everyDrivableStreetResolves() {
        QFETCH(bool, town);
        gis::City city = town ? stored_town() : gis::generate_loom_bay(1);
        const engine::Networks networks = gis::derive_networks(city);
        const auto ids = drivable_ids(city, networks.roads);
        QVERIFY(ids.size() > 15);
        for (const std::uint64_t id : ids) {
            const std::string key = "street/" + std::to_string(id);
            const auto asset = engine::find_asset(networks, key);
            QVERIFY2(asset, key.c_str());
            QVERIFY(engine::asset_exists(networks, *asset));
            QCOMPARE(engine::asset_key(networks, *asset), key);
        }
        if (town) {
            QVERIFY(!networks.roads.joined.empty());
        }
    }

    void aJoinedStreetIsClosedWhole() {
        gis::City city = row_of_ways({0.0, 60.0, 200.0, 280.0});
        const engine::Networks networks = gis::derive_networks(city);
        const auto applied =
            scenarios::apply_scenario(city, networks, {.name = "closed", .measures = {{"close", {{"street", "102"}}}}});
        QVERIFY2(applied, applied ? "" : applied.error().message.c_str());
        QVERIFY(applied->closed_edges == traffic::edges_of(networks.roads, 101));
    }

    void theyAreKeptInProjects() {
        gis::City city = row_of_ways({0.0, 60.0, 200.0, 280.0});
        const engine::Networks networks = gis::derive_networks(city);
        const engine::DomainRow& traffic = *scenarios::stored_domain("traffic");
        engine::Networks back;
        QVERIFY(scenarios::read_network(traffic, scenarios::write_network(traffic, networks), back));
        QVERIFY(back.roads.joined == networks.roads.joined);
        back.roads.joined[0].edge = static_cast<std::uint32_t>(back.roads.edges.size());
        QVERIFY(!scenarios::check_networks(back));
        back = networks;
        std::swap(back.roads.joined.front(), back.roads.joined.back());
        QVERIFY(!scenarios::check_networks(back));
    }
};

QTEST_GUILESS_MAIN(TestJoinedStreets)
#include "tst_joined_streets.moc"
