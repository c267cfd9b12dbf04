// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/plan/portfolio.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <nlohmann/json.hpp>

#include "scenarios/compare/statistics.h"
#include "scenarios/invest/plan/believed.h"
#include "scenarios/invest/plan/stages.h"

namespace cityloom::scenarios::invest {

namespace {

constexpr double kAddsUp = 0.1;   ///< of the sum of the parts: so far the whole may lie off it
constexpr double kSettled = 0.05; ///< of the whole: so far what was believed may lie off it
constexpr std::size_t kMostPairs = 15;
constexpr std::size_t kMostRounds = 5;

Effects minus(const Effects& whole, const Effects& a, const Effects& b) {
    Effects rest = whole;
    for (const Effects* part : {&a, &b}) {
        for (std::size_t k = 0; k < rest.seeds.size(); ++k) {
            rest.seeds[k].add(part->seeds[k], -1.0);
        }
        for (std::size_t k = 0; k < rest.districts.size(); ++k) {
            rest.districts[k].add(part->districts[k], -1.0);
        }
    }
    return rest;
}

/// The search, step by step.
class Search {
public:
    Search(const Portfolio& of, const EffectOracle& oracle, const std::stop_token& stop)
        : of_{of}, oracle_{oracle}, stop_{stop}, count_{of.packages.size()} {}

    Result<SettledPortfolio> run() {
        if (auto done = look_at_parts(); !done) {
            return tl::make_unexpected(done.error());
        }
        if (auto done = look_at_pairs(); !done) {
            return tl::make_unexpected(done.error());
        }
        believed_.resize(count_, 1.0);
        for (std::size_t round = 0; round < kMostRounds && !found_.settled && !again_; ++round) {
            auto problem = rollout_of(of_, found_, believed_);
            if (!problem) {
                return tl::make_unexpected(problem.error());
            }
            found_.problem = std::move(*problem);
            auto rollout = plan_rollout(found_.problem, {.gap = of_.gap, .seconds = {}, .stop = stop_});
            if (!rollout) {
                return tl::make_unexpected(rollout.error());
            }
            if (rollout->status == RolloutStatus::Cancelled) {
                return fail(ErrorCode::Cancelled, "The plan was cancelled; what was simulated by then is kept.");
            }
            found_.rollout = std::move(*rollout);
            if (found_.rollout.start.empty()) {
                return std::move(found_); // no plan keeps the limits; the conflict says which
            }
            if (round == 0) {
                rank();
            }
            if (auto done = simulate_chosen(); !done) {
                return tl::make_unexpected(done.error());
            }
        }
        const auto best = std::ranges::max_element(found_.rounds, {}, &PlanRound::npv);
        found_.best = static_cast<std::size_t>(best - found_.rounds.begin());
        found_.rollout.start = best->start;
        warn();
        return std::move(found_);
    }

private:
    double worth(const Effects& effects) const { return worth_a_year(effects.mean(), of_.settings); }

    Result<void> look_at_parts() {
        std::vector<std::vector<std::size_t>> sets;
        for (std::size_t i = 0; i < count_; ++i) {
            sets.push_back({i});
        }
        sets.emplace_back(count_);
        std::iota(sets.back().begin(), sets.back().end(), std::size_t{0});
        auto effects = oracle_(sets, "each package alone");
        if (!effects) {
            return tl::make_unexpected(effects.error());
        }
        all_ = std::move(effects->back());
        effects->pop_back();
        found_.alone = std::move(*effects);
        for (const Effects& each : found_.alone) {
            found_.alone_a_year.push_back(worth(each));
        }
        found_.all_a_year = worth(all_);
        found_.last_a_year.resize(count_);
        return {};
    }

    /// Where the whole is not the sum of its parts: what each adds to all the others tells who is to blame, and those
    /// are tried in pairs.
    Result<void> look_at_pairs() {
        const double parts = std::accumulate(found_.alone_a_year.begin(), found_.alone_a_year.end(), 0.0);
        double size = 0.0;
        for (const double each : found_.alone_a_year) {
            size += std::abs(each);
        }
        const double apart = found_.all_a_year - parts;
        if (count_ < 2 || std::abs(apart) <= kAddsUp * std::max(size, std::abs(found_.all_a_year))) {
            return {};
        }
        std::vector<std::vector<std::size_t>> sets;
        for (std::size_t i = 0; i < count_; ++i) {
            sets.emplace_back();
            for (std::size_t j = 0; j < count_; ++j) {
                if (j != i) {
                    sets.back().push_back(j);
                }
            }
        }
        const auto without = oracle_(sets, "all packages but one");
        if (!without) {
            return tl::make_unexpected(without.error());
        }
        const double tolerance = kAddsUp * std::max(size, std::abs(found_.all_a_year)) / static_cast<double>(count_);
        std::vector<std::pair<double, std::size_t>> suspects;
        for (std::size_t i = 0; i < count_; ++i) {
            found_.last_a_year[i] = found_.all_a_year - worth((*without)[i]);
            const double off = std::abs(*found_.last_a_year[i] - found_.alone_a_year[i]);
            if (off > tolerance) {
                suspects.emplace_back(-off, i);
            }
        }
        std::ranges::sort(suspects);
        std::vector<std::pair<std::size_t, std::size_t>> pairs;
        for (std::size_t second = 1; second < suspects.size(); ++second) {
            for (std::size_t first = 0; first < second && pairs.size() < kMostPairs; ++first) {
                pairs.push_back(std::minmax(suspects[first].second, suspects[second].second));
            }
        }
        sets.clear();
        for (const auto& [a, b] : pairs) {
            sets.push_back({a, b});
        }
        if (sets.empty()) {
            return {};
        }
        const auto together = oracle_(sets, "pairs of packages");
        if (!together) {
            return tl::make_unexpected(together.error());
        }
        for (std::size_t k = 0; k < pairs.size(); ++k) {
            Interaction pair{.a = pairs[k].first, .b = pairs[k].second};
            pair.beyond = minus((*together)[k], found_.alone[pair.a], found_.alone[pair.b]);
            pair.a_year = worth(pair.beyond);
            std::vector<double> seeds;
            for (const Quantities& seed : pair.beyond.seeds) {
                seeds.push_back(worth_a_year(seed, of_.settings));
            }
            const PairedDifference told = mean_difference(seeds);
            const bool chance = told.known && told.sign() == 0;
            if (std::abs(pair.a_year) > tolerance && !chance) {
                found_.interactions.push_back(std::move(pair));
            }
        }
        return {};
    }

    /// What a plan was believed to bring in a year once all of it is there.
    double believed_of(const Starts& starts) const {
        double sum = 0.0;
        for (std::size_t i = 0; i < count_; ++i) {
            sum += starts[i] != kNever ? believed_[i] * found_.alone_a_year[i] : 0.0;
        }
        for (const Interaction& pair : found_.interactions) {
            sum += starts[pair.a] != kNever && starts[pair.b] != kNever ? pair.a_year : 0.0;
        }
        return sum;
    }

    Result<void> simulate_chosen() {
        PlanRound round{.start = found_.rollout.start};
        auto staged = stages_of(of_, round.start);
        std::vector<std::vector<std::size_t>> sets;
        for (const StagedSet& stage : staged) {
            if (stage.stage.simulated) {
                sets.push_back(stage.packages);
            }
        }
        round.model.first_year = of_.first_year;
        if (!sets.empty()) {
            auto effects = oracle_(sets, "the plan, stage by stage");
            if (!effects) {
                return tl::make_unexpected(effects.error());
            }
            std::size_t next = 0;
            for (StagedSet& stage : staged) {
                if (stage.stage.simulated) {
                    stage.stage.effects = (*effects)[next++];
                }
                round.model.stages.push_back(std::move(stage.stage));
            }
            interpolate(round.model.stages);
            round.whole = worth(round.model.stages.back().effects);
        }
        for (std::size_t i = 0; i < count_; ++i) {
            if (round.start[i] == kNever) {
                continue;
            }
            round.parts += found_.alone_a_year[i];
            for (PlannedCost cost : of_.packages[i].costs) {
                cost.begins = round.start[i];
                round.model.costs.push_back(std::move(cost));
            }
        }
        round.believed = believed_of(round.start);
        const PlanFlows flows = plan_flows(round.model, of_.settings);
        round.npv = present_gain(flows, of_.settings) - present_cost(flows, of_.settings);
        const bool before =
            std::ranges::any_of(found_.rounds, [&](const PlanRound& r) { return r.start == round.start; });
        again_ = before;
        found_.settled = std::abs(round.whole - round.believed) <= kSettled * std::max(std::abs(round.whole), 1.0);
        correct(round);
        found_.rounds.push_back(std::move(round));
        return {};
    }

    /// Believe of those that were chosen, together, what they brought together.
    void correct(const PlanRound& round) {
        double of_alone = 0.0;
        double of_pairs = 0.0;
        for (std::size_t i = 0; i < count_; ++i) {
            of_alone += round.start[i] != kNever ? believed_[i] * std::max(0.0, found_.alone_a_year[i]) : 0.0;
        }
        of_pairs = round.believed - of_alone;
        if (of_alone <= 0.0) {
            correct_pairs(round);
            return;
        }
        const double times = std::clamp((round.whole - of_pairs) / of_alone, 0.0, 3.0);
        for (std::size_t i = 0; i < count_; ++i) {
            believed_[i] *= round.start[i] != kNever && found_.alone_a_year[i] > 0.0 ? times : 1.0;
        }
    }

    /// Where nothing was believed of them alone, what pairs were believed to bring was wrong.
    void correct_pairs(const PlanRound& round) {
        const auto wins = [&](const Interaction& pair) {
            return pair.a_year > 0.0 && round.start[pair.a] != kNever && round.start[pair.b] != kNever;
        };
        double won = 0.0;
        for (const Interaction& pair : found_.interactions) {
            won += wins(pair) ? pair.a_year : 0.0;
        }
        if (won <= 0.0) {
            return;
        }
        const double times = std::clamp((round.whole - (round.believed - won)) / won, 0.0, 3.0);
        for (Interaction& pair : found_.interactions) {
            if (!wins(pair)) {
                continue;
            }
            pair.a_year *= times;
            for (std::vector<Quantities>* all : {&pair.beyond.seeds, &pair.beyond.districts}) {
                for (Quantities& each : *all) {
                    each = Quantities{}.add(each, times);
                }
            }
        }
    }

    /// Down the list by value for money until the money of all years is spent: what a spreadsheet would do.
    void rank() {
        const RolloutProblem& p = found_.problem;
        std::vector<std::pair<double, std::size_t>> order;
        for (std::size_t i = 0; i < count_; ++i) {
            const Project& project = p.projects[i];
            double best = 0.0;
            for (std::size_t s = 0; s < project.npv.size(); ++s) {
                if (p.can_start(i, static_cast<int>(s)) && project.pv_cost[s] > 0.0) {
                    best = std::max(best, project.npv[s] / project.pv_cost[s]);
                }
            }
            if (best > 0.0) {
                order.emplace_back(-best, i);
            }
        }
        std::ranges::sort(order);
        double left = 0.0;
        for (const Cents each : p.budget) {
            left += each >= kNoCeiling ? std::numeric_limits<double>::infinity() : static_cast<double>(each);
        }
        for (const auto& [value, i] : order) {
            double cost = 0.0;
            for (const Cents each : p.projects[i].cost) {
                cost += static_cast<double>(each);
            }
            if (cost <= left) {
                left -= cost;
                found_.ranking.push_back(i);
            }
        }
    }

    void warn() {
        const PlanRound& best = found_.rounds[found_.best];
        if (best.npv < 0.0) {
            found_.warnings.emplace_back(Words{
                "Simulated together, no plan that was tried brings more than it costs: nothing is worth building.",
                "整体仿真后，所试计划均入不敷出：不值得建设。"});
        }
        if (!found_.settled) {
            found_.warnings.emplace_back(
                Words{"After five rounds the plan still brings something else than was believed "
                      "of it: the best of those that were simulated is given.",
                      "反复选择后计划的效果仍与预期不符：给出已仿真计划中最好的一个。"});
        }
        for (const Interaction& pair : found_.interactions) {
            const Package& a = of_.packages[pair.a];
            const Package& b = of_.packages[pair.b];
            if (pair.a_year < 0.0) {
                found_.warnings.push_back(
                    filled({"%1 and %2 repeat each other's benefit.", "%1与%2的效益相互重复。"}, {a.words, b.words}));
                warn_of_cheaper(pair);
            } else {
                found_.warnings.push_back(
                    filled({"%1 and %2 bring more together than each alone.", "%1与%2合建的效益大于各自单独之和。"},
                           {a.words, b.words}));
            }
        }
    }

    /// One of two that repeat each other does nearly as well for half of the money, and the other was chosen.
    void warn_of_cheaper(const Interaction& pair) {
        constexpr double kNearlyAsWell = 0.8;
        constexpr double kCheaper = 0.5;
        const Starts& starts = found_.rounds[found_.best].start;
        const auto cost = [&](std::size_t i) {
            double sum = 0.0;
            for (const PlannedCost& each : of_.packages[i].costs) {
                sum += static_cast<double>(each.line.capital);
            }
            return sum;
        };
        for (const auto& [dear, plain] : {std::pair{pair.a, pair.b}, std::pair{pair.b, pair.a}}) {
            if (starts[dear] != kNever && cost(plain) <= kCheaper * cost(dear) &&
                found_.alone_a_year[plain] >= kNearlyAsWell * found_.alone_a_year[dear]) {
                found_.warnings.push_back(filled({"%1 does nearly as well as %2 for less than half of the money.",
                                                  "%1的效果与%2相近，费用不到一半。"},
                                                 {of_.packages[plain].words, of_.packages[dear].words}));
            }
        }
    }

    const Portfolio& of_;
    const EffectOracle& oracle_;
    const std::stop_token& stop_;
    std::size_t count_;
    Effects all_;
    bool again_ = false;           ///< a plan was chosen that had been simulated already
    std::vector<double> believed_; ///< of what a package brings alone, the share that it brings in a plan
    SettledPortfolio found_;
};

} // namespace

double worth_a_year(const Quantities& effects, const AppraisalSettings& settings) {
    double sum = 0.0;
    for (std::size_t g = 0; g < kGains; ++g) {
        sum += gain_money(static_cast<Gain>(g), effects, 0, settings);
    }
    return sum;
}

Result<SettledPortfolio> settle(const Portfolio& portfolio, const EffectOracle& oracle, const std::stop_token& stop) {
    return Search{portfolio, oracle, stop}.run();
}

} // namespace cityloom::scenarios::invest
