// SPDX-License-Identifier: GPL-3.0-or-later
// Edits of scenarios: a random walk of edits, undos and redos, all of it undone, leaves what was there, and the writer
// has heard of every step.
#include <algorithm>
#include <map>

#include <QTest>
#include <QUndoStack>

#include "app/desktop/edit/scenario_book.h"
#include "sim/core/rng.h"

using namespace cityloom;
using app::ScenarioBook;
using scenarios::Scenario;

class TestScenarioBook : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void randomWalkReturns_data();
    void randomWalkReturns();
    void renameMovesThoseThatBuildOnIt();
    void baseOfAnotherStays();
};

namespace {

const std::vector<Scenario> kStart{
    {.name = "base", .seed = 1},
    {.name = "storm", .base = "base", .events = {{8 * kHourUs, "fail", {{"asset", "substation/S2"}}}}, .seed = 1}};

} // namespace

void TestScenarioBook::randomWalkReturns_data() {
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 8; ++seed) {
        QTest::addRow("seed %u", seed) << seed;
    }
}

void TestScenarioBook::randomWalkReturns() {
    QFETCH(quint32, seed);
    ScenarioBook book;
    std::map<std::string, Scenario> file; // what a store would hold
    book.load(kStart);
    for (const Scenario& s : kStart) {
        file[s.name] = s;
    }
    book.setWriter([&](const app::ScenarioChange& change) {
        if (change.before) {
            QVERIFY(file.at(change.before->name) == *change.before);
        }
        if (change.after) {
            file[change.after->name] = *change.after;
        }
        if (change.before && (!change.after || change.after->name != change.before->name)) {
            file.erase(change.before->name);
        }
    });
    QUndoStack stack;
    std::uint32_t state = seed * 2654435761U;
    const auto draw = [&state](std::uint32_t n) {
        state = state * 1664525U + 1013904223U;
        return (state >> 16U) % n;
    };
    for (int step = 0; step < 300; ++step) {
        const std::string name = book.all()[draw(static_cast<std::uint32_t>(book.all().size()))].name;
        QUndoCommand* command = nullptr;
        const scenarios::ChangeRef which{draw(2) == 1, draw(3)};
        const std::string other = book.all()[draw(static_cast<std::uint32_t>(book.all().size()))].name;
        switch (draw(14)) {
        case 0:
            command = app::addScenario(book, {.name = book.freeName("Plan"), .base = name, .seed = 1});
            break;
        case 1:
            command = app::renameScenario(book, name, book.freeName("New"));
            break;
        case 2:
            command = book.all().size() > 1 ? app::removeScenario(book, name) : nullptr;
            break;
        case 3:
            command = app::addMeasure(book, name, {"demand", {{"factor", std::to_string(draw(50))}}});
            break;
        case 4:
            command =
                app::addEvent(book, name, {static_cast<TimeUs>(draw(24)) * kHourUs, "fail", {{"asset", "tank/T1"}}});
            break;
        case 5:
            command = app::removeChange(book, name, which);
            break;
        case 6:
            command = app::switchChange(book, name, which, draw(2) == 1);
            break;
        case 7:
            command = app::copyChange(book, name, which, other);
            break;
        case 8:
            command = app::moveChange(book, name, which, other);
            break;
        case 9:
            command = app::replaceMeasure(book, name, draw(3), {"demand", {{"factor", std::to_string(draw(50))}}});
            break;
        case 10:
            command = app::replaceEvent(book, name, draw(3),
                                        {static_cast<TimeUs>(draw(24)) * kHourUs, "fail", {{"asset", "tank/T2"}}});
            break;
        case 11:
        case 12:
            stack.undo();
            break;
        default:
            stack.redo();
            break;
        }
        if (command != nullptr) {
            stack.push(command);
        }
        QCOMPARE(file.size(), book.all().size());
        for (const Scenario& s : book.all()) {
            QVERIFY(file.at(s.name) == s);
            QVERIFY(std::ranges::is_sorted(s.events, {}, &scenarios::TimedEvent::at));
        }
    }
    const auto end = book.all();
    while (stack.canUndo()) {
        stack.undo();
    }
    QVERIFY(book.all() == kStart);
    while (stack.canRedo()) {
        stack.redo();
    }
    QVERIFY(stack.count() > 20);
    Q_UNUSED(end)
}

void TestScenarioBook::renameMovesThoseThatBuildOnIt() {
    ScenarioBook book;
    book.load(kStart);
    QUndoStack stack;
    stack.push(app::renameScenario(book, "base", "today"));
    QVERIFY(book.find("base") == nullptr);
    QCOMPARE(book.find("storm")->base, std::string{"today"});
    stack.undo();
    QVERIFY(book.all() == kStart);
    QVERIFY(app::renameScenario(book, "base", "storm") == nullptr);
}

void TestScenarioBook::baseOfAnotherStays() {
    ScenarioBook book;
    book.load(kStart);
    QVERIFY(app::removeScenario(book, "base") == nullptr);
    QVERIFY(app::removeScenario(book, "nothing") == nullptr);
}

QTEST_GUILESS_MAIN(TestScenarioBook)
#include "tst_scenario_book.moc"
