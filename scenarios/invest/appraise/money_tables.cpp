// SPDX-License-Identifier: GPL-3.0-or-later
// From flows in euro to tables in whole cents, and the figures that a committee reads.
#include <algorithm>
#include <cmath>
#include <limits>

#include "scenarios/invest/appraise/appraise.h"
#include "scenarios/invest/money/asset.h"
#include "scenarios/invest/money/discount.h"
#include "scenarios/invest/money/loan.h"

namespace cityloom::scenarios::invest {

namespace {

class Tables {
public:
    Tables(PlanAppraisal& of, const PlanFlows& flows)
        : appraisal_{of}, flows_{flows}, discount_{of.request.settings.value("discount_rate")} {}

    MoneyRow row(std::string id, Text words, const std::vector<double>& euro, double sign) const {
        MoneyRow row{.id = std::move(id), .words = std::move(words)};
        double present = 0.0;
        for (std::size_t t = 0; t < euro.size(); ++t) {
            row.by_year.push_back(std::llround(sign * euro[t] * 100.0));
            row.total += row.by_year.back();
            present += static_cast<double>(row.by_year.back()) * discount_.factor(static_cast<int>(t));
        }
        row.present = std::llround(present);
        return row;
    }

    static void close(MoneyTable& table) {
        table.net = {.id = "net", .words = Words{"Net", "净额"}};
        for (const MoneyRow& row : table.rows) {
            table.net.by_year.resize(row.by_year.size(), 0);
            for (std::size_t t = 0; t < row.by_year.size(); ++t) {
                table.net.by_year[t] += row.by_year[t];
            }
            table.net.total += row.total;
            table.net.present += row.present;
        }
    }

    void add_costs(MoneyTable& table) const {
        table.rows.push_back(
            row("capital", Words{"Capital, with its uplift", "投资（含乐观偏差）"}, flows_.capital, -1.0));
        table.rows.push_back(row("renewal", Words{"Renewals", "更新"}, flows_.renewal, -1.0));
        table.rows.push_back(row("upkeep", Words{"Upkeep", "运维"}, flows_.upkeep, -1.0));
        table.rows.push_back(row("residual", Words{"Residual value", "残值"}, flows_.residual, 1.0));
    }

    void economic() {
        MoneyTable table{.id = "economic", .words = Words{"Economic: everybody", "经济评价：全社会"}};
        add_costs(table);
        for (const MoneyRow& cost : table.rows) {
            appraisal_.present_cost -= cost.present;
        }
        for (std::size_t g = 0; g < kGains; ++g) {
            const Gain gain{g};
            table.rows.push_back(row(std::string{effect_words()[static_cast<std::size_t>(shown_effect(gain))].id},
                                     gain_words(gain), flows_.gains[g], 1.0));
            appraisal_.present_gain += table.rows.back().present;
        }
        close(table);
        appraisal_.tables.push_back(std::move(table));
    }

    void financial() {
        const AppraisalSettings& s = appraisal_.request.settings;
        MoneyTable table{.id = "financial", .words = Words{"Financial: who builds", "财务评价：建设者"}};
        add_costs(table);
        std::vector<double> sold(flows_.years(), 0.0);
        std::vector<double> drawn(flows_.years(), 0.0);
        std::vector<double> interest(flows_.years(), 0.0);
        std::vector<double> principal(flows_.years(), 0.0);
        const auto tenor = static_cast<int>(std::lround(s.value("loan_tenor")));
        for (std::size_t t = 0; t < flows_.years(); ++t) {
            sold[t] =
                (flows_.effects[static_cast<std::size_t>(Effect::Unserved)][t] +
                 s.value("failure_factor") * flows_.effects[static_cast<std::size_t>(Effect::OutageUnserved)][t]) *
                    s.value("electricity_price") +
                flows_.effects[static_cast<std::size_t>(Effect::LostWater)][t] * s.value("water_price");
            drawn[t] = s.value("loan_share") * flows_.capital[t];
            if (drawn[t] <= 0.0 || tenor < 1) {
                continue;
            }
            const auto periods = loan_periods(s.value("loan_rate"), tenor, drawn[t]);
            for (std::size_t k = 0; k < periods.size() && t + 1 + k < flows_.years(); ++k) {
                interest[t + 1 + k] += periods[k].interest;
                principal[t + 1 + k] += periods[k].principal;
            }
        }
        table.rows.push_back(row("sold", Words{"Energy sold and water saved", "售电与节水"}, sold, 1.0));
        table.rows.push_back(row("drawn", Words{"Loans drawn", "贷款提取"}, drawn, 1.0));
        table.rows.push_back(row("interest", Words{"Interest", "利息"}, interest, -1.0));
        table.rows.push_back(row("principal", Words{"Repaid", "还本"}, principal, -1.0));
        close(table);
        appraisal_.tables.push_back(std::move(table));
    }

    void fiscal() {
        const AppraisalSettings& s = appraisal_.request.settings;
        MoneyTable table{.id = "fiscal", .words = Words{"Fiscal: the public purse", "财政评价：公共财政"}};
        std::vector<double> duty = flows_.effects[static_cast<std::size_t>(Effect::Fuel)];
        for (std::size_t t = 0; t < duty.size(); ++t) {
            // Trips that are made again burn fuel; those that are lost burn none.
            duty[t] -= flows_.effects[static_cast<std::size_t>(Effect::ChokeFuel)][t];
            duty[t] *= s.value("fuel_tax");
        }
        table.rows.push_back(row("public", Words{"What the public pays, less what is left", "公共支出（扣除残值）"},
                                 flows_.public_cost, -1.0));
        table.rows.push_back(row("duty", Words{"Fuel duty not taken", "燃油税减收"}, duty, -1.0));
        close(table);
        appraisal_.tables.push_back(std::move(table));
    }

private:
    PlanAppraisal& appraisal_;
    const PlanFlows& flows_;
    Discount discount_;
};

std::vector<double> euro_of(const MoneyRow& row) {
    std::vector<double> euro;
    for (const Cents cents : row.by_year) {
        euro.push_back(to_units(cents));
    }
    return euro;
}

void figures(PlanAppraisal& a, const PlanFlows& flows) {
    const AppraisalSettings& s = a.request.settings;
    const Discount discount{s.value("discount_rate")};
    const auto cost = static_cast<double>(a.present_cost);
    const auto gain = static_cast<double>(a.present_gain);
    a.npv = a.present_gain - a.present_cost;
    a.bcr = a.present_cost > 0 ? gain / cost : std::numeric_limits<double>::quiet_NaN();
    const std::vector<double> net = euro_of(a.tables[0].net);
    a.economic_return = rates_of_return(net);
    a.financial_return = rates_of_return(euro_of(a.tables[1].net));
    a.payback = payback_years(net, 0, Discount{0.0});
    a.discounted_payback = payback_years(net, 0, discount);
    if (a.present_cost > 0) {
        a.switching_cost = (gain - cost) / cost;
    }
    if (a.present_gain > 0) {
        a.switching_gain = (gain - cost) / gain;
    }
    const double annuity = discount.annuity(static_cast<int>(flows.years()) - 1);
    a.annual_cost = annuity > 0.0 ? std::llround(cost / annuity) : 0;
    int opens = 0;
    for (const PlanStage& stage : a.model.stages) {
        opens = std::max(opens, stage.opens +
                                    static_cast<int>(std::ceil(s.value("delay_share") * (stage.opens - stage.begins))));
    }
    double spent = 0.0;
    for (int t = 0; t < std::min(opens, static_cast<int>(flows.years())); ++t) {
        spent += flows.capital[static_cast<std::size_t>(t)] * discount.factor(t - opens); // compounded to that year
    }
    if (static_cast<std::size_t>(opens) < flows.years() && spent > 0.0) {
        a.first_year_return =
            (flows.gain(static_cast<std::size_t>(opens)) - flows.upkeep[static_cast<std::size_t>(opens)]) / spent;
    }
}

void over_seeds(PlanAppraisal& a) {
    const std::size_t seeds = a.model.stages.back().effects.seeds.size();
    std::vector<double> net;
    for (std::size_t k = 0; k < seeds; ++k) {
        const PlanFlows flows = plan_flows(a.model, a.request.settings, {.overrun = {}, .seed = k});
        net.push_back(100.0 * (present_gain(flows, a.request.settings) - present_cost(flows, a.request.settings)));
    }
    a.net = mean_difference(net);
}

void sensitivity(PlanAppraisal& a) {
    for (const AppraisalParameter& parameter : a.request.settings.parameters) {
        if (parameter.low == parameter.high) {
            continue;
        }
        const auto npv_with = [&](double value) {
            AppraisalSettings changed = a.request.settings;
            changed.set(parameter.id, value);
            const PlanFlows flows = plan_flows(a.model, changed);
            return static_cast<Cents>(
                std::llround(100.0 * (present_gain(flows, changed) - present_cost(flows, changed))));
        };
        const Sensitivity row{parameter.id, parameter.low, parameter.high, npv_with(parameter.low),
                              npv_with(parameter.high)};
        if (row.npv_low != row.npv_high) {
            a.sensitivity.push_back(row);
        }
    }
    std::ranges::stable_sort(a.sensitivity, [](const Sensitivity& x, const Sensitivity& y) {
        return std::abs(x.npv_high - x.npv_low) > std::abs(y.npv_high - y.npv_low);
    });
}

/// Present value of what trips bring, by where they start; the rest belongs to no district.
void districts(PlanAppraisal& a, const std::vector<std::string>& names) {
    const AppraisalSettings& s = a.request.settings;
    const Discount discount{s.value("discount_rate")};
    Cents given = 0;
    for (std::size_t d = 0; d <= names.size(); ++d) {
        // The plan as if only this district's trips were in it.
        PlanModel model{.first_year = a.model.first_year, .costs = {}, .stages = a.model.stages, .demand = {}};
        for (PlanStage& stage : model.stages) {
            stage.effects.seeds = {d < stage.effects.districts.size() ? stage.effects.districts[d] : Quantities{}};
        }
        const PlanFlows flows = plan_flows(model, s);
        DistrictGain gain{.name = d < names.size() ? names[d] : std::string{}};
        gain.hours_a_year = model.stages.back().effects.seeds[0][Effect::Hours];
        gain.present = std::llround(100.0 * present_gain(flows, s));
        given += gain.present;
        a.districts.push_back(std::move(gain));
    }
    a.elsewhere = a.present_gain - given;
}

} // namespace

std::vector<LoanState> PlanAppraisal::loans() const {
    const auto table = std::ranges::find(tables, std::string{"financial"}, &MoneyTable::id);
    if (table == tables.end()) {
        return {};
    }
    const auto row = [&](const char* id) -> const MoneyRow& {
        return *std::ranges::find(table->rows, std::string{id}, &MoneyRow::id);
    };
    if (row("drawn").total == 0) {
        return {};
    }
    std::vector<LoanState> loans;
    Cents stock = 0;
    for (std::size_t t = 0; t < table->net.by_year.size(); ++t) {
        stock += row("drawn").by_year[t] + row("principal").by_year[t];
        loans.push_back({.stock = stock,
                         .service = -row("interest").by_year[t] - row("principal").by_year[t],
                         .income = row("sold").by_year[t] + row("upkeep").by_year[t]});
    }
    return loans;
}

Cents PlanAppraisal::peak_debt() const {
    Cents most = 0;
    for (const LoanState& year : loans()) {
        most = std::max(most, year.stock);
    }
    return most;
}

std::optional<double> demand_error_of(const DemandResponse& demand, const AppraisalSettings& settings) {
    double told = 0.0;
    double seen = 0.0;
    double size = 0.0;
    for (std::size_t g = 0; g < kGains; ++g) {
        const auto money = [&](const Quantities& q) { return gain_money(static_cast<Gain>(g), q, 0, settings); };
        told += 0.5 * (money(demand.at_low) + money(demand.at_high));
        seen += money(demand.at_one);
        size += std::abs(money(demand.at_one));
    }
    return size > 0.0 ? std::optional{std::abs(told - seen) / size} : std::nullopt;
}

void work_out_money(PlanAppraisal& appraisal, const std::vector<std::string>& district_names) {
    appraisal.tables.clear();
    appraisal.districts.clear();
    appraisal.sensitivity.clear();
    appraisal.present_cost = 0;
    appraisal.present_gain = 0;
    const PlanFlows flows = plan_flows(appraisal.model, appraisal.request.settings);
    Tables tables{appraisal, flows};
    tables.economic();
    tables.financial();
    tables.fiscal();
    figures(appraisal, flows);
    over_seeds(appraisal);
    sensitivity(appraisal);
    districts(appraisal, district_names);
}

} // namespace cityloom::scenarios::invest
