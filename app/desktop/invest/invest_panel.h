// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QWidget>

#include "app/desktop/invest/invest_work.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QStandardItemModel;
class QTabWidget;
class QTreeView;

namespace cityloom::app {

class BesidePanel;
class DrawingView;

/// From what the city lacks to a plan: candidates in a table, limits beside them, and what the plan made of them costs
/// and brings. The candidates are a scenario like any: they are added and edited there too.
class InvestPanel : public QWidget {
    Q_OBJECT

public:
    explicit InvestPanel(Workspace& workspace, QWidget* parent = nullptr);

    void setCity(bool there);
    [[nodiscard]] InvestWork& work() { return work_; }
    /// The scenario whose measures are candidates; empty: none is chosen.
    [[nodiscard]] std::string candidates() const;
    [[nodiscard]] const std::optional<PlanMade>& made() const { return made_; }
    [[nodiscard]] int rows() const;
    [[nodiscard]] BesidePanel& beside() { return *beside_; }

Q_SIGNALS:
    void flyRequested(Point2 at);
    void assetRequested(const std::string& key);
    void reportRequested();
    void besideReportRequested();

private:
    QWidget* buildLimits();
    QWidget* buildCharts();
    void fillScenarios();
    void fillCandidates();
    void drop();
    void go(std::size_t measure);
    void plan();
    void appraise();
    void compare(const QStringList& plans);
    void showDebt(const PlanMade& made);
    void say(const PlanMade& made);
    void show(const PlanMade& made);
    void showBusy();
    [[nodiscard]] scenarios::invest::EffectRequest effects() const;
    [[nodiscard]] std::string limits() const;

    Workspace& workspace_;
    InvestWork work_;
    std::optional<PlanMade> made_;
    QComboBox* scenario_;
    QPushButton* find_;
    QPushButton* drop_;
    QPushButton* plan_;
    QPushButton* appraise_;
    QPushButton* report_;
    QSpinBox* first_;
    QSpinBox* last_;
    QDoubleSpinBox* budget_;
    QDoubleSpinBox* debt_;
    QComboBox* aim_;
    QCheckBox* quick_;
    QTreeView* view_;
    QStandardItemModel* model_;
    QLabel* summary_;
    QTabWidget* charts_;
    BesidePanel* beside_;
    QLabel* findings_;
    DrawingView* debt_chart_;
    DrawingView* use_;
    DrawingView* gantt_;
    DrawingView* money_;
    DrawingView* tornado_;
    DrawingView* samples_;
};

} // namespace cityloom::app
