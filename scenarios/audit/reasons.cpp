// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/audit/reasons.h"

#include <algorithm>
#include <array>

namespace cityloom::scenarios {

namespace {

using Standing = AuditRow::Standing;

constexpr double kMuchDelay = 0.25; // of the time of a trip
constexpr double kNarrowM = 0.151;  // DN 150 and less

std::ptrdiff_t substations(const power::Network& net) {
    return std::ranges::count(net.buses, power::BusKind::Substation, &power::Bus::kind);
}

bool mostly_narrow(const water::Network& net) {
    const auto pipes = std::ranges::count(net.links, water::LinkKind::Pipe, &water::Link::kind);
    const auto least = std::ranges::count_if(net.links, [](const water::Link& link) {
        return link.kind == water::LinkKind::Pipe && link.diameter_m < kNarrowM;
    });
    return 2 * least > pipes;
}

/// What may stand behind a figure that lies on that side of its band.
struct Rule {
    std::string_view band;
    Standing standing;
    bool (*holds)(const Audited& of);
    Words words;
};

constexpr std::array kRules{
    Rule{"people_floor_area",
         Standing::Unknown,
         [](const Audited& of) { return of.networks.demand.population_source == Provenance::Default; },
         {"the map has hardly any buildings: people follow street length", "地图几乎没有建筑，居民按道路长度推算"}},
    Rule{"customers_power",
         Standing::Above,
         [](const Audited& of) { return of.networks.demand.jobs > 1.2 * of.networks.demand.people; },
         {"by floor area there are more jobs than residents, and a business is a customer too; give the jobs with "
          "--jobs",
          "按建筑面积推算岗位多于居民，企业亦为用户；可用 --jobs 给定岗位数"}},
    Rule{"people_a_substation",
         Standing::Below,
         [](const Audited& of) { return of.networks.demand.jobs > 1.2 * of.networks.demand.people; },
         {"by floor area there are more jobs than residents, and they need power too; give the jobs with --jobs",
          "按建筑面积推算岗位多于居民，岗位亦需用电；可用 --jobs 给定岗位数"}},
    Rule{"people_a_substation",
         Standing::Below,
         [](const Audited& of) { return substations(of.networks.power) <= 2; },
         {"a town has two, however small, so that one can stand in for the other", "再小的城镇也设两座，以便互为备用"}},
    Rule{"pressure_most",
         Standing::Below,
         [](const Audited& of) { return of.city.terrain.level(); },
         {"the city is flat: there is no low ground where pressure would gather", "城市为平地，没有压力偏高的低洼处"}},
    Rule{"velocity_95",
         Standing::Below,
         [](const Audited& of) { return mostly_narrow(of.networks.water); },
         {"most mains are as narrow as a hydrant allows (DN 100 to 150), however little is drawn",
          "多数管道已为消火栓允许的最小管径（DN 100至150），用水再少亦然"}},
    Rule{"infeeds",
         Standing::Below,
         [](const Audited& of) { return of.networks.demand.people < 100'000.0; },
         {"a town below 100,000 people", "人口不足十万的城镇"}},
    Rule{"co2_vehicle",
         Standing::Unknown,
         [](const Audited& of) { return of.traffic == nullptr; },
         {"the audit was made without traffic", "本次审核未含交通"}},
    Rule{"co2_vehicle",
         Standing::Above,
         [](const Audited& of) {
             return of.traffic != nullptr &&
                    of.traffic->value("mean_delay_s") > kMuchDelay * of.traffic->value("mean_travel_time_s");
         },
         {"in this hour trips spend a quarter of their time or more in queues", "该时段出行至少四分之一时间处于排队"}},
};

} // namespace

Words reason_of(const Audited& of, const AuditRow& row) {
    for (const Rule& rule : kRules) {
        if (rule.band == row.band->id && rule.standing == row.standing && rule.holds(of)) {
            return rule.words;
        }
    }
    return {};
}

} // namespace cityloom::scenarios
