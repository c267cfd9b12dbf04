// SPDX-License-Identifier: GPL-3.0-or-later
// Rows that are selected, here and in the picture; columns that are shown; what is said below.
#include <algorithm>
#include <utility>

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QTableView>

#include "app/desktop/table/asset_table_model.h"
#include "app/desktop/table/table_panel.h"
#include "app/desktop/table/table_words_of.h"
#include "sim/traffic/rows.h"

namespace cityloom::app {

std::set<std::uint32_t> TablePanel::chosenRows() const {
    std::set<std::uint32_t> rows;
    for (const QItemSelectionRange& range : view_->selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row) {
            rows.insert(model_->tableRow(row));
        }
    }
    return rows;
}

void TablePanel::remember() {
    arranging_ = true;
    kept_ = chosenRows();
    const QModelIndex current = view_->currentIndex();
    kept_current_ = current.isValid() ? model_->tableRow(current.row()) : kNone;
    kept_column_ = current.isValid() ? current.column() : 0;
    kept_scroll_ = view_->verticalScrollBar()->value();
}

void TablePanel::restore() {
    QItemSelection selection;
    std::vector<int> rows;
    for (const std::uint32_t row : kept_) {
        if (const int shown = model_->shownRow(row); shown >= 0) {
            rows.push_back(shown);
        }
    }
    std::ranges::sort(rows);
    const int last = model_->columnCount() - 1;
    for (std::size_t i = 0; i < rows.size();) { // runs of rows, each one range
        std::size_t end = i + 1;
        while (end < rows.size() && rows[end] == rows[end - 1] + 1) {
            ++end;
        }
        selection.append(QItemSelectionRange{model_->index(rows[i], 0), model_->index(rows[end - 1], last)});
        i = end;
    }
    if (const int current = kept_current_ == kNone ? -1 : model_->shownRow(kept_current_); current >= 0) {
        view_->selectionModel()->setCurrentIndex(model_->index(current, kept_column_), QItemSelectionModel::NoUpdate);
    }
    view_->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    view_->verticalScrollBar()->setValue(kept_scroll_);
    arranging_ = false;
    summarise();
}

void TablePanel::rowsChosen() {
    if (arranging_) {
        return;
    }
    summarise();
    const QModelIndex current = view_->currentIndex();
    if (!telling_ && current.isValid() && view_->selectionModel()->isRowSelected(current.row())) {
        telling_ = true;
        Q_EMIT objectChosen(objectAt(current.row()));
        constexpr std::size_t kMostOutlined = 5000; // more is no selection that one looks at
        std::vector<render::ObjectRef> others;
        for (const QItemSelectionRange& range : view_->selectionModel()->selection()) {
            for (int row = range.top(); row <= range.bottom() && others.size() < kMostOutlined; ++row) {
                if (row != current.row()) {
                    others.push_back(objectAt(row));
                }
            }
        }
        Q_EMIT othersChosen(others);
        telling_ = false;
    }
}

render::ObjectRef TablePanel::objectAt(int row) const {
    const std::uint32_t of = model_->tableRow(row);
    const scenarios::AssetTable& table = *model_->table();
    const Point2 at = table.place(of);
    const bool street = &table.kind() == &traffic::kStreet;
    return {&table.kind(),
            of,
            street ? table.asset(of).index : 0,
            {at.x_m, at.y_m, table.city().city->terrain.ground_m(at)}};
}

void TablePanel::selectRow(std::uint32_t table_row) {
    const int row = model_->shownRow(table_row);
    if (row < 0) {
        return;
    }
    const bool before = std::exchange(telling_, true);
    const QModelIndex index = model_->index(row, std::max(0, view_->currentIndex().column()));
    view_->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    view_->scrollTo(index);
    telling_ = before;
}

void TablePanel::showSelected(const render::ObjectRef& object) {
    if (telling_ || !ready()) {
        return;
    }
    if (object.kind != &model_->table()->kind()) {
        const QSignalBlocker quiet{this};
        view_->clearSelection();
        return;
    }
    const int row = model_->shownRow(object.index);
    if (row >= 0 && !view_->selectionModel()->isRowSelected(row)) {
        selectRow(object.index);
    }
}

void TablePanel::showKind(const engine::Kind* kind) {
    const int at = kinds_->findData(QVariant::fromValue(static_cast<const void*>(kind)));
    if (at >= 0 && at != kinds_->currentIndex()) {
        const QSignalBlocker quiet{filter_}; // it was of other columns
        filter_->clear();
        problem_->hide();
        kinds_->setCurrentIndex(at);
    }
}

void TablePanel::showAsset(const render::ObjectRef& object) {
    showKind(object.kind);
    if (!ready()) {
        wanted_ = object;
        return;
    }
    if (model_->shownRow(object.index) < 0) {
        filter_->clear();
        applyFilter();
    }
    selectRow(object.index);
}

void TablePanel::takeFocus() {
    focus_wanted_ = !ready();
    if (model_->rowCount() == 0) {
        filter_->setFocus();
        return;
    }
    if (!view_->currentIndex().isValid()) {
        view_->selectionModel()->setCurrentIndex(model_->index(0, view_->horizontalHeader()->logicalIndex(0)),
                                                 QItemSelectionModel::NoUpdate);
    }
    view_->setFocus();
}

void TablePanel::fillColumnMenu(QMenu& menu) {
    menu.clear();
    for (int c = 0; c < model_->columnCount(); ++c) {
        QAction* action = menu.addAction(
            QString::fromStdString(model_->table()->column(static_cast<std::size_t>(c)).title(presentLanguage())));
        action->setCheckable(true);
        action->setChecked(!view_->isColumnHidden(c));
        action->setEnabled(c != 0); // the key says which row it is
        connect(action, &QAction::toggled, this, [this, c](bool on) { setColumn(c, on); });
    }
}

void TablePanel::setColumn(int column, bool shown) {
    view_->setColumnHidden(column, !shown);
    QStringList ids;
    for (int c = 0; c < model_->columnCount(); ++c) {
        if (!view_->isColumnHidden(c)) {
            ids << QString::fromStdString(model_->table()->column(static_cast<std::size_t>(c)).id);
        }
    }
    keepShownColumns(model_->table()->kind(), ids);
    summarise();
}

void TablePanel::summarise() {
    if (!ready()) {
        summary_->clear();
        return;
    }
    const std::set<std::uint32_t> chosen = chosenRows();
    const QModelIndex current = view_->currentIndex();
    summary_->setText(summaryText(*model_->table(), model_->shown(), {chosen.begin(), chosen.end()},
                                  current.isValid() ? current.column() : -1, model_->frame()));
}

QByteArray TablePanel::csv() const {
    scenarios::TableAnswer answer{.rows = model_->shown(), .columns = {}};
    const QHeaderView& head = *view_->horizontalHeader();
    for (int visual = 0; visual < head.count(); ++visual) { // as they stand, also where they were moved
        if (const int c = head.logicalIndex(visual); !view_->isColumnHidden(c)) {
            answer.columns.push_back(static_cast<std::size_t>(c));
        }
    }
    return QByteArray::fromStdString(scenarios::to_csv(*model_->table(), answer, presentLanguage(), model_->frame()));
}

} // namespace cityloom::app
