// SPDX-License-Identifier: GPL-3.0-or-later
// The appraisal of a plan as a report.
#include <algorithm>
#include <cmath>

#include "scenarios/invest/appraise/appraise.h"
#include "scenarios/measure/plain.h"
#include "scenarios/measure/units.h"
#include "scenarios/report/charts.h"
#include "scenarios/report/numbers.h"
#include "scenarios/report/plan_charts.h"
#include "scenarios/report/sections.h"

namespace cityloom::scenarios {

namespace {

using invest::MoneyRow;
using invest::MoneyTable;
using invest::PlanAppraisal;

std::string percent(const std::optional<double>& share) {
    return share ? number_text(100.0 * *share, 1) + " %" : std::string{"–"};
}

std::string years(const std::optional<double>& value, const ReportWriter& out) {
    return value ? number_text(*value, 1) + " " + out.in(Words{"years", "年"}) : out.in(Words{"never", "不可回收"});
}

void write_numbers(ReportWriter& out, const PlanAppraisal& a) {
    out.add(
        ReportNumbers{{{millions_text(a.npv), out.in(Words{"M EUR net present value", "百万欧元，净现值"})},
                       {std::isfinite(a.bcr) ? number_text(a.bcr, 2) : std::string{"–"},
                        out.in(Words{"benefit-cost ratio", "效益费用比"})},
                       {percent(a.economic_return.chosen), out.in(Words{"economic rate of return", "经济内部收益率"})},
                       {years(a.discounted_payback, out), out.in(Words{"discounted payback", "动态回收期"})}}});
    const auto return_words = [&](const invest::RatesOfReturn& of) -> Text {
        return of.chosen ? Text{percent(of.chosen)}
               : of.all.empty()
                   ? Text{Words{"none", "无"}}
                   : filled({"%1 of them, none to be chosen", "有 %1 个，均不可取"}, {std::to_string(of.all.size())});
    };
    out.list(
        {filled({"Financial rate of return: %1", "财务内部收益率：%1"}, {return_words(a.financial_return)}),
         filled({"Payback: %1", "静态回收期：%1"}, {years(a.payback, out)}),
         filled({"Return of the first whole year over what was spent: %1 (a hint on timing alone)",
                 "首个完整年收益率：%1（仅供判断时机）"},
                {percent(a.first_year_return)}),
         filled({"It still pays if all costs are %1 higher, or if %2 of the gains are lost",
                 "费用增加 %1 或效益减少 %2 时净现值为零"},
                {percent(a.switching_cost), percent(a.switching_gain)}),
         filled({"Equal yearly cost over the horizon: %1 EUR", "等额年费用：%1 欧元"}, {euros_text(a.annual_cost)})});
}

/// Years in columns where there are few, else in steps; every row adds up to its total.
void write_table(ReportWriter& out, const PlanAppraisal& a, const MoneyTable& table) {
    out.text(table.words);
    constexpr std::size_t kGroups = 6;
    const std::size_t count = table.net.by_year.size();
    const std::size_t step = std::max<std::size_t>(1, (count + kGroups - 1) / kGroups);
    ReportTable shown{
        .name = "money-" + table.id, .columns = {{out.in(Words{"1,000 EUR", "千欧元"}), 2.6}}, .rows = {}};
    for (std::size_t t = 0; t < count; t += step) {
        const std::size_t last = std::min(count, t + step) - 1;
        shown.columns.push_back({last == t ? std::to_string(a.calendar(t))
                                           : std::to_string(a.calendar(t)) + "–" + std::to_string(a.calendar(last)),
                                 1.0, true});
    }
    shown.columns.push_back({out.in(Words{"Total", "合计"}), 1.1, true});
    shown.columns.push_back({out.in(Words{"Present value", "现值"}), 1.1, true});
    const auto thousand = [](Cents cents) { return number_text(static_cast<double>(cents) * 1e-5, 1); };
    const auto add = [&](const MoneyRow& row) {
        if (row.total == 0 && row.present == 0) {
            return;
        }
        std::vector<ReportCell> cells{{out.in(row.words)}};
        for (std::size_t t = 0; t < count; t += step) {
            Cents sum = 0;
            for (std::size_t k = t; k < std::min(count, t + step); ++k) {
                sum += row.by_year[k];
            }
            cells.push_back({thousand(sum)});
        }
        cells.push_back({thousand(row.total)});
        cells.push_back({thousand(row.present)});
        shown.rows.push_back(std::move(cells));
    };
    for (const MoneyRow& row : table.rows) {
        add(row);
    }
    add(table.net);
    out.add(std::move(shown));
}

void write_costs(ReportWriter& out, const PlanAppraisal& a) {
    ReportTable table{.name = "plan-costs",
                      .columns = {{out.in(Words{"What is built", "建设内容"}), 2.6},
                                  {out.in(Words{"Works from", "开工"}), 0.7, true},
                                  {out.in(Words{"Quantity", "数量"}), 1.0, true},
                                  {out.in(Words{"Capital, EUR", "投资，欧元"}), 1.1, true},
                                  {out.in(Words{"Upkeep a year, EUR", "年运维，欧元"}), 1.1, true},
                                  {out.in(Words{"Source", "来源"}), 2.0},
                                  {out.in(Words{"Grade", "等级"}), 0.6}},
                      .rows = {}};
    Cents capital = 0;
    Cents upkeep = 0;
    for (const invest::PlannedCost& cost : a.model.costs) {
        capital += cost.line.capital;
        upkeep += cost.line.upkeep_a_year;
        table.rows.push_back({{out.in(filled({"%1 (%2)", "%1（%2）"}, {cost.line.item, cost.line.words}))},
                              {std::to_string(a.model.first_year + cost.begins)},
                              {number_text(cost.line.quantity, 2) + " " + out.in(unit_words(cost.line.unit))},
                              {euros_text(cost.line.capital)},
                              {euros_text(cost.line.upkeep_a_year)},
                              {out.in(cost.line.source)},
                              {cost.line.confidence}});
    }
    table.rows.push_back({{out.in(Words{"Sum", "合计"})}, {}, {}, {euros_text(capital)}, {euros_text(upkeep)}, {}, {}});
    out.add(std::move(table));
    out.note(Words{"Before the optimism bias, which the tables of money hold.", "未计乐观偏差；资金表已计入。"});
}

/// What is simple, in the place of what is expensive.
void write_alternatives(ReportWriter& out, const PlanAppraisal& a) {
    if (a.alternatives.empty()) {
        return;
    }
    out.heading({"Plain alternatives", "简单替代方案"});
    ReportTable table{.name = "alternatives",
                      .columns = {{out.in(Words{"In place of", "代替"}), 2.0},
                                  {out.in(Words{"This", "替代方案"}), 2.4},
                                  {out.in(Words{"Capital, EUR", "投资，欧元"}), 1.0, true},
                                  {out.in(Words{"Instead of, EUR", "原投资，欧元"}), 1.0, true},
                                  {out.in(Words{"Share of the gain", "效益占比"}), 0.9, true},
                                  {out.in(Words{"Net value of the plan, EUR", "计划净现值，欧元"}), 1.2, true}},
                      .rows = {}};
    for (const invest::PlainAlternative& other : a.alternatives) {
        table.rows.push_back({{out.in(other.instead)},
                              {out.in(filled({"%1 (%2)", "%1（%2）"}, {other.words, other.rule}))},
                              {euros_text(other.capital)},
                              {euros_text(other.instead_capital)},
                              {percent(other.share_of_gain)},
                              {euros_text(other.npv), other.better ? Tone::Better : Tone::Plain}});
    }
    out.add(std::move(table));
    out.note(Words{"Derived by rule and simulated like the plan, without growth of demand.",
                   "按规则导出，与计划同样仿真，不计需求增长。"});
}

void write_districts(ReportWriter& out, const PlanAppraisal& a) {
    if (a.districts.size() < 2) {
        return;
    }
    out.heading({"Who gains, who loses", "谁受益、谁受损"});
    ReportTable table{.name = "plan-districts",
                      .columns = {{out.in(Words{"Trips that start in", "出行起点片区"}), 2.5},
                                  {out.in(Words{"Hours saved a year", "年节省小时"}), 1.2, true},
                                  {out.in(Words{"Present value, EUR", "现值，欧元"}), 1.4, true}},
                      .rows = {}};
    Cents sum = 0;
    for (const invest::DistrictGain& d : a.districts) {
        sum += d.present;
        const Tone tone = d.present > 100 ? Tone::Better : d.present < -100 ? Tone::Worse : Tone::Plain;
        table.rows.push_back(
            {{d.name.empty() ? out.in(Words{"outside of all districts", "所有片区之外"}) : out.in(name_words(d.name))},
             {number_text(d.hours_a_year, 0)},
             {euros_text(d.present), tone}});
    }
    table.rows.push_back({{out.in(Words{"of no district: lifelines, and what grows with trips",
                                        "不属于片区：生命线系统及随出行增长的部分"})},
                          {},
                          {euros_text(a.elsewhere)}});
    table.rows.push_back({{out.in(Words{"Sum", "合计"})}, {}, {euros_text(sum + a.elsewhere)}});
    out.add(std::move(table));
    out.note(Words{"By income nothing can be said: the city holds none.", "城市数据不含收入，无法按收入分组。"});
}

void write_samples(ReportWriter& out, const invest::Samples& samples, const AppraisalSettings& settings) {
    out.heading({"What may happen", "不确定性"});
    out.add(ReportChart{{}, sample_chart(samples, out.language())});
    out.text(filled({"%1 samples: %2 % lose money; the mean of the worst tenth is %3 M EUR.",
                     "%1 个样本：%2 % 亏损；最差一成的均值为 %3 百万欧元。"},
                    {std::to_string(samples.all.size()), number_text(100.0 * samples.loss_share, 1),
                     number_text(samples.worst_tenth * 1e-6, 2)}));
    const auto name_of = [&](const std::string& id) -> Text {
        const auto p = std::ranges::find(settings.parameters, id, &AppraisalParameter::id);
        return p != settings.parameters.end() ? Text{Words{p->english, p->chinese}}
               : id == "overrun_civil"        ? Text{Words{"Cost overrun, civil works", "费用超支（土建）"}}
               : id == "overrun_service"      ? Text{Words{"Cost overrun, services", "费用超支（服务）"}}
               : id == "overrun_ict" ? Text{Words{"Cost overrun, equipment and ICT", "费用超支（设备与信息化）"}}
                                     : Text{Words{"Seed of the simulation", "仿真种子"}};
    };
    if (samples.box) {
        std::vector<Text> sides;
        for (const invest::Box::Side& side : samples.box->sides) {
            sides.push_back(filled({"%1 between %2 and %3", "%1介于 %2 与 %3 之间"},
                                   {name_of(samples.uncertainties[side.uncertainty].id), parameter_text(side.low),
                                    parameter_text(side.high)}));
        }
        out.text(filled({"Where it loses (%1 % of the losses lie there, and %2 % of what lies there loses):",
                         "亏损集中于（含全部亏损的 %1 %，其中 %2 % 亏损）："},
                        {number_text(100.0 * samples.box->coverage, 0), number_text(100.0 * samples.box->density, 0)}));
        out.list(sides);
    }
    ReportTable table{.name = "sobol",
                      .columns = {{out.in(Words{"What is not known", "不确定因素"}), 2.6},
                                  {out.in(Words{"5 % to 95 %, or range", "5 %–95 % 或范围"}), 1.4, true},
                                  {out.in(Words{"Sobol, first order", "Sobol 一阶"}), 1.0, true},
                                  {out.in(Words{"Sobol, total", "Sobol 总阶"}), 1.0, true}},
                      .rows = {}};
    std::vector<invest::Uncertainty> sorted = samples.uncertainties;
    std::ranges::stable_sort(sorted, [](const auto& x, const auto& y) { return x.total > y.total; });
    for (const invest::Uncertainty& u : sorted) {
        table.rows.push_back({{out.in(name_of(u.id))},
                              {parameter_text(u.low) + " … " + parameter_text(u.high)},
                              {number_text(u.first, 3)},
                              {number_text(u.total, 3)}});
    }
    out.add(std::move(table));
}

std::string command_of(const PlanAppraisal& a) {
    std::string command = "cityloom-cli appraise " + a.project + " --plan '" + a.plan + "' --base '" + a.base + "'";
    command += " --first-year " + std::to_string(a.model.first_year);
    command += " --seeds " + std::to_string(a.request.effects.seeds) + " --seed " +
               std::to_string(a.request.effects.first_seed) + " --stages " + std::to_string(a.request.stages) +
               " --failures " + std::to_string(a.request.effects.failures);
    command += a.request.alternatives ? "" : " --no-alternatives";
    command += a.request.demand_points ? "" : " --no-demand";
    command += a.request.samples > 0 ? " --samples " + std::to_string(a.request.samples) + " --sample-seed " +
                                           std::to_string(a.request.sample_seed)
                                     : "";
    const AppraisalSettings defaults = default_plan_appraisal();
    for (const AppraisalParameter& p : a.request.settings.parameters) {
        if (p.value != defaults.value(p.id)) {
            command += " --set " + p.id + "=" + shortest(p.value);
        }
    }
    return command;
}

} // namespace

ReportDocument report_document(const PlanAppraisal& a, const ReportExtras& extras) {
    ReportDocument document;
    write_title(document, extras, filled({"Plan: %1", "计划：%1"}, {scenario_words(a.plan)}),
                filled({"against %1, %2 to %3, %4 seeds", "相对于%1，%2–%3 年，%4 个种子"},
                       {scenario_words(a.base), std::to_string(a.model.first_year),
                        std::to_string(a.calendar(a.tables.front().net.by_year.size() - 1)),
                        std::to_string(a.request.effects.seeds)}),
                a.project);
    ReportWriter out{document, extras};
    out.finding(a.explained);
    write_findings(out, a.findings);
    write_numbers(out, a);
    if (!a.warnings.empty()) {
        out.heading({"What to look at before deciding", "决策前须注意"});
        for (const Text& warning : a.warnings) {
            out.warning(warning);
        }
    }
    out.heading({"Money by year", "逐年资金"});
    out.add(ReportChart{{}, cash_flow_chart(a, out.language())});
    out.note(Words{"Year 0 is not discounted, flows fall at year ends. Every table is kept in whole cents; shown are "
                   "thousands.",
                   "第 0 年不折现，现金流计于年末。各表以分为单位记账，此处以千欧元显示。"});
    for (const MoneyTable& table : a.tables) {
        write_table(out, a, table);
    }
    if (Drawing debt = debt_chart(debt_years(a), out.language()); debt.height > 0.0) {
        out.heading({"Debt", "债务"});
        out.add(ReportChart{{}, std::move(debt)});
        out.note(Words{"The ceiling of the service is what its income covers 1.1 times, as lenders of China's special "
                       "bonds ask for.",
                       "还本付息上限按收入覆盖 1.1 倍计，与中国专项债要求一致。"});
    }
    out.heading({"What is built, and when", "建设内容与时间"});
    constexpr std::size_t kRows = 40;
    out.add(ReportChart{{}, gantt(a, kRows, out.language())});
    write_costs(out, a);
    write_alternatives(out, a);
    if (Drawing uses = use_chart(a, out.language()); uses.height > 0.0) {
        out.heading({"How far it is used", "利用率"});
        out.add(ReportChart{{}, std::move(uses)});
        out.note(
            Words{"Of the rating, on an ordinary day of today's demand. Below 30 % for three years running a thing is "
                  "overcapacity.",
                  "按现状需求下平日的额定容量占比；连续三年低于 30 % 视为产能过剩。"});
    }
    write_districts(out, a);
    out.heading({"What it hangs on", "取决于什么"});
    Appraisal of;
    of.npv = a.npv;
    of.settings = a.request.settings;
    of.sensitivity.assign(a.sensitivity.begin(),
                          a.sensitivity.begin() +
                              static_cast<std::ptrdiff_t>(std::min<std::size_t>(15, a.sensitivity.size())));
    Drawing hangs_on = tornado(of, out.language());
    if (hangs_on.height > 0.0) {
        out.add(ReportChart{{}, std::move(hangs_on)});
    }
    if (a.samples) {
        write_samples(out, *a.samples, a.request.settings);
    }
    out.heading({"Not in the money", "未计价"});
    out.list(a.not_priced);
    out.heading({"Assumptions", "假设"});
    out.list(a.assumptions);
    write_parameters(out, a.request.settings);
    ReportTable hashes{.name = "hashes",
                       .columns = {{out.in(Words{"Run of the base", "基准运行"}), 2.0},
                                   {out.in(Words{"State hash", "状态哈希"}), 2.0}},
                       .rows = {}};
    for (const auto& [run, hash] : a.hashes) {
        hashes.rows.push_back({{run}, {hash, Tone::Plain, true}});
    }
    write_reproduction(out, command_of(a), std::move(hashes), {});
    return document;
}

} // namespace cityloom::scenarios
