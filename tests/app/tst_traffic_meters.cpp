// SPDX-License-Identifier: GPL-3.0-or-later
// What detectors, means of edges and summaries write, beside what SUMO writes for the same files: live where it is
// installed, else as recorded. The rows lie in tests/data/traffic_files/meters; see the README there.
#include "traffic_rows.h"

#include <QMap>
#include <QStandardPaths>
#include <QXmlStreamReader>

using cityloom::tests::arguments_for;
using cityloom::tests::CommandLine;
using cityloom::tests::lay;
using cityloom::tests::Outcome;
using cityloom::tests::rows_of;
using cityloom::tests::strings;

namespace {

/// Figures of a file's elements of one name, by "begin of the interval, id, time".
using Figures = QMap<QString, QMap<QString, double>>;

Figures figures_of(const QByteArray& content, const QString& element) {
    Figures all;
    QXmlStreamReader xml{content};
    QString begin;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) {
            continue;
        }
        const QXmlStreamAttributes attributes = xml.attributes();
        begin = xml.name() == u"interval"   ? attributes.value("begin").toString()
                : xml.name() == u"timestep" ? attributes.value("time").toString()
                                            : begin;
        if (xml.name() != element || attributes.value("state") == u"stay") { // that one depends on where steps end
            continue;
        }
        const QString when = attributes.hasAttribute("vehID") // an event, by who it is of and of what kind
                                 ? attributes.value("vehID").toString() + attributes.value("state").toString()
                                 : attributes.value("time").toString();
        auto& row = all[begin + " " + attributes.value("id").toString() + " " + when];
        for (const QXmlStreamAttribute& attribute : attributes) {
            bool number = false;
            const double value = attribute.value().toDouble(&number);
            if (number && attribute.name() != u"id" && attribute.name() != u"duration") {
                row[attribute.name().toString()] = value;
            }
        }
    }
    return all;
}

QJsonObject to_json(const Figures& figures) {
    QJsonObject all;
    for (auto it = figures.begin(); it != figures.end(); ++it) {
        QJsonObject row;
        for (auto cell = it->begin(); cell != it->end(); ++cell) {
            row[cell.key()] = cell.value();
        }
        all[it.key()] = row;
    }
    return all;
}

/// What SUMO writes, by "file element" as the row's checks name them; empty where it is not installed.
QJsonObject sumo_says(const CommandLine& line, const QJsonObject& row) {
    const QString sumo = QStandardPaths::findExecutable("sumo");
    if (sumo.isEmpty()) {
        return {};
    }
    QProcess process;
    process.setWorkingDirectory(line.path("."));
    process.start(sumo, arguments_for(row, {"-c", "-n", "-r", "-a"}) +
                            QStringList{"--summary-output", "summary.xml", "--no-step-log", "-W", "--seed", "42"});
    if (!process.waitForFinished(60'000) || process.exitCode() != 0) {
        return {{"failed", QString::fromUtf8(process.readAllStandardError())}};
    }
    QJsonObject says;
    for (const QString& check : row["checks"].toObject().keys()) {
        const QStringList words = check.split(' ');
        says[check] = to_json(figures_of(line.read(words[0]), words[1]));
    }
    return says;
}

const char* const kFile = R"(<additional><inductionLoop id="d" lane="ya_0" pos="100" file="%1"/></additional>)";

/// Runs one detector that asks for a file, in a folder "d".
Outcome asks_for(const CommandLine& line, const QString& file) {
    lay(line, {{"net", "loop"},
               {"routes", R"(<routes><vehicle id="v" depart="0"><route edges="ya ab"/></vehicle></routes>)"},
               {"additional", QString{kFile}.arg(file)}});
    return line.run(
        {"traffic", "--net", "n.net.xml", "--routes", "r.rou.xml", "--additional", "a.add.xml", "--detectors", "d"});
}

} // namespace

class TrafficMetersTest : public QObject {
    Q_OBJECT

private slots:
    void metersSayWhatSumoSays_data() {
        QTest::addColumn<QJsonObject>("row");
        for (const char* name : {"meters/meters.json"}) {
            const QJsonArray rows = rows_of(name);
            QVERIFY(!rows.isEmpty());
            for (const QJsonValue& row : rows) {
                QTest::newRow(qPrintable(row["name"].toString())) << row.toObject();
            }
        }
    }
    void metersSayWhatSumoSays() {
        QFETCH(const QJsonObject, row);
        const CommandLine line;
        lay(line, row);
        const Outcome done =
            line.run(QStringList{"traffic"} + arguments_for(row, {"--config", "--net", "--routes", "--additional"}) +
                     strings(row["arguments"]) + QStringList{"--detectors", "out", "--summary", "out-summary.xml"});
        QVERIFY2(done.code == 0, qPrintable(done.err));
        for (const QString& word : strings(row["words"])) {
            QVERIFY2((done.out + done.err).contains(word), qPrintable(done.out + done.err));
        }
        const QJsonObject live = sumo_says(line, row);
        QVERIFY2(!live.contains("failed"), qPrintable(live["failed"].toString()));
        const QJsonObject checks = row["checks"].toObject();
        for (auto it = checks.begin(); it != checks.end(); ++it) {
            const QStringList words = it.key().split(' ');
            const QString file = words[0] == "summary.xml" ? "out-summary.xml" : "out/" + words[0];
            const QJsonObject ours = to_json(figures_of(line.read(file), words[1]));
            compare(it.key(), ours, (live.isEmpty() ? row["expected"].toObject() : live)[it.key()].toObject(),
                    it->toObject(), words[0] == "summary.xml");
        }
    }

    void outputsStayInTheirFolder_data() {
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("written"); // in the folder; empty: nothing at all
        QTest::newRow("a name") << "x.xml"
                                << "x.xml";
        QTest::newRow("a folder") << "results/x.xml"
                                  << "x.xml";
        QTest::newRow("up and away") << "../../x.xml"
                                     << "x.xml";
        QTest::newRow("from the root") << "/tmp/cityloom-never/x.xml"
                                       << "x.xml";
        QTest::newRow("of Windows") << "C:\\out\\x.xml"
                                    << "x.xml";
        QTest::newRow("packed") << "x.xml.gz"
                                << "x.xml";
        QTest::newRow("nowhere") << "NUL"
                                 << "";
        QTest::newRow("a device") << "/dev/null"
                                  << "";
    }
    void outputsStayInTheirFolder() {
        QFETCH(const QString, asked);
        QFETCH(const QString, written);
        const CommandLine line;
        const Outcome done = asks_for(line, asked);
        QVERIFY2(done.code == 0, qPrintable(done.err));
        const QStringList expected = written.isEmpty() ? QStringList{} : QStringList{written};
        QCOMPARE(QDir{line.path("d")}.entryList(QDir::Files), expected);
        QVERIFY(!QFileInfo::exists("/tmp/cityloom-never"));
        QCOMPARE(QDir{line.path(".")}.entryList(QDir::Files), (QStringList{"a.add.xml", "n.net.xml", "r.rou.xml"}));
        QCOMPARE(asks_for_again(line).code, 0); // over its own
    }

    void whatIsNotOursIsKept_data() {
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("there");
        QTest::addColumn<bool>("link");
        QTest::newRow("somebody's file") << "x.xml"
                                         << "x.xml" << false;
        QTest::newRow("somebody's draft") << "x"
                                          << "x.part" << false;
        QTest::newRow("a link to somebody's file") << "x.xml"
                                                   << "x.xml" << true;
        QTest::newRow("no name") << ".."
                                 << "x.xml" << false;
        QTest::newRow("a hidden name") << ".bashrc"
                                       << "x.xml" << false;
    }
    void whatIsNotOursIsKept() {
        QFETCH(const QString, asked);
        QFETCH(const QString, there);
        QFETCH(const bool, link);
        const CommandLine line;
        QVERIFY(QDir{}.mkpath(line.path("d")));
        line.write(link ? "kept" : "d/" + there, "before");
        if (link) {
            QVERIFY(QFile::link(line.path("kept"), line.path("d/" + there)));
        }
        const Outcome done = asks_for(line, asked);
        QCOMPARE(done.code, 1);
        QVERIFY2(done.err.contains("a.add.xml"), qPrintable(done.err));
        QCOMPARE(line.read("d/" + there), QByteArray{"before"});
        QCOMPARE(QDir{line.path("d")}.entryList(QDir::Files), QStringList{there});
    }

    /// The same name in two folders: two files. Two detectors of one file: one.
    void everyFileOnce() {
        const CommandLine line;
        lay(line, {{"net", "loop"},
                   {"routes", R"(<routes><vehicle id="v" depart="0"><route edges="ya ab"/></vehicle></routes>)"},
                   {"additional", R"(<additional><inductionLoop id="d" lane="ya_0" pos="100" file="a/x.xml"/>
                                      <inductionLoop id="e" lane="ya_0" pos="50" file="b/x.xml"/>
                                      <inductionLoop id="f" lane="ya_0" pos="70" file="b/x.xml"/></additional>)"}});
        QCOMPARE(asks_for_again(line).code, 0);
        QCOMPARE(figures_of(line.read("d/x.xml"), "interval").size(), 1);
        QCOMPARE(figures_of(line.read("d/x-2.xml"), "interval").size(), 2);
    }

private:
    static Outcome asks_for_again(const CommandLine& line) {
        return line.run({"traffic", "--net", "n.net.xml", "--routes", "r.rou.xml", "--additional", "a.add.xml",
                         "--detectors", "d"});
    }

    /// \param within by attribute: the share of SUMO's figure, and the amount, that ours may lie away.
    static void compare(const QString& title, const QJsonObject& ours, const QJsonObject& theirs,
                        const QJsonObject& within, bool steps) {
        QVERIFY2(!theirs.isEmpty(), qPrintable(title));
        if (!steps) {
            QVERIFY2(ours.keys() == theirs.keys(),
                     qPrintable(title + ": " + ours.keys().join("; ") + " for " + theirs.keys().join("; ")));
        }
        for (auto row = theirs.begin(); row != theirs.end(); ++row) {
            const QJsonObject theirs_row = row->toObject();
            const QJsonObject ours_row = ours[row.key()].toObject();
            if (steps && row.key().endsWith(" 0.00")) {
                continue; // SUMO tells of the moment before the first step too
            }
            for (auto it = within.begin(); it != within.end(); ++it) {
                const QString place = title + " " + row.key() + " " + it.key();
                QVERIFY2(ours_row.contains(it.key()) == theirs_row.contains(it.key()), qPrintable(place));
                const double found = ours_row[it.key()].toDouble();
                const double wanted = theirs_row[it.key()].toDouble();
                const double far = it->toArray()[0].toDouble() * std::abs(wanted) + it->toArray()[1].toDouble();
                QVERIFY2(std::abs(found - wanted) <= far + 1e-6,
                         qPrintable(place + QStringLiteral(" is %1, SUMO's %2").arg(found).arg(wanted)));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TrafficMetersTest)
#include "tst_traffic_meters.moc"
