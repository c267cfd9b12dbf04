// SPDX-License-Identifier: GPL-3.0-or-later
// What the desk runs and keeps is what the command line finds.
#include <atomic>
#include <thread>

#include <QTemporaryDir>
#include <QTest>

#include "app/desktop/models/workspace.h"
#include "app/desktop/tasks/reaper.h"
#include "scenarios/compare/comparison.h"
#include "scenarios/run/project_run.h"

using namespace cityloom;

class TestWorkspace : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reaperIsWaitedFor();
    void resultsAreFoundByCompare();
    void itsOwnFileOpensAgain();
};

void TestWorkspace::reaperIsWaitedFor() {
    std::atomic<bool> gone = false;
    app::Reaper reaper;
    reaper.bury(std::shared_ptr<const void>{&gone, [](std::atomic<bool>* flag) {
                                                std::this_thread::sleep_for(std::chrono::milliseconds{200});
                                                *flag = true;
                                            }});
    reaper.wait({});
    QVERIFY(gone);
}

/// The session is at work and its end takes time; the file stays locked until then.
void TestWorkspace::itsOwnFileOpensAgain() {
    QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("bay.gpkg").toStdString();
    app::Workspace workspace;
    QStringList failures;
    connect(&workspace, &app::Workspace::failed, this,
            [&](const QString& what, const QString& why) { failures << what + ": " + why; });
    workspace.createDemo(file);
    QTRY_VERIFY_WITH_TIMEOUT(workspace.session() != nullptr && workspace.tasks().idle(), 120'000);
    for (int turn = 0; turn < 5; ++turn) {
        workspace.session()->set_speed(1000.0);
        workspace.session()->play();
        QTest::qWait(50);
        workspace.openProject(file);
        QTRY_VERIFY_WITH_TIMEOUT(workspace.tasks().idle(), 120'000);
        QVERIFY2(workspace.session() != nullptr, qPrintable(failures.join(QLatin1Char('\n'))));
    }
    QVERIFY2(failures.isEmpty(), qPrintable(failures.join(QLatin1Char('\n'))));
}

void TestWorkspace::resultsAreFoundByCompare() {
    QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("bay.gpkg").toStdString();
    const scenarios::RunRequest request{
        .start = 7 * kHourUs, .duration = 2 * kMinuteUs, .trips = 120, .bicycles = -1.0, .seed = 1, .threads = 1};
    {
        app::Workspace workspace;
        workspace.useRunSettings({.duration = request.duration, .trips = request.trips});
        workspace.createDemo(file);
        QTRY_VERIFY_WITH_TIMEOUT(workspace.city() != nullptr && workspace.tasks().idle(), 120'000);
        workspace.useRunSettings({.duration = request.duration, .trips = request.trips});
        workspace.runToEnd("base");
        workspace.runToEnd("More traffic");
        QTRY_VERIFY_WITH_TIMEOUT(workspace.results().size() == 2 && workspace.tasks().idle(), 120'000);
        QVERIFY(workspace.results()[0].id != workspace.results()[1].id);
    }
    auto store = scenarios::ProjectStore::open(file, scenarios::ProjectStore::Mode::ReadWrite);
    QVERIFY(store);
    const auto project = scenarios::load_project(*store);
    QVERIFY(project);
    for (const char* scenario : {"base", "More traffic"}) {
        const auto found = scenarios::find_result(*store, *project, scenario, request);
        QVERIFY(found && *found);
        QCOMPARE((*found)->scenario, std::string{scenario});
    }
    scenarios::RunRequest other = request;
    other.bicycles = 0.3;
    QVERIFY(!*scenarios::find_result(*store, *project, "base", other));

    // Nothing is run again.
    const auto comparison =
        scenarios::compare_scenarios(*store, *project, {.a = "base", .b = "More traffic", .run = request, .seeds = 1},
                                     [](double, const std::string&) {}, {});
    QVERIFY2(comparison.has_value(), comparison ? "" : comparison.error().message.c_str());
    QCOMPARE(store->results()->size(), std::size_t{2});
    QCOMPARE(comparison->seeds.size(), std::size_t{1});

    // A scenario that has changed is another one.
    auto changed = *project;
    for (scenarios::Scenario& scenario : changed.scenarios) {
        if (scenario.name == "More traffic") {
            scenario.measures.push_back({"connected", {{"share", "0.9"}}});
        }
    }
    QVERIFY(!*scenarios::find_result(*store, changed, "More traffic", request));
}

QTEST_MAIN(TestWorkspace)
#include "tst_workspace.moc"
