// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QPointer>
#include <QWidget>

#include "app/desktop/docks/scenario_tree.h"
#include "app/desktop/edit/change_panel.h"
#include "app/desktop/models/workspace.h"

class QLabel;
class QMenu;
class QToolButton;

namespace cityloom::app {

/// The project's scenarios with their measures and events, and the ways to change them: add, edit, switch off, copy,
/// move, remove. Every change can be undone.
class ScenarioPanel : public QWidget {
    Q_OBJECT

public:
    explicit ScenarioPanel(Workspace& workspace, QWidget* parent = nullptr);

    void addScenario();
    /// A scenario that builds on the selected one.
    void addVariant();
    void duplicateScenario();
    void renameScenario();
    void removeSelected();
    void playSelected();
    void addChange(ChangePanel::What what);
    /// Of the selected measure or event:
    void editSelected();
    void switchSelected();
    void copySelected();
    void paste(); ///< into the selected scenario
    /// The scenario that is selected, or that holds the selected row; empty when none.
    [[nodiscard]] std::string selectedScenario() const { return tree_->current().scenario; }
    void selectScenario(const std::string& name) { tree_->choose({name, false, {}}); }
    [[nodiscard]] ScenarioTree* tree() const { return tree_; }
    /// The form that is open; null: none.
    [[nodiscard]] ChangePanel* form() const { return form_; }
    /// Gives an open form what was picked in the picture.
    void takePicked(const render::ObjectRef& object);
    /// A form that opens is filled in with what is selected in the picture.
    void showSelected(const render::ObjectRef& object) { selected_ = object; }
    /// Moves an event of a scenario's own to another time.
    void moveEvent(const std::string& scenario, std::size_t index, TimeUs at);

Q_SIGNALS:
    void pickRequested();
    void formOpened(ChangePanel* form); ///< to be shown beside the map; it is the listener's from then on
    void formClosed();
    void menuOpened(QMenu* menu, const ScenarioRow& row); ///< whoever knows more of a row's thing adds to it

private:
    void refresh();
    void refreshRow(QTreeWidgetItem& item, const scenarios::Scenario& scenario, scenarios::ChangeRef which);
    void followSelection();
    void showMenu(const QPoint& at);
    void drop(const ScenarioRow& from, const std::string& to, bool copy);
    void openForm(ChangePanel::What what, const std::string& scenario, std::optional<scenarios::ChangeRef> which);

    Workspace& workspace_;
    ScenarioTree* tree_;
    QLabel* hint_;
    QList<QToolButton*> tools_;
    QPointer<ChangePanel> form_;
    ScenarioRow copied_;
    render::ObjectRef selected_;
    bool refreshing_ = false;
};

} // namespace cityloom::app
