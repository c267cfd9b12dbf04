// SPDX-License-Identifier: GPL-3.0-or-later
#include <numeric>

#include "scenarios/audit/figures.h"

namespace cityloom::scenarios {

namespace {

bool over_substations(const power::Bus& bus) {
    return bus.kind == power::BusKind::Infeed || bus.kind == power::BusKind::HighVoltage;
}

/// Share of the load that stands in one piece with another substation once its own is lost and all ties are closed:
/// what the lines would let through, whatever they can carry.
double backed_up_share(const power::Network& net) {
    double load = 0.0;
    double reached = 0.0;
    for (std::uint32_t lost = 0; lost < net.buses.size(); ++lost) {
        if (net.buses[lost].kind != power::BusKind::Substation) {
            continue;
        }
        const auto piece_of = [&](bool ties, std::uint32_t without) {
            std::vector<std::uint32_t> piece(net.buses.size());
            std::iota(piece.begin(), piece.end(), 0U);
            const auto root = [&](std::uint32_t b) {
                while (piece[b] != b) {
                    b = piece[b] = piece[piece[b]];
                }
                return b;
            };
            for (const power::Branch& branch : net.branches) {
                const bool high = over_substations(net.buses[branch.from]) || over_substations(net.buses[branch.to]);
                const bool both = net.buses[branch.from].kind == power::BusKind::Substation &&
                                  net.buses[branch.to].kind == power::BusKind::Substation;
                if (high || both || branch.from == without || branch.to == without || (branch.normally_open && !ties)) {
                    continue;
                }
                piece[root(branch.from)] = root(branch.to);
            }
            for (std::uint32_t b = 0; b < piece.size(); ++b) {
                piece[b] = root(b);
            }
            return piece;
        };
        const auto before = piece_of(false, kNone);
        const auto after = piece_of(true, lost);
        std::vector<std::uint8_t> fed(net.buses.size(), 0);
        for (std::uint32_t b = 0; b < net.buses.size(); ++b) {
            if (b != lost && net.buses[b].kind == power::BusKind::Substation) {
                fed[after[b]] = 1;
            }
        }
        for (std::uint32_t b = 0; b < net.buses.size(); ++b) {
            if (before[b] == before[lost] && b != lost) {
                load += net.buses[b].peak_load_w;
                reached += fed[after[b]] != 0 ? net.buses[b].peak_load_w : 0.0;
            }
        }
    }
    return load > 0.0 ? reached / load : kUnknown;
}

} // namespace

void audit_power(const Audited& of, std::vector<AuditedFigure>& out) {
    const power::Network& net = of.networks.power;
    const double people = of.networks.demand.people;
    double customers = 0.0;
    double load_w = 0.0;
    double substations = 0.0;
    double infeeds = 0.0;
    std::vector<double> ratings_kva;
    for (const power::Bus& bus : net.buses) {
        customers += static_cast<double>(bus.customers);
        load_w += bus.peak_load_w;
        substations += bus.kind == power::BusKind::Substation ? 1.0 : 0.0;
        infeeds += bus.kind == power::BusKind::Infeed ? 1.0 : 0.0;
        if (bus.kind == power::BusKind::Transformer) {
            ratings_kva.push_back(bus.rating_va * 1e-3);
        }
    }
    const auto stations = static_cast<double>(ratings_kva.size());
    const auto each = [&](double number) { return people > 0.0 ? number / people : kUnknown; };
    const Words counted{"counted in the derived network", "由推导的网络统计"};
    out.push_back({.id = "customers_power", .value = each(customers), .how = counted});
    out.push_back({.id = "peak_power",
                   .value = each(load_w),
                   .how = {"the coincident peaks of all buses, over people", "全部母线同时峰值除以居民"}});
    out.push_back({.id = "stations_density", .value = each(1000.0 * stations), .how = counted});
    out.push_back({.id = "station_size", .value = median_of(std::move(ratings_kva)), .how = counted});
    out.push_back(
        {.id = "people_a_substation", .value = substations > 0.0 ? people / substations : kUnknown, .how = counted});
    out.push_back({.id = "infeeds", .value = infeeds, .how = counted});
    out.push_back(
        {.id = "backed_up",
         .value = 100.0 * backed_up_share(net),
         .how = {"load still joined to another substation when its own is lost and every tie is closed, whatever "
                 "the lines can carry",
                 "失去本站并闭合全部联络后仍与他站相连的负荷，不计线路容量"}});
    out.push_back({.id = "loading_median",
                   .value = 100.0 * of.day.loading_median,
                   .how = {"at the hour of a day without traffic in which it is highest", "无交通的一日中最高时刻"}});
    out.push_back({.id = "voltage_least",
                   .value = of.day.voltage_least.value,
                   .how = {"at buses with customers, in a day without traffic", "无交通的一日，有客户的母线"},
                   .asset = of.day.voltage_least.asset});
    out.push_back({.id = "voltage_most",
                   .value = of.day.voltage_most.value,
                   .how = {"at buses with customers, in a day without traffic", "无交通的一日，有客户的母线"},
                   .asset = of.day.voltage_most.asset});
    out.push_back({.id = "losses_power",
                   .value = 100.0 * of.day.losses_share,
                   .how = {"from the infeeds to the customers, low voltage among it, over what they take in a day "
                           "without traffic",
                           "无交通的一日，从电网接入点到用户（含低压）的损耗除以用电量"}});
}

} // namespace cityloom::scenarios
