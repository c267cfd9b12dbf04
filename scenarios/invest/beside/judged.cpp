// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/beside/judged.h"

#include <algorithm>
#include <array>

#include "scenarios/invest/money/decision.h"

namespace cityloom::scenarios::invest {

namespace {

/// All turned so that more is better.
std::array<double, 5> turned(const Aims& a) {
    return {a.npv, -a.capital, -a.peak_debt, a.outage_hours, a.worst_district};
}

} // namespace

std::vector<std::vector<std::size_t>> dominated_by(std::span<const Aims> plans) {
    std::vector<std::vector<std::size_t>> by(plans.size());
    for (std::size_t i = 0; i < plans.size(); ++i) {
        const auto mine = turned(plans[i]);
        for (std::size_t j = 0; j < plans.size(); ++j) {
            const auto theirs = turned(plans[j]);
            bool as_good = true;
            bool better = false;
            for (std::size_t k = 0; k < mine.size(); ++k) {
                as_good = as_good && theirs[k] >= mine[k];
                better = better || theirs[k] > mine[k];
            }
            if (as_good && better) {
                by[i].push_back(j);
            }
        }
    }
    return by;
}

std::vector<Regret> regrets(const std::vector<std::vector<double>>& npv, bool nothing) {
    std::vector<Regret> found(npv.size());
    const std::size_t futures = npv.empty() ? 0 : npv.front().size();
    if (futures == 0) {
        return found;
    }
    std::vector<std::vector<double>> short_by(npv.size());
    for (std::size_t f = 0; f < futures; ++f) {
        double best = nothing ? 0.0 : npv.front()[f];
        for (const std::vector<double>& plan : npv) {
            best = std::max(best, plan[f]);
        }
        for (std::size_t p = 0; p < npv.size(); ++p) {
            short_by[p].push_back(best - npv[p][f]);
        }
    }
    constexpr double kWorst = 0.1;
    const auto n = static_cast<double>(futures);
    for (std::size_t p = 0; p < npv.size(); ++p) {
        Regret& regret = found[p];
        std::vector<double> loss;
        for (const double each : short_by[p]) {
            regret.most = std::max(regret.most, each);
            regret.mean += each / n;
            loss.push_back(-each);
        }
        regret.worst_tenth = std::max(0.0, expected_shortfall(std::vector<double>(futures, 1.0 / n), loss, kWorst));
        regret.pays = static_cast<double>(std::ranges::count_if(npv[p], [](double value) { return value > 0.0; })) / n;
    }
    return found;
}

} // namespace cityloom::scenarios::invest
