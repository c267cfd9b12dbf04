// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/pdf_blocks.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include <QImage>
#include <QPainterPath>

namespace cityloom::app {

namespace {

namespace ink = scenarios::ink;
using scenarios::Drawing;

constexpr double kBody = 11.5;
constexpr double kGap = 8.0;
constexpr double kPad = 5.0; // in a table's cell, at each side

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

QColor colour(std::uint32_t rgb) {
    return QColor::fromRgb(rgb);
}

QColor colour(scenarios::Tone tone) {
    switch (tone) {
    case scenarios::Tone::Better:
        return colour(ink::kAccent);
    case scenarios::Tone::Worse:
        return colour(ink::kWarm);
    case scenarios::Tone::Quiet:
        return colour(ink::kQuiet);
    case scenarios::Tone::Plain:
        break;
    }
    return colour(ink::kText);
}

void rule(QPainter& painter, const PdfSheets& sheets, double y, double width) {
    painter.setPen(QPen{colour(ink::kRule), width * sheets.dots()});
    painter.drawLine(QPointF{0.0, y * sheets.dots()}, QPointF{kSheetWide * sheets.dots(), y * sheets.dots()});
}

void set_text(PdfSheets& sheets, const PdfText& text, double indent = 0.0, double keep = 0.0) {
    const double height = sheets.height_of(text, kSheetWide - indent);
    sheets.add(
        height,
        [&sheets, text, indent, height](QPainter& painter, double y) {
            sheets.put(painter, text, {indent, y, kSheetWide - indent, height});
        },
        keep);
}

/// \param below of what it heads, on the same sheet
void set(PdfSheets& sheets, const scenarios::ReportHeading& heading, double below) {
    sheets.skip(20.0);
    const PdfText text{q(heading.text), 15.0, true, false, colour(ink::kText)};
    const double height = sheets.height_of(text, kSheetWide);
    sheets.add(
        height + 10.0,
        [&sheets, text, height](QPainter& painter, double y) {
            sheets.put(painter, text, {0.0, y, kSheetWide, height});
            rule(painter, sheets, y + height + 3.0, 0.8);
        },
        below);
}

void set(PdfSheets& sheets, const scenarios::ReportSentence& sentence) {
    using Weight = scenarios::ReportSentence::Weight;
    const bool note = sentence.weight == Weight::Note;
    const double size = sentence.weight == Weight::Finding ? 14.0 : note ? 10.0 : kBody;
    set_text(sheets, {q(sentence.text), size, false, false,
                      note && sentence.tone == scenarios::Tone::Plain ? colour(ink::kQuiet) : colour(sentence.tone)});
    sheets.skip(sentence.weight == Weight::Finding ? 9.0 : 6.0);
}

void set(PdfSheets& sheets, const scenarios::ReportList& list) {
    constexpr double kIndent = 14.0;
    for (const std::string& item : list.items) {
        const PdfText text{q(item), kBody, false, false, colour(ink::kText)};
        const double height = sheets.height_of(text, kSheetWide - kIndent);
        sheets.add(height, [&sheets, text, height](QPainter& painter, double y) {
            sheets.put(painter, {QStringLiteral("•"), kBody, false, false, colour(ink::kQuiet)},
                       {2.0, y, kIndent, height});
            sheets.put(painter, text, {kIndent, y, kSheetWide - kIndent, height});
        });
        sheets.skip(3.0);
    }
    sheets.skip(5.0);
}

void set(PdfSheets& sheets, const scenarios::ReportCode& code) {
    constexpr double kInset = 8.0;
    const PdfText text{q(code.text), 10.0, false, true, colour(ink::kText)};
    const double height = sheets.height_of(text, kSheetWide - 2.0 * kInset) + 2.0 * kInset;
    sheets.add(height, [&sheets, text, height](QPainter& painter, double y) {
        painter.fillRect(QRectF{0.0, y * sheets.dots(), kSheetWide * sheets.dots(), height * sheets.dots()},
                         QColor{0xF1, 0xEE, 0xE7});
        sheets.put(painter, text, {kInset, y + kInset, kSheetWide - 2.0 * kInset, height - 2.0 * kInset});
    });
    sheets.skip(kGap);
}

void set(PdfSheets& sheets, const scenarios::ReportNumbers& numbers) {
    if (numbers.numbers.empty()) {
        return;
    }
    const double wide = kSheetWide / static_cast<double>(numbers.numbers.size());
    struct Column {
        PdfText number;
        PdfText words;
    };
    std::vector<Column> columns;
    double below = 0.0;
    for (const auto& [number, words] : numbers.numbers) {
        columns.push_back(
            {{q(number), 20.0, true, false, colour(ink::kText)}, {q(words), 10.0, false, false, colour(ink::kQuiet)}});
        below = std::max(below, sheets.height_of(columns.back().words, wide - 12.0));
    }
    constexpr double kNumber = 28.0;
    sheets.skip(4.0);
    sheets.add(kNumber + below, [&sheets, columns, wide, below](QPainter& painter, double y) {
        for (std::size_t k = 0; k < columns.size(); ++k) {
            const double x = static_cast<double>(k) * wide;
            sheets.put(painter, columns[k].number, {x, y, wide - 12.0, kNumber});
            sheets.put(painter, columns[k].words, {x, y + kNumber, wide - 12.0, below});
        }
    });
    sheets.skip(12.0);
}

/// A row of a table, as high as its highest cell.
struct Row {
    std::vector<PdfText> cells;
    double height = 0.0;
};

/// Where each column ends. Columns of figures are as wide as the widest of them; the others share the rest as they ask.
std::vector<double> column_widths(const PdfSheets& sheets, const scenarios::ReportTable& table,
                                  const std::vector<Row>& rows) {
    std::vector<double> widths(table.columns.size(), 0.0);
    double left = kSheetWide;
    double shares = 0.0;
    for (std::size_t c = 0; c < widths.size(); ++c) {
        if (!table.columns[c].number) {
            shares += table.columns[c].share;
            continue;
        }
        for (std::size_t r = 1; r < rows.size(); ++r) { // a head may be broken into lines
            widths[c] = std::max(widths[c], sheets.width_of(rows[r].cells[c]));
        }
        for (const QString& word : rows.front().cells[c].text.split(u' ')) {
            PdfText piece = rows.front().cells[c];
            piece.text = word;
            widths[c] = std::max(widths[c], std::min(90.0, sheets.width_of(piece)));
        }
        widths[c] += 2.0 * kPad + 1.0;
        left -= widths[c];
    }
    for (std::size_t c = 0; c < widths.size(); ++c) {
        widths[c] = table.columns[c].number ? widths[c] : std::max(40.0, left * table.columns[c].share / shares);
    }
    if (shares <= 0.0) { // all of them figures
        const double scale = kSheetWide / (kSheetWide - left);
        std::ranges::for_each(widths, [&](double& w) { w *= scale; });
    }
    return widths;
}

void set(PdfSheets& sheets, const scenarios::ReportTable& table) {
    constexpr double kSize = 9.5;
    auto rows = std::make_shared<std::vector<Row>>();
    const auto align = [&](std::size_t c) { return table.columns[c].number ? Qt::AlignRight : Qt::AlignLeft; };
    Row head;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
        head.cells.push_back(
            {q(table.columns[c].head), kSize, false, false, colour(ink::kQuiet), align(c) | Qt::AlignBottom});
    }
    rows->push_back(std::move(head));
    for (const auto& cells : table.rows) {
        Row row;
        for (std::size_t c = 0; c < cells.size(); ++c) {
            const bool loud = cells[c].tone == scenarios::Tone::Better || cells[c].tone == scenarios::Tone::Worse;
            row.cells.push_back({q(cells[c].text), kSize, loud, cells[c].code, colour(cells[c].tone), align(c)});
        }
        rows->push_back(std::move(row));
    }
    const std::vector<double> widths = column_widths(sheets, table, *rows);
    for (Row& row : *rows) {
        for (std::size_t c = 0; c < row.cells.size(); ++c) {
            row.height = std::max(row.height, sheets.height_of(row.cells[c], widths[c] - 2.0 * kPad) + 6.0);
        }
    }
    const auto paint = [&sheets, rows, widths](std::size_t r) {
        return [&sheets, rows, widths, r](QPainter& painter, double y) {
            const Row& row = (*rows)[r];
            double x = 0.0;
            for (std::size_t c = 0; c < row.cells.size(); ++c) {
                sheets.put(painter, row.cells[c], {x + kPad, y + 3.0, widths[c] - 2.0 * kPad, row.height - 6.0});
                x += widths[c];
            }
            rule(painter, sheets, y + row.height, r == 0 ? 0.9 : 0.4);
        };
    };
    const double head_height = rows->front().height;
    sheets.add(head_height, paint(0), rows->size() > 1 ? (*rows)[1].height : 0.0);
    for (std::size_t r = 1; r < rows->size(); ++r) {
        if (!sheets.fits((*rows)[r].height)) {
            sheets.next();
            sheets.add(head_height, paint(0)); // the head again
        }
        sheets.add((*rows)[r].height, paint(r));
    }
    sheets.skip(kGap + 4.0);
}

QPolygonF polygon(const std::vector<Point2>& points, double y, double d) {
    QPolygonF out;
    for (const Point2& p : points) {
        out << QPointF{p.x_m * d, (p.y_m + y) * d};
    }
    return out;
}

void paint_shape(QPainter& painter, const PdfSheets& sheets, const Drawing::Line& line, double y) {
    const double d = sheets.dots();
    QPen pen{colour(line.colour), line.width * d, line.dashed ? Qt::DashLine : Qt::SolidLine, Qt::FlatCap,
             Qt::RoundJoin};
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(polygon(line.points, y, d));
}

void paint_shape(QPainter& painter, const PdfSheets& sheets, const Drawing::Area& area, double y) {
    QColor fill = colour(area.colour);
    fill.setAlphaF(static_cast<float>(area.opacity));
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawPolygon(polygon(area.points, y, sheets.dots()));
}

void paint_shape(QPainter& painter, const PdfSheets& sheets, const Drawing::Label& label, double y) {
    const PdfText text{q(label.text), label.size, label.bold, false, colour(label.colour)};
    const double wide = sheets.width_of(text) + 2.0;
    const double x = label.anchor == Drawing::Anchor::Start ? label.at.x_m
                     : label.anchor == Drawing::Anchor::End ? label.at.x_m - wide
                                                            : label.at.x_m - 0.5 * wide;
    // Its baseline lies where the drawing says: letters are set from the top.
    const double high = sheets.height_of(text, wide + 10.0);
    sheets.put(painter, text, {x, y + label.at.y_m - 0.78 * high, wide + 10.0, high});
}

void paint_drawing(QPainter& painter, const PdfSheets& sheets, const Drawing& drawing, double y) {
    for (const Drawing::Shape& shape : drawing.shapes) {
        std::visit([&](const auto& s) { paint_shape(painter, sheets, s, y); }, shape);
    }
}

void set(PdfSheets& sheets, const scenarios::ReportPictures& row) {
    constexpr double kBetween = 10.0;
    const auto count = static_cast<double>(std::max<std::size_t>(1, row.pictures.size()));
    const double wide = (kSheetWide - kBetween * (count - 1.0)) / count;
    struct One {
        QImage image;
        PdfText caption;
    };
    auto all = std::make_shared<std::vector<One>>();
    double high = 0.0;
    double below = 0.0;
    for (const scenarios::ReportPictures::One& picture : row.pictures) {
        One one{QImage::fromData(QByteArray::fromStdString(picture.png), "PNG"),
                {q(picture.caption), 10.0, false, false, colour(ink::kQuiet)}};
        if (!one.image.isNull()) {
            high = std::max(high, wide * one.image.height() / one.image.width());
        }
        below = std::max(below, sheets.height_of(one.caption, wide));
        all->push_back(std::move(one));
    }
    const Drawing legend = row.legend;
    const double under = legend.height > 0.0 ? legend.height + 6.0 : 0.0;
    sheets.add(high + 4.0 + below + under, [&sheets, all, wide, high, below, legend](QPainter& painter, double y) {
        const double d = sheets.dots();
        for (std::size_t k = 0; k < all->size(); ++k) {
            const One& one = (*all)[k];
            const double x = static_cast<double>(k) * (wide + kBetween);
            const QRectF place{x * d, y * d, wide * d, high * d};
            painter.drawImage(place, one.image);
            painter.setPen(QPen{colour(ink::kRule), 0.6 * d});
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(place);
            sheets.put(painter, one.caption, {x, y + high + 4.0, wide, below});
        }
        paint_drawing(painter, sheets, legend, y + high + 4.0 + below + 6.0);
    });
    sheets.skip(kGap);
}

void set(PdfSheets& sheets, const scenarios::ReportChart& chart) {
    const PdfText caption{q(chart.caption), 10.0, false, false, colour(ink::kQuiet)};
    const double below = chart.caption.empty() ? 0.0 : sheets.height_of(caption, kSheetWide) + 4.0;
    const Drawing* drawing = &chart.drawing;
    sheets.add(drawing->height + below, [&sheets, drawing, caption, below](QPainter& painter, double y) {
        paint_drawing(painter, sheets, *drawing, y);
        if (below > 0.0) {
            sheets.put(painter, caption, {0.0, y + drawing->height + 4.0, kSheetWide, below});
        }
    });
    sheets.skip(kGap);
}

void set_title(PdfSheets& sheets, const scenarios::ReportDocument& document) {
    set_text(sheets, {q(document.title), 24.0, true, false, colour(ink::kText)});
    sheets.skip(2.0);
    set_text(sheets, {q(document.subtitle), 11.5, false, false, colour(ink::kQuiet)});
    sheets.skip(12.0);
    if (!document.title_png.empty()) {
        set(sheets, scenarios::ReportPictures{{{document.title_note, document.title_png}}, {}});
        sheets.skip(8.0);
    }
}

/// How much has to stand below a heading on its sheet: some lines, or the pictures that it heads.
double below_heading(const std::vector<scenarios::ReportBlock>& blocks, std::size_t heading) {
    constexpr double kLines = 90.0;
    constexpr double kPictures = 350.0;
    std::size_t next = heading + 1;
    while (next < blocks.size() && std::holds_alternative<scenarios::ReportSentence>(blocks[next])) {
        ++next;
    }
    const bool pictures = next < blocks.size() && std::holds_alternative<scenarios::ReportPictures>(blocks[next]);
    if (next < blocks.size() && std::holds_alternative<scenarios::ReportChart>(blocks[next])) {
        return std::get<scenarios::ReportChart>(blocks[next]).drawing.height; // a heading stays with its chart
    }
    return pictures ? kPictures : kLines;
}

} // namespace

void set_document(PdfSheets& sheets, const scenarios::ReportDocument& document) {
    set_title(sheets, document);
    for (std::size_t k = 0; k < document.blocks.size(); ++k) {
        std::visit(
            [&](const auto& block) {
                if constexpr (std::is_same_v<std::remove_cvref_t<decltype(block)>, scenarios::ReportHeading>) {
                    set(sheets, block, below_heading(document.blocks, k));
                } else {
                    set(sheets, block);
                }
            },
            document.blocks[k]);
    }
}

} // namespace cityloom::app
