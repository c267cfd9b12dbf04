// SPDX-License-Identifier: GPL-3.0-or-later
// import --update: a project's city is brought up to date; scenarios, edited networks and results stay.
#include "command_line.h"

#include "scenarios/project/project_store.h"
#include "tests/gis/city_file_maker.h"

using cityloom::tests::CommandLine;
using cityloom::tests::Outcome;
using namespace cityloom::scenarios;

namespace {

QJsonObject town(int houses, int streets, const QString& height) {
    QJsonArray buildings;
    for (int i = 0; i < houses; ++i) {
        buildings.append(QJsonObject{{"building", "apartments"}, {"height", height}});
    }
    QJsonArray roads;
    for (int i = 0; i < streets; ++i) {
        roads.append(QJsonObject{{"highway", "residential"}, {"name", QString("Street %1").arg(i)}});
    }
    return {{"buildings", buildings}, {"streets", roads}};
}

} // namespace

class ImportUpdateTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        line_ = std::make_unique<CommandLine>();
        line_->write("town.osm", cityloom::tests::osm(town(4, 4, "12")));
        const Outcome made = run({"import", "town.gpkg", "town.osm"});
        QVERIFY2(made.code == 0, qPrintable(made.err));
    }

    void bringsUpToDate() {
        street_ = first_street();
        QCOMPARE(run({"scenario", "town.gpkg", "add", "works", "--measure", "close,street=" + street_}).code, 0);
        const Outcome ran = run(
            {"run", "town.gpkg", "--scenario", "works", "--start", "07:00", "--duration", "10min", "--record", "60"});
        QVERIFY2(ran.code == 0, qPrintable(ran.err));
        line_->write("more.osm", cityloom::tests::osm(town(4, 4, "30")));
        const Outcome done = run({"import", "town.gpkg", "more.osm", "--update", "--report", "rows.csv"});
        QVERIFY2(done.code == 0, qPrintable(done.err));
        QCOMPARE(run({"verify", "town.gpkg"}).code, 0);
        const QJsonObject info = run({"info", "town.gpkg", "--json"}).json();
        QCOMPARE(info["counts"]["buildings"].toInt(), 4);
        QCOMPARE(info["counts"]["streets"].toInt(), 4);
        QCOMPARE(info["name"].toString(), QString{"town"});
        QVERIFY(run({"scenario", "town.gpkg", "list"}).out.contains("works"));
        QVERIFY(line_->read("rows.csv").contains("their recordings do not"));
        QVERIFY(!QFile::exists(line_->path("town.gpkg.before-update")));
        auto store = ProjectStore::open(line_->path("town.gpkg").toStdString(), ProjectStore::Mode::ReadOnly);
        QVERIFY(store.has_value());
        QCOMPARE(store->city()->buildings.front().height_m, 30.0);
        QCOMPARE(store->results()->size(), std::size_t{1});
        QVERIFY(store->results()->front().version.find("of the city before") != std::string::npos);
        QVERIFY(store->frame_times(store->results()->front().id)->empty());
        QCOMPARE(run({"run", "town.gpkg", "--scenario", "works", "--start", "07:00", "--duration", "10min"}).code, 0);
    }

    /// A row for each of a scenario's changes that names what is gone.
    void listsConflicts() {
        street_ = first_street();
        QCOMPARE(run({"scenario", "town.gpkg", "add", "works", "--measure", "close,street=" + street_, "--event",
                      "08:00,incident,street=" + street_ + ",lanes=1,direction=forward,duration=40min"})
                     .code,
                 0);
        // The same place without the first street: it goes only when that is asked for.
        QJsonObject less = town(4, 3, "12");
        less["shift"] = 1;
        less["first"] = 500;
        line_->write("less.osm", cityloom::tests::osm(less));
        const Outcome kept = run({"import", "town.gpkg", "less.osm", "--update", "--report", "rows.csv"});
        QVERIFY2(kept.code == 0, qPrintable(kept.err));
        QVERIFY(!line_->read("rows.csv").contains("scenario works"));
        line_->write("wide.osm",
                     cityloom::tests::osm(QJsonObject{
                         {"first", 900},
                         {"streets",
                          QJsonArray{QJsonObject{{"highway", "residential"}}, QJsonObject{{"highway", "residential"}},
                                     QJsonObject{{"highway", "residential"}}, QJsonObject{{"highway", "residential"}},
                                     QJsonObject{{"highway", "residential"}}, QJsonObject{{"highway", "residential"}}}},
                         {"shift", -1}}));
        // Its streets lie on the old ones: all are the same by place, and none is missing.
        QCOMPARE(run({"import", "town.gpkg", "wide.osm", "--update", "--drop-missing"}).code, 0);
        QCOMPARE(count("streets"), 6);
        // And now a detour in its stead, around the first street.
        line_->write("detour.osm", detour());
        const Outcome gone =
            run({"import", "town.gpkg", "detour.osm", "--update", "--drop-missing", "--report", "rows.csv"});
        QVERIFY2(gone.code == 0, qPrintable(gone.err));
        const QByteArray rows = line_->read("rows.csv");
        QVERIFY2(rows.contains("scenario works, measure close"), rows.constData());
        QVERIFY2(rows.contains("scenario works, event 08:00"), rows.constData());
        QVERIFY(run({"scenario", "town.gpkg", "list"}).out.contains("works"));
    }

    void keepsEditedNetworks() {
        {
            auto store = ProjectStore::open(line_->path("town.gpkg").toStdString(), ProjectStore::Mode::ReadWrite);
            QVERIFY(store.has_value());
            const auto networks = store->networks();
            QVERIFY(networks.has_value());
            QVERIFY(store->put_network("water", *networks, NetworkOrigin::Edited).has_value());
        }
        line_->write("more.osm", cityloom::tests::osm(town(7, 5, "30")));
        const Outcome done = run({"import", "town.gpkg", "more.osm", "--update"});
        QVERIFY2(done.code == 0, qPrintable(done.err));
        QVERIFY2(done.out.contains("network water: it was imported or edited, and stays"), qPrintable(done.out));
        QCOMPARE(run({"verify", "town.gpkg"}).code, 0);
        const auto store = ProjectStore::open(line_->path("town.gpkg").toStdString(), ProjectStore::Mode::ReadOnly);
        QCOMPARE(**store->network_origin("water"), NetworkOrigin::Edited);
        QCOMPARE(**store->network_origin("power"), NetworkOrigin::Derived);
        QCOMPARE(store->city()->buildings.size(), std::size_t{7});
    }

    /// Who is supplied by whom names buildings by their numbers: where those were edited, no other building may come.
    void refusesWhatCannotFit() {
        {
            auto store = ProjectStore::open(line_->path("town.gpkg").toStdString(), ProjectStore::Mode::ReadWrite);
            const auto networks = store->networks();
            QVERIFY(store->put_network("buildings", *networks, NetworkOrigin::Edited).has_value());
        }
        const QByteArray before = line_->read("town.gpkg");
        line_->write("more.osm", cityloom::tests::osm(town(7, 4, "30")));
        const Outcome refused = run({"import", "town.gpkg", "more.osm", "--update"});
        QCOMPARE(refused.code, 1);
        QVERIFY2(refused.err.contains("Nothing was changed"), qPrintable(refused.err));
        QCOMPARE(line_->read("town.gpkg").size(), before.size());
        QCOMPARE(run({"verify", "town.gpkg"}).code, 0);
        QCOMPARE(count("buildings"), 4);
    }

    void failuresChangeNothing() {
        line_->write("bad.osm", "<?xml version='1.0'?><osm version='0.6'><node id=");
        QCOMPARE(run({"import", "town.gpkg", "bad.osm", "--update"}).code, 1);
        QVERIFY(!QFile::exists(line_->path("town.gpkg.before-update")));
        QCOMPARE(count("buildings"), 4);
        const Outcome none = run({"import", "none.gpkg", "town.osm", "--update"});
        QCOMPARE(none.code, 1);
        QVERIFY(none.err.contains("no such project"));
        QCOMPARE(run({"import", "town.gpkg", "town.osm", "--drop-missing"}).code, 2);
        QCOMPARE(run({"import", "town.gpkg", "town.osm", "--update", "--replace"}).code, 2);
        // A copy that an update left when it was killed is never written over.
        line_->write("town.gpkg.before-update", "a copy");
        const Outcome left = run({"import", "town.gpkg", "town.osm", "--update"});
        QCOMPARE(left.code, 1);
        QVERIFY(left.err.contains("from an update that was broken off"));
        QCOMPARE(line_->read("town.gpkg.before-update"), QByteArray{"a copy"});
    }

private:
    int count(const char* what) {
        const QJsonObject info = run({"info", "town.gpkg", "--json"}).json();
        return info["counts"][QLatin1String{what}].toInt();
    }
    Outcome run(const QStringList& arguments) { return line_->run(arguments); }
    QString first_street() {
        const auto store = ProjectStore::open(line_->path("town.gpkg").toStdString(), ProjectStore::Mode::ReadOnly);
        return QString::number(store->city()->streets.front().id);
    }
    /// Streets around the line from 0 to 100 m, whose ends are those of the line.
    static QByteArray detour() {
        QString text = "<?xml version='1.0'?><osm version='0.6'>";
        int n = 2000;
        for (const auto& [x, y] : {std::pair{-300.0, -50.0}, {0.0, 0.0}, {50.0, 40.0}, {100.0, 0.0}, {600.0, -50.0}}) {
            text += QString("<node id='%1' version='1' lat='%2' lon='%3'/>")
                        .arg(n++)
                        .arg(cityloom::tests::kLat + y * cityloom::tests::kNorth, 0, 'f', 9)
                        .arg(cityloom::tests::kLon + x * cityloom::tests::kEast, 0, 'f', 9);
        }
        text += "<way id='3000' version='1'><nd ref='2000'/><nd ref='2001'/><nd ref='2002'/><nd ref='2003'/><nd "
                "ref='2004'/><tag k='highway' v='residential'/></way></osm>";
        return text.toUtf8();
    }
    std::unique_ptr<CommandLine> line_;
    QString street_;
};

QTEST_GUILESS_MAIN(ImportUpdateTest)
#include "tst_import_update.moc"
