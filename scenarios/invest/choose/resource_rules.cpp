// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/choose/resource_rules.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <utility>

namespace cityloom::scenarios::invest {

namespace {

constexpr std::uint64_t kTries = 300;

/// A number from 0 to 1 that differs from round to round: steps of the golden ratio fall everywhere alike.
double spread(std::size_t i, std::uint64_t round) {
    const double at = 0.6180339887498949 * static_cast<double>((i + 1) * (2 * round + 1));
    return at - std::floor(at);
}

/// Activities in an order, each where it first fits.
ResourceSchedule in_order(const ResourceProject& project, const OrderedProject& ordered,
                          std::span<const std::size_t> order) {
    const std::size_t n = project.duration.size();
    const int horizon = std::accumulate(project.duration.begin(), project.duration.end(), 0) + 1;
    std::vector<std::vector<int>> left(static_cast<std::size_t>(horizon), project.available);
    ResourceSchedule schedule{.proven = false, .makespan = 0, .start = std::vector<int>(n), .nodes = 0};
    for (const std::size_t i : order) {
        int start = 0;
        for (std::size_t k = 0; k < n; ++k) {
            if ((ordered.before[i] >> k & 1U) != 0) {
                start = std::max(start, schedule.start[k] + project.duration[k]);
            }
        }
        const auto fits = [&](int from) {
            for (int t = from; t < from + project.duration[i]; ++t) {
                for (std::size_t r = 0; r < project.available.size(); ++r) {
                    if (left[static_cast<std::size_t>(t)][r] < project.use[i][r]) {
                        return false;
                    }
                }
            }
            return true;
        };
        while (!fits(start)) {
            ++start;
        }
        for (int t = start; t < start + project.duration[i]; ++t) {
            for (std::size_t r = 0; r < project.available.size(); ++r) {
                left[static_cast<std::size_t>(t)][r] -= project.use[i][r];
            }
        }
        schedule.start[i] = start;
        schedule.makespan = std::max(schedule.makespan, start + project.duration[i]);
    }
    return schedule;
}

/// One comes after the other, or both need more of something than there is.
void set_apart(const ResourceProject& project, OrderedProject& ordered) {
    const std::size_t n = project.duration.size();
    std::vector<std::uint64_t> all_before = ordered.before;
    for (const std::size_t i : ordered.order) {
        for (std::size_t k = 0; k < n; ++k) {
            if ((ordered.before[i] >> k & 1U) != 0) {
                all_before[i] |= all_before[k];
            }
        }
    }
    std::vector<double> crowd(n);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = 0; k < n; ++k) {
            bool apart = (all_before[i] >> k & 1U) != 0 || (all_before[k] >> i & 1U) != 0;
            for (std::size_t r = 0; r < project.available.size() && !apart; ++r) {
                apart = i != k && project.use[i][r] + project.use[k][r] > project.available[r];
            }
            if (apart) {
                ordered.apart[i] |= std::uint64_t{1} << k;
                crowd[i] += project.duration[k];
            }
        }
    }
    ordered.crowded.resize(n);
    std::iota(ordered.crowded.begin(), ordered.crowded.end(), std::size_t{0});
    std::stable_sort(ordered.crowded.begin(), ordered.crowded.end(),
                     [&](std::size_t a, std::size_t b) { return crowd[a] > crowd[b]; });
}

/// The same from the end to the beginning.
std::pair<ResourceProject, OrderedProject> reversed(const ResourceProject& project, const OrderedProject& ordered) {
    const std::size_t n = project.duration.size();
    ResourceProject back = project;
    OrderedProject order = ordered;
    for (std::size_t i = 0; i < n; ++i) {
        back.after[i].clear();
        order.before[i] = 0;
    }
    for (std::size_t i = 0; i < n; ++i) {
        for (const std::size_t next : project.after[i]) {
            back.after[next].push_back(i);
            order.before[i] |= std::uint64_t{1} << next;
        }
    }
    return {std::move(back), std::move(order)};
}

/// Activities by when they end in a schedule, the last first.
std::vector<std::size_t> last_first(const ResourceProject& project, const ResourceSchedule& schedule,
                                    std::span<const std::size_t> order) {
    std::vector<std::size_t> all(order.begin(), order.end());
    std::reverse(all.begin(), all.end()); // where several end at once, those that come after others first
    std::stable_sort(all.begin(), all.end(), [&](std::size_t a, std::size_t b) {
        return schedule.start[a] + project.duration[a] > schedule.start[b] + project.duration[b];
    });
    return all;
}

} // namespace

Result<OrderedProject> order_project(const ResourceProject& project) {
    const std::size_t n = project.duration.size();
    if (n == 0 || n > 64) {
        return fail(ErrorCode::Unsupported,
                    "A project has 1 to 64 activities; this one has " + std::to_string(n) + ". Divide it.");
    }
    OrderedProject ordered{.before = std::vector<std::uint64_t>(n),
                           .order = {},
                           .head = std::vector<int>(n),
                           .tail = std::vector<int>(n),
                           .apart = std::vector<std::uint64_t>(n),
                           .crowded = {}};
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t r = 0; r < project.available.size(); ++r) {
            if (project.duration[i] > 0 && project.use[i][r] > project.available[r]) {
                return fail(ErrorCode::Malformed, "Activity " + std::to_string(i + 1) + " needs more of resource " +
                                                      std::to_string(r + 1) + " than there is. Lower its need.");
            }
        }
        for (const std::size_t next : project.after[i]) {
            ordered.before[next] |= std::uint64_t{1} << i;
        }
    }
    std::uint64_t done = 0;
    while (ordered.order.size() < n) {
        const std::size_t had = ordered.order.size();
        for (std::size_t i = 0; i < n; ++i) {
            if ((done >> i & 1U) == 0 && (ordered.before[i] & ~done) == 0) {
                done |= std::uint64_t{1} << i;
                ordered.order.push_back(i);
            }
        }
        if (ordered.order.size() == had) {
            return fail(ErrorCode::Malformed, "The order of the activities goes in a circle. Break it.");
        }
    }
    for (const std::size_t i : ordered.order) {
        for (const std::size_t next : project.after[i]) {
            ordered.head[next] = std::max(ordered.head[next], ordered.head[i] + project.duration[i]);
        }
    }
    for (auto i = ordered.order.rbegin(); i != ordered.order.rend(); ++i) {
        for (const std::size_t next : project.after[*i]) {
            ordered.tail[*i] = std::max(ordered.tail[*i], project.duration[next] + ordered.tail[next]);
        }
    }
    set_apart(project, ordered);
    return ordered;
}

int time_apart(const OrderedProject& ordered, std::vector<int> left) {
    int total = 0;
    for (std::size_t k = 0; k < ordered.crowded.size(); ++k) {
        const std::size_t i = ordered.crowded[k];
        if (left[i] <= 0) {
            continue;
        }
        total += left[i];
        for (std::size_t m = k + 1; m < ordered.crowded.size(); ++m) {
            const std::size_t other = ordered.crowded[m];
            left[other] -= (ordered.apart[i] >> other & 1U) != 0 ? 0 : left[i];
        }
    }
    return total;
}

int lower_bound(const ResourceProject& project, const OrderedProject& ordered) {
    int least = 0;
    for (std::size_t i = 0; i < project.duration.size(); ++i) {
        least = std::max(least, ordered.head[i] + project.duration[i] + ordered.tail[i]);
    }
    least = std::max(least, time_apart(ordered, project.duration));
    for (std::size_t r = 0; r < project.available.size(); ++r) {
        std::int64_t work = 0;
        for (std::size_t i = 0; i < project.duration.size(); ++i) {
            work += std::int64_t{project.duration[i]} * project.use[i][r];
        }
        if (project.available[r] > 0) {
            least = std::max(least, static_cast<int>((work + project.available[r] - 1) / project.available[r]));
        }
    }
    return least;
}

ResourceSchedule first_schedule(const ResourceProject& project, const OrderedProject& ordered) {
    const std::size_t n = project.duration.size();
    const auto back = reversed(project, ordered);
    ResourceSchedule best;
    for (std::uint64_t round = 0; round < kTries; ++round) {
        std::vector<double> urgency(n);
        for (std::size_t i = 0; i < n; ++i) {
            const double luck = round == 0 ? 0.0 : spread(i, round);
            urgency[i] = ordered.tail[i] + project.duration[i] * (1.0 + luck) + 6.0 * luck;
        }
        std::vector<std::size_t> order;
        std::uint64_t done = 0;
        while (order.size() < n) {
            std::size_t next = n;
            for (std::size_t i = 0; i < n; ++i) {
                const bool ready = (done >> i & 1U) == 0 && (ordered.before[i] & ~done) == 0;
                next = ready && (next == n || urgency[i] > urgency[next]) ? i : next;
            }
            done |= std::uint64_t{1} << next;
            order.push_back(next);
        }
        ResourceSchedule schedule = in_order(project, ordered, order);
        const ResourceSchedule pushed = in_order(back.first, back.second, last_first(project, schedule, order));
        std::reverse(order.begin(), order.end());
        ResourceSchedule again = in_order(project, ordered, last_first(project, pushed, order));
        if (again.makespan < schedule.makespan) {
            schedule = std::move(again);
        }
        if (round == 0 || schedule.makespan < best.makespan) {
            best = std::move(schedule);
        }
    }
    return best;
}

void each_least_set(const ResourceProject& project, std::span<const std::size_t> running, std::span<const int> excess,
                    const std::function<void(std::uint64_t)>& found) {
    std::vector<int> left(excess.begin(), excess.end());
    std::vector<std::size_t> taken;
    const auto enough = [&](std::size_t without) {
        for (std::size_t r = 0; r < left.size(); ++r) {
            if (left[r] + (without < project.use.size() ? project.use[without][r] : 0) > 0) {
                return false;
            }
        }
        return true;
    };
    const std::function<void(std::size_t)> go = [&](std::size_t from) {
        if (enough(project.use.size())) {
            const bool least = std::none_of(taken.begin(), taken.end(), enough);
            if (least) {
                std::uint64_t set = 0;
                for (const std::size_t i : taken) {
                    set |= std::uint64_t{1} << i;
                }
                found(set);
            }
            return;
        }
        for (std::size_t k = from; k < running.size(); ++k) {
            const std::size_t i = running[k];
            for (std::size_t r = 0; r < left.size(); ++r) {
                left[r] -= project.use[i][r];
            }
            taken.push_back(i);
            go(k + 1);
            taken.pop_back();
            for (std::size_t r = 0; r < left.size(); ++r) {
                left[r] += project.use[i][r];
            }
        }
    };
    go(0);
}

} // namespace cityloom::scenarios::invest
