// SPDX-License-Identifier: GPL-3.0-or-later
// What strangers' files say never steers a terminal, a spreadsheet or a browser; their programs are not run; and
// whoever reads them for us dies with us.
#include <csignal>

#include <QDir>
#include <QRegularExpression>
#include <QTest>
#include <sqlite3.h>

#include "grid_town.h"
#include "tests/app/command_line.h"
#include "tests/gis/city_file_maker.h"
#include "tests/gis/sumo/small_net.h"

using cityloom::tests::CommandLine;
using cityloom::tests::Outcome;

namespace {

/// Codes of C0 but line ends, DEL, and C1.
bool steers(const QString& text) {
    static const QRegularExpression kCodes{"[\\x00-\\x09\\x0B-\\x1F\\x7F-\\x9F\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}]"};
    return kCodes.match(text).hasMatch();
}

const QString kNasty = QString::fromUtf8("\x1b[2J\x1b]0;title\x07\xC2\x9B"
                                         "31m\xE2\x80\xAE"
                                         "=cmd|'/C calc'!A0 <script>x</script>");

QByteArray nasty_town() {
    return cityloom::tests::geojson(
        {{"name", kNasty},
         {"polygons", QJsonArray{QJsonObject{{"building", "yes"}, {"name", kNasty}, {"height", -5}},
                                 QJsonObject{{"building", "yes"}}, QJsonObject{{kNasty, "1"}}}},
         {"lines", QJsonArray{QJsonObject{{"highway", "residential"}, {"name", kNasty}},
                              QJsonObject{{"highway", "residential"}}}}});
}

} // namespace

class TestTextSafety : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        line_.write("town.geojson", nasty_town());
        const Outcome made =
            line_.run({"import", "p.gpkg", "town.geojson", "--name", kNasty, "--report", "report.csv"});
        QVERIFY2(made.code == 0, qPrintable(made.err));
        QVERIFY(!steers(made.out) && !steers(made.err));
        QVERIFY(made.out.contains("Buildings"));
    }

    void noLineSteersATerminal_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("info") << QStringList{"info", "p.gpkg"};
        QTest::newRow("list") << QStringList{"scenario", "p.gpkg", "list"};
        QTest::newRow("verify") << QStringList{"verify", "p.gpkg"};
        QTest::newRow("run") << QStringList{"run", "p.gpkg", "--duration", "1min", "--trips", "5"};
        QTest::newRow("unknown scenario") << QStringList{"run", "p.gpkg", "--scenario", kNasty};
        QTest::newRow("unknown asset") << QStringList{"why", "p.gpkg", "--at", "07:01", "--asset", kNasty};
        QTest::newRow("unknown file") << QStringList{"import", "q.gpkg", kNasty + ".osm"};
        QTest::newRow("usage") << QStringList{"import", "q.gpkg", "town.geojson", "--as", kNasty};
        QTest::newRow("option") << QStringList{"info", "--" + kNasty};
        QTest::newRow("measure") << QStringList{"scenario", "p.gpkg", "add", "x", "--measure", kNasty};
    }
    void noLineSteersATerminal() {
        QFETCH(const QStringList, arguments);
        const Outcome outcome = line_.run(arguments);
        QVERIFY2(outcome.code >= 0 && outcome.code <= 2, qPrintable(outcome.err));
        QVERIFY2(!steers(outcome.out), outcome.out.toUtf8().toPercentEncoding(" ").constData());
        QVERIFY2(!steers(outcome.err), outcome.err.toUtf8().toPercentEncoding(" ").constData());
    }

    void noCellIsAFormula_data() {
        QTest::addColumn<QString>("file");
        QTest::newRow("validation report") << "report.csv";
        QTest::newRow("trips") << "trips.csv";
        QTest::newRow("vehicles") << "fcd.csv";
        QTest::newRow("comparison") << "tables/kpis.csv";
    }
    void noCellIsAFormula() {
        QFETCH(const QString, file);
        if (file == "trips.csv" || file == "fcd.csv") {
            line_.write("n.net.xml", QByteArray::fromStdString(cityloom::gis::small_net()));
            line_.write("r.rou.xml", "<routes><trip id=\"=1+cmd()\" from=\"west\" to=\"east\" depart=\"0\"/></routes>");
            const Outcome run = line_.run({"traffic", "--net", "n.net.xml", "--routes", "r.rou.xml", "--end", "60",
                                           file == "trips.csv" ? "--tripinfo" : "--fcd", file});
            QVERIFY2(run.code == 0, qPrintable(run.err));
            QVERIFY(line_.read(file).contains("'=1+cmd()"));
        } else if (file.startsWith("tables")) {
            QCOMPARE(line_.run({"scenario", "p.gpkg", "add", "b"}).code, 0);
            const Outcome run = line_.run({"compare", "p.gpkg", "base", "b", "--seeds", "1", "--duration", "1min",
                                           "--trips", "5", "--csv", "tables"});
            QVERIFY2(run.code == 0, qPrintable(run.err));
        }
        const QByteArray text = line_.read(file);
        QVERIFY(text.size() > 20);
        static const QRegularExpression kFormula{R"re((^|[,\n])"?[=+@]|(^|[,\n])"?-[^0-9i])re"};
        const auto found = kFormula.match(QString::fromUtf8(text));
        QVERIFY2(!found.hasMatch(), qPrintable(found.captured()));
    }

    void theReportIsNoProgram() {
        static_cast<void>(line_.run({"scenario", "p.gpkg", "add", "b"}));
        const Outcome run = line_.run({"compare", "p.gpkg", "base", "b", "--seeds", "1", "--duration", "1min",
                                       "--trips", "5", "--html", "report.html"});
        QVERIFY2(run.code == 0, qPrintable(run.err));
        const QString html = QString::fromUtf8(line_.read("report.html"));
        QVERIFY(html.contains("Content-Security-Policy") && html.contains("default-src 'none'"));
        QVERIFY(!html.contains("<script", Qt::CaseInsensitive));
    }

    /// It may never end, or be anything: somebody's statement is not run.
    void aViewIsNotRun() {
        line_.write("t.geojson",
                    cityloom::tests::geojson({{"polygons", QJsonArray{QJsonObject{{"building", "yes"}}}}}));
        sqlite3* db = nullptr;
        QCOMPARE(sqlite3_open(qPrintable(line_.path("v.gpkg")), &db), SQLITE_OK);
        const char* const sql =
            "PRAGMA application_id=1196444487; PRAGMA user_version=10300;"
            "CREATE TABLE gpkg_spatial_ref_sys(srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, "
            "organization_coordsys_id INTEGER, definition TEXT, description TEXT);"
            "INSERT INTO gpkg_spatial_ref_sys VALUES('w', 4326, 'EPSG', 4326, 'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\","
            "SPHEROID[\"WGS "
            "84\",6378137,298.257223563]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]]', '');"
            "CREATE TABLE gpkg_contents(table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, description "
            "TEXT, "
            "last_change TEXT, min_x REAL, min_y REAL, max_x REAL, max_y REAL, srs_id INTEGER);"
            "CREATE TABLE gpkg_geometry_columns(table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id "
            "INTEGER, "
            "z INTEGER, m INTEGER);"
            "INSERT INTO gpkg_contents VALUES('buildings', 'features', 'b', '', '2024-01-01T00:00:00Z', 8, 47, 9, 48, "
            "4326);"
            "INSERT INTO gpkg_geometry_columns VALUES('buildings', 'geom', 'POLYGON', 4326, 0, 0);"
            "CREATE VIEW buildings AS WITH RECURSIVE c(fid, geom) AS (SELECT 1, NULL UNION ALL SELECT fid + 1, NULL "
            "FROM c) "
            "SELECT * FROM c;";
        QCOMPARE(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(db);
        const Outcome refused = line_.run({"import", "v-out.gpkg", "v.gpkg"}, 20'000);
        QCOMPARE(refused.code, 1);
        QVERIFY2(refused.err.contains("view") && refused.err.contains("buildings"), qPrintable(refused.err));
    }

    /// Whoever reads a stranger's file has no reason to outlive who asked for it.
    void theWorkerDiesWithItsParent() {
        line_.write("large.osm", cityloom::tests::grid_town(60));
        QProcess process;
        line_.start(process, {"import", "large.gpkg", "large.osm"});
        QVERIFY(process.waitForStarted());
        const QByteArray parent = QByteArray::number(process.processId());
        QByteArray worker;
        QTRY_VERIFY_WITH_TIMEOUT(!(worker = child_of(parent)).isEmpty(), 5'000);
        ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
        QVERIFY(process.waitForFinished(5'000));
        QTRY_VERIFY_WITH_TIMEOUT(!QFile::exists("/proc/" + worker) || state_of(worker) == 'Z', 5'000);
    }

    /// A result that is no report is said, by name.
    void resultsAreVerified() {
        QCOMPARE(line_.run({"run", "p.gpkg", "--duration", "1min", "--trips", "5"}).code, 0);
        QFile::remove(line_.path("forged.gpkg"));
        QVERIFY(QFile::copy(line_.path("p.gpkg"), line_.path("forged.gpkg")));
        sqlite3* db = nullptr;
        QCOMPARE(sqlite3_open(qPrintable(line_.path("forged.gpkg")), &db), SQLITE_OK);
        QCOMPARE(sqlite3_exec(db, "UPDATE result SET json = '[]'", nullptr, nullptr, nullptr), SQLITE_OK);
        QVERIFY(sqlite3_changes(db) > 0);
        sqlite3_close(db);
        const Outcome verified = line_.run({"verify", "forged.gpkg"});
        QCOMPARE(verified.code, 1);
        QVERIFY2(verified.err.contains("forged.gpkg") && verified.err.contains("esult 1"), qPrintable(verified.err));
    }

private:
    static QByteArray read(const QString& file) {
        QFile in{file};
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray{};
    }
    static QByteArray child_of(const QByteArray& parent) {
        return read("/proc/" + parent + "/task/" + parent + "/children").split(' ').value(0).trimmed();
    }
    static char state_of(const QByteArray& process) {
        const QByteArray stat = read("/proc/" + process + "/stat");
        return stat.mid(stat.lastIndexOf(')') + 2, 1).isEmpty() ? 'Z' : stat[stat.lastIndexOf(')') + 2];
    }
    CommandLine line_;
};

QTEST_GUILESS_MAIN(TestTextSafety)
#include "tst_text_safety.moc"
