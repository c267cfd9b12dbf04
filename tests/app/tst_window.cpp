// SPDX-License-Identifier: GPL-3.0-or-later
// The window with the demo city: what a person sees and does, under a display without a graphics card.
#include <algorithm>
#include <set>

#include <QAbstractButton>
#include <QDir>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "app/desktop/docks/audit_panel.h"
#include "app/desktop/docks/inspector_panel.h"
#include "app/desktop/docks/scenario_panel.h"
#include "app/desktop/timeline/timeline_bar.h"
#include "app/desktop/window/command_search.h"
#include "scenarios/measure/scenario.h"
#include "sim/charging/rows.h"
#include "sim/engine/catalogue.h"
#include "sim/lifeline/rows.h"
#include "sim/power/rows.h"
#include "sim/telecom/rows.h"
#include "sim/traffic/rows.h"
#include "tests/app/window_help.h"

using namespace cityloom;

class TestWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void showsACity();
    void playingMovesVehicles();
    void clickSelects();
    void failAndRepairReachTheEngine();
    void layerChangesPictureAndLegend();
    void scrubShowsThePast();
    void searchGoesToAnAsset();
    void editsAreUndoneAndKept();
    void whatIsPlannedIsThereAtOnce();
    void auditShowsWhereTheModelIsWeak();
    void everyControlHasAName();
    void languageSwitchesAtRunTime();

private:
    std::unique_ptr<test::DemoDesk> demo_;
};

void TestWindow::initTestCase() {
    test::prepareApplication();
    demo_ = std::make_unique<test::DemoDesk>();
    QVERIFY(demo_->ready());
}

void TestWindow::showsACity() {
    QTest::qWait(200);
    const QImage picture = demo_->window().view().grabFramebuffer();
    std::set<QRgb> colours;
    int dark = 0;
    for (int y = 0; y < picture.height(); y += 4) {
        for (int x = 0; x < picture.width(); x += 4) {
            const QRgb c = picture.pixel(x, y);
            colours.insert(c);
            dark += qGray(c) < 40 ? 1 : 0;
        }
    }
    QVERIFY2(colours.size() > 500, "the picture has hardly any colours");
    QVERIFY2(dark * 20 < picture.width() * picture.height() / 16, "the morning city is dark");
    const QString out = qEnvironmentVariable("CITYLOOM_PICTURES");
    if (!out.isEmpty()) {
        QDir{}.mkpath(out);
        demo_->window().grab().save(out + QStringLiteral("/window.png"));
    }
}

void TestWindow::playingMovesVehicles() {
    app::PlayControl& play = demo_->desk().play();
    play.setSpeed(0.0);
    QSignalSpy frames{&play, &app::PlayControl::frameChanged};
    play.setPlaying(true);
    QTRY_VERIFY_WITH_TIMEOUT(play.frame()->vehicles.size() > 50 && play.frame()->time > 7 * kHourUs + 3 * kMinuteUs,
                             60'000);
    const auto before = play.frame();
    QTRY_VERIFY_WITH_TIMEOUT(play.frame()->time > before->time + kMinuteUs, 30'000);
    QVERIFY(frames.count() > 3);
    play.setPlaying(false);
    std::size_t moved = 0;
    for (const engine::VehicleView& v : play.frame()->vehicles) {
        for (const engine::VehicleView& was : before->vehicles) {
            moved += v.id == was.id && (v.x_m != was.x_m || v.y_m != was.y_m) ? 1 : 0;
        }
    }
    QVERIFY(moved > 0);
    QTRY_VERIFY_WITH_TIMEOUT(demo_->window().engineStatus().text().contains(QStringLiteral("hash")), 5'000);
}

void TestWindow::clickSelects() {
    app::CityView& view = demo_->window().view();
    view.setNamedView(render::NamedView::Oblique);
    QSignalSpy clicked{&view, &app::CityView::clicked};
    QPoint at;
    for (int y = view.height() / 3; y < view.height() - 80 && at.isNull(); y += 15) {
        for (int x = 80; x < view.width() - 80; x += 15) {
            if (view.objectAt(QPointF(x, y)).is(lifeline::kBuilding)) {
                at = {x, y};
                break;
            }
        }
    }
    QVERIFY(!at.isNull());
    QTest::mouseClick(&view, Qt::LeftButton, {}, at);
    QCOMPARE(clicked.count(), 1);
    QVERIFY(!demo_->window().inspector().title().isEmpty());
    QCOMPARE(demo_->window().inspector().charts().size(), 4U);
}

void TestWindow::failAndRepairReachTheEngine() {
    const auto city = demo_->desk().workspace().city();
    std::string key;
    for (const power::Bus& bus : city->networks->power.buses) {
        if (bus.kind == power::BusKind::Substation) {
            key = bus.key;
            break;
        }
    }
    const auto asset = engine::find_asset(*city->networks, key);
    QVERIFY(asset.has_value());
    demo_->window().goTo(*asset);
    QCOMPARE(demo_->window().inspector().title().toStdString(), key);
    const auto session = demo_->desk().workspace().session();
    demo_->window().inspector().failButton()->click();
    QTRY_COMPARE_WITH_TIMEOUT(session->commands().size(), 1U, 20'000);
    QVERIFY(session->commands()[0].verb == engine::Verb::Fail);
    QVERIFY(session->commands()[0].asset == *asset);
    QTRY_VERIFY_WITH_TIMEOUT(demo_->desk().play().frame()->columns.at(power::kVoltage, asset->index) < 0.01, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(!demo_->window().timeline().track()->marks().empty(), 5'000);
    QTRY_VERIFY_WITH_TIMEOUT(demo_->window().inspector().why().contains(QStringLiteral("has failed, since")), 20'000);
    demo_->window().inspector().repairButton()->click();
    QTRY_COMPARE_WITH_TIMEOUT(session->commands().size(), 2U, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(demo_->desk().play().frame()->columns.at(power::kVoltage, asset->index) > 0.5, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(demo_->window().inspector().why().isEmpty(), 20'000);
}

void TestWindow::layerChangesPictureAndLegend() {
    app::MainWindow& window = demo_->window();
    window.view().setNamedView(render::NamedView::Oblique);
    const QImage plain = window.view().grabFramebuffer();
    render::DataLayer voltage = nullptr;
    QVERIFY(render::parse_layer("voltage", voltage));
    window.setLayer(voltage);
    const QImage layered = window.view().grabFramebuffer();
    QVERIFY(plain != layered);
    bool shown = false;
    for (const QWidget* child : window.view().findChildren<QWidget*>()) {
        shown = shown || (child->isVisible() && child->inherits("cityloom::app::LegendPanel"));
    }
    QVERIFY(shown);
    window.setLayer(nullptr);
}

void TestWindow::scrubShowsThePast() {
    app::PlayControl& play = demo_->desk().play();
    const TimeUs present = play.frame()->time;
    QVERIFY(present > 7 * kHourUs + kMinuteUs);
    demo_->window().timeline().track()->setValue(static_cast<int>((7 * kHourUs + 40 * kSecondUs) / kSecondUs));
    QVERIFY(!play.live());
    QVERIFY(play.frame()->time <= 7 * kHourUs + 40 * kSecondUs);
    play.goLive();
    QCOMPARE(play.frame()->time, present);
}

void TestWindow::searchGoesToAnAsset() {
    app::MainWindow& window = demo_->window();
    window.search();
    auto* search = window.findChild<app::CommandSearch*>();
    QVERIFY(search != nullptr);
    search->field()->setText(QStringLiteral("tank/T1"));
    QVERIFY(search->hits() >= 1);
    search->goToCurrent();
    QVERIFY(window.inspector().title().startsWith(QStringLiteral("tank/T1")));
}

void TestWindow::editsAreUndoneAndKept() {
    app::Workspace& workspace = demo_->desk().workspace();
    const auto before = workspace.book().all();
    demo_->window().scenarioPanel().addScenario();
    QCOMPARE(workspace.book().all().size(), before.size() + 1);
    const std::string name = demo_->window().scenarioPanel().selectedScenario();
    workspace.edit(app::addMeasure(workspace.book(), name, *scenarios::parse_measure("demand,factor=1.2")));
    workspace.undo().undo();
    workspace.undo().undo();
    QVERIFY(workspace.book().all() == before);
    workspace.undo().redo();
    workspace.undo().redo();
    const auto edited = workspace.book().all();
    const auto file = workspace.city()->file;
    // Opening the same file closes it first: what was edited has to be there again.
    workspace.openProject(file);
    QTRY_VERIFY_WITH_TIMEOUT(workspace.tasks().idle() && workspace.city() != nullptr, 60'000);
    QVERIFY(workspace.book().all() == edited);
}

/// Adds a substation, a unit, a charging station and lanes: each is drawn at once, found by search, inspected and
/// failed by a click; lights and congestion stand where the engine has them; undo brings all of it back.
void TestWindow::whatIsPlannedIsThereAtOnce() {
    app::MainWindow& window = demo_->window();
    app::Workspace& workspace = demo_->desk().workspace();
    const std::string before = workspace.activeScenario();
    const auto base = workspace.base();
    scenarios::Scenario plan{.name = "Seen at once"};
    workspace.edit(app::addScenario(workspace.book(), plan));
    workspace.show(plan.name);
    QTRY_VERIFY_WITH_TIMEOUT(workspace.session() != nullptr, 20'000);
    const int steps = workspace.undo().index();
    const auto& place = base->city->place;
    const Point2 middle = 0.5 * (base->city->min_corner + base->city->max_corner);
    const auto at = [&](double east_m, double north_m) {
        return "x=" + std::to_string(static_cast<double>(place.origin_x_m) + middle.x_m + east_m) +
               ",y=" + std::to_string(static_cast<double>(place.origin_y_m) + middle.y_m + north_m);
    };
    const auto wide = std::ranges::find_if(base->city->streets, [](const gis::Street& s) {
        return s.cls <= gis::StreetClass::Secondary && s.lanes_forward == 2 && s.oneway == 0;
    });
    QVERIFY(wide != base->city->streets.end());
    const std::string street = std::to_string(wide->id);
    struct Step {
        std::string measure;
        const engine::Kind* kind;
    };
    const std::vector<Step> planned{{"substation," + at(120.0, 340.0), &power::kBus},
                                    {"rsu," + at(-230.0, 90.0), &telecom::kSite},
                                    {"charger,street=" + street + ",points=4", &charging::kStation},
                                    {"lanes,street=" + street + ",forward=3,backward=3", nullptr},
                                    {"lanes,street=" + street + ",forward=1", nullptr}};
    for (const Step& step : planned) {
        const auto measure = scenarios::parse_measure(step.measure);
        QVERIFY2(measure.has_value(), step.measure.c_str());
        const auto shown = workspace.city();
        const std::size_t many = step.kind != nullptr ? step.kind->count(*shown->networks) : 0;
        workspace.edit(app::addMeasure(workspace.book(), plan.name, *measure));
        QTRY_VERIFY_WITH_TIMEOUT(workspace.city() != shown && workspace.session() != nullptr, 60'000);
        const auto now = workspace.city();
        QTRY_VERIFY_WITH_TIMEOUT(demo_->desk().play().frame() != nullptr &&
                                     demo_->desk().play().frame()->city == now->applied->fingerprint,
                                 60'000);
        const auto frame = demo_->desk().play().frame();
        QCOMPARE(frame->turn_aspect.size(), now->networks->roads.turns.size());
        QCOMPARE(frame->columns[traffic::kSpeedShare].size(), now->networks->roads.edges.size());
        QVERIFY(window.view().scene()->parts() == now->parts);
        if (step.kind == nullptr) {
            QVERIFY(now->networks->roads.lanes.size() != shown->networks->roads.lanes.size());
            continue;
        }
        QCOMPARE(step.kind->count(*now->networks), many + 1);
        const engine::AssetRef added{step.kind, many};
        const std::string key = engine::asset_key(*now->networks, added);
        // Drawn, and met by the pointer.
        const render::PlacedSymbol* symbol =
            render::symbol_of(now->parts->kinds, step.kind, static_cast<std::uint32_t>(many));
        QVERIFY2(symbol != nullptr, key.c_str());
        // Found by search.
        window.search();
        app::CommandSearch* find = window.findChildren<app::CommandSearch*>().back();
        find->field()->setText(QString::fromStdString(key));
        QVERIFY(find->hits() >= 1);
        find->goToCurrent();
        QTRY_COMPARE(window.inspector().title().toStdString(), key);
        const render::ObjectRef hit =
            window.view().scene()->pick({{symbol->at.x_m, symbol->at.y_m, symbol->at.z_m + 150.0}, {0.0, 0.0, -1.0}});
        QVERIFY2(hit.kind == step.kind && hit.index == many, key.c_str());
        // Failed by a click: it, and no other.
        const auto session = workspace.session();
        window.inspector().failButton()->click();
        QTRY_COMPARE_WITH_TIMEOUT(session->commands().size(), 1U, 20'000);
        QVERIFY(session->commands()[0].asset == added);
        QTRY_VERIFY_WITH_TIMEOUT(demo_->desk().play().frame()->columns.at(*step.kind->state, many) == 0.0, 20'000);
    }
    const QString out = qEnvironmentVariable("CITYLOOM_PICTURES");
    if (!out.isEmpty()) {
        window.grab().save(out + QStringLiteral("/planned.png"));
    }
    while (workspace.undo().index() > steps) {
        workspace.undo().undo();
    }
    QTRY_VERIFY_WITH_TIMEOUT(workspace.session() != nullptr && workspace.city() == base, 60'000);
    QVERIFY(window.view().scene()->parts() == base->parts);
    for (const engine::Kind* kind : engine::kinds()) {
        QCOMPARE(kind->count(*workspace.city()->networks), kind->count(*base->networks));
    }
    workspace.activate(before);
    QTRY_VERIFY_WITH_TIMEOUT(workspace.session() != nullptr, 60'000);
}

void TestWindow::auditShowsWhereTheModelIsWeak() {
    app::MainWindow& window = demo_->window();
    auto* dock = window.findChild<QDockWidget*>(QStringLiteral("audit"));
    QVERIFY(dock != nullptr);
    dock->show();
    dock->raise();
    app::AuditPanel& panel = window.audit();
    QVERIFY(!panel.done());
    QSignalSpy finished{&panel, &app::AuditPanel::finished};
    panel.begin();
    QVERIFY(finished.wait(120'000));
    QVERIFY(panel.rows() >= static_cast<int>(scenarios::plausible_bands().size()));
    const QString out = qEnvironmentVariable("CITYLOOM_PICTURES");
    if (!out.isEmpty()) {
        QTest::qWait(200);
        window.grab().save(out + QStringLiteral("/window-audit.png"));
    }
    dock->hide();
}

void TestWindow::everyControlHasAName() {
    QStringList nameless;
    for (const QWidget* widget : demo_->window().findChildren<QWidget*>()) {
        if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith(QStringLiteral("qt_")) ||
            widget->inherits("QDockWidget") || widget->inherits("QMenu") || widget->inherits("QMenuBar") ||
            widget->inherits("QScrollBar") || widget->inherits("QTabBar") || widget->inherits("QHeaderView") ||
            widget->inherits("QComboBoxPrivateContainer") || widget->inherits("QComboBoxListView")) {
            continue;
        }
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        if (widget->accessibleName().isEmpty() && (button == nullptr || button->text().isEmpty())) {
            nameless << QStringLiteral("%1 in %2")
                            .arg(QString::fromLatin1(widget->metaObject()->className()),
                                 QString::fromLatin1(widget->parentWidget()->metaObject()->className()));
        }
    }
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral("; "))));
}

void TestWindow::languageSwitchesAtRunTime() {
    QSignalSpy changed{&demo_->desk(), &app::Desk::windowChanged};
    demo_->desk().setLanguage(QStringLiteral("zh"));
    QTRY_COMPARE_WITH_TIMEOUT(changed.count(), 1, 10'000);
    QVERIFY(demo_->window().windowTitle().endsWith(QStringLiteral("城梭")));
    QVERIFY(demo_->window().view().city() != nullptr);
    demo_->desk().setLanguage(QStringLiteral("en"));
    QTRY_COMPARE_WITH_TIMEOUT(changed.count(), 2, 10'000);
    QVERIFY(demo_->window().windowTitle().endsWith(QStringLiteral("Cityloom")));
}

int main(int argc, char** argv) {
    QSurfaceFormat::setDefaultFormat(app::citySurfaceFormat());
    QApplication application{argc, argv};
    TestWindow test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_window.moc"
