// SPDX-License-Identifier: GPL-3.0-or-later
// What a report says of money: whole euro, in tables that add up.
#include <cmath>

#include "scenarios/measure/units.h"
#include "scenarios/report/charts.h"
#include "scenarios/report/numbers.h"
#include "scenarios/report/sections.h"

namespace cityloom::scenarios {

namespace {

Text interval_words(const Appraisal& ap) {
    return ap.net.known ? filled({"95 %: %1 … %2", "95 %：%1 … %2"},
                                 {millions_text(std::llround(ap.net.low)), millions_text(std::llround(ap.net.high))})
                        : Text{Words{"one seed: no interval", "单一种子：无区间"}};
}

void write_result(ReportWriter& out, const Appraisal& ap) {
    const std::pair<std::string, std::string> cost{millions_text(ap.present_cost),
                                                   out.in(Words{"M EUR cost, present value", "百万欧元，费用现值"})};
    if (!ap.refused.empty()) {
        out.text(Words{"No net present value is given:", "不给出净现值："});
        out.list(ap.refused);
        out.add(ReportNumbers{{cost}});
        return;
    }
    out.add(ReportNumbers{
        {{millions_text(ap.npv), out.in(filled({"M EUR net present value (%1): %2", "百万欧元，净现值（%1）：%2"},
                                               {interval_words(ap), verdict_words(ap.verdict())}))},
         {std::isfinite(ap.bcr) ? number_text(ap.bcr, 2) : std::string{"–"},
          out.in(Words{"benefit-cost ratio", "效益费用比"})},
         cost,
         {millions_text(ap.present_benefit), out.in(Words{"M EUR benefit, present value", "百万欧元，效益现值"})}}});
}

void write_costs(ReportWriter& out, const Appraisal& ap) {
    if (ap.costs.empty()) {
        out.text(
            Words{"No measure of the one costs anything that the other does not.", "两个情景的措施费用没有差别。"});
        return;
    }
    ReportTable table{.name = "costs",
                      .columns = {{out.in(Words{"Cost", "费用"}), 2.6},
                                  {out.in(Words{"Quantity", "数量"}), 1.0, true},
                                  {out.in(Words{"Capital, EUR", "投资，欧元"}), 1.1, true},
                                  {out.in(Words{"Upkeep a year, EUR", "年运维，欧元"}), 1.1, true},
                                  {out.in(Words{"Present value, EUR", "现值，欧元"}), 1.1, true},
                                  {out.in(Words{"Source", "来源"}), 2.0},
                                  {out.in(Words{"Grade", "等级"}), 0.6}},
                      .rows = {}};
    Cents capital = 0;
    Cents upkeep = 0;
    for (const CostLine& line : ap.costs) {
        capital += line.capital;
        upkeep += line.upkeep_a_year;
        table.rows.push_back({{out.in(filled({"%1 (%2)", "%1（%2）"}, {line.item, line.words}))},
                              {number_text(line.quantity, 2) + " " + out.in(unit_words(line.unit))},
                              {euros_text(line.capital)},
                              {euros_text(line.upkeep_a_year)},
                              {euros_text(line.present)},
                              {out.in(line.source)},
                              {line.confidence}});
    }
    table.rows.push_back({{out.in(Words{"Sum", "合计"})},
                          {},
                          {euros_text(capital)},
                          {euros_text(upkeep)},
                          {euros_text(ap.present_cost)},
                          {},
                          {}});
    out.add(std::move(table));
}

void write_benefits(ReportWriter& out, const Appraisal& ap) {
    if (ap.benefits.empty()) {
        return;
    }
    ReportTable table{.name = "benefits",
                      .columns = {{out.in(Words{"Benefit", "效益"}), 3.0},
                                  {out.in(Words{"Saved a year", "年节省量"}), 1.6, true},
                                  {out.in(Words{"A year, EUR", "每年，欧元"}), 1.3, true},
                                  {out.in(Words{"Present value, EUR", "现值，欧元"}), 1.3, true}},
                      .rows = {}};
    Cents a_year = 0;
    for (const BenefitLine& line : ap.benefits) {
        a_year += line.a_year;
        table.rows.push_back({{out.in(line.what)},
                              {number_text(line.quantity, 3) + " " + out.in(unit_words(line.unit))},
                              {euros_text(line.a_year)},
                              {euros_text(line.present)}});
    }
    table.rows.push_back({{out.in(Words{"Sum", "合计"})}, {}, {euros_text(a_year)}, {euros_text(ap.present_benefit)}});
    out.add(std::move(table));
}

} // namespace

void write_money(ReportWriter& out, const Comparison& c) {
    if (!out.wants(kReportMoney)) {
        return;
    }
    const Appraisal& ap = c.appraisal;
    out.heading({"Money", "经济评价"});
    write_result(out, ap);
    write_costs(out, ap);
    write_benefits(out, ap);
    out.note(ap.year_factor > 0.0 ? filled({"One run counts %1 times a year: %2.", "一次运行每年计 %1 次：%2。"},
                                           {number_text(ap.year_factor, 2), ap.year_factor_reason})
                                  : filled({"Runs count %1.", "运行计法：%1。"}, {ap.year_factor_reason}));
    Text left_out;
    for (const Text& words : c.not_priced()) {
        left_out += (left_out.empty() ? Text{} : Text{Words{"; ", "；"}}) + words;
    }
    out.note(filled({"Not in it: %1.", "未计入：%1。"}, {left_out}));
    if (!ap.refused.empty()) {
        return;
    }
    Drawing hangs_on = tornado(ap, out.language());
    if (hangs_on.height > 0.0) {
        out.text(Words{"What the net present value hangs on, each parameter over its range:",
                       "净现值取决于什么（各参数在其范围内变动）："});
        out.add(ReportChart{{}, std::move(hangs_on)});
    } else {
        out.note(Words{"No parameter moves the net present value.", "没有参数影响净现值。"});
    }
}

} // namespace cityloom::scenarios
