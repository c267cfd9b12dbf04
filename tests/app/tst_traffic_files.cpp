// SPDX-License-Identifier: GPL-3.0-or-later
// What traffic files ask for, one row each, against what SUMO does with the same files: live where it is installed,
// else as recorded. The rows lie in tests/data/traffic_files; see the README there.
#include <QStandardPaths>
#include <QXmlStreamReader>

#include "tests/reference_data.h"
#include "traffic_rows.h"

using cityloom::tests::arguments_for;
using cityloom::tests::CommandLine;
using cityloom::tests::lay;
using cityloom::tests::Outcome;
using cityloom::tests::rows_of;
using cityloom::tests::strings;

namespace {

/// What SUMO's trip infos come to, over vehicles whose name begins with \p count; empty where SUMO is not installed.
QJsonObject sumo_says(const CommandLine& line, const QJsonObject& row) {
    const QString sumo = QStandardPaths::findExecutable("sumo");
    if (sumo.isEmpty()) {
        return {};
    }
    QProcess process;
    process.setWorkingDirectory(line.path("."));
    process.start(sumo,
                  arguments_for(row, {"-c", "-n", "-r", "-a"}) + strings(row["sumo"]) +
                      QStringList{"--tripinfo-output", line.path("sumo.xml"), "--no-step-log", "-W", "--seed", "42"});
    if (!process.waitForFinished(60'000) || process.exitCode() != 0) {
        return {{"failed", QString::fromUtf8(process.readAllStandardError())}};
    }
    QFile file{line.path("sumo.xml")};
    if (!file.open(QIODevice::ReadOnly)) {
        return {{"failed", "it wrote no trip infos"}};
    }
    QXmlStreamReader xml{&file};
    double n = 0.0;
    double taken = 0.0; // off the street by calibrators
    double duration = 0.0;
    double waiting = 0.0;
    double length = 0.0;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement || xml.name() != u"tripinfo" ||
            !xml.attributes().value("id").startsWith(row["count"].toString())) {
            continue;
        }
        n += 1.0;
        taken += xml.attributes().value("vaporized").isEmpty() ? 0.0 : 1.0;
        duration += xml.attributes().value("duration").toDouble();
        waiting += xml.attributes().value("waitingTime").toDouble();
        length += xml.attributes().value("routeLength").toDouble();
    }
    const double by = std::max(1.0, n);
    return {
        {"arrived", n - taken}, {"duration_s", duration / by}, {"waiting_s", waiting / by}, {"length_m", length / by}};
}

/// How far a mean may lie from SUMO's: a share of it, and two seconds or metres where it is small.
void compare(const QJsonObject& row, const QJsonObject& expected, const QJsonObject& mean, const char* key,
             const char* ours, double share) {
    constexpr double kSlack = 2.0;
    const double within = row["within"].toObject()[key].toDouble(share);
    const double wanted = expected[key].toDouble();
    const double found = mean[ours].toDouble();
    QVERIFY2(std::abs(found - wanted) <= within * wanted + kSlack,
             qPrintable(QStringLiteral("%1 is %2, SUMO's %3").arg(key).arg(found).arg(wanted)));
}

void check_words(const QJsonObject& row, const Outcome& done) {
    for (const QString& word : strings(row["words"])) {
        QVERIFY2((done.out + done.err).contains(word), qPrintable("no \"" + word + "\" in: " + done.err + done.out));
    }
}

} // namespace

class TrafficFilesTest : public QObject {
    Q_OBJECT

private slots:
    void filesDoWhatTheySay_data() {
        QTest::addColumn<QJsonObject>("row");
        for (const QString& name :
             QDir{cityloom::tests::traffic_rows()}.entryList({"*.json"}, QDir::Files, QDir::Name)) {
            if (name == "faults.json") {
                continue;
            }
            for (const QJsonValue& row : rows_of(name)) {
                const QString title = QFileInfo{name}.baseName() + ": " + row["name"].toString();
                QTest::newRow(qPrintable(title)) << row.toObject();
            }
        }
    }
    void filesDoWhatTheySay() {
        QFETCH(const QJsonObject, row);
        const CommandLine line;
        lay(line, row);
        const int code = row["exit"].toInt();
        QStringList arguments = QStringList{"traffic", "--json"} +
                                arguments_for(row, {"--config", "--net", "--routes", "--additional"}) +
                                strings(row["arguments"]);
        if (code == 0) {
            arguments << "--tripinfo"
                      << "trips.xml";
        }
        const Outcome done = line.run(arguments);
        QVERIFY2(done.code == code, qPrintable(done.err));
        check_words(row, done);
        if (code != 0) {
            QVERIFY(!QFile::exists(line.path("trips.xml")));
            return;
        }
        if (row.contains("alone")) { // SUMO does not get through
            QCOMPARE(done.json()["vehicles"].toObject()["arrived"].toDouble(),
                     row["expected"].toObject()["arrived"].toDouble());
            return;
        }
        const QJsonObject live = sumo_says(line, row);
        QVERIFY2(!live.contains("failed"), qPrintable(live["failed"].toString()));
        const QJsonObject expected = live.isEmpty() ? row["expected"].toObject() : live;
        const QJsonObject mean = done.json()["mean"].toObject();
        QCOMPARE(done.json()["vehicles"].toObject()["arrived"].toDouble(), expected["arrived"].toDouble());
        compare(row, expected, mean, "duration_s", "duration_s", 0.05);
        compare(row, expected, mean, "waiting_s", "waiting_s", 0.2);
        compare(row, expected, mean, "length_m", "route_length_m", 0.01);
        if (row.contains("time_loss_s")) {
            const QJsonArray range = row["time_loss_s"].toArray();
            const double loss = mean["time_loss_s"].toDouble();
            QVERIFY2(loss >= range[0].toDouble() && loss <= range[1].toDouble(), qPrintable(QString::number(loss)));
        }
        const QString trips = QString::fromUtf8(line.read("trips.xml"));
        const QJsonObject attributes = row["tripinfo"].toObject();
        for (auto it = attributes.begin(); it != attributes.end(); ++it) {
            QVERIFY2(trips.contains(it.key() + "=\"" + it.value().toString() + "\""), qPrintable(trips));
        }
    }

    /// Inputs that failed once, as they lie in the reference data.
    void faultsAreMended_data() {
        QTest::addColumn<QJsonObject>("row");
        for (const QJsonValue& row : rows_of("faults.json")) {
            const QString title = row["folder"].toString() + " " + strings(row["arguments"]).join(' ');
            QTest::newRow(qPrintable(title)) << row.toObject();
        }
    }
    void faultsAreMended() {
        QFETCH(const QJsonObject, row);
        const auto folder = cityloom::tests::reference_data("faults/traffic/" + row["folder"].toString().toStdString());
        if (!folder) {
            QSKIP("REFERENCE DATA ABSENT: faults/traffic under CITYLOOM_DATA");
        }
        const CommandLine line;
        const QDir from{QString::fromStdString(folder->string())};
        for (const QString& sub : {QString{"."}, QString{"cfg"}}) {
            QVERIFY(QDir{}.mkpath(line.path(sub)));
            for (const QString& name : QDir{from.filePath(sub)}.entryList(QDir::Files)) {
                QVERIFY(QFile::copy(from.filePath(sub + "/" + name), line.path(sub + "/" + name)));
            }
        }
        const Outcome done =
            line.run(QStringList{row["command"].toString("traffic"), "--json"} + strings(row["arguments"]));
        QVERIFY2(done.code == row["exit"].toInt(), qPrintable(done.err));
        check_words(row, done);
        const QJsonObject answer = done.json();
        const QJsonObject ranges = row["ranges"].toObject();
        for (auto it = ranges.begin(); it != ranges.end(); ++it) {
            QJsonValue value = answer;
            for (const QString& key : it.key().split('.')) {
                value = value.toObject()[key];
            }
            const QJsonArray range = it.value().toArray();
            QVERIFY2(value.isDouble() && value.toDouble() >= range[0].toDouble() &&
                         value.toDouble() <= range[1].toDouble(),
                     qPrintable(it.key() + " is " + QString::number(value.toDouble())));
        }
    }

    /// The same files and seed give the same state for any number of threads, with each thing that they can ask for.
    void anyNumberOfThreads_data() {
        QTest::addColumn<QJsonObject>("row");
        for (const char* name :
             {"adaptive.json", "by_the_clock.json", "calibrators.json", "marks.json", "waypoints.json"}) {
            for (const QJsonValue& row : rows_of(name)) {
                if (row["exit"].toInt() != 0) {
                    continue;
                }
                QTest::newRow(qPrintable(row["name"].toString())) << row.toObject();
            }
        }
    }
    void anyNumberOfThreads() {
        QFETCH(const QJsonObject, row);
        const CommandLine line;
        lay(line, row);
        QStringList hashes;
        for (const char* threads : {"1", "2", "3", "8"}) {
            const Outcome done = line.run(QStringList{"traffic", "--json", "--threads", threads} +
                                          arguments_for(row, {"--config", "--net", "--routes", "--additional"}));
            hashes << done.json()["state_hash"].toString();
        }
        QVERIFY(!hashes.front().isEmpty());
        QCOMPARE(hashes.count(hashes.front()), hashes.size());
    }

    /// Different seeds draw different demand; the same seed the same.
    void demandFollowsTheSeed_data() {
        QTest::addColumn<QString>("flow");
        QTest::newRow("by probability") << "probability=\"0.2\"";
        QTest::newRow("by exponential gaps") << "period=\"exp(0.2)\"";
        QTest::newRow("of drawn places") << "number=\"100\" departPos=\"random\"";
        QTest::newRow("of drawn arrivals") << "number=\"100\" arrivalPos=\"random\"";
    }
    void demandFollowsTheSeed() {
        QFETCH(const QString, flow);
        const CommandLine line;
        QVERIFY(QFile::copy(cityloom::tests::traffic_rows() + "nets/loop.net.xml", line.path("n.net.xml")));
        line.write("r.rou.xml", ("<routes><vType id=\"DEFAULT_VEHTYPE\" speedDev=\"0\"/><flow id=\"f\" from=\"ya\" "
                                 "to=\"bz\" begin=\"0\" end=\"600\" " +
                                 flow + "/></routes>")
                                    .toUtf8());
        const auto mean = [&](const char* seed) {
            const QJsonObject answer = line.run({"traffic", "--json", "--net", "n.net.xml", "--routes", "r.rou.xml",
                                                 "--end", "800", "--seed", seed})
                                           .json();
            return QString::number(answer["vehicles"].toObject()["arrived"].toDouble()) + " " +
                   QString::number(answer["mean"].toObject()["route_length_m"].toDouble()) + " " +
                   QString::number(answer["mean"].toObject()["duration_s"].toDouble());
        };
        const QString first = mean("1");
        QCOMPARE(mean("1"), first);
        QVERIFY(mean("2") != first || mean("3") != first);
    }

    /// Whatever lies where an output goes: it is written into a device or a link's target, and protected files stay.
    void outputsGoWhereTheyBelong_data() {
        QTest::addColumn<QStringList>("command");
        const QStringList traffic{"traffic", "--net", "n.net.xml", "--routes", "r.rou.xml", "--end", "60"};
        QTest::newRow("trips") << traffic + QStringList{"--tripinfo"};
        QTest::newRow("places") << traffic + QStringList{"--fcd"};
        QTest::newRow("flows of an assignment")
            << QStringList{"assign", "--net", "net.tntp", "--trips", "trips.tntp", "--out"};
        QTest::newRow("a project") << QStringList{"demo", "--replace"};
    }
    void outputsGoWhereTheyBelong() {
        QFETCH(const QStringList, command);
        const CommandLine line;
        QVERIFY(QFile::copy(cityloom::tests::traffic_rows() + "nets/loop.net.xml", line.path("n.net.xml")));
        line.write("r.rou.xml",
                   "<routes><vehicle id=\"v\" depart=\"0\"><route edges=\"ya ab bz\"/></vehicle></routes>");
        line.write("net.tntp", "<NUMBER OF ZONES> 2\n<NUMBER OF NODES> 2\n<NUMBER OF LINKS> 1\n<END OF METADATA>\n"
                               "1 2 900 1 1 0.15 4 50 0 1 ;\n");
        line.write("trips.tntp", "<NUMBER OF ZONES> 2\n<TOTAL OD FLOW> 5\n<END OF METADATA>\nOrigin 1\n2 : 5;\n");
        const bool project = command.front() == "demo"; // a file of its own
        line.write("kept.csv", "before");
        QVERIFY(QFile::setPermissions(line.path("kept.csv"), QFile::ReadOwner));
        const Outcome kept = line.run(command + QStringList{"kept.csv"}, 300'000);
        QVERIFY2(kept.code == 1 && kept.err.contains("kept.csv") && kept.err.contains("write-protected"),
                 qPrintable(kept.err));
        QCOMPARE(line.read("kept.csv"), QByteArray{"before"});
        QVERIFY(QFile::link("/dev/null", line.path("null.csv")));
        const Outcome device = line.run(command + QStringList{"null.csv"}, 300'000);
        QVERIFY2(device.code == (project ? 1 : 0), qPrintable(device.err));
        QVERIFY(QFileInfo{line.path("null.csv")}.isSymLink());
        QVERIFY(!QFileInfo{"/dev/null"}.isFile());
        if (project) {
            return;
        }
        QVERIFY(QFile::link("real.csv", line.path("link.csv")));
        const Outcome through = line.run(command + QStringList{"link.csv"}, 300'000);
        QVERIFY2(through.code == 0, qPrintable(through.err));
        QVERIFY(QFileInfo{line.path("link.csv")}.isSymLink());
        QVERIFY(!line.read("real.csv").isEmpty());
        QProcess reader;
        reader.setWorkingDirectory(line.path("."));
        reader.start("sh", {"-c", "mkfifo pipe.csv && cat pipe.csv"});
        QTRY_VERIFY(QFile::exists(line.path("pipe.csv")));
        const Outcome piped = line.run(command + QStringList{"pipe.csv"});
        QVERIFY2(piped.code == 0, qPrintable(piped.err));
        QVERIFY(reader.waitForFinished());
        QCOMPARE(reader.readAllStandardOutput(), line.read("real.csv"));
    }
};

QTEST_GUILESS_MAIN(TrafficFilesTest)
#include "tst_traffic_files.moc"
