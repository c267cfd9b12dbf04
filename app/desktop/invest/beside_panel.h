// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include <QStringList>
#include <QWidget>

#include "scenarios/invest/beside/beside.h"

class QLabel;
class QListWidget;
class QPushButton;
class QStandardItemModel;
class QTreeView;

namespace cityloom::app {

class DrawingView;

/// Plans side by side: which ones, a table of what each aims at, and what is dominated and robust as drawings.
class BesidePanel : public QWidget {
    Q_OBJECT

public:
    explicit BesidePanel(QWidget* parent = nullptr);

    /// The scenarios to choose from; those that were ticked and are still there stay so.
    void setScenarios(const QStringList& names);
    void setBusy(bool busy);
    void show(const scenarios::invest::Beside& beside);
    void clear();
    [[nodiscard]] QStringList chosen() const;
    [[nodiscard]] const std::optional<scenarios::invest::Beside>& shown() const { return shown_; }
    [[nodiscard]] QListWidget& list() { return *list_; }

Q_SIGNALS:
    void compareRequested(const QStringList& plans);
    void reportRequested();

private:
    void showButtons();

    std::optional<scenarios::invest::Beside> shown_;
    bool busy_ = false;
    QListWidget* list_;
    QPushButton* compare_;
    QPushButton* report_;
    QLabel* hint_;
    QLabel* findings_;
    QTreeView* view_;
    QStandardItemModel* model_;
    DrawingView* pareto_;
    DrawingView* regret_;
};

} // namespace cityloom::app
