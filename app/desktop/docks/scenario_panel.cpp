// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/docks/scenario_panel.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "app/desktop/style/icons.h"
#include "app/desktop/style/plain_text.h"
#include "app/desktop/style/theme.h"
#include "scenarios/measure/apply.h"

namespace cityloom::app {

namespace {

enum Role { kScenario = Qt::UserRole, kIsEvent, kIndex };

} // namespace

ScenarioPanel::ScenarioPanel(Workspace& workspace, QWidget* parent) : QWidget{parent}, workspace_{workspace} {
    auto* column = new QVBoxLayout{this};
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(8, 4, 8, 4);
    bar->setSpacing(4);
    const auto tool = [&](const QString& picture, const QString& text, auto&& what) {
        auto* button = new QToolButton{this};
        button->setIcon(icon(picture));
        button->setIconSize({18, 18});
        button->setAutoRaise(true);
        button->setToolTip(text);
        button->setAccessibleName(text);
        connect(button, &QToolButton::clicked, this, what);
        bar->addWidget(button);
        tools_ << button;
    };
    tool(QStringLiteral("add"), tr("Add a scenario"), [this] { addScenario(); });
    tool(QStringLiteral("duplicate"), tr("Duplicate the scenario"), [this] { duplicateScenario(); });
    tool(QStringLiteral("rename"), tr("Rename the scenario"), [this] { renameScenario(); });
    tool(QStringLiteral("remove"), tr("Remove what is selected"), [this] { removeSelected(); });
    bar->addStretch(1);
    tool(QStringLiteral("measure"), tr("Add a measure"), [this] { addChange(ChangeDialog::What::Measure); });
    tool(QStringLiteral("event"), tr("Add an event"), [this] { addChange(ChangeDialog::What::Event); });
    tool(QStringLiteral("play"), tr("Play this scenario from its start"), [this] { playSelected(); });
    column->addLayout(bar);
    hint_ = new QLabel{this};
    hint_->setWordWrap(true);
    hint_->setMargin(12);
    column->addWidget(hint_);
    tree_ = new QTreeWidget{this};
    tree_->setHeaderHidden(true);
    tree_->setAccessibleName(tr("Scenarios"));
    tree_->setTextElideMode(Qt::ElideRight);
    column->addWidget(tree_, 1);
    connect(tree_, &QTreeWidget::itemSelectionChanged, this, &ScenarioPanel::followSelection);
    connect(tree_, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem* item) {
        if (item->parent() == nullptr) {
            playSelected();
        }
    });
    connect(&workspace_.book(), &ScenarioBook::changed, this, &ScenarioPanel::refresh);
    connect(&workspace_, &Workspace::sessionChanged, this, &ScenarioPanel::refresh);
    refresh();
}

void ScenarioPanel::refresh() {
    const std::string selected = selectedScenario();
    tree_->clear();
    std::vector<scenarios::Scenario> all = workspace_.book().all();
    std::stable_partition(all.begin(), all.end(), [](const scenarios::Scenario& s) {
        return s.base.empty();
    }); // what others build on comes first
    for (const scenarios::Scenario& s : all) {
        const bool active = s.name == workspace_.activeScenario();
        auto* item = new QTreeWidgetItem{tree_};
        const QString name = QString::fromStdString(s.name);
        item->setText(0, QStringLiteral("%1 %2%3").arg(
                             active ? QStringLiteral("●") : QStringLiteral("○"), name,
                             s.base.empty() ? QString{} : tr("  on %1").arg(QString::fromStdString(s.base))));
        item->setToolTip(0, active ? tr("%1, now playing").arg(name) : tr("%1: double-click plays it").arg(name));
        item->setData(0, kScenario, name);
        item->setData(0, kIndex, -1);
        QFont font = item->font(0);
        font.setWeight(active ? QFont::DemiBold : QFont::Normal);
        item->setFont(0, font);
        for (std::size_t i = 0; i < s.measures.size() + s.events.size(); ++i) {
            const bool event = i >= s.measures.size();
            const std::size_t index = event ? i - s.measures.size() : i;
            auto* child = new QTreeWidgetItem{item};
            child->setText(0, event ? eventText(s.events[index]) : measureText(s.measures[index]));
            child->setToolTip(0, plainTip(child->text(0)));
            child->setIcon(0, icon(event ? QStringLiteral("event") : QStringLiteral("measure")));
            child->setData(0, kScenario, name);
            child->setData(0, kIsEvent, event);
            child->setData(0, kIndex, static_cast<int>(index));
        }
        item->setExpanded(true);
    }
    selectScenario(selected.empty() ? workspace_.activeScenario() : selected);
    const bool empty = workspace_.book().all().empty();
    hint_->setText(workspace_.city() ? tr("No scenario yet. Press + to add one, then give it measures and events.")
                                     : tr("Open a city to plan scenarios for it."));
    hint_->setVisible(empty);
    tree_->setVisible(!empty);
    followSelection();
}

void ScenarioPanel::followSelection() {
    const bool open = workspace_.city() != nullptr;
    const bool any = !selectedScenario().empty();
    for (int i = 0; i < tools_.size(); ++i) {
        tools_[i]->setEnabled(open && (i == 0 || any));
    }
}

std::string ScenarioPanel::selectedScenario() const {
    const QTreeWidgetItem* item = tree_->currentItem();
    return item == nullptr ? std::string{} : item->data(0, kScenario).toString().toStdString();
}

void ScenarioPanel::selectScenario(const std::string& name) {
    for (int i = 0; i < tree_->topLevelItemCount(); ++i) {
        if (tree_->topLevelItem(i)->data(0, kScenario).toString().toStdString() == name) {
            tree_->setCurrentItem(tree_->topLevelItem(i));
            return;
        }
    }
}

void ScenarioPanel::addScenario() {
    scenarios::Scenario scenario;
    scenario.name = workspace_.book().freeName(tr("Plan").toStdString());
    scenario.base = workspace_.book().find("base") != nullptr ? "base" : "";
    workspace_.edit(cityloom::app::addScenario(workspace_.book(), scenario));
    selectScenario(scenario.name);
}

void ScenarioPanel::duplicateScenario() {
    if (const scenarios::Scenario* from = workspace_.book().find(selectedScenario())) {
        scenarios::Scenario copy = *from;
        copy.name = workspace_.book().freeName(from->name);
        workspace_.edit(cityloom::app::addScenario(workspace_.book(), copy));
        selectScenario(copy.name);
    }
}

void ScenarioPanel::renameScenario() {
    const std::string from = selectedScenario();
    if (from.empty()) {
        return;
    }
    bool given = false;
    const QString to = QInputDialog::getText(this, tr("Rename the scenario"), tr("New name"), QLineEdit::Normal,
                                             QString::fromStdString(from), &given)
                           .trimmed();
    if (!given || to.isEmpty() || to.toStdString() == from) {
        return;
    }
    QUndoCommand* command = cityloom::app::renameScenario(workspace_.book(), from, to.toStdString());
    if (command == nullptr) {
        Q_EMIT workspace_.failed(tr("Rename the scenario"),
                                 tr("There is a scenario %1 already. Choose another name.").arg(to), {});
        return;
    }
    workspace_.edit(command);
    selectScenario(to.toStdString());
}

void ScenarioPanel::removeSelected() {
    const QTreeWidgetItem* item = tree_->currentItem();
    if (item == nullptr) {
        return;
    }
    ScenarioBook& book = workspace_.book();
    const std::string name = selectedScenario();
    const int index = item->data(0, kIndex).toInt();
    if (index >= 0) {
        const auto at = static_cast<std::size_t>(index);
        workspace_.edit(item->data(0, kIsEvent).toBool() ? removeEvent(book, name, at) : removeMeasure(book, name, at));
        return;
    }
    QUndoCommand* command = removeScenario(book, name);
    if (command == nullptr) {
        Q_EMIT workspace_.failed(
            tr("Remove the scenario"),
            tr("Other scenarios build on %1. Remove those first.").arg(QString::fromStdString(name)), {});
        return;
    }
    workspace_.edit(command);
}

void ScenarioPanel::playSelected() {
    if (const std::string name = selectedScenario(); !name.empty()) {
        workspace_.activate(name);
    }
}

void ScenarioPanel::addChange(ChangeDialog::What what) {
    const std::string name = selectedScenario();
    if (name.empty() || !workspace_.city()) {
        return;
    }
    if (dialog_) {
        dialog_->close();
    }
    const auto resolved = scenarios::resolve_scenario(workspace_.book().all(), name);
    if (!resolved) {
        Q_EMIT workspace_.failed(tr("Scenario %1").arg(QString::fromStdString(name)),
                                 QString::fromStdString(resolved.error().message), {});
        return;
    }
    dialog_ = new ChangeDialog{what, workspace_.base(), resolved->measures, window()};
    dialog_->setShown(workspace_.city());
    connect(&workspace_, &Workspace::appliedChanged, dialog_, [this] { dialog_->setShown(workspace_.city()); });
    connect(dialog_, &ChangeDialog::pickRequested, this, &ScenarioPanel::pickRequested);
    connect(dialog_, &ChangeDialog::measureGiven, this, [this, name](const scenarios::Measure& measure) {
        workspace_.edit(addMeasure(workspace_.book(), name, measure));
        workspace_.show(name); // what is planned is seen at once
    });
    connect(dialog_, &ChangeDialog::eventGiven, this, [this, name](const scenarios::TimedEvent& event) {
        workspace_.edit(addEvent(workspace_.book(), name, event));
        workspace_.show(name);
    });
    dialog_->takeObject(selected_);
    dialog_->show();
}

void ScenarioPanel::takePicked(const render::ObjectRef& object) {
    if (dialog_) {
        dialog_->takeObject(object);
    }
}

} // namespace cityloom::app
