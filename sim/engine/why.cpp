// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/engine/why.h"

#include <algorithm>
#include <array>

namespace cityloom::engine {

namespace {

constexpr std::size_t kMostChains = 16;
constexpr std::size_t kLongest = 64; // links

/// By Service.
constexpr std::array<Words, kServices> kLacks{{{"has no electricity", "无电力供应"},
                                               {"has no water", "无供水"},
                                               {"has no heat", "无供热"},
                                               {"has no gas", "无供气"},
                                               {"has no signal", "无信号"},
                                               {"has no data link", "无数据连接"},
                                               {"is not cooled", "无供冷"},
                                               {"is not reached by road", "道路不通"},
                                               {"is not controlled", "失去控制"}}};
constexpr Words kOnReserve{"runs on its reserve", "依靠储备运行"};
constexpr Words kReserveEmpty{"has used up its reserve", "储备已耗尽"};
constexpr Words kFailed{"has failed", "已故障"};
constexpr Words kClosed{"is closed to traffic", "已封闭交通"};
constexpr Words kTooLittle{"gives less than is needed", "供应不足"};

/// A link, and where to go on from it.
struct Step {
    WhyLink link;
    AssetRef from;
    bool timed = false;  ///< since is known; else it is that of what follows
    bool at_once = true; ///< or later
};

class Explorer {
public:
    explicit Explorer(const WhyView& view) : view_{view} {}

    std::vector<WhyChain> from(AssetRef asset) {
        go_on(asset);
        return std::move(chains_);
    }

private:
    std::vector<Step> steps_of(AssetRef asset) const {
        std::vector<Step> steps;
        failures(asset, steps);
        if (const std::size_t d = domain_of(asset.kind); d < view_.domains.size()) {
            for (const Reason& reason : view_.domains[d]->why(asset)) {
                steps.push_back(step_of(asset, reason));
            }
        }
        for (const std::uint32_t k : view_.supplies.of_consumer(*asset.kind)) {
            if (view_.supplies.rows()[k].consumer == asset && !view_.supplies.fed(k)) {
                unsupplied(asset, k, steps);
            }
        }
        return steps;
    }

    void failures(AssetRef asset, std::vector<Step>& steps) const {
        const bool street = (asset.kind->acts & kCanClose) != 0; // a street does not break
        for (const Causes::Row& row : view_.causes.rows()) {
            if (row.asset == asset) {
                steps.push_back(
                    {.link = {.asset = asset,
                              .id = street ? "closed" : "failed",
                              .words = street ? kClosed : kFailed,
                              .since = row.at,
                              .command = WhyCommand{street ? Verb::Close : Verb::Fail, row.by, row.cause, row.at}},
                     .from = {},
                     .timed = true});
            }
        }
    }

    [[nodiscard]] Step step_of(AssetRef asset, const Reason& reason) const {
        Step step{.link = {.asset = asset, .id = reason.id, .words = reason.words},
                  .from = reason.from,
                  .at_once = reason.at_once};
        if (reason.by) {
            step.timed = true; // where no command is found it has been so from the start
            const auto last = std::find_if(view_.applied.rbegin(), view_.applied.rend(), [&](const Command& command) {
                return command.asset == asset && command.verb == *reason.by;
            });
            if (last != view_.applied.rend()) {
                step.link.since = last->at;
                step.link.command = WhyCommand{last->verb, last->by, last->cause, last->at};
            }
        }
        return step;
    }

    /// Not served; or by its reserve only, for now.
    void unsupplied(AssetRef asset, std::uint32_t k, std::vector<Step>& steps) const {
        const Supply& supply = view_.supplies.rows()[k];
        const bool served = view_.supplies.served(k);
        const bool reserve = supply.buffer_s > 0.0;
        Step step{.link = {.asset = asset,
                           .id = served    ? "on_reserve"
                                 : reserve ? "reserve_empty"
                                           : "unsupplied",
                           .words = served    ? kOnReserve
                                    : reserve ? kReserveEmpty
                                              : kLacks.at(static_cast<std::size_t>(supply.service)),
                           .service = supply.service,
                           .since = served ? view_.supplies.unfed_since(k) : view_.supplies.unserved_since(k)},
                  .from = {supply.provider.kind, view_.supplies.provider(k)},
                  .timed = true};
        if (step.from.index != kChosen) {
            steps.push_back(step);
            return;
        }
        // Nobody could be chosen: only who chooses knows why.
        step.from = {};
        const std::size_t d = domain_of(supply.provider.kind);
        const std::vector<Reason> reasons =
            d < view_.domains.size() ? view_.domains[d]->why(asset) : std::vector<Reason>{};
        for (const Reason& reason : reasons) {
            Step one = step;
            one.link.id = reason.id;
            one.link.words = reason.words;
            one.from = reason.from;
            steps.push_back(one);
        }
        if (reasons.empty()) {
            steps.push_back(step);
        }
    }

    void go_on(AssetRef asset) {
        const std::vector<Step> steps = asset.kind != nullptr ? steps_of(asset) : std::vector<Step>{};
        if (steps.empty() && !path_.empty()) { // all right by itself, and yet not enough
            path_.push_back({.link = {.asset = asset, .id = "too_little", .words = kTooLittle}, .from = {}});
            finish();
            path_.pop_back();
        }
        for (const Step& step : steps) {
            if (chains_.size() == kMostChains) {
                return;
            }
            path_.push_back(step);
            const bool known = std::ranges::any_of(path_, [&](const Step& s) { return s.link.asset == step.from; });
            if (step.from && !known && path_.size() < kLongest) {
                go_on(step.from);
            } else {
                finish();
            }
            path_.pop_back();
        }
    }

    /// Keeps the path as a chain. What has no time of its own is as old as what it comes from.
    void finish() {
        WhyChain chain;
        for (const Step& step : path_) {
            chain.push_back(step.link);
        }
        for (std::size_t k = path_.size(); k-- > 0;) {
            if (!path_[k].timed && k + 1 < path_.size()) {
                chain[k].since = chain[k + 1].since;
                chain[k].later = chain[k + 1].later || !path_[k].at_once;
            } else if (!path_[k].timed) {
                const auto last = std::find_if(path_.rbegin(), path_.rend(), [](const Step& s) { return s.timed; });
                chain[k].since = last != path_.rend() ? last->link.since : kFromTheStart;
            }
        }
        chains_.push_back(std::move(chain));
    }

    const WhyView& view_;
    std::vector<Step> path_;
    std::vector<WhyChain> chains_;
};

} // namespace

std::size_t domain_of(const Kind* kind) {
    const auto rows = domain_rows();
    const auto found = std::ranges::find_if(
        rows, [&](const DomainRow* row) { return std::ranges::find(row->kinds, kind) != row->kinds.end(); });
    return static_cast<std::size_t>(found - rows.begin());
}

std::vector<WhyChain> explain(const WhyView& view, AssetRef asset) {
    return Explorer{view}.from(asset);
}

} // namespace cityloom::engine
