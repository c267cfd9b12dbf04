// SPDX-License-Identifier: GPL-3.0-or-later
// The menus: every action has a name, an icon where one helps, and a key where it is used often.
#include <QActionGroup>
#include <QApplication>
#include <QDockWidget>
#include <QFileInfo>
#include <QMenuBar>

#include "app/desktop/docks/layer_panel.h"
#include "app/desktop/docks/scenario_panel.h"
#include "app/desktop/style/icons.h"
#include "app/desktop/style/plain_text.h"
#include "app/desktop/timeline/timeline_bar.h"
#include "app/desktop/view/city_view.h"
#include "app/desktop/view/ruler.h"
#include "app/desktop/window/help_dialogs.h"
#include "app/desktop/window/main_window.h"
#include "app/desktop/window/preferences.h"
#include "app/desktop/window/recent_projects.h"
#include "sim/engine/catalogue.h"

namespace cityloom::app {

QAction* MainWindow::addAction(QMenu& menu, const QString& text, const QString& icon_name, const QKeySequence& keys,
                               std::function<void()> what) {
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
    city_actions_ << addAction(menu, tr("Notes of the import…"), QStringLiteral("info"), {}, [this] { showNotes(); });
    recent_ = menu.addMenu(tr("Recent projects"));
    connect(recent_, &QMenu::aboutToShow, this, [this] {
        recent_->clear();
        for (const RecentProject& project : recent::all()) {
            QAction* action =
                recent_->addAction(QFileInfo{project.file}.fileName().replace(QLatin1Char{'&'}, QStringLiteral("&&")),
                                   this, [this, file = project.file] { open(file); });
            action->setToolTip(plainTip(project.file));
            action->setEnabled(project.there);
        }
        if (recent_->isEmpty()) {
            recent_->addAction(tr("None yet"))->setEnabled(false);
        }
    });
    city_actions_ << addAction(menu, tr("Close the project"), {}, QKeySequence::Close,
                               [this] { desk_.workspace().closeProject(); });
    menu.addSeparator();
    city_actions_ << addAction(menu, tr("Report…"), QStringLiteral("chart"), Qt::CTRL | Qt::Key_P,
                               [this] { askReport(); });
    city_actions_ << addAction(menu, tr("Film…"), QStringLiteral("play"), {}, [this] { askFilm(); });
    city_actions_ << addAction(menu, tr("Save a copy…"), QStringLiteral("duplicate"), Qt::CTRL | Qt::SHIFT | Qt::Key_S,
                               [this] { askCopy(); });
    menu.addSeparator();
    city_actions_ << addAction(menu, tr("Export the picture…"), QStringLiteral("camera"),
                               Qt::CTRL | Qt::SHIFT | Qt::Key_P, [this] { exportPicture(); });
    city_actions_ << addAction(menu, tr("Export the figures as CSV…"), QStringLiteral("chart"), Qt::CTRL | Qt::Key_E,
                               [this] { exportKpis(); });
    city_actions_ << addAction(menu, tr("Export what was done by hand…"), QStringLiteral("flag"), {},
                               [this] { exportLog(); });
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
        city_actions_ << addAction(menu, text, QStringLiteral("camera"), keys,
                                   [this, named] { view_->setNamedView(named); });
    };
    look(tr("Overview"), Qt::CTRL | Qt::ALT | Qt::Key_1, render::NamedView::Overview);
    look(tr("Oblique"), Qt::CTRL | Qt::ALT | Qt::Key_2, render::NamedView::Oblique);
    look(tr("Street"), Qt::CTRL | Qt::ALT | Qt::Key_3, render::NamedView::Street);
    city_actions_ << addAction(menu, tr("Turn north"), QStringLiteral("north"), Qt::Key_N,
                               [this] { view_->northUp(); });
    city_actions_ << addAction(menu, tr("Follow the selected vehicle"), QStringLiteral("camera"), Qt::Key_F,
                               [this] { followSelected(view_->followed() == std::nullopt); });
    QMenu* marks = menu.addMenu(tr("Bookmarks"));
    for (int i = 1; i <= 9; ++i) {
        city_actions_ << addAction(*marks, tr("Go to place %1").arg(i), {}, QKeySequence{Qt::Key_0 + i},
                                   [this, i] { goToBookmark(i); });
    }
    marks->addSeparator();
    for (int i = 1; i <= 9; ++i) {
        city_actions_ << addAction(*marks, tr("Keep this view as place %1").arg(i), {},
                                   QKeySequence{Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + i)},
                                   [this, i] { setBookmark(i); });
    }
    menu.addSeparator();

    QMenu* shown = menu.addMenu(icon(QStringLiteral("terrain")), tr("Show"));
    for (const render::PicturePart& part : render::picture_parts()) {
        QAction* action = shown->addAction(LayerPanel::partName(part.id));
        action->setCheckable(true);
        action->setChecked(part.shown);
        part_actions_[part.id] = action;
        connect(action, &QAction::toggled, this, [this, id = part.id](bool on) { setPart(id, on); });
    }
    QMenu* layers = menu.addMenu(icon(QStringLiteral("chart")), tr("Data layer"));
    auto* group = new QActionGroup{this};
    std::vector<render::DataLayer> all{nullptr};
    all.insert(all.end(), engine::layers().begin(), engine::layers().end());
    for (const render::DataLayer layer : all) {
        QAction* action = layers->addAction(LayerPanel::layerName(layer));
        action->setCheckable(true);
        action->setChecked(layer == nullptr);
        group->addAction(action);
        layer_actions_[layer] = action;
        connect(action, &QAction::triggered, this, [this, layer] { setLayer(layer); });
    }
    under_ = addAction(menu, tr("Underground"), QStringLiteral("underground"), Qt::Key_U, [] {});
    under_->setCheckable(true);
    connect(under_, &QAction::toggled, this, [this](bool on) {
        underground_ = on;
        eachScene([on](render::CityScene& scene) { scene.set_underground(on); });
    });
    sun_ = addAction(menu, tr("Day and night follow the time"), QStringLiteral("day"), {}, [] {});
    sun_->setCheckable(true);
    sun_->setChecked(true);
    connect(sun_, &QAction::toggled, view_, &CityView::setSunFollowsTime);
    menu.addSeparator();
    buildCompareMenu(menu);

    city_actions_ << addAction(menu, tr("Measure a length"), QStringLiteral("ruler"), Qt::CTRL | Qt::Key_L,
                               [this] { ruler_->begin(Ruler::What::Length); });
    city_actions_ << addAction(menu, tr("Measure an area"), QStringLiteral("ruler"), Qt::CTRL | Qt::SHIFT | Qt::Key_L,
                               [this] { ruler_->begin(Ruler::What::Area); });
    city_actions_ << addAction(menu, tr("Table"), QStringLiteral("table"), Qt::Key_F6,
                               [this] { showTable(selected_); });
    QMenu* panels = menu.addMenu(tr("Panels"));
    for (QDockWidget* dock : docks_) {
        panels->addAction(dock->toggleViewAction());
    }
    QMenu* language = menu.addMenu(tr("Language"));
    auto* languages = new QActionGroup{this};
    for (const auto& [code, name] : {std::pair{QStringLiteral("en"), QStringLiteral("English")},
                                     std::pair{QStringLiteral("zh"), QStringLiteral("简体中文")}}) {
        QAction* action = language->addAction(name, this, [this, c = code] { desk_.setLanguage(c); });
        action->setCheckable(true);
        action->setChecked(preferences::language() == code);
        languages->addAction(action);
    }
    QMenu* themes = menu.addMenu(tr("Theme"));
    auto* theme_group = new QActionGroup{this};
    for (const auto& [theme, name] : {std::pair{Theme::Light, tr("Light")}, std::pair{Theme::Dark, tr("Dark")},
                                      std::pair{Theme::HighContrast, tr("High contrast")}}) {
        QAction* action = themes->addAction(name, this, [t = theme] {
            preferences::setTheme(t);
            applyTheme(t);
        });
        action->setCheckable(true);
        action->setChecked(currentTheme() == theme);
        theme_group->addAction(action);
    }
}

void MainWindow::buildScenarioMenu(QMenuBar& bar) {
    QMenu& menu = *bar.addMenu(tr("&Scenario"));
    city_actions_ << addAction(menu, tr("Add a scenario"), QStringLiteral("add"), Qt::CTRL | Qt::SHIFT | Qt::Key_N,
                               [this] { scenarios_->addScenario(); });
    city_actions_ << addAction(menu, tr("Add a variant"), QStringLiteral("add"), {},
                               [this] { scenarios_->addVariant(); });
    city_actions_ << addAction(menu, tr("Duplicate the scenario"), QStringLiteral("duplicate"), Qt::CTRL | Qt::Key_D,
                               [this] { scenarios_->duplicateScenario(); });
    city_actions_ << addAction(menu, tr("Rename the scenario…"), QStringLiteral("rename"), Qt::Key_F2,
                               [this] { scenarios_->renameScenario(); });
    city_actions_ << addAction(menu, tr("Remove what is selected"), QStringLiteral("remove"), {},
                               [this] { scenarios_->removeSelected(); });
    menu.addSeparator();
    city_actions_ << addAction(menu, tr("Add a measure…"), QStringLiteral("measure"), Qt::CTRL | Qt::Key_M,
                               [this] { scenarios_->addChange(ChangePanel::What::Measure); });
    city_actions_ << addAction(menu, tr("Add an event…"), QStringLiteral("event"), Qt::CTRL | Qt::SHIFT | Qt::Key_E,
                               [this] { scenarios_->addChange(ChangePanel::What::Event); });
    city_actions_ << addAction(menu, tr("Change what is selected…"), QStringLiteral("rename"), Qt::SHIFT | Qt::Key_F2,
                               [this] { scenarios_->editSelected(); });
    city_actions_ << addAction(menu, tr("Switch what is selected on or off"), QStringLiteral("play"), {},
                               [this] { scenarios_->switchSelected(); });
}

void MainWindow::buildRunMenu(QMenuBar& bar) {
    QMenu& menu = *bar.addMenu(tr("&Run"));
    city_actions_ << addAction(menu, tr("Play or pause"), QStringLiteral("play"), Qt::Key_Space,
                               [this] { desk_.play().setPlaying(!desk_.play().playing()); });
    city_actions_ << addAction(menu, tr("Back to the present"), QStringLiteral("now"), Qt::Key_End,
                               [this] { desk_.play().goLive(); });
    city_actions_ << addAction(menu, tr("Start again"), QStringLiteral("undo"), Qt::CTRL | Qt::Key_R,
                               [this] { desk_.workspace().activate(desk_.workspace().activeScenario()); });
    menu.addSeparator();
    city_actions_ << addAction(menu, tr("Run to the end and keep the result"), QStringLiteral("chart"),
                               Qt::CTRL | Qt::SHIFT | Qt::Key_R, [this] {
                                   const std::string chosen = scenarios_->selectedScenario();
                                   desk_.workspace().runToEnd(chosen.empty() ? desk_.workspace().activeScenario()
                                                                             : chosen);
                               });
    city_actions_ << addAction(menu, tr("Run settings…"), QStringLiteral("settings"), {},
                               [this] { askRunSettings(this, desk_.workspace()); });
}

void MainWindow::buildHelpMenu(QMenuBar& bar) {
    QMenu& menu = *bar.addMenu(tr("&Help"));
    addAction(menu, tr("Search…"), QStringLiteral("search"), Qt::CTRL | Qt::Key_K, [this] { search(); });
    addAction(menu, tr("Manual"), QStringLiteral("info"), Qt::Key_F1, [this] { showManual(manualPageHere()); });
    city_actions_ << addAction(menu, tr("Tour of the window"), {}, {}, [this] { startTour(); });
    addAction(menu, tr("Keys"), {}, Qt::SHIFT | Qt::Key_F1, [this] { showKeys(this); });
    addAction(menu, tr("About Cityloom"), {}, {}, [this] { showAbout(this, desk_.workspace().city().get()); });
}

} // namespace cityloom::app
