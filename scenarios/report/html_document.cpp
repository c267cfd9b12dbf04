// SPDX-License-Identifier: GPL-3.0-or-later
// A report as a page.
#include <string_view>

#include "scenarios/report/document.h"
#include "scenarios/report/html_text.h"

namespace cityloom::scenarios {

namespace {

constexpr const char* kStyle = R"css(
:root{--ink:#23282b;--quiet:#6b7478;--line:#d9d5cb;--paper:#fbfaf7;--accent:#0F6E84;--warm:#a34a15}
*{box-sizing:border-box}body{font:15px/1.5 "Noto Sans","Noto Sans CJK SC",sans-serif;color:var(--ink);background:var(--paper);margin:0}
main{max-width:210mm;margin:0 auto;padding:14mm 12mm}h1{font-size:26px;line-height:1.25;margin:0 0 4px}
h2{font-size:18px;margin:34px 0 8px;border-bottom:1px solid var(--line);padding-bottom:4px}
.sub{color:var(--quiet);margin:0 0 18px}.finding{font-size:17px;margin:8px 0}.note{color:var(--quiet);font-size:13px;margin:6px 0}
table{border-collapse:collapse;width:100%;font-size:12.5px;margin:8px 0 14px}
th{text-align:left;color:var(--quiet);font-weight:500;border-bottom:1px solid var(--line);padding:4px 8px;vertical-align:bottom}
td{padding:4px 8px;border-bottom:1px solid #ece9e1;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}td.n{white-space:nowrap}
.better{color:var(--accent);font-weight:600}.worse{color:var(--warm);font-weight:600}.quiet{color:var(--quiet)}
figure{margin:14px 0}figure img{width:100%;display:block;border:1px solid var(--line)}figcaption{color:var(--quiet);font-size:13px;margin-top:4px}
.pair{display:flex;gap:10px}.pair figure{flex:1;min-width:0}svg{display:block;width:100%;height:auto}
code{font-family:"Noto Sans Mono",monospace;font-size:12px;overflow-wrap:anywhere}p.code{background:#efece4;padding:6px 10px}
.big{display:flex;gap:24px;margin:8px 0 16px;flex-wrap:wrap}.big div{flex:1;min-width:130px}
.big b{display:block;font-size:22px;font-variant-numeric:tabular-nums}.big span{color:var(--quiet);font-size:13px}
@media(max-width:640px){.pair{display:block}table{display:block;overflow-x:auto}}
@media print{body{background:#fff}main{padding:0}h2{break-after:avoid}tr,figure{break-inside:avoid}}
)css";

std::string base64(const std::string& bytes) {
    constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    out.reserve(bytes.size() * 4 / 3 + 4);
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

const char* class_of(Tone tone) {
    switch (tone) {
    case Tone::Better:
        return "better";
    case Tone::Worse:
        return "worse";
    case Tone::Quiet:
        return "quiet";
    case Tone::Plain:
        break;
    }
    return "";
}

std::string picture(const std::string& caption, const std::string& png) {
    return "<figure><img alt=\"" + escaped(caption) + "\" src=\"data:image/png;base64," + base64(png) +
           "\"><figcaption>" + escaped(caption) + "</figcaption></figure>";
}

std::string html_of(const ReportHeading& heading) {
    return "<h2>" + escaped(heading.text) + "</h2>";
}

std::string html_of(const ReportSentence& sentence) {
    std::string classes = sentence.weight == ReportSentence::Weight::Finding ? "finding"
                          : sentence.weight == ReportSentence::Weight::Note  ? "note"
                                                                             : "";
    if (const std::string tone = class_of(sentence.tone); !tone.empty()) {
        classes += (classes.empty() ? "" : " ") + tone;
    }
    return "<p" + (classes.empty() ? std::string{} : " class=\"" + classes + "\"") + ">" + escaped(sentence.text) +
           "</p>";
}

std::string html_of(const ReportList& list) {
    std::string out = "<ul>";
    for (const std::string& item : list.items) {
        out += "<li>" + escaped(item) + "</li>";
    }
    return out + "</ul>";
}

std::string html_of(const ReportCode& code) {
    return "<p class=code><code>" + escaped(code.text) + "</code></p>";
}

std::string html_of(const ReportNumbers& numbers) {
    std::string out = "<div class=big>";
    for (const auto& [number, words] : numbers.numbers) {
        out += "<div><b>" + escaped(number) + "</b><span>" + escaped(words) + "</span></div>";
    }
    return out + "</div>";
}

std::string html_of(const ReportTable& table) {
    std::string out = "<table id=\"" + escaped(table.name) + "\"><tr>";
    for (const ReportColumn& column : table.columns) {
        out += (column.number ? "<th class=n>" : "<th>") + escaped(column.head) + "</th>";
    }
    out += "</tr>";
    for (const std::vector<ReportCell>& row : table.rows) {
        out += "<tr>";
        for (std::size_t c = 0; c < row.size(); ++c) {
            std::string classes = table.columns[c].number ? "n" : "";
            if (const std::string tone = class_of(row[c].tone); !tone.empty()) {
                classes += (classes.empty() ? "" : " ") + tone;
            }
            const std::string text = escaped(row[c].text);
            out += "<td" + (classes.empty() ? std::string{} : " class=\"" + classes + "\"") + ">" +
                   (row[c].code ? "<code>" + text + "</code>" : text) + "</td>";
        }
        out += "</tr>";
    }
    return out + "</table>";
}

std::string html_of(const ReportPictures& pictures) {
    std::string out = "<div class=pair>";
    for (const ReportPictures::One& one : pictures.pictures) {
        out += picture(one.caption, one.png);
    }
    out += "</div>";
    return pictures.legend.height > 0.0 ? out + to_svg(pictures.legend) : out;
}

std::string html_of(const ReportChart& chart) {
    return "<figure>" + to_svg(chart.drawing) +
           (chart.caption.empty() ? std::string{} : "<figcaption>" + escaped(chart.caption) + "</figcaption>") +
           "</figure>";
}

} // namespace

std::string to_html(const ReportDocument& document) {
    std::string out =
        "<!doctype html><html lang=" + std::string{document.language == Language::Chinese ? "zh-Hans" : "en"} +
        "><head><meta charset=utf-8>"
        // Nothing in it runs, and nothing is fetched, whatever a name says.
        "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src "
        "'unsafe-inline'; img-src data:\"><meta name=viewport "
        "content=\"width=device-width\"><title>" +
        escaped(document.title) + "</title><style>" + kStyle + "</style></head><body><main><h1>" +
        escaped(document.title) + "</h1><p class=sub>" + escaped(document.subtitle) + "</p>";
    if (!document.title_png.empty()) {
        out += picture(document.title_note, document.title_png);
    }
    for (const ReportBlock& block : document.blocks) {
        out += std::visit([](const auto& b) { return html_of(b); }, block);
    }
    return out + "</main></body></html>\n";
}

} // namespace cityloom::scenarios
