// SPDX-License-Identifier: GPL-3.0-or-later
// The window as the city is played: what happens is told, a vehicle is followed, projects are found again, and another
// language changes nothing but the words.
#include <algorithm>

#include <QComboBox>
#include <QDir>
#include <QDockWidget>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "app/desktop/docks/event_panel.h"
#include "app/desktop/docks/inspector_panel.h"
#include "app/desktop/docks/scenario_panel.h"
#include "app/desktop/timeline/timeline_bar.h"
#include "app/desktop/view/alert_strip.h"
#include "app/desktop/view/view_overlays.h"
#include "app/desktop/window/command_search.h"
#include "app/desktop/window/project_card.h"
#include "app/desktop/window/recent_projects.h"
#include "app/desktop/window/start_page.h"
#include "scenarios/measure/scenario.h"
#include "sim/engine/catalogue.h"
#include "sim/traffic/rows.h"
#include "tests/app/window_help.h"

using namespace cityloom;

class TestLiveWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theStartPageShowsWhatWasOpen();
    void whatHappensIsTold();
    void theListIsFilteredAndLeadsThere();
    void byHandIsToldApart();
    void unreadIsCounted();
    void aResultIsToldToo();
    void aVehicleIsFollowed();
    void followingEnds();
    void vehiclesAreFoundByKind();
    void anotherLanguageChangesTheWordsAlone();
    void closingKeepsThePicture();

private:
    void save(const char* name) {
        const QString out = qEnvironmentVariable("CITYLOOM_PICTURES");
        if (!out.isEmpty()) {
            QDir{}.mkpath(out);
            QTest::qWait(400); // the picture stands still
            demo_->window().grab().save(out + QStringLiteral("/%1.png").arg(name));
        }
    }
    /// The same in the dark theme, and in Chinese.
    void saveAll(const QString& name) {
        save(qPrintable(name));
        app::applyTheme(app::Theme::Dark);
        save(qPrintable(name + QStringLiteral("-dark")));
        app::applyTheme(app::Theme::Light);
    }
    QDockWidget* dock(const char* name) { return demo_->window().findChild<QDockWidget*>(QLatin1String{name}); }
    const scenarios::LogEntry* find(scenarios::LogOrigin origin, const std::string& text) {
        entries_ = demo_->desk().workspace().session()->happened();
        const auto found = std::ranges::find_if(entries_, [&](const scenarios::LogEntry& e) {
            return e.origin == origin && e.what.english.find(text) != std::string::npos;
        });
        return found == entries_.end() ? nullptr : &*found;
    }

    std::vector<scenarios::LogEntry> entries_;
    std::unique_ptr<test::DemoDesk> demo_;
};

void TestLiveWindow::initTestCase() {
    test::prepareApplication();
    QSettings{}.clear();
    demo_ = std::make_unique<test::DemoDesk>();
    app::recent::note(QStringLiteral("/nowhere/gone.gpkg"), QStringLiteral("Gone"), {});
    QVERIFY(demo_->ready());
}

void TestLiveWindow::theStartPageShowsWhatWasOpen() {
    app::MainWindow& window = demo_->window();
    const auto file = demo_->desk().workspace().city()->file;
    QTest::qWait(300);
    demo_->desk().workspace().closeProject();
    QTRY_VERIFY(demo_->desk().workspace().city() == nullptr);
    auto* page = window.findChild<app::StartPage*>();
    QVERIFY(page != nullptr && page->isVisible());
    QCOMPARE(page->cards().size(), 2U);
    // The one that was open, with its picture; and one that is not there any more.
    QVERIFY(page->cards()[0]->there());
    QVERIFY(page->cards()[0]->text().startsWith(QStringLiteral("Loom Bay")));
    QVERIFY(!app::recent::picture(QString::fromStdString(file.string())).isNull());
    QVERIFY(!page->cards()[1]->there());
    saveAll(QStringLiteral("start-page"));
    QSignalSpy asked{page, &app::StartPage::recentRequested};
    page->cards()[1]->click();
    QCOMPARE(asked.count(), 0); // nothing to open
    page->cards()[1]->setFocus();
    QTest::keyClick(page->cards()[1], Qt::Key_Delete);
    QCOMPARE(page->cards().size(), 1U);
    QCOMPARE(app::recent::all().size(), qsizetype{1});
    page->cards()[0]->setFocus();
    QTest::keyClick(page->cards()[0], Qt::Key_Return);
    QCOMPARE(asked.count(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(demo_->desk().play().frame() != nullptr, 90'000);
    QVERIFY(!page->isVisible());
}

void TestLiveWindow::whatHappensIsTold() {
    app::Workspace& workspace = demo_->desk().workspace();
    scenarios::Scenario outage{.name = "Told"};
    outage.events.push_back(*scenarios::parse_event("07:01,fail,asset=substation/S2,cause=flood"));
    outage.events.push_back(*scenarios::parse_event("07:30,repair,asset=substation/S2"));
    workspace.edit(app::addScenario(workspace.book(), outage));
    workspace.show(outage.name);
    QTRY_VERIFY_WITH_TIMEOUT(workspace.session() != nullptr && demo_->desk().play().frame() != nullptr, 60'000);
    app::AlertStrip* alerts = demo_->window().overlays().alerts();
    QCOMPARE(alerts->count(), 0);
    QWidget* const focused = QApplication::focusWidget();
    demo_->desk().play().setSpeed(0.0);
    demo_->desk().play().setPlaying(true);
    QTRY_VERIFY_WITH_TIMEOUT(alerts->count() > 0, 90'000);
    QCOMPARE(QApplication::focusWidget(), focused); // it takes none
    QVERIFY2(alerts->latest()->accessibleName().startsWith(QStringLiteral("07:01 Substation S2 failed. ")),
             qPrintable(alerts->latest()->accessibleName()));
    QVERIFY(alerts->latest()->accessibleName().contains(QStringLiteral("customers without power")));
    demo_->desk().play().setPlaying(false);
    saveAll(QStringLiteral("alerts"));
    alerts->latest()->click();
    QTRY_COMPARE(demo_->window().inspector().title(), QStringLiteral("substation/S2"));
}

void TestLiveWindow::theListIsFilteredAndLeadsThere() {
    app::EventPanel& panel = demo_->window().events();
    dock("events")->show();
    dock("events")->raise();
    QTRY_VERIFY(panel.seen());
    QAbstractItemModel* model = panel.list()->model();
    const int all = model->rowCount();
    QVERIFY(all >= 4);
    saveAll(QStringLiteral("events"));
    panel.originChoice()->setCurrentIndex(1); // of the scenario
    QCOMPARE(model->rowCount(), 1);
    panel.list()->setCurrentIndex(model->index(0, 0));
    demo_->window().select({});
    panel.list()->setFocus();
    QTest::keyClick(panel.list(), Qt::Key_Return);
    QTRY_COMPARE(demo_->window().inspector().title(), QStringLiteral("substation/S2"));
    panel.originChoice()->setCurrentIndex(0);
    panel.filterField()->setText(QStringLiteral("signals"));
    QVERIFY(model->rowCount() > 0 && model->rowCount() < all);
    panel.filterField()->setText(QStringLiteral("dragons"));
    QCOMPARE(model->rowCount(), 0);
    QVERIFY(!panel.hint().isEmpty());
    panel.filterField()->clear();
    panel.kindChoice()->setCurrentIndex(1);
    QVERIFY(model->rowCount() > 0);
    panel.kindChoice()->setCurrentIndex(0);
    QCOMPARE(model->rowCount(), all);
}

void TestLiveWindow::byHandIsToldApart() {
    const auto asset = engine::find_asset(*demo_->desk().workspace().city()->networks, "substation/S4");
    QVERIFY(asset.has_value());
    demo_->window().goTo(*asset);
    demo_->window().inspector().failButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(find(scenarios::LogOrigin::ByHand, "Substation S4 failed") != nullptr, 30'000);
    QVERIFY(find(scenarios::LogOrigin::Scripted, "Substation S4 failed") == nullptr);
    QAbstractItemModel* model = demo_->window().events().list()->model();
    demo_->window().events().originChoice()->setCurrentIndex(2); // by hand
    QTRY_COMPARE(model->rowCount(), 1);
    const QString said = model->index(0, 0).data(Qt::AccessibleTextRole).toString();
    QVERIFY2(said.contains(QStringLiteral("by hand")), qPrintable(said));
    demo_->window().events().originChoice()->setCurrentIndex(0);
    // On the timeline too.
    const auto& marks = demo_->window().timeline().track()->marks();
    QVERIFY(std::ranges::any_of(marks, [](const app::TimeMark& mark) {
        return mark.kind == app::TimeMark::Kind::Person && mark.text.contains(QStringLiteral("Substation S4 failed"));
    }));
    saveAll(QStringLiteral("events-by-hand"));
}

void TestLiveWindow::unreadIsCounted() {
    dock("kpis")->raise();
    QTRY_VERIFY(!demo_->window().events().seen());
    QCOMPARE(demo_->window().events().unread(), 0);
    demo_->window().inspector().repairButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(demo_->window().events().unread() > 0, 30'000);
    QVERIFY(dock("events")->windowTitle().contains(QString::number(demo_->window().events().unread())));
    dock("events")->raise();
    QTRY_COMPARE(demo_->window().events().unread(), 0);
    QCOMPARE(dock("events")->windowTitle(), QStringLiteral("Events"));
}

void TestLiveWindow::aResultIsToldToo() {
    app::Workspace& workspace = demo_->desk().workspace();
    scenarios::RunRequest request{.duration = 3 * kMinuteUs, .trips = 20, .bicycles = 0.0, .tail = 0};
    workspace.runToEnd("Told", request);
    QTRY_VERIFY_WITH_TIMEOUT(!workspace.results().empty(), 90'000);
    app::EventPanel& panel = demo_->window().events();
    QCOMPARE(panel.runChoice()->count(), 2);
    panel.runChoice()->setCurrentIndex(1);
    QVERIFY(panel.list()->model()->rowCount() > 0);
    QCOMPARE(panel.list()->model()->index(0, 0).data().toString(), QStringLiteral("Substation S2 failed"));
    panel.runChoice()->setCurrentIndex(0);
}

void TestLiveWindow::aVehicleIsFollowed() {
    app::PlayControl& play = demo_->desk().play();
    play.setSpeed(0.0);
    play.setPlaying(true);
    QTRY_VERIFY_WITH_TIMEOUT(
        std::ranges::count(play.frame()->vehicles, engine::VehicleClass::Car, &engine::VehicleView::cls) > 100, 90'000);
    play.setPlaying(false);
    QTRY_VERIFY(play.status().state == scenarios::SessionStatus::State::Paused);
    app::MainWindow& window = demo_->window();
    const auto frame = play.frame();
    const auto far = std::ranges::find_if(frame->vehicles, [&](const engine::VehicleView& v) { // it has a way to go
        const auto trip = demo_->desk().workspace().session()->trip(v.id);
        return v.cls == engine::VehicleClass::Car && trip && trip->place > 1 &&
               trip->expected - trip->at > 6 * kMinuteUs;
    });
    QVERIFY(far != frame->vehicles.end());
    window.select({&traffic::kVehicle,
                   static_cast<std::uint32_t>(far - frame->vehicles.begin()),
                   far->id,
                   {static_cast<double>(far->x_m), static_cast<double>(far->y_m), 0.0}});
    window.inspector().followButton()->click();
    QVERIFY(window.view().followed().has_value());
    const std::uint64_t id = *window.view().followed();
    QVERIFY(window.inspector().followButton()->isChecked());
    QVERIFY(window.overlays().following()->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(window.inspector().watch().trip().has_value(), 20'000);
    const scenarios::VehicleTrip trip = *window.inspector().watch().trip();
    QCOMPARE(trip.id, id);
    QVERIFY(!trip.way.empty() && trip.departed >= 0 && !trip.from.empty() && !trip.to.empty());
    QVERIFY(trip.expected > trip.at);
    QTRY_VERIFY(window.inspector().lines().filter(QStringLiteral("To: ")).size() == 1);
    QVERIFY(!window.inspector().lines().filter(QStringLiteral("Set out: ")).isEmpty());
    const auto route = app::routeOf(*demo_->desk().workspace().city(), trip);
    QVERIFY(std::ranges::any_of(route, [](const render::RouteStretch& s) { return !s.done; }));
    QVERIFY(std::ranges::any_of(route, [](const render::RouteStretch& s) { return s.done; }));
    // It goes along with it.
    play.setSpeed(10.0);
    play.setPlaying(true);
    const auto before = window.view().pose();
    QTRY_VERIFY_WITH_TIMEOUT(!window.view().followed() ||
                                 distance_m({before.target[0], before.target[1]},
                                            {window.view().pose().target[0], window.view().pose().target[1]}) > 40.0,
                             60'000);
    QVERIFY(window.view().followed().has_value());
    play.setPlaying(false);
    const auto& vehicles = play.frame()->vehicles;
    const auto it = std::ranges::find(vehicles, id, &engine::VehicleView::id);
    QVERIFY(it != vehicles.end());
    QVERIFY(distance_m({window.view().pose().target[0], window.view().pose().target[1]},
                       {static_cast<double>(it->x_m), static_cast<double>(it->y_m)}) < 15.0);
    saveAll(QStringLiteral("followed"));
}

void TestLiveWindow::followingEnds() {
    app::MainWindow& window = demo_->window();
    QVERIFY(window.view().followed().has_value());
    QTest::keyClick(&window.view(), Qt::Key_Escape);
    QVERIFY(!window.view().followed());
    QVERIFY(!window.inspector().followButton()->isChecked() && !window.overlays().following()->isVisible());
    window.inspector().followButton()->click();
    QVERIFY(window.view().followed().has_value());
    const QPoint middle = window.view().rect().center();
    QTest::mousePress(&window.view(), Qt::LeftButton, {}, middle);
    QTest::mouseMove(&window.view(), middle + QPoint{40, 0});
    QTest::mouseMove(&window.view(), middle + QPoint{80, 0});
    QTest::mouseRelease(&window.view(), Qt::LeftButton, {}, middle + QPoint{80, 0});
    QTRY_VERIFY(!window.view().followed());
}

void TestLiveWindow::vehiclesAreFoundByKind() {
    app::MainWindow& window = demo_->window();
    window.search();
    auto* search = window.findChildren<app::CommandSearch*>().back();
    search->field()->setText(QStringLiteral("lorry"));
    QVERIFY(search->hits() >= 1);
    search->goToCurrent();
    QVERIFY(window.view().followed().has_value());
    window.view().followVehicle({});
    window.search();
    search = window.findChildren<app::CommandSearch*>().back();
    search->field()->setText(QStringLiteral("ambulance"));
    QVERIFY(search->hits() >= 1);
    search->goToCurrent(); // the demo's trips have none: that is said
    QVERIFY(!window.view().followed());
}

void TestLiveWindow::anotherLanguageChangesTheWordsAlone() {
    app::MainWindow* window = &demo_->window();
    window->view().setNamedView(render::NamedView::Street);
    const auto pose = window->view().pose();
    render::DataLayer voltage = nullptr;
    QVERIFY(render::parse_layer("voltage", voltage));
    window->setLayer(voltage);
    const auto asset = engine::find_asset(*demo_->desk().workspace().city()->networks, "tank/T1");
    window->select(app::objectOf(*demo_->desk().workspace().city(), *asset));
    window->scenarioPanel().selectScenario("More traffic");
    dock("problems")->show();
    dock("layers")->hide();
    QSignalSpy changed{&demo_->desk(), &app::Desk::windowChanged};
    demo_->desk().setLanguage(QStringLiteral("zh"));
    QTRY_COMPARE_WITH_TIMEOUT(changed.count(), 1, 10'000);
    window = &demo_->window();
    QVERIFY(window->windowTitle().endsWith(QStringLiteral("城梭")));
    QVERIFY(std::abs(window->view().pose().eye[0] - pose.eye[0]) < 0.5);
    QVERIFY(window->view().scene()->layer() == voltage);
    QVERIFY(window->inspector().title().contains(QStringLiteral("T1")));
    QCOMPARE(window->scenarioPanel().selectedScenario(), std::string{"More traffic"});
    QVERIFY(!dock("problems")->isHidden() && dock("layers")->isHidden());
    QVERIFY(window->events().list()->model()->rowCount() > 0);
    window->setLayer(nullptr);
    dock("events")->show();
    dock("events")->raise();
    window->view().setNamedView(render::NamedView::Oblique);
    save("events-chinese");
    window->followNearest(engine::VehicleClass::Car);
    QTRY_VERIFY_WITH_TIMEOUT(window->inspector().watch().trip().has_value(), 20'000);
    save("followed-chinese");
    window->view().followVehicle({});
    dock("layers")->show();
    demo_->desk().setLanguage(QStringLiteral("en"));
    QTRY_COMPARE_WITH_TIMEOUT(changed.count(), 2, 10'000);
}

void TestLiveWindow::closingKeepsThePicture() {
    demo_->desk().setLanguage(QStringLiteral("zh"));
    QTRY_VERIFY_WITH_TIMEOUT(demo_->window().windowTitle().endsWith(QStringLiteral("城梭")), 10'000);
    QTest::qWait(300);
    demo_->desk().workspace().closeProject();
    auto* page = demo_->window().findChild<app::StartPage*>();
    QTRY_VERIFY(page->isVisible());
    QCOMPARE(page->cards().size(), 1U);
    save("start-page-chinese");
    demo_->desk().setLanguage(QStringLiteral("en"));
    QTRY_VERIFY_WITH_TIMEOUT(demo_->window().windowTitle().endsWith(QStringLiteral("Cityloom")), 10'000);
}

int main(int argc, char** argv) {
    QSurfaceFormat::setDefaultFormat(app::citySurfaceFormat());
    QApplication application{argc, argv};
    TestLiveWindow test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_live_window.moc"
