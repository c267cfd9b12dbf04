// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_line.h"

#include <csignal>

using cityloom::tests::CommandLine;
using cityloom::tests::Outcome;

namespace {

QByteArray head(int zones, int nodes, qsizetype links) {
    return "<NUMBER OF ZONES> " + QByteArray::number(zones) + "\n<NUMBER OF NODES> " + QByteArray::number(nodes) +
           "\n<FIRST THRU NODE> 1\n<NUMBER OF LINKS> " + QByteArray::number(links) + "\n<END OF METADATA>\n";
}

// Braess (1968) as in the literature: 10 v, 50 + v, 10 + v.
const QByteArray kBridge = "3 4 1 100 10 0.1 1 0 0 1 ;\n";
const QByteArray kRoads = "1 3 1 100 0.00000001 1000000000 1 0 0 1 ;\n1 4 1 100 50 0.02 1 0 0 1 ;\n"
                          "3 2 1 100 50 0.02 1 0 0 1 ;\n4 2 1 100 0.00000001 1000000000 1 0 0 1 ;\n";
const QByteArray kTrips = "<NUMBER OF ZONES> 2\n<TOTAL OD FLOW> 6.0\n<END OF METADATA>\nOrigin 1\n 2 : 6.0;\n";

} // namespace

class TestAssignCommand : public QObject {
    Q_OBJECT
private slots:
    void init() {
        line_ = std::make_unique<CommandLine>();
        line_->write("open_net.tntp", head(2, 4, 5) + kRoads + kBridge);
        line_->write("closed_net.tntp", head(2, 4, 4) + kRoads);
        line_->write("trips.tntp", kTrips);
    }

    void closingABridgeHelps() {
        const auto cost = [&](const char* net) {
            const Outcome done = run({"assign", "--net", net, "--trips", "trips.tntp", "--json"});
            const QJsonObject json = QJsonDocument::fromJson(done.out.toUtf8()).object();
            for (const char* key : {"objective", "relative_gap", "total_travel_cost", "iterations", "cpu_s", "zones",
                                    "nodes", "links", "trips"}) {
                [&] { QVERIFY2(json[key].isDouble(), key); }();
            }
            [&] { QVERIFY2(done.code == 0 && json["converged"].toBool(), qPrintable(done.err)); }();
            return json["total_travel_cost"].toDouble();
        };
        QVERIFY(std::abs(cost("open_net.tntp") - 552.0) < 1e-4);
        QVERIFY(std::abs(cost("closed_net.tntp") - 498.0) < 1e-4);
    }

    void writesFlows() {
        const Outcome done = run({"assign", "--net", "closed_net.tntp", "--trips", "trips.tntp", "--out", "flows.csv"});
        QVERIFY2(done.code == 0, qPrintable(done.err));
        QVERIFY(done.out.contains("total travel cost"));
        QVERIFY(done.err.contains("iteration 0"));
        QFile file{line_->path("flows.csv")};
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
        QCOMPARE(lines.size(), 5);
        QCOMPARE(lines[0], QByteArray{"init,term,flow,cost"});
        QVERIFY(lines[2].startsWith("1,4,3"));
        QVERIFY(lines[2].endsWith(",53"));
    }

    void weightsReachTheSolver() {
        const Outcome done = run({"assign", "--net", "closed_net.tntp", "--trips", "trips.tntp", "--distance-weight",
                                  "0.5", "--threads", "2", "--json"});
        const QJsonObject json = QJsonDocument::fromJson(done.out.toUtf8()).object();
        QVERIFY(std::abs(json["total_travel_cost"].toDouble() - (498.0 + 6 * 2 * 50)) < 1e-4);
        QVERIFY(std::abs(json["total_travel_time"].toDouble() - 498.0) < 1e-4);
    }

    void exitCodes() {
        QCOMPARE(run({"assign", "--net", "open_net.tntp"}).code, 2);
        QCOMPARE(run({"assign", "--net", "open_net.tntp", "--trips", "trips.tntp", "--gap", "-1"}).code, 2);
        QCOMPARE(run({"assign", "--net", "open_net.tntp", "--trips", "trips.tntp", "--toll-weight", "-1"}).code, 2);
        const Outcome absent = run({"assign", "--net", "nowhere.tntp", "--trips", "trips.tntp"});
        QCOMPARE(absent.code, 1);
        QVERIFY(absent.err.contains("nowhere.tntp"));
        line_->write("cut_net.tntp", head(2, 4, 2) + "1 3 1 1 1 0 0 0 0 1 ;\n1 4 1 1 1 0 0 0 0 1 ;\n");
        const Outcome parted = run({"assign", "--net", "cut_net.tntp", "--trips", "trips.tntp"});
        QCOMPARE(parted.code, 1);
        QVERIFY2(parted.err.contains("from zone 1 to zone 2") && parted.err.contains("trips.tntp"),
                 qPrintable(parted.err));
        const Outcome nowhere =
            run({"assign", "--net", "open_net.tntp", "--trips", "trips.tntp", "--out", "no/folder/flows.csv"});
        QCOMPARE(nowhere.code, 1);
        const Outcome early =
            run({"assign", "--net", "open_net.tntp", "--trips", "trips.tntp", "--max-iterations", "1"});
        QCOMPARE(early.code, 0);
        QVERIFY(early.err.contains("warning"));
    }

    void interruptCancels() {
        constexpr int kSide = 100;
        constexpr int kZones = 200;
        QByteArray links;
        qsizetype count = 0;
        const auto street = [&](int a, int b) {
            const QByteArray rest = " 50 1 1 0.15 4 0 0 1 ;\n";
            links += QByteArray::number(a) + " " + QByteArray::number(b) + rest;
            links += QByteArray::number(b) + " " + QByteArray::number(a) + rest;
            count += 2;
        };
        for (int y = 0; y < kSide; ++y) {
            for (int x = 1; x < kSide; ++x) {
                street(y * kSide + x, y * kSide + x + 1);
                street((x - 1) * kSide + y + 1, x * kSide + y + 1);
            }
        }
        line_->write("grid_net.tntp", head(kZones, kSide * kSide, count) + links);
        QByteArray trips = "<NUMBER OF ZONES> " + QByteArray::number(kZones) + "\n<END OF METADATA>\n";
        for (int i = 1; i <= kZones; ++i) {
            trips += "Origin " + QByteArray::number(i) + "\n";
            for (int j = 1; j <= kZones; ++j) {
                trips += QByteArray::number(j) + " : 1;";
            }
        }
        line_->write("grid_trips.tntp", trips);
        QProcess process;
        line_->start(process, {"assign", "--net", "grid_net.tntp", "--trips", "grid_trips.tntp", "--gap", "1e-16",
                               "--out", "flows.csv"});
        process.setReadChannel(QProcess::StandardError);
        QVERIFY(process.waitForReadyRead(30'000)); // the first iteration is told
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(5000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 3);
        QVERIFY(!QFile::exists(line_->path("flows.csv")));
    }

private:
    [[nodiscard]] Outcome run(const QStringList& arguments) const { return line_->run(arguments); }

    std::unique_ptr<CommandLine> line_;
};

QTEST_GUILESS_MAIN(TestAssignCommand)
#include "tst_assign_command.moc"
