// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QTimer>
#include <QWidget>

#include "app/desktop/models/kpi_column.h"
#include "app/desktop/models/workspace.h"
#include "app/desktop/timeline/play_control.h"

class QComboBox;
class QLabel;
class QPushButton;
class QTableWidget;

namespace cityloom::app {

/// Two results side by side, and what B changes against A: only of like runs. Else it says in what they differ, and
/// offers to run what is missing.
class KpiPanel : public QWidget {
    Q_OBJECT

public:
    KpiPanel(Workspace& workspace, PlayControl& play, QWidget* parent = nullptr);
    [[nodiscard]] QByteArray csv() const;
    [[nodiscard]] QTableWidget* table() const { return table_; }
    /// Why no change is told; empty: it is.
    [[nodiscard]] QString whyNot() const;
    [[nodiscard]] QPushButton* runLikeButton() const { return run_like_; }
    [[nodiscard]] QComboBox* choice(bool of_b) const { return of_b ? b_ : a_; }

private:
    void refreshChoices();
    void readLive();
    void fill();
    void runLike();
    [[nodiscard]] KpiColumn chosen(const QComboBox* box) const;

    Workspace& workspace_;
    PlayControl& play_;
    QComboBox* a_;
    QComboBox* b_;
    QLabel* hint_;
    QLabel* unlike_;
    QPushButton* run_like_;
    QTableWidget* table_;
    std::vector<KpiColumn> stored_;
    scenarios::KpiSet live_;
    QTimer timer_;
    QComboBox* wanted_ = nullptr; ///< the next result that is kept is for it
    std::size_t known_ = 0;       ///< results, when the choices were made last
    bool reading_ = false;
};

} // namespace cityloom::app
