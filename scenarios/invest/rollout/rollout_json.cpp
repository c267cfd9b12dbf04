// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include "scenarios/invest/rollout/rollout.h"

namespace cityloom::scenarios::invest {

namespace {

using Json = nlohmann::ordered_json;

Json money(Cents cents) {
    return cents >= kNoCeiling ? Json(nullptr) : Json(to_units(cents));
}

const char* name_of(RolloutStatus status) {
    switch (status) {
    case RolloutStatus::Optimal:
        return "optimal";
    case RolloutStatus::Infeasible:
        return "infeasible";
    case RolloutStatus::Cancelled:
        return "cancelled";
    default:
        return "feasible";
    }
}

} // namespace

std::string to_json(const RolloutProblem& problem, const Rollout& rollout) {
    Json root{{"status", name_of(rollout.status)},
              {"objective", rollout.objective ? Json(*rollout.objective) : Json(nullptr)},
              {"bound", rollout.bound ? Json(*rollout.bound) : Json(nullptr)},
              {"npv", rollout.objective ? Json(rollout.npv) : Json(nullptr)}};
    Json starts = Json::object();
    for (std::size_t i = 0; i < problem.projects.size(); ++i) {
        const bool begun = !rollout.start.empty() && rollout.start[i] != kNever;
        starts.push_back({problem.projects[i].id, begun ? Json(problem.calendar(rollout.start[i])) : Json(nullptr)});
    }
    root["start"] = std::move(starts);
    Json cash = Json::array();
    for (std::size_t t = 0; t < rollout.books.cash.size(); ++t) {
        const CashYear& year = rollout.books.cash[t];
        cash.push_back({{"year", problem.calendar(static_cast<int>(t))},
                        {"own", money(year.own)},
                        {"carried_in", to_units(year.carried_in)},
                        {"drawn", to_units(year.drawn)},
                        {"built", to_units(year.built)},
                        {"service", to_units(year.service)},
                        {"left", to_units(year.left)},
                        {"crews", rollout.books.crews[t]}});
    }
    root["cash"] = std::move(cash);
    Json debt = Json::array();
    for (std::size_t t = 0; t < rollout.books.debt.size(); ++t) {
        const DebtYear& year = rollout.books.debt[t];
        debt.push_back({{"year", problem.calendar(static_cast<int>(t))},
                        {"opening", to_units(year.opening)},
                        {"drawn", to_units(year.drawn)},
                        {"repaid", to_units(year.repaid)},
                        {"interest", to_units(year.interest)},
                        {"service", to_units(year.service())},
                        {"stock", to_units(year.stock)}});
    }
    root["debt"] = std::move(debt);
    Json synergies = Json::array();
    for (const std::size_t k : rollout.synergies) {
        Json all = Json::array();
        for (const std::size_t i : problem.synergies[k].all) {
            all.push_back(problem.projects[i].id);
        }
        synergies.push_back({{"all", std::move(all)}, {"npv", problem.synergies[k].npv}});
    }
    root["synergies"] = std::move(synergies);
    root["binding"] = rollout.binding;
    root["conflict"] = rollout.conflict;
    root["notes"] = rollout.notes;
    return root.dump(1);
}

} // namespace cityloom::scenarios::invest
