// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/view/legend_panel.h"

#include <algorithm>
#include <tuple>

#include <QPainter>

#include "app/desktop/style/figures.h"
#include "app/desktop/style/theme.h"

namespace cityloom::app {

namespace {

constexpr int kPad = 10;
constexpr int kRow = 18;
constexpr int kSwatch = 14;

QColor colourOf(render::Colour c) {
    return QColor{c[0], c[1], c[2]};
}

} // namespace

LegendPanel::LegendPanel(QWidget* parent) : QWidget{parent} {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void LegendPanel::showLegend(const render::LayerLegend& legend) {
    const auto shape = [](const render::LayerLegend& of) { // a number less may do with less room: it is kept
        return std::tuple{
            of.title,         of.note, of.stops.size(), of.apart.size(), std::ranges::count(of.tally, '\n'),
            of.tally.empty(), of.high};
    };
    const bool shape_changed = shape(legend) != shape(legend_);
    const bool same =
        !shape_changed && legend.time / kSecondUs == legend_.time / kSecondUs && legend.tally == legend_.tally;
    legend_ = legend;
    setVisible(!legend.stops.empty());
    if (shape_changed) {
        resize(sizeHint());
        updateGeometry();
    }
    if (!same) {
        update();
    }
    setAccessibleName(QString::fromStdString(legend.title));
    QStringList said{QString::fromStdString(legend.note)};
    for (const render::LegendStop& stop : legend.apart) {
        said << QString::fromStdString(stop.label);
    }
    said << QString::fromStdString(legend.tally);
    setAccessibleDescription(said.join(QStringLiteral(". ")));
}

QSize LegendPanel::sizeHint() const {
    const QFontMetrics metrics{font()};
    int wide = metrics.horizontalAdvance(QString::fromStdString(legend_.title + "  " + legend_.unit)) + 40;
    for (const render::LegendStop& stop : legend_.stops) {
        wide = qMax(wide, metrics.horizontalAdvance(QString::fromStdString(stop.label)) + kSwatch + 10);
    }
    wide = qMax(wide, metrics.horizontalAdvance(QString::fromStdString(legend_.no_data)) + kSwatch + 10);
    for (const render::LegendStop& stop : legend_.apart) {
        wide = qMax(wide, metrics.horizontalAdvance(QString::fromStdString(stop.label)) + kSwatch + 30);
    }
    wide = qMax(wide, metrics.horizontalAdvance(QString::fromStdString(legend_.note)) + 10);
    const QStringList tallies = QString::fromStdString(legend_.tally).split(QLatin1Char{'\n'}, Qt::SkipEmptyParts);
    for (const QString& tally : tallies) {
        wide = qMax(wide, metrics.horizontalAdvance(tally) + 30);
    }
    const int more =
        static_cast<int>(legend_.apart.size()) + static_cast<int>(tallies.size()) + (legend_.note.empty() ? 0 : 1);
    const int rows = legend_.classes ? static_cast<int>(legend_.stops.size()) : 2;
    return {qMax(200, wide) + 2 * kPad, kPad * 2 + kRow * (rows + (legend_.no_data.empty() ? 2 : 3) + more)};
}

void LegendPanel::paintEvent(QPaintEvent*) {
    const ThemeColours& c = currentColours();
    QPainter painter{this};
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ground = c.base;
    ground.setAlphaF(0.92F);
    painter.setPen(c.border);
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF{rect()}.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    QRectF line{kPad, kPad, width() - 2.0 * kPad, kRow};
    QFont bold = figureFont();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    painter.setPen(c.text);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, QString::fromStdString(legend_.title));
    painter.setFont(figureFont());
    painter.setPen(c.muted);
    painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, QString::fromStdString(legend_.unit));
    line.translate(0, kRow + 2);
    if (legend_.classes) {
        for (const render::LegendStop& stop : legend_.stops) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(colourOf(stop.colour));
            painter.drawRect(QRectF{line.left(), line.center().y() - kSwatch / 2.0, kSwatch, kSwatch});
            painter.setPen(c.text);
            painter.drawText(line.adjusted(kSwatch + 8, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                             QString::fromStdString(stop.label));
            line.translate(0, kRow);
        }
    } else {
        const QRectF bar = line.adjusted(0, 2, 0, -6);
        const auto parts = static_cast<double>(legend_.strip.size());
        for (std::size_t i = 0; i < legend_.strip.size(); ++i) { // with its step where service begins
            painter.fillRect(QRectF{bar.left() + static_cast<double>(i) * bar.width() / parts, bar.top(),
                                    bar.width() / parts + 0.5, bar.height()},
                             colourOf(legend_.strip[i]));
        }
        painter.setPen(c.border);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(bar);
        line.translate(0, kRow - 4);
        painter.setPen(c.text);
        for (const render::LegendStop& stop : legend_.stops) {
            const double share = (stop.value - legend_.low) / std::max(1e-9, legend_.high - legend_.low);
            const double x = line.left() + std::clamp(share, 0.0, 1.0) * line.width();
            const int align = share <= 0.01 ? Qt::AlignLeft : share >= 0.99 ? Qt::AlignRight : Qt::AlignHCenter;
            const QRectF box = share <= 0.01   ? QRectF{x, line.top(), 60, kRow}
                               : share >= 0.99 ? QRectF{x - 60, line.top(), 60, kRow}
                                               : QRectF{x - 30, line.top(), 60, kRow};
            painter.drawText(box, align | Qt::AlignVCenter, QString::fromStdString(stop.label));
        }
        line.translate(0, kRow + 2);
    }
    if (!legend_.no_data.empty()) {
        const QRectF swatch{line.left(), line.center().y() - kSwatch / 2.0, kSwatch, kSwatch};
        painter.setPen(c.border);
        painter.setBrush(QColor{0x3D, 0x24, 0x4D});
        painter.drawRect(swatch);
        painter.setBrush(QBrush{QColor{0xC8, 0xB8, 0xD0}, Qt::BDiagPattern});
        painter.drawRect(swatch);
        painter.setPen(c.muted);
        painter.drawText(line.adjusted(kSwatch + 8, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         QString::fromStdString(legend_.no_data));
        line.translate(0, kRow);
    }
    if (!legend_.note.empty()) {
        painter.setPen(c.muted);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, QString::fromStdString(legend_.note));
        line.translate(0, kRow);
    }
    for (const render::LegendStop& stop : legend_.apart) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colourOf(stop.colour));
        painter.drawRect(QRectF{line.left(), line.center().y() - kSwatch / 2.0, kSwatch, kSwatch});
        painter.setPen(c.text);
        painter.drawText(line.adjusted(kSwatch + 8, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         QString::fromStdString(stop.label));
        line.translate(0, kRow);
    }
    painter.setPen(c.text);
    for (const QString& tally : QString::fromStdString(legend_.tally).split(QLatin1Char{'\n'}, Qt::SkipEmptyParts)) {
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, tally);
        line.translate(0, kRow);
    }
    painter.setPen(c.muted);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                     legend_.time >= 0 ? clockText(legend_.time) : tr("no result yet"));
}

} // namespace cityloom::app
