// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "gis/import/import.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QTableWidget;

namespace cityloom::app {

/// What of a city's files is read, and as what: themes, bounds, layers of unknown kind, columns that hold a tag. The
/// same as --only, --bbox, --within, --as, --map, --update and --drop-missing of the command line.
class ImportFilter : public QWidget {
    Q_OBJECT

public:
    explicit ImportFilter(QWidget* parent = nullptr);

    /// Adds what was chosen to the options of an import.
    void addTo(gis::ImportOptions& options) const;
    /// The project is brought up to date rather than made.
    [[nodiscard]] bool updates() const;
    /// Why it cannot be so, in the current language; empty: it can be tried.
    [[nodiscard]] QString problem() const;

private:
    [[nodiscard]] QWidget* columnTable();

    QCheckBox* update_;
    QCheckBox* drop_;
    std::vector<QCheckBox*> themes_; ///< in the order of gis::import_themes()
    QLineEdit* bbox_;
    QLineEdit* within_;
    QComboBox* unknown_;
    QComboBox* shifted_;
    QTableWidget* columns_;
};

} // namespace cityloom::app
