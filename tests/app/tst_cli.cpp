// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_line.h"

#include <QDir>
#include <QJsonArray>
#include <QRegularExpression>

#include <csignal>

using cityloom::tests::CommandLine;
using cityloom::tests::Outcome;

namespace {

const char* const kTown =
    R"(<?xml version="1.0"?><osm version="0.6"><node id="1" lon="6.14" lat="46.20"/><node id="2" lon="6.141" lat="46.20"/>
<node id="3" lon="6.1401" lat="46.2002"/><node id="4" lon="6.1403" lat="46.2002"/><node id="5" lon="6.1403" lat="46.2004"/>
<way id="10"><nd ref="1"/><nd ref="2"/><tag k="highway" v="primary"/></way>
<way id="11"><nd ref="3"/><nd ref="4"/><nd ref="5"/><nd ref="3"/><tag k="building" v="house"/></way></osm>)";

} // namespace

class TestCli : public QObject {
    Q_OBJECT
private slots:
    void init() {
        line_ = std::make_unique<CommandLine>();
        line_->write("town.osm", kTown);
    }

    /// OUT forgotten: the first file would be the project. Nothing of somebody else's is ever replaced.
    void replacesProjectsOnly() {
        const QByteArray map = line_->read("town.osm");
        QVERIFY(!map.isEmpty());
        const QStringList forgotten{"import", "town.osm", "town.osm"};
        QCOMPARE(run(forgotten).code, 1);
        QVERIFY(run(forgotten + QStringList{"--replace"}).err.contains("is one of the files to import"));
        line_->write("notes.gpkg", "my notes");
        const Outcome other = run({"import", "notes.gpkg", "town.osm", "--replace"});
        QCOMPARE(other.code, 1);
        QVERIFY(other.err.contains("no project of Cityloom"));
        QCOMPARE(run({"demo", "notes.gpkg", "--replace"}).code, 1);
        QCOMPARE(line_->read("town.osm"), map);
        QCOMPARE(line_->read("notes.gpkg"), QByteArray{"my notes"});
        QCOMPARE(run({"import", "own.gpkg", "town.osm", "--replace"}).code, 0);
        const QByteArray project = line_->read("own.gpkg");
        QVERIFY(run({"import", "next.gpkg", "own.gpkg"}).err.contains("this is a project of Cityloom"));
        QCOMPARE(run({"import", "own.gpkg", "own.gpkg", "--replace"}).code, 1);
        QCOMPARE(line_->read("own.gpkg"), project);
    }

    void importsAndTells() {
        const Outcome made = run({"import", "town.gpkg", "town.osm", "--report", "notes.csv"});
        QVERIFY2(made.code == 0, qPrintable(made.err));
        QVERIFY(made.out.contains("© OpenStreetMap contributors"));
        QVERIFY(made.out.contains("the city is flat"));
        QVERIFY(QFile::exists(line_->path("notes.csv")));
        const Outcome info = run({"info", "town.gpkg", "--json"});
        QCOMPARE(info.code, 0);
        const QJsonObject json = QJsonDocument::fromJson(info.out.toUtf8()).object();
        QCOMPARE(json["crs"].toString(), QString{"EPSG:32632"});
        QCOMPARE(json["counts"]["buildings"].toInt(), 1);
        QCOMPARE(json["counts"]["streets"].toInt(), 1);
        QCOMPARE(json["heights"]["guessed"].toInt(), 1);
        QVERIFY(json["drivable"].toObject().contains("connected_share_with_gateways"));
        QVERIFY(json["networks"].toObject().contains("water"));
        QCOMPARE(run({"verify", "town.gpkg"}).code, 0);
    }

    void takesOnlyWhatIsWanted() {
        const QStringList import{"import", "town.gpkg", "--replace", "--bbox", "6.13,46.19,6.15,46.21"};
        const Outcome both = run(import + QStringList{"town.osm"});
        QVERIFY2(both.code == 0, qPrintable(both.err));
        QVERIFY(both.out.contains("Buildings      1 "));
        const Outcome streets = run(import + QStringList{"--only", "streets,assets", "town.osm"});
        QVERIFY2(streets.code == 0, qPrintable(streets.err));
        QVERIFY(streets.out.contains("Buildings      0 "));
        for (const QStringList& option : {QStringList{"--only", "streets,assets"},
                                          {"--skip", "areas"},
                                          {"--as", "none=streets"},
                                          {"--map", "height=H"}}) {
            const Outcome before =
                run(QStringList{"import", "town.gpkg"} + option + QStringList{"town.osm", "--replace"});
            QVERIFY2(before.code == 0, qPrintable(before.err)); // the file is not taken for one more word
        }
        QCOMPARE(run({"import", "west.gpkg", "town.osm", "--bbox", "-6.15,-46.21,6.13,46.21"}).code, 1);
        for (const char* bounds : {"1,2,3", "1,2,3,4,5", "a,b,c,d", "6.13;46.19"}) {
            const Outcome wrong = run({"import", "west.gpkg", "town.osm", "--bbox", bounds});
            QCOMPARE(wrong.code, 2);
            QVERIFY(wrong.err.contains("give west, south, east and north"));
        }
        QVERIFY(run({"import", "west.gpkg", "town.osm", "--within", "none.geojson"}).err.contains("cannot be read"));
        QVERIFY(!QFile::exists(line_->path("west.gpkg")));
    }

    void neverOverwritesUnasked() {
        QCOMPARE(run({"import", "town.gpkg", "town.osm"}).code, 0);
        const Outcome again = run({"import", "town.gpkg", "town.osm"});
        QCOMPARE(again.code, 1);
        QVERIFY(again.err.contains("--replace"));
        QCOMPARE(run({"import", "town.gpkg", "town.osm", "--replace"}).code, 0);
    }

    void failuresLeaveNothing() {
        line_->write("bad.osm", "<?xml version='1.0'?><osm version='0.6'><node id=");
        const Outcome bad = run({"import", "bad.gpkg", "bad.osm"});
        QCOMPARE(bad.code, 1);
        QVERIFY2(bad.err.contains("bad.osm") && bad.err.contains("damaged"), qPrintable(bad.err));
        QCOMPARE(QDir{line_->path({})}.entryList(QDir::Files | QDir::Hidden, QDir::Name),
                 (QStringList{"bad.osm", "town.osm"}));
        line_->write("model.skp", "x");
        QVERIFY(run({"import", "bad.gpkg", "model.skp"}).err.contains(".osm.pbf")); // it lists what it reads
    }

    void wrongUsageSaysSo() {
        QCOMPARE(run({}).code, 2);
        QCOMPARE(run({"fly"}).code, 2);
        QCOMPARE(run({"import", "x.gpkg"}).code, 2);
        QCOMPARE(run({"--help"}).code, 0);
        QCOMPARE(run({"--version"}).code, 0);
        QVERIFY(run({"import", "--help"}).out.contains("CityJSON"));
        QVERIFY(run({"scenario", "--help"}).out.contains("close,street="));
    }

    void keepsScenarios() {
        QCOMPARE(run({"import", "town.gpkg", "town.osm"}).code, 0);
        QCOMPARE(run({"scenario", "town.gpkg", "add", "A", "--measure", "close,street=10", "--measure",
                      "demand,factor=1.2", "--event", "08:00,fail,asset=substation/S1"})
                     .code,
                 0);
        const Outcome list = run({"scenario", "town.gpkg", "list", "--json"});
        const QJsonArray all = QJsonDocument::fromJson(list.out.toUtf8()).object()["scenarios"].toArray();
        QCOMPARE(all.size(), 1);
        QCOMPARE(all[0]["measures"].toArray().size(), 2);
        QVERIFY(run({"scenario", "town.gpkg", "show", "A"}).out.contains("08:00,fail,asset=substation/S1"));
        QCOMPARE(run({"scenario", "town.gpkg", "show", "Z"}).code, 1);
        const Outcome unknown = run({"scenario", "town.gpkg", "add", "B", "--measure", "clos,street=1"});
        QCOMPARE(unknown.code, 2);
        QVERIFY(unknown.err.contains("close,street="));
        QCOMPARE(run({"scenario", "town.gpkg", "remove", "A"}).code, 0);
        QCOMPARE(run({"verify", "town.gpkg"}).code, 0);
    }

    void editsScenarios() {
        QCOMPARE(run({"import", "edit.gpkg", "town.osm"}).code, 0);
        QCOMPARE(run({"scenario", "edit.gpkg", "add", "A", "--measure", "close,street=10", "--measure",
                      "demand,factor=1.2", "--event", "08:00,fail,asset=substation/S1"})
                     .code,
                 0);
        QCOMPARE(run({"scenario", "edit.gpkg", "add", "B"}).code, 0);
        const auto lines = [&](const char* name) {
            QStringList all = run({"scenario", "edit.gpkg", "show", name}).out.split('\n', Qt::SkipEmptyParts);
            all.removeFirst();
            return all.replaceInStrings(QRegularExpression{"^ +"}, {}).join('|');
        };
        const auto edit = [&](const QStringList& how) {
            return run(QStringList{"scenario", "edit.gpkg", "edit", "A"} + how);
        };
        QCOMPARE(edit({"--off", "1", "--off", "3"}).code, 0);
        QCOMPARE(lines("A"), QString{"off:close,street=10|demand,factor=1.2|off:08:00,fail,asset=substation/S1"});
        QCOMPARE(edit({"--on", "3", "--set", "2=demand,factor=0.5"}).code, 0);
        QCOMPARE(lines("A"), QString{"off:close,street=10|demand,factor=0.5|08:00,fail,asset=substation/S1"});
        QCOMPARE(edit({"--copy", "2", "--drop", "2", "--to", "B"}).code, 0); // moves
        QCOMPARE(lines("A"), QString{"off:close,street=10|08:00,fail,asset=substation/S1"});
        QCOMPARE(lines("B"), QString{"demand,factor=0.5"});
        const QString before = lines("A");
        QCOMPARE(edit({"--off", "9"}).code, 1);
        QCOMPARE(edit({"--set", "1=clse,street=10"}).code, 2);
        QCOMPARE(edit({"--set", "close,street=10"}).code, 2);
        QCOMPARE(edit({"--set", "1=close,street=424242", "--drop", "2"}).code, 1); // no such street: all or none
        QCOMPARE(edit({}).code, 2);
        QVERIFY(edit({"--copy", "1", "--to", "nowhere"}).err.contains("nowhere"));
        QCOMPARE(lines("A"), before);
        QCOMPARE(run({"verify", "edit.gpkg"}).code, 0);
    }

    void strangersFilesAreRefused() {
        line_->write("other.gpkg", "SQLite format 3");
        const Outcome info = run({"info", "other.gpkg"});
        QCOMPARE(info.code, 1);
        QVERIFY(info.err.contains("other.gpkg"));
        QCOMPARE(run({"info", "nowhere.gpkg"}).code, 1);
    }

    void interruptCancels() {
        // Large enough that the signal comes while it is being read.
        QByteArray many{"<?xml version=\"1.0\"?><osm version=\"0.6\">"};
        for (int i = 1; i < 1'500'000; ++i) {
            many += "<node id=\"" + QByteArray::number(i) + "\" lon=\"6.14\" lat=\"46.2\"/>";
        }
        line_->write("many.osm", many + "</osm>");
        QProcess process;
        line_->start(process, {"import", "many.gpkg", "many.osm"});
        QVERIFY(process.waitForStarted());
        QTRY_VERIFY(waits_for(process.processId(), SIGINT)); // before that the system would end it
        QTest::qWait(150);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(5000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 3);
        QVERIFY(!QFile::exists(line_->path("many.gpkg")));
    }

private:
    /// Whether a process has kept a signal for its own waiting.
    static bool waits_for(qint64 process, int signal) {
        QFile status{QString("/proc/%1/status").arg(process)};
        if (!status.open(QIODevice::ReadOnly)) {
            return false;
        }
        for (const QByteArray& line : status.readAll().split('\n')) {
            if (line.startsWith("SigBlk:")) {
                return (line.mid(7).trimmed().toULongLong(nullptr, 16) >> (signal - 1) & 1U) != 0;
            }
        }
        return false;
    }

    [[nodiscard]] Outcome run(const QStringList& arguments) const { return line_->run(arguments); }

    std::unique_ptr<CommandLine> line_;
};

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
