// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>

#include <QWidget>

#include "app/desktop/models/workspace.h"
#include "scenarios/audit/audit.h"

class QCheckBox;
class QLabel;
class QPushButton;
class QStandardItemModel;
class QTreeView;

namespace cityloom::app {

/// Where the model of the city is weak: each derived or simulated figure beside what an engineer would believe, its
/// source, and why it lies outside. A double-click flies to the place that stands out most.
class AuditPanel : public QWidget {
    Q_OBJECT

public:
    explicit AuditPanel(Workspace& workspace, QWidget* parent = nullptr);
    /// What was found belongs to the city that it was found in.
    void setCity(bool there);
    /// Holds the figures against their bands, in a task of its own.
    void begin();
    [[nodiscard]] bool done() const { return audit_.has_value(); }
    [[nodiscard]] int rows() const;

Q_SIGNALS:
    void flyRequested(Point2 at);
    void finished();

private:
    void fill();

    Workspace& workspace_;
    std::optional<scenarios::Audit> audit_;
    int task_ = -1; ///< under way; below 0: none is
    QPushButton* run_;
    QCheckBox* traffic_;
    QCheckBox* outside_only_;
    QLabel* summary_;
    QTreeView* view_;
    QStandardItemModel* model_;
};

} // namespace cityloom::app
