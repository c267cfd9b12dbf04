// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QAbstractTableModel>
#include <QDialog>

#include "gis/city/city.h"

namespace cityloom::app {

/// The validation report of an import, a row a note.
class NotesModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column : int { kLevel, kFile, kObject, kReason, kRemedy, kColumns };

    NotesModel(std::vector<gis::ImportNote> notes, QObject* parent);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<gis::ImportNote> notes_;
};

/// The same in a window: sorted by any column, filtered by any word.
class NotesDialog : public QDialog {
    Q_OBJECT

public:
    NotesDialog(const std::vector<gis::ImportNote>& notes, QWidget* parent);
};

} // namespace cityloom::app
