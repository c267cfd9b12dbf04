// SPDX-License-Identifier: GPL-3.0-or-later
#undef QT_NO_KEYWORDS // QCustomPlot's header is written with them
#include "app/desktop/charts/time_chart.h"

#include <cmath>

#include <QContextMenuEvent>
#include <QEvent>
#include <QFileDialog>
#include <QMenu>
#include <QMessageBox>
#include <QStandardPaths>
#include <QVBoxLayout>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#include <qcustomplot.h>
#pragma GCC diagnostic pop

#include "app/desktop/style/figures.h"
#include "app/desktop/style/theme.h"
#include "scenarios/project/text_file.h"
#include "scenarios/report/charts.h"

namespace cityloom::app {

namespace {

/// Clock times instead of seconds.
class ClockTicker final : public QCPAxisTicker {
protected:
    double getTickStep(const QCPRange& range) override {
        for (const double step : {300.0, 900.0, 1800.0, 3600.0, 7200.0, 10800.0, 21600.0}) {
            if (range.size() / step <= 4.5) {
                return step;
            }
        }
        return 43200.0;
    }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override {
        return clockText(static_cast<TimeUs>(tick) * kSecondUs, false);
    }
};

} // namespace

TimeChart::TimeChart(QWidget* parent) : QWidget{parent}, plot_{new QCustomPlot{this}} {
    auto* layout = new QVBoxLayout{this};
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(plot_);
    setMinimumHeight(130);
    graph_ = plot_->addGraph();
    graph_->setLineStyle(QCPGraph::lsStepLeft);
    cursor_ = new QCPItemLine{plot_};
    label_ = new QCPItemText{plot_};
    label_->position->setType(QCPItemPosition::ptAxisRectRatio);
    label_->position->setCoords(0.0, -0.04);
    label_->setPositionAlignment(Qt::AlignLeft | Qt::AlignBottom);
    label_->setClipToAxisRect(false);
    plot_->xAxis->setTicker(QSharedPointer<ClockTicker>::create());
    plot_->yAxis->ticker()->setTickCount(3);
    plot_->axisRect()->setMinimumMargins(QMargins{44, 22, 10, 20});
    plot_->setFocusPolicy(Qt::NoFocus);
    restyle();
}

void TimeChart::restyle() {
    const ThemeColours& c = currentColours();
    plot_->setBackground(QBrush{c.base});
    graph_->setPen(QPen{c.accent, 1.4});
    cursor_->setPen(QPen{c.muted, 1.0, Qt::DashLine});
    label_->setColor(c.text);
    QFont small = figureFont();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    label_->setFont(small);
    for (QCPAxis* axis : {plot_->xAxis, plot_->yAxis}) {
        axis->setBasePen(QPen{c.border});
        axis->setTickPen(QPen{c.border});
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelColor(c.muted);
        axis->setTickLabelFont(small);
        axis->grid()->setPen(QPen{c.border, 0.5});
        axis->grid()->setZeroLinePen(Qt::NoPen);
    }
    plot_->xAxis->grid()->setVisible(false);
    plot_->replot(QCustomPlot::rpQueuedReplot);
}

void TimeChart::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        restyle();
    }
    QWidget::changeEvent(event);
}

void TimeChart::setTitle(const QString& title, const QString& unit, int decimals) {
    title_ = title;
    unit_ = unit;
    decimals_ = decimals;
    setAccessibleName(title);
    label_->setText(QStringLiteral("%1, %2").arg(title_, unit_));
}

void TimeChart::setRange(TimeUs from, TimeUs to) {
    plot_->xAxis->setRange(to_seconds(from), to_seconds(to));
    plot_->replot(QCustomPlot::rpQueuedReplot);
}

void TimeChart::setSamples(const std::vector<std::pair<TimeUs, double>>& samples) {
    graph_->data()->clear();
    for (const auto& [at, value] : samples) {
        graph_->addData(to_seconds(at), value);
    }
    fit();
}

void TimeChart::addSample(TimeUs at, double value) {
    graph_->addData(to_seconds(at), value);
    fit();
}

void TimeChart::fit() {
    bool found = false;
    QCPRange range = graph_->getValueRange(found);
    if (found) {
        const double pad = std::max(0.08 * range.size(), std::pow(10.0, -decimals_) * 2.0);
        const double low = range.lower >= 0.0 && range.lower < pad * 2.0 ? 0.0 : range.lower - pad;
        plot_->yAxis->setRange(low, range.upper + pad);
    }
    plot_->replot(QCustomPlot::rpQueuedReplot);
}

QByteArray TimeChart::svg() const {
    scenarios::DayChart chart{
        .title = title_.toStdString(), .unit = unit_.toStdString(), .decimals = decimals_, .times = {}, .lines = {{}}};
    for (auto point = graph_->data()->constBegin(); point != graph_->data()->constEnd(); ++point) {
        chart.times.push_back(from_seconds(point->key));
        chart.lines.front().values.push_back(point->value);
    }
    return chart.times.size() < 2 ? QByteArray{} : QByteArray::fromStdString(to_svg(draw(chart), true));
}

void TimeChart::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu{this};
    QAction* keep = menu.addAction(tr("Save the chart as SVG…"), this, &TimeChart::save);
    keep->setEnabled(graph_->dataCount() > 1);
    menu.exec(event->globalPos());
}

void TimeChart::save() {
    QFileDialog dialog{this, tr("Save the chart"), QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation),
                       tr("Charts (*.svg)")};
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setDefaultSuffix(QStringLiteral("svg"));
    dialog.selectFile(title_ + QStringLiteral(".svg"));
    if (dialog.exec() != QDialog::Accepted || dialog.selectedFiles().isEmpty()) {
        return;
    }
    const std::string file = dialog.selectedFiles().front().toStdString();
    if (const auto written = scenarios::write_text_file(file, svg().toStdString()); !written) {
        QMessageBox::warning(this, tr("Save the chart"), QString::fromStdString(written.error().message));
    }
}

void TimeChart::setCursor(TimeUs at) {
    const double x = to_seconds(at);
    cursor_->start->setCoords(x, plot_->yAxis->range().lower);
    cursor_->end->setCoords(x, plot_->yAxis->range().upper);
    const auto point = graph_->data()->findBegin(x, true);
    QString text = QStringLiteral("%1, %2").arg(title_, unit_);
    if (point != graph_->data()->constEnd()) {
        text = QStringLiteral("%1   %2 %3").arg(title_, figure(point->value, decimals_), unit_);
    }
    label_->setText(text);
    plot_->replot(QCustomPlot::rpQueuedReplot);
}

} // namespace cityloom::app
