// SPDX-License-Identifier: GPL-3.0-or-later
// The report of one scenario.
#include <algorithm>
#include <array>

#include "scenarios/measure/plain.h"
#include "scenarios/measure/units.h"
#include "scenarios/report/charts.h"
#include "scenarios/report/numbers.h"
#include "scenarios/report/sections.h"

namespace cityloom::scenarios {

namespace {

ReportTable figure_table(const ReportWriter& out, const ScenarioOutcome& o) {
    ReportTable table{.name = "city",
                      .columns = {{out.in(Words{"Figure", "指标"}), 3.0},
                                  {out.in(Words{"Unit", "单位"}), 1.0},
                                  {out.in(scenario_words(o.scenario)), 1.2, true},
                                  {out.in(Words{"95 % interval", "95 % 区间"}), 1.6, true}},
                      .rows = {}};
    for (const FigureOverSeeds& row : o.city) {
        if (const engine::Figure* info = find_result_figure(row.id)) {
            table.rows.push_back({{out.in(figure_words(*info))},
                                  {out.in(unit_words(info->unit)), Tone::Quiet},
                                  {number_text(row.value.mean, info->decimals)},
                                  {interval_text(row.value, info->decimals), Tone::Quiet}});
        }
    }
    return table;
}

void write_districts(ReportWriter& out, const ScenarioOutcome& o) {
    if (!out.wants(kReportDistricts) || o.districts.empty()) {
        return;
    }
    constexpr std::array<const char*, 5> kShown{"scheduled_trips", "trip_time_s", "hospital_reached_share",
                                                "person_hours_without_power", "person_hours_without_water"};
    out.heading({"By district", "分区情况"});
    ReportTable table{.name = "districts", .columns = {{out.in(Words{"District", "分区"}), 2.0}}, .rows = {}};
    for (const char* id : kShown) {
        if (const engine::Figure* info = find_result_figure(id)) {
            table.columns.push_back(
                {out.in(filled({"%1, %2", "%1，%2"}, {figure_words(*info), unit_words(info->unit)})), 1.3, true});
        }
    }
    for (const ScenarioOutcome::District& district : o.districts) {
        std::vector<ReportCell> cells{{out.in(name_words(district.name))}};
        for (const char* id : kShown) {
            if (const engine::Figure* info = find_result_figure(id)) {
                const FigureOverSeeds* row = find_row(district.figures, id);
                cells.push_back({row != nullptr ? number_text(row->value.mean, info->decimals) : std::string{"–"}});
            }
        }
        table.rows.push_back(std::move(cells));
    }
    out.add(std::move(table));
}

void write_charts(ReportWriter& out, const ScenarioOutcome& o) {
    if (!out.wants(kReportCharts)) {
        return;
    }
    out.heading({"Over the day", "全日变化"});
    if (o.samples.empty()) {
        out.text(Words{"These runs kept no figures over their time; run them again for charts.",
                       "这些运行未保存随时间变化的指标；重新运行后可绘制图表。"});
        return;
    }
    constexpr std::size_t kMost = 6;
    for (const engine::Figure* figure : figures_to_chart(o.samples, {}, kMost)) {
        DayLine line = day_line(o.samples, figure->id);
        line.label = out.in(scenario_words(o.scenario));
        out.add(ReportChart{{},
                            draw(DayChart{.title = out.in(figure_words(*figure)),
                                          .unit = out.in(unit_words(figure->unit)),
                                          .decimals = figure->decimals,
                                          .times = o.samples.front().times,
                                          .lines = {std::move(line)},
                                          .mark = out.extras().moment})});
    }
    if (o.seeds.size() > 1) {
        out.note(Words{"Lines are means over the seeds, bands their 95 % intervals.",
                       "线为各种子的均值，色带为其 95 % 区间。"});
    }
}

} // namespace

ReportDocument report_document(const ScenarioOutcome& o, const ReportExtras& extras) {
    ReportDocument document;
    const Text name = scenario_words(o.scenario);
    write_title(document, extras, filled({"Scenario: %1", "情景：%1"}, {name}), run_words(o.request, o.seeds),
                o.project);
    ReportWriter out{document, extras};
    write_findings(out, o.findings());
    out.heading({"The city", "全市指标"});
    out.add(figure_table(out, o));
    write_maps(out);
    write_districts(out, o);
    write_charts(out, o);
    out.heading({"What was run", "运行的内容"});
    write_measures(out, name, o.measures);
    if (out.wants(kReportAssumptions)) {
        out.heading({"Assumptions", "假设"});
        out.list(o.assumptions);
    }
    write_audit(out);
    ReportTable hashes{
        .name = "hashes",
        .columns = {{out.in(Words{"Seed", "种子"}), 1.0}, {out.in(Words{"State hash", "状态哈希"}), 3.0}},
        .rows = {}};
    for (std::size_t k = 0; k < o.hashes.size(); ++k) {
        hashes.rows.push_back({{std::to_string(o.seeds[k])}, {o.hashes[k], Tone::Plain, true}});
    }
    write_reproduction(out, reproduce_command(o), std::move(hashes), o.attributions);
    return document;
}

} // namespace cityloom::scenarios
