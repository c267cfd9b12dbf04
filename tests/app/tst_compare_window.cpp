// SPDX-License-Identifier: GPL-3.0-or-later
// Two scenarios told apart in the window: in the picture, in words and in figures.
#include <algorithm>
#include <set>

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableView>
#include <QTableWidget>
#include <QTest>
#include <QTextBrowser>

#include "app/desktop/compare/beside_run.h"
#include "app/desktop/compare/verdict_panel.h"
#include "app/desktop/table/asset_table_model.h"
#include "app/desktop/table/table_panel.h"
#include "app/desktop/view/legend_panel.h"
#include "app/desktop/view/view_overlays.h"
#include "scenarios/measure/scenario.h"
#include "sim/engine/catalogue.h"
#include "sim/lifeline/rows.h"
#include "sim/power/rows.h"
#include "sim/telecom/rows.h"
#include "sim/traffic/rows.h"
#include "tests/app/window_help.h"

using namespace cityloom;

class TestCompareWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void differenceIsOfTheScenarioAndItsBase();
    void whatOneHasAloneIsDrawnAsSuch();
    void verdictsAreOfLikeRuns();
    void selectedRowsAreAllOutlined();

private:
    void save(const char* name) {
        const QString out = qEnvironmentVariable("CITYLOOM_PICTURES");
        if (!out.isEmpty()) {
            QDir{}.mkpath(out);
            demo_->window().grab().save(out + QStringLiteral("/%1.png").arg(name));
        }
    }
    /// A scenario in which a substation fails at 07:02, for whatever test comes first.
    void addDark() {
        app::Workspace& workspace = demo_->desk().workspace();
        if (workspace.book().find("Dark") == nullptr) {
            scenarios::TimedEvent fails;
            fails.kind = "fail";
            fails.at = 7 * kHourUs + 2 * kMinuteUs;
            fails.args = {{"asset", "substation/S2"}};
            workspace.edit(app::addScenario(workspace.book(), {.name = "Dark", .base = "base", .events = {fails}}));
        }
    }
    /// Lets both runs go on to a time.
    bool playTo(TimeUs at) {
        app::PlayControl& play = demo_->desk().play();
        play.setSpeed(0.0);
        play.setPlaying(true);
        const bool there = QTest::qWaitFor([&] { return play.shownTime() > at; }, 120'000);
        play.setPlaying(false);
        return there && QTest::qWaitFor(
                            [&] {
                                const auto& frame = demo_->window().beside().frame();
                                return frame && std::abs(frame->time - play.shownTime()) <= 10 * kSecondUs;
                            },
                            120'000);
    }

    std::unique_ptr<test::DemoDesk> demo_;
};

void TestCompareWindow::initTestCase() {
    test::prepareApplication();
    demo_ = std::make_unique<test::DemoDesk>();
    QVERIFY(demo_->ready());
}

/// Scenario less base whichever of the two is played; blue and orange where they differ, nothing where they do not.
void TestCompareWindow::differenceIsOfTheScenarioAndItsBase() {
    app::MainWindow& window = demo_->window();
    app::Workspace& workspace = demo_->desk().workspace();
    workspace.activate("base");
    QTRY_VERIFY_WITH_TIMEOUT(demo_->desk().play().frame() != nullptr && workspace.tasks().idle(), 60'000);
    addDark();
    window.view().setNamedView(render::NamedView::Oblique);
    window.compareWith("Dark", app::PictureFrame::Mode::Difference);
    render::CityScene& scene = *window.view().scene();
    QTRY_VERIFY_WITH_TIMEOUT(scene.in_difference(), 60'000);
    QVERIFY(window.pictures().second() == nullptr);
    QVERIFY2(scene.layer() != nullptr, "a difference is of a layer");
    QCOMPARE(scene.other_words().first, std::string{"Dark"});
    QCOMPARE(scene.other_words().second, std::string{"base"});
    render::DataLayer outages = nullptr;
    QVERIFY(render::parse_layer("outages", outages));
    window.setLayer(outages);
    QVERIFY(playTo(7 * kHourUs + 1 * kMinuteUs));
    const auto legend = [&] { return scene.legend(); };
    QCOMPARE(QString::fromStdString(legend().tally), QStringLiteral("better: 0 people · worse: 0 people"));
    QVERIFY(playTo(7 * kHourUs + 3 * kMinuteUs));
    QTRY_VERIFY(legend().time > 7 * kHourUs + 2 * kMinuteUs + 30 * kSecondUs);
    QVERIFY2(QString::fromStdString(legend().tally).startsWith(QStringLiteral("better: 0 people")),
             legend().tally.c_str());
    QVERIFY2(!QString::fromStdString(legend().tally).contains(QStringLiteral("worse: 0 people")),
             legend().tally.c_str());
    QTest::qWait(800);
    save("difference-outages");
    for (const char* name : {"congestion", "pressure", "voltage", "coverage"}) {
        render::DataLayer layer = nullptr;
        QVERIFY(render::parse_layer(name, layer));
        window.setLayer(layer);
        QTest::qWait(500);
        QVERIFY(legend().time > 0);
        QCOMPARE(legend().low, -legend().high);
        save(qPrintable(QStringLiteral("difference-%1").arg(QLatin1String{name})));
    }
    window.view().setNamedView(render::NamedView::Overview);
    QTest::qWait(800);
    save("difference-above");
    // The same the other way round: what is measured by does not depend on what is played.
    window.setLayer(outages);
    const std::string before = legend().tally;
    workspace.activate("Dark");
    window.compareWith("base", app::PictureFrame::Mode::Difference);
    QTRY_VERIFY_WITH_TIMEOUT(scene.in_difference() && workspace.tasks().idle() &&
                                 workspace.activeScenario() == "Dark" && scene.other_words().second == "base",
                             60'000);
    QVERIFY(playTo(7 * kHourUs + 3 * kMinuteUs));
    QTRY_VERIFY(legend().time > 7 * kHourUs + 2 * kMinuteUs + 30 * kSecondUs);
    QCOMPARE(scene.other_words().first, std::string{"Dark"});
    QCOMPARE(legend().tally.substr(0, 16), before.substr(0, 16));
    window.beside().end();
    QVERIFY(!scene.in_difference());
    QVERIFY(legend().apart.empty() && legend().low >= 0.0);
}

/// A street that a measure adds lanes to is the same street; an asset that it adds is in one of the two alone.
void TestCompareWindow::whatOneHasAloneIsDrawnAsSuch() {
    app::MainWindow& window = demo_->window();
    app::Workspace& workspace = demo_->desk().workspace();
    workspace.activate("base");
    QTRY_VERIFY_WITH_TIMEOUT(demo_->desk().play().frame() != nullptr && workspace.tasks().idle(), 60'000);
    const auto& buses = workspace.base()->networks->power.buses;
    QVERIFY(!buses.empty());
    const scenarios::Measure adds{
        "basestation", {{"x", std::to_string(buses.front().at.x_m)}, {"y", std::to_string(buses.front().at.y_m)}}};
    workspace.edit(app::addScenario(workspace.book(), {.name = "Mast", .base = "base", .measures = {adds}}));
    render::DataLayer coverage = nullptr;
    QVERIFY(render::parse_layer("coverage", coverage));
    window.setLayer(coverage);
    window.view().flyTo(buses.front().at, 900.0);
    window.compareWith("Mast", app::PictureFrame::Mode::Difference);
    render::CityScene& scene = *window.view().scene();
    QTRY_VERIFY_WITH_TIMEOUT(scene.in_difference(), 60'000);
    QVERIFY(playTo(7 * kHourUs + 40 * kSecondUs));
    QTRY_VERIFY(scene.legend().time > 0);
    QTest::qWait(1500);
    save("difference-added");
    const auto& apart = scene.legend().apart;
    QVERIFY2(std::ranges::any_of(apart,
                                 [](const auto& stop) { return stop.label.find("Mast (added)") != std::string::npos; }),
             "what only the scenario has is said to be added");
    // The other way round it is in what is played.
    workspace.activate("Mast");
    window.compareWith("base", app::PictureFrame::Mode::Difference);
    QTRY_VERIFY_WITH_TIMEOUT(workspace.activeScenario() == "Mast" && workspace.tasks().idle() &&
                                 scene.in_difference() && scene.other_words().second == "base",
                             60'000);
    QVERIFY(playTo(7 * kHourUs + 40 * kSecondUs));
    QTRY_VERIFY(std::ranges::any_of(
        scene.legend().apart, [](const auto& stop) { return stop.label.find("Mast (added)") != std::string::npos; }));
    QTest::qWait(500);
    save("difference-added-here");
    window.beside().end();
}

/// What is missing is offered, run and kept; then there are sentences, intervals, money, and districts on the map.
void TestCompareWindow::verdictsAreOfLikeRuns() {
    app::MainWindow& window = demo_->window();
    app::Workspace& workspace = demo_->desk().workspace();
    QTRY_VERIFY_WITH_TIMEOUT(workspace.tasks().idle(), 60'000);
    addDark();
    workspace.activate("base");
    app::RunSettings settings = workspace.runSettings();
    settings.duration = 10 * kMinuteUs;
    settings.trips = 300;
    workspace.setRunSettings(settings);
    QTRY_VERIFY_WITH_TIMEOUT(workspace.tasks().idle(), 60'000);
    window.showVerdict();
    app::VerdictPanel& panel = window.verdict();
    panel.seeds()->setValue(2);
    panel.show("base", "Dark");
    QTRY_VERIFY_WITH_TIMEOUT(!panel.work().busy() && panel.state().contains(QStringLiteral("missing")), 60'000);
    QVERIFY(panel.comparison() == nullptr && panel.figures()->rowCount() == 0);
    QTest::mouseClick(panel.runButton(), Qt::LeftButton);
    QVERIFY(panel.work().busy());
    QTRY_VERIFY_WITH_TIMEOUT(!panel.work().busy() && panel.comparison() != nullptr, 200'000);
    const scenarios::Comparison& c = *panel.comparison();
    QCOMPARE(c.seeds.size(), std::size_t{2});
    QCOMPARE(panel.figures()->rowCount() > 10, true);
    const QString words = panel.words()->toPlainText();
    for (const scenarios::Text& sentence : c.findings()) {
        QVERIFY2(words.contains(QString::fromStdString(sentence.english)), sentence.english.c_str());
    }
    QVERIFY(words.contains(QStringLiteral("Money")));
    QVERIFY(!workspace.results().empty());
    save("verdict-words");
    panel.pages()->setCurrentIndex(1);
    QTest::qWait(100);
    save("verdict-figures");
    panel.pages()->setCurrentIndex(2);
    QCOMPARE(panel.districts()->rowCount(), static_cast<int>(c.districts.size()));
    const int energy = panel.districtFigure()->findData(QStringLiteral("person_hours_without_power"));
    panel.districtFigure()->setCurrentIndex(std::max(0, energy));
    panel.mapBox()->setChecked(true);
    QVERIFY(window.view().scene()->is_painted());
    const auto painted = panel.painted();
    QVERIFY(painted && painted->places.size() == workspace.base()->city->buildings.size());
    QVERIFY(std::set<std::uint8_t>(painted->places.begin(), painted->places.end()).size() > 1);
    window.view().setNamedView(render::NamedView::Overview);
    QTest::qWait(800);
    save("verdict-districts");
    const auto before = window.view().pose().target;
    panel.districts()->selectRow(0);
    QTRY_VERIFY_WITH_TIMEOUT(window.view().pose().target != before, 5'000);
    panel.mapBox()->setChecked(false);
    QVERIFY(!window.view().scene()->is_painted());
    // Other runs are other words: nothing of the old is left.
    panel.show("base", "base");
    QVERIFY(panel.comparison() == nullptr && panel.districts()->rowCount() == 0 && !panel.runButton()->isEnabled());
}

/// As many outlines as rows: each is seen.
void TestCompareWindow::selectedRowsAreAllOutlined() {
    app::MainWindow& window = demo_->window();
    window.setLayer(nullptr);
    window.setPart("power", true);
    window.showTable({});
    app::TablePanel& table = window.table();
    table.showKind(engine::find_kind("power.bus"));
    QTRY_VERIFY_WITH_TIMEOUT(table.ready() && table.model()->rowCount() > 2, 30'000);
    QSignalSpy others{&table, &app::TablePanel::othersChosen};
    window.view().setNamedView(render::NamedView::Overview);
    table.view()->selectRow(0);
    QTest::qWait(900);
    const QImage one = window.view().grabFramebuffer();
    table.view()->selectAll();
    QVERIFY(others.count() > 0);
    QCOMPARE(others.back().front().value<std::vector<render::ObjectRef>>().size() + 1,
             static_cast<std::size_t>(std::min(5001, table.model()->rowCount())));
    QTest::qWait(900);
    const QImage all = window.view().grabFramebuffer();
    save("table-many");
    const auto accent = [](const QImage& picture) {
        int count = 0;
        for (int y = 0; y < picture.height(); ++y) {
            for (int x = 0; x < picture.width(); ++x) {
                const QColor c = picture.pixelColor(x, y);
                count += c.red() < 70 && c.green() > 80 && c.green() < 140 && c.blue() > 100 && c.blue() < 170 ? 1 : 0;
            }
        }
        return count;
    };
    QVERIFY2(accent(all) > accent(one) + 40, qPrintable(QStringLiteral("%1 %2").arg(accent(one)).arg(accent(all))));
}

int main(int argc, char** argv) {
    QSurfaceFormat::setDefaultFormat(app::citySurfaceFormat());
    QApplication application{argc, argv};
    TestCompareWindow test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_compare_window.moc"
