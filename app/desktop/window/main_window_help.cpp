// SPDX-License-Identifier: GPL-3.0-or-later
// The manual: which page fits what one is at, what the window calls things, and where they are.
#include <QApplication>
#include <QDockWidget>
#include <QMenu>
#include <QMenuBar>
#include <QTabBar>

#include "app/desktop/compare/beside_run.h"
#include "app/desktop/help/manual_window.h"
#include "app/desktop/help/tour.h"
#include "app/desktop/timeline/timeline_bar.h"
#include "app/desktop/view/city_view.h"
#include "app/desktop/window/main_window.h"
#include "app/desktop/window/preferences.h"

namespace cityloom::app {

namespace {

QString plain(QString text) {
    return text.remove(QLatin1Char{'&'});
}

/// Which page tells of a panel, by its id.
const QHash<QString, QString>& pageOfDock() {
    static const QHash<QString, QString> pages{{QStringLiteral("layers"), QStringLiteral("look")},
                                               {QStringLiteral("scenarios"), QStringLiteral("plan")},
                                               {QStringLiteral("form"), QStringLiteral("plan")},
                                               {QStringLiteral("comparison"), QStringLiteral("compare")},
                                               {QStringLiteral("inspector"), QStringLiteral("outage")},
                                               {QStringLiteral("kpis"), QStringLiteral("run")},
                                               {QStringLiteral("events"), QStringLiteral("outage")},
                                               {QStringLiteral("problems"), QStringLiteral("outage")},
                                               {QStringLiteral("audit"), QStringLiteral("import")},
                                               {QStringLiteral("table"), QStringLiteral("table")},
                                               {QStringLiteral("invest"), QStringLiteral("invest")}};
    return pages;
}

} // namespace

/// The action that a path of names in the sources' words leads to: "View/Data layer/Congestion".
QList<QAction*> MainWindow::menuPath(const QString& path) const {
    QList<QAction*> way;
    QList<QAction*> level = menu_bar_->actions();
    const QStringList names = path.split(QLatin1Char{'/'});
    for (const QString& name : names) {
        QAction* next = nullptr;
        for (QAction* action : level) {
            const QString title = plain(action->text());
            const bool here = title == plain(tr(name.toUtf8().constData())) ||
                              title == plain(tr(QString{QLatin1Char{'&'} + name}.toUtf8().constData()));
            next = next == nullptr && here ? action : next;
        }
        if (next == nullptr) {
            return {};
        }
        way << next;
        level = next->menu() != nullptr ? next->menu()->actions() : QList<QAction*>{};
    }
    return way;
}

QString MainWindow::manualWords(const QString& what, const QString& name) const {
    if (what == QStringLiteral("menu")) {
        QStringList words;
        for (const QAction* action : menuPath(name)) {
            words << plain(action->text());
        }
        return words.join(QStringLiteral(" ▸ "));
    }
    if (what == QStringLiteral("panel")) {
        const auto* dock = findChild<QDockWidget*>(name);
        // The form's title is what is being changed.
        return dock == nullptr ? QString{} : dock == form_dock_ ? tr("Change") : dock->windowTitle();
    }
    if (what == QStringLiteral("button")) { // "InspectorPanel/Fail"
        const QByteArray context = "cityloom::app::" + name.section(QLatin1Char{'/'}, 0, 0).toUtf8();
        const QString source = name.section(QLatin1Char{'/'}, 1);
        const QString words = QCoreApplication::translate(context.constData(), source.toUtf8().constData());
        return words == source && QLocale{}.language() == QLocale::Chinese ? QString{} : words;
    }
    if (what == QStringLiteral("tab")) {
        for (int i = 0; i < modes_->count(); ++i) {
            if (modes_->tabText(i) == tr(name.toUtf8().constData())) {
                return modes_->tabText(i);
            }
        }
    }
    return {};
}

QString MainWindow::manualPageHere() const {
    if (desk_.workspace().city() == nullptr) {
        return QStringLiteral("start");
    }
    for (const QWidget* at = QApplication::focusWidget(); at != nullptr; at = at->parentWidget()) {
        if (qobject_cast<const QDockWidget*>(at) != nullptr) {
            return pageOfDock().value(at->objectName(), QStringLiteral("start"));
        }
    }
    return beside_->active() ? QStringLiteral("compare") : QStringLiteral("look");
}

void MainWindow::showManual(const QString& page) {
    if (manual_ == nullptr) {
        const QString language = QLocale{}.language() == QLocale::Chinese ? QStringLiteral("zh") : QStringLiteral("en");
        manual_ = new ManualWindow{
            language, [this](const QString& what, const QString& name) { return manualWords(what, name); }, this};
        connect(manual_, &ManualWindow::showMe, this, &MainWindow::pointOut);
    }
    manual_->showPage(page);
    manual_->show();
    manual_->raise();
    manual_->activateWindow();
}

Tour* MainWindow::tour() const {
    return qobject_cast<Tour*>(tour_.data());
}

void MainWindow::startTour() {
    if (tour_ != nullptr || desk_.workspace().city() == nullptr) {
        return;
    }
    preferences::setTourSeen();
    const auto dock = [this](const QString& id) {
        return [this, id]() -> QWidget* {
            auto* panel = findChild<QDockWidget*>(id);
            panel->show();
            panel->raise();
            return panel;
        };
    };
    std::vector<TourStop> stops{
        {tr("The city"),
         tr("Drag turns it, the right button moves it, the wheel goes nearer. A click tells what a thing is."),
         QStringLiteral("look"), [this]() -> QWidget* { return view_; }},
        {tr("The day"),
         tr("The space key lets the time run: every vehicle, pipe and cable is simulated. Drag the mark to look back."),
         QStringLiteral("run"), [this]() -> QWidget* { return timeline_; }},
        {tr("What the picture says"),
         tr("Colour the city by speed, voltage, coverage, pressure or outages. The legend gives the classes and how "
            "much of the city lies in each."),
         QStringLiteral("look"), dock(QStringLiteral("layers"))},
        {tr("What you plan"),
         tr("A scenario holds measures (build, upgrade, close) and events (fail, repair). Add one, choose a tool and "
            "touch the map. Everything can be undone."),
         QStringLiteral("plan"), dock(QStringLiteral("scenarios"))},
        {tr("What you clicked"),
         tr("How a thing does over the run, what it depends on, and why it is out of service. Here you can let it fail "
            "and repair it."),
         QStringLiteral("outage"), dock(QStringLiteral("inspector"))},
        {tr("From a need to a plan"),
         tr("The tab Invest finds where service falls short, proposes what to build, and plans it within a budget. "
            "Ctrl+K finds anything by name; F1 opens the manual at what you are doing."),
         QStringLiteral("invest"), [this]() -> QWidget* { return modes_; }}};
    auto* tour = new Tour{this, std::move(stops)};
    tour_ = tour;
    connect(tour, &Tour::pageAsked, this, &MainWindow::showManual);
    connect(tour, &Tour::ended, view_, [this] { view_->setFocus(); });
}

/// Opens the menus as far as the command, without choosing it; brings a panel or tab to the front.
void MainWindow::pointOut(const QString& what, const QString& name) {
    raise();
    activateWindow();
    if (what == QStringLiteral("menu")) {
        const QList<QAction*> way = menuPath(name);
        if (way.size() > 1) {
            menu_bar_->setActiveAction(way[0]);
            way[0]->menu()->setActiveAction(way[1]);
        }
    } else if (what == QStringLiteral("panel")) {
        if (auto* dock = findChild<QDockWidget*>(name)) {
            dock->show();
            dock->raise();
            dock->widget()->setFocus();
        }
    } else if (what == QStringLiteral("tab")) {
        for (int i = 0; i < modes_->count(); ++i) {
            if (modes_->tabText(i) == tr(name.toUtf8().constData())) {
                modes_->setCurrentIndex(i);
            }
        }
    }
}

} // namespace cityloom::app
