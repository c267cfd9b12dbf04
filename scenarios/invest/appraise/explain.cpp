// SPDX-License-Identifier: GPL-3.0-or-later
// Why an appraisal comes out as it does, in one sentence: a result that nobody can explain is not believed.
#include <algorithm>
#include <cmath>

#include "scenarios/invest/appraise/judge.h"

namespace cityloom::scenarios::invest {

namespace {

struct Both {
    Words better;
    Words worse;
};

/// What changed in things, by Gain; %1 is how much of it a year.
const Both& said(Gain gain) {
    static const std::array<Both, kGains> kSaid{
        {{{"%1 trips a year can be made that could not", "每年有 %1 次原本无法成行的出行得以成行"},
          {"%1 trips a year can no longer be made", "每年有 %1 次出行无法成行"}},
         {{"the same trips take %1 vehicle hours a year less", "相同出行每年少花 %1 车时"},
          {"the same trips take %1 vehicle hours a year more", "相同出行每年多花 %1 车时"}},
         {{"the same trips burn %1 MWh of fuel a year less", "相同出行每年少耗 %1 MWh 燃料"},
          {"the same trips burn %1 MWh of fuel a year more", "相同出行每年多耗 %1 MWh 燃料"}},
         {{"the same trips draw %1 MWh of electricity a year less", "相同出行每年少耗 %1 MWh 电能"},
          {"the same trips draw %1 MWh of electricity a year more", "相同出行每年多耗 %1 MWh 电能"}},
         {{"the same trips emit %1 t of CO2 a year less", "相同出行每年少排 %1 吨二氧化碳"},
          {"the same trips emit %1 t of CO2 a year more", "相同出行每年多排 %1 吨二氧化碳"}},
         {{"%1 MWh a year are delivered on ordinary days that were not", "平日每年多供 %1 MWh 电能"},
          {"%1 MWh a year are no longer delivered on ordinary days", "平日每年少供 %1 MWh 电能"}},
         {{"people are without water on ordinary days for %1 person-hours a year less", "平日停水每年减少 %1 人时"},
          {"people are without water on ordinary days for %1 person-hours a year more", "平日停水每年增加 %1 人时"}},
         {{"%1 m3 of water a year less leak away", "每年漏损减少 %1 立方米"},
          {"%1 m3 of water a year more leak away", "每年漏损增加 %1 立方米"}},
         {{"%1 MWh a year less are missing when something fails", "故障时每年少缺供 %1 MWh"},
          {"%1 MWh a year more are missing when something fails, as what is built can fail too",
           "故障时每年多缺供 %1 MWh（新建设施亦可能故障）"}},
         {{"people are without water in outages for %1 person-hours a year less", "故障停水每年减少 %1 人时"},
          {"people are without water in outages for %1 person-hours a year more", "故障停水每年增加 %1 人时"}}}};
    return kSaid[static_cast<std::size_t>(gain)];
}

std::string amount(double value) {
    char text[48];
    const double size = std::abs(value);
    std::snprintf(text, sizeof text, size >= 100.0 ? "%.0f" : size >= 1.0 ? "%.1f" : "%.3f", size);
    return text;
}

} // namespace

Text explanation(const PlanAppraisal& a) {
    std::size_t most = 0;
    std::array<double, kGains> present{};
    for (std::size_t g = 0; g < kGains; ++g) {
        present[g] = static_cast<double>(a.tables[0].rows[4 + g].present);
        most = std::abs(present[g]) > std::abs(present[most]) ? g : most;
    }
    const auto costs = static_cast<double>(a.present_cost);
    if (std::abs(present[most]) < 50.0) {
        return a.present_cost <= 0
                   ? Text{Words{"It costs nothing and nothing that was simulated changes: it does nothing here.",
                                "不花钱，仿真结果也无变化：该措施在此不起作用。"}}
                   : filled({"It does not pay because nothing that was simulated changes: nobody was short of what it "
                             "adds, and it costs %1.",
                             "不划算：仿真结果无变化，无人需要其新增能力，而费用为 %1。"},
                            {euro_words(costs)});
    }
    const Gain gain{most};
    const double things = a.model.stages.back().effects.mean()[shown_effect(gain)];
    const bool better = present[most] > 0.0;
    const Text what = filled(better ? said(gain).better : said(gain).worse, {amount(things)});
    const Text worth = euro_words(std::abs(present[most]));
    if (a.npv >= 0) {
        return filled(
            {"It pays because %1: in present value %2, against %3 of costs.", "划算，因为%1：现值 %2，费用 %3。"},
            {what, worth, euro_words(costs)});
    }
    return better ? filled({"It does not pay although %1: that is worth %2, and it costs %3.",
                            "不划算，尽管%1：现值 %2，费用 %3。"},
                           {what, worth, euro_words(costs)})
                  : filled({"It loses because %1: a loss of %2 in present value, beside %3 of costs.",
                            "受损，因为%1：损失现值 %2，另需费用 %3。"},
                           {what, worth, euro_words(costs)});
}

} // namespace cityloom::scenarios::invest
