// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/choose/facilities.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace cityloom::scenarios::invest {

namespace {

using Costs = std::vector<std::vector<double>>;

double cost_of(const Costs& cost, const std::vector<std::size_t>& open) {
    double sum = 0.0;
    for (const auto& row : cost) {
        double least = row[open.front()];
        for (const std::size_t s : open) {
            least = std::min(least, row[s]);
        }
        sum += least;
    }
    return sum;
}

/// Sites one after another, each the best one more; then exchanges while one helps (Teitz and Bart).
std::vector<std::size_t> good_sites(const Costs& cost, std::size_t open) {
    const std::size_t sites = cost.front().size();
    std::vector<std::size_t> chosen;
    std::vector<bool> taken(sites);
    while (chosen.size() < open) {
        std::size_t best = sites;
        double least = kNoLimit;
        for (std::size_t s = 0; s < sites; ++s) {
            if (!taken[s]) {
                chosen.push_back(s);
                const double sum = cost_of(cost, chosen);
                chosen.pop_back();
                best = sum < least ? s : best;
                least = std::min(least, sum);
            }
        }
        taken[best] = true;
        chosen.push_back(best);
    }
    for (bool better = true; better;) {
        better = false;
        for (std::size_t in = 0; in < sites; ++in) {
            for (std::size_t k = 0; k < chosen.size() && !taken[in]; ++k) {
                const double now = cost_of(cost, chosen);
                const std::size_t out = std::exchange(chosen[k], in);
                if (cost_of(cost, chosen) < now) {
                    taken[out] = false;
                    taken[in] = true;
                    better = true;
                } else {
                    chosen[k] = out;
                }
            }
        }
    }
    return chosen;
}

/// Prices for the customers such that serving each at its price costs no more than the optimum: a bound, and what each
/// site would save at those prices.
struct Prices {
    double bound = 0.0;
    std::vector<double> price;  ///< [customer]
    std::vector<double> saving; ///< [site], not positive
};

Prices priced(const Costs& cost, std::size_t open, double upper) {
    const std::size_t sites = cost.front().size();
    Prices best{.bound = -kNoLimit, .price = {}, .saving = {}};
    std::vector<double> price;
    for (const auto& row : cost) {
        std::vector<double> sorted = row;
        std::nth_element(sorted.begin(), sorted.begin() + 1, sorted.end());
        price.push_back(sorted[1]);
    }
    double pace = 2.0;
    int since = 0;
    for (int round = 0; round < 2000 && upper - best.bound > 1e-6 && pace > 1e-4; ++round) {
        std::vector<double> saving(sites);
        for (std::size_t c = 0; c < cost.size(); ++c) {
            for (std::size_t s = 0; s < sites; ++s) {
                saving[s] += std::min(0.0, cost[c][s] - price[c]);
            }
        }
        std::vector<std::size_t> order(sites);
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return saving[a] < saving[b]; });
        double bound = std::accumulate(price.begin(), price.end(), 0.0);
        for (std::size_t k = 0; k < open; ++k) {
            bound += saving[order[k]];
        }
        since = bound > best.bound + 1e-9 ? 0 : since + 1;
        if (bound > best.bound) {
            best = {bound, price, saving};
        }
        if (since >= 20) {
            pace /= 2.0;
            since = 0;
        }
        std::vector<double> lack(cost.size(), 1.0);
        double size = 0.0;
        for (std::size_t c = 0; c < cost.size(); ++c) {
            for (std::size_t k = 0; k < open; ++k) {
                lack[c] -= cost[c][order[k]] < price[c] ? 1.0 : 0.0;
            }
            size += lack[c] * lack[c];
        }
        if (size == 0.0) {
            break;
        }
        for (std::size_t c = 0; c < cost.size(); ++c) {
            price[c] += pace * (upper - bound) / size * lack[c];
        }
    }
    return best;
}

} // namespace

OpenSites nearest_sites(const Costs& cost, std::size_t open, const SolveOptions& options) {
    const std::size_t sites = cost.front().size();
    std::vector<std::size_t> good = good_sites(cost, open);
    std::sort(good.begin(), good.end());
    const double upper = cost_of(cost, good);
    OpenSites result{.status = SolveStatus::Optimal, .sites = good, .value = upper, .bound = upper};
    if (sites < 2) {
        return result;
    }
    // At the prices, a site beyond the `open` best ones, or one of them left out, costs its difference more; where that
    // is more than the good solution the choice is made. So is a customer's site above its price.
    const Prices prices = priced(cost, open, upper);
    std::vector<double> sorted = prices.saving;
    std::sort(sorted.begin(), sorted.end());
    const double last_in = sorted[open - 1];
    const double room = upper - prices.bound + 1e-6 * (1.0 + upper);
    Programme programme;
    std::vector<int> site;
    std::vector<Term> count;
    for (std::size_t s = 0; s < sites; ++s) {
        site.push_back(programme.choice());
        count.push_back({site.back(), 1.0});
        if (prices.saving[s] - last_in > room) {
            programme.fix(site.back(), 0.0);
        } else if (open < sites && sorted[open] - prices.saving[s] > room) {
            programme.fix(site.back(), 1.0);
        }
    }
    programme.row(count, static_cast<double>(open), static_cast<double>(open));
    for (std::size_t c = 0; c < cost.size(); ++c) {
        std::vector<Term> served;
        for (std::size_t s = 0; s < sites; ++s) {
            const double beyond = std::max(0.0, cost[c][s] - prices.price[c]);
            const double opened = std::max(0.0, prices.saving[s] - last_in);
            if (beyond + opened <= room) {
                const int way = programme.number(0.0, 1.0, -cost[c][s]);
                served.push_back({way, 1.0});
                programme.row_at_most(std::vector<Term>{{way, 1.0}, {site[s], -1.0}}, 0.0);
            }
        }
        programme.row(served, 1.0, 1.0);
    }
    const Solution solution = maximise(programme, options);
    result.status = solution.status;
    result.bound = prices.bound;
    std::vector<std::size_t> found;
    for (std::size_t s = 0; s < sites && !solution.values.empty(); ++s) {
        if (solution.values[static_cast<std::size_t>(site[s])] > 0.5) {
            found.push_back(s);
        }
    }
    if (found.size() == open && cost_of(cost, found) < upper) {
        result.sites = found;
        result.value = cost_of(cost, found);
    }
    if (solution.status == SolveStatus::Optimal) {
        result.bound = std::max(prices.bound, -solution.bound);
    } else if (solution.status == SolveStatus::Infeasible) { // none better than the good one is left
        result.status = SolveStatus::Optimal;
        result.bound = upper;
    }
    return result;
}

OpenSites covering_sites(const std::vector<std::vector<std::size_t>>& reached_by, const std::vector<double>& demand,
                         std::size_t sites, std::size_t open, const SolveOptions& options) {
    Programme programme;
    std::vector<Term> count;
    for (std::size_t s = 0; s < sites; ++s) {
        count.push_back({programme.choice(), 1.0});
    }
    programme.row_at_most(count, static_cast<double>(open));
    for (std::size_t c = 0; c < reached_by.size(); ++c) {
        std::vector<Term> covered{{programme.number(0.0, 1.0, demand[c]), 1.0}};
        for (const std::size_t s : reached_by[c]) {
            covered.push_back({static_cast<int>(s), -1.0});
        }
        programme.row_at_most(covered, 0.0);
    }
    const Solution solution = maximise(programme, options);
    OpenSites result{.status = solution.status, .sites = {}, .value = solution.objective, .bound = solution.bound};
    for (std::size_t s = 0; s < sites && !solution.values.empty(); ++s) {
        if (solution.values[s] > 0.5) {
            result.sites.push_back(s);
        }
    }
    return result;
}

} // namespace cityloom::scenarios::invest
