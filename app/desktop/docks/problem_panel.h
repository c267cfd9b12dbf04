// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QWidget>

#include "app/desktop/models/problems.h"
#include "app/desktop/timeline/play_control.h"

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QStandardItemModel;
class QTreeView;

namespace cityloom::app {

/// Everything that a person should look at, filtered by text; a double-click flies to the place where there is one.
class ProblemPanel : public QWidget {
    Q_OBJECT

public:
    explicit ProblemPanel(PlayControl& play, QWidget* parent = nullptr);
    void setCity(const LoadedCity* city);
    [[nodiscard]] int count() const { return static_cast<int>(problems_.size()); }

Q_SIGNALS:
    void flyRequested(Point2 at);

private:
    void refreshRun();
    void fill();

    PlayControl& play_;
    std::vector<Problem> of_city_;
    std::vector<Problem> problems_;
    std::size_t run_count_ = 0;
    QLineEdit* filter_;
    QLabel* hint_;
    QTreeView* view_;
    QStandardItemModel* model_;
    QSortFilterProxyModel* proxy_;
};

} // namespace cityloom::app
