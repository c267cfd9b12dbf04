// SPDX-License-Identifier: GPL-3.0-or-later
// What a comparison says in sentences.
#include <algorithm>
#include <array>
#include <cmath>

#include "scenarios/compare/comparison.h"
#include "scenarios/compare/scenario_outcome.h"
#include "scenarios/measure/plain.h"

namespace cityloom::scenarios {

namespace {

std::string rounded(double value, int decimals) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}

/// In millions, or in euro where these would be rounded away.
Text euro(double cents) {
    return std::abs(cents) < 1e6 ? filled({"%1 EUR", "%1 欧元"}, {rounded(cents * 0.01, 0)})
                                 : filled({"%1 M EUR", "%1 百万欧元"}, {rounded(cents * 1e-8, 2)});
}

double mean_change(const std::vector<KpiComparison>& rows, std::string_view id) {
    const KpiComparison* row = find_row(rows, id);
    return row != nullptr ? row->difference.mean : 0.0;
}

bool trips_are_lost(const Comparison& c) {
    return std::abs(mean_change(c.city, "impossible_trips")) + std::abs(mean_change(c.city, "given_up_trips")) >= 0.5;
}

std::string percent_of(double part, double whole) {
    return whole > 0.0 ? " (" + rounded(100.0 * part / whole, 1) + " %)" : "";
}

/// Trips before all else: a figure of the others means little beside those that are not made at all.
Text trips_sentence(const Comparison& c) {
    const Text a = scenario_words(c.a);
    const Text b = scenario_words(c.b);
    const KpiComparison* scheduled = find_row(c.city, "scheduled_trips");
    const double trips = scheduled != nullptr ? scheduled->a : 0.0;
    if (scheduled != nullptr && scheduled->difference.mean != 0.0) {
        return filled({"With %1 %2 trips are scheduled, with %3 %4: other people travel, and their times do not "
                       "compare.",
                       "“%1”安排出行 %2 次，“%3”安排 %4 次：出行者不同，时间不可比较。"},
                      {b, rounded(scheduled->b, 0), a, rounded(trips, 0)});
    }
    Text sentence;
    const auto add = [&](const char* id, const Words& more, const Words& fewer) {
        const double change = mean_change(c.city, id);
        if (std::abs(change) >= 0.5) {
            sentence += sentence.empty() ? filled({"Of %1 trips ", "%1 次出行中，"}, {rounded(trips, 0)})
                                         : Text{Words{"; ", "；"}};
            sentence += filled(change > 0.0 ? more : fewer,
                               {rounded(std::abs(change), 0) + percent_of(std::abs(change), trips), b});
        }
    };
    add("impossible_trips", {"%1 can no longer be made with %2", "“%2”下 %1 次无法再成行"},
        {"%1 can be made again with %2", "“%2”下 %1 次可重新成行"});
    add("given_up_trips", {"%1 more are given up before closed streets", "在封闭道路前放弃者增加 %1 次"},
        {"%1 fewer are given up before closed streets", "在封闭道路前放弃者减少 %1 次"});
    add("late_trips",
        {"%1 more have not arrived when the run stops waiting for them", "运行停止等待时尚未到达者增加 %1 次"},
        {"%1 fewer have not arrived when the run stops waiting for them", "运行停止等待时尚未到达者减少 %1 次"});
    return sentence.empty() ? Text{Words{"The same trips are made with both.", "两个情景中成行的出行相同。"}}
                            : sentence + Text{Words{".", "。"}};
}

Text time_sentence(const Comparison& c) {
    const KpiComparison* time = find_row(c.city, "trip_time_s");
    if (time == nullptr || time->none_with_a || time->none_with_b) {
        return Words{"No time per trip can be given: nothing travels.", "无法给出每次出行时间：没有出行。"};
    }
    const std::string by = rounded(std::abs(time->difference.mean), 1);
    if (!time->difference.known) {
        return filled(time->difference.mean > 0.0
                          ? Words{"With one seed the time per scheduled trip rises by %1 s; whether that is luck one "
                                  "seed cannot say.",
                                  "单一种子下，每次安排出行的时间增加 %1 秒；是否出于偶然，单一种子无法判断。"}
                          : Words{"With one seed the time per scheduled trip falls by %1 s; whether that is luck one "
                                  "seed cannot say.",
                                  "单一种子下，每次安排出行的时间减少 %1 秒；是否出于偶然，单一种子无法判断。"},
                      {by});
    }
    const Text interval = filled({"95 % interval %1 to %2 s", "95 % 置信区间 %1 至 %2 秒"},
                                 {rounded(time->difference.low, 1), rounded(time->difference.high, 1)});
    if (time->sign() == 0) {
        return filled({"The time per scheduled trip shows no clear difference between %1 and %2 (%3 s, %4).",
                       "“%1”与“%2”之间，每次安排出行的时间无明显差异（%3 秒，%4）。"},
                      {scenario_words(c.a), scenario_words(c.b), rounded(time->difference.mean, 1), interval});
    }
    const Text end = trips_are_lost(c)
                         ? Words{", trips that cannot be made at their price.", "，无法成行者按其代价计。"}
                         : Words{".", "。"};
    return filled(time->sign() > 0 ? Words{"With %2 a scheduled trip takes longer than with %1, by %3 s (%4)%5",
                                           "“%2”下每次安排出行比“%1”多用 %3 秒（%4）%5"}
                                   : Words{"With %2 a scheduled trip takes less time than with %1, by %3 s (%4)%5",
                                           "“%2”下每次安排出行比“%1”少用 %3 秒（%4）%5"},
                  {scenario_words(c.a), scenario_words(c.b), by, interval, end});
}

Text districts_sentence(const Comparison& c) {
    Text gains;
    Text loses;
    for (const Comparison::District& district : c.districts) {
        const KpiComparison* row = find_row(district.kpis, "trip_time_s");
        if (row == nullptr || row->sign() == 0) {
            continue;
        }
        Text& list = row->sign() < 0 ? gains : loses;
        list += list.empty() ? Text{} : Text{Words{", ", "、"}};
        list += name_words(district.name);
    }
    if (gains.empty() && loses.empty()) {
        return Words{"No district's time per scheduled trip changes clearly.",
                     "各分区每次安排出行的时间均无明显变化。"};
    }
    const Text none = Words{"no district", "无"};
    return filled(
        {"Less time per scheduled trip from: %1; more from: %2.", "每次安排出行用时减少的分区：%1；增加的分区：%2。"},
        {gains.empty() ? none : gains, loses.empty() ? none : loses});
}

/// Nothing where nobody goes without for longer, or shorter.
Text supply_sentence(const Comparison& c) {
    Text parts;
    const auto add = [&](std::string_view id, const Words& more, const Words& fewer) {
        const KpiComparison* row = find_row(c.city, id);
        if (row != nullptr && row->sign() != 0 && std::abs(row->difference.mean) >= 0.5) {
            parts += parts.empty() ? Text{} : Text{Words{", ", "，"}};
            parts += filled(row->difference.mean > 0.0 ? more : fewer, {rounded(std::abs(row->difference.mean), 0)});
        }
    };
    add("person_hours_without_power", {"%1 person hours more without electricity", "停电增加 %1 人·小时"},
        {"%1 person hours fewer without electricity", "停电减少 %1 人·小时"});
    add("person_hours_without_water", {"%1 person hours more without water", "停水增加 %1 人·小时"},
        {"%1 person hours fewer without water", "停水减少 %1 人·小时"});
    add("person_hours_without_signal", {"%1 person hours more without a mobile signal", "无移动信号增加 %1 人·小时"},
        {"%1 person hours fewer without a mobile signal", "无移动信号减少 %1 人·小时"});
    return parts.empty() ? parts
                         : filled({"With %1 people spend %2.", "“%1”下，居民%2。"}, {scenario_words(c.b), parts});
}

Text net_words(const Appraisal& ap) {
    if (ap.net.sign() != 0) {
        return ap.net.sign() > 0 ? Words{"clearly positive", "明显为正"} : Words{"clearly negative", "明显为负"};
    }
    return ap.tell_with ? filled({"not distinguishable from zero; about %1 seeds would tell",
                                  "与零无法区分；约需 %1 个种子方可判断"},
                                 {std::to_string(*ap.tell_with)})
                        : Text{Words{"not distinguishable from zero", "与零无法区分"}};
}

Text money_sentence(const Appraisal& ap) {
    if (!ap.refused.empty()) {
        Text why;
        for (const Text& reason : ap.refused) {
            why += (why.empty() ? Text{} : Text{Words{"; ", "；"}}) + reason;
        }
        return filled({"There is no net present value: %1.", "没有净现值：%1。"}, {why});
    }
    const Text cost =
        filled(ap.present_cost < 0
                   ? Words{"The measures spare %1 in present value over %2 years", "各项措施在 %2 年内节省现值 %1"}
                   : Words{"The measures cost %1 in present value over %2 years", "各项措施在 %2 年内的费用现值为 %1"},
               {euro(std::abs(static_cast<double>(ap.present_cost))), rounded(ap.settings.value("horizon_years"), 0)});
    if (!ap.net.known) {
        return cost + Text{Words{". What they bring is not to be judged by one seed; compare with five or more.",
                                 "。单一种子无法判断其效益；请以五个或更多种子比较。"}};
    }
    if (ap.benefit.sign() == 0) {
        return cost +
               (ap.tell_with
                    ? filled(
                          {". What they bring is not distinguishable from zero with these seeds; about %1 would tell.",
                           "。以这些种子，其效益与零无法区分；约需 %1 个种子方可判断。"},
                          {std::to_string(*ap.tell_with)})
                    : Text{Words{". What they bring is not distinguishable from zero with these seeds.",
                                 "。以这些种子，其效益与零无法区分。"}});
    }
    return cost + filled(ap.present_benefit < 0 ? Words{" and do harm worth %1: net %2 (95 % interval %3 to %4), %5.",
                                                        "，造成损失 %1：净值 %2（95 % 置信区间 %3 至 %4），%5。"}
                                                : Words{" and bring %1: net %2 (95 % interval %3 to %4), %5.",
                                                        "，带来效益 %1：净值 %2（95 % 置信区间 %3 至 %4），%5。"},
                         {euro(std::abs(static_cast<double>(ap.present_benefit))), euro(static_cast<double>(ap.npv)),
                          euro(ap.net.low), euro(ap.net.high), net_words(ap)});
}

} // namespace

Text verdict_words(std::string_view verdict) {
    constexpr std::array kVerdicts{Words{"better", "改善"},
                                   Words{"worse", "变差"},
                                   Words{"changed", "有变化"},
                                   Words{"no clear difference", "无明显差异"},
                                   Words{"one seed only", "仅一个种子"},
                                   Words{"other trips", "出行不同"},
                                   Words{"none with A", "A 中没有"},
                                   Words{"none with B", "B 中没有"},
                                   Words{"refused", "不予给出"},
                                   Words{"not distinguishable from zero", "与零无法区分"},
                                   Words{"positive", "为正"},
                                   Words{"negative", "为负"}};
    const auto found = std::ranges::find(kVerdicts, verdict, &Words::english);
    return found != kVerdicts.end() ? Text{*found} : Text{verdict};
}

std::vector<Text> Comparison::not_priced() const {
    // What the benefits are made of, or say in another way.
    constexpr std::array<std::string_view, 18> kPriced{"customers_without_power",
                                                       "customer_hours_without_power",
                                                       "person_hours_without_power",
                                                       "impossible_trips",
                                                       "given_up_trips",
                                                       "late_trips",
                                                       "scheduled_trips",
                                                       "served_share",
                                                       "trip_time_s",
                                                       "mean_delay_s",
                                                       "vehicle_hours",
                                                       "mean_travel_time_s",
                                                       "p95_travel_time_s",
                                                       "vehicle_km",
                                                       "co2_t",
                                                       "mean_speed",
                                                       "traffic_energy_mwh",
                                                       "energy_not_served_mwh"};
    std::vector<Text> words;
    for (const KpiComparison& row : city) {
        const engine::Figure* info = find_result_figure(row.id);
        if (info == nullptr || info->better == 0 || std::ranges::find(kPriced, row.id) != kPriced.end()) {
            continue;
        }
        if (row.none_with_b != row.none_with_a || row.sign() != 0) {
            words.push_back(Text{Words{info->words.english, info->words.chinese}} + Text{Words{": ", "："}} +
                            verdict_words(row.verdict()));
        }
    }
    words.emplace_back(Words{"Crashes: not modelled", "交通事故：未建模"});
    return words;
}

std::vector<Text> Comparison::findings() const {
    const KpiComparison* time = find_row(city, "trip_time_s");
    std::vector<Text> sentences{trips_sentence(*this)};
    if (Text without = supply_sentence(*this); !without.empty()) {
        sentences.push_back(std::move(without));
    }
    if (time == nullptr || !time->other_trips) {
        sentences.push_back(time_sentence(*this));
        sentences.push_back(districts_sentence(*this));
    }
    sentences.push_back(money_sentence(appraisal));
    const KpiComparison* water = find_row(city, "water_delivered_m3");
    if (level_ground && water != nullptr && (water->a > 0.0 || water->b > 0.0)) {
        sentences.push_back(level_ground_words());
    }
    return sentences;
}

} // namespace cityloom::scenarios
