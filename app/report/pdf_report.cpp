// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/report/pdf_report.h"

#include <memory>

#include <QBuffer>
#include <QGuiApplication>
#include <QPdfWriter>

#include "app/report/pdf_blocks.h"
#include "gis/export/out_file.h"
#include "scenarios/project/version.h"

namespace cityloom::app {

namespace {

constexpr int kDotsPerInch = 1200;
constexpr double kMarginMm = 17.0;
constexpr double kBand = 26.0; // units of header and of footer

/// Letters need one; a command has none yet, and gets one that needs no display.
void need_letters() {
    if (QCoreApplication::instance() == nullptr) {
        static int count = 3;
        static char name[] = "cityloom";
        static char option[] = "-platform";
        static char platform[] = "offscreen";
        static char* words[] = {name, option, platform, nullptr};
        qInstallMessageHandler(
            [](QtMsgType, const QMessageLogContext&, const QString&) {}); // no windows, no complaints
        static const QGuiApplication application{count, words};
    }
}

PdfText small(const QString& text, Qt::Alignment align) {
    return {text, 9.0, false, false, QColor::fromRgb(scenarios::ink::kQuiet), align};
}

void paint_bands(QPainter& painter, const PdfSheets& sheets, const scenarios::ReportDocument& document,
                 std::size_t sheet) {
    const QString title = QString::fromStdString(document.title);
    const QString foot = QString::fromStdString(document.running);
    const double bottom = sheets.high() + 2.0 * kBand;
    if (sheet > 0) { // the first sheet has its title
        sheets.put(painter, small(title, Qt::AlignLeft), {0.0, 0.0, kSheetWide, 14.0});
    }
    const QString page = QStringLiteral("%1 / %2").arg(sheet + 1).arg(sheets.count());
    const PdfText words = small(foot, Qt::AlignLeft);
    sheets.put(painter, words, {0.0, bottom - sheets.height_of(words, kSheetWide - 70.0), kSheetWide - 70.0, 26.0});
    sheets.put(painter, small(page, Qt::AlignRight), {kSheetWide - 60.0, bottom - 12.0, 60.0, 14.0});
}

} // namespace

Result<void> write_pdf(const scenarios::ReportDocument& document, const std::filesystem::path& file) {
    need_letters();
    QByteArray bytes;
    {
        QBuffer buffer{&bytes};
        buffer.open(QIODevice::WriteOnly);
        QPdfWriter writer{&buffer};
        writer.setResolution(kDotsPerInch);
        writer.setPageSize(QPageSize{QPageSize::A4});
        writer.setPageMargins({kMarginMm, kMarginMm, kMarginMm, kMarginMm}, QPageLayout::Millimeter);
        writer.setTitle(QString::fromStdString(document.title));
        writer.setCreator(QStringLiteral("Cityloom %1")
                              .arg(QString::fromUtf8(scenarios::program_version().data(),
                                                     static_cast<qsizetype>(scenarios::program_version().size()))));
        const double wide = writer.width();
        const double band = kBand * wide / kSheetWide;
        PdfSheets sheets{&writer, document.language, wide, writer.height() - 2.0 * band};
        set_document(sheets, document);
        QPainter painter{&writer};
        if (!painter.isActive()) {
            return fail(ErrorCode::Internal, "The PDF could not be begun.", file.string());
        }
        for (std::size_t sheet = 0; sheet < sheets.count(); ++sheet) {
            if (sheet > 0) {
                writer.newPage();
            }
            painter.resetTransform();
            paint_bands(painter, sheets, document, sheet);
            painter.translate(0.0, band);
            sheets.paint(painter, sheet);
        }
    }
    return gis::write_out(file, {bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

} // namespace cityloom::app
