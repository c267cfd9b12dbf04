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
class QTableWidget;

namespace cityloom::app {

/// Two results side by side, and what B changes against A. B is the live run unless another is chosen.
class KpiPanel : public QWidget {
    Q_OBJECT

public:
    KpiPanel(Workspace& workspace, PlayControl& play, QWidget* parent = nullptr);
    [[nodiscard]] QByteArray csv() const;
    [[nodiscard]] QTableWidget* table() const { return table_; }

private:
    void refreshChoices();
    void readLive();
    void fill();
    [[nodiscard]] KpiColumn chosen(const QComboBox* box) const;

    Workspace& workspace_;
    PlayControl& play_;
    QComboBox* a_;
    QComboBox* b_;
    QLabel* hint_;
    QTableWidget* table_;
    std::vector<KpiColumn> stored_;
    scenarios::KpiSet live_;
    QTimer timer_;
    bool reading_ = false;
};

} // namespace cityloom::app
