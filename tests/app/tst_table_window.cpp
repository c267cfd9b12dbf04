// SPDX-License-Identifier: GPL-3.0-or-later
// The table, search, menus, ruler and places in the window, as a person uses them.
#include <cmath>

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QTableView>
#include <QTest>

#include "app/desktop/docks/inspector_panel.h"
#include "app/desktop/docks/scenario_panel.h"
#include "app/desktop/style/figures.h"
#include "app/desktop/table/asset_table_model.h"
#include "app/desktop/table/table_panel.h"
#include "app/desktop/view/place_label.h"
#include "app/desktop/view/ruler.h"
#include "app/desktop/window/command_search.h"
#include "sim/engine/catalogue.h"
#include "sim/lifeline/rows.h"
#include "sim/power/rows.h"
#include "sim/traffic/rows.h"
#include "sim/water/rows.h"
#include "tests/app/window_help.h"

using namespace cityloom;

class TestTableWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void pipesSortedByPressureAndFlown();
    void theFilterSaysWhatIsWrong();
    void thePictureAndTheTablePointAtEachOther();
    void aRunThatGoesOnKeepsSelectionAndScroll();
    void menusAreTheSameEverywhere();
    void searchFindsAndSaysWhenNot();
    void theRulerMeasures();
    void placesInBothWays();
    void darkAndChinese();

private:
    app::MainWindow& window() { return demo_->window(); }
    app::TablePanel& table() { return window().table(); }
    void show(const engine::Kind& kind) {
        window().showTable();
        table().showKind(&kind);
        QTRY_VERIFY_WITH_TIMEOUT(table().ready(), 30'000);
    }
    [[nodiscard]] int column(const char* id) {
        return static_cast<int>(table().model()->table()->find_column(id).value());
    }
    void filter(const QString& text) {
        table().filterField()->setText(text);
        QTest::keyClick(table().filterField(), Qt::Key_Return);
    }
    void picture(const QString& name) {
        const QString out = qEnvironmentVariable("CITYLOOM_PICTURES");
        if (!out.isEmpty()) {
            QDir{}.mkpath(out);
            QTest::qWait(400);
            window().grab().save(out + QStringLiteral("/table-") + name + QStringLiteral(".png"));
        }
    }
    [[nodiscard]] QMenu* openMenu() {
        QMenu* menu = nullptr;
        return QTest::qWaitFor(
                   [&] { return (menu = qobject_cast<QMenu*>(QApplication::activePopupWidget())) != nullptr; }, 3'000)
                   ? menu
                   : nullptr;
    }
    static QStringList texts(const QMenu& menu) {
        QStringList all;
        for (const QAction* action : menu.actions()) {
            all << action->text();
        }
        return all;
    }
    static QAction* find(const QMenu& menu, const QString& begin) {
        for (QAction* action : menu.actions()) {
            if (action->text().startsWith(begin)) {
                return action;
            }
        }
        return nullptr;
    }

    std::unique_ptr<test::DemoDesk> demo_;
};

void TestTableWindow::initTestCase() {
    test::prepareApplication();
    QSettings{}.remove(QStringLiteral("table"));
    demo_ = std::make_unique<test::DemoDesk>();
    QVERIFY(demo_->ready());
    window().activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window()));
    demo_->desk().play().setSpeed(0.0);
}

void TestTableWindow::pipesSortedByPressureAndFlown() {
    QTest::keyClick(&window(), Qt::Key_F6);
    show(water::kLink);
    QVERIFY(table().isVisible());
    QVERIFY(table().view()->hasFocus());
    QTRY_VERIFY(table().model()->frame() != nullptr);
    table().view()->sortByColumn(column("pressure"), Qt::AscendingOrder);
    const auto* model = table().model();
    const double first =
        model->table()->number(static_cast<std::size_t>(column("pressure")), model->tableRow(0), model->frame());
    const double last = model->table()->number(static_cast<std::size_t>(column("pressure")),
                                               model->tableRow(model->rowCount() - 1), model->frame());
    double before_it = first;
    for (int row = 1; row < model->rowCount(); ++row) {
        const double here =
            model->table()->number(static_cast<std::size_t>(column("pressure")), model->tableRow(row), model->frame());
        QVERIFY(std::isnan(here) || here >= before_it);
        before_it = here;
    }
    QCOMPARE(table().view()->horizontalHeader()->sortIndicatorSection(), column("pressure"));
    QVERIFY(std::isfinite(first));
    QVERIFY(std::isnan(last) || last > first);
    // Flown to with the keyboard alone.
    const render::CameraPose before = window().view().pose();
    QTest::keyClick(table().view(), Qt::Key_Home, Qt::ControlModifier);
    table().view()->selectRow(0);
    QTest::keyClick(table().view(), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(std::abs(window().view().pose().target[0] - before.target[0]) > 1.0, 5'000);
    QVERIFY(window().inspector().title() == model->index(0, column("key")).data().toString());
    QTest::qWait(1500);
    picture(QStringLiteral("pipes"));
}

void TestTableWindow::theFilterSaysWhatIsWrong() {
    show(water::kLink);
    filter(QStringLiteral("length > 0.1 km and diameter >= 100"));
    QVERIFY(table().problem()->isHidden());
    const int some = table().model()->rowCount();
    QVERIFY(some > 0 && some < static_cast<int>(table().model()->table()->rows()));
    QVERIFY(table().summary()->text().startsWith(app::figure(some, 0)));
    QVERIFY(table().summary()->text().contains(QStringLiteral("km in all")));
    filter(QStringLiteral("length > 100 furlong"));
    QVERIFY(table().problem()->isVisible());
    QVERIFY(table().problem()->text().contains(QStringLiteral("at character 14")));
    QVERIFY(table().problem()->text().contains(QStringLiteral("furlong")));
    QCOMPARE(table().model()->rowCount(), some); // what was shown stays
    picture(QStringLiteral("wrong-filter"));
    filter(QStringLiteral("<b>x</b> = 1"));
    QVERIFY(table().problem()->text().contains(QStringLiteral("&lt;"))); // what is typed is no markup
    const QString csv = QString::fromUtf8(table().csv());
    QCOMPARE(csv.count(QLatin1Char{'\n'}), some + 1);
    filter({});
    QVERIFY(table().problem()->isHidden());
}

void TestTableWindow::thePictureAndTheTablePointAtEachOther() {
    show(power::kBus);
    const auto asset = engine::find_asset(*window().view().city()->networks, "substation/S1");
    QVERIFY(asset);
    window().goTo(*asset);
    const auto chosen = table().view()->selectionModel()->selectedRows();
    QCOMPARE(chosen.size(), qsizetype{1});
    QCOMPARE(static_cast<std::uint64_t>(table().model()->tableRow(chosen[0].row())), asset->index);
    table().view()->selectRow(3);
    QCOMPARE(window().inspector().title(), table().model()->index(3, column("key")).data().toString());
    // Several rows stay selected when the picture answers.
    table().view()->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table().view()->selectAll();
    QCOMPARE(table().view()->selectionModel()->selectedRows().size(),
             static_cast<qsizetype>(table().model()->rowCount()));
    QVERIFY(table().summary()->text().contains(QStringLiteral("selected")));
    // What is no row of it clears the selection.
    window().select({});
    QVERIFY(!table().view()->selectionModel()->hasSelection());
}

void TestTableWindow::aRunThatGoesOnKeepsSelectionAndScroll() {
    show(power::kBus);
    table().view()->sortByColumn(column("voltage"), Qt::DescendingOrder);
    table().view()->selectRow(60);
    const std::uint32_t chosen = table().model()->tableRow(60);
    const int scrolled = table().view()->verticalScrollBar()->value();
    const auto before = demo_->desk().play().frame()->time;
    demo_->desk().play().setPlaying(true);
    QTRY_VERIFY_WITH_TIMEOUT(demo_->desk().play().frame()->time > before + 6 * kMinuteUs, 120'000);
    demo_->desk().play().setPlaying(false);
    QTest::qWait(1000);
    QVERIFY(table().model()->frame()->time > before);
    const auto rows = table().view()->selectionModel()->selectedRows();
    QCOMPARE(rows.size(), qsizetype{1});
    QCOMPARE(table().model()->tableRow(rows[0].row()), chosen);
    QCOMPARE(table().view()->verticalScrollBar()->value(), scrolled);
    table().view()->sortByColumn(-1, Qt::AscendingOrder);
}

void TestTableWindow::menusAreTheSameEverywhere() {
    const auto& networks = *window().view().city()->networks;
    const auto fed = std::ranges::find_if(networks.dependencies.supplies, [](const engine::Supply& supply) {
        return supply.provider.is(power::kBus) && supply.consumer.is(lifeline::kBuilding);
    });
    QVERIFY(fed != networks.dependencies.supplies.end());
    const std::string provider = engine::asset_key(networks, fed->provider);
    const auto asset = engine::find_asset(networks, provider);
    QVERIFY(asset);
    show(power::kBus);
    window().goTo(*asset);
    QTest::qWait(1500); // it has arrived
    const QModelIndex row = table().view()->selectionModel()->selectedRows(column("key")).first();
    const QPoint at = table().view()->visualRect(row).center();
    Q_EMIT table().view()->customContextMenuRequested(at);
    QMenu* menu = openMenu();
    QVERIFY(menu != nullptr);
    const QStringList of_table = texts(*menu);
    if (const QString out = qEnvironmentVariable("CITYLOOM_PICTURES"); !out.isEmpty()) {
        menu->grab().save(out + QStringLiteral("/table-menu.png"));
    }
    QAction* copy = find(*menu, QStringLiteral("Copy the key"));
    QVERIFY(copy != nullptr);
    copy->trigger();
    QCOMPARE(QApplication::clipboard()->text().toStdString(), provider);
    QAction* feeds = find(*menu, QStringLiteral("What it feeds"));
    QVERIFY(feeds != nullptr && feeds->isEnabled());
    QAction* buildings = find(*feeds->menu(), QString{});
    QVERIFY(buildings != nullptr);
    buildings->trigger(); // those that it feeds, as a table
    QTRY_VERIFY_WITH_TIMEOUT(table().ready() && table().filterField()->text().contains(QStringLiteral("power_from")),
                             20'000);
    QTRY_VERIFY(table().model()->rowCount() > 0 &&
                table().model()->rowCount() < static_cast<int>(table().model()->table()->rows()));
    QVERIFY(table().problem()->isHidden());
    menu->close();
    QTRY_VERIFY(QApplication::activePopupWidget() == nullptr);
    // With the keyboard on the picture.
    window().view().setFocus();
    QContextMenuEvent event{QContextMenuEvent::Keyboard, {10, 10}, window().view().mapToGlobal(QPoint{10, 10})};
    QApplication::sendEvent(&window().view(), &event);
    menu = openMenu();
    QVERIFY(menu != nullptr);
    QCOMPARE(texts(*menu), of_table);
    QAction* fail = find(*menu, QStringLiteral("Fail by hand"));
    QVERIFY(fail != nullptr && fail->isEnabled());
    const auto session = demo_->desk().workspace().session();
    const std::size_t commands = session->commands().size();
    fail->trigger();
    menu->close();
    QTRY_VERIFY_WITH_TIMEOUT(session->commands().size() > commands, 20'000);
    window().inspector().repairButton()->click();
    QTRY_VERIFY_WITH_TIMEOUT(session->commands().size() > commands + 1, 20'000);
    // A measure at what was clicked.
    window().scenarioPanel().addScenario();
    window().showObjectMenu(app::objectOf(*window().view().city(), *asset), QPoint{200, 200});
    menu = openMenu();
    QVERIFY(menu != nullptr);
    QAction* add = find(*menu, QStringLiteral("Add an event here"));
    QVERIFY(add != nullptr && add->isEnabled());
    menu->close();
    demo_->desk().workspace().undo().undo();
    // The thing that an event of the scenario tree is about.
    for (const scenarios::Scenario& scenario : demo_->desk().workspace().book().all()) {
        for (std::size_t i = 0; i < scenario.events.size(); ++i) {
            QMenu of_row;
            Q_EMIT window().scenarioPanel().menuOpened(&of_row, {scenario.name, true, {true, i}});
            const QAction* thing = find(of_row, QString::fromStdString(scenario.events[i].args.at("asset")));
            QVERIFY(thing != nullptr && thing->menu() != nullptr);
            QCOMPARE(texts(*thing->menu()).mid(1, 5), of_table.mid(1, 5));
        }
    }
    // The bare ground offers its place.
    window().showObjectMenu({&render::kGround, kNone, 0, {100, 100, 0}}, QPoint{200, 200});
    menu = openMenu();
    QVERIFY(menu != nullptr);
    QVERIFY(find(*menu, QStringLiteral("Fail by hand")) == nullptr);
    QAction* place = find(*menu, QStringLiteral("Copy the place in metres"));
    QVERIFY(place != nullptr);
    place->trigger();
    QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral(", ")));
    menu->close();
}

void TestTableWindow::searchFindsAndSaysWhenNot() {
    const auto search = [&](const QString& text) {
        window().search();
        auto* dialog = window().findChild<app::CommandSearch*>();
        static_cast<void>(
            QTest::qWaitFor([&] { return !dialog->hint()->text().contains(QStringLiteral("being read")); }, 20'000));
        QTest::keyClicks(dialog->field(), text);
        return dialog;
    };
    app::CommandSearch* dialog = search(QStringLiteral("tank/T1"));
    QVERIFY(dialog->hits() >= 1);
    QCOMPARE(dialog->list()->current()->text, QStringLiteral("tank/T1"));
    dialog->goToCurrent();
    QTRY_VERIFY(window().findChild<app::CommandSearch*>() == nullptr);
    QVERIFY(window().inspector().title().startsWith(QStringLiteral("tank/T1")));
    // A street, a panel, a command.
    const auto& streets = window().view().city()->city->streets;
    const auto named = std::ranges::find_if(streets, [](const gis::Street& s) { return s.name.size() > 6; });
    QVERIFY(named != streets.end());
    dialog = search(QString::fromStdString(named->name).toLower());
    QCOMPARE(dialog->list()->current()->group, QStringLiteral("Streets"));
    QCOMPARE(dialog->list()->current()->text, QString::fromStdString(named->name));
    if (const QString out = qEnvironmentVariable("CITYLOOM_PICTURES"); !out.isEmpty()) {
        dialog->grab().save(out + QStringLiteral("/table-search.png"));
    }
    QTest::keyClick(dialog->field(), Qt::Key_Return);
    QTRY_VERIFY(window().findChild<app::CommandSearch*>() == nullptr);
    QVERIFY(window().inspector().title() == QString::fromStdString(named->name));
    dialog = search(QStringLiteral("problems"));
    QCOMPARE(dialog->list()->current()->group, QStringLiteral("Panels"));
    dialog->close();
    QTRY_VERIFY(window().findChild<app::CommandSearch*>() == nullptr);
    dialog = search(QStringLiteral("turn north"));
    QCOMPARE(dialog->list()->current()->group, QStringLiteral("Commands"));
    dialog->close();
    QTRY_VERIFY(window().findChild<app::CommandSearch*>() == nullptr);
    dialog = search(QStringLiteral("qqqqqq"));
    QCOMPARE(dialog->hits(), 0);
    QVERIFY(dialog->hint()->isVisible());
    QVERIFY(dialog->hint()->text().contains(QStringLiteral("Nothing is called “qqqqqq”")));
    QVERIFY(dialog->hint()->text().contains(QStringLiteral("districts")));
    if (const QString out = qEnvironmentVariable("CITYLOOM_PICTURES"); !out.isEmpty()) {
        dialog->grab().save(out + QStringLiteral("/table-search-nothing.png"));
    }
    dialog->close();
    QTRY_VERIFY(window().findChild<app::CommandSearch*>() == nullptr);
}

void TestTableWindow::theRulerMeasures() {
    app::CityView& view = window().view();
    view.setNamedView(render::NamedView::Oblique);
    app::Ruler& ruler = window().ruler();
    const QString before = window().inspector().title();
    QTest::keyClick(&window(), Qt::Key_L, Qt::ControlModifier);
    QVERIFY(ruler.active());
    QVERIFY(view.hasFocus());
    const QPoint a{view.width() / 3, view.height() * 2 / 3};
    const QPoint b{view.width() / 2, view.height() / 2};
    const QPoint c{view.width() * 2 / 3, view.height() * 2 / 3};
    QTest::mouseClick(&view, Qt::LeftButton, {}, a);
    QTest::mouseClick(&view, Qt::LeftButton, {}, b, 700);
    QTest::mouseClick(&view, Qt::LeftButton, {}, c, 700);
    QCOMPARE(ruler.points().size(), std::size_t{3});
    QCOMPARE(window().inspector().title(), before); // nothing was selected
    QVERIFY(ruler.said().startsWith(QStringLiteral("Length")) && ruler.said().contains(QStringLiteral("last stretch")));
    QTest::keyClick(&view, Qt::Key_Backspace);
    QCOMPARE(ruler.points().size(), std::size_t{2});
    QTest::mouseClick(&view, Qt::LeftButton, {}, c, 700);
    picture(QStringLiteral("ruler"));
    QTest::mouseDClick(&view, Qt::LeftButton, {}, c);
    QVERIFY(ruler.finished());
    QTest::keyClick(&view, Qt::Key_Escape);
    QVERIFY(!ruler.active());
    QTest::keyClick(&window(), Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    for (const QPoint& at : {a, b, c}) {
        QTest::mouseClick(&view, Qt::LeftButton, {}, at, 700);
    }
    QVERIFY(ruler.said().startsWith(QStringLiteral("Area")));
    QTest::keyClick(&view, Qt::Key_Return);
    picture(QStringLiteral("area"));
    ruler.end();
}

void TestTableWindow::placesInBothWays() {
    app::CityView& view = window().view();
    app::PlaceLabel& place = window().placeLabel();
    QVERIFY(place.isVisible());
    const auto point = [&](QPointF at) {
        QMouseEvent event{QEvent::MouseMove, at, view.mapToGlobal(at), Qt::NoButton, Qt::NoButton, {}};
        QApplication::sendEvent(&view, &event);
    };
    point({view.width() * 0.5, view.height() * 0.75});
    const QString there = place.text();
    point({view.width() * 0.25, view.height() * 0.75});
    QVERIFY(place.text() != there);
    QVERIFY(place.text().contains(QLatin1Char{'E'}) && place.text().contains(QLatin1Char{'N'}));
    if (place.coordinates()->hasDegrees()) {
        place.click();
        QVERIFY(place.text().contains(QStringLiteral("°")));
        place.click();
    }
}

void TestTableWindow::darkAndChinese() {
    show(lifeline::kBuilding);
    filter(QStringLiteral("use = housing and height > 20"));
    app::applyTheme(app::Theme::Dark);
    window().ruler().begin(app::Ruler::What::Length);
    const render::CameraPose pose = window().view().pose();
    window().ruler().add({pose.target[0] - 200, pose.target[1]});
    window().ruler().add({pose.target[0] + 150, pose.target[1] + 100});
    picture(QStringLiteral("dark"));
    window().ruler().end();
    app::applyTheme(app::Theme::HighContrast);
    picture(QStringLiteral("contrast"));
    app::applyTheme(app::Theme::Light);
    demo_->desk().setLanguage(QStringLiteral("zh"));
    QTRY_VERIFY_WITH_TIMEOUT(window().windowTitle().endsWith(QStringLiteral("城梭")), 10'000);
    window().showTable();
    table().showKind(&traffic::kStreet);
    QTRY_VERIFY_WITH_TIMEOUT(table().ready(), 30'000);
    filter(QStringLiteral("长度 > 0.2 公里 且 单行 = 否"));
    QVERIFY(table().problem()->isHidden());
    QVERIFY(table().model()->rowCount() > 0);
    picture(QStringLiteral("chinese"));
    filter(QStringLiteral("宽度 > 3"));
    QVERIFY(table().problem()->text().contains(QStringLiteral("没有")));
    picture(QStringLiteral("chinese-wrong"));
    window().search();
    auto* dialog = window().findChild<app::CommandSearch*>();
    QTest::qWait(500);
    dialog->field()->setText(QStringLiteral("水塔"));
    QVERIFY(dialog->hits() > 0);
    if (const QString out = qEnvironmentVariable("CITYLOOM_PICTURES"); !out.isEmpty()) {
        dialog->grab().save(out + QStringLiteral("/table-chinese-search.png"));
    }
    dialog->close();
    demo_->desk().setLanguage(QStringLiteral("en"));
    QTRY_VERIFY_WITH_TIMEOUT(window().windowTitle().endsWith(QStringLiteral("Cityloom")), 10'000);
}

int main(int argc, char** argv) {
    QSurfaceFormat::setDefaultFormat(app::citySurfaceFormat());
    QApplication application{argc, argv};
    TestTableWindow test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_table_window.moc"
