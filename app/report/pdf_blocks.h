// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/report/pdf_sheets.h"
#include "scenarios/report/document.h"

namespace cityloom::app {

/// Sets a report's title and its blocks. The document has to outlive the sheets.
void set_document(PdfSheets& sheets, const scenarios::ReportDocument& document);

} // namespace cityloom::app
