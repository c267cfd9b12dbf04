// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/report/audit_section.h"

#include <cmath>
#include <cstdio>

#include "scenarios/report/html_text.h"

namespace cityloom::scenarios {

namespace {

std::string shown(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return std::isnan(value) ? std::string{} : std::string{text};
}

std::string band_of(const Band& band) {
    return std::isnan(band.low)    ? "at most " + shown(band.high)
           : std::isnan(band.high) ? "at least " + shown(band.low)
           : band.low == band.high ? shown(band.low)
                                   : shown(band.low) + " … " + shown(band.high);
}

std::string row_of(const AuditRow& row) {
    const bool inside = row.standing == AuditRow::Standing::Inside;
    const bool known = row.standing != AuditRow::Standing::Unknown;
    return "<tr><td>" + escaped(row.band->english) + "</td><td class=n>" + (known ? shown(row.value) : "–") +
           "</td><td>" + escaped(row.band->unit) + "</td><td class=n>" + band_of(*row.band) + "</td><td class=\"" +
           (inside ? "same" : "worse") + "\">" + std::string{standing_word(row.standing)} + "</td><td>" +
           (row.why.english.empty() ? "" : "<b>" + escaped(std::string{row.why.english}) + ".</b> ") +
           escaped(std::string{row.how.english}) + (row.asset.empty() ? "" : " (" + escaped(row.asset) + ")") +
           "</td><td>" + escaped(row.band->source) + " (" + row.band->confidence + ")</td></tr>";
}

} // namespace

std::string audit_section(const Audit* audit) {
    std::string out = "<h2>Where the model is weak</h2>";
    if (audit == nullptr) {
        return out + "<p>The city was not audited for this report.</p>";
    }
    out += "<p>" + std::to_string(audit->outside()) + " of " + std::to_string(audit->rows.size()) +
           " figures of the city lie outside what an engineer would believe, " + std::to_string(audit->unknown()) +
           " are not known. What is concluded from them is no better than they are.</p>";
    for (const Words& remark : audit->remarks) {
        out += "<p class=worse>" + escaped(std::string{remark.english}) + "</p>";
    }
    out += "<table><tr><th>Figure</th><th class=n>Here</th><th>Unit</th><th "
           "class=n>Plausible</th><th>Standing</th><th>How it was worked out</th><th>Band from</th></tr>";
    for (const bool inside : {false, true}) {
        for (const AuditRow& row : audit->rows) {
            if ((row.standing == AuditRow::Standing::Inside) == inside) {
                out += row_of(row);
            }
        }
    }
    return out + "</table>";
}

} // namespace cityloom::scenarios
