// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/view/map_furniture.h"

#include <cmath>

#include <QPainter>
#include <QPainterPath>

#include "app/desktop/style/figures.h"
#include "app/desktop/style/theme.h"

namespace cityloom::app {

Compass::Compass(QWidget* parent) : QAbstractButton{parent} {
    setFixedSize(40, 40);
    setToolTip(tr("Turn north (N)"));
    setAccessibleName(tr("Turn north"));
}

void Compass::setHeading(double heading_rad) {
    if (std::abs(heading_rad - heading_rad_) > 0.005) {
        heading_rad_ = heading_rad;
        update();
    }
}

void Compass::paintEvent(QPaintEvent*) {
    const ThemeColours& c = currentColours();
    QPainter painter{this};
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ground = c.base;
    ground.setAlphaF(underMouse() ? 1.0F : 0.9F);
    painter.setPen(QPen{hasFocus() ? c.accent : c.border, hasFocus() ? 2.0 : 1.0});
    painter.setBrush(ground);
    painter.drawEllipse(QRectF{rect()}.adjusted(1, 1, -1, -1));
    painter.translate(width() / 2.0, height() / 2.0);
    painter.rotate(-heading_rad_ * 180.0 / 3.14159265358979);
    painter.setPen(Qt::NoPen);
    painter.setBrush(c.accent);
    painter.drawPolygon(QPolygonF{{0, -9}, {4, 4}, {0, 2}, {-4, 4}});
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.75);
    small.setWeight(QFont::DemiBold);
    painter.setFont(small);
    painter.setPen(c.text);
    painter.drawText(QRectF{-8, -20, 16, 12}, Qt::AlignCenter, tr("N", "north on the compass"));
}

ScaleBar::ScaleBar(QWidget* parent) : QWidget{parent} {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    resize(ScaleBar::sizeHint());
}

void ScaleBar::setMetresPerPixel(double metres) {
    if (std::abs(metres - metres_per_pixel_) > 0.002 * metres) {
        metres_per_pixel_ = metres;
        update();
    }
}

void ScaleBar::setAttribution(const QString& text) {
    attribution_ = text;
    setAccessibleName(text);
    resize(sizeHint());
    update();
}

QSize ScaleBar::sizeHint() const {
    return {qMax(170, fontMetrics().horizontalAdvance(attribution_) + 16), 44};
}

double roundLength(double at_most_m) {
    const double power = std::pow(10.0, std::floor(std::log10(std::max(1e-6, at_most_m))));
    for (const double step : {5.0, 2.0, 1.0}) {
        if (step * power <= at_most_m) {
            return step * power;
        }
    }
    return power;
}

void ScaleBar::paintEvent(QPaintEvent*) {
    const ThemeColours& c = currentColours();
    QPainter painter{this};
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ground = c.base;
    ground.setAlphaF(0.78F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF{rect()}, 3, 3);
    painter.setFont(figureFont());
    painter.setPen(c.text);
    if (metres_per_pixel_ > 0.0) {
        const double metres = roundLength(120.0 * metres_per_pixel_);
        const double pixels = metres / metres_per_pixel_;
        const double right = width() - 8.0;
        painter.setPen(QPen{c.text, 1.5});
        painter.drawLine(QPointF{right - pixels, 14}, QPointF{right, 14});
        painter.drawLine(QPointF{right - pixels, 10}, QPointF{right - pixels, 18});
        painter.drawLine(QPointF{right, 10}, QPointF{right, 18});
        const QString text = metres >= 1000.0 ? tr("%1 km").arg(figure(metres / 1000.0, 0))
                                              : tr("%1 m").arg(figure(metres, metres < 1.0 ? 1 : 0));
        painter.drawText(QRectF{0, 5, right - pixels - 8, 18}, Qt::AlignRight | Qt::AlignVCenter, text);
    }
    painter.setPen(c.muted);
    painter.drawText(QRectF{8, 24, width() - 16.0, 16}, Qt::AlignRight | Qt::AlignVCenter, attribution_);
}

} // namespace cityloom::app
