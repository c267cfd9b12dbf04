// SPDX-License-Identifier: GPL-3.0-or-later
#include "sumo_help.h"

#include <zlib.h>

using namespace cityloom;
using namespace cityloom::gis;
using traffic::Turn;
using traffic::TurnKind;

namespace {

const Turn* turn_between(const SumoScenario& s, const std::string& from, const std::string& to) {
    for (const Turn& turn : s.net.turns) {
        if (s.names.lanes[turn.from_lane] == from && s.names.lanes[turn.to_lane] == to) {
            return &turn;
        }
    }
    return nullptr;
}

const traffic::Conflict* conflict_between(const SumoScenario& s, const Turn* a, const Turn* b) {
    for (std::uint32_t c = a->conflicts.begin; c < a->conflicts.end(); ++c) {
        if (&s.net.turns[s.net.conflicts[c].other] == b) {
            return &s.net.conflicts[c];
        }
    }
    return nullptr;
}

} // namespace

class TestSumoNet : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    SumoScenario s_;

private slots:
    void initTestCase() {
        auto read = read_small(folder_, "");
        QVERIFY2(read.has_value(), message_of(read).c_str());
        s_ = std::move(*read);
    }

    void lanesForPeopleAndRailsAreLeftOut() {
        QCOMPARE(s_.net.edges.size(), std::size_t{4});
        QCOMPARE(s_.net.lanes.size(), std::size_t{6});
        QCOMPARE(s_.net.turns.size(), std::size_t{5});
        QCOMPARE(index_of(s_.names.edges, "rails"), kNone);
        QCOMPARE(index_of(s_.names.lanes, "south_0"), kNone);
        QVERIFY(noted(s_, "1 x edges that no road vehicle may use"));
        QVERIFY(noted(s_, "1 x lanes beside others"));
    }

    void lanesLieWhereTheFileDrawsThem() {
        const std::uint32_t west = index_of(s_.names.edges, "west");
        const traffic::Edge& edge = s_.net.edges[west];
        QCOMPARE(edge.length_m, 90.0);
        QCOMPARE(edge.speed_mps, 13.89);
        QCOMPARE(s_.net.lanes[edge.lanes.begin + 1].speed_mps, 11.11);
        QCOMPARE(edge.rank, std::uint8_t{0});
        QCOMPARE(s_.net.edges[index_of(s_.names.edges, "south")].rank, std::uint8_t{1});
        QCOMPARE(s_.net.names[edge.name], std::string{"West Street"});
        for (std::uint32_t i = 0; i < 2; ++i) { // driving east: right is south
            const double y = s_.net.points[edge.shape.begin].y_m - s_.net.lanes[edge.lanes.begin + i].offset_m;
            QVERIFY(std::abs(y - (i == 0 ? -4.8 : -1.6)) < 1e-9);
        }
    }

    void classesBecomeUses() {
        const auto use = [&](const char* lane) { return int{s_.net.lanes[index_of(s_.names.lanes, lane)].use}; };
        QCOMPARE(use("west_1"), int{traffic::kEveryone});
        QCOMPARE(use("east_0"), int{traffic::kBuses | traffic::kBicycles});
        QCOMPARE(use("west_0") & traffic::kAllMotor, int{traffic::kAllMotor});
    }

    void turnsAddUpTheirInternalLanes() {
        const Turn* left = turn_between(s_, "west_1", "north_0");
        QVERIFY(left != nullptr);
        QCOMPARE(left->length_m, 18.0);
        QCOMPARE(left->wait_m, 6.0);
        QCOMPARE(left->speed_mps, 7.0);
        QVERIFY(left->kind == TurnKind::Left);
        QCOMPARE(left->shape.count, 4U);
        const Turn* right = turn_between(s_, "south_1", "east_0");
        QVERIFY(right->kind == TurnKind::Right);
        QVERIFY(!right->keep_clear);
        QVERIFY(right->stops); // right on red
        QCOMPARE(right->wait_m, 0.0);
    }

    void yieldsFollowTheMatrix() {
        const Turn* through = turn_between(s_, "west_0", "east_0");
        const Turn* inner = turn_between(s_, "west_1", "east_1");
        const Turn* left = turn_between(s_, "west_1", "north_0");
        const Turn* north = turn_between(s_, "south_1", "north_0");
        const Turn* right = turn_between(s_, "south_1", "east_0");
        for (const Turn* other : {through, inner, left}) {
            QVERIFY(conflict_between(s_, north, other) != nullptr);
            QVERIFY(conflict_between(s_, north, other)->yields);
            QVERIFY(!conflict_between(s_, other, north)->yields);
        }
        QVERIFY(conflict_between(s_, right, through)->merge);
        QVERIFY(conflict_between(s_, right, through)->yields);
        QVERIFY(conflict_between(s_, right, inner) == nullptr);
        QVERIFY(conflict_between(s_, left, through) == nullptr);
    }

    void signalsGroupEqualColumns() {
        QCOMPARE(s_.net.controllers.size(), std::size_t{1});
        const traffic::Controller& c = s_.net.controllers[0];
        QCOMPARE(s_.names.tls[0], std::string{"C"});
        QCOMPARE(c.movements, 4U); // the two through lanes are one
        QCOMPARE(c.phases.size(), std::size_t{4});
        QCOMPARE(c.offset_s, 5.0);
        QCOMPARE(c.phases[0].green_s, 30.0);
        QCOMPARE(c.phases[0].yellow_s + c.phases[0].all_red_s, 0.0);
        const auto bit = [&](const char* from, const char* to) {
            return std::uint64_t{1} << turn_between(s_, from, to)->movement;
        };
        const std::uint64_t through = bit("west_0", "east_0");
        const std::uint64_t left = bit("west_1", "north_0");
        const std::uint64_t right = bit("south_1", "east_0");
        QCOMPARE(through, bit("west_1", "east_1"));
        QCOMPARE(c.phases[0].green_movements, through | left);
        QCOMPARE(c.phases[0].permissive, left);
        QCOMPARE(c.phases[1].green_movements, std::uint64_t{0});
        QCOMPARE(c.phases[1].yellow_movements, through | left);
        QCOMPARE(c.phases[2].permissive, right);
        QVERIFY(c.phases[2].green_movements == (right | bit("south_1", "north_0")));
        QVERIFY(s_.net.junctions[c.junction].control == traffic::JunctionControl::Signal);
    }

    void aProgramLoadedLaterRuns() {
        const auto more = write_file(folder_, "tls.add.xml", R"(<additional>
    <tlLogic id="C" type="actuated" programID="day" offset="-3">
        <phase duration="10" minDur="5" maxDur="40" state="GGGrr"/>
        <phase duration="3" state="yyyrr"/>
        <phase duration="12" minDur="12" maxDur="12" state="rrrGG"/>
    </tlLogic>
</additional>)");
        const auto read = read_sumo({.net = write_file(folder_, "a.net.xml", small_net()), .additional = {more}});
        QVERIFY2(read.has_value(), message_of(read).c_str());
        const traffic::Controller& c = read->net.controllers[0];
        QVERIFY(c.kind == traffic::ControllerKind::Actuated);
        QCOMPARE(c.movements, 2U);
        QCOMPARE(c.offset_s, -3.0);
        QCOMPARE(c.phases[0].least_green_s, 5.0);
        QCOMPARE(c.phases[0].most_green_s, 40.0);
        QCOMPARE(c.phases[2].most_green_s, 0.0); // it cannot change
    }

    /// Phases that the program jumps over, and a way in that it passes once, are not part of its cycle.
    void phasesFollowTheNextOnes() {
        const auto phases = [&](const std::string& rows) {
            const auto more =
                write_file(folder_, "next.add.xml",
                           "<additional><tlLogic id=\"C\" programID=\"n\">" + rows + "</tlLogic></additional>");
            const auto read = read_sumo({.net = write_file(folder_, "a.net.xml", small_net()), .additional = {more}});
            std::vector<double> lengths;
            if (read) {
                for (const traffic::SignalPhase& phase : read->net.controllers[0].phases) {
                    lengths.push_back(phase.green_s);
                }
            }
            return lengths;
        };
        const std::string four = R"(<phase duration="10" state="GGGrr"/><phase duration="3" state="yyyrr"/>
            <phase duration="12" state="rrrGG"/><phase duration="4" state="rrryy")";
        QCOMPARE(phases(four + "/>"), (std::vector{10.0, 3.0, 12.0, 4.0}));
        QCOMPARE(phases(four + R"( next="0"/><phase duration="7" state="GGGGG"/>)"),
                 (std::vector{10.0, 3.0, 12.0, 4.0}));
        QCOMPARE(phases(four + R"( next="1"/>)"), (std::vector{3.0, 12.0, 4.0}));
        QCOMPARE(phases(four + R"( next="0 2"/>)"), (std::vector{10.0, 3.0, 12.0, 4.0}));
    }

    void withoutInternalLanesTurnsAreStraight() {
        std::string net = small_net();
        for (std::size_t at; (at = net.find("<edge id=\":")) != std::string::npos;) {
            net.erase(at, net.find("</edge>", at) + 7 - at);
        }
        for (std::size_t at; (at = net.find("<connection from=\":")) != std::string::npos;) {
            net.erase(at, net.find("/>", at) + 2 - at);
        }
        for (std::size_t at; (at = net.find(" via=\"")) != std::string::npos;) {
            net.erase(at, net.find('"', at + 6) + 1 - at);
        }
        const auto read = read_sumo({.net = write_file(folder_, "plain.net.xml", net)});
        QVERIFY2(read.has_value(), message_of(read).c_str());
        const Turn* through = turn_between(*read, "west_0", "east_0");
        QCOMPARE(through->length_m, 20.0);
        QCOMPARE(through->shape.count, 2U);
    }

    void gzippedFilesAreRead() {
        const auto path = std::filesystem::path{folder_.path().toStdString()} / "small.net.xml.gz";
        const std::string net = small_net();
        gzFile out = gzopen(path.c_str(), "wb");
        gzwrite(out, net.data(), static_cast<unsigned>(net.size()));
        gzclose(out);
        const auto read = read_sumo({.net = path});
        QVERIFY2(read.has_value(), message_of(read).c_str());
        QCOMPARE(read->net.turns.size(), s_.net.turns.size());
    }

    void everyTurnLiesWithItsLaneAndJunction() {
        for (const traffic::Junction& junction : s_.net.junctions) {
            for (std::uint32_t t = junction.turns.begin; t < junction.turns.end(); ++t) {
                const Range own = s_.net.lanes[s_.net.turns[t].from_lane].turns;
                QVERIFY(t >= own.begin && t < own.end());
                QVERIFY(&s_.net.junctions[s_.net.turns[t].junction] == &junction);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestSumoNet)
#include "tst_sumo_net.moc"
