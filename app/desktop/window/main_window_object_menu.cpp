// SPDX-License-Identifier: GPL-3.0-or-later
// The menu of things, wherever they are shown, and measuring in the picture.
#include <QContextMenuEvent>
#include <QLineEdit>
#include <QMouseEvent>

#include "app/desktop/docks/inspector_panel.h"
#include "app/desktop/docks/scenario_panel.h"
#include "app/desktop/table/table_panel.h"
#include "app/desktop/view/city_view.h"
#include "app/desktop/view/place_label.h"
#include "app/desktop/window/main_window.h"
#include "app/desktop/window/object_menu.h"
#include "scenarios/measure/edit.h"
#include "sim/engine/catalogue.h"

namespace cityloom::app {

namespace {

constexpr double kClickReach = 4.0; // as the view's: further it is a drag

} // namespace

QMenu* MainWindow::menuOf(const render::ObjectRef& object) {
    const auto city = desk_.workspace().city();
    if (city == nullptr || place_->coordinates() == nullptr) {
        return nullptr;
    }
    ObjectDeeds deeds;
    deeds.fly = [this](const render::ObjectRef& to) {
        to.kind == nullptr || to.is(render::kGround) ? view_->flyTo({to.at.x_m, to.at.y_m}, 320.0) : goTo(to);
    };
    deeds.select = [this](const render::ObjectRef& what) { select(what); };
    deeds.follow = [this](const render::ObjectRef& what) {
        select(what);
        view_->followVehicle(what.id);
    };
    deeds.show_in_table = [this](const render::ObjectRef& what) {
        select(what);
        showTable(what);
    };
    deeds.show_filtered = [this](const engine::Kind& kind, const QString& filter) {
        showTable();
        table_->showKind(&kind);
        table_->filterField()->setText(filter);
    };
    deeds.act = [this](engine::AssetRef asset, engine::Verb verb) { inspector_->act(asset, verb); };
    deeds.add_change = [this](const render::ObjectRef& at, ChangePanel::What what) {
        scenarios_->showSelected(at);
        scenarios_->addChange(what);
    };
    deeds.can_act = desk_.workspace().session() != nullptr;
    deeds.can_change = !scenarios_->selectedScenario().empty();
    return objectMenu(*city, *place_->coordinates(), object, deeds, this);
}

void MainWindow::showObjectMenu(const render::ObjectRef& object, const QPoint& global) {
    if (QMenu* menu = menuOf(object)) {
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->popup(global);
    }
}

/// The thing that a measure or event of the scenario tree is about, in its menu.
void MainWindow::addThingMenu(QMenu* menu, const ScenarioRow& row) {
    const auto city = desk_.workspace().city();
    const scenarios::Scenario* scenario = desk_.workspace().book().find(row.scenario);
    if (city == nullptr || scenario == nullptr || !row.change || !scenarios::holds(*scenario, row.which)) {
        return;
    }
    const auto& arguments =
        row.which.event ? scenario->events[row.which.index].args : scenario->measures[row.which.index].args;
    for (const auto& [name, value] : arguments) {
        const auto asset = engine::find_asset(*city->networks, name == "street" ? "street/" + value : value);
        if (!asset || asset->kind == nullptr) {
            continue;
        }
        const render::ObjectRef object = objectOf(*city, *asset);
        if (QMenu* thing = menuOf(object)) {
            thing->setParent(menu, thing->windowFlags());
            thing->setTitle(objectTitle(*city, object).replace(QLatin1Char{'&'}, QStringLiteral("&&")));
            menu->addSeparator();
            menu->addMenu(thing);
        }
        return;
    }
}

/// A right click that is no drag, and the menu key, ask for the menu of what is there.
bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    if (watched == view_ && view_->city() != nullptr) {
        if (event->type() == QEvent::MouseButtonPress) {
            menu_pressed_ = static_cast<QMouseEvent*>(event)->position();
        } else if (event->type() == QEvent::MouseButtonRelease) {
            const auto* mouse = static_cast<QMouseEvent*>(event);
            if (mouse->button() == Qt::RightButton &&
                (mouse->position() - menu_pressed_).manhattanLength() < kClickReach) {
                showObjectMenu(view_->objectAt(mouse->position()), mouse->globalPosition().toPoint());
                return true;
            }
        } else if (event->type() == QEvent::ContextMenu) {
            const auto* asked = static_cast<QContextMenuEvent*>(event);
            if (asked->reason() == QContextMenuEvent::Keyboard) {
                showObjectMenu(selected_, view_->mapToGlobal(view_->rect().center()));
            }
            return true;
        }
    }
    return QMainWindow::eventFilter(watched, event);
}

} // namespace cityloom::app
