// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "gis/derive/utilities.h"

namespace cityloom::gis {

namespace {

using power::Branch;
using power::Bus;
using power::BusKind;

constexpr double kPersonW =
    550.0; // coincident evening peak a resident (a dwelling's 1.2 kW after diversity; VDE-AR-N 4100 curves)
constexpr double kJobW = 450.0; // and a job, offices and shops mixed
constexpr double kPeopleJobsPerSubstation = 12'000.0;
constexpr double kMediumV = 10'000.0;
constexpr double kHighV = 110'000.0;
constexpr double kInfeedPu = 1.04;  // held high, as operators do, so that the far ends of the feeders stay within 0.95
constexpr double kDesignUse = 0.65; // of a cable's rating at the peak, so that a tie can take over half a neighbour

struct Cable {
    double r_ohm_per_km;
    double x_ohm_per_km;
    double rating_a;
};
// NA2XS2Y 12/20 kV single-core aluminium, 50 to 500 mm2, then two and three in parallel (IEC 60502-2 and makers'
// tables).
constexpr std::array<Cable, 8> kCables{{{0.822, 0.140, 165},
                                        {0.411, 0.123, 240},
                                        {0.265, 0.115, 319},
                                        {0.161, 0.105, 417},
                                        {0.101, 0.100, 526},
                                        {0.081, 0.0525, 834},
                                        {0.0505, 0.05, 1052},
                                        {0.034, 0.033, 1578}}};

Cable cable_for(double current_a) {
    for (const Cable& cable : kCables) {
        if (current_a <= kDesignUse * cable.rating_a) {
            return cable;
        }
    }
    // More of the largest in parallel.
    const double times = current_a / (kDesignUse * kCables.back().rating_a);
    return {kCables.back().r_ohm_per_km / times, kCables.back().x_ohm_per_km / times, kCables.back().rating_a * times};
}

/// Substations: what is mapped, a kilometre apart at the least, then the junctions of most load far from any.
std::vector<std::uint32_t> place_substations(const UtilityBase& base, std::vector<Provenance>& source) {
    std::vector<std::uint32_t> places;
    const auto near = [&](Point2 at, double limit) {
        return std::any_of(places.begin(), places.end(),
                           [&](std::uint32_t j) { return distance_m(base.roads.junctions[j].at, at) < limit; });
    };
    double total = 0.0;
    for (std::size_t j = 0; j < base.loads.people.size(); ++j) {
        total += base.loads.people[j] + base.loads.jobs[j];
    }
    const auto wanted = static_cast<std::size_t>(std::clamp(std::ceil(total / kPeopleJobsPerSubstation), 2.0, 200.0));
    // Mapped substations of high or medium voltage; the widest ones first.
    std::vector<const Asset*> mapped;
    for (const Asset& asset : base.city.assets) {
        if (asset.kind == AssetKind::Substation) {
            mapped.push_back(&asset);
        }
    }
    std::stable_sort(mapped.begin(), mapped.end(),
                     [](const Asset* a, const Asset* b) { return a->voltage_v > b->voltage_v; });
    for (const Asset* asset : mapped) {
        if (places.size() < wanted && !near(asset->at, 600.0)) {
            places.push_back(nearest_junction(base.roads, asset->at));
            source.push_back(Provenance::Measured);
        }
    }
    while (places.size() < wanted) {
        std::uint32_t best = kNone;
        double best_score = 0.0;
        for (std::uint32_t j = 0; j < base.roads.junctions.size(); ++j) {
            double away = 3'000.0;
            for (const std::uint32_t p : places) {
                away = std::min(away, distance_m(base.roads.junctions[j].at, base.roads.junctions[p].at));
            }
            const double score = (base.loads.people[j] + base.loads.jobs[j] + 5.0) * away * away;
            if (away > 250.0 && score > best_score) {
                best_score = score;
                best = j;
            }
        }
        if (best == kNone) {
            break;
        }
        places.push_back(best);
        source.push_back(Provenance::Default);
    }
    return places;
}

} // namespace

power::Network derive_power(const UtilityBase& base) {
    power::Network net;
    if (base.roads.junctions.empty()) {
        return net;
    }
    std::vector<Provenance> source;
    const std::vector<std::uint32_t> places = place_substations(base, source);
    const StreetForest forest = grow_forest(base.streets, places);

    // The infeed stands at the edge of the city, beyond the substation farthest from its middle.
    Point2 middle;
    for (const std::uint32_t j : places) {
        middle = middle + (1.0 / static_cast<double>(places.size())) * base.roads.junctions[j].at;
    }
    Point2 outermost = base.roads.junctions[places[0]].at;
    for (const std::uint32_t j : places) {
        if (distance_m(base.roads.junctions[j].at, middle) > distance_m(outermost, middle)) {
            outermost = base.roads.junctions[j].at;
        }
    }
    net.buses.push_back({.id = 1,
                         .key = "infeed/I1",
                         .at = outermost + 0.15 * (outermost - middle),
                         .kind = BusKind::Infeed,
                         .nominal_v = kHighV,
                         .set_point_pu = kInfeedPu});

    std::vector<std::uint32_t> bus_of(base.roads.junctions.size(), kNone);
    std::vector<double> subtree_w(base.roads.junctions.size(), 0.0);
    for (std::size_t k = forest.order.size(); k-- > 0;) {
        const std::uint32_t j = forest.order[k];
        subtree_w[j] += kPersonW * base.loads.people[j] + kJobW * base.loads.jobs[j];
        if (forest.parent_link[j] != kNone) {
            subtree_w[base.streets.other(forest.parent_link[j], j)] += subtree_w[j];
        }
    }
    std::uint32_t transformers = 0;
    std::uint32_t feeders = 0;
    for (const std::uint32_t j : forest.order) {
        if (subtree_w[j] <= 0.0 && forest.parent_link[j] != kNone) {
            continue; // nothing to supply there or beyond
        }
        const double peak = kPersonW * base.loads.people[j] + kJobW * base.loads.jobs[j];
        Bus bus{.id = base.roads.junctions[j].id,
                .at = base.roads.junctions[j].at,
                .kind = BusKind::Feeder,
                .nominal_v = kMediumV,
                .peak_load_w = peak,
                .customers = base.loads.customers[j]};
        const bool root = forest.parent_link[j] == kNone;
        if (root) {
            const std::uint32_t number = forest.root[j] + 1;
            bus.kind = BusKind::Substation;
            bus.key = "substation/S" + std::to_string(number);
            bus.source = source[forest.root[j]];
            bus.rating_va = 1.4 * std::max(5e6, subtree_w[j] / 0.95);
        } else if (peak > 0.0) {
            bus.kind = BusKind::Transformer;
            bus.key = "transformer/T" + std::to_string(++transformers);
            bus.rating_va = 1.3 * peak / 0.95;
        }
        bus_of[j] = static_cast<std::uint32_t>(net.buses.size());
        net.buses.push_back(bus);
        Branch branch{.id = bus.id, .to = bus_of[j]};
        if (root) {
            // High-voltage line and transformer in one: 110/10 kV, 12 % short-circuit voltage, 0.5 % of it copper loss,
            // and 0.39 ohm/km of line. Per unit of the high side, where the model's from bus is.
            const double z = 0.12 * kHighV * kHighV / bus.rating_va;
            const double km = distance_m(net.buses[0].at, bus.at) * 1e-3;
            branch.from = 0;
            branch.key = "line/L" + std::to_string(forest.root[j] + 1);
            branch.length_m = km * 1e3;
            branch.r_ohm = 0.04 * z + 0.12 * km;
            branch.x_ohm = z + 0.39 * km;
            branch.transformer = true;
            branch.rating_a = bus.rating_va / (std::numbers::sqrt3 * kHighV);
            branch.shape = {static_cast<std::uint32_t>(net.points.size()), 2};
            net.points.push_back(net.buses[0].at);
            net.points.push_back(bus.at);
        } else {
            const StreetGraph::Link& link = base.streets.links[forest.parent_link[j]];
            const std::uint32_t upstream = base.streets.other(forest.parent_link[j], j);
            const Cable cable = cable_for(subtree_w[j] / 0.95 / (std::numbers::sqrt3 * kMediumV));
            branch.from = bus_of[upstream];
            branch.key = (forest.parent_link[upstream] == kNone ? "feeder/F" : "cable/C") + std::to_string(++feeders);
            branch.length_m = link.length_m;
            branch.r_ohm = cable.r_ohm_per_km * link.length_m * 1e-3;
            branch.x_ohm = cable.x_ohm_per_km * link.length_m * 1e-3;
            branch.rating_a = cable.rating_a;
            branch.shape = {static_cast<std::uint32_t>(net.points.size()), link.shape.count + 2};
            net.points.push_back(net.buses[branch.from].at);
            const bool forwards = link.a_first == (link.a == upstream);
            for (std::uint32_t p = 0; p < link.shape.count; ++p) {
                net.points.push_back(base.roads.points[forwards ? link.shape.begin + p : link.shape.end() - 1 - p]);
            }
            net.points.push_back(bus.at);
        }
        net.branches.push_back(branch);
    }
    // Open ties where streets join two substations' areas: the shortest one for each pair.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> tied;
    std::vector<std::uint32_t> by_length(base.streets.links.size());
    for (std::uint32_t k = 0; k < by_length.size(); ++k) {
        by_length[k] = k;
    }
    std::stable_sort(by_length.begin(), by_length.end(), [&](std::uint32_t a, std::uint32_t b) {
        return base.streets.links[a].length_m < base.streets.links[b].length_m;
    });
    for (const std::uint32_t k : by_length) {
        const StreetGraph::Link& link = base.streets.links[k];
        if (bus_of[link.a] == kNone || bus_of[link.b] == kNone || forest.root[link.a] == forest.root[link.b]) {
            continue;
        }
        const std::pair<std::uint32_t, std::uint32_t> pair = std::minmax(forest.root[link.a], forest.root[link.b]);
        if (std::find(tied.begin(), tied.end(), pair) != tied.end()) {
            continue;
        }
        tied.push_back(pair);
        const Cable cable = kCables[3];
        Branch tie{.id = link.street_id,
                   .key = "tie/N" + std::to_string(tied.size()),
                   .from = bus_of[link.a],
                   .to = bus_of[link.b],
                   .length_m = link.length_m,
                   .r_ohm = cable.r_ohm_per_km * link.length_m * 1e-3,
                   .x_ohm = cable.x_ohm_per_km * link.length_m * 1e-3,
                   .rating_a = cable.rating_a,
                   .normally_open = true};
        tie.shape = {static_cast<std::uint32_t>(net.points.size()), 2};
        net.points.push_back(net.buses[tie.from].at);
        net.points.push_back(net.buses[tie.to].at);
        net.branches.push_back(tie);
    }
    return net;
}

const Derivation kPowerDerivation{.id = "power", .derive = [](const UtilityBase& base, engine::Networks& networks) {
                                      networks.power = derive_power(base);
                                  }};

} // namespace cityloom::gis
