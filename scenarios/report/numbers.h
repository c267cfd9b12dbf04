// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "scenarios/compare/comparison.h"
#include "scenarios/report/document.h"

namespace cityloom::scenarios {

/// A number for people: narrow spaces between thousands, a dash where it is none.
[[nodiscard]] std::string number_text(double value, int decimals);
/// "1.2 … 3.4"; a dash where the interval is not known.
[[nodiscard]] std::string interval_text(const PairedDifference& difference, int decimals);
[[nodiscard]] std::string millions_text(Cents cents);
[[nodiscard]] std::string euros_text(Cents cents);
/// Four digits of any size, as of a parameter.
[[nodiscard]] std::string parameter_text(double value);
/// "07:00", with seconds only where there are any.
[[nodiscard]] std::string clock_words(TimeUs at);

/// What B changes: arrow, sign and percent, with the verdict's tone. Where nothing may be said, the mean alone.
[[nodiscard]] ReportCell change_cell(const KpiComparison& row, int decimals);
/// The verdict in words, in the same tone.
[[nodiscard]] ReportCell verdict_cell(const KpiComparison& row, Language language);

} // namespace cityloom::scenarios
