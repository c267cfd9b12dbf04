// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/power_sites.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cityloom::gis {

namespace {

constexpr double kPersonW =
    550.0; // coincident evening peak a resident (a dwelling's 1.2 kW after diversity; VDE-AR-N 4100 curves)
constexpr double kJobW = 450.0; // and a job, offices and shops mixed
// One to 10,000 to 50,000 people in European cities (recalled); 40,000 people and jobs are 20 MW.
constexpr double kPeopleJobsPerSubstation = 40'000.0;
constexpr double kLeastHighV = 45'000.0; // above it is high voltage (recalled: medium is up to 36 kV, IEC 60038)
constexpr double kApartM = 600.0;        // mapped substations nearer than that are one
constexpr int kMoves = 8;

// 0.65 of 630 kVA: what a station gathers, and what it does not go beyond for a neighbour's sake.
constexpr double kStationW = 390e3;
constexpr double kMostStationW = 600e3;
// Low-voltage cables are a few hundred metres long, or the voltage at their end falls too far (recalled).
constexpr double kReachM = 450.0;

std::uint32_t nearest_member(const UtilityBase& base, const std::vector<std::uint32_t>& members, Point2 at) {
    return *std::ranges::min_element(members, {}, [&](std::uint32_t j) {
        return std::pair{distance_m(base.roads.junctions[j].at, at), j};
    });
}

/// Middle of the load of some junctions.
Point2 middle_of(const UtilityBase& base, const std::vector<std::uint32_t>& members) {
    Point2 sum;
    double weight = 0.0;
    for (const std::uint32_t j : members) {
        const double w = peak_load_w(base.loads, j) + 1.0;
        sum = sum + w * base.roads.junctions[j].at;
        weight += w;
    }
    return (1.0 / weight) * sum;
}

/// The junction of most load far from any place so far; kNone: none is.
std::uint32_t farthest_load(const UtilityBase& base, const std::vector<std::uint32_t>& places) {
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
    return best;
}

/// Those that are not mapped move to the middle of the load that is theirs, until none does (Lloyd 1982).
void move_to_the_load(const UtilityBase& base, SubstationSites& sites) {
    for (int move = 0; move < kMoves; ++move) {
        const std::vector<std::uint32_t> serves = nearest_of(base, sites.junctions);
        std::vector<std::vector<std::uint32_t>> members(sites.junctions.size());
        for (std::uint32_t j = 0; j < serves.size(); ++j) {
            members[serves[j]].push_back(j);
        }
        bool moved = false;
        for (std::size_t s = 0; s < members.size(); ++s) {
            if (sites.source[s] == Provenance::Measured || members[s].empty()) {
                continue;
            }
            const std::uint32_t to = nearest_member(base, members[s], middle_of(base, members[s]));
            moved = moved || to != sites.junctions[s];
            sites.junctions[s] = to;
        }
        if (!moved) {
            break;
        }
    }
}

} // namespace

double peak_load_w(const Loads& loads, std::uint32_t junction) {
    return kPersonW * loads.people[junction] + kJobW * loads.jobs[junction];
}

SubstationSites place_substations(const UtilityBase& base) {
    SubstationSites sites;
    double total = 0.0;
    for (std::size_t j = 0; j < base.loads.people.size(); ++j) {
        total += base.loads.people[j] + base.loads.jobs[j];
    }
    const auto wanted = static_cast<std::size_t>(std::clamp(std::round(total / kPeopleJobsPerSubstation), 2.0, 200.0));
    std::vector<const Asset*> mapped;
    for (const Asset& asset : base.city.assets) {
        if (asset.kind == AssetKind::Substation && asset.voltage_v > kLeastHighV) {
            mapped.push_back(&asset);
        }
    }
    std::ranges::stable_sort(mapped, std::ranges::greater{}, [](const Asset* a) { return a->voltage_v; });
    for (const Asset* asset : mapped) {
        const auto near = [&](std::uint32_t j) { return distance_m(base.roads.junctions[j].at, asset->at) < kApartM; };
        if (sites.junctions.size() < wanted && std::ranges::none_of(sites.junctions, near)) {
            sites.junctions.push_back(nearest_junction(base.roads, asset->at));
            sites.source.push_back(Provenance::Measured);
        }
    }
    while (sites.junctions.size() < wanted) {
        const std::uint32_t best = farthest_load(base, sites.junctions);
        if (best == kNone) {
            break;
        }
        sites.junctions.push_back(best);
        sites.source.push_back(Provenance::Default);
    }
    move_to_the_load(base, sites);
    return sites;
}

std::vector<std::uint32_t> place_stations(const UtilityBase& base, const StreetForest& forest) {
    const std::size_t n = base.roads.junctions.size();
    std::vector<double> gathered(n, 0.0);
    std::vector<double> reach_m(n, 0.0);
    std::vector<std::uint8_t> closed(n, 0);
    for (std::uint32_t j = 0; j < n; ++j) {
        gathered[j] = peak_load_w(base.loads, j);
    }
    // From the ends of the streets inwards: what hangs together is one station's as soon as it is enough, or too far.
    for (std::size_t k = forest.order.size(); k-- > 0;) {
        const std::uint32_t j = forest.order[k];
        const std::uint32_t link = forest.parent_link[j];
        const std::uint32_t parent = link == kNone ? kNone : base.streets.other(link, j);
        const double next_m = link == kNone ? 0.0 : reach_m[j] + base.streets.links[link].length_m;
        closed[j] = gathered[j] > 0.0 && (parent == kNone || gathered[j] >= kStationW || next_m > kReachM ||
                                          gathered[parent] + gathered[j] > kMostStationW)
                        ? 1
                        : 0;
        if (closed[j] == 0 && parent != kNone && gathered[j] > 0.0) {
            gathered[parent] += gathered[j];
            reach_m[parent] = std::max(reach_m[parent], next_m);
        }
    }
    std::vector<std::uint32_t> group(n, kNone);
    std::vector<std::vector<std::uint32_t>> members;
    for (const std::uint32_t j : forest.order) {
        const std::uint32_t link = forest.parent_link[j];
        group[j] = closed[j] != 0  ? static_cast<std::uint32_t>(members.size())
                   : link == kNone ? kNone
                                   : group[base.streets.other(link, j)];
        if (closed[j] != 0) {
            members.emplace_back();
        }
        if (group[j] != kNone) {
            members[group[j]].push_back(j);
        }
    }
    std::vector<std::uint32_t> places;
    for (const auto& of_one : members) {
        places.push_back(nearest_member(base, of_one, middle_of(base, of_one)));
    }
    return places;
}

std::vector<std::uint32_t> nearest_of(const UtilityBase& base, const std::vector<std::uint32_t>& places) {
    std::vector<std::uint32_t> nearest = grow_forest(base.streets, places).root;
    for (std::uint32_t j = 0; j < nearest.size(); ++j) {
        double best_m = std::numeric_limits<double>::infinity();
        for (std::uint32_t p = 0; nearest[j] == kNone && p < places.size(); ++p) {
            best_m = std::min(best_m, distance_m(base.roads.junctions[j].at, base.roads.junctions[places[p]].at));
        }
        for (std::uint32_t p = 0; nearest[j] == kNone && p < places.size(); ++p) {
            nearest[j] =
                distance_m(base.roads.junctions[j].at, base.roads.junctions[places[p]].at) == best_m ? p : kNone;
        }
    }
    return nearest;
}

} // namespace cityloom::gis
