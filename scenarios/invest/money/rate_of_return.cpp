// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/money/rate_of_return.h"

#include <algorithm>
#include <cmath>

namespace cityloom::scenarios::invest {

namespace {

/// Sum of amount x exp(years x s), divided by its largest possible term, so that nothing overflows. s = -ln(1 + rate).
double value_at(const std::vector<TimedFlow>& flows, double s) {
    double top = flows.front().years * s;
    for (const TimedFlow& f : flows) {
        top = std::max(top, f.years * s);
    }
    double sum = 0.0;
    for (const TimedFlow& f : flows) {
        sum += f.amount * std::exp(f.years * s - top);
    }
    return sum;
}

double size_of(const std::vector<TimedFlow>& flows) {
    double size = 0.0;
    for (const TimedFlow& f : flows) {
        size = std::max(size, std::abs(f.amount));
    }
    return size;
}

int changes(const std::vector<TimedFlow>& flows) {
    int count = 0;
    for (std::size_t i = 1; i < flows.size(); ++i) {
        count += (flows[i].amount < 0.0) != (flows[i - 1].amount < 0.0) ? 1 : 0;
    }
    return count;
}

double between(const std::vector<TimedFlow>& flows, double low, double high) {
    const bool rising = value_at(flows, low) < 0.0;
    for (int i = 0; i < 200 && low < high; ++i) {
        const double middle = low + (high - low) / 2.0;
        if (middle <= low || middle >= high) {
            break;
        }
        ((value_at(flows, middle) < 0.0) == rising ? low : high) = middle;
    }
    return low + (high - low) / 2.0;
}

/// Roots in [low, high], ascending. Terms are in order of time and none is nought.
std::vector<double> roots(const std::vector<TimedFlow>& flows, double low, double high) {
    if (changes(flows) == 0) {
        return {};
    }
    std::vector<double> cuts{low};
    if (changes(flows) > 1) {
        // Measured from the time of a term before a change, the derivative has one change of sign less.
        std::size_t pivot = 1;
        while ((flows[pivot].amount < 0.0) == (flows[pivot - 1].amount < 0.0)) {
            ++pivot;
        }
        const double from = flows[pivot].years;
        std::vector<TimedFlow> slope;
        for (const TimedFlow& f : flows) {
            if (f.years != from) {
                slope.push_back({f.years, f.amount * (f.years - from)});
            }
        }
        const double size = size_of(slope);
        for (TimedFlow& f : slope) {
            f.amount /= size;
        }
        const std::vector<double> turns = roots(slope, low, high);
        cuts.insert(cuts.end(), turns.begin(), turns.end());
    }
    cuts.push_back(high);
    std::vector<double> found;
    // What rounding leaves of nought: a turn so near the axis touches it.
    const double nothing = 1e-13 * size_of(flows);
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
        const double a = value_at(flows, cuts[i]);
        const double b = value_at(flows, cuts[i + 1]);
        if (i > 0 && std::abs(a) <= nothing) {
            if (found.empty() || cuts[i] - found.back() > 1e-7) {
                found.push_back(cuts[i]);
            }
        } else if ((a < 0.0) != (b < 0.0) && (std::abs(b) > nothing || i + 2 == cuts.size())) {
            found.push_back(between(flows, cuts[i], cuts[i + 1]));
        }
    }
    return found;
}

} // namespace

RatesOfReturn rates_of_return(std::vector<TimedFlow> flows) {
    std::stable_sort(flows.begin(), flows.end(),
                     [](const TimedFlow& a, const TimedFlow& b) { return a.years < b.years; });
    std::vector<TimedFlow> merged; // one of a time: flows of a day are one
    for (const TimedFlow& f : flows) {
        if (!merged.empty() && merged.back().years == f.years) {
            merged.back().amount += f.amount;
        } else {
            merged.push_back(f);
        }
    }
    std::erase_if(merged, [](const TimedFlow& f) { return f.amount == 0.0; });
    RatesOfReturn rates;
    if (merged.empty()) {
        return rates;
    }
    rates.sign_changes = changes(merged);
    for (const double s : roots(merged, -std::log1p(kHighestRate), -std::log1p(kLowestRate))) {
        rates.all.push_back(std::expm1(-s));
    }
    std::reverse(rates.all.begin(), rates.all.end());
    const auto gains = std::count_if(rates.all.begin(), rates.all.end(), [](double r) { return r >= 0.0; });
    if (rates.all.size() == 1 || gains == 1) {
        rates.chosen = rates.all.back();
    }
    return rates;
}

RatesOfReturn rates_of_return(std::span<const double> flows) {
    std::vector<TimedFlow> timed;
    for (std::size_t i = 0; i < flows.size(); ++i) {
        timed.push_back({static_cast<double>(i), flows[i]});
    }
    return rates_of_return(std::move(timed));
}

std::optional<double> modified_rate_of_return(std::span<const double> flows, double finance, double reinvest) {
    double spent = 0.0;
    double gained = 0.0;
    for (std::size_t i = 0; i < flows.size(); ++i) {
        if (flows[i] < 0.0) {
            spent -= flows[i] * std::pow(1.0 + finance, -static_cast<double>(i));
        } else {
            gained += flows[i] * std::pow(1.0 + reinvest, static_cast<double>(flows.size() - 1 - i));
        }
    }
    if (flows.size() < 2 || spent <= 0.0 || gained <= 0.0) {
        return std::nullopt;
    }
    return std::pow(gained / spent, 1.0 / static_cast<double>(flows.size() - 1)) - 1.0;
}

std::vector<TimedFlow> dated(std::span<const double> flows, std::span<const std::chrono::sys_days> dates) {
    std::vector<TimedFlow> timed;
    for (std::size_t i = 0; i < flows.size(); ++i) {
        timed.push_back({static_cast<double>((dates[i] - dates[0]).count()) / 365.0, flows[i]});
    }
    return timed;
}

double present_value(std::span<const TimedFlow> flows, double rate) {
    double sum = 0.0;
    for (const TimedFlow& f : flows) {
        sum += f.amount * std::pow(1.0 + rate, -f.years);
    }
    return sum;
}

} // namespace cityloom::scenarios::invest
