// SPDX-License-Identifier: GPL-3.0-or-later
#include "sumo_help.h"

#include <map>

using namespace cityloom;
using namespace cityloom::gis;
using traffic::Trip;
using traffic::VehicleType;

namespace {

const VehicleType& type_named(const SumoScenario& s, const std::string& name) {
    return s.work.types.at(index_of(s.work.type_names, name));
}

const Trip& trip_named(const SumoScenario& s, const std::string& name) {
    return s.work.trips.at(index_of(s.work.trip_names, name));
}

} // namespace

class TestSumoDemand : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

private slots:
    /// The figures are what the TraCI getters of SUMO 1.15.0 report for a vType with nothing but its vClass.
    void typesHaveTheDefaultsOfTheirClass_data() {
        QTest::addColumn<QString>("cls");
        QTest::addColumn<QList<double>>("figures"); // length, minGap, accel, decel, emergencyDecel, maxSpeed, speedDev
        QTest::newRow("passenger") << "passenger" << QList<double>{5, 2.5, 2.6, 4.5, 9, 55.56, 0.1};
        QTest::newRow("emergency") << "emergency" << QList<double>{6.5, 2.5, 2.6, 4.5, 9, 55.56, 0};
        QTest::newRow("taxi") << "taxi" << QList<double>{5, 2.5, 2.6, 4.5, 9, 55.56, 0.05};
        QTest::newRow("bus") << "bus" << QList<double>{12, 2.5, 1.2, 4, 7, 27.78, 0};
        QTest::newRow("coach") << "coach" << QList<double>{14, 2.5, 2, 4, 7, 27.78, 0.05};
        QTest::newRow("delivery") << "delivery" << QList<double>{6.5, 2.5, 2.6, 4.5, 9, 55.56, 0.05};
        QTest::newRow("truck") << "truck" << QList<double>{7.1, 2.5, 1.3, 4, 7, 36.11, 0.05};
        QTest::newRow("trailer") << "trailer" << QList<double>{16.5, 2.5, 1.1, 4, 7, 36.11, 0.05};
        QTest::newRow("motorcycle") << "motorcycle" << QList<double>{2.2, 2.5, 6, 10, 10, 55.56, 0.1};
        QTest::newRow("moped") << "moped" << QList<double>{2.1, 2.5, 1.1, 7, 10, 16.67, 0.1};
        QTest::newRow("bicycle") << "bicycle" << QList<double>{1.6, 0.5, 1.2, 3, 7, 5.56, 0.1};
        QTest::newRow("ignoring") << "ignoring" << QList<double>{5, 2.5, 2.6, 4.5, 9, 55.56, 0};
    }
    void typesHaveTheDefaultsOfTheirClass() {
        QFETCH(const QString, cls);
        QFETCH(const QList<double>, figures);
        const auto read = read_small(folder_, "<vType id=\"x\" vClass=\"" + cls.toStdString() + "\"/>");
        QVERIFY2(read.has_value(), message_of(read).c_str());
        const VehicleType& t = type_named(*read, "x");
        const float have[] = {t.length_m,     t.min_gap_m,     t.accel_mps2,     t.decel_mps2,
                              t.hardest_mps2, t.max_speed_mps, t.speed_deviation};
        for (int i = 0; i < 7; ++i) {
            QCOMPARE(have[i], static_cast<float>(figures[i]));
        }
        QCOMPARE(t.headway_s, 1.0F);
        QCOMPARE(t.use == traffic::kEveryone, cls == "ignoring");
    }

    void typesTakeTheirAttributes() {
        const auto read = read_small(folder_, R"x(
<vType id="a" vClass="truck" length="9" minGap="2" accel="1" decel="3" tau="1.4" maxSpeed="25" width="2.5" startupDelay="0.5"
       speedFactor="normc(1.1,0.1,0.8,1.4)"/>
<vType id="b" speedFactor="1.2"/> <vType id="c" speedFactor="norm(1,0)"/> <vType id="d" speedDev="0.3"/>
<vType id="e" speedFactor="normc(1.1,0.1,0.8,1.4)" speedDev="0.05"/> <vType id="DEFAULT_VEHTYPE" length="4"/>
<vType id="f" vClass="bicycle" maxSpeed="10"/>
<vType id="g" carFollowModel="IDM"><carFollowing-IDM tau="2"/><param key="k" value="v"/></vType>
<vehicle id="plain" depart="0"><route edges="west"/></vehicle>)x");
        QVERIFY2(read.has_value(), message_of(read).c_str());
        const VehicleType& a = type_named(*read, "a");
        QCOMPARE(a.length_m, 9.0F);
        QCOMPARE(a.headway_s, 1.4F);
        QCOMPARE(a.startup_s, 0.5F);
        QCOMPARE(a.speed_factor, 1.1F);
        QCOMPARE(a.speed_lowest, 0.8F);
        QCOMPARE(a.speed_highest, 1.4F);
        QVERIFY(a.cls == traffic::VehicleClass::Truck);
        QCOMPARE(type_named(*read, "b").speed_factor, 1.2F);
        QCOMPARE(type_named(*read, "b").speed_deviation, 0.1F); // SUMO keeps it
        QCOMPARE(type_named(*read, "c").speed_deviation, 0.0F);
        QCOMPARE(type_named(*read, "d").speed_deviation, 0.3F);
        QCOMPARE(type_named(*read, "e").speed_deviation, 0.05F);
        QCOMPARE(type_named(*read, "f").max_speed_mps, 5.56F);
        QCOMPARE(read->work.types[read->work.trips[0].type].length_m, 4.0F);
        QVERIFY(noted(*read, "car-following model IDM"));
    }

    void distributionsAreDrawnByTheirWeights() {
        const std::string mixes = R"x(
<vTypeDistribution id="mix"><vType id="a" probability="0.6"/><vType id="b" probability="0.2"/></vTypeDistribution>
<vTypeDistribution id="outer" vTypes="mix c" probabilities="1 1"/> <vType id="c" vClass="taxi"/>
<routeDistribution id="ways"><route edges="west east" probability="3"/><route edges="west north"/></routeDistribution>
<flow id="f" type="outer" route="ways" begin="0" end="8000" number="8000"/>)x";
        const auto read = read_small(folder_, mixes);
        QVERIFY2(read.has_value(), message_of(read).c_str());
        QCOMPARE(read->work.trips.size(), std::size_t{8000});
        std::map<std::string, double> types;
        double east = 0.0;
        for (const Trip& trip : read->work.trips) {
            types[read->work.type_names[trip.type]] += 1.0 / 8000.0;
            east += trip.to_edge == index_of(read->names.edges, "east") ? 1.0 / 8000.0 : 0.0;
        }
        QVERIFY(std::abs(types["a"] - 0.375) < 0.02);
        QVERIFY(std::abs(types["b"] - 0.125) < 0.02);
        QVERIFY(std::abs(types["c"] - 0.5) < 0.02);
        QVERIFY(std::abs(east - 0.75) < 0.02);
        QCOMPARE(read->mixes.size(), std::size_t{2});
        QCOMPARE(read->mixes[1].name, std::string{"outer"});
        std::map<std::string, double> shares;
        for (const auto& [type, share] : read->mixes[1].members) {
            shares[read->work.type_names[type]] += share;
        }
        QCOMPARE(shares.size(), std::size_t{3});
        QVERIFY(std::abs(shares["a"] - 0.375) < 1e-12 && std::abs(shares["b"] - 0.125) < 1e-12 &&
                std::abs(shares["c"] - 0.5) < 1e-12);
        const auto more = read_small(
            folder_, mixes + "<flow id=\"g\" type=\"outer\" route=\"ways\" begin=\"0\" number=\"9\" end=\"9\"/>");
        for (const char* id : {"f.0", "f.17", "f.7999"}) { // nobody else's luck changes
            QCOMPARE(trip_named(*more, id).type, trip_named(*read, id).type);
        }
    }

    void flowsSpreadTheirVehicles() {
        const auto read = read_small(folder_, R"x(
<route id="r" edges="west east"/>
<flow id="n" route="r" begin="10" end="70" number="6"/>
<flow id="h" route="r" begin="0" end="60" vehsPerHour="360"/>
<flow id="p" route="r" begin="0" end="0:01:00" period="20"/>
<flow id="q" route="r" begin="0" end="2000" probability="0.25"/>
<flow id="e" route="r" begin="0" end="2000" period="exp(0.5)"/>
<interval begin="100" end="160"><flow id="i" from="west" to="north" number="2"/></interval>)x");
        QVERIFY2(read.has_value(), message_of(read).c_str());
        std::map<char, int> count;
        TimeUs before = 0;
        for (std::size_t t = 0; t < read->work.trips.size(); ++t) {
            ++count[read->work.trip_names[t][0]];
            QVERIFY(read->work.trips[t].depart >= before);
            before = read->work.trips[t].depart;
        }
        QCOMPARE(count['n'], 6);
        QCOMPARE(count['h'], 6);
        QCOMPARE(count['p'], 3);
        QVERIFY(std::abs(count['q'] - 500) < 80);
        QVERIFY(std::abs(count['e'] - 1000) < 130);
        QCOMPARE(trip_named(*read, "n.1").depart, 20 * kSecondUs);
        QCOMPARE(trip_named(*read, "i.1").depart, 130 * kSecondUs);
        QCOMPARE(trip_named(*read, "i.0").route, kNone);
    }

    void departuresAndArrivals() {
        const auto read = read_small(folder_, R"x(
<vType id="long" length="12"/> <vType id="bus" vClass="bus"/> <vType id="monster" length="300"/>
<route id="r" edges="south north"/> <route id="e" edges="west east"/>
<vehicle id="plain" type="long" route="r" depart="1"/>
<vehicle id="best" type="long" route="r" depart="2" departLane="best" departSpeed="max" departPos="-10" arrivalPos="-1"/>
<vehicle id="free" route="r" depart="3" departLane="free" departSpeed="3.5" departPos="33" arrivalPos="random"/>
<vehicle id="second" route="r" depart="4" departLane="1" departPos="random" departSpeed="random"/>
<vehicle id="monster" type="monster" route="r" depart="5" departLane="random" departPos="last" departSpeed="desired"/>
<vehicle id="late" route="r" depart="0:10:00"/>
<vehicle id="waits" route="r" depart="triggered"/>)x");
        QVERIFY2(read.has_value(), message_of(read).c_str());
        const Trip& plain = trip_named(*read, "plain");
        QCOMPARE(plain.from_m, 12.1F);
        QCOMPARE(plain.to_m, 90.0F);
        QCOMPARE(plain.depart_mps, 0.0F);
        QCOMPARE(int{plain.depart_lane}, 0);
        const Trip& best = trip_named(*read, "best");
        QCOMPARE(best.from_m, 80.0F);
        QCOMPARE(best.to_m, 89.0F);
        QCOMPARE(best.depart_mps, Trip::kDepartFast);
        QCOMPARE(best.depart_lane, Trip::kBestLane);
        QCOMPARE(trip_named(*read, "free").depart_lane, Trip::kFreeLane);
        QCOMPARE(trip_named(*read, "free").depart_mps, 3.5F);
        QCOMPARE(int{trip_named(*read, "second").depart_lane}, 0); // the footpath beside is no lane of ours
        QCOMPARE(trip_named(*read, "monster").depart_lane, Trip::kRandomLane);
        QCOMPARE(trip_named(*read, "monster").from_m, Trip::kLastPlace);
        QCOMPARE(trip_named(*read, "late").depart, 600 * kSecondUs);
        QCOMPARE(read->work.trips.size(), std::size_t{6});
        QVERIFY(noted(*read, "1 x vehicles wait to depart for people or goods that never come"));
    }

    void stopsAreKeptInOrder() {
        const auto read = read_small(folder_, R"x(
<containerStop id="c" lane="west_0"/> <busStop id="halt" lane="west_0" startPos="20" endPos="-50"/> <parkingArea id="park" lane="east_1" startPos="5" endPos="30"/>
<vType id="bus" vClass="bus"/>
<route id="r" edges="west east"><stop lane="west_1" endPos="30" duration="2" until="40"/></route>
<vehicle id="a" type="bus" route="r" depart="100"><stop busStop="halt" duration="20" until="150"/><stop parkingArea="park" duration="9"/></vehicle>
<flow id="f" type="bus" begin="10" end="70" number="2"><route edges="west east"/><stop busStop="halt" until="90" parking="true"/></flow>
<vehicle id="goods" type="bus" route="r" depart="0"><stop containerStop="c" containerTriggered="true"/></vehicle>)x");
        QVERIFY2(read.has_value(), message_of(read).c_str());
        const Trip& a = trip_named(*read, "a");
        QCOMPARE(a.stops.count, 3U);
        const traffic::Stop* stops = &read->work.stops[a.stops.begin];
        QCOMPARE(stops[0].end_m, 30.0F);
        QCOMPARE(stops[0].until, 140 * kSecondUs); // a shared route's count from the departure
        QCOMPARE(stops[1].end_m, 40.0F);
        QCOMPARE(stops[1].start_m, 20.0F);
        QCOMPARE(stops[1].until, 150 * kSecondUs);
        QVERIFY(stops[2].off_lane && !stops[1].off_lane);
        QCOMPARE(read->names.lanes[stops[2].lane], std::string{"east_1"});
        const Trip& second = trip_named(*read, "f.1");
        QCOMPARE(read->work.stops[second.stops.begin].until, 120 * kSecondUs);
        QVERIFY(read->work.stops[second.stops.begin].off_lane);
        QCOMPARE(trip_named(*read, "goods").stops.count, 1U);
    }

    void peopleAndRailsAreCounted() {
        const auto read = read_small(folder_, R"x(
<vType id="tram" vClass="tram"/>
<person id="p" depart="0"><walk edges="west"/><stop busStop="none" duration="1"/></person>
<person id="q" depart="0"><personTrip from="west" to="east"/></person>
<vehicle id="t" type="tram" depart="0"><route edges="rails"/></vehicle>
<trip id="via" depart="1" from="west" to="north" via="west"/>
<edgeData id="d" file="x"><param key="a" value="b"/></edgeData>
<e1Detector id="loop" lane="west_0" pos="-10" freq="60"/>)x");
        QVERIFY2(read.has_value(), message_of(read).c_str());
        QVERIFY(noted(*read, "2 x elements <person> are left out"));
        QCOMPARE(read->meters.size(), std::size_t{1}); // the loop names no file
        QVERIFY(noted(*read, "1 x vehicles run on rails"));
        QCOMPARE(read->work.trips.size(), std::size_t{1});
        QCOMPARE(read->detectors.at(0).pos_m, 80.0);
        QCOMPARE(read->detectors.at(0).period_s, 60.0);
    }

    void configurationsAreFollowed() {
        write_file(folder_, "cfg.net.xml", small_net());
        write_file(folder_, "a.rou.xml",
                   "<routes><vehicle id=\"a\" depart=\"5\"><route edges=\"west\"/></vehicle></routes>");
        write_file(folder_, "b.rou.xml",
                   "<routes><vehicle id=\"b\" depart=\"50\"><route edges=\"west\"/></vehicle>"
                   "<vehicle id=\"c\" depart=\"60\"><route edges=\"south west\"/></vehicle></routes>");
        const auto config = write_file(folder_, "run.sumocfg", R"x(<configuration>
<input><net-file value="cfg.net.xml"/><route-files value="a.rou.xml, b.rou.xml"/></input>
<time><begin value="10"/><end value="1:00:00"/><step-length value="0.5"/></time>
<processing><ignore-route-errors value="true"/><lateral-resolution value="0.8"/></processing>
<random_number><seed value="7"/></random_number></configuration>)x");
        const auto read = read_sumo({.config = config});
        QVERIFY2(read.has_value(), message_of(read).c_str());
        QCOMPARE(read->begin, 10 * kSecondUs);
        QCOMPARE(read->end, kHourUs);
        QCOMPARE(read->step, kSecondUs / 2);
        QCOMPARE(read->seed, std::uint64_t{7});
        QCOMPARE(read->work.trip_names, std::vector<std::string>{"b"});
        QVERIFY(noted(*read, "depart before the begin"));
        QVERIFY(noted(*read, "broken routes"));
        QVERIFY(noted(*read, "lateral-resolution"));
    }
};

QTEST_GUILESS_MAIN(TestSumoDemand)
#include "tst_sumo_demand.moc"
