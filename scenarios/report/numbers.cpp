// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/report/numbers.h"

#include <cmath>
#include <cstdio>

namespace cityloom::scenarios {

namespace {

Tone tone_of(const KpiComparison& row) {
    if (row.none_with_a || row.none_with_b) {
        return row.none_with_b ? Tone::Worse : Tone::Better;
    }
    const std::string verdict = row.verdict();
    return verdict == "better" ? Tone::Better : verdict == "worse" ? Tone::Worse : Tone::Quiet;
}

} // namespace

std::string number_text(double value, int decimals) {
    if (!std::isfinite(value)) {
        return "–";
    }
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", decimals, std::abs(value));
    std::string digits = text;
    std::size_t point = digits.find('.');
    point = point == std::string::npos ? digits.size() : point;
    for (std::size_t at = point; at > 3; at -= 3) {
        digits.insert(at - 3, "\u202F"); // narrow space between thousands
    }
    const bool nothing = digits.find_first_of("123456789") == std::string::npos; // no minus before it
    return (value < 0.0 && !nothing ? "−" : "") + digits;
}

std::string interval_text(const PairedDifference& difference, int decimals) {
    return difference.known ? number_text(difference.low, decimals) + " … " + number_text(difference.high, decimals)
                            : "–";
}

std::string millions_text(Cents cents) {
    return number_text(static_cast<double>(cents) * 1e-8, 2);
}

std::string euros_text(Cents cents) {
    return number_text(static_cast<double>(cents) * 0.01, 0);
}

std::string parameter_text(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return std::isnan(value) ? std::string{"–"} : std::abs(value) >= 1e4 ? number_text(value, 0) : std::string{text};
}

std::string clock_words(TimeUs at) {
    return format_clock(at).substr(0, at % kMinuteUs == 0 ? 5 : std::string::npos);
}

ReportCell change_cell(const KpiComparison& row, int decimals) {
    if (row.none_with_a || row.none_with_b) {
        return {"–", Tone::Quiet};
    }
    const double mean = row.difference.mean;
    if (row.sign() == 0 || row.other_trips) {
        return {(mean > 0.0 ? "+" : "") + number_text(mean, decimals), Tone::Quiet};
    }
    const bool up = mean > 0.0;
    const std::string percent =
        row.a != 0.0 ? " (" + std::string{up ? "+" : "−"} + number_text(std::abs(100.0 * mean / row.a), 1) + " %)" : "";
    return {(up ? "▲ +" : "▼ −") + number_text(std::abs(mean), decimals) + percent, tone_of(row)};
}

ReportCell verdict_cell(const KpiComparison& row, Language language) {
    return {verdict_words(row.verdict()).in(language), tone_of(row)};
}

} // namespace cityloom::scenarios
