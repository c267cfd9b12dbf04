// SPDX-License-Identifier: GPL-3.0-or-later
// The menus: every action has a name, an icon where one helps, and a key where it is used often.
#include <QActionGroup>
#include <QApplication>
#include <QFileInfo>
#include <QMenuBar>

#include "app/desktop/style/icons.h"
#include "app/desktop/timeline/timeline_bar.h"
#include "app/desktop/view/city_view.h"
#include "app/desktop/window/main_window.h"
#include "app/desktop/window/preferences.h"

namespace cityloom::app {

QAction* MainWindow::addAction(QMenu& menu, const QString& text, const QString& icon_name, const QKeySequence& keys, std::function<void()> what) {
    auto* action = new QAction{text, this};
    if (!icon_name.isEmpty()) {
        action->setIcon(icon(icon_name));
    }
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, [what = std::move(what)] { what(); });
    menu.addAction(action);
    return action;
}

void MainWindow::buildFileMenu(QMenuBar& bar) {
    QMenu& menu = *bar.addMenu(tr("&File"));
    addAction(menu, tr("New demo city…"), QStringLiteral("new"), QKeySequence::New, [this] { askDemo(); });
    addAction(menu, tr("Import a city…"), QStringLiteral("import"), Qt::CTRL | Qt::Key_I, [this] { askImport(); });
    addAction(menu, tr("Open a project…"), QStringLiteral("open"), QKeySequence::Open, [this] { askOpen(); });
    recent_ = menu.addMenu(tr("Recent projects"));
    connect(recent_, &QMenu::aboutToShow, this, [this] {
        recent_->clear();
        for (const QString& file : preferences::recentProjects()) {
            recent_->addAction(QFileInfo{file}.fileName(), this, [this, file] { open(file); })->setToolTip(file);
        }
        if (recent_->isEmpty()) {
            recent_->addAction(tr("None yet"))->setEnabled(false);
        }
    });
    city_actions_ << addAction(menu, tr("Close the project"), {}, QKeySequence::Close, [this] { desk_.workspace().closeProject(); });
    menu.addSeparator();
    city_actions_ << addAction(menu, tr("Export the picture…"), QStringLiteral("camera"), Qt::CTRL | Qt::SHIFT | Qt::Key_P, [this] { exportPicture(); });
    city_actions_ << addAction(menu, tr("Export the figures as CSV…"), QStringLiteral("chart"), Qt::CTRL | Qt::Key_E, [this] { exportKpis(); });
    city_actions_ << addAction(menu, tr("Export what was done by hand…"), QStringLiteral("flag"), {}, [this] { exportLog(); });
    menu.addSeparator();
    addAction(menu, tr("Quit"), {}, QKeySequence::Quit, [this] { close(); });
}

void MainWindow::buildEditMenu(QMenuBar& bar) {
    QMenu& menu = *bar.addMenu(tr("&Edit"));
    QUndoStack& stack = desk_.workspace().undo();
    QAction* undo = stack.createUndoAction(this, tr("Undo"));
    undo->setIcon(icon(QStringLiteral("undo")));
    undo->setShortcut(QKeySequence::Undo);
    QAction* redo = stack.createRedoAction(this, tr("Redo"));
    redo->setIcon(icon(QStringLiteral("redo")));
    redo->setShortcut(QKeySequence::Redo);
    menu.addAction(undo);
    menu.addAction(redo);
}

void MainWindow::buildViewMenu(QMenuBar& bar) {
    QMenu& menu = *bar.addMenu(tr("&View"));
    const auto look = [&](const QString& text, const QKeySequence& keys, render::NamedView named) {
        city_actions_ << addAction(menu, text, QStringLiteral("camera"), keys, [this, named] { view_->setNamedView(named); });
    };
    look(tr("Overview"), Qt::CTRL | Qt::ALT | Qt::Key_1, render::NamedView::Overview);
    look(tr("Oblique"), Qt::CTRL | Qt::ALT | Qt::Key_2, render::NamedView::Oblique);
    look(tr("Street"), Qt::CTRL | Qt::ALT | Qt::Key_3, render::NamedView::Street);
    city_actions_ << addAction(menu, tr("Turn north"), QStringLiteral("north"), Qt::Key_N, [this] { view_->northUp(); });
    QMenu* marks = menu.addMenu(tr("Bookmarks"));
    for (int i = 1; i <= 9; ++i) {
        city_actions_ << addAction(*marks, tr("Go to place %1").arg(i), {}, QKeySequence{Qt::Key_0 + i}, [this, i] { goToBookmark(i); });
    }
    marks->addSeparator();
    for (int i = 1; i <= 9; ++i) {
        city_actions_ << addAction(*marks, tr("Keep this view as place %1").arg(i), {}, QKeySequence{Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + i)}, [this, i] { setBookmark(i); });
    }
    menu.addSeparator();

    QMenu* shown = menu.addMenu(icon(QStringLiteral("terrain")), tr("Show"));
    using render::Element;
    const std::vector<std::pair<Element, QString>> kElements{
        {Element::Buildings, tr("Buildings")}, {Element::Streets, tr("Streets")}, {Element::Vehicles, tr("Traffic")}, {Element::Signals, tr("Signals")}, {Element::Water, tr("Water")},
        {Element::Power, tr("Electricity")},   {Element::Telecom, tr("Telecom")}, {Element::Trees, tr("Trees")},      {Element::Labels, tr("Labels")},   {Element::Terrain, tr("Terrain")}};
    for (const auto& [element, text] : kElements) {
        QAction* action = shown->addAction(text);
        action->setCheckable(true);
        action->setChecked(element != Element::Water && element != Element::Power && element != Element::Telecom);
        element_actions_.insert(static_cast<int>(element), action);
        connect(action, &QAction::toggled, this, [this, e = element](bool on) { setElement(e, on); });
    }
    QMenu* layers = menu.addMenu(icon(QStringLiteral("chart")), tr("Data layer"));
    auto* group = new QActionGroup{this};
    using render::DataLayer;
    const std::vector<std::pair<DataLayer, QString>> kLayers{{DataLayer::None, tr("None")},       {DataLayer::Congestion, tr("Congestion")}, {DataLayer::Pressure, tr("Water pressure")},
                                                             {DataLayer::Voltage, tr("Voltage")}, {DataLayer::Coverage, tr("Coverage")},     {DataLayer::Outages, tr("Outages")}};
    for (const auto& [layer, text] : kLayers) {
        QAction* action = layers->addAction(text);
        action->setCheckable(true);
        action->setChecked(layer == DataLayer::None);
        group->addAction(action);
        layer_actions_.insert(static_cast<int>(layer), action);
        connect(action, &QAction::triggered, this, [this, l = layer] { setLayer(l); });
    }
    QAction* under = addAction(menu, tr("Underground"), QStringLiteral("underground"), Qt::Key_U, [] {});
    under->setCheckable(true);
    connect(under, &QAction::toggled, this, [this](bool on) {
        if (view_->scene() != nullptr) {
            view_->scene()->set_underground(on);
            view_->update();
        }
    });
    QAction* sun = addAction(menu, tr("Day and night follow the time"), QStringLiteral("day"), {}, [] {});
    sun->setCheckable(true);
    sun->setChecked(true);
    connect(sun, &QAction::toggled, view_, &CityView::setSunFollowsTime);
    menu.addSeparator();

    QMenu* language = menu.addMenu(tr("Language"));
    auto* languages = new QActionGroup{this};
    for (const auto& [code, name] : {std::pair{QStringLiteral("en"), QStringLiteral("English")}, std::pair{QStringLiteral("zh"), QStringLiteral("简体中文")}}) {
        QAction* action = language->addAction(name, this, [this, c = code] { desk_.setLanguage(c); });
        action->setCheckable(true);
        action->setChecked(preferences::language() == code);
        languages->addAction(action);
    }
    QMenu* themes = menu.addMenu(tr("Theme"));
    auto* theme_group = new QActionGroup{this};
    for (const auto& [theme, name] : {std::pair{Theme::Light, tr("Light")}, std::pair{Theme::Dark, tr("Dark")}, std::pair{Theme::HighContrast, tr("High contrast")}}) {
        QAction* action = themes->addAction(name, this, [t = theme] {
            preferences::setTheme(t);
            applyTheme(t);
        });
        action->setCheckable(true);
        action->setChecked(currentTheme() == theme);
        theme_group->addAction(action);
    }
}

void MainWindow::buildScenarioMenu(QMenuBar&) {}

void MainWindow::buildRunMenu(QMenuBar& bar) {
    QMenu& menu = *bar.addMenu(tr("&Run"));
    city_actions_ << addAction(menu, tr("Play or pause"), QStringLiteral("play"), Qt::Key_Space, [this] { desk_.play().setPlaying(!desk_.play().playing()); });
    city_actions_ << addAction(menu, tr("Back to the present"), QStringLiteral("now"), Qt::Key_End, [this] { desk_.play().goLive(); });
    city_actions_ << addAction(menu, tr("Start again"), QStringLiteral("undo"), Qt::CTRL | Qt::Key_R, [this] { desk_.workspace().activate(desk_.workspace().activeScenario()); });
}

void MainWindow::buildHelpMenu(QMenuBar&) {}

void MainWindow::buildDocks() {}

} // namespace cityloom::app
