// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "app/desktop/help/manual.h"

class QLineEdit;
class QListWidget;
class QLabel;

namespace cityloom::app {

class ManualText;

/// The manual beside the window that it is about: pages, search, and links that show in the window what they name.
class ManualWindow : public QWidget {
    Q_OBJECT

public:
    /// \param language "en" or "zh"
    ManualWindow(const QString& language, const Manual::Words& words, QWidget* parent);

    [[nodiscard]] const Manual& manual() const { return manual_; }
    [[nodiscard]] QString shown() const { return shown_; } ///< the page's id
    [[nodiscard]] QLineEdit& field() const { return *field_; }
    [[nodiscard]] QListWidget& contents() const { return *contents_; }
    void showPage(const QString& id);

Q_SIGNALS:
    /// A command, panel or tab is to be shown: "menu", "Scenario/Add a measure…".
    void showMe(const QString& what, const QString& name);

private:
    void list();
    void follow(const QUrl& link);

    Manual manual_;
    QString language_;
    QString shown_;
    QLineEdit* field_;
    QListWidget* contents_;
    QLabel* nothing_;
    ManualText* text_;
};

} // namespace cityloom::app
