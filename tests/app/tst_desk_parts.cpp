// SPDX-License-Identifier: GPL-3.0-or-later
// Small parts of the desk that need no window.
#include <cmath>
#include <future>

#include <QTest>

#include "app/desktop/models/object_facts.h"
#include "app/desktop/style/figures.h"
#include "app/desktop/tasks/task_list.h"
#include "app/desktop/timeline/frame_smoother.h"
#include "app/desktop/view/map_furniture.h"
#include "app/desktop/view/pace.h"
#include "gis/generate/loom_bay.h"
#include "scenarios/measure/scenario.h"
#include "sim/charging/rows.h"
#include "sim/traffic/rows.h"

using namespace cityloom;

class TestDeskParts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void changeSaysArrowSignPercent_data();
    void changeSaysArrowSignPercent();
    void clockGoesPastMidnight();
    void scaleBarIsRound_data();
    void scaleBarIsRound();
    void vehiclesGlide();
    void vehiclesDoNotCutThroughHouses();
    void slowPicturesGetCoarserFastOnesFiner();
    void chargersSayWhatGoesOnThere();
    void taskReportsFailsAndStops();
};

void TestDeskParts::changeSaysArrowSignPercent_data() {
    QTest::addColumn<double>("a");
    QTest::addColumn<double>("b");
    QTest::addColumn<QString>("text");
    QTest::newRow("up") << 100.0 << 121.0 << QStringLiteral("▲ +21 %");
    QTest::newRow("down") << 12.4 << 9.8 << QStringLiteral("▼ −21 %");
    QTest::newRow("small") << 100.0 << 100.5 << QStringLiteral("▲ +0.5 %");
    QTest::newRow("same") << 3.0 << 3.0 << QStringLiteral("=");
    QTest::newRow("from nothing") << 0.0 << 3.0 << QStringLiteral("▲");
    QTest::newRow("unknown") << std::nan("") << 3.0 << QStringLiteral("–");
}

void TestDeskParts::changeSaysArrowSignPercent() {
    QFETCH(double, a);
    QFETCH(double, b);
    QTEST(app::changeText(a, b), "text");
}

void TestDeskParts::clockGoesPastMidnight() {
    QCOMPARE(app::clockText(8 * kHourUs + 12 * kMinuteUs + 30 * kSecondUs), QStringLiteral("08:12:30"));
    QCOMPARE(app::clockText(25 * kHourUs, false), QStringLiteral("01:00 +1 d"));
}

void TestDeskParts::scaleBarIsRound_data() {
    QTest::addColumn<double>("most");
    QTest::addColumn<double>("length");
    QTest::newRow("7") << 7.0 << 5.0;
    QTest::newRow("199") << 199.0 << 100.0;
    QTest::newRow("200") << 200.0 << 200.0;
    QTest::newRow("4999") << 4999.0 << 2000.0;
}

void TestDeskParts::scaleBarIsRound() {
    QFETCH(double, most);
    QTEST(app::roundLength(most), "length");
}

namespace {

std::shared_ptr<const engine::Frame> frameAt(TimeUs time, float x) {
    auto frame = std::make_shared<engine::Frame>();
    frame->time = time;
    frame->step = static_cast<std::uint64_t>(time);
    frame->vehicles.push_back({.x_m = x, .id = 7});
    return frame;
}

} // namespace

void TestDeskParts::vehiclesGlide() {
    app::FrameSmoother smoother;
    const auto start = app::FrameSmoother::Clock::now();
    const auto later = [start](int ms) { return start + std::chrono::milliseconds{ms}; };
    QVERIFY(smoother.take(frameAt(kSecondUs, 0.0F), later(0)));
    QVERIFY(smoother.take(frameAt(kSecondUs + kSecondUs / 2, 10.0F), later(500)));
    QVERIFY(!smoother.take(frameAt(kSecondUs + kSecondUs / 2, 10.0F), later(510)));
    QCOMPARE(smoother.at(later(500))->vehicles[0].x_m, 0.0F);
    QVERIFY(std::abs(smoother.at(later(750))->vehicles[0].x_m - 5.0F) < 0.01F);
    QVERIFY(std::abs(smoother.at(later(750))->crossing_age_s + 0.25F) < 0.01F); // people on foot: a quarter behind
    QCOMPARE(smoother.at(later(1200))->vehicles[0].x_m, 10.0F);
}

void TestDeskParts::vehiclesDoNotCutThroughHouses() {
    app::FrameSmoother smoother;
    const auto start = app::FrameSmoother::Clock::now();
    smoother.take(frameAt(kSecondUs, 0.0F), start);
    smoother.take(frameAt(2 * kSecondUs, 900.0F), start + std::chrono::milliseconds{500});
    QCOMPARE(smoother.at(start + std::chrono::milliseconds{600})->vehicles[0].x_m, 900.0F);
}

void TestDeskParts::slowPicturesGetCoarserFastOnesFiner() {
    app::Pace pace;
    const auto cost = [](double whole_ms, double scale) { return 3.0 + whole_ms * scale * scale; };
    for (int i = 0; i < 200; ++i) {
        pace.drawn(cost(26.0, pace.scale()));
    }
    const double settled = pace.scale();
    QVERIFY(settled < 0.9 && settled > app::Pace::kCoarsest);
    QVERIFY(cost(26.0, settled) <= 27.0);
    for (int i = 0; i < 50; ++i) {
        pace.drawn(cost(26.0, pace.scale()));
    }
    QCOMPARE(pace.scale(), settled); // no chasing
    for (int i = 0; i < 200; ++i) {
        pace.drawn(cost(5.0, pace.scale()));
    }
    QCOMPARE(pace.scale(), 1.0);
}

void TestDeskParts::chargersSayWhatGoesOnThere() {
    gis::City city = gis::generate_loom_bay(1);
    gis::Networks networks = gis::derive_networks(city);
    QVERIFY(!networks.roads.chargers.empty());
    const auto loaded =
        app::prepareCity({}, std::move(city), std::move(networks), app::TaskControl{{}, [](double, const QString&) {}});
    QVERIFY(loaded);
    const auto& chargers = (*loaded)->networks->roads.chargers;
    engine::Frame frame;
    const auto put = [&](const engine::ColumnInfo& column, float first, std::size_t count) {
        auto& values = frame.columns.fill(column, count);
        std::fill(values.begin(), values.end(), 0.0F);
        values.front() = first;
    };
    put(charging::kWorking, 1.0F, chargers.size());
    put(charging::kBusy, 1.0F, chargers.size());
    put(charging::kWaiting, 3.0F, chargers.size());
    put(charging::kLoad, 22e3F, chargers.size());
    put(charging::kDelivered, 5500.0F, chargers.size());
    const auto value = [](const app::ObjectFacts& facts, const QString& label) {
        for (const app::Fact& fact : facts.facts) {
            if (fact.label == label) {
                return fact.value;
            }
        }
        return QString{};
    };
    const app::ObjectFacts own = app::objectFacts(**loaded, {&charging::kStation, 0, 0, {}}, &frame);
    QCOMPARE(own.title, QString::fromStdString(chargers[0].key));
    QVERIFY(own.asset == (engine::AssetRef{&charging::kStation, 0}));
    QCOMPARE(value(own, "Working now"), QString{"yes"});
    QCOMPARE(value(own, "Points in use now"), QString{"1 points"});
    QCOMPARE(value(own, "Waiting now"), QString{"3 vehicles"});
    QCOMPARE(value(own, "Charged so far"), QString{"5.5 kWh"});
    QVERIFY(!value(own, "Electricity from").isEmpty());
    QCOMPARE(own.series.size(), std::size_t{5});
    QCOMPARE(own.series[2].value(frame), 3.0);
    // One that a scenario adds is there like any other: found, said, and it can fail.
    const auto& with_streets = (*loaded)->networks->roads;
    const auto measure = scenarios::parse_measure("charger,street=" + std::to_string(with_streets.edges[0].street_id) +
                                                  ",points=6,power_kw=150");
    QVERIFY(measure);
    const auto applied = app::applyScenario(*loaded, {.name = "x", .measures = {*measure}},
                                            app::TaskControl{{}, [](double, const QString&) {}});
    QVERIFY(applied);
    QVERIFY((*applied)->parts->base == (*loaded)->parts->base);
    const auto last = static_cast<std::uint32_t>(chargers.size());
    QCOMPARE((*applied)->networks->roads.chargers.size(), std::size_t{last} + 1);
    const app::ObjectFacts added = app::objectFacts(**applied, {&charging::kStation, last, 0, {}}, nullptr);
    QVERIFY(added.asset == (engine::AssetRef{&charging::kStation, last}));
    QCOMPARE(value(added, "Charging points"), QString{"6"});
    QVERIFY(render::symbol_of((*applied)->parts->kinds, &charging::kStation, last) != nullptr);
    const render::ObjectRef object = app::objectOf(**loaded, {&charging::kStation, 0});
    QVERIFY(object.kind == &charging::kStation && object.index == 0);

    // What is blocked is said of the street, and who waits to cross of the signals.
    const auto& roads = (*loaded)->networks->roads;
    const render::ObjectRef street = app::objectOf(**loaded, {&traffic::kStreet, roads.edges[0].street_id});
    QVERIFY(app::objectFacts(**loaded, street, &frame).note.isEmpty());
    frame.blocked = {{.edge = 0, .lanes = 3, .from_m = 10.0F, .to_m = 60.0F}};
    QVERIFY(app::objectFacts(**loaded, street, &frame).note.contains("50 m"));
    frame.blocked[0].kind = engine::Blockage::Works;
    QVERIFY(app::objectFacts(**loaded, street, &frame).note.contains("Work zone"));
    frame.blocked[0].kind = engine::Blockage::Closed;
    QVERIFY(app::objectFacts(**loaded, street, &frame).note.contains("Closed now"));
    frame.columns.fill(traffic::kPeopleWaiting, roads.controllers.size())[1] = 7.0F;
    const app::ObjectFacts signal = app::objectFacts(**loaded, {&traffic::kSignal, 1, 0, {}}, &frame);
    QCOMPARE(value(signal, "People who wait to cross now"), QString{"7 people"});
}

void TestDeskParts::taskReportsFailsAndStops() {
    app::TaskList tasks;
    bool done = false;
    QString failure;
    QObject::connect(&tasks, &app::TaskList::failed, this,
                     [&](const QString&, const QString& why, const QString&) { failure = why; });
    tasks.start(
        QStringLiteral("good"),
        [](const app::TaskControl& control) -> Result<void> {
            control.progress(0.5, QStringLiteral("half"));
            return {};
        },
        [&] { done = true; });
    QTRY_VERIFY(done);
    tasks.start(QStringLiteral("bad"), [](const app::TaskControl&) -> Result<void> {
        return fail(ErrorCode::Io, "The disk is full; free some space.");
    });
    QTRY_COMPARE(failure, QStringLiteral("The disk is full; free some space."));
    const int id = tasks.start(QStringLiteral("long"), [](const app::TaskControl& control) -> Result<void> {
        while (!control.stop.stop_requested()) {
            std::this_thread::sleep_for(std::chrono::milliseconds{2});
        }
        return fail(ErrorCode::Cancelled, "Stopped.");
    });
    failure.clear();
    tasks.cancel(id);
    QTRY_VERIFY(tasks.idle());
    QVERIFY(failure.isEmpty());
}

QTEST_MAIN(TestDeskParts)
#include "tst_desk_parts.moc"
