// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include <QAbstractTableModel>

#include "scenarios/table/rows.h"

namespace cityloom::app {

/// The rows of a table that fit a filter, in the order of a column. A cell is worked out when it is looked at; only the
/// order is kept. Of the rows that a run moves, where they stand is worked out anew when follow() is called.
class AssetTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    explicit AssetTableModel(QObject* parent = nullptr);

    /// Null: an empty table. The filter goes, the frame too.
    void setTable(std::shared_ptr<const scenarios::AssetTable> table);
    [[nodiscard]] const std::shared_ptr<const scenarios::AssetTable>& table() const { return table_; }
    void setFilter(scenarios::TableFilter filter);
    /// Shows another moment. \return whether rows moved, came or went; otherwise only cells changed
    bool follow(std::shared_ptr<const engine::Frame> frame);
    [[nodiscard]] const engine::Frame* frame() const { return frame_.get(); }

    /// Of the table, in the order shown.
    [[nodiscard]] const std::vector<std::uint32_t>& shown() const { return rows_; }
    [[nodiscard]] std::uint32_t tableRow(int row) const { return rows_[static_cast<std::size_t>(row)]; }
    /// Where a row of the table is shown; -1: it is not.
    [[nodiscard]] int shownRow(std::uint32_t table_row) const;
    [[nodiscard]] int sortColumn() const { return sort_; }
    [[nodiscard]] Qt::SortOrder sortOrder() const { return order_; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// Below 0: the table's own order.
    void sort(int column, Qt::SortOrder order) override;

Q_SIGNALS:
    /// Rows are about to move, and have moved: whoever remembers some does it by those of the table.
    void aboutToArrange();
    void arranged();

private:
    void arrange();
    [[nodiscard]] std::vector<std::uint32_t> worked_out() const;
    [[nodiscard]] QString text(std::size_t column, std::uint32_t row) const;

    std::shared_ptr<const scenarios::AssetTable> table_;
    std::shared_ptr<const engine::Frame> frame_;
    scenarios::TableFilter filter_;
    std::vector<std::uint32_t> rows_;
    std::vector<int> places_; ///< by row of the table; -1: not shown
    int sort_ = -1;
    Qt::SortOrder order_ = Qt::AscendingOrder;
};

/// The language that the program speaks now.
[[nodiscard]] scenarios::Language presentLanguage();

} // namespace cityloom::app
