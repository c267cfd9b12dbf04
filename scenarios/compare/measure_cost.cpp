// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/compare/measure_cost.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "scenarios/measure/kind.h"
#include "scenarios/measure/plain.h"

namespace cityloom::scenarios {

namespace {

std::vector<StreetExtent> street_extents(const traffic::RoadNetwork& roads) {
    struct Both {
        double km_forward = 0.0;
        double km_backward = 0.0;
        StreetExtent extent;
    };
    std::map<std::uint64_t, Both> by_id;
    const auto add = [&](std::uint64_t id, const traffic::Edge& edge) {
        Both& street = by_id[id];
        double lanes = 0.0;
        for (std::uint32_t l = edge.lanes.begin; l < edge.lanes.end(); ++l) {
            lanes += traffic::carries_motor(roads.lanes[l]) ? 1.0 : 0.0;
        }
        const bool forward = (edge.id & 1U) == 0;
        (forward ? street.km_forward : street.km_backward) += edge.length_m * 1e-3;
        double& most = forward ? street.extent.lanes_forward : street.extent.lanes_backward;
        most = std::max(most, lanes);
    };
    for (const traffic::Edge& edge : roads.edges) {
        add(edge.street_id, edge);
    }
    for (const traffic::JoinedStreet& joined :
         roads.joined) { // a piece of an edge that bears another's id: none is free
        add(joined.street_id, roads.edges[joined.edge]);
    }
    std::vector<StreetExtent> extents;
    for (auto& [id, street] : by_id) {
        street.extent.id = id;
        street.extent.km = std::max(street.km_forward, street.km_backward);
        extents.push_back(street.extent);
    }
    return extents;
}

} // namespace

AppraisalContext appraisal_context(const engine::Networks& base) {
    return {.people = base.demand.people,
            .base_v2x_share = base.demand.v2x_share,
            .streets = street_extents(base.roads),
            .networks = &base};
}

double in_euro(double amount, const std::string& currency, int year, const AppraisalSettings& s) {
    const double rate = currency == "USD" ? s.value("usd_per_eur") : currency == "CNY" ? s.value("cny_per_eur") : 1.0;
    return amount / rate * std::pow(1.0 + s.value("inflation"), s.value("price_year") - year);
}

Cents to_cents(double euro) {
    return static_cast<Cents>(std::llround(euro * 100.0));
}

std::vector<CostLine> cost_lines(std::span<const Measure> measures, const AppraisalContext& context,
                                 const AppraisalSettings& s) {
    const CostContext of{.people = context.people,
                         .base_v2x_share = context.base_v2x_share,
                         .vehicles_per_person = s.value("vehicles_per_person"),
                         .streets = context.streets,
                         .networks = context.networks};
    std::vector<CostLine> lines;
    for (const Measure& measure : measures) {
        const MeasureKind* kind = find_measure_kind(measure.kind);
        if (kind == nullptr) {
            continue;
        }
        for (const CostRow& row : kind->costs) {
            const auto cost = std::ranges::find(s.costs, row.unit_cost, &UnitCost::id);
            if (cost == s.costs.end()) {
                continue;
            }
            CostLine line{.id = cost->id,
                          .measure = format_measure(measure),
                          .words = plain_words(measure, context.city),
                          .item = Words{cost->item, cost->item_chinese},
                          .quantity = row.quantity(Given{measure.args, kind->form.arguments}, of),
                          .unit = cost->unit,
                          .life_years = cost->life_years,
                          .confidence = cost->confidence,
                          .source = Words{cost->source, cost->source_chinese}};
            const double capital = in_euro(cost->capital, cost->currency, cost->price_year, s) * line.quantity;
            line.capital = to_cents(capital);
            line.upkeep_a_year =
                to_cents(cost->upkeep_share * capital +
                         in_euro(cost->upkeep_fixed, cost->currency, cost->price_year, s) * line.quantity);
            lines.push_back(std::move(line));
        }
    }
    return lines;
}

} // namespace cityloom::scenarios
