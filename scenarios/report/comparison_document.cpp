// SPDX-License-Identifier: GPL-3.0-or-later
// The report of a comparison.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "scenarios/measure/plain.h"
#include "scenarios/measure/units.h"
#include "scenarios/report/charts.h"
#include "scenarios/report/numbers.h"
#include "scenarios/report/sections.h"

namespace cityloom::scenarios {

namespace {

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

std::string run_options(const RunRequest& run, bool with_hours) {
    std::string options;
    if (with_hours) {
        options += " --start " + format_clock(run.start) + " --duration " + std::to_string(run.duration / kSecondUs) +
                   "s --trips " + std::to_string(run.trips);
    }
    options += " --tail " + std::to_string(run.tail / kMinuteUs) + " --seed " + std::to_string(run.seed);
    return run.bicycles >= 0.0 ? options + " --bicycles " + exact(run.bicycles) : options;
}

ReportTable kpi_table(const ReportWriter& out, const Comparison& c, const std::vector<KpiComparison>& rows,
                      const std::string& name) {
    ReportTable table{.name = name,
                      .columns = {{out.in(Words{"Figure", "指标"}), 2.6},
                                  {out.in(Words{"Unit", "单位"}), 0.9},
                                  {out.in(scenario_words(c.a)), 1.1, true},
                                  {out.in(scenario_words(c.b)), 1.1, true},
                                  {out.in(Words{"Change", "变化"}), 1.5, true},
                                  {out.in(Words{"95 % interval of it", "变化的 95 % 区间"}), 1.5, true},
                                  {out.in(Words{"Verdict", "结论"}), 1.1}},
                      .rows = {}};
    for (const KpiComparison& row : rows) {
        const engine::Figure* info = find_result_figure(row.id);
        if (info == nullptr) {
            continue; // of another version: nothing says what it is
        }
        table.rows.push_back({{out.in(figure_words(*info))},
                              {out.in(unit_words(info->unit)), Tone::Quiet},
                              {number_text(row.a, info->decimals)},
                              {number_text(row.b, info->decimals)},
                              change_cell(row, info->decimals),
                              {interval_text(row.difference, info->decimals), Tone::Quiet},
                              verdict_cell(row, out.language())});
    }
    return table;
}

void write_districts(ReportWriter& out, const Comparison& c) {
    if (!out.wants(kReportDistricts) || c.districts.empty()) {
        return;
    }
    out.heading({"Who gains, who loses", "谁受益，谁受损"});
    std::vector<ChangeBar> bars;
    const engine::Figure* time = find_result_figure("trip_time_s");
    for (const Comparison::District& district : c.districts) {
        const KpiComparison* row = find_row(district.kpis, "trip_time_s");
        if (row != nullptr && time != nullptr && !row->none_with_a && !row->none_with_b) {
            const bool said = row->sign() != 0;
            bars.push_back({.label = out.in(name_words(district.name)),
                            .value = row->difference.mean,
                            .low = row->difference.low,
                            .high = row->difference.high,
                            .known = row->difference.known,
                            .better = said && row->sign() == time->better,
                            .worse = said && row->sign() != time->better});
        }
    }
    std::ranges::stable_sort(bars, {}, &ChangeBar::value);
    if (time != nullptr) {
        Drawing drawing = draw(bars, out.in(filled({"Change of %1", "%1的变化"}, {figure_words(*time)})),
                               out.in(unit_words(time->unit)), time->decimals);
        if (drawing.height > 0.0) {
            out.add(ReportChart{
                out.in(Words{"Bars that are pale show no clear difference; the thin line is the 95 % interval.",
                             "浅色条表示无明显差异；细线为 95 % 区间。"}),
                std::move(drawing)});
        }
    }
    constexpr std::array<const char*, 5> kShown{"impossible_trips", "trip_time_s", "hospital_reached_share",
                                                "person_hours_without_power", "person_hours_without_water"};
    ReportTable table{.name = "districts",
                      .columns = {{out.in(Words{"District", "分区"}), 1.6},
                                  {out.in(Words{"Figure", "指标"}), 2.6},
                                  {out.in(Words{"Unit", "单位"}), 0.9},
                                  {out.in(scenario_words(c.a)), 1.0, true},
                                  {out.in(scenario_words(c.b)), 1.0, true},
                                  {out.in(Words{"Change", "变化"}), 1.5, true},
                                  {out.in(Words{"Verdict", "结论"}), 1.1}},
                      .rows = {}};
    for (const Comparison::District& district : c.districts) {
        bool first = true;
        for (const char* id : kShown) {
            const KpiComparison* row = find_row(district.kpis, id);
            if (row == nullptr || (row->a == 0.0 && row->b == 0.0)) {
                continue;
            }
            const engine::Figure* info = find_result_figure(id);
            table.rows.push_back({{first ? out.in(name_words(district.name)) : std::string{}},
                                  {out.in(figure_words(*info))},
                                  {out.in(unit_words(info->unit)), Tone::Quiet},
                                  {number_text(row->a, info->decimals)},
                                  {number_text(row->b, info->decimals)},
                                  change_cell(*row, info->decimals),
                                  verdict_cell(*row, out.language())});
            first = false;
        }
    }
    out.add(std::move(table));
    out.note(Words{"Among many districts some differ by chance: a verdict here stands although so many were looked at "
                   "(Holm 1979).",
                   "分区众多，总有一些因偶然而不同：此处的结论已按多重比较修正（Holm 1979）。"});
}

void write_charts(ReportWriter& out, const Comparison& c) {
    if (!out.wants(kReportCharts) || !c.periods.empty()) {
        return;
    }
    out.heading({"Over the day", "全日变化"});
    if (c.samples_a.empty()) {
        out.text(Words{"These runs kept no figures over their time; run them again for charts.",
                       "这些运行未保存随时间变化的指标；重新运行后可绘制图表。"});
        return;
    }
    constexpr std::size_t kMost = 6;
    for (const engine::Figure* figure : figures_to_chart(c.samples_a, c.samples_b, kMost)) {
        DayLine a = day_line(c.samples_a, figure->id);
        DayLine b = day_line(c.samples_b, figure->id);
        a.label = out.in(scenario_words(c.a));
        a.colour = ink::kBaseline;
        b.label = out.in(scenario_words(c.b));
        b.colour = ink::kAccent;
        out.add(ReportChart{{},
                            draw(DayChart{.title = out.in(figure_words(*figure)),
                                          .unit = out.in(unit_words(figure->unit)),
                                          .decimals = figure->decimals,
                                          .times = c.samples_a.front().times,
                                          .lines = {std::move(a), std::move(b)},
                                          .mark = out.extras().moment})});
    }
    if (c.seeds.size() > 1) {
        out.note(Words{"Lines are means over the seeds, bands their 95 % intervals.",
                       "线为各种子的均值，色带为其 95 % 区间。"});
    }
}

void write_periods(ReportWriter& out, const Comparison& c) {
    for (const Comparison::PeriodRows& period : c.periods) {
        out.text(filled({"%1, %2 trips:", "%1，%2 次出行："},
                        {Words{period.period.english, period.period.chinese}, std::to_string(period.trips)}));
        out.add(kpi_table(out, c, period.city, "period-" + period.period.id));
    }
}

ReportTable hash_table(const ReportWriter& out, const Comparison& c) {
    ReportTable table{.name = "hashes",
                      .columns = {{out.in(Words{"Seed", "种子"}), 1.0},
                                  {out.in(filled({"State hash, %1", "状态哈希，%1"}, {scenario_words(c.a)})), 1.5},
                                  {out.in(filled({"State hash, %1", "状态哈希，%1"}, {scenario_words(c.b)})), 1.5}},
                      .rows = {}};
    const std::size_t each = std::max<std::size_t>(1, c.periods.size());
    for (std::size_t k = 0; k < c.hashes_a.size(); ++k) {
        std::string seed = std::to_string(c.seeds[k / each]);
        if (!c.periods.empty()) {
            const Period& period = c.periods[k % each].period;
            seed += ", " + out.in(Words{period.english, period.chinese});
        }
        table.rows.push_back(
            {{std::move(seed)}, {c.hashes_a[k], Tone::Plain, true}, {c.hashes_b[k], Tone::Plain, true}});
    }
    return table;
}

} // namespace

std::string reproduce_command(const Comparison& c) {
    std::string command = "cityloom-cli compare " + quoted_word(c.project) + " " + quoted_word(c.a) + " " +
                          quoted_word(c.b) + (c.periods.empty() ? "" : " --periods default") +
                          run_options(c.request, c.periods.empty()) + " --seeds " + std::to_string(c.seeds.size());
    const AppraisalSettings usual = default_appraisal();
    for (const AppraisalParameter& p : c.appraisal.settings.parameters) {
        if (p.value != usual.value(p.id)) {
            command += " --set " + p.id + "=" + exact(p.value);
        }
    }
    return command;
}

std::string reproduce_command(const ScenarioOutcome& o) {
    return "cityloom-cli report " + quoted_word(o.project) + " --scenario " + quoted_word(o.scenario) +
           run_options(o.request, true) + " --seeds " + std::to_string(o.seeds.size()) + " --run --html report.html";
}

ReportDocument report_document(const Comparison& c, const ReportExtras& extras) {
    ReportDocument document;
    const Text a = scenario_words(c.a);
    const Text b = scenario_words(c.b);
    const Text conditions = c.periods.empty()
                                ? run_words(c.request, c.seeds)
                                : filled({"%1 periods of a year and a mean hour of them, %2 seeds",
                                          "一年的 %1 个时段及其平均小时，%2 个种子"},
                                         {std::to_string(c.periods.size()), std::to_string(c.seeds.size())});
    write_title(document, extras, filled({"%1 against %2", "“%1”与“%2”的比较"}, {b, a}), conditions, c.project);
    ReportWriter out{document, extras};
    write_findings(out, c.findings());
    out.heading({"The city", "全市指标"});
    out.add(kpi_table(out, c, c.city, "city"));
    write_periods(out, c);
    write_maps(out);
    write_districts(out, c);
    write_charts(out, c);
    write_money(out, c);
    out.heading({"What was compared", "比较的内容"});
    write_measures(out, a, c.measures_a);
    write_measures(out, b, c.measures_b);
    if (out.wants(kReportAssumptions)) {
        out.heading({"Assumptions", "假设"});
        out.list(c.assumptions);
        write_parameters(out, c.appraisal.settings);
    }
    write_audit(out);
    write_reproduction(out, reproduce_command(c), hash_table(out, c), c.attributions);
    return document;
}

} // namespace cityloom::scenarios
