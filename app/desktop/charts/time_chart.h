// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <utility>
#include <vector>

#include <QWidget>

#include "sim/core/time.h"

class QCPGraph;
class QCPItemLine;
class QCPItemText;
class QCustomPlot;

namespace cityloom::app {

/// One figure over the run: a thin line with its name and unit written above, and the present time as a line tied to
/// the timeline.
class TimeChart : public QWidget {
    Q_OBJECT

public:
    explicit TimeChart(QWidget* parent = nullptr);
    void setTitle(const QString& title, const QString& unit, int decimals);
    void setRange(TimeUs from, TimeUs to);
    void setSamples(const std::vector<std::pair<TimeUs, double>>& samples);
    void addSample(TimeUs at, double value);
    void setCursor(TimeUs at);
    /// The chart as a file of lines and letters; empty where there is nothing to draw.
    [[nodiscard]] QByteArray svg() const;

protected:
    void changeEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void restyle();
    void fit();
    void save();

    QCustomPlot* plot_;
    QCPGraph* graph_;
    QCPItemLine* cursor_;
    QCPItemText* label_;
    QString title_;
    QString unit_;
    int decimals_ = 1;
};

} // namespace cityloom::app
