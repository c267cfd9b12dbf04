// SPDX-License-Identifier: GPL-3.0-or-later
// Plans side by side as a report.
#include <algorithm>
#include <cmath>

#include "scenarios/invest/beside/beside.h"
#include "scenarios/measure/plain.h"
#include "scenarios/report/beside_charts.h"
#include "scenarios/report/numbers.h"
#include "scenarios/report/plan_charts.h"
#include "scenarios/report/sections.h"

namespace cityloom::scenarios {

namespace {

using invest::Beside;
using invest::PlanBeside;

std::string million(double euro) {
    return number_text(euro * 1e-6, 3);
}

/// The plans in columns, what is weighed in rows; the best of each row stands out.
void write_table(ReportWriter& out, const Beside& b) {
    ReportTable table{.name = "plans", .columns = {{out.in(Words{"Aim", "目标"}), 2.4}}, .rows = {}};
    for (const PlanBeside& plan : b.plans) {
        table.columns.push_back({out.in(plan_words(plan)), 1.2, true});
    }
    const auto row = [&](const Words& words, auto value, auto text, bool more_is_better) {
        std::vector<double> values;
        for (const PlanBeside& plan : b.plans) {
            values.push_back(value(plan));
        }
        std::vector<ReportCell> cells{{out.in(words)}};
        double best = std::numeric_limits<double>::quiet_NaN();
        bool differ = false;
        for (const double each : values) {
            differ = differ || (std::isfinite(each) && std::isfinite(best) && each != best);
            best = !std::isfinite(each)   ? best
                   : !std::isfinite(best) ? each
                   : more_is_better       ? std::max(best, each)
                                          : std::min(best, each);
        }
        for (const double each : values) {
            cells.push_back({std::isfinite(each) ? text(each) : std::string{"–"},
                             differ && each == best ? Tone::Better : Tone::Plain});
        }
        table.rows.push_back(std::move(cells));
    };
    const auto percent = [](double share) { return number_text(100.0 * share, 0) + " %"; };
    row(
        {"Net present value, M EUR", "净现值，百万欧元"}, [](const PlanBeside& p) { return p.aims.npv; }, million,
        true);
    row(
        {"Benefit-cost ratio", "效益费用比"}, [](const PlanBeside& p) { return p.bcr; },
        [](double v) { return number_text(v, 2); }, true);
    row(
        {"Capital with its uplift, M EUR", "投资（含乐观偏差），百万欧元"},
        [](const PlanBeside& p) { return p.aims.capital; }, million, false);
    row(
        {"Most owed, M EUR", "债务峰值，百万欧元"}, [](const PlanBeside& p) { return p.aims.peak_debt; }, million,
        false);
    row(
        {"Person-hours of outage avoided over the horizon", "评价期内避免的停供人时"},
        [](const PlanBeside& p) { return p.aims.outage_hours; }, [](double v) { return number_text(v, 0); }, true);
    row(
        {"EUR a head in the district whose trips gain least", "出行受益最少片区的人均效益，欧元"},
        [](const PlanBeside& p) { return p.aims.worst_district; }, [](double v) { return number_text(v, 2); }, true);
    row(
        {"Districts whose trips lose", "出行受损的片区数"},
        [](const PlanBeside& p) { return static_cast<double>(p.losers); }, [](double v) { return number_text(v, 0); },
        false);
    row(
        {"Use of its least used thing", "利用率最低设施的利用率"},
        [](const PlanBeside& p) { return p.use.value_or(std::numeric_limits<double>::quiet_NaN()); }, percent, true);
    row(
        {"Largest regret, M EUR", "最大遗憾，百万欧元"}, [](const PlanBeside& p) { return p.regret.most; }, million,
        false);
    row(
        {"Mean regret, M EUR", "平均遗憾，百万欧元"}, [](const PlanBeside& p) { return p.regret.mean; }, million,
        false);
    row(
        {"Mean of the worst tenth of regrets, M EUR", "最差一成遗憾均值，百万欧元"},
        [](const PlanBeside& p) { return p.regret.worst_tenth; }, million, false);
    row(
        {"Futures in which it is worth its cost", "划算的未来情景占比"},
        [](const PlanBeside& p) { return p.regret.pays; }, percent, true);
    std::vector<ReportCell> by{{out.in(Words{"Dominated by", "被何计划支配"})}};
    for (const PlanBeside& plan : b.plans) {
        std::string names;
        for (const std::size_t other : plan.dominated_by) {
            names += (names.empty() ? "" : ", ") + out.in(plan_words(b.plans[other]));
        }
        by.push_back({names.empty() ? out.in(Words{"none", "无"}) : names, names.empty() ? Tone::Better : Tone::Worse});
    }
    table.rows.push_back(std::move(by));
    out.add(std::move(table));
}

std::string command_of(const Beside& b) {
    std::string names;
    for (const std::string& plan : b.request.plans) {
        names += (names.empty() ? "" : ",") + plan;
    }
    const invest::AppraiseRequest& of = b.request.appraise;
    std::string command = "cityloom-cli plans " + b.project + " --plans '" + names + "' --base '" + b.base + "'";
    command += " --first-year " + std::to_string(b.first_year) + " --seeds " + std::to_string(of.effects.seeds) +
               " --seed " + std::to_string(of.effects.first_seed) + " --stages " + std::to_string(of.stages) +
               " --failures " + std::to_string(of.effects.failures) + " --futures " +
               std::to_string(b.request.futures) + " --sample-seed " + std::to_string(of.sample_seed);
    command += of.demand_points ? "" : " --no-demand";
    const AppraisalSettings defaults = default_plan_appraisal();
    for (const AppraisalParameter& p : of.settings.parameters) {
        command += p.value != defaults.value(p.id) ? " --set " + p.id + "=" + shortest(p.value) : "";
    }
    return command;
}

} // namespace

ReportDocument report_document(const Beside& b, const ReportExtras& extras) {
    ReportDocument document;
    write_title(document, extras, Text{Words{"Plans side by side", "计划并列比较"}},
                filled({"against %1, money from %2, %3 futures", "相对于%1，资金自 %2 年起，%3 个未来情景"},
                       {scenario_words(b.base), std::to_string(b.first_year), std::to_string(b.request.futures)}),
                b.project);
    ReportWriter out{document, extras};
    write_findings(out, b.findings);
    write_table(out, b);
    out.note(
        Words{"Building nothing stands beside them: it costs nothing and brings nothing. One plan dominates another "
              "that is not better in net value, capital, debt, outages or its worst district, and worse in one.",
              "“不建设”与之并列：无费用亦无效益。若某计划在净现值、投资、债务、停供和最差片区上均不优于另一计划且至少一"
              "项更差，则被其支配。"});
    for (const Text& warning : b.warnings) {
        out.warning(warning);
    }
    out.heading({"Net value over capital", "投资与净现值"});
    out.add(ReportChart{{}, pareto_chart(b, out.language())});
    out.heading({"Regret over the futures", "未来情景中的遗憾"});
    out.add(ReportChart{{}, regret_chart(b, out.language())});
    out.note(
        Words{"Regret is what a plan falls short of the best in a future, building nothing among them. All plans are "
              "tried in the same futures: a Latin hypercube over what is not known of any of them.",
              "遗憾指某未来情景中该计划与最优方案（含不建设）之差。各计划采用相同的未来情景：对全部不确定因素的拉丁超立"
              "方抽样。"});
    out.heading({"Why each comes out so", "各计划结果的原因"});
    for (const PlanBeside& plan : b.plans) {
        if (!plan.appraisal) {
            continue;
        }
        out.text(filled({"%1: %2", "%1：%2"}, {plan_words(plan), plan.appraisal->explained}));
        for (const Text& warning : plan.appraisal->warnings) {
            out.warning(warning);
        }
    }
    for (const PlanBeside& plan : b.plans) {
        if (plan.appraisal) {
            out.text(filled({"When %1 is built", "%1的施工时间"}, {plan_words(plan)}));
            constexpr std::size_t kRows = 20;
            out.add(ReportChart{{}, gantt(*plan.appraisal, kRows, out.language())});
        }
    }
    write_parameters(out, b.request.appraise.settings);
    ReportTable hashes{.name = "hashes",
                       .columns = {{out.in(Words{"Run of the base", "基准运行"}), 2.0},
                                   {out.in(Words{"State hash", "状态哈希"}), 2.0}},
                       .rows = {}};
    for (const auto& [run, hash] : b.plans.front().appraisal->hashes) {
        hashes.rows.push_back({{run}, {hash, Tone::Plain, true}});
    }
    write_reproduction(out, command_of(b), std::move(hashes), {});
    return document;
}

} // namespace cityloom::scenarios
