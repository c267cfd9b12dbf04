// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/pdf_sheets.h"

#include <algorithm>

#include <QFontMetricsF>
#include <QTextLayout>

namespace cityloom::app {

namespace {

/// Lines of a width, one below the other. \return their height
double lay_out(QTextLayout& layout, const PdfText& text, double width, QPagedPaintDevice* device) {
    QTextOption option{text.align};
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setUseDesignMetrics(true);
    layout.setTextOption(option);
    layout.setCacheEnabled(false);
    const double leading = QFontMetricsF{layout.font(), device}.leading();
    double y = 0.0;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(width);
        line.setPosition({0.0, y});
        y += line.height() + std::max(0.0, leading);
    }
    layout.endLayout();
    return y;
}

} // namespace

void PdfSheets::add(double height, Paint paint, double keep) {
    if (!fits(height + keep) && at_ > 0.0) {
        next();
    }
    sheets_.back().push_back({at_, std::move(paint)});
    at_ += height;
}

void PdfSheets::next() {
    sheets_.emplace_back();
    at_ = 0.0;
}

QFont PdfSheets::font_of(const PdfText& text) const {
    // With a Latin font first, Chinese letters would come from whichever weight of the second is found first.
    const QString latin = QStringLiteral("Noto Sans");
    const QString han = QStringLiteral("Noto Sans CJK SC");
    const bool chinese = language_ == scenarios::Language::Chinese;
    QFont font{text.code ? QStringList{QStringLiteral("Noto Sans Mono"), QStringLiteral("DejaVu Sans Mono"), han}
                         : QStringList{chinese ? han : latin, chinese ? latin : han, QStringLiteral("DejaVu Sans")}};
    font.setPixelSize(static_cast<int>(text.size * dots_ + 0.5));
    font.setWeight(text.bold ? QFont::DemiBold : QFont::Normal);
    font.setHintingPreference(QFont::PreferNoHinting);
    // Letters that are moved apart, however little, are not joined: who searches for "difference" finds it.
    font.setLetterSpacing(QFont::AbsoluteSpacing, 0.02);
    return font;
}

double PdfSheets::height_of(const PdfText& text, double width) const {
    QTextLayout layout{text.text, font_of(text), device_};
    return lay_out(layout, text, width * dots_, device_) / dots_;
}

double PdfSheets::width_of(const PdfText& text) const {
    return QFontMetricsF{font_of(text), device_}.horizontalAdvance(text.text) / dots_;
}

void PdfSheets::put(QPainter& painter, const PdfText& text, const QRectF& place) const {
    QTextLayout layout{text.text, font_of(text), device_};
    const double height = lay_out(layout, text, place.width() * dots_, device_) / dots_;
    const double free = text.align.testFlag(Qt::AlignBottom) ? std::max(0.0, place.height() - height) : 0.0;
    painter.setPen(text.colour);
    layout.draw(&painter, {place.x() * dots_, (place.y() + free) * dots_});
}

void PdfSheets::paint(QPainter& painter, std::size_t sheet) const {
    for (const Piece& piece : sheets_.at(sheet)) {
        piece.paint(painter, piece.at);
    }
}

} // namespace cityloom::app
