// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "gis/city/archive.h"
#include "scenarios/project/networks_blob.h"
#include "sim/power/rows.h"
#include "sim/water/rows.h"

using namespace cityloom;
using namespace cityloom::scenarios;

namespace {

gis::Networks sample() {
    gis::Networks n;
    n.roads.points = {{0, 0}, {100, 0}};
    n.roads.names = {"Rue"};
    n.roads.edges.push_back({.id = 1, .from = 0, .to = 1, .lanes = {0, 1}, .shape = {0, 2}, .length_m = 90, .name = 0});
    n.roads.lanes.push_back({.edge = 0, .turns = {0, 1}});
    n.roads.turns.push_back({.from_lane = 0,
                             .to_lane = 0,
                             .junction = 1,
                             .kind = traffic::TurnKind::UTurn,
                             .shape = {0, 2},
                             .conflicts = {0, 1}});
    n.roads.conflicts.push_back({.other = 0, .merge = true});
    n.roads.junctions.push_back({.id = 5, .outgoing = {0, 1}});
    n.roads.junctions.push_back(
        {.id = 6, .control = traffic::JunctionControl::Signal, .incoming = {0, 1}, .controller = 0});
    n.roads.incoming = {0};
    n.roads.outgoing = {0};
    n.roads.controllers.push_back({.id = 9,
                                   .key = "signal/9",
                                   .junction = 1,
                                   .movements = 2,
                                   .phases = {{.green_movements = 3}},
                                   .crossings = {{.id = 3, .in_edge = 0, .length_m = 7.0, .phase = 0}}});
    n.demand.zones.push_back({.id = 1, .people = 10, .origins = {0, 1}, .destinations = {0, 1}});
    n.demand.zone_edges = {0};
    n.demand.zone_edge_weights = {1.0F};
    n.demand.assumptions = {"a"};
    n.water.nodes = {{.id = 1, .key = "source/W1", .kind = water::NodeKind::Reservoir}, {.id = 2}};
    n.water.links = {{.id = 1, .from = 0, .to = 1, .kind = water::LinkKind::Pump}};
    n.power.buses = {{.id = 1, .key = "substation/S1", .kind = power::BusKind::Substation}};
    n.telecom.sites = {{.id = 1, .key = "rsu/R1", .kind = telecom::SiteKind::RoadsideUnit}};
    n.dependencies.supplies = {{.provider = {&power::kBus, 0}, .consumer = {&water::kLink, 0}}};
    n.dependencies.buildings = {{.id = 9, .people = 2}};
    return n;
}

} // namespace

class TestNetworksBlob : public QObject {
    Q_OBJECT
private slots:
    void comesBackTheSame() {
        const std::string blob = write_networks(sample());
        const auto back = read_networks(blob);
        QVERIFY2(back, back ? "" : back.error().message.c_str());
        QCOMPARE(back->roads.controllers[0].key, std::string{"signal/9"});
        QVERIFY(write_networks(*back) == blob);
    }

    void damageIsRefused() {
        std::string blob = write_networks(sample());
        for (std::size_t size = 0; size < blob.size(); ++size) {
            QVERIFY(!read_networks(std::string_view{blob}.substr(0, size)));
        }
        for (char& c : blob) {
            c = static_cast<char>(c ^ 0x10);
            QVERIFY(!read_networks(blob));
            c = static_cast<char>(c ^ 0x10);
        }
    }

    void forgedContentNeverLeavesThePools() {
        const std::string payload{gis::unseal(kNetworksKind, kNetworksVersion, write_networks(sample())).value()};
        for (std::size_t i = 0; i < payload.size(); ++i) {
            for (const char value : {'\x00', '\x7f', '\xff'}) {
                std::string forged = payload;
                forged[i] = value;
                if (const auto networks = read_networks(gis::seal(kNetworksKind, kNetworksVersion, forged))) {
                    QVERIFY(check_networks(*networks));
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestNetworksBlob)
#include "tst_networks_blob.moc"
