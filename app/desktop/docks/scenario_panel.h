// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QWidget>

#include "app/desktop/edit/change_dialog.h"
#include "app/desktop/models/workspace.h"

class QLabel;
class QToolButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace cityloom::app {

/// The project's scenarios with their measures and events, and the ways to change them. Every change can be undone.
class ScenarioPanel : public QWidget {
    Q_OBJECT

public:
    explicit ScenarioPanel(Workspace& workspace, QWidget* parent = nullptr);

    void addScenario();
    void duplicateScenario();
    void renameScenario();
    void removeSelected();
    void playSelected();
    void addChange(ChangeDialog::What what);
    /// The scenario that is selected, or that holds the selected row; empty when none.
    [[nodiscard]] std::string selectedScenario() const;
    void selectScenario(const std::string& name);
    [[nodiscard]] QTreeWidget* tree() const { return tree_; }
    /// Gives an open dialog what was picked in the picture.
    void takePicked(const render::ObjectRef& object);
    /// A dialog that opens is filled in with what is selected in the picture.
    void showSelected(const render::ObjectRef& object) { selected_ = object; }

Q_SIGNALS:
    void pickRequested();

private:
    void refresh();
    void followSelection();

    Workspace& workspace_;
    QTreeWidget* tree_;
    QLabel* hint_;
    QList<QToolButton*> tools_;
    QPointer<ChangeDialog> dialog_;
    render::ObjectRef selected_;
};

} // namespace cityloom::app
