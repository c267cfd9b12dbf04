// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/docks/scenario_panel.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

#include "app/desktop/style/icons.h"
#include "app/desktop/style/plain_text.h"
#include "scenarios/measure/apply.h"

namespace cityloom::app {

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
    tool(QStringLiteral("measure"), tr("Add a measure"), [this] { addChange(ChangePanel::What::Measure); });
    tool(QStringLiteral("event"), tr("Add an event"), [this] { addChange(ChangePanel::What::Event); });
    tool(QStringLiteral("play"), tr("Play this scenario from its start"), [this] { playSelected(); });
    column->addLayout(bar);
    hint_ = new QLabel{this};
    hint_->setWordWrap(true);
    hint_->setMargin(12);
    column->addWidget(hint_);
    tree_ = new ScenarioTree{this};
    tree_->setAccessibleName(tr("Scenarios"));
    column->addWidget(tree_, 1);
    const auto key = [this](const QKeySequence& keys, auto what) {
        auto* shortcut = new QShortcut{keys, tree_, nullptr, nullptr, Qt::WidgetShortcut};
        connect(shortcut, &QShortcut::activated, this, what);
    };
    key(QKeySequence::Delete, [this] { removeSelected(); });
    key(QKeySequence::Copy, [this] { copySelected(); });
    key(QKeySequence::Paste, [this] { paste(); });
    connect(tree_, &QTreeWidget::itemSelectionChanged, this, &ScenarioPanel::followSelection);
    connect(tree_, &QTreeWidget::customContextMenuRequested, this, &ScenarioPanel::showMenu);
    connect(tree_, &ScenarioTree::dropped, this, &ScenarioPanel::drop);
    connect(tree_, &QTreeWidget::itemActivated, this,
            [this](QTreeWidgetItem* item) { ScenarioTree::rowOf(item).change ? editSelected() : playSelected(); });
    connect(tree_, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem* item) {
        const ScenarioRow row = ScenarioTree::rowOf(item);
        if (!refreshing_ && row.change) {
            workspace_.edit(
                switchChange(workspace_.book(), row.scenario, row.which, item->checkState(0) == Qt::Checked));
        }
    });
    // Not at once: the tree is told of a checked box while it is still at work on it.
    connect(&workspace_.book(), &ScenarioBook::changed, this, &ScenarioPanel::refresh, Qt::QueuedConnection);
    connect(&workspace_, &Workspace::sessionChanged, this, &ScenarioPanel::refresh, Qt::QueuedConnection);
    refresh();
}

void ScenarioPanel::refreshRow(QTreeWidgetItem& item, const scenarios::Scenario& scenario, scenarios::ChangeRef which) {
    const bool off = scenarios::is_off(scenario, which);
    const QString text =
        which.event ? eventText(scenario.events[which.index]) : measureText(scenario.measures[which.index]);
    item.setText(0, text);
    item.setToolTip(0, plainTip(off ? tr("Switched off: %1").arg(text) : text));
    item.setIcon(0, icon(which.event ? QStringLiteral("event") : QStringLiteral("measure")));
    ScenarioTree::setRow(item, {scenario.name, true, which});
    item.setCheckState(0, off ? Qt::Unchecked : Qt::Checked);
    if (off) {
        QFont font = item.font(0);
        font.setStrikeOut(true);
        item.setFont(0, font);
        item.setForeground(0, palette().placeholderText());
    }
}

void ScenarioPanel::refresh() {
    refreshing_ = true;
    const ScenarioRow selected = tree_->current();
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
        item->setToolTip(
            0, plainTip(active ? tr("%1, now playing").arg(name) : tr("%1: double-click plays it").arg(name)));
        ScenarioTree::setRow(*item, {s.name, false, {}});
        QFont font = item->font(0);
        font.setWeight(active ? QFont::DemiBold : QFont::Normal);
        item->setFont(0, font);
        for (std::size_t i = 0; i < s.measures.size() + s.events.size(); ++i) {
            refreshRow(*new QTreeWidgetItem{item}, s, *scenarios::change_numbered(s, i + 1));
        }
        item->setExpanded(true);
    }
    tree_->choose(selected.scenario.empty() ? ScenarioRow{workspace_.activeScenario(), false, {}} : selected);
    refreshing_ = false;
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

void ScenarioPanel::addScenario() {
    scenarios::Scenario scenario;
    scenario.name = workspace_.book().freeName(tr("Plan").toStdString());
    scenario.base = workspace_.book().find("base") != nullptr ? "base" : "";
    workspace_.edit(cityloom::app::addScenario(workspace_.book(), scenario));
    refresh();
    selectScenario(scenario.name);
}

void ScenarioPanel::addVariant() {
    scenarios::Scenario scenario;
    scenario.base = selectedScenario();
    if (scenario.base.empty()) {
        return;
    }
    scenario.name = workspace_.book().freeName(scenario.base);
    workspace_.edit(cityloom::app::addScenario(workspace_.book(), scenario));
    refresh();
    selectScenario(scenario.name);
}

void ScenarioPanel::duplicateScenario() {
    if (const scenarios::Scenario* from = workspace_.book().find(selectedScenario())) {
        scenarios::Scenario copy = *from;
        copy.name = workspace_.book().freeName(from->name);
        workspace_.edit(cityloom::app::addScenario(workspace_.book(), copy));
        refresh();
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
    refresh();
    selectScenario(to.toStdString());
}

void ScenarioPanel::removeSelected() {
    const ScenarioRow row = tree_->current();
    ScenarioBook& book = workspace_.book();
    if (row.scenario.empty()) {
        return;
    }
    if (row.change) {
        workspace_.edit(removeChange(book, row.scenario, row.which));
        return;
    }
    QUndoCommand* command = removeScenario(book, row.scenario);
    if (command == nullptr) {
        Q_EMIT workspace_.failed(
            tr("Remove the scenario"),
            tr("Other scenarios build on %1. Remove those first.").arg(QString::fromStdString(row.scenario)), {});
        return;
    }
    workspace_.edit(command);
}

void ScenarioPanel::playSelected() {
    if (const std::string name = selectedScenario(); !name.empty()) {
        workspace_.activate(name);
    }
}

void ScenarioPanel::addChange(ChangePanel::What what) {
    if (const std::string name = selectedScenario(); !name.empty() && workspace_.city()) {
        openForm(what, name, {});
    }
}

void ScenarioPanel::editSelected() {
    if (const ScenarioRow row = tree_->current(); row.change && workspace_.city()) {
        openForm(row.which.event ? ChangePanel::What::Event : ChangePanel::What::Measure, row.scenario, row.which);
    }
}

void ScenarioPanel::switchSelected() {
    const ScenarioRow row = tree_->current();
    const scenarios::Scenario* scenario = workspace_.book().find(row.scenario);
    if (row.change && scenario != nullptr && scenarios::holds(*scenario, row.which)) {
        workspace_.edit(
            switchChange(workspace_.book(), row.scenario, row.which, scenarios::is_off(*scenario, row.which)));
    }
}

void ScenarioPanel::copySelected() {
    if (const ScenarioRow row = tree_->current(); row.change) {
        copied_ = row;
    }
}

void ScenarioPanel::paste() {
    if (copied_.change && !selectedScenario().empty()) {
        workspace_.edit(copyChange(workspace_.book(), copied_.scenario, copied_.which, selectedScenario()));
    }
}

void ScenarioPanel::drop(const ScenarioRow& from, const std::string& to, bool copy) {
    workspace_.edit(copy ? copyChange(workspace_.book(), from.scenario, from.which, to)
                         : moveChange(workspace_.book(), from.scenario, from.which, to));
}

void ScenarioPanel::moveEvent(const std::string& scenario, std::size_t index, TimeUs at) {
    const scenarios::Scenario* holder = workspace_.book().find(scenario);
    if (holder != nullptr && index < holder->events.size()) {
        scenarios::TimedEvent event = holder->events[index];
        event.at = at;
        workspace_.edit(replaceEvent(workspace_.book(), scenario, index, event));
    }
}

void ScenarioPanel::showMenu(const QPoint& at) {
    const ScenarioRow row = tree_->current();
    QMenu menu{this};
    const auto add = [&](const QString& text, const QString& picture, auto what, const QKeySequence& keys = {}) {
        QAction* action = menu.addAction(icon(picture), text, this, what);
        action->setShortcut(keys);
    };
    if (row.change) {
        const scenarios::Scenario* scenario = workspace_.book().find(row.scenario);
        const bool off =
            scenario != nullptr && scenarios::holds(*scenario, row.which) && scenarios::is_off(*scenario, row.which);
        add(tr("Change…"), QStringLiteral("rename"), &ScenarioPanel::editSelected, Qt::Key_Return);
        add(off ? tr("Switch on") : tr("Switch off"), QStringLiteral("play"), &ScenarioPanel::switchSelected,
            Qt::Key_Space);
        add(tr("Copy"), QStringLiteral("duplicate"), &ScenarioPanel::copySelected, QKeySequence::Copy);
    } else if (!row.scenario.empty()) {
        add(tr("Play this scenario from its start"), QStringLiteral("play"), &ScenarioPanel::playSelected,
            Qt::Key_Return);
        add(tr("Add a measure…"), QStringLiteral("measure"), [this] { addChange(ChangePanel::What::Measure); });
        add(tr("Add an event…"), QStringLiteral("event"), [this] { addChange(ChangePanel::What::Event); });
        add(tr("Add a variant"), QStringLiteral("add"), &ScenarioPanel::addVariant);
        add(tr("Duplicate the scenario"), QStringLiteral("duplicate"), &ScenarioPanel::duplicateScenario);
        add(tr("Rename the scenario…"), QStringLiteral("rename"), &ScenarioPanel::renameScenario, Qt::Key_F2);
    } else {
        add(tr("Add a scenario"), QStringLiteral("add"), &ScenarioPanel::addScenario);
    }
    if (copied_.change && !row.scenario.empty()) {
        add(tr("Paste"), QStringLiteral("add"), &ScenarioPanel::paste, QKeySequence::Paste);
    }
    if (!row.scenario.empty()) {
        menu.addSeparator();
        add(tr("Remove what is selected"), QStringLiteral("remove"), &ScenarioPanel::removeSelected,
            QKeySequence::Delete);
    }
    Q_EMIT menuOpened(&menu, row);
    menu.exec(tree_->viewport()->mapToGlobal(at));
}

void ScenarioPanel::openForm(ChangePanel::What what, const std::string& name,
                             std::optional<scenarios::ChangeRef> which) {
    const scenarios::Scenario* scenario = workspace_.book().find(name);
    if (scenario == nullptr || (which && !scenarios::holds(*scenario, *which))) {
        return;
    }
    std::vector<scenarios::Scenario> all = workspace_.book().all();
    if (which) { // what it is changed to is checked without it
        scenarios::remove_change(*std::ranges::find(all, name, &scenarios::Scenario::name), *which);
    }
    const auto resolved = scenarios::resolve_scenario(all, name);
    if (!resolved) {
        Q_EMIT workspace_.failed(tr("Scenario %1").arg(QString::fromStdString(name)),
                                 QString::fromStdString(resolved.error().message), {});
        return;
    }
    delete form_;
    form_ = new ChangePanel{what, workspace_.base(), resolved->measures, window()};
    form_->setShown(workspace_.city());
    connect(&workspace_, &Workspace::appliedChanged, form_, [this] { form_->setShown(workspace_.city()); });
    connect(&workspace_, &Workspace::cityChanged, form_, &ChangePanel::closed);
    connect(form_, &ChangePanel::pickRequested, this, &ScenarioPanel::pickRequested);
    connect(form_, &ChangePanel::measureGiven, this, [this, name, which](const scenarios::Measure& measure) {
        workspace_.edit(which ? replaceMeasure(workspace_.book(), name, which->index, measure)
                              : addMeasure(workspace_.book(), name, measure));
        workspace_.show(name); // what is planned is seen at once
    });
    connect(form_, &ChangePanel::eventGiven, this, [this, name, which](const scenarios::TimedEvent& event) {
        workspace_.edit(which ? replaceEvent(workspace_.book(), name, which->index, event)
                              : addEvent(workspace_.book(), name, event));
        workspace_.show(name);
    });
    connect(form_, &ChangePanel::closed, this, &ScenarioPanel::formClosed);
    // What is edited may be undone, moved or removed meanwhile: the form is then of nothing.
    connect(&workspace_.book(), &ScenarioBook::changed, form_, [this, name, which, was = *scenario] {
        const scenarios::Scenario* now = workspace_.book().find(name);
        const auto same = [&] {
            return which->event ? now->events[which->index] == was.events[which->index]
                                : now->measures[which->index] == was.measures[which->index];
        };
        if (now == nullptr || (which && (!scenarios::holds(*now, *which) || !same()))) {
            Q_EMIT form_->closed();
        }
    });
    if (which && which->event) {
        form_->edit(scenario->events[which->index]);
    } else if (which) {
        form_->edit(scenario->measures[which->index]);
    } else {
        form_->takeObject(selected_);
    }
    Q_EMIT formOpened(form_);
    if (!which && form_->wantsPicture()) {
        Q_EMIT pickRequested();
    }
}

void ScenarioPanel::takePicked(const render::ObjectRef& object) {
    if (form_) {
        form_->takeObject(object);
    }
}

} // namespace cityloom::app
