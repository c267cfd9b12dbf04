// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/water_sizing.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "sim/lifeline/profiles.h"
#include "sim/water/hydraulics.h"

namespace cityloom::gis {

namespace {

using water::LinkKind;
using water::NodeKind;

constexpr std::array<double, 15> kDiametersM{
    0.1, 0.125, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0, 1.2, 1.4, 1.6}; // nominal widths of EN 545, in part
constexpr double kMostMps = 1.5;    // recalled: AWWA M32 asks for 5 ft/s at most, DVGW W 400-1 for 1 to 2 m/s
constexpr double kMostLoss = 0.010; // m a metre; recalled: AWWA M32 asks for 10 in 1000 at most in mains under 16 in
constexpr double kLeastPressureM = 22.0;
constexpr double kMostPressureM = 80.0;
constexpr double kSpreadM = 4.0; // of heads in a part: wider mains make no less pressure where there is less of it
constexpr int kMostRounds = 10;

/// An hour that the mains are laid out for.
struct DesignHour {
    double use = 1.0;     ///< of the mean demand
    bool works = true;    ///< pumps at sources run
    bool boosters = true; ///< and those from zone to zone
    double level = 0.5;   ///< of the tanks
};
constexpr std::array<DesignHour, 4> kHours{
    {{1.55, true, true, 0.7}, {1.55, false, true, 0.7}, {1.55, false, false, 0.5}, {0.30, true, true, 0.9}}};

struct Extent {
    double least = std::numeric_limits<double>::infinity();
    double most = -std::numeric_limits<double>::infinity();
    void add(double value) {
        least = std::min(least, value);
        most = std::max(most, value);
    }
};

/// The network in an hour.
water::Hydraulics solved(water::Network net, const DesignHour& hour, double leaks) {
    std::vector<double> demand;
    for (water::Node& node : net.nodes) {
        node.tank_start_level_m = node.tank_min_level_m + hour.level * (node.tank_max_level_m - node.tank_min_level_m);
        demand.push_back(node.demand_m3ps * (hour.use + leaks));
    }
    water::Hydraulics hydraulics{net};
    for (std::uint32_t l = 0; l < net.links.size(); ++l) {
        const water::Link& link = net.links[l];
        const bool works = net.nodes[link.from].kind == NodeKind::Reservoir;
        hydraulics.set_link_open(l, link.kind != LinkKind::Pump || link.runs || (works ? hour.works : hour.boosters));
    }
    static_cast<void>(hydraulics.solve(demand)); // near enough where it has not settled: it is looked at again
    return hydraulics;
}

/// Numbers what mains join; by node.
std::vector<std::uint32_t> parts_of(const water::Network& net) {
    std::vector<std::uint32_t> part(net.nodes.size());
    for (std::uint32_t n = 0; n < part.size(); ++n) {
        part[n] = n;
    }
    const auto root = [&](std::uint32_t n) {
        while (part[n] != n) {
            n = part[n] = part[part[n]];
        }
        return n;
    };
    for (const water::Link& link : net.links) {
        if (link.kind == LinkKind::Pipe) {
            const std::uint32_t a = root(link.from);
            const std::uint32_t b = root(link.to);
            part[std::max(a, b)] = std::min(a, b);
        }
    }
    for (std::uint32_t n = 0; n < part.size(); ++n) {
        part[n] = root(n);
    }
    return part;
}

double next_diameter_m(double wanted_m) {
    const auto found = std::ranges::lower_bound(kDiametersM, wanted_m - 1e-9);
    return found == kDiametersM.end() ? kDiametersM.back() : *found;
}

/// Where a flow loses so much a metre (Hazen-Williams).
double diameter_by_loss_m(double flow_m3ps, double roughness_c, double loss) {
    return std::pow(10.667 * std::pow(flow_m3ps / roughness_c, 1.852) / loss, 1.0 / 4.871);
}

} // namespace

double main_diameter_m(double flow_m3ps, double most_mps) {
    return next_diameter_m(std::sqrt(4.0 * flow_m3ps / (std::numbers::pi * most_mps)));
}

void size_mains(water::Network& net, double lost) {
    const std::vector<std::uint32_t> part = parts_of(net);
    std::vector<double> most_loss(net.nodes.size(), kMostLoss); // by part
    for (int round = 0; round < kMostRounds; ++round) {
        std::vector<double> flow(net.links.size(), 0.0);
        std::vector<bool> cramped(net.nodes.size(), false); // by part
        for (const DesignHour& hour : kHours) {
            const water::Hydraulics hydraulics = solved(net, hour, lost / (1.0 - lost));
            for (std::uint32_t l = 0; l < flow.size(); ++l) {
                flow[l] = std::max(flow[l], std::abs(hydraulics.flow_m3ps()[l]));
            }
            std::vector<Extent> heads(net.nodes.size());
            std::vector<Extent> now(net.nodes.size());
            for (std::uint32_t n = 0; n < net.nodes.size(); ++n) {
                if (net.nodes[n].customers > 0) {
                    heads[part[n]].add(hydraulics.head_m()[n]);
                    now[part[n]].add(hydraulics.served()[n] != 0 ? hydraulics.pressure_m(n) : 0.0);
                }
            }
            for (std::uint32_t p = 0; p < net.nodes.size(); ++p) {
                cramped[p] = cramped[p] || now[p].least < kLeastPressureM ||
                             (now[p].most > kMostPressureM && heads[p].most - heads[p].least > kSpreadM);
            }
        }
        bool again = false;
        for (std::uint32_t p = 0; p < net.nodes.size(); ++p) {
            most_loss[p] *= cramped[p] ? 0.6 : 1.0;
            again = again || cramped[p];
        }
        for (std::uint32_t l = 0; l < flow.size(); ++l) {
            water::Link& link = net.links[l];
            const double by_loss = diameter_by_loss_m(flow[l], link.roughness_c, most_loss[part[link.to]]);
            const double wanted = next_diameter_m(std::max(by_loss, main_diameter_m(flow[l], kMostMps)));
            if (link.kind != LinkKind::Pump && wanted > link.diameter_m) {
                link.diameter_m = wanted;
                again = true;
            }
        }
        if (!again) {
            break;
        }
    }
}

void set_leaks(water::Network& net, double lost) {
    // As unavoidable losses lie: 18 l a kilometre of main, 0.8 l a connection, each a day and metre of pressure
    // (recalled: Lambert, Brown, Takizawa and Weimer 1999, AQUA 48(6)). A customer is taken for a connection.
    constexpr double kPerKm = 18.0;
    constexpr double kPerCustomer = 0.8;
    double demand_m3ps = 0.0;
    for (water::Node& node : net.nodes) {
        node.leak_coefficient = node.kind == NodeKind::Junction ? kPerCustomer * node.customers : 0.0;
        demand_m3ps += node.demand_m3ps;
    }
    for (const water::Link& link : net.links) {
        for (const std::uint32_t end : {link.from, link.to}) {
            if (link.kind == LinkKind::Pipe && net.nodes[end].kind == NodeKind::Junction) {
                net.nodes[end].leak_coefficient += kPerKm * 0.5 * link.length_m / 1000.0;
            }
        }
    }
    double weight = 0.0;
    for (const water::Node& node : net.nodes) {
        weight += node.leak_coefficient;
    }
    const double target_m3ps = lost / (1.0 - lost) * demand_m3ps;
    constexpr double kFirstGuessM = 45.0;
    double factor = weight > 0.0 ? target_m3ps / (weight * std::pow(kFirstGuessM, net.leak_exponent)) : 0.0;
    for (int round = 0; round < 3; ++round) {
        for (water::Node& node : net.nodes) {
            node.leak_coefficient *= factor;
        }
        double leaks_m3ps = 0.0;
        constexpr int kLooks = 8;
        for (int k = 0; k < kLooks; ++k) {
            const double use = lifeline::at_time(lifeline::kWater, k * 3 * kHourUs);
            const water::Hydraulics hydraulics = solved(net, {use, k % 2 == 0, k % 2 == 0, 0.8}, 0.0);
            for (const double leak : hydraulics.lost_m3ps()) {
                leaks_m3ps += leak / kLooks;
            }
        }
        factor = leaks_m3ps > 0.0 ? target_m3ps / leaks_m3ps : 1.0;
    }
}

} // namespace cityloom::gis
