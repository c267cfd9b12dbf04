// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <nlohmann/json.hpp>

#include "scenarios/invest/candidates/candidates.h"
#include "scenarios/measure/words_json.h"

namespace cityloom::scenarios {

namespace {

using Json = nlohmann::ordered_json;

Json place_of(Point2 at) {
    return {{"x", std::round(10.0 * at.x_m) / 10.0}, {"y", std::round(10.0 * at.y_m) / 10.0}};
}

Json need_of(const Need& need) {
    Json json{{"kind", need.id}, {"words", both(need.words)}};
    json["asset"] = need.asset.empty() ? Json(nullptr) : Json(need.asset);
    json["value"] = need.value;
    json["threshold"] = need.threshold;
    json["unit"] = need.unit;
    json["person_hours_a_year"] = std::round(10.0 * need.person_hours) / 10.0;
    return json;
}

} // namespace

std::string to_json(const CandidateList& list) {
    Json json{{"project", list.project}, {"run", list.hash.empty() ? Json(nullptr) : Json(list.hash)}};
    Json& candidates = json["candidates"] = Json::array();
    for (const Candidate& c : list.candidates) {
        candidates.push_back({{"id", c.id},
                              {"kind", c.measure.kind},
                              {"measure", format_measure(c.measure)},
                              {"words", both(c.words)},
                              {"rule", both(c.rule)},
                              {"place", place_of(c.need.at + list.origin)},
                              {"cost",
                               {{"known", !c.confidence.empty()},
                                {"capital_eur", static_cast<double>(c.capital) / 100.0},
                                {"upkeep_eur_a_year", static_cast<double>(c.upkeep_a_year) / 100.0},
                                {"life_years", c.life_years},
                                {"confidence", c.confidence}}},
                              {"requires", c.needs_first},
                              {"need", need_of(c.need)}});
    }
    Json& unanswered = json["needs_without_measure"] = Json::array();
    for (const Need& need : list.unanswered) {
        unanswered.push_back(need_of(need));
    }
    json["left_out"] = list.left_out;
    for (const char* part : {"days", "assumptions"}) {
        Json& texts = json[part] = Json::array();
        for (const Text& text : std::string_view{part} == "days" ? list.days : list.assumptions) {
            texts.push_back(both(text));
        }
    }
    return json.dump(1);
}

} // namespace cityloom::scenarios
