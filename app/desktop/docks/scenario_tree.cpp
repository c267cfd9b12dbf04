// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/docks/scenario_tree.h"

#include <QDropEvent>

namespace cityloom::app {

namespace {

enum Role { kScenario = Qt::UserRole, kIsChange, kIsEvent, kIndex };

} // namespace

ScenarioTree::ScenarioTree(QWidget* parent) : QTreeWidget{parent} {
    setHeaderHidden(true);
    setTextElideMode(Qt::ElideRight);
    setDragEnabled(true);
    setAcceptDrops(true);
    setDropIndicatorShown(true);
    setDragDropMode(QAbstractItemView::DragDrop);
    setDefaultDropAction(Qt::MoveAction);
    setContextMenuPolicy(Qt::CustomContextMenu);
}

void ScenarioTree::setRow(QTreeWidgetItem& item, const ScenarioRow& row) {
    item.setData(0, kScenario, QString::fromStdString(row.scenario));
    item.setData(0, kIsChange, row.change);
    item.setData(0, kIsEvent, row.which.event);
    item.setData(0, kIndex, static_cast<int>(row.which.index));
    item.setFlags(row.change ? item.flags() | Qt::ItemIsDragEnabled | Qt::ItemIsUserCheckable
                             : (item.flags() & ~Qt::ItemIsDragEnabled) | Qt::ItemIsDropEnabled);
}

ScenarioRow ScenarioTree::rowOf(const QTreeWidgetItem* item) {
    if (item == nullptr) {
        return {};
    }
    return {item->data(0, kScenario).toString().toStdString(),
            item->data(0, kIsChange).toBool(),
            {item->data(0, kIsEvent).toBool(), static_cast<std::size_t>(item->data(0, kIndex).toInt())}};
}

void ScenarioTree::choose(const ScenarioRow& row) {
    for (int i = 0; i < topLevelItemCount(); ++i) {
        QTreeWidgetItem* scenario = topLevelItem(i);
        if (rowOf(scenario).scenario != row.scenario) {
            continue;
        }
        QTreeWidgetItem* found = scenario;
        for (int k = 0; row.change && k < scenario->childCount(); ++k) {
            found = rowOf(scenario->child(k)) == row ? scenario->child(k) : found;
        }
        setCurrentItem(found);
    }
}

std::string ScenarioTree::target(const QDropEvent& event) const {
    const ScenarioRow from = current();
    const ScenarioRow onto = rowOf(itemAt(event.position().toPoint()));
    const bool fits = event.source() == this && from.change && onto.scenario != from.scenario;
    return fits ? onto.scenario : std::string{};
}

void ScenarioTree::dragMoveEvent(QDragMoveEvent* event) {
    QTreeWidget::dragMoveEvent(event); // scrolls, and draws where it would go
    event->setDropAction(event->modifiers().testFlag(Qt::ControlModifier) ? Qt::CopyAction : Qt::MoveAction);
    event->setAccepted(!target(*event).empty());
}

void ScenarioTree::dropEvent(QDropEvent* event) {
    const std::string onto = target(*event);
    if (!onto.empty()) {
        Q_EMIT dropped(current(), onto, event->modifiers().testFlag(Qt::ControlModifier));
    }
    event->setDropAction(Qt::CopyAction); // the view must take no row away itself
    event->accept();
}

} // namespace cityloom::app
