// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "scenarios/invest/candidates/needs.h"
#include "scenarios/measure/plain.h"
#include "sim/power/rows.h"

namespace cityloom::scenarios {

namespace {

constexpr double kFull = 1.0;
constexpr double kSpareShare = 0.8; // planning limit: what a line shall carry at the most, so that it can stand in
constexpr double kMostPressureM = 80.0;
constexpr double kAimedLoss = 0.10; // of supply: what well-kept networks reach
constexpr std::array<double, 12> kBoresMm{80, 100, 125, 150, 200, 250, 300, 400, 500, 600, 800, 1000};

double people_behind(const Looked& looked, std::uint32_t bus) {
    double people = 0.0;
    for (const std::uint32_t lost : power::kBus.lost_without(looked.networks, bus)) {
        people += lost < looked.people_at_bus.size() ? looked.people_at_bus[lost] : 0.0;
    }
    return people;
}

void overloads(const Looked& looked, Found& found) {
    const power::Network& net = looked.networks.power;
    const Spread& loading = looked.day->loading;
    for (std::size_t k = 0; k < std::min(net.branches.size(), loading.most.size()); ++k) {
        const power::Branch& branch = net.branches[k];
        const double most = static_cast<double>(loading.most[k]);
        if (branch.normally_open || !(most > kSpareShare) || branch.to >= net.buses.size()) {
            continue;
        }
        const engine::AssetView view = power::kBranch.view(looked.networks, k);
        const bool over = most > kFull;
        Need need{.id = over ? "overload" : "little_spare",
                  .asset = view.key,
                  .words = filled({"%1 carries %2 % of its rating at the most, %3 h a day above it",
                                   "%1最大负载为额定值的 %2%，每日超载 %3 小时"},
                                  {asset_words(view.key, &looked.networks), Text{plain(100.0 * most, 0)},
                                   Text{plain(static_cast<double>(loading.hours_above[k]), 2)}}),
                  .value = most,
                  .threshold = over ? kFull : kSpareShare,
                  .unit = "share of rating",
                  // Spare that is missing concerns people when a neighbour fails, which is an hour a year at the most.
                  .person_hours = people_behind(looked, branch.to) *
                                  (over ? kDaysAYear * static_cast<double>(loading.hours_above[k]) : 1.0),
                  .at = view.at};
        const double circuits = std::clamp(std::ceil(most / kSpareShare) - 1.0, 1.0, 4.0);
        found.add(std::move(need),
                  {.kind = "reinforce", .args = {{"asset", view.key}, {"circuits", plain(circuits, 0)}}},
                  Words{"so many circuits that none carries more than 80 % of its rating",
                        "增设回路使每回负载不超过额定值的 80%"});
    }
}

void low_voltage(const Looked& looked, Found& found) {
    const power::Network& net = looked.networks.power;
    const Spread& voltage = looked.day->voltage;
    std::vector<WeightedPlace> places;
    for (std::size_t b = 0; b < std::min(net.buses.size(), voltage.hours_below.size()); ++b) {
        if (voltage.hours_below[b] > 0.0F && looked.people_at_bus[b] > 0.0) {
            places.push_back(
                {net.buses[b].at, looked.people_at_bus[b] * kDaysAYear * static_cast<double>(voltage.hours_below[b])});
        }
    }
    for (const Cluster& cluster : clusters(std::move(places), 1000.0)) {
        Need need{.id = "low_voltage",
                  .words = filled({"%1 stations within 1 km lie below 0.9 p.u. at times",
                                   "1 公里内有 %1 座配电站电压低于 0.9 标幺值"},
                                  {Text{std::to_string(cluster.count)}}),
                  .value = static_cast<double>(cluster.count),
                  .threshold = 0.0,
                  .unit = "stations",
                  .person_hours = cluster.weight,
                  .at = cluster.at};
        found.add(
            std::move(need), placed("substation", cluster.at, looked.city, {{"rating_mva", "31.5"}}),
            Words{"in the midst of those who lack voltage, of the usual size", "位于电压不足用户的中心，采用常用容量"});
    }
}

/// The pipe that costs most head on the way along which water comes to a node: where a wider one helps most.
std::size_t narrowest_towards(const water::Network& net, const Spread& pressure, std::size_t node) {
    std::size_t best = net.links.size();
    double most = 0.0;
    std::vector<std::uint8_t> seen(net.nodes.size(), 0);
    const auto head = [&](std::size_t n) { return net.nodes[n].elevation_m + static_cast<double>(pressure.least[n]); };
    for (std::size_t at = node; seen[at] == 0;) {
        seen[at] = 1;
        std::size_t from = net.nodes.size();
        double steepest = 0.0;
        std::size_t by = net.links.size();
        for (std::size_t l = 0; l < net.links.size(); ++l) {
            const water::Link& link = net.links[l];
            if (link.kind != water::LinkKind::Pipe || (link.from != at && link.to != at)) {
                continue;
            }
            const std::size_t other = link.from == at ? link.to : link.from;
            const double drop = head(other) - head(at);
            if (drop > steepest) {
                steepest = drop;
                from = other;
                by = l;
            }
        }
        if (by == net.links.size()) {
            break;
        }
        if (steepest > most) {
            most = steepest;
            best = by;
        }
        at = from;
    }
    return best;
}

void pressures(const Looked& looked, Found& found) {
    const water::Network& net = looked.networks.water;
    const Spread& pressure = looked.day->pressure;
    std::vector<double> asked(net.links.size(), 0.0);
    std::vector<double> least(net.links.size(), std::numeric_limits<double>::infinity());
    double high = 0.0;
    std::size_t high_count = 0;
    std::vector<std::pair<double, std::size_t>> low;
    for (std::size_t n = 0; n < std::min(net.nodes.size(), pressure.least.size()); ++n) {
        if (net.nodes[n].customers == 0) {
            continue;
        }
        if (pressure.hours_below[n] > 0.0F) {
            low.emplace_back(net.nodes[n].customers * static_cast<double>(pressure.hours_below[n]), n);
        }
        if (static_cast<double>(pressure.most[n]) > kMostPressureM) {
            high = std::max(high, static_cast<double>(pressure.most[n]));
            ++high_count;
        }
    }
    std::ranges::stable_sort(low, [](const auto& a, const auto& b) { return a.first > b.first; });
    constexpr std::size_t kWalked = 200; // each walk looks at all pipes; the worst places decide
    double rest = 0.0;
    for (std::size_t k = 0; k < low.size(); ++k) {
        const std::size_t l = k < kWalked ? narrowest_towards(net, pressure, low[k].second) : net.links.size();
        if (l < net.links.size()) {
            asked[l] += low[k].first;
            least[l] = std::min(least[l], static_cast<double>(pressure.least[low[k].second]));
        } else {
            rest += low[k].first;
        }
    }
    for (std::size_t l = 0; l < net.links.size(); ++l) {
        if (!(asked[l] > 0.0)) {
            continue;
        }
        const water::Link& link = net.links[l];
        const auto bore = std::ranges::find_if(kBoresMm, [&](double mm) { return mm > link.diameter_m * 1e3 * 1.2; });
        Need need{.id = "low_pressure",
                  .asset = link.key,
                  .words =
                      filled({"behind %1 pressure falls to %2 m (%3 m is asked)", "%1下游水压降至 %2 米（要求 %3 米）"},
                             {asset_words(link.key, &looked.networks), Text{plain(least[l], 1)},
                              Text{plain(net.min_pressure_m, 0)}}),
                  .value = least[l],
                  .threshold = net.min_pressure_m,
                  .unit = "m",
                  .person_hours = asked[l] * kDaysAYear,
                  .at = 0.5 * (net.nodes[link.from].at + net.nodes[link.to].at)};
        found.add(std::move(need),
                  {.kind = "main",
                   .args = {{"asset", link.key},
                            {"diameter_mm", plain(bore != kBoresMm.end() ? *bore : link.diameter_m * 1.3e3, 0)}}},
                  Words{"the next bore but one of the pipe that takes most head on the way there",
                        "在供水路径上水头损失最大的管段换用更大管径"});
    }
    if (rest > 0.0) {
        found.unanswered.push_back(
            {.id = "low_pressure",
             .words = Words{"pressure is too low where no pipe is to blame: it lies too high, or its pumps stand",
                            "水压不足但并非管道所致：地势过高或水泵停运"},
             .threshold = net.min_pressure_m,
             .unit = "m",
             .person_hours = rest * kDaysAYear});
    }
    if (high_count > 0) {
        found.unanswered.push_back(
            {.id = "high_pressure",
             .words = filled({"%1 nodes have more than 80 m, %2 m at the most; no measure reduces it yet",
                              "%1 个节点水压高于 80 米，最高 %2 米；尚无减压措施"},
                             {Text{std::to_string(high_count)}, Text{plain(high, 0)}}),
             .value = high,
             .threshold = kMostPressureM,
             .unit = "m"});
    }
}

void leaks(const Looked& looked, Found& found) {
    if (looked.day->lost_share <= kAimedLoss + 0.01) {
        return;
    }
    found.add({.id = "water_lost",
               .words = filled({"%1 % of the water is lost by leaks", "供水漏损率为 %1%"},
                               {Text{plain(100.0 * looked.day->lost_share, 1)}}),
               .value = looked.day->lost_share,
               .threshold = kAimedLoss,
               .unit = "share of supply",
               .at = 0.5 * (looked.city.min_corner + looked.city.max_corner)},
              {.kind = "leakage", .args = {{"share", plain(kAimedLoss, 2)}}},
              Words{"to a tenth of supply", "降至供水量的十分之一"});
}

} // namespace

void lifeline_needs(const Looked& looked, Found& found) {
    if (looked.day == nullptr) {
        return;
    }
    overloads(looked, found);
    low_voltage(looked, found);
    pressures(looked, found);
    leaks(looked, found);
}

} // namespace cityloom::scenarios
