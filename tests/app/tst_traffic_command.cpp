// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_line.h"

using cityloom::tests::CommandLine;
using cityloom::tests::Outcome;

namespace {

// A road of two stretches, 300 m and 200 m.
const QByteArray kNet = R"(<net version="1.9">
<location netOffset="0.00,0.00" convBoundary="0.00,0.00,500.00,0.00" origBoundary="0,0,0,0" projParameter="!"/>
<edge id="in" from="a" to="b" priority="1"><lane id="in_0" index="0" speed="13.89" length="300.00" shape="0.00,-1.60 300.00,-1.60"/></edge>
<edge id="out" from="b" to="c" priority="1"><lane id="out_0" index="0" speed="13.89" length="200.00" shape="300.00,-1.60 500.00,-1.60"/></edge>
<junction id="a" type="dead_end" x="0.00" y="0.00" incLanes="" intLanes="" shape="0.00,0.00 0.00,-3.20"/>
<junction id="b" type="priority" x="300.00" y="0.00" incLanes="in_0" intLanes="" shape="300.00,0.00 300.00,-3.20"><request index="0" response="0" foes="0" cont="0"/></junction>
<junction id="c" type="dead_end" x="500.00" y="0.00" incLanes="out_0" intLanes="" shape="500.00,0.00 500.00,-3.20"/>
<connection from="in" to="out" fromLane="0" toLane="0" dir="s" state="M"/>
</net>
)";
const QByteArray kRoutes = R"(<routes>
<vehicle id="first" depart="0"><route edges="in out"/></vehicle>
<vehicle id="second" depart="3"><route edges="in out"/></vehicle>
</routes>
)";

} // namespace

class TrafficCommandTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        line_ = std::make_unique<CommandLine>();
        line_->write("road.net.xml", kNet);
        line_->write("two.rou.xml", kRoutes);
    }

    void runsAndReports() {
        const Outcome done = run({"--end", "120", "--json", "--tripinfo", "trips.csv", "--fcd", "cars.xml"});
        QVERIFY2(done.code == 0, qPrintable(done.err));
        const QJsonObject vehicles = done.json()["vehicles"].toObject();
        QCOMPARE(vehicles["scheduled"].toInt(), 2);
        QCOMPARE(vehicles["arrived"].toInt(), 2);
        QCOMPARE(vehicles["teleported"].toInt(), 0);
        const QJsonObject mean = done.json()["mean"].toObject();
        QVERIFY(mean["duration_s"].toDouble() > 30.0 && mean["duration_s"].toDouble() < 60.0);
        QVERIFY(std::abs(mean["route_length_m"].toDouble() - 495.0) < 3.0);
        for (const char* key : {"duration_s", "waiting_s", "time_loss_s", "route_length_m", "speed_mps"}) {
            QVERIFY2(mean[key].isDouble(), key);
        }
        for (const char* key : {"bytes_per_vehicle", "peak_memory_mb"}) {
            QVERIFY2(done.json()[key].isDouble(), key);
        }
        QVERIFY(done.json()["speed"].toObject()["vehicle_seconds_per_s"].isDouble());
        QVERIFY(line_->read("trips.csv").contains("second"));
        QVERIFY(line_->read("cars.xml").contains("first"));
    }

    void sameStateForAnyThreads() {
        const QString one = run({"--end", "60", "--json", "--threads", "1"}).json()["state_hash"].toString();
        QVERIFY(!one.isEmpty());
        QCOMPARE(run({"--end", "60", "--json", "--threads", "3"}).json()["state_hash"].toString(), one);
    }

    void mesoscopicToo() {
        const Outcome done = run({"--end", "120", "--json", "--meso"});
        QVERIFY2(done.code == 0, qPrintable(done.err));
        QCOMPARE(done.json()["vehicles"].toObject()["arrived"].toInt(), 2);
    }

    /// Microscopic on the first stretch, mesoscopic on the second; its trips are written as well.
    void windowInsideTheMesoscopic() {
        const Outcome done =
            run({"--end", "120", "--json", "--meso", "--window", "150", "0", "100", "--tripinfo", "trips.csv"});
        QVERIFY2(done.code == 0, qPrintable(done.err));
        QCOMPARE(done.json()["vehicles"].toObject()["arrived"].toInt(), 2);
        const double duration = done.json()["mean"].toObject()["duration_s"].toDouble();
        QVERIFY2(duration > 30.0 && duration < 60.0, qPrintable(QString::number(duration)));
        QVERIFY(line_->read("trips.csv").contains("second"));
        QCOMPARE(run({"--meso", "--window", "90000", "0", "100"}).code, 1); // nothing there
        QCOMPARE(run({"--meso", "--window", "0", "0", "0"}).code, 2);
        QCOMPARE(run({"--window", "0", "0", "100"}).code, 2); // without --meso
    }

    /// Where one street ends and the next begins without anything to heed, a lane carries what it carries elsewhere, in
    /// steps of a second too.
    void plainJointHoldsNobodyUp_data() {
        QTest::addColumn<QString>("step");
        for (const char* step : {"1", "0.5", "0.1"}) {
            QTest::newRow(step) << step;
        }
    }
    void plainJointHoldsNobodyUp() {
        QFETCH(QString, step);
        QByteArray many = "<routes>\n";
        for (int k = 0; k < 500; ++k) {
            many += "<vehicle id=\"v" + QByteArray::number(k) +
                    "\" depart=\"0\" departSpeed=\"max\"><route edges=\"in out\"/></vehicle>\n";
        }
        line_->write("two.rou.xml", many + "</routes>\n");
        const Outcome done = run({"--end", "600", "--json", "--step", step});
        const int arrived = done.json()["vehicles"].toObject()["arrived"].toInt();
        QVERIFY2(arrived > 240, qPrintable(QString::number(arrived))); // 1,600 veh/h since the first one came through
    }

    void errorsNameFileLineAndRemedy() {
        line_->write("two.rou.xml", QByteArray{kRoutes}.replace("in out", "in nowhere"));
        const Outcome done = run({"--end", "60", "--json"});
        QCOMPARE(done.code, 1);
        QVERIFY2(done.err.contains("two.rou.xml") && done.err.contains("nowhere") && done.err.contains("line 2"),
                 qPrintable(done.err));
    }

    void usageIsExitCodeTwo() { QCOMPARE(line_->run({"traffic", "--net", "road.net.xml"}).code, 2); }

private:
    [[nodiscard]] Outcome run(const QStringList& more) const {
        return line_->run(QStringList{"traffic", "--net", "road.net.xml", "--routes", "two.rou.xml"} + more);
    }

    std::unique_ptr<CommandLine> line_;
};

QTEST_GUILESS_MAIN(TrafficCommandTest)
#include "tst_traffic_command.moc"
