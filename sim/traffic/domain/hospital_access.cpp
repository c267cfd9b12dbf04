// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/domain/hospital_access.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/traffic/access.h"

namespace cityloom::traffic {

namespace {

struct Home {
    double time_s = 0.0;
    double people = 0.0;
};

/// The time within which a share of the people is reached. \param homes by time.
double percentile(const std::vector<Home>& homes, double people, double share) {
    double within = 0.0;
    for (const Home& home : homes) {
        within += home.people;
        if (within >= share * people) {
            return home.time_s;
        }
    }
    return std::numeric_limits<double>::infinity();
}

} // namespace

const engine::Figure kHospitalReached{.id = "hospital_reached_share",
                                      .words = {"People whom a hospital can be reached from", "可到达医院的居民比例"},
                                      .unit = "%",
                                      .better = 1,
                                      .kind = engine::Figure::Kind::Total,
                                      .factor = 100.0,
                                      .per_district = true};
const engine::Figure kHospitalAccess{.id = "hospital_access_s",
                                     .words = {"Access time to the nearest hospital, median", "到最近医院时间中位数"},
                                     .unit = "s",
                                     .decimals = 0,
                                     .kind = engine::Figure::Kind::Total,
                                     .per_district = true};
const engine::Figure kHospitalAccess95{
    .id = "hospital_access_p95_s",
    .words = {"Access time to the nearest hospital, 95th percentile", "到最近医院时间第95百分位"},
    .unit = "s",
    .decimals = 0,
    .kind = engine::Figure::Kind::Total,
    .per_district = true};

HospitalAccess::HospitalAccess(const Router& router, const DemandModel& demand,
                               std::span<const std::uint32_t> hospitals, std::size_t districts)
    : router_{router}, demand_{demand}, hospitals_{hospitals}, sums_(1 + districts) {}

void HospitalAccess::look(std::span<const float> edge_s) {
    const auto there = times_to_nearest(router_, hospitals_, edge_s);
    const auto back = times_from_nearest(router_, hospitals_, edge_s);
    std::vector<std::vector<Home>> homes(sums_.size());
    for (const Zone& zone : demand_.zones) {
        if (zone.gateway || zone.people <= 0.0) {
            continue;
        }
        double weights = 0.0;
        for (std::uint32_t k = zone.origins.begin; k < zone.origins.end(); ++k) {
            weights += static_cast<double>(demand_.zone_edge_weights[k]);
        }
        for (std::uint32_t k = zone.origins.begin; weights > 0.0 && k < zone.origins.end(); ++k) {
            const std::uint32_t edge = demand_.zone_edges[k];
            const Home home{.time_s = 0.5 * (static_cast<double>(there[edge]) + static_cast<double>(back[edge])),
                            .people = zone.people * static_cast<double>(demand_.zone_edge_weights[k]) / weights};
            homes.front().push_back(home);
            if (zone.district < homes.size() - 1) {
                homes[1 + zone.district].push_back(home);
            }
        }
    }
    for (std::size_t p = 0; p < homes.size(); ++p) {
        double people = 0.0;
        double reached = 0.0;
        for (const Home& home : homes[p]) {
            people += home.people;
            reached += std::isfinite(home.time_s) ? home.people : 0.0;
        }
        std::ranges::stable_sort(homes[p], {}, &Home::time_s);
        sums_[p].reached += people > 0.0 ? reached / people : std::numeric_limits<double>::quiet_NaN();
        sums_[p].median_s += percentile(homes[p], people, 0.5);
        sums_[p].p95_s += percentile(homes[p], people, 0.95);
    }
    looks_ += 1.0;
}

void HospitalAccess::measure(engine::Figures& figures) const {
    for (std::size_t p = 0; p < sums_.size(); ++p) {
        const bool known = looks_ > 0.0 && !std::isnan(sums_[p].reached);
        const auto mean = [&](double sum) { return known ? sum / looks_ : std::numeric_limits<double>::quiet_NaN(); };
        figures.set(kHospitalReached, mean(sums_[p].reached), p);
        figures.set(kHospitalAccess, mean(sums_[p].median_s), p);
        figures.set(kHospitalAccess95, mean(sums_[p].p95_s), p);
    }
}

void HospitalAccess::visit(Archive& archive) {
    archive.fixed(sums_);
    archive(looks_);
}

} // namespace cityloom::traffic
