// SPDX-License-Identifier: GPL-3.0-or-later
// Projects that earlier versions wrote: tests/data/projects.
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>

#include <sqlite3.h>

#include "scenarios/project/project_store.h"
#include "scenarios/run/frame_codec.h"
#include "scenarios/run/project_run.h"
#include "sim/charging/rows.h"
#include "sim/core/blob.h"
#include "sim/engine/catalogue.h"
#include "sim/lifeline/rows.h"
#include "sim/power/rows.h"
#include "sim/telecom/rows.h"
#include "sim/traffic/rows.h"
#include "sim/water/rows.h"

using namespace cityloom;
using namespace cityloom::scenarios;

namespace {

std::filesystem::path stored_project() {
    return std::filesystem::path{qEnvironmentVariable("CITYLOOM_SOURCE", ".").toStdString()} /
           "tests/data/projects/before-corridor/project.gpkg";
}

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// All that a project holds beside its city and networks, as text.
QString contents(const ProjectStore& store) {
    QString text;
    const auto scenarios = store.scenarios();
    const auto results = store.results();
    const auto history = store.history();
    for (const Scenario& s : *scenarios) {
        text += QString::fromStdString(s.name + " on " + s.base + " seed " + std::to_string(s.seed));
        for (const Measure& m : s.measures) {
            text += QString::fromStdString("; " + format_measure(m));
        }
        for (const TimedEvent& e : s.events) {
            text += QString::fromStdString("; " + format_event(e));
        }
        text += '\n';
    }
    for (const RunResult& r : *results) {
        text += QString::fromStdString(r.scenario + " " + std::to_string(r.state_hash) + " " + r.json) + '\n';
        const auto times = store.frame_times(r.id);
        for (const TimeUs at : *times) {
            text += QString::number(at) + ' ' +
                    QString::fromLatin1(QByteArray::fromStdString(store.frame(r.id, at).value()).toHex()) + '\n';
        }
    }
    for (const HistoryEntry& h : *history) {
        text += QString::fromStdString(h.what + h.before + h.after) + '\n';
    }
    return text;
}

std::size_t consumers(const engine::Networks& n, const engine::Kind& kind, engine::Service service) {
    return static_cast<std::size_t>(std::ranges::count_if(
        n.dependencies.supplies, [&](const engine::Supply& s) { return s.consumer.is(kind) && s.service == service; }));
}

} // namespace

class TestProjectsBefore : public QObject {
    Q_OBJECT
private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        copy_ = std::filesystem::path{folder_->path().toStdString()} / "town.gpkg";
        std::filesystem::copy_file(stored_project(), copy_);
    }

    void networksAreReadAsTheyWereStored_data() {
        QTest::addColumn<bool>("write");
        QTest::newRow("for reading") << false;
        QTest::newRow("for writing") << true;
    }
    void networksAreReadAsTheyWereStored() {
        QFETCH(bool, write);
        const auto store =
            ProjectStore::open(copy_, write ? ProjectStore::Mode::ReadWrite : ProjectStore::Mode::ReadOnly);
        QVERIFY2(store, store ? "" : store.error().message.c_str());
        std::vector<NetworkNote> notes;
        const auto n = store->networks(&notes);
        QVERIFY2(n, n ? "" : n.error().message.c_str());
        QVERIFY(notes.empty()); // nothing was derived anew
        QCOMPARE(n->roads.junctions.size(), std::size_t{20});
        QCOMPARE(n->roads.controllers.size(), std::size_t{2});
        QCOMPARE(n->roads.chargers.size(), std::size_t{1});
        QCOMPARE(n->water.nodes.size(), std::size_t{22});
        QCOMPARE(n->water.links.size(), std::size_t{34});
        QCOMPARE(n->power.buses.size(), std::size_t{14});
        QCOMPARE(n->power.branches.size(), std::size_t{14});
        QCOMPARE(n->telecom.sites.size(), std::size_t{1});
        // Supplies were of electricity alone then, and buildings named what serves them.
        QCOMPARE(consumers(*n, water::kLink, engine::Service::Power), std::size_t{2});
        QCOMPARE(consumers(*n, traffic::kSignal, engine::Service::Power), std::size_t{2});
        QCOMPARE(consumers(*n, telecom::kSite, engine::Service::Power), std::size_t{1});
        QCOMPARE(consumers(*n, charging::kStation, engine::Service::Power), std::size_t{1});
        for (const engine::Service service :
             {engine::Service::Power, engine::Service::Water, engine::Service::Signal}) {
            QCOMPARE(consumers(*n, lifeline::kBuilding, service), std::size_t{36});
        }
        const gis::City city = store->city().value();
        QCOMPARE(n->dependencies.buildings.size(), city.buildings.size());
        for (std::size_t b = 0; b < city.buildings.size(); ++b) {
            QCOMPARE(n->dependencies.buildings[b].id, city.buildings[b].id);
        }
        for (const engine::DomainRow* domain : engine::domain_rows()) {
            if (domain->storage != nullptr) {
                QCOMPARE(store->network_origin(domain->id).value(), std::optional{NetworkOrigin::Derived});
            }
        }
        const auto report = store->verify();
        QVERIFY(report);
        QVERIFY2(report->sound(), report->sound() ? "" : report->problems[0].c_str());
    }

    void nothingChangesByTheHour() { // before streets and turns knew of hours
        const auto file = stored_project().parent_path().parent_path() / "before-hours/project.gpkg";
        const auto store = ProjectStore::open(file, ProjectStore::Mode::ReadOnly);
        QVERIFY2(store, store ? "" : store.error().message.c_str());
        const auto city = store->city();
        QVERIFY2(city, city ? "" : city.error().message.c_str());
        QCOMPARE(city->streets.size(), std::size_t{6});
        QVERIFY(std::ranges::all_of(city->streets, [](const gis::Street& s) { return s.hours.empty(); }));
        QCOMPARE(city->restrictions.size(), std::size_t{1});
        QVERIFY(city->restrictions.front().when.never());
        std::vector<NetworkNote> notes;
        const auto networks = store->networks(&notes);
        QVERIFY2(networks, networks ? "" : networks.error().message.c_str());
        QVERIFY(notes.empty()); // nothing was derived anew
        QVERIFY(networks->roads.edges.size() > 8);
        QVERIFY(networks->roads.hours.empty());
    }

    void readingDoesNotTouchTheFile() {
        const std::string before = bytes_of(copy_);
        {
            const auto store = ProjectStore::open(copy_, ProjectStore::Mode::ReadOnly);
            QVERIFY(store && store->networks() && store->verify());
        }
        QVERIFY(bytes_of(copy_) == before);
    }

    void writingKeepsEverythingElse() {
        const QString before = contents(ProjectStore::open(copy_, ProjectStore::Mode::ReadOnly).value());
        QVERIFY(before.startsWith("Works on  seed 3; close,street=110; workzone,street=109; 07:02,fail,"));
        QVERIFY(before.contains("Works and more traffic on Works seed 1; demand,factor=1.3; 07:03,incident,"));
        for (int round = 0; round < 2; ++round) {
            const auto store = ProjectStore::open(copy_, ProjectStore::Mode::ReadWrite);
            QVERIFY2(store, store ? "" : store.error().message.c_str());
            QCOMPARE(contents(*store), before);
            QCOMPARE(store->scenarios()->size(), std::size_t{2});
            QCOMPARE(store->results()->size(), std::size_t{1});
            QCOMPARE(store->history()->size(), std::size_t{2});
        }
    }

    void itsRecordingShows() {
        const auto store = ProjectStore::open(copy_, ProjectStore::Mode::ReadOnly).value();
        const auto n = store.networks();
        const RunResult result = store.results()->at(0);
        const auto times = store.frame_times(result.id).value();
        QCOMPARE(times.size(), std::size_t{6});
        std::size_t vehicles = 0;
        std::set<std::string_view> columns;
        double least_voltage = 1.0;
        for (const TimeUs at : times) {
            const auto frame = decode_frame(store.frame(result.id, at).value());
            QVERIFY2(frame, frame ? "" : frame.error().message.c_str());
            QCOMPARE(frame->time, at);
            vehicles += frame->vehicles.size();
            for (const auto& column : frame->columns.all()) {
                if (!column.values.empty()) {
                    QCOMPARE(column.values.size(), column.info->of->count(*n));
                    columns.insert(column.info->id);
                }
            }
            QCOMPARE(frame->turn_aspect.size(), n->roads.turns.size());
            for (const float pu : frame->columns[power::kVoltage]) {
                least_voltage = std::min(least_voltage, static_cast<double>(std::isnan(pu) ? 0.0F : pu));
            }
        }
        QVERIFY(vehicles > 50);
        for (const std::string_view id : {"traffic.speed_share", "traffic.signal_on", "water.pressure", "power.voltage",
                                          "telecom.state", "building.power", "charging.busy"}) {
            QVERIFY2(columns.contains(id), std::string{id}.c_str());
        }
        QVERIFY(least_voltage < 0.01); // the substation fails in it
    }

    void itsScenariosRun() {
        auto store = ProjectStore::open(copy_, ProjectStore::Mode::ReadWrite).value();
        const auto project = load_project(store);
        QVERIFY2(project, project ? "" : project.error().message.c_str());
        for (const char* scenario : {"base", "Works", "Works and more traffic"}) {
            const auto report = run_in_project(
                store, *project, scenario,
                {.duration = 10 * kMinuteUs, .trips = 120, .bicycles = 0.1, .seed = 3, .record_every = 2 * kMinuteUs},
                {}, {});
            QVERIFY2(report, report ? "" : report.error().message.c_str());
            QVERIFY(report->vehicles.arrived > 60);
        }
        QCOMPARE(store.results()->size(), std::size_t{4});
        QVERIFY(store.verify()->sound());
    }

    /// Networks of programs that are older still: all of them were derived, so they are again.
    void stillOlderNetworksAreDerivedAnew() {
        sqlite3* db = nullptr;
        QCOMPARE(sqlite3_open(copy_.c_str(), &db), SQLITE_OK);
        const std::string blob = seal("CLNETS", 4, "in a form of before");
        sqlite3_stmt* statement = nullptr;
        sqlite3_prepare_v2(db, "UPDATE cityloom_blob SET data = ?, checksum = ? WHERE name = 'networks'", -1,
                           &statement, nullptr);
        sqlite3_bind_blob(statement, 1, blob.data(), static_cast<int>(blob.size()), SQLITE_STATIC);
        sqlite3_bind_int64(statement, 2, static_cast<std::int64_t>(checksum(blob)));
        QCOMPARE(sqlite3_step(statement), SQLITE_DONE);
        QCOMPARE(sqlite3_changes(db), 1);
        sqlite3_finalize(statement);
        sqlite3_close(db);
        std::vector<NetworkNote> notes;
        const auto read = ProjectStore::open(copy_, ProjectStore::Mode::ReadOnly)->networks(&notes);
        QVERIFY2(read, read ? "" : read.error().message.c_str());
        QCOMPARE(notes.size(), std::size_t{5});
        QCOMPARE(read->power.buses.size(), std::size_t{8});
        notes.clear();
        const auto store = ProjectStore::open(copy_, ProjectStore::Mode::ReadWrite);
        QVERIFY2(store, store ? "" : store.error().message.c_str());
        QCOMPARE(store->networks(&notes)->roads.edges.size(), read->roads.edges.size());
        QVERIFY(notes.empty());
        QVERIFY(!store->networks()->roads.joined.empty());
        QVERIFY(store->verify()->sound());
    }

    void whatCannotBeReadStaysAsItIs() {
        {
            std::fstream file{copy_, std::ios::binary | std::ios::in | std::ios::out};
            const std::string bytes = bytes_of(copy_);
            const auto at = bytes.find(std::string{"CLNETS\0\0\x05", 9});
            QVERIFY(at != std::string::npos);
            file.seekp(static_cast<std::streamoff>(at + 40));
            file.put('\x55');
        }
        const std::string before = bytes_of(copy_);
        const auto store = ProjectStore::open(copy_, ProjectStore::Mode::ReadWrite);
        QVERIFY(!store);
        QVERIFY2(store.error().message.find("networks") != std::string::npos, store.error().message.c_str());
        const auto reader = ProjectStore::open(copy_, ProjectStore::Mode::ReadOnly);
        QVERIFY(reader);
        QCOMPARE(reader->scenarios()->size(), std::size_t{2});
        QVERIFY(!reader->verify()->sound());
    }

private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::filesystem::path copy_;
};

QTEST_GUILESS_MAIN(TestProjectsBefore)
#include "tst_projects_before.moc"
