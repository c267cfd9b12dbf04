// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/choose/schedule_years.h"

namespace cityloom::scenarios::invest {

SiteSchedule schedule_sites(const SiteYears& problem, const SolveOptions& options) {
    Programme programme;
    const std::size_t sites = problem.fee.size();
    const std::size_t years = problem.target.size();
    std::vector<std::vector<int>> open(years), work(years), out(years);
    for (std::size_t t = 0; t < years; ++t) {
        const double factor = problem.discount.factor(static_cast<int>(t));
        std::vector<Term> worked;
        std::vector<Term> blend;
        for (std::size_t i = 0; i < sites; ++i) {
            open[t].push_back(programme.choice(-problem.fee[i] * factor));
            work[t].push_back(programme.choice());
            out[t].push_back(programme.number(0.0, problem.limit[i], problem.price * factor));
            programme.row_at_most(std::vector<Term>{{out[t][i], 1.0}, {work[t][i], -problem.limit[i]}}, 0.0);
            programme.row_at_most(std::vector<Term>{{work[t][i], 1.0}, {open[t][i], -1.0}}, 0.0);
            if (t > 0 && problem.close_is_final) {
                programme.row_at_most(std::vector<Term>{{open[t][i], 1.0}, {open[t - 1][i], -1.0}}, 0.0);
            }
            worked.push_back({work[t][i], 1.0});
            blend.push_back({out[t][i], problem.quality[i] - problem.target[t]});
        }
        programme.row_at_most(worked, problem.max_worked);
        programme.row(blend, 0.0, 0.0);
    }
    const Solution solution = maximise(programme, options);
    SiteSchedule schedule{.status = solution.status, .npv = solution.objective, .worked = {}, .open = {}, .output = {}};
    const auto value = [&](int variable) { return solution.values[static_cast<std::size_t>(variable)]; };
    for (std::size_t t = 0; t < years && !solution.values.empty(); ++t) {
        auto& worked = schedule.worked.emplace_back();
        auto& opened = schedule.open.emplace_back();
        double output = 0.0;
        for (std::size_t i = 0; i < sites; ++i) {
            const double made = value(out[t][i]);
            if (value(work[t][i]) > 0.5 && made > 1e-9) { // worked without output is not worked
                worked.push_back(i);
            }
            if (value(open[t][i]) > 0.5) {
                opened.push_back(i);
            }
            output += made;
        }
        schedule.output.push_back(output);
    }
    return schedule;
}

} // namespace cityloom::scenarios::invest
