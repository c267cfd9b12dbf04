// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <nlohmann/json.hpp>

#include "scenarios/invest/index/city_index.h"
#include "scenarios/measure/words_json.h"

namespace cityloom::scenarios {

namespace {

using Json = nlohmann::ordered_json;

Json number(double value) {
    return std::isnan(value) ? Json(nullptr) : Json(value); // braces would make a list of it
}

} // namespace

std::string to_json(const CityIndex& index) {
    Json json{{"project", index.project}, {"version", index_version()}, {"known", index.known}};
    Json& scenarios = json["scenarios"] = Json::array();
    for (const IndexColumn& column : index.columns) {
        scenarios.push_back({{"scenario", column.scenario},
                             {"run", column.hash},
                             {"index",
                              {{"equal", number(column.equal)},
                               {"given", number(column.given)},
                               {"entropy", column.entropy ? number(*column.entropy) : Json(nullptr)}}}});
    }
    Json& rows = json["indicators"] = Json::array();
    for (std::size_t k = 0; k < indicators().size(); ++k) {
        const Indicator& indicator = indicators()[k];
        Json row{
            {"id", indicator.id},           {"framework", indicator.framework}, {"indicator", both(indicator.words)},
            {"unit", both(indicator.unit)}, {"better", indicator.better},       {"poor", indicator.poor},
            {"good", indicator.good},       {"weight", indicator.weight},       {"confidence", indicator.confidence}};
        if (indicator.without.empty()) {
            row["formula"] = both(indicator.formula);
        } else {
            row["not_computed"] = both(indicator.without);
        }
        Json& values = row["values"] = Json::array();
        for (const IndexColumn& column : index.columns) {
            values.push_back({{"value", number(column.values[k])}, {"score", number(column.scores[k])}});
        }
        if (index.columns.size() > 1) {
            row["change"] = number(index.columns[1].values[k] - index.columns[0].values[k]);
            row["entropy_weight"] = index.entropy_weights[k];
        }
        rows.push_back(std::move(row));
    }
    return json.dump(1);
}

} // namespace cityloom::scenarios
