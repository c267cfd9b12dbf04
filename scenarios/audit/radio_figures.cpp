// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "scenarios/audit/figures.h"

namespace cityloom::scenarios {

void audit_radio(const Audited& of, std::vector<AuditedFigure>& out) {
    const auto& sites = of.networks.telecom.sites;
    const auto masts =
        static_cast<double>(std::ranges::count(sites, telecom::SiteKind::BaseStation, &telecom::Site::kind));
    const auto units = static_cast<double>(std::ranges::count_if(sites, [](const telecom::Site& site) {
        return site.kind == telecom::SiteKind::RoadsideUnit && site.source != Provenance::Measured;
    }));
    const double people = of.networks.demand.people;
    out.push_back({.id = "masts_density",
                   .value = people > 0.0 ? 1000.0 * masts / people : kUnknown,
                   .how = {"counted, mapped or derived", "测绘或推导的数量"}});
    out.push_back({.id = "mast_load_median",
                   .value = 100.0 * of.day.mast_median,
                   .how = {"at the hour of a day without traffic in which it is highest", "无交通的一日中最高时刻"}});
    out.push_back(
        {.id = "units_today", .value = units, .how = {"units that no source has mapped", "无来源测绘的路侧单元"}});
    out.push_back({.id = "connected",
                   .value = 100.0 * of.networks.demand.v2x_share,
                   .how = {"a parameter of the demand model", "需求模型参数"}});
}

} // namespace cityloom::scenarios
