// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QDialog>

#include "app/desktop/models/loaded_city.h"

class QLineEdit;
class QListWidget;

namespace cityloom::app {

/// One thing that can be found by its words.
struct SearchEntry {
    QString text;
    QString detail;
    QString icon;
    std::function<void()> go;
};

/// Finds an action, an asset or a street by some letters of its name, and goes there.
class CommandSearch : public QDialog {
    Q_OBJECT

public:
    CommandSearch(std::vector<SearchEntry> entries, QWidget* parent);
    [[nodiscard]] QLineEdit* field() const { return field_; }
    [[nodiscard]] int hits() const;
    void goToCurrent();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void search(const QString& text);

    std::vector<SearchEntry> entries_;
    QLineEdit* field_;
    QListWidget* list_;
};

} // namespace cityloom::app
