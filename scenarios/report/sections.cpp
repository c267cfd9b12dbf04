// SPDX-License-Identifier: GPL-3.0-or-later
// What reports of one scenario and of two have in common.
#include "scenarios/report/sections.h"

#include <cmath>

#include "scenarios/compare/run_conditions.h"
#include "scenarios/measure/plain.h"
#include "scenarios/measure/units.h"
#include "scenarios/project/version.h"
#include "scenarios/report/numbers.h"

namespace cityloom::scenarios {

namespace {

Text standing_words(AuditRow::Standing standing) {
    switch (standing) {
    case AuditRow::Standing::Inside:
        return Words{"inside", "范围内"};
    case AuditRow::Standing::Below:
        return Words{"below", "偏低"};
    case AuditRow::Standing::Above:
        return Words{"above", "偏高"};
    case AuditRow::Standing::Unknown:
        break;
    }
    return Words{"unknown", "未知"};
}

Text band_words(const Band& band) {
    return std::isnan(band.low)    ? filled({"at most %1", "不超过 %1"}, {parameter_text(band.high)})
           : std::isnan(band.high) ? filled({"at least %1", "不低于 %1"}, {parameter_text(band.low)})
           : band.low == band.high ? Text{parameter_text(band.low)}
                                   : Text{parameter_text(band.low) + " … " + parameter_text(band.high)};
}

/// How it was worked out; where the city itself says why it stands out, that first.
Text how_words(const AuditRow& row, const engine::Networks* networks) {
    Text how;
    if (!row.why.english.empty()) {
        how += filled({"Because %1. ", "原因：%1。"}, {Text{row.why}});
    }
    how += row.how;
    if (!row.asset.empty()) {
        how += filled({" (%1)", "（%1）"}, {asset_words(row.asset, networks)});
    }
    return how;
}

std::vector<ReportCell> audit_row(const ReportWriter& out, const AuditRow& row) {
    const bool inside = row.standing == AuditRow::Standing::Inside;
    const bool known = row.standing != AuditRow::Standing::Unknown;
    return {{out.in(Words{row.band->english, row.band->chinese})},
            {known ? parameter_text(row.value) : "–"},
            {out.in(unit_words(row.band->unit))},
            {out.in(band_words(*row.band))},
            {out.in(standing_words(row.standing)), inside ? Tone::Quiet : Tone::Worse},
            {out.in(how_words(row, out.extras().networks))},
            {out.in(Words{row.band->source, row.band->source_chinese})},
            {row.band->confidence}};
}

} // namespace

void ReportWriter::list(const std::vector<Text>& items) {
    ReportList block;
    for (const Text& item : items) {
        block.items.push_back(in(item));
    }
    add(std::move(block));
}

Text figure_words(const engine::Figure& figure) {
    return Words{figure.words.english, figure.words.chinese};
}

Text grades_words() {
    return Words{"Grade: A read in its source, B derived, C recalled or a default, to be verified.",
                 "等级：A 读自来源，B 推导，C 凭记忆或默认值，待核实。"};
}

Text run_words(const RunRequest& run, const std::vector<std::uint64_t>& seeds) {
    return conditions_words({run, seeds});
}

void write_title(ReportDocument& document, const ReportExtras& extras, const Text& what, const Text& conditions,
                 const std::string& project) {
    std::string name = extras.city.empty() ? project : extras.city;
    if (name[0] >= 'a' && name[0] <= 'z') { // taken from a file's name
        name[0] = static_cast<char>(name[0] - 'a' + 'A');
    }
    const Text city = name_words(name);
    document.language = extras.language;
    document.title = what.in(extras.language);
    document.subtitle = filled({"%1, %2", "%1，%2"}, {city, conditions}).in(extras.language);
    document.running = filled({"%1 · %2 · %3", "%1 · %2 · %3"}, {city, what, conditions}).in(extras.language);
    document.title_note = extras.title_note.in(extras.language);
    document.title_png = extras.title_png;
}

void write_findings(ReportWriter& out, const std::vector<Text>& findings) {
    constexpr std::size_t kFindings = 3;
    for (std::size_t k = 0; k < findings.size(); ++k) {
        k < kFindings ? out.finding(findings[k]) : out.text(findings[k]);
    }
}

void write_maps(ReportWriter& out) {
    if (!out.wants(kReportMaps)) {
        return;
    }
    out.heading({"Maps", "地图"});
    if (!out.extras().maps_note.empty()) {
        out.text(out.extras().maps_note);
    }
    for (std::size_t row = 0; row < out.extras().maps.size(); ++row) {
        out.add(ReportPictures{out.extras().maps[row],
                               row < out.extras().legends.size() ? out.extras().legends[row] : Drawing{}});
    }
}

void write_measures(ReportWriter& out, const Text& scenario, const std::vector<Text>& measures) {
    if (measures.empty()) {
        out.text(filled({"%1: the city as it stands.", "%1：城市现状。"}, {scenario}));
        return;
    }
    out.text(filled({"%1:", "%1："}, {scenario}));
    out.list(measures);
}

void write_parameters(ReportWriter& out, const AppraisalSettings& settings) {
    ReportTable table{.name = "parameters",
                      .columns = {{out.in(Words{"Parameter", "参数"}), 2.2},
                                  {out.in(Words{"Value", "取值"}), 0.8, true},
                                  {out.in(Words{"Range", "范围"}), 1.2, true},
                                  {out.in(Words{"Unit", "单位"}), 1.3},
                                  {out.in(Words{"Source", "来源"}), 3.4},
                                  {out.in(Words{"Grade", "等级"}), 0.6}},
                      .rows = {}};
    for (const AppraisalParameter& p : settings.parameters) {
        table.rows.push_back({{out.in(Words{p.english, p.chinese})},
                              {parameter_text(p.value)},
                              {parameter_text(p.low) + " … " + parameter_text(p.high)},
                              {out.in(unit_words(p.unit))},
                              {out.in(Words{p.source, p.source_chinese})},
                              {p.confidence}});
    }
    out.add(std::move(table));
    out.note(grades_words());
}

void write_audit(ReportWriter& out) {
    if (!out.wants(kReportAudit)) {
        return;
    }
    out.heading({"Where the model is weak", "模型的薄弱之处"});
    const Audit* audit = out.extras().audit;
    if (audit == nullptr) {
        out.text(Words{"The city was not audited for this report.", "本报告未对城市进行审核。"});
        return;
    }
    out.text(filled(
        {"%1 of %2 figures of the city lie outside what an engineer would believe, %3 are not known. What is "
         "concluded from them is no better than they are.",
         "城市的 %2 项指标中，%1 项超出工程师认为可信的范围，%3 项未知。由其得出的结论不会比这些指标更可靠。"},
        {std::to_string(audit->outside()), std::to_string(audit->rows.size()), std::to_string(audit->unknown())}));
    for (const Words& remark : audit->remarks) {
        out.warning(remark);
    }
    ReportTable table{.name = "audit",
                      .columns = {{out.in(Words{"Figure", "指标"}), 2.0},
                                  {out.in(Words{"Here", "本市"}), 0.8, true},
                                  {out.in(Words{"Unit", "单位"}), 0.8},
                                  {out.in(Words{"Plausible", "可信范围"}), 1.3, true},
                                  {out.in(Words{"Standing", "判断"}), 0.8},
                                  {out.in(Words{"How it was worked out", "计算方法"}), 2.6},
                                  {out.in(Words{"Band from", "范围来源"}), 2.2},
                                  {out.in(Words{"Grade", "等级"}), 0.6}},
                      .rows = {}};
    for (const bool inside : {false, true}) {
        for (const AuditRow& row : audit->rows) {
            if ((row.standing == AuditRow::Standing::Inside) == inside) {
                table.rows.push_back(audit_row(out, row));
            }
        }
    }
    out.add(std::move(table));
    out.note(grades_words());
}

void write_reproduction(ReportWriter& out, const std::string& command, ReportTable hashes,
                        const std::vector<std::string>& attributions) {
    out.heading({"How to reproduce it", "如何复现"});
    out.text(filled({"Version %1 of the program gives the same to the last bit, from the same project:",
                     "以本程序 %1 版和同一工程，可逐位复现："},
                    {std::string{program_version()}}));
    out.add(ReportCode{command});
    out.add(std::move(hashes));
    std::string credits;
    for (const std::string& attribution : attributions) {
        credits += (credits.empty() ? "" : " · ") + attribution;
    }
    if (!credits.empty()) {
        out.note(filled({"Data: %1", "数据：%1"}, {credits}));
    }
}

} // namespace cityloom::scenarios
