// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/window/notes_dialog.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include "app/desktop/style/plain_text.h"

namespace cityloom::app {

NotesModel::NotesModel(std::vector<gis::ImportNote> notes, QObject* parent)
    : QAbstractTableModel{parent}, notes_{std::move(notes)} {}

int NotesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(notes_.size());
}

int NotesModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumns;
}

QVariant NotesModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) {
        return {};
    }
    const gis::ImportNote& note = notes_[static_cast<std::size_t>(index.row())];
    const auto text = [&]() -> QString {
        switch (index.column()) {
        case kLevel:
            return note.level == gis::ImportNote::Level::Error     ? tr("Error")
                   : note.level == gis::ImportNote::Level::Warning ? tr("Warning")
                                                                   : tr("Note");
        case kFile:
            return QString::fromStdString(note.file);
        case kObject:
            return QString::fromStdString(note.object);
        case kReason:
            return QString::fromStdString(note.reason);
        default:
            return QString::fromStdString(note.remedy);
        }
    }();
    return role == Qt::ToolTipRole ? plainTip(text) : text;
}

QVariant NotesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    const QStringList names{tr("Level"), tr("File"), tr("Object"), tr("What"), tr("Remedy")};
    return names.value(section);
}

NotesDialog::NotesDialog(const std::vector<gis::ImportNote>& notes, QWidget* parent) : QDialog{parent} {
    setWindowTitle(tr("Notes of the import"));
    resize(900, 480);
    auto* column = new QVBoxLayout{this};
    auto* filter = new QLineEdit{this};
    filter->setPlaceholderText(tr("Show only notes with these words"));
    filter->setAccessibleName(tr("Filter"));
    filter->setClearButtonEnabled(true);
    auto* shown = new QSortFilterProxyModel{this};
    shown->setSourceModel(new NotesModel{notes, this});
    shown->setFilterKeyColumn(-1);
    shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    auto* table = new QTableView{this};
    table->setAccessibleName(tr("Notes of the import"));
    table->setModel(shown);
    table->setSortingEnabled(true);
    table->sortByColumn(NotesModel::kLevel, Qt::AscendingOrder);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->verticalHeader()->hide();
    table->setAlternatingRowColors(true);
    table->horizontalHeader()->setStretchLastSection(true);
    table->setColumnWidth(NotesModel::kObject, 180);
    table->setColumnWidth(NotesModel::kReason, 300);
    auto* count = new QLabel{this};
    const auto tell = [count, shown, all = notes.size()] {
        count->setText(tr("%1 of %2 notes").arg(shown->rowCount()).arg(all));
    };
    connect(filter, &QLineEdit::textChanged, this, [shown, tell](const QString& text) {
        shown->setFilterFixedString(text);
        tell();
    });
    tell();
    auto* buttons = new QDialogButtonBox{QDialogButtonBox::Close, this};
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(filter);
    column->addWidget(table, 1);
    column->addWidget(count);
    column->addWidget(buttons);
}

} // namespace cityloom::app
