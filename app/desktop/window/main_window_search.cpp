// SPDX-License-Identifier: GPL-3.0-or-later
// What the window itself has to be found: commands, panels, scenarios and what they hold.
#include <QDockWidget>
#include <QMenu>

#include "app/desktop/docks/scenario_panel.h"
#include "app/desktop/edit/change_words.h"
#include "app/desktop/view/city_view.h"
#include "app/desktop/window/command_search.h"
#include "app/desktop/window/main_window.h"

namespace cityloom::app {

namespace {

QString plain(QString text) {
    return text.remove(QLatin1Char{'&'}).remove(QStringLiteral("…"));
}

/// "View, Data layer": the menus in which an action stands.
QString menusOf(const QAction& action) {
    QStringList titles;
    const QAction* at = &action;
    while (at != nullptr) {
        const QAction* above = nullptr;
        for (QObject* object : at->associatedObjects()) {
            if (const auto* menu = qobject_cast<QMenu*>(object)) {
                titles.prepend(plain(menu->title()));
                above = menu->menuAction();
            }
        }
        at = above;
    }
    return titles.join(QStringLiteral(" › "));
}

} // namespace

std::vector<SearchEntry> MainWindow::searchEntries() {
    std::vector<SearchEntry> entries;
    for (QDockWidget* dock : docks_) {
        entries.push_back({.group = tr("Panels"),
                           .text = dock->windowTitle(),
                           .detail = {},
                           .icon = QStringLiteral("table"),
                           .go = [dock] {
                               dock->show();
                               dock->raise();
                               dock->widget()->setFocus();
                           }});
    }
    for (const scenarios::Scenario& scenario : desk_.workspace().book().all()) {
        const QString name = QString::fromStdString(scenario.name);
        const auto show = [this, name = scenario.name] {
            findChild<QDockWidget*>(QStringLiteral("scenarios"))->show();
            scenarios_->selectScenario(name);
        };
        entries.push_back(
            {.group = tr("Scenarios"), .text = name, .detail = {}, .icon = QStringLiteral("scenario"), .go = show});
        for (const scenarios::Measure& measure : scenario.measures) {
            entries.push_back({.group = tr("Measures and events"),
                               .text = measureText(measure),
                               .detail = name,
                               .icon = QStringLiteral("measure"),
                               .go = show});
        }
        for (const scenarios::TimedEvent& event : scenario.events) {
            entries.push_back({.group = tr("Measures and events"),
                               .text = eventText(event),
                               .detail = name,
                               .icon = QStringLiteral("event"),
                               .go = show});
        }
    }
    addVehicleEntries(entries);
    for (QAction* action : findChildren<QAction*>(Qt::FindDirectChildrenOnly) + menuActions()) {
        const QString text = plain(action->text());
        const QString menus = menusOf(*action);
        if (text.isEmpty() || menus.isEmpty() || !action->isEnabled() || action->isSeparator() ||
            action->menu() != nullptr) {
            continue;
        }
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        entries.push_back({.group = tr("Commands"),
                           .text = text,
                           .detail = keys.isEmpty() ? menus : QStringLiteral("%1  ·  %2").arg(menus, keys),
                           .icon = QStringLiteral("play"),
                           .go = [action] { action->trigger(); }});
    }
    return entries;
}

QList<QAction*> MainWindow::menuActions() const {
    QList<QAction*> actions;
    for (const QMenu* menu : findChildren<QMenu*>()) {
        for (QAction* action : menu->actions()) {
            if (action->parent() == menu) { // those made by the menu itself
                actions << action;
            }
        }
    }
    return actions;
}

void MainWindow::search() {
    (new CommandSearch{searchEntries(), *city_search_,
                       [this](const render::ObjectRef& object) {
                           if (object.is(render::kGround)) {
                               view_->flyTo({object.at.x_m, object.at.y_m}, 900.0);
                           } else {
                               goTo(object);
                           }
                       },
                       this})
        ->show();
}

} // namespace cityloom::app
