// SPDX-License-Identifier: GPL-3.0-or-later
// What a window shows, handed on to the one in another language; how a city looked, for the start page.
#include <QComboBox>
#include <QLineEdit>

#include "app/desktop/compare/beside_run.h"
#include "app/desktop/docks/scenario_panel.h"
#include "app/desktop/help/manual_window.h"
#include "app/desktop/table/table_panel.h"
#include "app/desktop/view/city_view.h"
#include "app/desktop/window/main_window.h"
#include "app/desktop/window/recent_projects.h"

namespace cityloom::app {

WindowState MainWindow::shownState() const {
    WindowState state{.geometry = saveGeometry(),
                      .layout = saveState(),
                      .pose = view_->pose(),
                      .has_city = view_->city() != nullptr,
                      .underground = under_->isChecked(),
                      .sun = sun_->isChecked(),
                      .selected = selected_,
                      .followed = view_->followed(),
                      .scenario = scenarios_->selectedScenario(),
                      .beside = beside_->scenario(),
                      .beside_mode = pictures_->mode(),
                      .table = table_->kinds()->currentIndex(),
                      .table_filter = table_->filterField()->text(),
                      .manual = manual_ != nullptr && manual_->isVisible() ? manual_->shown() : QString{}};
    for (const auto& [layer, action] : layer_actions_) {
        state.layer = action->isChecked() ? layer : state.layer;
    }
    for (const auto& [part, action] : part_actions_) {
        state.parts[part] = action->isChecked();
    }
    return state;
}

void MainWindow::showState(const WindowState& state) {
    restoreState(state.layout);
    closeForm();
    for (const auto& [part, shown] : state.parts) {
        setPart(part, shown);
    }
    setLayer(state.layer);
    if (!state.manual.isEmpty()) {
        showManual(state.manual);
    }
    under_->setChecked(state.underground);
    sun_->setChecked(state.sun);
    if (!state.has_city || view_->city() == nullptr) {
        return;
    }
    view_->setPose(state.pose);
    scenarios_->selectScenario(state.scenario);
    if (state.table >= 0) {
        table_->kinds()->setCurrentIndex(state.table);
        table_->filterField()->setText(state.table_filter);
    }
    select(state.selected);
    if (state.followed) {
        view_->followVehicle(state.followed);
    }
    if (!state.beside.empty()) {
        compareWith(state.beside, state.beside_mode);
    }
}

void MainWindow::keepPicture() {
    if (const LoadedCity* city = view_->city(); city != nullptr && view_->isVisible()) {
        recent::keepPicture(QString::fromStdString(city->file.string()), view_->grabFramebuffer());
    }
}

} // namespace cityloom::app
