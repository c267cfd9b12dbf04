// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <csignal>
#include <filesystem>
#include <fstream>

#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gis/city/city_blob.h"
#include "scenarios/project/project_store.h"
#include "sim/core/blob.h"
#include "sim/power/rows.h"
#include "sim/telecom/rows.h"

using namespace cityloom;
using namespace cityloom::scenarios;

namespace {

gis::City town() {
    gis::City city;
    city.name = "Town";
    city.place = {.epsg = 32632, .wkt = "PROJCS[\"x\"]", .origin_x_m = 500000, .origin_y_m = 5000000};
    for (int i = 0; i < 50; ++i) {
        const auto at = static_cast<std::uint32_t>(city.points.size());
        const double x = 20.0 * i;
        city.points.insert(city.points.end(), {{x, 0}, {x + 10, 0}, {x + 10, 10}, {x, 10}});
        city.rings.push_back({{at, 4}, false});
        city.buildings.push_back({.id = static_cast<std::uint64_t>(i) + 1,
                                  .source = "way/" + std::to_string(i),
                                  .rings = {static_cast<std::uint32_t>(i), 1},
                                  .height_m = 9,
                                  .footprint_m2 = 100});
    }
    city.street_nodes = {{1, {0, -10}}, {2, {1000, -10}}};
    city.street_node_refs = {0, 1};
    city.streets.push_back({.id = 77, .name = "Long street", .nodes = {0, 2}, .cls = gis::StreetClass::Primary});
    return city;
}

gis::Networks nets() {
    gis::Networks n;
    n.power.buses = {{.id = 1, .key = "substation/S1", .at = {5, 5}, .kind = power::BusKind::Substation},
                     {.id = 2, .at = {50, 5}}};
    n.power.branches = {{.id = 1, .from = 0, .to = 1, .length_m = 45}};
    return n;
}

/// A connection as a stranger has it: no hardening.
class Raw {
public:
    explicit Raw(const std::filesystem::path& file) { sqlite3_open(file.c_str(), &db_); }
    ~Raw() { sqlite3_close(db_); }
    bool run(const char* sql) { return sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) == SQLITE_OK; }
    /// The first column of the first row.
    QString text(const std::string& sql) {
        sqlite3_stmt* statement = nullptr;
        sqlite3_prepare_v2(db_, sql.c_str(), -1, &statement, nullptr);
        QString found;
        if (sqlite3_step(statement) == SQLITE_ROW) {
            found = QString::fromUtf8(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
        }
        sqlite3_finalize(statement);
        return found;
    }

private:
    sqlite3* db_ = nullptr;
};

std::vector<std::string> listing(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        names.push_back(entry.path().filename().string());
    }
    std::ranges::sort(names);
    return names;
}

/// Runs `work` in a child; its exit code, or -1 when a signal ended it.
template <typename Work> int in_child(const Work& work) {
    const pid_t child = fork();
    if (child == 0) {
        _exit(work());
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

} // namespace

class TestProjectStore : public QObject {
    Q_OBJECT
private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        file_ = std::filesystem::path{folder_->path().toStdString()} / "town.gpkg";
    }

    void comesBackTheSame() {
        const gis::City city = town();
        {
            auto store = ProjectStore::create(file_, city, nets(), false);
            QVERIFY2(store, store ? "" : store.error().message.c_str());
            QVERIFY(store->put_scenario({.name = "A",
                                         .measures = {{"close", {{"street", "77"}}}},
                                         .events = {{8 * kHourUs, "fail", {{"asset", "substation/S1"}}}},
                                         .seed = 7},
                                        false));
            QVERIFY(store->put_scenario({.name = "B", .base = "A"}, false));
            const auto id = store->add_result({.scenario = "A",
                                               .seed = 7,
                                               .start = 7 * kHourUs,
                                               .duration = kHourUs,
                                               .trips = 10,
                                               .version = "0.1",
                                               .state_hash = 0xFEDCBA9876543210ULL,
                                               .json = "{}"});
            QVERIFY(id);
            QVERIFY(store->append_frame(*id, 10, "ten"));
            QVERIFY(store->append_frame(*id, 20, std::string(100'000, 'x')));
        }
        QCOMPARE(listing(file_.parent_path()), std::vector<std::string>{"town.gpkg"}); // closing leaves one file
        const auto store = ProjectStore::open(file_, ProjectStore::Mode::ReadOnly);
        QVERIFY2(store, store ? "" : store.error().message.c_str());
        QVERIFY(gis::write_city(store->city().value()) == gis::write_city(city));
        QCOMPARE(store->networks()->power.buses.size(), std::size_t{2});
        const auto scenario = store->scenario("A");
        QVERIFY(scenario);
        QCOMPARE(scenario->seed, 7);
        QCOMPARE(scenario->events[0].at, 8 * kHourUs);
        QCOMPARE(store->results()->at(0).state_hash, 0xFEDCBA9876543210ULL);
        QCOMPARE(store->frame_times(1).value(), (std::vector<TimeUs>{10, 20}));
        QCOMPARE(store->frame(1, 15).value(), std::string{"ten"});
        QCOMPARE(store->frame(1, 5).error().code, ErrorCode::NotFound);
        const auto report = store->verify();
        QVERIFY(report);
        QVERIFY2(report->sound(), report->sound() ? "" : report->problems[0].c_str());
    }

    void scenariosKeepTheirOrder() {
        auto store = ProjectStore::create(file_, town(), nets(), false).value();
        QVERIFY(store.put_scenario({.name = "A"}, false));
        QCOMPARE(store.put_scenario({.name = "A"}, false).error().code, ErrorCode::Exists);
        QVERIFY(store.put_scenario({.name = "A", .seed = 3}, true));
        QVERIFY(store.put_scenario({.name = "B", .base = "A"}, false));
        QVERIFY(!store.put_scenario({.name = "A", .base = "B"}, true)); // a circle
        QVERIFY(!store.remove_scenario("A"));                           // B builds on it
        QVERIFY(store.remove_scenario("B"));
        QVERIFY(store.remove_scenario("A"));
        QCOMPARE(store.remove_scenario("A").error().code, ErrorCode::NotFound);
        QVERIFY(!store.put_scenario({.name = ""}, false));
        const auto history = store.history();
        QVERIFY(history);
        QCOMPARE(history->size(), std::size_t{5});
        QVERIFY(history->at(1).before.find("seed=1") != std::string::npos &&
                history->at(1).after.find("seed=3") != std::string::npos);
    }

    void aSecondWriterIsToldWho() {
        const auto store = ProjectStore::create(file_, town(), nets(), false);
        QVERIFY(store);
        const auto second = ProjectStore::open(file_, ProjectStore::Mode::ReadWrite);
        QVERIFY(!second);
        QVERIFY2(second.error().message.find("process " + std::to_string(getpid()) + " on ") != std::string::npos,
                 second.error().message.c_str());
        QVERIFY(ProjectStore::open(file_, ProjectStore::Mode::ReadOnly)); // readers may come
    }

    void existsIsRefusedWithoutReplace() {
        QVERIFY(ProjectStore::create(file_, town(), nets(), false));
        QCOMPARE(ProjectStore::create(file_, town(), nets(), false).error().code, ErrorCode::Exists);
        QVERIFY(ProjectStore::create(file_, town(), nets(), true));
        QCOMPARE(listing(file_.parent_path()), std::vector<std::string>{"town.gpkg"});
    }

    void strangersAreRefusedUntouched_data() {
        QTest::addColumn<QByteArray>("sql");
        QTest::addColumn<QString>("fragment");
        QTest::newRow("a GeoPackage of others")
            << QByteArray{"DROP TABLE cityloom_project"} << "Import it into a project";
        QTest::newRow("a newer schema") << QByteArray{"UPDATE cityloom_project SET schema_version=99"}
                                        << "newer version";
        QTest::newRow("a database") << QByteArray{"PRAGMA application_id=0"} << "Import it into a project";
        QTest::newRow("no version") << QByteArray{"DELETE FROM cityloom_project"} << "cannot be read";
    }
    void strangersAreRefusedUntouched() {
        QFETCH(QByteArray, sql);
        QFETCH(QString, fragment);
        QVERIFY(ProjectStore::create(file_, town(), nets(), false));
        QVERIFY(Raw{file_}.run(sql.constData()));
        const std::string before = bytes_of(file_);
        const auto store = ProjectStore::open(file_, ProjectStore::Mode::ReadWrite);
        QVERIFY(!store);
        QVERIFY2(QString::fromStdString(store.error().message).contains(fragment), store.error().message.c_str());
        QVERIFY(bytes_of(file_) == before);
        QCOMPARE(listing(file_.parent_path()), std::vector<std::string>{"town.gpkg"});
    }

    void textIsNoProject() {
        std::ofstream{file_} << "hello, this is no database at all";
        const auto store = ProjectStore::open(file_, ProjectStore::Mode::ReadWrite);
        QVERIFY(!store);
        QVERIFY(store.error().message.find("town.gpkg") != std::string::npos);
    }

    void aPlantedTriggerDoesNotRun() {
        {
            auto store = ProjectStore::create(file_, town(), nets(), false).value();
            QVERIFY(store.put_scenario({.name = "A"}, false));
        }
        QVERIFY(Raw{file_}.run("CREATE TRIGGER planted AFTER INSERT ON setting BEGIN DELETE FROM scenario; END;"));
        auto store = ProjectStore::open(file_, ProjectStore::Mode::ReadWrite).value();
        QVERIFY(store.put_setting("key", "value"));
        QCOMPARE(store.setting("key").value(), std::optional<std::string>{"value"});
        QCOMPARE(store.scenarios()->size(), std::size_t{1});
    }

    void damageIsFound() {
        QVERIFY(ProjectStore::create(file_, town(), nets(), false));
        QVERIFY(Raw{file_}.run("UPDATE cityloom_blob SET data = zeroblob(length(data)) WHERE name = 'city'"));
        const auto store = ProjectStore::open(file_, ProjectStore::Mode::ReadOnly);
        QVERIFY(store);
        QVERIFY(!store->city());
        QVERIFY(!store->verify()->sound());
    }

    void cutFilesNeverCrash() {
        QVERIFY(ProjectStore::create(file_, town(), nets(), false));
        const std::string whole = bytes_of(file_);
        for (std::size_t tenth = 0; tenth < 10; ++tenth) {
            std::ofstream{file_, std::ios::binary | std::ios::trunc} << whole.substr(0, whole.size() * tenth / 10);
            const auto store = ProjectStore::open(file_, ProjectStore::Mode::ReadOnly);
            if (store) {
                const auto report = store->verify();
                QVERIFY(!report || !report->sound());
            }
        }
    }

    void aReadOnlyFolderIsAnError() {
        const auto locked = file_.parent_path() / "locked";
        std::filesystem::create_directory(locked);
        std::filesystem::permissions(file_.parent_path(), std::filesystem::perms{0755});
        std::filesystem::permissions(locked, std::filesystem::perms{0555});
        const int outcome = in_child([&] {
            if (getuid() == 0 && setuid(65534) != 0) { // root may write anywhere: be nobody
                return 9;
            }
            const auto store = ProjectStore::create(locked / "x.gpkg", town(), nets(), false);
            return !store && store.error().message.find("cannot be written") != std::string::npos ? 0 : 1;
        });
        QCOMPARE(outcome, 0);
        QVERIFY(listing(locked).empty());
    }

    void aFullDiskLeavesNothingHalfWritten() {
        // A limit on file size stands for a full disk at every write past it.
        for (const rlim_t kilobytes : {1U, 20U, 60U, 120U}) {
            const int outcome = in_child([&] {
                std::signal(SIGXFSZ, SIG_IGN);
                const rlimit limit{kilobytes * 1024, kilobytes * 1024};
                setrlimit(RLIMIT_FSIZE, &limit);
                const auto store = ProjectStore::create(file_, town(), nets(), false);
                return !store && store.error().message.find("town.gpkg") != std::string::npos ? 0 : 1;
            });
            QCOMPARE(outcome, 0);
            QVERIFY(listing(file_.parent_path()).empty());
        }
    }

    void killsLoseNoAcknowledgedEdit() {
        QVERIFY(ProjectStore::create(file_, town(), nets(), false));
        std::int64_t acknowledged = 0;
        for (int round = 0; round < 20; ++round) {
            std::array<int, 2> pipe_ends{};
            QCOMPARE(pipe(pipe_ends.data()), 0);
            const pid_t child = fork();
            if (child == 0) {
                auto store = ProjectStore::open(file_, ProjectStore::Mode::ReadWrite);
                for (std::int64_t i = acknowledged; store; ++i) {
                    if (!store->put_scenario({.name = "S" + std::to_string(i), .seed = i}, false)) {
                        _exit(1);
                    }
                    if (write(pipe_ends[1], &i, sizeof i) != static_cast<ssize_t>(sizeof i)) {
                        _exit(1);
                    }
                }
                _exit(1);
            }
            ::close(pipe_ends[1]);
            std::int64_t last = 0;
            int seen = 0;
            while (seen < 3 + round && read(pipe_ends[0], &last, sizeof last) == static_cast<ssize_t>(sizeof last)) {
                ++seen;
                acknowledged = last + 1;
            }
            kill(child, SIGKILL);
            while (read(pipe_ends[0], &last, sizeof last) == static_cast<ssize_t>(sizeof last)) {
                acknowledged = last + 1;
            }
            ::close(pipe_ends[0]);
            waitpid(child, nullptr, 0);
            QVERIFY(seen > 0);
            const auto store = ProjectStore::open(file_, ProjectStore::Mode::ReadWrite);
            QVERIFY2(store, store ? "" : store.error().message.c_str());
            const auto all = store->scenarios();
            QVERIFY(all);
            const auto count = static_cast<std::int64_t>(all->size());
            QVERIFY(count == acknowledged || count == acknowledged + 1); // one may be committed and not yet told
            acknowledged = count;
            QCOMPARE(store->history()->size(), all->size());
        }
        QVERIFY(ProjectStore::open(file_, ProjectStore::Mode::ReadOnly)->verify()->sound());
    }

    void newNetworksReplaceTheOld() {
        auto store = ProjectStore::create(file_, town(), nets(), false).value();
        gis::Networks more = nets();
        more.telecom.sites = {{.id = 1, .key = "basestation/B1", .at = {1, 1}}};
        QVERIFY(store.put_networks(more));
        QCOMPARE(store.networks()->telecom.sites.size(), std::size_t{1});
        QVERIFY(store.verify()->sound());
    }

    void eachNetworkKeepsItsOrigin() {
        auto store = ProjectStore::create(file_, town(), nets(), false).value();
        QCOMPARE(store.network_origin("power").value(), std::optional{NetworkOrigin::Derived});
        gis::Networks more = nets();
        more.power.buses.push_back({.id = 3, .key = "substation/S3", .at = {9, 9}});
        more.telecom.sites = {{.id = 1, .key = "basestation/B1", .at = {1, 1}}};
        QVERIFY(store.put_network("power", more, NetworkOrigin::Edited));
        QCOMPARE(store.network_origin("power").value(), std::optional{NetworkOrigin::Edited});
        QCOMPARE(store.network_origin("telecom").value(), std::optional{NetworkOrigin::Derived});
        QCOMPARE(store.networks()->power.buses.size(), std::size_t{3});
        QCOMPARE(store.networks()->telecom.sites.size(), std::size_t{0}); // the others stay as they were
        QVERIFY(store.put_networks(nets(), NetworkOrigin::Imported));
        QCOMPARE(store.network_origin("water").value(), std::optional{NetworkOrigin::Imported});
        QCOMPARE(store.put_network("charging", more, NetworkOrigin::Edited).error().code, ErrorCode::NotFound);
        QCOMPARE(store.network_origin("none").error().code, ErrorCode::NotFound);
        QVERIFY(store.verify()->sound());
    }

    void aNetworkThatDoesNotFitTheOthersIsRefused() {
        gis::Networks fed = nets();
        fed.telecom.sites = {{.id = 1, .key = "basestation/B1", .at = {1, 1}}};
        fed.dependencies.supplies = {{.provider = {&power::kBus, 1}, .consumer = {&telecom::kSite, 0}}};
        auto store = ProjectStore::create(file_, town(), fed, false).value();
        gis::Networks less = fed;
        less.power = {};
        const auto outcome = store.put_network("power", less, NetworkOrigin::Edited);
        QVERIFY(!outcome);
        QVERIFY2(outcome.error().message.find("supply") != std::string::npos, outcome.error().message.c_str());
        QCOMPARE(store.networks()->power.buses.size(), std::size_t{2});
        QCOMPARE(store.network_origin("power").value(), std::optional{NetworkOrigin::Derived});
    }

    /// A domain that the program no longer reads in the form of a project is derived anew, and what points at it;
    /// nothing else is.
    void anOlderNetworkIsDerivedAnew() {
        gis::Networks kept = nets();
        kept.telecom.sites = {{.id = 9, .key = "basestation/B9", .at = {1, 1}}};
        (void)ProjectStore::create(file_, town(), kept, false).value();
        age("water");
        const auto store = ProjectStore::open(file_, ProjectStore::Mode::ReadOnly);
        std::vector<NetworkNote> notes;
        const auto networks = store->networks(&notes);
        QVERIFY2(networks, networks ? "" : networks.error().message.c_str());
        QCOMPARE(networks->telecom.sites[0].id, 9U);
        QCOMPARE(networks->power.buses.size(), std::size_t{2});
        QCOMPARE(networks->dependencies.buildings.size(), std::size_t{50}); // there were none: connected anew
        QCOMPARE(notes.size(), std::size_t{2});
        QCOMPARE(notes[0].domain->id, std::string_view{"water"});
        QVERIFY(notes[0].what.english.find("derived anew") != std::string_view::npos);
        QCOMPARE(notes[1].domain->id, std::string_view{"buildings"});
        QVERIFY(store->verify()->sound());
    }

    void olderStreetsAreDerivedAnew() {
        (void)ProjectStore::create(file_, town(), nets(), false).value();
        age("traffic");
        const auto networks = ProjectStore::open(file_, ProjectStore::Mode::ReadOnly)->networks();
        QVERIFY2(networks, networks ? "" : networks.error().message.c_str());
        QCOMPARE(networks->roads.edges.size(), std::size_t{2}); // of the long street, both ways
        QCOMPARE(networks->power.buses.size(), std::size_t{2}); // as it was
    }

    void anImportedOrEditedNetworkIsNeverDerivedAnew_data() {
        QTest::addColumn<QString>("edited");
        QTest::addColumn<QString>("old");
        QTest::newRow("itself") << QStringLiteral("power") << QStringLiteral("power");
        QTest::newRow("what points at it") << QStringLiteral("buildings") << QStringLiteral("power");
    }
    void anImportedOrEditedNetworkIsNeverDerivedAnew() {
        QFETCH(QString, edited);
        QFETCH(QString, old);
        for (const auto& [origin, word] :
             {std::pair{NetworkOrigin::Imported, "imported"}, std::pair{NetworkOrigin::Edited, "edited"}}) {
            {
                auto store = ProjectStore::create(file_, town(), nets(), true).value();
                QVERIFY(store.put_network(edited.toStdString(), nets(), origin));
            }
            age(old.toStdString());
            const auto store = ProjectStore::open(file_, ProjectStore::Mode::ReadWrite);
            QVERIFY(store); // what else it holds can be had
            const auto networks = store->networks();
            QVERIFY(!networks);
            QCOMPARE(networks.error().code, ErrorCode::Unsupported);
            for (const std::string& part : {edited.toStdString(), old.toStdString(), std::string{word},
                                            std::string{"Open the project with the program that saved it"}}) {
                QVERIFY2(networks.error().message.find(part) != std::string::npos, networks.error().message.c_str());
            }
            QVERIFY(!store->verify()->sound());
        }
    }

    /// A project that is older than a domain: that domain alone is derived, edited ones stay.
    void aDomainThatIsNotThereYetIsDerived() {
        {
            auto store = ProjectStore::create(file_, town(), nets(), false).value();
            QVERIFY(store.put_network("power", nets(), NetworkOrigin::Edited));
        }
        QVERIFY(Raw{file_}.run("DELETE FROM cityloom_network WHERE domain = 'water'; DELETE FROM cityloom_blob WHERE "
                               "name = 'network/water'"));
        auto store = ProjectStore::open(file_, ProjectStore::Mode::ReadWrite).value();
        QCOMPARE(store.network_origin("water").value(), std::optional<NetworkOrigin>{});
        std::vector<NetworkNote> notes;
        const auto networks = store.networks(&notes);
        QVERIFY2(networks, networks ? "" : networks.error().message.c_str());
        QCOMPARE(notes.size(), std::size_t{1});
        QCOMPARE(notes[0].domain->id, std::string_view{"water"});
        QVERIFY(store.put_network("water", *networks, NetworkOrigin::Derived));
        notes.clear();
        QVERIFY(store.networks(&notes));
        QVERIFY(notes.empty());
    }

    void aNetworkOfUnknownOriginIsRefused() {
        (void)ProjectStore::create(file_, town(), nets(), false).value();
        QVERIFY(Raw{file_}.run("DELETE FROM cityloom_network WHERE domain = 'power'"));
        const auto store = ProjectStore::open(file_, ProjectStore::Mode::ReadOnly);
        const auto networks = store->networks();
        QVERIFY(!networks);
        QVERIFY2(networks.error().message.find("power") != std::string::npos, networks.error().message.c_str());
    }

    void everyDamagedNetworkIsNamed() {
        (void)ProjectStore::create(file_, town(), nets(), false).value();
        QVERIFY(Raw{file_}.run("UPDATE cityloom_blob SET data = zeroblob(length(data)) WHERE name IN ('network/power', "
                               "'network/water')"));
        const auto report = ProjectStore::open(file_, ProjectStore::Mode::ReadOnly)->verify();
        QVERIFY(report);
        QCOMPARE(report->problems.size(), std::size_t{2});
        QVERIFY(report->problems[0].find("cityloom_blob, network/power") == 0);
        QVERIFY(report->problems[1].find("cityloom_blob, network/water") == 0);
    }

    /// What a GIS has been told of stays, with or without assets.
    void layersHaveTheirColumns_data() {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("columns");
        QTest::newRow("water nodes") << "water_nodes"
                                     << "id,key,kind,elevation_m,demand_l_s,customers,source";
        QTest::newRow("water network") << "water_network"
                                       << "id,key,kind,length_m,diameter_mm,source";
        QTest::newRow("power nodes") << "power_nodes"
                                     << "id,key,kind,nominal_v,peak_kw,customers,rating_kva,source";
        QTest::newRow("power network") << "power_network"
                                       << "id,key,length_m,rating_a,transformer,normally_open,source";
        QTest::newRow("charging") << "charging_stations"
                                  << "id,key,points,power_kw,source";
        QTest::newRow("telecom") << "telecom_sites"
                                 << "id,key,kind,range_m,battery_h,source";
        QTest::newRow("signals") << "signals"
                                 << "id,key,stages,mapped_nodes,source";
        QTest::newRow("junctions") << "junctions"
                                   << "id,control,confidence";
    }
    void layersHaveTheirColumns() {
        QFETCH(QString, table);
        QFETCH(QString, columns);
        for (const gis::Networks& networks : {gis::Networks{}, nets()}) {
            (void)ProjectStore::create(file_, town(), networks, true).value();
            Raw raw{file_};
            for (const QString& column : columns.split(',')) {
                const QString type = raw.text("SELECT type FROM pragma_table_info('" + table.toStdString() +
                                              "') WHERE name = '" + column.toStdString() + "'");
                const bool whole =
                    QStringList{"id", "customers", "points", "stages", "mapped_nodes", "transformer", "normally_open"}
                        .contains(column);
                const bool words = QStringList{"key", "kind", "source", "control"}.contains(column);
                QCOMPARE(type, words   ? QStringLiteral("TEXT")
                               : whole ? QStringLiteral("INTEGER")
                                       : QStringLiteral("REAL"));
            }
        }
    }

    void layersSayWhatTheNetworksAre() {
        gis::Networks n = nets();
        n.power.buses[0].nominal_v = 20e3;
        n.power.buses[0].peak_load_w = 1.5e6;
        n.power.buses[0].source = Provenance::Measured;
        n.water.nodes = {{.id = 7, .key = "tank/T1", .at = {1, 2}, .kind = water::NodeKind::Tank, .elevation_m = 30},
                         {.id = 8, .at = {5, 2}, .demand_m3ps = 0.004, .customers = 12}};
        n.water.links = {{.id = 3, .from = 0, .to = 1, .length_m = 4, .diameter_m = 0.1}};
        (void)ProjectStore::create(file_, town(), n, false).value();
        Raw raw{file_};
        QCOMPARE(
            raw.text("SELECT group_concat(key || ' ' || kind || ' ' || nominal_v || ' ' || peak_kw || ' ' || source, "
                     "'; ') FROM power_nodes"),
            QStringLiteral("substation/S1 substation 20000.0 1500.0 measured; bus/1 feeder 10000.0 0.0 assumed"));
        QCOMPARE(raw.text("SELECT transformer || ' ' || normally_open || ' ' || length_m FROM power_network"),
                 QStringLiteral("0 0 45.0"));
        QCOMPARE(raw.text("SELECT group_concat(kind || ' ' || elevation_m || ' ' || ifnull(demand_l_s, 'no') || ' ' || "
                          "ifnull(customers, 'no'), '; ') FROM water_nodes"),
                 QStringLiteral("tank 30.0 no no; junction 0.0 4.0 12"));
        QCOMPARE(raw.text("SELECT kind || ' ' || diameter_mm FROM water_network"), QStringLiteral("pipe 100.0"));
        QCOMPARE(raw.text("SELECT count(*) FROM rtree_water_network_geom WHERE minx < 500003 AND maxx > 500003"),
                 QStringLiteral("1")); // a pipe without a shape lies between its ends
    }

    void aMissingLayerIsFound() {
        (void)ProjectStore::create(file_, town(), nets(), false).value();
        QVERIFY(Raw{file_}.run("DROP TABLE power_nodes"));
        const auto report = ProjectStore::open(file_, ProjectStore::Mode::ReadOnly)->verify();
        QCOMPARE(report->problems, std::vector<std::string>{"the layer power_nodes is missing"});
    }

    /// The lock is of the project, whatever name it is reached by.
    void linksDoNotGetPastTheLock() {
        auto store = ProjectStore::create(file_, town(), nets(), false);
        QVERIFY(store);
        const std::filesystem::path soft = file_.string() + "-soft.gpkg";
        const std::filesystem::path hard = file_.string() + "-hard.gpkg";
        std::filesystem::create_symlink(file_, soft);
        std::filesystem::create_hard_link(file_, hard);
        for (const auto& name : {soft, hard}) {
            const auto second = ProjectStore::open(name, ProjectStore::Mode::ReadWrite);
            QVERIFY(!second);
            QVERIFY(second.error().message.find("under another name") != std::string::npos);
        }
        store = tl::make_unexpected(Error{});
        QVERIFY(ProjectStore::open(soft, ProjectStore::Mode::ReadWrite));
        std::filesystem::remove(soft);
        std::filesystem::remove(hard);
    }

    void aProjectThatWasMovedAwaySaysSo() {
        auto store = ProjectStore::create(file_, town(), nets(), false);
        QVERIFY(store && store->put_scenario({.name = "here"}, false));
        const std::filesystem::path elsewhere = file_.string() + "-moved";
        std::filesystem::rename(file_, elsewhere);
        const auto done = store->put_scenario({.name = "nowhere"}, false);
        QVERIFY(!done && done.error().message.find("moved or removed") != std::string::npos);
        std::filesystem::rename(elsewhere, file_);
        QVERIFY(store->put_scenario({.name = "again"}, false));
    }

    void whatBelongsTogetherIsKeptTogether() {
        auto store = ProjectStore::create(file_, town(), nets(), false);
        QVERIFY(store);
        const auto half = store->together([&]() -> Result<void> {
            const auto id = store->add_result({.scenario = "base"});
            return id ? fail(ErrorCode::Io, "the disk is full") : Result<void>{};
        });
        QVERIFY(!half);
        QVERIFY(store->results()->empty());
        QVERIFY(store->together([&]() -> Result<void> {
            const auto id = store->add_result({.scenario = "base"});
            return id ? store->append_frame(*id, kSecondUs, "frame") : tl::make_unexpected(id.error());
        }));
        QCOMPARE(store->results()->size(), std::size_t{1});
    }

    /// Killed in the middle of a change, with its pages half in the file: the next one rolls it back.
    void aHotJournalIsRolledBack_data() {
        QTest::addColumn<bool>("write");
        QTest::newRow("to read") << false;
        QTest::newRow("to write") << true;
    }
    void aHotJournalIsRolledBack() {
        QFETCH(bool, write);
        QVERIFY(ProjectStore::create(file_, town(), nets(), false));
        const std::filesystem::path killed = file_.string() + "-killed.gpkg";
        {
            Raw raw{file_};
            QVERIFY(raw.run(
                "PRAGMA journal_mode=DELETE; PRAGMA cache_size=2; PRAGMA cache_spill=1; BEGIN IMMEDIATE; "
                "CREATE TABLE big(x); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE "
                "i < 4000) INSERT INTO big SELECT randomblob(500) FROM n; UPDATE cityloom_blob SET data = data;"));
            std::filesystem::copy_file(file_, killed);
            std::filesystem::copy_file(file_.string() + "-journal", killed.string() + "-journal");
            QVERIFY(raw.run("ROLLBACK"));
        }
        QVERIFY(std::filesystem::file_size(killed.string() + "-journal") > 512);
        const auto store =
            ProjectStore::open(killed, write ? ProjectStore::Mode::ReadWrite : ProjectStore::Mode::ReadOnly);
        QVERIFY2(store.has_value(), store ? "" : store.error().message.c_str());
        QVERIFY(store->verify()->sound());
        QCOMPARE(store->city()->name, std::string{"Town"});
    }

    void namesMayBeInAnyScript() {
        auto store = ProjectStore::create(file_, town(), nets(), false);
        QVERIFY(store);
        for (const char* name : {"方案", "Überflutung", "سيناريو", "план Б"}) {
            QVERIFY2(store->put_scenario({.name = name}, false), name);
            QVERIFY(store->scenario(name));
        }
        QVERIFY(!store->put_scenario({.name = "\xB7\xBD\xB0\xB8"}, false)); // GBK
        QVERIFY(!store->put_scenario({.name = "a\x1b[31m"}, false));
        QVERIFY(!store->put_scenario({.name = ""}, false));
    }

private:
    /// As if a program had written it in a form that this one no longer reads.
    void age(const std::string& domain) const {
        sqlite3* db = nullptr;
        QCOMPARE(sqlite3_open(file_.c_str(), &db), SQLITE_OK);
        const std::string blob = seal(domain, 1, "in a form of before");
        sqlite3_stmt* statement = nullptr;
        sqlite3_prepare_v2(db, "UPDATE cityloom_blob SET data = ?, checksum = ? WHERE name = 'network/' || ?", -1,
                           &statement, nullptr);
        sqlite3_bind_blob(statement, 1, blob.data(), static_cast<int>(blob.size()), SQLITE_STATIC);
        sqlite3_bind_int64(statement, 2, static_cast<std::int64_t>(checksum(blob)));
        sqlite3_bind_text(statement, 3, domain.c_str(), -1, SQLITE_STATIC);
        QCOMPARE(sqlite3_step(statement), SQLITE_DONE);
        QCOMPARE(sqlite3_changes(db), 1);
        sqlite3_finalize(statement);
        sqlite3_close(db);
    }

    std::unique_ptr<QTemporaryDir> folder_;
    std::filesystem::path file_;
};

QTEST_GUILESS_MAIN(TestProjectStore)
#include "tst_project_store.moc"
