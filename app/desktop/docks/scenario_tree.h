// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QTreeWidget>

#include "scenarios/measure/edit.h"

namespace cityloom::app {

/// What a row of the scenario tree stands for: a scenario, or one of its own measures or events.
struct ScenarioRow {
    std::string scenario; ///< empty: no row
    bool change = false;  ///< a measure or an event: which
    scenarios::ChangeRef which;
    friend bool operator==(const ScenarioRow&, const ScenarioRow&) = default;
};

/// The scenarios with their measures and events. A change can be dragged onto another scenario: it moves there, or with
/// Ctrl a copy does. Whoever listens does it; the rows only follow the book.
class ScenarioTree : public QTreeWidget {
    Q_OBJECT

public:
    explicit ScenarioTree(QWidget* parent = nullptr);
    static void setRow(QTreeWidgetItem& item, const ScenarioRow& row);
    [[nodiscard]] static ScenarioRow rowOf(const QTreeWidgetItem* item);
    [[nodiscard]] ScenarioRow current() const { return rowOf(currentItem()); }
    /// Selects the row that stands for it, or where that is gone its scenario.
    void choose(const ScenarioRow& row);

Q_SIGNALS:
    void dropped(const ScenarioRow& from, const std::string& to, bool copy);

protected:
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    /// The scenario that a change of another one would be dropped on; empty: none.
    [[nodiscard]] std::string target(const QDropEvent& event) const;
};

} // namespace cityloom::app
