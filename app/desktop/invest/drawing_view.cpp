// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/invest/drawing_view.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QPainter>
#include <QPalette>

namespace cityloom::app {

namespace {

/// Inks of paper as they are on a light window; on a dark one those of text follow the palette.
QColor inkOn(std::uint32_t ink, const QPalette& palette) {
    const bool dark = palette.color(QPalette::Base).lightness() < 128;
    if (dark && (ink == scenarios::ink::kText || ink == scenarios::ink::kQuiet)) {
        return palette.color(ink == scenarios::ink::kText ? QPalette::Text : QPalette::PlaceholderText);
    }
    if (dark && ink == scenarios::ink::kRule) {
        return palette.color(QPalette::Mid);
    }
    const QColor colour = QColor::fromRgb(ink);
    constexpr int kOnDark = 150; // per cent: as far from a dark ground as the ink is from paper
    return dark ? colour.lighter(kOnDark) : colour;
}

QPolygonF polygon(const std::vector<Point2>& points) {
    QPolygonF out;
    for (const Point2& p : points) {
        out << QPointF{p.x_m, p.y_m};
    }
    return out;
}

void paint(QPainter& painter, const QPalette& palette, const scenarios::Drawing::Line& line) {
    painter.setPen({inkOn(line.colour, palette), line.width, line.dashed ? Qt::DashLine : Qt::SolidLine, Qt::FlatCap,
                    Qt::RoundJoin});
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(polygon(line.points));
}

void paint(QPainter& painter, const QPalette& palette, const scenarios::Drawing::Area& area) {
    QColor fill = inkOn(area.colour, palette);
    fill.setAlphaF(static_cast<float>(area.opacity));
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawPolygon(polygon(area.points));
}

void paint(QPainter& painter, const QPalette& palette, const scenarios::Drawing::Label& label) {
    QFont font = painter.font();
    font.setPixelSize(std::max(1, static_cast<int>(std::lround(label.size))));
    font.setBold(label.bold);
    painter.setFont(font);
    const QString text = QString::fromStdString(label.text);
    const double wide = QFontMetricsF{font}.horizontalAdvance(text);
    using Anchor = scenarios::Drawing::Anchor;
    const double x = label.anchor == Anchor::Start ? label.at.x_m
                     : label.anchor == Anchor::End ? label.at.x_m - wide
                                                   : label.at.x_m - 0.5 * wide;
    painter.setPen(inkOn(label.colour, palette));
    painter.drawText(QPointF{x, label.at.y_m}, text);
}

} // namespace

DrawingView::DrawingView(QWidget* parent) : QWidget{parent} {
    QSizePolicy policy{QSizePolicy::Expanding, QSizePolicy::Preferred};
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    constexpr int kReadable = 440; // narrower, letters of 11 would be of less than 7
    setMinimumWidth(kReadable);
}

void DrawingView::setDrawing(scenarios::Drawing drawing) {
    drawing_ = std::move(drawing);
    setAccessibleDescription(QString::fromStdString(drawing_.words));
    updateGeometry();
    update();
}

QSize DrawingView::sizeHint() const {
    return {static_cast<int>(drawing_.width), static_cast<int>(std::ceil(drawing_.height))};
}

int DrawingView::heightForWidth(int width) const {
    return static_cast<int>(std::ceil(drawing_.height * width / std::max(1.0, drawing_.width)));
}

void DrawingView::paintEvent(QPaintEvent* /*event*/) {
    if (drawing_.height <= 0.0) {
        return;
    }
    QPainter painter{this};
    painter.setRenderHint(QPainter::Antialiasing);
    const double scale = std::min(width() / drawing_.width, height() / drawing_.height);
    painter.scale(scale, scale);
    for (const scenarios::Drawing::Shape& shape : drawing_.shapes) {
        std::visit([&](const auto& each) { paint(painter, palette(), each); }, shape);
    }
}

} // namespace cityloom::app
