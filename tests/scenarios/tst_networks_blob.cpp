// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <cmath>
#include <map>

#include "scenarios/project/networks_blob.h"
#include "sim/core/blob.h"
#include "sim/lifeline/rows.h"
#include "sim/power/rows.h"
#include "sim/telecom/rows.h"
#include "sim/water/rows.h"

using namespace cityloom;
using namespace cityloom::scenarios;

namespace {

engine::Networks sample() {
    engine::Networks n;
    n.roads.points = {{0, 0}, {100, 0}};
    n.roads.names = {"Rue"};
    n.roads.edges = {{.id = 1, .from = 0, .to = 1, .lanes = {0, 1}, .shape = {0, 2}, .length_m = 90, .name = 0},
                     {.id = 2, .from = 1, .to = 0, .lanes = {1, 1}, .shape = {0, 2}, .length_m = 90, .name = 0}};
    n.roads.lanes = {{.edge = 0, .turns = {0, 2}}, {.edge = 1}};
    n.roads.turns = {{.from_lane = 0,
                      .to_lane = 1,
                      .junction = 1,
                      .kind = traffic::TurnKind::UTurn,
                      .shape = {0, 2},
                      .movement = 0,
                      .conflicts = {0, 1}},
                     {.from_lane = 0, .to_lane = 1, .junction = 1, .shape = {0, 2}, .conflicts = {1, 1}}};
    n.roads.conflicts = {{.other = 1, .leave_m = 2.0F, .merge = true}, {.other = 0, .merge = true}};
    n.roads.junctions = {{.id = 5, .incoming = {1, 1}, .outgoing = {0, 1}},
                         {.id = 6,
                          .control = traffic::JunctionControl::Signal,
                          .incoming = {0, 1},
                          .outgoing = {1, 1},
                          .turns = {0, 2},
                          .controller = 0}};
    n.roads.joined = {{77, 0}};
    n.roads.incoming = {0, 1};
    n.roads.outgoing = {0, 1};
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
    n.power.buses = {{.id = 1,
                      .key = "substation/S1",
                      .kind = power::BusKind::Substation,
                      .generation_w = 1e6,
                      .no_load_w = 2e3,
                      .load_loss_per_w = 3e-8}};
    n.power.branches = {{.id = 2, .from = 0, .to = 0, .tap_step_pu = 0.015, .tap_positions = 9}};
    n.telecom.sites = {{.id = 1, .key = "rsu/R1", .kind = telecom::SiteKind::RoadsideUnit}};
    n.dependencies.district_names = {"Centre"};
    n.dependencies.buildings = {{.id = 12, .people = 2, .district = 0}};
    n.dependencies.supplies = {{.provider = {&power::kBus, 0},
                                .consumer = {&water::kLink, 0},
                                .load = 5e3,
                                .threshold = 0.85,
                                .buffer_s = 60.0,
                                .delay_s = 1.0,
                                .priority = 2},
                               {.provider = {&telecom::kSite, engine::kChosen},
                                .consumer = {&lifeline::kBuilding, 0},
                                .service = engine::Service::Signal}};
    return n;
}

using Blobs = std::map<std::string_view, std::string>;

std::vector<const engine::DomainRow*> stored() {
    std::vector<const engine::DomainRow*> rows;
    for (const engine::DomainRow* domain : engine::domain_rows()) {
        if (domain->storage != nullptr) {
            rows.push_back(domain);
        }
    }
    return rows;
}

Blobs write(const engine::Networks& networks) {
    Blobs blobs;
    for (const engine::DomainRow* domain : stored()) {
        blobs[domain->id] = write_network(*domain, networks);
    }
    return blobs;
}

Result<engine::Networks> read(const Blobs& blobs) {
    engine::Networks networks;
    for (const engine::DomainRow* domain : stored()) {
        if (auto done = read_network(*domain, blobs.at(domain->id), networks); !done) {
            return tl::make_unexpected(done.error());
        }
    }
    if (auto sound = check_networks(networks); !sound) {
        return tl::make_unexpected(sound.error());
    }
    return networks;
}

} // namespace

class TestNetworksBlob : public QObject {
    Q_OBJECT
private slots:
    void comesBackTheSame() {
        QCOMPARE(stored().size(), std::size_t{5}); // charging stations stand in the road network
        const Blobs blobs = write(sample());
        const auto back = read(blobs);
        QVERIFY2(back, back ? "" : back.error().message.c_str());
        QCOMPARE(back->roads.controllers[0].key, std::string{"signal/9"});
        QVERIFY(back->dependencies.supplies[0].consumer.is(water::kLink));
        QCOMPARE(back->dependencies.supplies[0].delay_s, 1.0);
        QVERIFY(write(*back) == blobs);
    }

    void damageIsRefused() {
        for (const engine::DomainRow* domain : stored()) {
            engine::Networks into;
            std::string blob = write_network(*domain, sample());
            for (std::size_t size = 0; size < blob.size(); ++size) {
                QVERIFY(!read_network(*domain, std::string_view{blob}.substr(0, size), into));
            }
            for (char& c : blob) {
                c = static_cast<char>(c ^ 0x10);
                QVERIFY(!read_network(*domain, blob, into));
                c = static_cast<char>(c ^ 0x10);
            }
        }
    }

    void oneDomainIsNotTakenForAnother() {
        engine::Networks into;
        for (const engine::DomainRow* domain : stored()) {
            for (const engine::DomainRow* other : stored()) {
                QCOMPARE(read_network(*domain, write_network(*other, sample()), into).has_value(), domain == other);
            }
        }
    }

    /// Version 6 had a share of drivers who hear that nobody had measured, roadside units that nobody had built, and
    /// masts of one carrier.
    void whatWasMadeUpBeforeIsNotKept() {
        engine::Networks n = sample();
        n.demand.navigation_share = 0.8;
        n.demand.assumptions = {"80 % of drivers follow live travel times (default)."};
        n.telecom.sites.insert(n.telecom.sites.begin(), {.id = 2, .key = "basestation/B1", .capacity_bps = 300e6});
        n.dependencies.supplies.push_back({.provider = {&power::kBus, 0}, .consumer = {&telecom::kSite, 0}});
        n.dependencies.supplies.push_back({.provider = {&power::kBus, 0}, .consumer = {&telecom::kSite, 1}});
        engine::Networks back;
        for (const engine::DomainRow* domain : stored()) {
            BlobWriter writer;
            domain->storage->write(writer, n);
            std::string bytes = writer.take();
            if (domain->id == "traffic") {
                QVERIFY(n.roads.hours.empty());
                bytes.resize(bytes.size() - sizeof(double) - sizeof(std::uint64_t)); // what has come since stands last
            } else if (domain->id == "telecom") {
                bytes.resize(bytes.size() - sizeof(double));
            } else if (domain->id == "power") {
                bytes.resize(bytes.size() - 6 * sizeof(double) - sizeof(std::uint8_t));
            } else if (domain->id == "water") {                   // leaks and reducers
                constexpr std::size_t kMore = sizeof(double) + 1; // of each node and link
                bytes.resize(bytes.size() - sizeof(double) - kMore * (n.water.nodes.size() + n.water.links.size()));
            }
            BlobReader reader{bytes, 6};
            domain->storage->read(reader, back);
            QVERIFY2(reader.at_end(), std::string{domain->id}.c_str());
        }
        QVERIFY(check_networks(back));
        QCOMPARE(back.power.buses[0].load_loss_per_w, 0.0); // stations lost nothing, transformers had one ratio
        QCOMPARE(back.power.branches[0].tap_positions, std::uint8_t{0});
        QCOMPARE(back.demand.navigation_share, traffic::DemandModel{}.navigation_share);
        QCOMPARE(back.water.nodes.at(0).leak_coefficient, 0.0); // lost nothing
        QCOMPARE(back.water.links.at(0).runs, false);
        QCOMPARE(back.demand.v2x_share, traffic::DemandModel{}.v2x_share);
        QCOMPARE(back.demand.assumptions.at(0), std::string{traffic::kListenersAssumption});
        QCOMPARE(back.telecom.sites.size(), std::size_t{1});
        QCOMPARE(back.telecom.sites[0].capacity_bps, telecom::kStationBps);
        QCOMPARE(back.telecom.least_rate_bps, 10e6);
        QCOMPARE(back.dependencies.supplies.size(), n.dependencies.supplies.size() - 1);
    }

    void anotherVersionIsRefusedByName() {
        for (const engine::DomainRow* domain : stored()) {
            engine::Networks into;
            for (const std::uint32_t version : {domain->storage->version + 1, domain->storage->oldest - 1}) {
                const auto outcome = read_network(*domain, seal(domain->id, version, "x"), into);
                QVERIFY(!outcome);
                QCOMPARE(outcome.error().code, ErrorCode::Unsupported);
                QVERIFY2(outcome.error().message.find(domain->id) != std::string::npos,
                         outcome.error().message.c_str());
            }
        }
    }

    void forgedContentNeverLeavesThePools() {
        int held = 0;
        for (const engine::DomainRow* domain : stored()) {
            Blobs blobs = write(sample());
            const std::string payload{unseal(domain->id, domain->storage->version, blobs.at(domain->id)).value()};
            for (std::size_t i = 0; i < payload.size(); ++i) {
                for (const char value : {'\x00', '\x7f', '\xff'}) {
                    std::string forged = payload;
                    forged[i] = value;
                    blobs[domain->id] = seal(domain->id, domain->storage->version, forged);
                    if (const auto networks = read(blobs)) {
                        QVERIFY(check_networks(*networks));
                        QVERIFY(write(*networks).size() == stored().size());
                        ++held;
                    }
                }
            }
        }
        QVERIFY(held > 0);
    }

    /// What each domain points at is looked at.
    void indicesBeyondTheirPoolsAreRefused() {
        const Spoiled wrongs{
            {"traffic", [](engine::Networks& n) { n.roads.edges[0].to = 2; }},
            {"traffic", [](engine::Networks& n) { n.roads.turns[0].to_lane = 2; }},
            {"traffic", [](engine::Networks& n) { n.roads.controllers[0].crossings[0].phase = 1; }},
            {"traffic", [](engine::Networks& n) { n.roads.joined[0].edge = 2; }},
            {"traffic", [](engine::Networks& n) { n.demand.zone_edges[0] = 2; }},
            {"water", [](engine::Networks& n) { n.water.links[0].to = 2; }},
            {"power", [](engine::Networks& n) { n.power.branches.push_back({.from = 0, .to = 1}); }},
            {"telecom", [](engine::Networks& n) { n.telecom.sites[0].range_m = std::nan(""); }},
            {"buildings", [](engine::Networks& n) { n.dependencies.supplies[0].consumer.index = 1; }},
            {"buildings", [](engine::Networks& n) { n.dependencies.supplies[0].provider.index = engine::kChosen; }},
            {"buildings",
             [](engine::Networks& n) {
                 n.dependencies.supplies[1].consumer = {&water::kLink, 0};
             }},
            {"buildings", [](engine::Networks& n) { n.dependencies.hospital_edges = {2}; }},
            {"traffic", [](engine::Networks& n) { n.demand.zones[0].district = 1; }},
            {"buildings", [](engine::Networks& n) { n.dependencies.buildings[0].district = 1; }}};
        refusesEach(wrongs);
    }

    /// What is said twice must be said alike: each of these stays within its array.
    void whatIsSaidTwiceIsSaidAlike() {
        refusesEach({{"traffic", [](engine::Networks& n) { n.roads.lanes[1].edge = 0; }},
                     {"traffic", [](engine::Networks& n) { n.roads.edges[1].lanes.begin = 0; }},
                     {"traffic", [](engine::Networks& n) { n.roads.edges[1].lanes.count = 0; }},
                     {"traffic", [](engine::Networks& n) { n.roads.edges[0].shape.count = 0; }},
                     {"traffic", [](engine::Networks& n) { n.roads.edges[0].to = 0; }},
                     {"traffic", [](engine::Networks& n) { n.roads.incoming[1] = 0; }},
                     {"traffic", [](engine::Networks& n) { n.roads.junctions[0].outgoing.count = 0; }},
                     {"traffic",
                      [](engine::Networks& n) {
                          n.roads.junctions[0].turns = {0, 1};
                      }},
                     {"traffic", [](engine::Networks& n) { n.roads.junctions[1].turns.count = 1; }},
                     {"traffic", [](engine::Networks& n) { n.roads.turns[1].from_lane = 1; }},
                     {"traffic", [](engine::Networks& n) { n.roads.turns[1].junction = 0; }},
                     {"traffic", [](engine::Networks& n) { n.roads.lanes[0].turns.count = 1; }},
                     {"traffic", [](engine::Networks& n) { n.roads.turns[0].movement = 2; }},
                     {"traffic", [](engine::Networks& n) { n.roads.junctions[1].controller = kNone; }},
                     {"traffic", [](engine::Networks& n) { n.roads.conflicts[0].other = 0; }},
                     {"traffic", [](engine::Networks& n) { n.roads.turns[1].conflicts.count = 0; }},
                     {"traffic",
                      [](engine::Networks& n) {
                          n.roads.turns[1].conflicts = {0, 2};
                      }},
                     {"traffic", [](engine::Networks& n) { n.roads.controllers[0].junction = kNone; }},
                     {"water", [](engine::Networks& n) { n.water.links[0].control_tank = 1; }}});
    }

    void numbersThatNothingCanBearAreRefused() {
        refusesEach({{"traffic", [](engine::Networks& n) { n.roads.points[0].x_m = 1e300; }},
                     {"traffic", [](engine::Networks& n) { n.roads.edges[0].length_m = 0.0; }},
                     {"traffic", [](engine::Networks& n) { n.roads.edges[0].speed_mps = -1.0; }},
                     {"traffic", [](engine::Networks& n) { n.roads.turns[0].length_m = 1e12; }},
                     {"traffic", [](engine::Networks& n) { n.roads.conflicts[0].leave_m = -1.0F; }},
                     {"traffic", [](engine::Networks& n) { n.roads.controllers[0].movements = 65; }},
                     {"traffic", [](engine::Networks& n) { n.roads.controllers[0].phases[0].green_s = 1e9; }},
                     {"traffic",
                      [](engine::Networks& n) {
                          n.roads.controllers[0].phases[0] = {.green_s = 0.0, .yellow_s = 0.0, .all_red_s = 0.0};
                      }},
                     {"traffic", [](engine::Networks& n) { n.demand.daily_trips[0] = 1e300; }},
                     {"traffic", [](engine::Networks& n) { n.demand.zones[0].people = -1.0; }},
                     {"traffic", [](engine::Networks& n) { n.demand.decay_m[0] = 0.0; }},
                     {"power", [](engine::Networks& n) { n.power.buses[0].nominal_v = 0.0; }},
                     {"power", [](engine::Networks& n) { n.power.buses[0].peak_load_w = 1e300; }},
                     {"power", [](engine::Networks& n) { n.power.branches[0].r_ohm = -1.0; }},
                     {"water", [](engine::Networks& n) { n.water.nodes[1].demand_m3ps = -1.0; }},
                     {"water",
                      [](engine::Networks& n) {
                          n.water.nodes[1].kind = water::NodeKind::Tank, n.water.nodes[1].tank_start_level_m = 3.0;
                      }},
                     {"water", [](engine::Networks& n) { n.water.links[0].kind = water::LinkKind::Pipe; }},
                     {"telecom", [](engine::Networks& n) { n.telecom.sites[0].range_m = 1e9; }},
                     {"buildings", [](engine::Networks& n) { n.dependencies.buildings[0].people = -2.0F; }},
                     {"buildings", [](engine::Networks& n) { n.dependencies.supplies[0].buffer_s = 1e300; }}});
    }

private:
    using Spoiled = std::vector<std::pair<std::string_view, void (*)(engine::Networks&)>>;
    static void refusesEach(const Spoiled& wrongs) {
        QVERIFY(check_networks(sample()));
        for (std::size_t k = 0; k < wrongs.size(); ++k) {
            const auto& [domain, spoil] = wrongs[k];
            engine::Networks networks = sample();
            spoil(networks);
            const auto outcome = check_networks(networks);
            QVERIFY2(!outcome, ("row " + std::to_string(k)).c_str());
            QVERIFY2(outcome.error().message.find(domain) != std::string::npos, outcome.error().message.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestNetworksBlob)
#include "tst_networks_blob.moc"
