// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "scenarios/report/document.h"
#include "sim/core/result.h"

namespace cityloom::app {

/// The report on sheets of A4, as to_html() has it on a page: its text can be selected and searched, its charts are
/// lines, no row of a table is cut. Needs no display; any thread of a program with a window, else the first one.
/// Io where the file cannot be written.
[[nodiscard]] Result<void> write_pdf(const scenarios::ReportDocument& document, const std::filesystem::path& file);

} // namespace cityloom::app
