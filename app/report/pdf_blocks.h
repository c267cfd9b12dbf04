// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/report/pdf_sheets.h"
#include "scenarios/report/document.h"

namespace cityloom::app {

/// Sets a report's title, and its blocks in their order. The document has to outlive the sheets.
void set_title(PdfSheets& sheets, const scenarios::ReportDocument& document);
void set_block(PdfSheets& sheets, const scenarios::ReportBlock& block);

} // namespace cityloom::app
