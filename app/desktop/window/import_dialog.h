// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

#include <QDialog>

#include "gis/import/import.h"

class QComboBox;
class QDialogButtonBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QTableWidget;

namespace cityloom::app {

class ImportFilter;
class ImportPreview;

/// What is needed to make a project of a city's data: the files, where to keep it, and what they do not say: who lives
/// there and how people travel. The same options as of the command line's `import`; what cannot be is refused here.
class ImportDialog : public QDialog {
    Q_OBJECT

public:
    explicit ImportDialog(const QStringList& files, const QString& out, QWidget* parent);

    [[nodiscard]] std::vector<std::filesystem::path> files() const;
    [[nodiscard]] std::filesystem::path out() const;
    /// What was given; fields left empty are left to the import.
    [[nodiscard]] gis::ImportOptions options() const;

    /// The project is brought up to date rather than made.
    [[nodiscard]] bool updates() const;

    /// Why it cannot be imported so, in the current language; empty: it can be tried.
    [[nodiscard]] QString problem() const;
    [[nodiscard]] ImportPreview* preview() const { return preview_; }

private:
    QWidget* fileList();
    QWidget* mobilityTable();
    QWidget* withButton(QLineEdit* field, const QString& button, const QString& title, bool save);
    void tryAccept();

    QListWidget* list_ = nullptr;
    QLineEdit* out_ = nullptr;
    QLineEdit* name_ = nullptr;
    QLineEdit* crs_ = nullptr;
    QComboBox* side_ = nullptr;
    QLineEdit* people_ = nullptr;
    QLineEdit* jobs_ = nullptr;
    QTableWidget* mobility_ = nullptr;
    ImportFilter* filter_ = nullptr;
    ImportPreview* preview_ = nullptr;
    QLabel* problem_ = nullptr;
    QDialogButtonBox* buttons_ = nullptr;
};

/// "City data (*.osm ...)": the patterns of a file dialog, of all formats that the import reads.
[[nodiscard]] QString cityDataFilter();

} // namespace cityloom::app
