// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_line.h"

#include <csignal>

#include <QJsonArray>

using cityloom::tests::CommandLine;
using cityloom::tests::Outcome;

namespace {

// From a and x, which meet in b, to c.
const QByteArray kNet = R"(<net version="1.9">
<location netOffset="0.00,0.00" convBoundary="0.00,0.00,500.00,0.00" origBoundary="0,0,0,0" projParameter="!"/>
<edge id="in" from="a" to="b" priority="2"><lane id="in_0" index="0" speed="13.89" length="300.00" shape="0.00,-1.60 300.00,-1.60"/></edge>
<edge id="side" from="x" to="b" priority="1"><lane id="side_0" index="0" speed="13.89" length="200.00" shape="301.60,-200.00 301.60,-3.00"/></edge>
<edge id="out" from="b" to="c" priority="2"><lane id="out_0" index="0" speed="13.89" length="200.00" shape="303.00,-1.60 503.00,-1.60"/></edge>
<junction id="a" type="dead_end" x="0.00" y="0.00" incLanes="" intLanes="" shape="0.00,0.00 0.00,-3.20"/>
<junction id="x" type="dead_end" x="300.00" y="-200.00" incLanes="" intLanes="" shape="300.00,-200.00 303.20,-200.00"/>
<junction id="b" type="priority" x="301.00" y="-1.60" incLanes="side_0 in_0" intLanes="" shape="300.00,0.00 303.00,-3.20">
<request index="0" response="10" foes="10" cont="0"/><request index="1" response="00" foes="01" cont="0"/></junction>
<junction id="c" type="dead_end" x="503.00" y="0.00" incLanes="out_0" intLanes="" shape="503.00,0.00 503.00,-3.20"/>
<connection from="side" to="out" fromLane="0" toLane="0" dir="r" state="m"/>
<connection from="in" to="out" fromLane="0" toLane="0" dir="s" state="M"/>
</net>
)";
const QByteArray kZones = R"(<additional>
<taz id="west"><tazSource id="in" weight="1"/></taz>
<taz id="south"><tazSource id="side" weight="1"/></taz>
<taz id="east"><tazSink id="out" weight="1"/></taz>
</additional>
)";
const QByteArray kTrips = "origin,destination,trips,begin,end\nwest,east,120,0,1800\nsouth,east,60.4,0,1800\n";
const QByteArray kCounts = "edge,begin,end,count\nin,0,1800,180\nside,0,1800,40\n";

} // namespace

class OdCommandsTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        line_ = std::make_unique<CommandLine>();
        line_->write("road.net.xml", kNet);
        line_->write("zones.taz.xml", kZones);
        line_->write("trips.csv", kTrips);
        line_->write("counts.csv", kCounts);
    }

    void trafficDrivesAMatrix() {
        const QStringList base{"traffic",       "--net", "road.net.xml", "--taz",
                               "zones.taz.xml", "--od",  "trips.csv",    "--json"};
        const Outcome done = line_->run(base + QStringList{"--tripinfo", "trips_done.csv"});
        QVERIFY2(done.code == 0, qPrintable(done.err));
        QCOMPARE(done.json()["vehicles"].toObject()["arrived"].toInt(), 180);
        const QByteArray trips = line_->read("trips_done.csv");
        QCOMPARE(trips.count("west_east_0-1800."), 120);
        QCOMPARE(trips.count("south_east_0-1800."), 60);
        const Outcome settled = line_->run(base + QStringList{"--equilibrium"});
        QVERIFY2(settled.code == 0, qPrintable(settled.err));
        QCOMPARE(settled.json()["vehicles"].toObject()["arrived"].toInt(), 180);
        QVERIFY(settled.out.contains("relative gap"));
        const Outcome scaled = line_->run(base + QStringList{"--od-scale", "0.5", "--meso"});
        QVERIFY2(scaled.code == 0, qPrintable(scaled.err));
        QCOMPARE(scaled.json()["vehicles"].toObject()["arrived"].toInt(), 90);
    }

    void sameStateForAnyThreadsAndAnotherForAnotherSeed() {
        const auto hash = [&](const QStringList& more) {
            return line_
                ->run(QStringList{"traffic", "--net", "road.net.xml", "--taz", "zones.taz.xml", "--od", "trips.csv",
                                  "--json"} +
                      more)
                .json()["state_hash"]
                .toString();
        };
        const QString one = hash({"--threads", "1"});
        QVERIFY(!one.isEmpty());
        QCOMPARE(hash({"--threads", "3"}), one);
        QVERIFY(hash({"--seed", "7"}) != one);
    }

    void matrixAndRoutesTogether() {
        line_->write("two.rou.xml", R"(<routes><vType id="truck" vClass="truck"/>
<vTypeDistribution id="mix"><vType id="short" length="4" probability="3"/><vType id="long" length="6" probability="1"/></vTypeDistribution>
<vehicle id="first" depart="0"><route edges="in out"/></vehicle></routes>)");
        line_->write("typed.csv",
                     "origin,destination,trips,begin,end,class\nwest,east,3,0,60,truck\nwest,east,2,0,60,x\n");
        const Outcome done = line_->run({"traffic", "--net", "road.net.xml", "--routes", "two.rou.xml", "--taz",
                                         "zones.taz.xml", "--od", "typed.csv", "--tripinfo", "done.csv", "--json"});
        QVERIFY2(done.code == 0, qPrintable(done.err));
        QCOMPARE(done.json()["vehicles"].toObject()["arrived"].toInt(), 6);
        QCOMPARE(line_->read("done.csv").count(",truck"), 3);
        QVERIFY(done.out.contains("names no vehicle type"));

        const QStringList mixed{"traffic",       "--net", "road.net.xml", "--routes",   "two.rou.xml", "--taz",
                                "zones.taz.xml", "--od",  "trips.csv",    "--tripinfo", "mixed.csv",   "--json"};
        const Outcome drawn = line_->run(mixed + QStringList{"--od-type", "mix"});
        QVERIFY2(drawn.code == 0, qPrintable(drawn.err));
        const auto shorts = line_->read("mixed.csv").count(",short");
        const auto longs = line_->read("mixed.csv").count(",long");
        QCOMPARE(shorts + longs, 180);
        QVERIFY2(std::abs(longs - 45) < 20, qPrintable(QString::number(longs))); // standard deviation 5.8
        const Outcome nothing = line_->run(mixed + QStringList{"--od-type", "tank"});
        QCOMPARE(nothing.code, 1);
        QVERIFY2(nothing.err.contains("tank"), qPrintable(nothing.err));
    }

    void calibrateMeetsTheCounts() {
        const Outcome done = calibrate({"--out", "adjusted.csv", "--json"});
        QVERIFY2(done.code == 0, qPrintable(done.err));
        QVERIFY(done.err.contains("iteration 0"));
        const QJsonObject json = done.json();
        for (const char* key :
             {"zones", "cells", "trips_before", "trips_after", "best_iteration", "trips_without_way", "cpu_s"}) {
            QVERIFY2(json[key].isDouble(), key);
        }
        QVERIFY(json["stalled"].isBool() && json["notes"].isArray());
        QVERIFY(std::abs(json["trips_before"].toDouble() - 180.4) < 1e-9);
        QVERIFY(std::abs(json["trips_after"].toDouble() - 220.0) < 0.1);
        const QJsonArray rounds = json["iterations"].toArray();
        QVERIFY(rounds.size() >= 2);
        for (const char* key : {"objective", "trips", "relative_gap", "mean_geh", "largest_geh", "share_geh_below_5",
                                "r2", "mean_relative_error"}) {
            QVERIFY2(rounds[0].toObject()[key].isDouble(), key);
        }
        // Half the squares of 60 and 20.4 vehicles.
        QVERIFY(std::abs(rounds[0].toObject()["objective"].toDouble() - 0.5 * (3600.0 + 20.4 * 20.4)) < 1e-6);
        const QJsonArray sites = json["sites"].toArray();
        QCOMPARE(sites.size(), 2);
        const QJsonObject site = sites[0].toObject();
        QCOMPARE(site["edge"].toString(), "in");
        QCOMPARE(site["counted"].toDouble(), 180.0);
        QVERIFY(std::abs(site["before"].toDouble() - 120.0) < 1e-9);
        // Hourly flows of 240 and 360: sqrt(2 * 120^2 / 600).
        QVERIFY(std::abs(site["geh_before"].toDouble() - std::sqrt(48.0)) < 1e-9);
        QVERIFY(site["geh_after"].toDouble() < 0.01);
        QVERIFY(std::abs(site["after"].toDouble() - 180.0) < 0.1);

        // The file that it wrote can be driven, and has nothing left to adjust.
        const Outcome again = line_->run({"calibrate", "--net", "road.net.xml", "--taz", "zones.taz.xml", "--od",
                                          "adjusted.csv", "--counts", "counts.csv", "--iterations", "0", "--json"});
        QVERIFY2(again.code == 0, qPrintable(again.err));
        QVERIFY(again.json()["iterations"].toArray()[0].toObject()["largest_geh"].toDouble() < 0.01);
    }

    void aPriorHoldsBack() {
        const QJsonObject json = calibrate({"--prior-weight", "1", "--json"}).json();
        QVERIFY(std::abs(json["sites"].toArray()[0].toObject()["after"].toDouble() - 150.0) < 0.1);
    }

    void peopleAreTold() {
        const Outcome done = calibrate({});
        QVERIFY2(done.code == 0, qPrintable(done.err));
        QVERIFY(done.out.contains("mean GEH") && done.out.contains("worst sites"));
    }

    void exitCodes() {
        QCOMPARE(line_->run({"traffic", "--net", "road.net.xml", "--od", "trips.csv"}).code, 2);
        QCOMPARE(line_->run({"traffic", "--net", "road.net.xml", "--taz", "zones.taz.xml"}).code, 2);
        QCOMPARE(line_->run({"calibrate", "--net", "road.net.xml"}).code, 2);
        QCOMPARE(calibrate({"--prior-weight", "-1"}).code, 2);
        line_->write("trips.csv", kTrips + "west,nowhere,5,0,1800\n");
        const Outcome bad = calibrate({"--out", "adjusted.csv"});
        QCOMPARE(bad.code, 1);
        QVERIFY2(bad.err.contains("trips.csv, line 4") && bad.err.contains("nowhere"), qPrintable(bad.err));
        QVERIFY(line_->read("adjusted.csv").isEmpty());
        line_->write("trips.csv", kTrips);
        QCOMPARE(calibrate({"--out", "no/folder/adjusted.csv"}).code, 1);
    }

    void interruptCancels() {
        QByteArray zones = "<additional>\n";
        QByteArray trips = "origin,destination,trips,begin,end\n";
        for (int z = 0; z < 400; ++z) {
            const QByteArray id = QByteArray::number(z);
            zones += "<taz id=\"" + id + "\"><tazSource id=\"" + (z % 2 == 0 ? "in" : "side") +
                     "\" weight=\"1\"/><tazSink id=\"out\" weight=\"1\"/></taz>\n";
            for (int to = 0; to < 400; ++to) {
                trips += id + "," + QByteArray::number(to) + ",0.01,0,86400\n";
            }
        }
        line_->write("zones.taz.xml", zones + "</additional>\n");
        line_->write("trips.csv", trips);
        QProcess process;
        line_->start(process, {"calibrate", "--net", "road.net.xml", "--taz", "zones.taz.xml", "--od", "trips.csv",
                               "--counts", "counts.csv", "--out", "adjusted.csv", "--iterations", "1000"});
        process.setReadChannel(QProcess::StandardError);
        QVERIFY(process.waitForReadyRead(60'000)); // the first iteration is told
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(10'000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 3);
        QVERIFY(line_->read("adjusted.csv").isEmpty());
    }

private:
    [[nodiscard]] Outcome calibrate(const QStringList& more) const {
        return line_->run(QStringList{"calibrate", "--net", "road.net.xml", "--taz", "zones.taz.xml", "--od",
                                      "trips.csv", "--counts", "counts.csv"} +
                          more);
    }

    std::unique_ptr<CommandLine> line_;
};

QTEST_GUILESS_MAIN(OdCommandsTest)
#include "tst_od_commands.moc"
