// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/table/asset_table_model.h"

#include <cmath>

#include <QLocale>

#include "app/desktop/style/figures.h"
#include "app/desktop/style/plain_text.h"
#include "app/desktop/style/theme.h"

namespace cityloom::app {

namespace {

using Type = scenarios::TableColumn::Type;

const QString kMissing = QStringLiteral("—");

} // namespace

scenarios::Language presentLanguage() {
    return QLocale{}.language() == QLocale::Chinese ? scenarios::Language::Chinese : scenarios::Language::English;
}

AssetTableModel::AssetTableModel(QObject* parent) : QAbstractTableModel{parent} {}

void AssetTableModel::setTable(std::shared_ptr<const scenarios::AssetTable> table) {
    beginResetModel();
    table_ = std::move(table);
    filter_ = {};
    frame_.reset();
    sort_ = -1;
    rows_ = worked_out();
    arrange();
    endResetModel();
}

void AssetTableModel::setFilter(scenarios::TableFilter filter) {
    filter_ = std::move(filter);
    Q_EMIT aboutToArrange();
    beginResetModel();
    rows_ = worked_out();
    arrange();
    endResetModel();
    Q_EMIT arranged();
}

bool AssetTableModel::follow(std::shared_ptr<const engine::Frame> frame) {
    frame_ = std::move(frame);
    if (table_ == nullptr) {
        return false;
    }
    const bool moves = filter_.live() || (sort_ >= 0 && table_->column(static_cast<std::size_t>(sort_)).live);
    if (std::vector<std::uint32_t> rows = moves ? worked_out() : rows_; rows != rows_) {
        Q_EMIT aboutToArrange();
        beginResetModel();
        rows_ = std::move(rows);
        arrange();
        endResetModel();
        Q_EMIT arranged();
        return true;
    }
    if (!rows_.empty()) {
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), {Qt::DisplayRole});
    }
    return false;
}

void AssetTableModel::sort(int column, Qt::SortOrder order) {
    sort_ = table_ != nullptr && column < columnCount() ? column : -1;
    order_ = order;
    Q_EMIT aboutToArrange();
    beginResetModel();
    rows_ = worked_out();
    arrange();
    endResetModel();
    Q_EMIT arranged();
}

std::vector<std::uint32_t> AssetTableModel::worked_out() const {
    if (table_ == nullptr) {
        return {};
    }
    std::vector<std::uint32_t> rows = filter_.rows(*table_, frame_.get());
    if (sort_ >= 0) {
        scenarios::sort_rows(*table_, rows, static_cast<std::size_t>(sort_), order_ == Qt::DescendingOrder,
                             frame_.get());
    }
    return rows;
}

void AssetTableModel::arrange() {
    places_.assign(table_ != nullptr ? table_->rows() : 0, -1);
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        places_[rows_[i]] = static_cast<int>(i);
    }
}

int AssetTableModel::shownRow(std::uint32_t table_row) const {
    return table_row < places_.size() ? places_[table_row] : -1;
}

int AssetTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int AssetTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() || table_ == nullptr ? 0 : static_cast<int>(table_->columns());
}

QString AssetTableModel::text(std::size_t column, std::uint32_t row) const {
    const scenarios::TableColumn& head = table_->column(column);
    if (head.type == Type::Number) {
        const double value = table_->number(column, row, frame_.get());
        return std::isfinite(value) ? figure(value, head.decimals) : QString{};
    }
    return QString::fromStdString(table_->text(column, row, frame_.get()).in(presentLanguage()));
}

QVariant AssetTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || table_ == nullptr) {
        return {};
    }
    const auto column = static_cast<std::size_t>(index.column());
    switch (role) {
    case Qt::DisplayRole: {
        const QString said = text(column, tableRow(index.row()));
        return said.isEmpty() ? kMissing : said;
    }
    case Qt::AccessibleTextRole: {
        const QString said = text(column, tableRow(index.row()));
        return QStringLiteral("%1: %2").arg(headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString(),
                                            said.isEmpty() ? tr("nothing known") : said);
    }
    case Qt::TextAlignmentRole:
        return QVariant{(table_->column(column).type == Type::Number ? Qt::AlignRight : Qt::AlignLeft) |
                        Qt::AlignVCenter};
    case Qt::ForegroundRole:
        return text(column, tableRow(index.row())).isEmpty() ? QVariant{currentColours().muted} : QVariant{};
    case Qt::FontRole:
        return figureFont();
    case Qt::ToolTipRole: {
        const QString said = text(column, tableRow(index.row()));
        return said.isEmpty() ? tr("Nothing is known here") : plainTip(said);
    }
    default:
        return {};
    }
}

QVariant AssetTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || table_ == nullptr || section >= columnCount()) {
        return {};
    }
    const scenarios::TableColumn& column = table_->column(static_cast<std::size_t>(section));
    switch (role) {
    case Qt::DisplayRole:
        // In the title, where it covers nothing.
        return QString::fromStdString(column.title(presentLanguage())) + (section != sort_ ? QString{}
                                                                          : order_ == Qt::DescendingOrder
                                                                              ? QStringLiteral(" ▼")
                                                                              : QStringLiteral(" ▲"));
    case Qt::TextAlignmentRole:
        return QVariant{(column.type == Type::Number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter};
    case Qt::ToolTipRole:
        return column.live ? tr("Follows the run. In a filter: %1").arg(QString::fromStdString(column.id))
                           : tr("In a filter: %1").arg(QString::fromStdString(column.id));
    default:
        return {};
    }
}

} // namespace cityloom::app
