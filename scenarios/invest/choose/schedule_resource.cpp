// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/choose/schedule_resource.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

#include "scenarios/invest/choose/resource_rules.h"

namespace cityloom::scenarios::invest {

namespace {

using Set = std::uint64_t; ///< of activities, a bit each

constexpr Set bit(std::size_t i) {
    return Set{1} << i;
}

/// One node's partial schedule. What is not begun has no start.
struct State {
    Set begun = 0;
    std::vector<int> end;    ///< [activity], of what has begun
    std::vector<Set> before; ///< [activity]: what must have ended, delays of this branch included
};

class Search {
public:
    Search(const ResourceProject& project, const OrderedProject& ordered, std::uint64_t most_nodes,
           const std::stop_token& stop)
        : p_{project}, n_{project.duration.size()}, ordered_{ordered}, most_{most_nodes}, stop_{stop} {}

    ResourceSchedule run() {
        best_ = first_schedule(p_, ordered_);
        if (best_.makespan > lower_bound(p_, ordered_)) {
            State root{.begun = 0, .end = std::vector<int>(n_, 0), .before = ordered_.before};
            explore(std::move(root), 0);
        }
        best_.proven = !stopped_;
        best_.nodes = nodes_;
        return best_;
    }

private:
    /// A state as others are held against it.
    struct Seen {
        int now = 0;
        std::vector<std::pair<std::size_t, int>> ends;
    };

    /// Begins all that may begin at `now`; where that is too much, tries each least set of them to put off.
    void explore(State state, int now) {
        std::vector<std::pair<Set, Seen>> way; // the states passed here, for other branches once this one is done
        walk(std::move(state), now, way);
        for (auto& [begun, seen] : way) {
            if (!stopped_ && stored_ < kMostStored) {
                ++stored_;
                seen_[begun].push_back(std::move(seen));
            }
        }
    }

    void walk(State state, int now, std::vector<std::pair<Set, Seen>>& way) {
        while (!stopped_) {
            if (++nodes_ > most_ || ((nodes_ & 0xFFFU) == 0 && stop_.stop_requested())) {
                stopped_ = true;
                return;
            }
            Seen mine = seen_as(state, now);
            if (dominated(state, mine)) {
                return;
            }
            way.emplace_back(state.begun, std::move(mine));
            for (std::size_t i = 0; i < n_; ++i) {
                if ((state.begun & bit(i)) == 0 && ready(state, i, now)) {
                    state.begun |= bit(i);
                    state.end[i] = now + p_.duration[i];
                    if (p_.duration[i] == 0) {
                        i = static_cast<std::size_t>(-1); // it has ended at once: others may be ready
                    }
                }
            }
            if (bound(state, now) >= best_.makespan) {
                return;
            }
            if (state.begun == all()) {
                take(state);
                return;
            }
            if (const auto excess = excess_of(state, now); excess) {
                branch(state, now, *excess);
                return;
            }
            now = next_end(state, now, 0);
        }
    }

    [[nodiscard]] Set all() const { return n_ == 64 ? ~Set{0} : bit(n_) - 1; }

    [[nodiscard]] bool ready(const State& state, std::size_t i, int now) const {
        if ((state.before[i] & ~state.begun) != 0) {
            return false;
        }
        for (std::size_t k = 0; k < n_; ++k) {
            if ((state.before[i] & bit(k)) != 0 && state.end[k] > now) {
                return false;
            }
        }
        return true;
    }

    [[nodiscard]] bool active(const State& state, std::size_t i, int now) const {
        return (state.begun & bit(i)) != 0 && state.end[i] > now;
    }

    [[nodiscard]] int next_end(const State& state, int now, Set without) const {
        int next = std::numeric_limits<int>::max();
        for (std::size_t i = 0; i < n_; ++i) {
            if (active(state, i, now) && (without & bit(i)) == 0) {
                next = std::min(next, state.end[i]);
            }
        }
        return next;
    }

    [[nodiscard]] std::optional<std::vector<int>> excess_of(const State& state, int now) const {
        std::vector<int> excess(p_.available.size());
        bool any = false;
        for (std::size_t r = 0; r < excess.size(); ++r) {
            excess[r] = -p_.available[r];
            for (std::size_t i = 0; i < n_; ++i) {
                excess[r] += active(state, i, now) ? p_.use[i][r] : 0;
            }
            any = any || excess[r] > 0;
        }
        return any ? std::optional{excess} : std::nullopt;
    }

    /// No schedule from here ends sooner: by the longest way to the end, by each resource's work still
    /// to do, and by what cannot run together.
    [[nodiscard]] int bound(const State& state, int now) const {
        int latest = now;
        for (std::size_t i = 0; i < n_; ++i) {
            const bool begun = (state.begun & bit(i)) != 0;
            latest = std::max(latest, (begun ? state.end[i] : now + p_.duration[i]) + ordered_.tail[i]);
        }
        std::vector<int> to_do(n_);
        for (std::size_t i = 0; i < n_; ++i) {
            const bool begun = (state.begun & bit(i)) != 0;
            to_do[i] = begun ? std::max(0, state.end[i] - now) : p_.duration[i];
        }
        for (std::size_t r = 0; r < p_.available.size(); ++r) {
            std::int64_t work = 0;
            for (std::size_t i = 0; i < n_; ++i) {
                work += std::int64_t{to_do[i]} * p_.use[i][r];
            }
            if (p_.available[r] > 0) {
                const std::int64_t periods = (work + p_.available[r] - 1) / p_.available[r];
                latest = std::max(latest, now + static_cast<int>(periods));
            }
        }
        return std::max(latest, now + time_apart(ordered_, std::move(to_do)));
    }

    void branch(const State& state, int now, const std::vector<int>& excess) {
        std::vector<std::size_t> running;
        for (std::size_t i = 0; i < n_; ++i) {
            if (active(state, i, now)) {
                running.push_back(i);
            }
        }
        struct Way {
            Set delayed = 0;
            int next = 0;
            int bound = 0;
        };
        std::vector<Way> ways;
        each_least_set(p_, running, excess, [&](Set delayed) {
            Way way{.delayed = delayed, .next = next_end(state, now, delayed)};
            for (const std::size_t i : running) {
                const int least = (delayed & bit(i)) != 0 ? way.next + p_.duration[i] : state.end[i];
                way.bound = std::max(way.bound, least + ordered_.tail[i]);
            }
            ways.push_back(way);
        });
        std::sort(ways.begin(), ways.end(), [](const Way& a, const Way& b) {
            return a.bound != b.bound ? a.bound < b.bound : a.delayed < b.delayed;
        });
        for (const Way& way : ways) {
            if (stopped_ || way.bound >= best_.makespan) {
                return;
            }
            State next = state;
            next.begun &= ~way.delayed;
            Set waits_for = 0;
            for (const std::size_t i : running) {
                if ((way.delayed & bit(i)) == 0 && state.end[i] == way.next) {
                    waits_for = bit(i);
                    break;
                }
            }
            for (const std::size_t i : running) {
                if ((way.delayed & bit(i)) != 0) {
                    next.before[i] |= waits_for;
                }
            }
            explore(std::move(next), way.next);
        }
    }

    [[nodiscard]] Seen seen_as(const State& state, int now) const {
        Seen mine{.now = now, .ends = {}};
        for (std::size_t i = 0; i < n_; ++i) {
            if (active(state, i, now)) {
                mine.ends.emplace_back(i, state.end[i]);
            }
        }
        return mine;
    }

    /// A state of another branch with the same activities begun, no later, whose running ones end no later, has led as
    /// far as this one can.
    [[nodiscard]] bool dominated(const State& state, const Seen& mine) const {
        const auto seen = seen_.find(state.begun);
        return seen != seen_.end() && std::any_of(seen->second.begin(), seen->second.end(), [&](const Seen& other) {
                   return other.now <= mine.now &&
                          std::all_of(other.ends.begin(), other.ends.end(), [&](const auto& e) {
                              return e.second <= std::max(mine.now, state.end[e.first]);
                          });
               });
    }

    void take(const State& state) {
        best_.makespan = *std::max_element(state.end.begin(), state.end.end());
        for (std::size_t i = 0; i < n_; ++i) {
            best_.start[i] = state.end[i] - p_.duration[i];
        }
    }

    static constexpr std::size_t kMostStored = 4'000'000; // some hundred megabytes

    const ResourceProject& p_;
    std::size_t n_;
    const OrderedProject& ordered_;
    std::uint64_t most_;
    const std::stop_token& stop_;
    ResourceSchedule best_;
    std::unordered_map<Set, std::vector<Seen>> seen_; // looked up, never walked
    std::size_t stored_ = 0;
    std::uint64_t nodes_ = 0;
    bool stopped_ = false;
};

} // namespace

Result<ResourceSchedule> schedule_resources(const ResourceProject& project, std::uint64_t most_nodes,
                                            const std::stop_token& stop) {
    const auto ordered = order_project(project);
    if (!ordered) {
        return tl::make_unexpected(ordered.error());
    }
    ResourceSchedule best = Search{project, *ordered, most_nodes, stop}.run();
    if (stop.stop_requested()) {
        return fail(ErrorCode::Cancelled, "Cancelled before the schedule was found.");
    }
    return best;
}

} // namespace cityloom::scenarios::invest
