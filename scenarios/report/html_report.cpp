// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "scenarios/project/version.h"
#include "scenarios/report/audit_section.h"
#include "scenarios/report/html_text.h"
#include "scenarios/report/report.h"

namespace cityloom::scenarios {

namespace {

constexpr const char* kStyle = R"css(
:root{--ink:#23282b;--quiet:#6b7478;--line:#d9d5cb;--paper:#fbfaf7;--accent:#0F6E84;--warm:#b4541a}
*{box-sizing:border-box}body{font:15px/1.5 "Noto Sans","Noto Sans CJK SC",sans-serif;color:var(--ink);background:var(--paper);margin:0}
main{max-width:210mm;margin:0 auto;padding:14mm 12mm}h1{font-size:26px;margin:0 0 4px}h2{font-size:18px;margin:32px 0 8px;border-bottom:1px solid var(--line);padding-bottom:4px}
.sub{color:var(--quiet);margin:0 0 18px}.finding{font-size:17px;margin:6px 0}table{border-collapse:collapse;width:100%;font-size:13px}
th{text-align:left;color:var(--quiet);font-weight:500;border-bottom:1px solid var(--line);padding:4px 8px}td{padding:4px 8px;border-bottom:1px solid #ece9e1;vertical-align:top}
td:first-child{min-width:150px}td.same,td.better,td.worse{white-space:nowrap}table{font-size:12.5px}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.better{color:var(--accent);font-weight:600}.worse{color:var(--warm);font-weight:600}.same{color:var(--quiet)}
figure{margin:16px 0}figure img{width:100%;border:1px solid var(--line)}figcaption{color:var(--quiet);font-size:13px}code{font-family:"Noto Sans Mono",monospace;font-size:12px;background:#efece4;padding:1px 4px}
.big{display:flex;gap:24px;margin:8px 0 16px;flex-wrap:wrap}.big div{flex:1;min-width:130px}.big b{display:block;font-size:22px;font-variant-numeric:tabular-nums}.big span{color:var(--quiet);font-size:13px}
svg text{font:12px "Noto Sans",sans-serif;fill:var(--ink)}@media print{body{background:#fff}h2{break-after:avoid}}
)css";

std::string number(double value, int decimals) {
    if (!std::isfinite(value)) {
        return "–";
    }
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    std::string digits = text;
    if (digits[0] == '-' && digits.find_first_of("123456789") == std::string::npos) {
        digits.erase(0, 1); // no minus before nothing
    }
    std::size_t point = digits.find('.');
    point = point == std::string::npos ? digits.size() : point;
    for (std::size_t at = point; at > 3 + (digits[0] == '-' ? 1U : 0U); at -= 3) {
        digits.insert(at - 3, "\u202F"); // narrow space between thousands
    }
    return digits;
}

/// A word of a shell's command line.
std::string quoted_word(const std::string& word) {
    std::string out = "'";
    for (const char c : word) {
        out += c == '\'' ? std::string{"'\\''"} : std::string(1, c);
    }
    return out + "'";
}

/// All digits that a number needs to be read back as it is.
std::string exact(double value) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

/// As the command line reads it.
std::string format_duration(TimeUs duration) {
    return std::to_string(duration / kSecondUs) + "s";
}

std::string millions(Cents cents) {
    return number(static_cast<double>(cents) * 1e-8, 2);
}

std::string euros(Cents cents) {
    return number(static_cast<double>(cents) * 0.01, 0);
}

/// Arrow, sign and percent; for no clear difference a dash and the words.
std::string change_cell(const KpiComparison& row, int decimals) {
    const std::string verdict = row.verdict();
    if (row.none_with_a || row.none_with_b) {
        return "<td class=\"n same\">–</td><td class=\"" + std::string{row.none_with_b ? "worse" : "better"} + "\">" +
               verdict + "</td>";
    }
    if (row.sign() == 0 || row.other_trips) {
        return "<td class=\"n same\">" + number(row.difference.mean, decimals) + "</td><td class=\"same\">" + verdict +
               "</td>";
    }
    const bool up = row.difference.mean > 0.0;
    std::string percent;
    if (row.a != 0.0) {
        percent = " (" + std::string{up ? "+" : "−"} + number(std::abs(100.0 * row.difference.mean / row.a), 1) + " %)";
    }
    const std::string cls = verdict == "changed" ? "same" : verdict;
    return "<td class=\"n " + cls + "\">" + (up ? "▲ +" : "▼ −") + number(std::abs(row.difference.mean), decimals) +
           percent + "</td><td class=\"" + cls + "\">" + verdict + "</td>";
}

std::string kpi_table(const Comparison& c) {
    std::string out = "<table><tr><th>Figure</th><th>Unit</th><th class=n>" + escaped(c.a) + "</th><th class=n>" +
                      escaped(c.b) + "</th><th class=n>95 % interval</th><th class=n>Change</th><th></th></tr>";
    for (const KpiComparison& row : c.city) {
        const engine::Figure* info = find_result_figure(row.id);
        const int decimals = info != nullptr ? info->decimals : 2;
        out +=
            "<tr><td>" + escaped(info != nullptr ? std::string{info->words.english} : row.id) + "</td><td>" +
            escaped(info != nullptr ? std::string{info->unit} : "") + "</td><td class=n>" + number(row.a, decimals) +
            "</td><td class=n>" + number(row.b, decimals) + "</td><td class=n>" +
            (row.difference.known ? number(row.difference.low, decimals) + " … " + number(row.difference.high, decimals)
                                  : std::string{"–"}) +
            "</td>" + change_cell(row, decimals) + "</tr>";
    }
    return out + "</table>";
}

std::string district_table(const Comparison& c) {
    constexpr std::array<const char*, 5> kShown{"impossible_trips", "trip_time_s", "hospital_reached_share",
                                                "person_hours_without_power", "person_hours_without_water"};
    std::string out = "<table><tr><th>District</th><th>Figure</th><th class=n>" + escaped(c.a) + "</th><th class=n>" +
                      escaped(c.b) + "</th><th class=n>Change</th><th></th></tr>";
    for (const Comparison::District& district : c.districts) {
        bool first = true;
        for (const char* id : kShown) {
            const auto row = std::find_if(district.kpis.begin(), district.kpis.end(),
                                          [&](const KpiComparison& k) { return k.id == id; });
            if (row == district.kpis.end() || (row->a == 0.0 && row->b == 0.0)) {
                continue;
            }
            const engine::Figure* info = find_result_figure(id);
            out += "<tr><td>" + (first ? escaped(district.name) : std::string{}) + "</td><td>" +
                   std::string{info->words.english} + " [" + std::string{info->unit} + "]</td><td class=n>" +
                   number(row->a, info->decimals) + "</td><td class=n>" + number(row->b, info->decimals) + "</td>" +
                   change_cell(*row, info->decimals) + "</tr>";
            first = false;
        }
    }
    return out + "</table>";
}

/// Tornado: how far each parameter's range moves the net present value.
std::string tornado(const Appraisal& ap) {
    if (ap.sensitivity.empty()) {
        return {};
    }
    double least = static_cast<double>(ap.npv);
    double most = least;
    for (const Sensitivity& s : ap.sensitivity) {
        least = std::min({least, static_cast<double>(s.npv_low), static_cast<double>(s.npv_high)});
        most = std::max({most, static_cast<double>(s.npv_low), static_cast<double>(s.npv_high)});
    }
    if (most - least < 1.0) {
        return "<p class=sub>No parameter moves the net present value.</p>";
    }
    constexpr double kLeft = 230.0;
    constexpr double kWide = 440.0;
    const auto x = [&](double cents) { return kLeft + kWide * (cents - least) / (most - least); };
    std::string out;
    double y = 8.0;
    char buffer[512];
    for (const Sensitivity& s : ap.sensitivity) {
        const auto parameter = std::find_if(ap.settings.parameters.begin(), ap.settings.parameters.end(),
                                            [&](const AppraisalParameter& p) { return p.id == s.parameter; });
        const double from = x(static_cast<double>(std::min(s.npv_low, s.npv_high)));
        const double to = x(static_cast<double>(std::max(s.npv_low, s.npv_high)));
        std::snprintf(buffer, sizeof buffer,
                      "<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"end\">%s</text><rect x=\"%.1f\" y=\"%.1f\" "
                      "width=\"%.1f\" height=\"12\" fill=\"#0F6E84\" opacity=\"0.75\"/>",
                      kLeft - 8.0, y + 11.0,
                      parameter != ap.settings.parameters.end() ? parameter->english.c_str() : s.parameter.c_str(),
                      from, y, std::max(1.0, to - from));
        out += buffer;
        y += 20.0;
    }
    std::snprintf(buffer, sizeof buffer,
                  "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"0\" y2=\"%.0f\" stroke=\"#23282b\"/><text x=\"%.1f\" y=\"%.0f\" "
                  "text-anchor=\"middle\">%s M EUR</text>",
                  x(static_cast<double>(ap.npv)), x(static_cast<double>(ap.npv)), y,
                  std::clamp(x(static_cast<double>(ap.npv)), 60.0, 660.0), y + 16.0, millions(ap.npv).c_str());
    out += buffer;
    return "<svg viewBox=\"0 0 700 " + number(y + 24.0, 0) +
           "\" width=\"100%\" role=\"img\" aria-label=\"Sensitivity of the net present value\">" + out + "</svg>";
}

std::string base64(const std::string& bytes) {
    constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto at = [&](std::size_t k) {
            return k < bytes.size() ? static_cast<unsigned>(static_cast<unsigned char>(bytes[k])) : 0U;
        };
        const unsigned word = at(i) << 16U | at(i + 1) << 8U | at(i + 2);
        for (unsigned k = 0; k < 4; ++k) {
            out += i + k <= bytes.size() && (k < 2 || i + k - 1 < bytes.size())
                       ? kAlphabet[word >> (18U - 6U * k) & 63U]
                       : '=';
        }
    }
    return out;
}

std::string list_of(const std::vector<std::string>& items, const char* none) {
    if (items.empty()) {
        return std::string{"<p class=sub>"} + none + "</p>";
    }
    std::string out = "<ul>";
    for (const std::string& item : items) {
        out += "<li><code>" + escaped(item) + "</code></li>";
    }
    return out + "</ul>";
}

std::string appraisal_section(const Comparison& c) {
    const Appraisal& ap = c.appraisal;
    std::string out = "<h2>Appraisal</h2>";
    const std::string cost =
        "<div><b>" + millions(ap.present_cost) + "</b><span>M EUR cost, present value</span></div>";
    if (!ap.refused.empty()) {
        out += "<p class=finding>No net present value is given:</p><ul>";
        for (const std::string& reason : ap.refused) {
            out += "<li>" + escaped(reason) + "</li>";
        }
        out += "</ul><div class=big>" + cost + "</div>";
    } else {
        const std::string interval =
            ap.net.known ? "95 %: " + millions(std::llround(ap.net.low)) + " … " + millions(std::llround(ap.net.high))
                         : std::string{"one seed: no interval"};
        out += "<div class=big><div><b>" + millions(ap.npv) + "</b><span>M EUR net present value (" + interval +
               "): " + ap.verdict() + "</span></div><div><b>" +
               (std::isfinite(ap.bcr) ? number(ap.bcr, 2) : std::string{"–"}) +
               "</b><span>benefit-cost ratio</span></div>" + cost + "<div><b>" + millions(ap.present_benefit) +
               "</b><span>M EUR benefit, present value</span></div></div>";
    }
    out += "<table><tr><th>Cost</th><th class=n>Quantity</th><th class=n>Capital EUR</th><th class=n>Upkeep EUR a "
           "year</th><th>Confidence</th><th>Source</th></tr>";
    for (const CostLine& line : ap.costs) {
        out += "<tr><td><code>" + escaped(line.measure) + "</code><br>" + escaped(line.item) + "</td><td class=n>" +
               number(line.quantity, 2) + " " + escaped(line.unit) + "</td><td class=n>" + euros(line.capital) +
               "</td><td class=n>" + euros(line.upkeep_a_year) + "</td><td>" + line.confidence + "</td><td>" +
               escaped(line.source) + "</td></tr>";
    }
    out += ap.costs.empty()
               ? "<tr><td colspan=6 class=same>No measure of B costs anything that A does not.</td></tr></table>"
               : "</table>";
    out += "<table style=\"margin-top:12px\"><tr><th>Benefit</th><th class=n>Saved a year</th><th class=n>EUR a "
           "year</th><th class=n>EUR present value</th></tr>";
    for (const BenefitLine& line : ap.benefits) {
        out += "<tr><td>" + escaped(line.what) + "</td><td class=n>" + number(line.quantity, 3) + " " +
               escaped(line.unit) + "</td><td class=n>" + euros(line.a_year) + "</td><td class=n>" +
               euros(line.present) + "</td></tr>";
    }
    out += "</table><p class=sub>" +
           (ap.year_factor > 0.0 ? "One run counts " + number(ap.year_factor, 2) + " times a year: "
                                 : std::string{"Runs count "}) +
           escaped(ap.year_factor_reason) + ".</p><p class=sub>Not in it: ";
    for (const std::string& words : c.not_priced()) {
        out += escaped(words) + ". ";
    }
    out += "</p>";
    if (ap.refused.empty()) {
        out += "<h2>What the net present value hangs on</h2>" + tornado(ap);
    }
    return out;
}

} // namespace

std::string reproduce_command(const Comparison& c) {
    std::string command =
        "cityloom-cli compare " + quoted_word(c.project) + " " + quoted_word(c.a) + " " + quoted_word(c.b) +
        (c.periods.empty() ? " --start " + format_clock(c.request.start) + " --duration " +
                                 format_duration(c.request.duration) + " --trips " + std::to_string(c.request.trips)
                           : std::string{" --periods default"}) +
        " --tail " + std::to_string(c.request.tail / kMinuteUs) + " --seed " + std::to_string(c.request.seed) +
        " --seeds " + std::to_string(c.seeds.size());
    if (c.request.bicycles >= 0.0) {
        command += " --bicycles " + exact(c.request.bicycles);
    }
    const AppraisalSettings usual = default_appraisal();
    for (const AppraisalParameter& p : c.appraisal.settings.parameters) {
        if (p.value != usual.value(p.id)) {
            command += " --set " + p.id + "=" + exact(p.value);
        }
    }
    return command;
}

std::string html_report(const Comparison& c, const std::vector<ReportPicture>& pictures, const Audit* audit) {
    std::string out = "<!doctype html><html lang=en><head><meta charset=utf-8>"
                      // Nothing in it runs, and nothing is fetched, whatever a name says.
                      "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src "
                      "'unsafe-inline'; img-src data:\"><meta name=viewport "
                      "content=\"width=device-width\"><title>" +
                      escaped(c.b + " against " + c.a) + "</title><style>" + kStyle + "</style></head><body><main>";
    out += "<h1>" + escaped(c.b) + " against " + escaped(c.a) + "</h1><p class=sub>" + escaped(c.project) + ", " +
           (c.periods.empty() ? format_clock(c.request.start) + " for " +
                                    number(to_seconds(c.request.duration) / 60.0, 0) + " minutes, "
                              : std::to_string(c.periods.size()) + " periods of a year, a mean hour of them, ") +
           std::to_string(c.seeds.size()) + " paired seeds</p>";
    for (const std::string& sentence : c.findings()) {
        out += "<p class=finding>" + escaped(sentence) + "</p>";
    }
    for (const ReportPicture& picture : pictures) {
        out += "<figure><img alt=\"" + escaped(picture.caption) + "\" src=\"data:image/png;base64," +
               base64(picture.png) + "\"><figcaption>" + escaped(picture.caption) + "</figcaption></figure>";
    }
    out +=
        "<h2>The city</h2>" + kpi_table(c) + "<h2>Who gains, who loses</h2>" + district_table(c) + appraisal_section(c);
    out += "<h2>What was compared</h2><p>A, " + escaped(c.a) + "</p>" +
           list_of(c.measures_a, "The city as it stands.") + "<p>B, " + escaped(c.b) + "</p>" +
           list_of(c.measures_b, "The city as it stands.");
    out += "<h2>Assumptions</h2><ul>";
    for (const std::string& assumption : c.assumptions) {
        out += "<li>" + escaped(assumption) + "</li>";
    }
    out += "</ul><table><tr><th>Parameter</th><th class=n>Value</th><th "
           "class=n>Range</th><th>Unit</th><th>Confidence</th><th>Source</th></tr>";
    for (const AppraisalParameter& p : c.appraisal.settings.parameters) {
        char value[96];
        std::snprintf(value, sizeof value, "<td class=n>%.6g</td><td class=n>%.6g … %.6g</td>", p.value, p.low, p.high);
        out += "<tr><td>" + escaped(p.english) + "</td>" + value + "<td>" + escaped(p.unit) + "</td><td>" +
               p.confidence + "</td><td>" + escaped(p.source) + "</td></tr>";
    }
    out += "</table><p class=sub>Confidence: A read in its source, B derived, C a default to verify.</p>" +
           audit_section(audit);
    out += "<h2>How to reproduce it</h2><p>Version " + std::string{program_version()} + ". <code>" +
           escaped(reproduce_command(c)) +
           "</code></p><table><tr><th>Seed</th><th>State hash A</th><th>State hash B</th></tr>";
    const std::size_t each = std::max<std::size_t>(1, c.periods.size());
    for (std::size_t k = 0; k < c.hashes_a.size(); ++k) {
        out += "<tr><td>" + std::to_string(c.seeds[k / each]) +
               (c.periods.empty() ? std::string{} : ", " + escaped(c.periods[k % each].period.english)) +
               "</td><td><code>" + c.hashes_a[k] + "</code></td><td><code>" + c.hashes_b[k] + "</code></td></tr>";
    }
    out += "</table><p class=sub>";
    for (const std::string& attribution : c.attributions) {
        out += escaped(attribution) + ". ";
    }
    return out + "</p></main></body></html>\n";
}

} // namespace cityloom::scenarios
