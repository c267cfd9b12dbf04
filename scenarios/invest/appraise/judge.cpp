// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/appraise/judge.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "scenarios/invest/days/days.h"
#include "scenarios/measure/plain.h"

namespace cityloom::scenarios::invest {

namespace {

constexpr double kYearsRunning = 3.0;
constexpr double kOneLine = 0.8; ///< of all gains: beyond it they rest on one line
constexpr double kOfChance = 0.01;
constexpr double kOutside = 0.5; ///< of the gains of trips: beyond it they are made by trips that start outside

std::string rounded(double value, int decimals) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}

Text parameter_words(const AppraisalSettings& settings, const std::string& id) {
    const auto p = std::ranges::find(settings.parameters, id, &AppraisalParameter::id);
    return p == settings.parameters.end()
               ? Text{id}
               : filled({"%1 (grade %2)", "%1（%2 级）"}, {Words{p->english, p->chinese}, Text{p->confidence}});
}

void find(PlanAppraisal& a) {
    a.findings.push_back(
        a.npv >= 0 ? filled({"Over %1 years the plan brings %2 more than it costs: %3 against %4 of costs.",
                             "%1 年内该计划净收益 %2：效益 %3，费用 %4。"},
                            {rounded(static_cast<double>(a.tables[0].net.by_year.size() - 1), 0),
                             euro_words(static_cast<double>(a.npv)), euro_words(static_cast<double>(a.present_gain)),
                             euro_words(static_cast<double>(a.present_cost))})
                   : filled({"Over %1 years the plan costs %2 more than it brings: %3 against %4 of costs.",
                             "%1 年内该计划净损失 %2：效益 %3，费用 %4。"},
                            {rounded(static_cast<double>(a.tables[0].net.by_year.size() - 1), 0),
                             euro_words(-static_cast<double>(a.npv)), euro_words(static_cast<double>(a.present_gain)),
                             euro_words(static_cast<double>(a.present_cost))}));
    const auto most = std::max_element(
        a.tables[0].rows.begin() + 4, a.tables[0].rows.end(),
        [](const MoneyRow& x, const MoneyRow& y) { return std::abs(x.present) < std::abs(y.present); });
    if (most->present != 0) {
        a.findings.push_back(
            most->present > 0
                ? filled({"Most of it is %1: %2 in present value.", "其中最多的是%1：现值 %2。"},
                         {most->words, euro_words(static_cast<double>(most->present))})
                : filled({"What weighs most is a loss, %1: %2 in present value.", "影响最大的是损失，%1：现值 %2。"},
                         {most->words, euro_words(static_cast<double>(most->present))}));
    } else {
        a.findings.emplace_back(Words{"Nothing that is priced changes with it.", "计价的各项均无变化。"});
    }
    if (a.samples && !a.samples->all.empty()) {
        a.findings.push_back(
            filled({"In %1 of %2 samples of what may happen it loses money; nine in ten lie between %3 and %4.",
                    "在 %2 个不确定性样本中，%1 个亏损；九成样本介于 %3 与 %4 之间。"},
                   {rounded(a.samples->loss_share * static_cast<double>(a.samples->all.size()), 0),
                    std::to_string(a.samples->all.size()), euro_words(100.0 * a.samples->p5),
                    euro_words(100.0 * a.samples->p95)}));
    } else if (a.net.known) {
        a.findings.push_back(filled({"Over the seeds its net value lies between %1 and %2 (95 %).",
                                     "各种子的净现值介于 %1 与 %2 之间（95 %）。"},
                                    {euro_words(a.net.low), euro_words(a.net.high)}));
    } else {
        a.findings.emplace_back(
            Words{"It stands on one seed: how far chance moves it is not known.", "仅用一个种子：随机性的影响未知。"});
    }
}

void warn(PlanAppraisal& a) {
    const AppraisalSettings& s = a.request.settings;
    for (const Sensitivity& row : a.sensitivity) {
        if ((row.npv_low < 0) != (row.npv_high < 0)) {
            a.warnings.push_back(filled(
                {"Whether it pays rests on %1: %2 at %3, %4 at %5.", "是否划算取决于%1：取 %3 时 %2，取 %5 时 %4。"},
                {parameter_words(s, row.parameter), euro_words(static_cast<double>(row.npv_low)), rounded(row.low, 3),
                 euro_words(static_cast<double>(row.npv_high)), rounded(row.high, 3)}));
        }
    }
    double gross = 0.0;
    for (std::size_t k = 4; k < a.tables[0].rows.size(); ++k) {
        gross += std::max(0.0, static_cast<double>(a.tables[0].rows[k].present));
    }
    for (std::size_t k = 4; k < a.tables[0].rows.size(); ++k) {
        const auto present = static_cast<double>(a.tables[0].rows[k].present);
        if (a.present_gain > 0 && present > kOneLine * gross) {
            a.warnings.push_back(filled({"%1 % of what it brings is one line: %2.", "效益的 %1 % 来自一项：%2。"},
                                        {rounded(100.0 * present / gross, 0), a.tables[0].rows[k].words}));
        }
    }
    if (a.net.known && a.net.sign() == 0) {
        a.warnings.emplace_back(
            Words{"Over the seeds the net value cannot be told from zero.", "各种子间净现值与零无显著差别。"});
    }
    double weak = 0.0;
    double capital = 0.0;
    for (const PlannedCost& cost : a.model.costs) {
        const double cents = std::abs(static_cast<double>(cost.line.capital));
        capital += cents;
        weak += cost.line.confidence == "C" ? cents : 0.0;
    }
    if (weak > 0.5 * capital) {
        a.warnings.push_back(filled({"%1 % of the capital is priced by defaults that are to be verified (grade C).",
                                     "投资的 %1 % 按待核实的默认值计价（C 级）。"},
                                    {rounded(100.0 * weak / capital, 0)}));
    }
    if (a.demand_error && !a.model.demand.known) {
        a.warnings.push_back(filled(
            {"With 15 % fewer and more trips the effects lie off a line by %1 % of what they are: that is chance "
             "or a jam, and they are held at those of today's trips. More seeds would tell.",
             "出行量增减 15 % 时，效果偏离直线达其 %1 %：属随机性或拥堵，按现状出行量计。增加种子可进一步判断。"},
            {rounded(100.0 * *a.demand_error, 0)}));
    }
    const PlanFlows flows = plan_flows(a.model, s);
    if (!flows.in_range) {
        a.warnings.emplace_back(
            Words{"Demand grows beyond what was simulated: from there on the last simulated point counts.",
                  "需求增长超出仿真范围：其后按最后一个仿真点计。"});
    }
    if (a.samples && a.samples->out_of_range > 0) {
        a.warnings.push_back(filled({"In %1 samples demand grows beyond what was simulated: the last simulated point "
                                     "counts there.",
                                     "%1 个样本的需求增长超出仿真范围：按最后一个仿真点计。"},
                                    {std::to_string(a.samples->out_of_range)}));
    }
    double of_trips = 0.0;
    for (const DistrictGain& district : a.districts) {
        of_trips += static_cast<double>(district.present);
    }
    const auto outside = static_cast<double>(a.districts.back().present);
    if (a.districts.size() > 1 && outside > 0.0 && outside > kOutside * std::max(of_trips, 0.0)) {
        a.warnings.push_back(
            filled({"%1 of what trips gain is gained by trips that start outside of all districts: "
                    "look whether a queue only moves beyond the edge of the map.",
                    "出行效益中 %1 属于从所有片区之外出发的出行：请核查排队是否只是移到了地图边缘之外。"},
                   {euro_words(outside)}));
    }
    double inside = 0.0;
    for (const DistrictGain& district : a.districts) {
        inside += district.name.empty() ? 0.0 : std::max(0.0, static_cast<double>(district.present));
    }
    if (a.districts.size() > 1 && outside < -100.0 && inside > 100.0) {
        a.warnings.push_back(
            filled({"While districts gain %1, trips that enter over the edge of the map lose %2: what stood inside is "
                    "moved outside, and is not solved.",
                    "片区受益 %1，而从地图边缘进入的出行损失 %2：拥堵只是移到地图之外，并未解决。"},
                   {euro_words(inside), euro_words(-outside)}));
    }
    // Below a hundredth of what all gain and lose it is chance.
    double moved = 0.0;
    for (const DistrictGain& d : a.districts) {
        moved += std::abs(static_cast<double>(d.present));
    }
    std::string names;
    for (const DistrictGain& d : a.districts) {
        const bool loses = static_cast<double>(d.present) < -std::max(100.0, kOfChance * moved);
        names += loses && !d.name.empty() ? (names.empty() ? "" : ", ") + d.name : "";
    }
    if (!names.empty()) {
        a.warnings.push_back(filled({"Trips from these districts lose: %1.", "以下片区的出行受损：%1。"}, {names}));
    }
}

/// How far what is built is used; what is little used is overcapacity.
Result<void> look_at_use(PlanAppraisal& a, const EffectSimulator& simulator, const std::vector<Measure>& measures,
                         const std::stop_token& stop) {
    if (!touches_lifelines(measures)) {
        return {};
    }
    const auto applied = simulator.apply(measures, stop);
    if (!applied) {
        return tl::make_unexpected(applied.error());
    }
    const engine::Networks& networks = (*applied)->networks;
    NormalDay day;
    if (const auto watched = watch_networks(networks, day, stop); !watched) {
        return watched;
    }
    const double growth = std::pow(1.0 + a.request.settings.value("demand_growth"), kYearsRunning);
    for (const UsedThing& thing : used_things(networks, simulator.applied_base().networks, day)) {
        ThingUse use{.key = thing.key,
                     .words = asset_words(thing.key, &networks),
                     .most = thing.most,
                     .in_service = thing.most * growth,
                     .little = thing.most * growth < kLittleUsed};
        if (use.little) {
            a.warnings.push_back(filled({"%1 would carry %2 % of its rating at the most, three years running: a "
                                         "smaller one, or none, may do.",
                                         "%1最大负载率仅 %2 %，且连续三年如此：可选更小的方案，或不建。"},
                                        {use.words, rounded(100.0 * thing.most, 0)}));
        }
        a.uses.push_back(std::move(use));
    }
    return {};
}

void leave_out(PlanAppraisal& a) {
    const Quantities whole = a.model.stages.back().effects.mean();
    for (const Effect effect : {Effect::OutageSignal}) {
        if (std::abs(whole[effect]) > 0.5) {
            const EffectWords& words = effect_words()[static_cast<std::size_t>(effect)];
            a.not_priced.push_back(filled({"%1: %2 person h a year fewer", "%1：每年减少 %2 人时"},
                                          {words.words, rounded(whole[effect], 0)}));
        }
    }
    for (const Words& words :
         {Words{"crashes and their victims", "交通事故及伤亡"}, Words{"reliability of travel time", "行程时间可靠性"},
          Words{"noise and air quality where people live", "居住地噪声与空气质量"},
          Words{"delay at dark signals while something is failed", "故障期间信号灯熄灭造成的延误"},
          Words{"access to hospitals", "就医可达性"}, Words{"pedestrians and cyclists", "行人与骑行者"},
          Words{"what works cost traffic while they last", "施工期间对交通的影响"}}) {
        a.not_priced.emplace_back(words);
    }
}

/// What is simple and does as well, and nothing at all where that is better still.
void warn_of_alternatives(PlanAppraisal& a) {
    for (const PlainAlternative& other : a.alternatives) {
        if (!other.nearly_as_well && !other.better) {
            continue;
        }
        const Text share = other.share_of_gain
                               ? filled({"%1 % of the gain", "%1 % 的效益"}, {rounded(100.0 * *other.share_of_gain, 0)})
                               : filled({"%1, where the plan brings nothing", "%1（该计划毫无效益）"},
                                        {euro_words(static_cast<double>(other.present_gain))});
        a.warnings.push_back(filled(
            other.nearly_as_well
                ? Words{"A plain alternative does nearly as well or better: \"%1\" instead of \"%2\". It costs %3 "
                        "instead of %4 and brings %5.",
                        "简单替代方案效果相近或更好：以“%1”代替“%2”。投资 %3 而非 %4，可获 %5。"}
                : Words{"A plain alternative leaves more net value: \"%1\" instead of \"%2\". It costs %3 instead "
                        "of %4 and brings %5.",
                        "简单替代方案净现值更高：以“%1”代替“%2”。投资 %3 而非 %4，可获 %5。"},
            {other.words, other.instead, euro_words(static_cast<double>(other.capital)),
             euro_words(static_cast<double>(other.instead_capital)), share}));
    }
    if (a.npv < 0) {
        a.warnings.push_back(filled({"Building nothing is better by %1.", "不建设可多得 %1。"},
                                    {euro_words(-static_cast<double>(a.npv))}));
    }
}

/// Whether what is sold pays the loans: lenders of China's special bonds ask for 1.1 times the service.
void warn_of_loans(PlanAppraisal& a) {
    constexpr double kCover = 1.1;
    const std::vector<LoanState> loans = a.loans();
    double least = std::numeric_limits<double>::infinity();
    std::size_t year = 0;
    for (std::size_t t = 0; t < loans.size(); ++t) {
        if (loans[t].service <= 0) {
            continue;
        }
        const double cover = static_cast<double>(loans[t].income) / static_cast<double>(loans[t].service);
        year = cover < least ? t : year;
        least = std::min(least, cover);
    }
    if (least < kCover) {
        a.warnings.push_back(
            filled({"In %1 its income covers %2 % of what the loans cost that year, below the 110 % that lenders of "
                    "China's special bonds ask for: other money must pay them.",
                    "%1 年收入仅覆盖当年还本付息的 %2 %，低于专项债要求的 110 %：须由其他资金偿还。"},
                   {std::to_string(a.calendar(year)), rounded(100.0 * std::max(0.0, least), 0)}));
    }
}

} // namespace

Text euro_words(double cents) {
    return std::abs(cents) < 1e7 ? filled({"%1 thousand EUR", "%1 千欧元"}, {rounded(cents * 1e-5, 1)})
                                 : filled({"%1 M EUR", "%1 百万欧元"}, {rounded(cents * 1e-8, 2)});
}

void weigh_alternative(PlanAppraisal& a, PlainAlternative other, const PlanModel& model) {
    const AppraisalSettings& s = a.request.settings;
    // Without growth of demand on both sides: it was simulated for the plan alone.
    PlanModel plan = a.model;
    plan.demand.known = false;
    const double gain_of_plan = present_gain(plan_flows(plan, s), s);
    const double cost_of_plan = present_cost(plan_flows(plan, s), s);
    const PlanFlows flows = plan_flows(model, s);
    const double gain = present_gain(flows, s);
    const double cost = present_cost(flows, s);
    other.present_cost = std::llround(100.0 * cost);
    other.present_gain = std::llround(100.0 * gain);
    other.npv = other.present_gain - other.present_cost;
    if (gain_of_plan > 0.0) {
        other.share_of_gain = gain / gain_of_plan;
        other.nearly_as_well = cost < cost_of_plan && gain >= kNearlyAsWell * gain_of_plan;
    }
    other.better = gain - cost > gain_of_plan - cost_of_plan && gain > cost;
    a.alternatives.push_back(std::move(other));
}

Result<void> judge(PlanAppraisal& appraisal, const EffectSimulator& simulator, const std::vector<Measure>& measures,
                   const std::stop_token& stop) {
    find(appraisal);
    appraisal.explained = explanation(appraisal);
    warn_of_alternatives(appraisal);
    warn(appraisal);
    warn_of_loans(appraisal);
    leave_out(appraisal);
    return look_at_use(appraisal, simulator, measures, stop);
}

} // namespace cityloom::scenarios::invest
