// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <nlohmann/json.hpp>

#include "scenarios/invest/beside/beside.h"
#include "scenarios/measure/words_json.h"

namespace cityloom::scenarios::invest {

namespace {

using Json = nlohmann::ordered_json;

Json finite(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json name_of(const PlanBeside& plan) {
    return plan.appraisal ? Json(plan.appraisal->plan) : Json(nullptr);
}

} // namespace

std::string to_json(const Beside& b) {
    Json json{{"project", b.project}, {"base", b.base}, {"first_year", b.first_year}};
    json["findings"] = all_of(b.findings);
    json["warnings"] = all_of(b.warnings);
    Json& plans = json["plans"] = Json::array();
    for (const PlanBeside& plan : b.plans) {
        Json by = Json::array();
        for (const std::size_t other : plan.dominated_by) {
            by.push_back(name_of(b.plans[other]));
        }
        Json one{{"plan", name_of(plan)},
                 {"npv", plan.aims.npv},
                 {"bcr", finite(plan.bcr)},
                 {"capital", plan.aims.capital},
                 {"peak_debt", plan.aims.peak_debt},
                 {"outage_person_hours_avoided", plan.aims.outage_hours},
                 {"worst_district_eur_a_head", plan.aims.worst_district},
                 {"districts_that_lose", plan.losers},
                 {"least_use", plan.use ? finite(*plan.use) : Json(nullptr)},
                 {"regret_most", plan.regret.most},
                 {"regret_mean", plan.regret.mean},
                 {"regret_worst_tenth", plan.regret.worst_tenth},
                 {"pays_in_share_of_futures", plan.regret.pays},
                 {"dominated_by", std::move(by)}};
        if (plan.appraisal) {
            one["explained"] = both(plan.appraisal->explained);
            one["warnings"] = all_of(plan.appraisal->warnings);
        }
        one["futures"] = plan.futures;
        plans.push_back(std::move(one));
    }
    json["robust"] = {{"criterion", "least largest regret (Savage)"},
                      {"plan", name_of(b.plans[b.least_regret])},
                      {"by_mean_regret", name_of(b.plans[b.least_mean_regret])},
                      {"by_worst_tenth_of_regret", name_of(b.plans[b.least_worst_tenth])},
                      {"pays_most_often", name_of(b.plans[b.most_often_pays])}};
    Json& unknown = json["uncertainties"] = Json::array();
    for (const Uncertainty& u : b.uncertainties) {
        unknown.push_back({{"id", u.id}, {"spread", u.spread}, {"low", u.low}, {"value", u.value}, {"high", u.high}});
    }
    json["sample_seed"] = b.request.appraise.sample_seed;
    return json.dump(1);
}

} // namespace cityloom::scenarios::invest
