// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QFont>
#include <QPagedPaintDevice>
#include <QPainter>

#include "scenarios/measure/words.h"

namespace cityloom::app {

/// Units of a sheet: so many lie between its margins, as on a page of the HTML report.
inline constexpr double kSheetWide = 700.0;

/// A text as it is set: its letters, size (units) and colour.
struct PdfText {
    QString text;
    double size = 12.0;
    bool bold = false;
    bool code = false; ///< in letters of one width
    QColor colour;
    Qt::Alignment align = Qt::AlignLeft;
};

/// What is set on sheets one below the other: pieces that are never cut, moved to the next sheet where they do not fit.
/// All lengths are units; the painter of a piece is in dots of the device, so that letters are placed exactly.
class PdfSheets {
public:
    /// Paints a piece whose top lies \p y units below the sheet's upper margin.
    using Paint = std::function<void(QPainter& painter, double y)>;

    /// \param wide, high dots of the sheet between its margins, header and footer
    PdfSheets(QPagedPaintDevice* device, scenarios::Language language, double wide, double high)
        : device_{device}, language_{language}, dots_{wide / kSheetWide}, high_{high / dots_} {}

    /// \param keep how much more must fit on the same sheet below it: a heading needs some of what it heads
    void add(double height, Paint paint, double keep = 0.0);
    /// Goes on with a new sheet.
    void next();
    /// White space, that a new sheet does not begin with.
    void skip(double height) { at_ += at_ > 0.0 ? height : 0.0; }
    /// Whether so much still fits on this sheet.
    [[nodiscard]] bool fits(double height) const { return at_ + height <= high_; }
    [[nodiscard]] double high() const { return high_; }
    [[nodiscard]] double dots() const { return dots_; } ///< of a unit

    /// How high a text is that is broken into lines of that width.
    [[nodiscard]] double height_of(const PdfText& text, double width) const;
    [[nodiscard]] double width_of(const PdfText& text) const; ///< in one line
    void put(QPainter& painter, const PdfText& text, const QRectF& place) const;

    [[nodiscard]] std::size_t count() const { return sheets_.size(); }
    void paint(QPainter& painter, std::size_t sheet) const;

private:
    [[nodiscard]] QFont font_of(const PdfText& text) const;

    struct Piece {
        double at = 0.0;
        Paint paint;
    };
    QPagedPaintDevice* device_;
    scenarios::Language language_;
    double dots_;
    double high_;
    double at_ = 0.0;
    std::vector<std::vector<Piece>> sheets_{1};
};

} // namespace cityloom::app
