// SPDX-License-Identifier: GPL-3.0-or-later
// Projects that somebody changed and sealed anew: whatever the bytes say, a program that reads them says what is wrong,
// or does its work. Each mutation is a function of its number alone.
#include <QTemporaryDir>
#include <QTest>

#include <cstring>
#include <filesystem>
#include <limits>
#include <map>

#include <sqlite3.h>

#include "gis/city/city_blob.h"
#include "gis/import/import.h"
#include "scenarios/project/networks_blob.h"
#include "scenarios/project/project_store.h"
#include "scenarios/run/project_run.h"
#include "scenarios/run/stored_results.h"
#include "sim/core/blob.h"
#include "tests/draws.h"

using namespace cityloom;
using namespace cityloom::scenarios;
using cityloom::tests::Draws;

namespace {

std::filesystem::path source() {
    return std::filesystem::path{qEnvironmentVariable("CITYLOOM_SOURCE", ".").toStdString()};
}

template <typename T> void put(std::string& bytes, std::size_t at, T value) {
    if (at + sizeof value <= bytes.size()) {
        std::memcpy(bytes.data() + at, &value, sizeof value);
    }
}
template <typename T> T get(const std::string& bytes, std::size_t at) {
    T value{};
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}

/// Changes what may be an index, a count, a length or a number, by a little or by much.
void mutate(std::string& bytes, Draws& draws) {
    const std::size_t at = draws.below(bytes.size() - 8);
    constexpr std::array kNumbers{0.0,
                                  -1.0,
                                  1e-300,
                                  1e12,
                                  1e308,
                                  std::numeric_limits<double>::infinity(),
                                  std::numeric_limits<double>::quiet_NaN()};
    constexpr std::array<std::uint32_t, 6> kIndices{0, 1, 2, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF};
    switch (draws.below(7)) {
    case 0:
        bytes[at] = static_cast<char>(draws.next());
        break;
    case 1:
        put(bytes, at, kIndices.at(draws.below(kIndices.size())));
        break;
    case 2: // beside where it pointed: within its array, and yet another's
        put(bytes, at, get<std::uint32_t>(bytes, at) + (draws.below(2) == 0 ? 1U : ~0U));
        break;
    case 3:
        put(bytes, at, static_cast<std::uint32_t>(draws.below(300)));
        break;
    case 4:
        put(bytes, at, kNumbers.at(draws.below(kNumbers.size())));
        break;
    case 5: // what stands elsewhere, here
        put(bytes, at, get<std::uint64_t>(bytes, draws.below(bytes.size() - 8)));
        break;
    default:
        put(bytes, at, draws.next());
    }
}

/// A network with all that a town has, and the bytes of its parts.
struct Town {
    gis::City city;
    gis::Networks networks;
};
const Town& town() {
    static const Town made = [] {
        Town t;
        const std::vector<std::filesystem::path> files{source() / "tests/data/projects/before-corridor/town.osm"};
        t.city = gis::import_city(files, {}, {}, {}).value();
        t.networks = gis::derive_networks(t.city);
        return t;
    }();
    return made;
}

/// One row of cityloom_blob with another content, sealed as the program seals it.
bool replace_blob(const std::filesystem::path& file, const std::string& name, const std::string& blob) {
    sqlite3* db = nullptr;
    sqlite3_open(file.c_str(), &db);
    sqlite3_stmt* row = nullptr;
    sqlite3_prepare_v2(db, "UPDATE cityloom_blob SET checksum = ?, data = ? WHERE name = ? AND part = 0", -1, &row,
                       nullptr);
    sqlite3_bind_int64(row, 1, static_cast<std::int64_t>(checksum(blob)));
    sqlite3_bind_blob64(row, 2, blob.data(), blob.size(), SQLITE_TRANSIENT);
    sqlite3_bind_text(row, 3, name.c_str(), -1, SQLITE_TRANSIENT);
    const bool done = sqlite3_step(row) == SQLITE_DONE && sqlite3_changes(db) == 1;
    sqlite3_finalize(row);
    sqlite3_close(db);
    return done;
}

} // namespace

class TestForgedProjects : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        QVERIFY(folder_.isValid());
        whole_ = std::filesystem::path{folder_.path().toStdString()} / "whole.gpkg";
        QVERIFY(ProjectStore::create(whole_, town().city, town().networks, false));
        QVERIFY(!town().networks.roads.controllers.empty() && !town().networks.water.links.empty());
    }

    /// Enough of them for all fields of a row, and for many rows, in each part.
    void whateverIsForgedIsSaidOrBorne_data() {
        QTest::addColumn<QString>("part");
        QTest::addColumn<int>("mutations");
        QTest::newRow("streets and demand") << "traffic" << 160;
        QTest::newRow("water") << "water" << 60;
        QTest::newRow("power") << "power" << 60;
        QTest::newRow("telecom") << "telecom" << 40;
        QTest::newRow("buildings and supplies") << "buildings" << 60;
        QTest::newRow("city") << "city" << 60;
    }
    void whateverIsForgedIsSaidOrBorne() {
        QFETCH(QString, part);
        QFETCH(int, mutations);
        const engine::DomainRow* const domain = stored_domain(part.toStdString());
        const std::string sealed =
            domain != nullptr ? write_network(*domain, town().networks) : gis::write_city(town().city);
        const std::string_view kind = domain != nullptr ? domain->id : "CLCITY";
        const std::uint32_t version = sealed_version(kind, sealed);
        const std::string payload{unseal(kind, version, sealed).value()};
        const std::string name = domain != nullptr ? "network/" + part.toStdString() : "city";
        std::map<QString, int> came_to;
        for (int k = 0; k < mutations; ++k) {
            Draws draws{(std::uint64_t{payload.size()} << 16U) + static_cast<std::uint64_t>(k)};
            std::string forged = payload;
            for (std::size_t times = 1 + draws.below(3); times > 0; --times) {
                mutate(forged, draws);
            }
            const auto outcome = look_at(name, seal(kind, version, forged));
            QVERIFY2(outcome != "wrong", qPrintable(QString{"mutation %1"}.arg(k)));
            ++came_to[outcome];
        }
        // Both happen, else the mutations are no test.
        QVERIFY2(came_to["refused"] > mutations / 10, qPrintable(QString::number(came_to["refused"])));
        if (part != "telecom") {
            QVERIFY2(came_to["ran"] > 0, qPrintable(QString::number(came_to["ran"])));
        }
    }

    /// Two parts of a project that were made for different cities.
    void buildingsOfAnotherCityAreRefused() {
        gis::Networks networks = town().networks;
        networks.dependencies.buildings.pop_back();
        std::erase_if(networks.dependencies.supplies, [](const engine::Supply& s) {
            return s.consumer.kind != nullptr && s.consumer.kind->id == "building";
        });
        QCOMPARE(look_at("network/buildings", write_network(*stored_domain("buildings"), networks)),
                 QString{"refused"});
    }

private:
    /// What comes of a project with that content: "refused", with a row and a remedy, by all who look at it; "ran"; or
    /// "wrong".
    QString look_at(const std::string& name, const std::string& blob) {
        const std::filesystem::path file = whole_.parent_path() / "forged.gpkg";
        std::filesystem::copy_file(whole_, file, std::filesystem::copy_options::overwrite_existing);
        if (!replace_blob(file, name, blob)) {
            return "wrong";
        }
        auto store = ProjectStore::open(file, ProjectStore::Mode::ReadOnly);
        if (!store) {
            return "wrong"; // only its content is
        }
        const auto report = store->verify();
        const auto project = load_project(*store);
        if (!report || (report->sound() && !project)) {
            return "wrong";
        }
        if (!project) {
            const std::string& text = report->problems.front();
            const bool told =
                text.find(name) != std::string::npos && text.find("Restore a backup") != std::string::npos;
            return told ? "refused" : "wrong";
        }
        return run(*project);
    }

    static QString run(const LoadedProject& project) {
        RunRequest request{.start = 7 * kHourUs, .duration = kMinuteUs, .trips = 60, .threads = 1, .tail = 0};
        RunHooks hooks;
        const auto report = run_scenario(project.city, project.networks, {.name = "base"}, request, hooks, {});
        // A run may say that a network has no solution; it is not our bug.
        return report || report.error().code != ErrorCode::Internal ? "ran" : "wrong";
    }

    QTemporaryDir folder_;
    std::filesystem::path whole_;
};

QTEST_GUILESS_MAIN(TestForgedProjects)
#include "tst_forged_projects.moc"
