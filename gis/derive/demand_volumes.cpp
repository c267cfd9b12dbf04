// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/derive/demand_volumes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "gis/city/mobility.h"
#include "gis/derive/road_graph.h"

namespace cityloom::gis {

namespace {

using traffic::DemandModel;
using traffic::Purpose;
using Hours = std::array<double, 24>;

// Shares of a purpose's trips by hour of departure: the shape of the German MiD 2017 and Swiss MTMC 2021 weekday
// curves, read to the nearest half per cent.
constexpr Hours kHomeWork{0.2, 0.2, 0.3, 0.8, 2.5, 8,   17,  24,  16,  7,   3.5, 2.5,
                          3,   3.5, 2.5, 2,   1.8, 1.5, 1.2, 0.9, 0.7, 0.5, 0.3, 0.2};
constexpr Hours kWorkHome{0.6, 0.3, 0.2, 0.2, 0.2, 0.4, 0.8, 1, 1.2, 1.5, 2,   4,
                          6.5, 5,   6,   10,  18,  20,  11,  5, 2.5, 1.8, 1.2, 0.6};
constexpr Hours kHomeOther{0.2, 0.1, 0.1, 0.1, 0.3, 1,   3, 7, 8.5, 9,   9,   6.5,
                           4.5, 7,   8,   7.5, 7,   6.5, 6, 4, 2.5, 1.2, 0.6, 0.4};
constexpr Hours kOtherHome{0.8, 0.4, 0.2, 0.1, 0.1, 0.2, 0.6, 2,   3.5, 5,   7.5, 10,
                           7,   5,   6.5, 8,   9.5, 10,  8.5, 5.5, 4,   3.5, 1.6, 1};
constexpr Hours kBusiness{0.1, 0.1, 0.1, 0.2, 0.5, 2,   5,   8,   10,  11,  10.5, 9,
                          6.5, 9,   9.5, 8,   5,   2.5, 1.2, 0.7, 0.5, 0.3, 0.2,  0.1};
constexpr Hours kThrough{0.7, 0.4, 0.4, 0.5, 1.2, 3,   6,   8, 7,   5.5, 5,   5,
                         5,   5.2, 5.8, 7,   8.5, 8.5, 6.2, 4, 2.8, 2,   1.4, 0.9};

Hours normalised(Hours hours) {
    const double sum = std::accumulate(hours.begin(), hours.end(), 0.0);
    for (double& share : hours) {
        share /= sum;
    }
    return hours;
}

constexpr double kLargeCity = 100'000.0;
constexpr double kCoreDensity = 100.0; // people and jobs a hectare: inner areas of European cities have 100 and more

constexpr std::size_t at(Purpose purpose) {
    return static_cast<std::size_t>(purpose);
}

/// Vehicles an hour that a lane of a street of this rank lets through where it meets the next signal: all the time on
/// motorways and trunk roads, 40 % of the 1,800 an hour of green on primary ones (Highway Capacity Manual), less on
/// narrower ones; beyond tertiary what people who live there bear. Our defaults.
double lane_capacity(std::uint8_t rank) {
    constexpr std::array kCapacity{1'900.0, 1'600.0, 720.0, 650.0, 450.0};
    return rank < kCapacity.size() ? kCapacity.at(rank) : 150.0;
}

/// Vehicles an hour that each zone lets in from outside; 0 for zones inside.
std::vector<double> entry_capacity(const traffic::RoadNetwork& roads, const DemandModel& model) {
    std::vector<double> entry;
    for (const traffic::Zone& zone : model.zones) {
        double sum = 0.0;
        for (std::uint32_t k = zone.origins.begin; zone.gateway && k < zone.origins.end(); ++k) {
            const traffic::Edge& edge = roads.edges[model.zone_edges[k]];
            sum += motor_lanes(roads, edge) * lane_capacity(edge.rank);
        }
        entry.push_back(sum);
    }
    return entry;
}

/// Shares `inbound` vehicles an hour among the gateways by the weight of their streets, none more than its lanes let
/// in: what one cannot take the others do. Zone::through_share becomes each one's vehicles an hour, the same outwards
/// as inwards; one that only leads out keeps its weight beside the others.
void share_among_gateways(double inbound, const std::vector<double>& most, DemandModel& model) {
    std::vector<double> flow(model.zones.size(), 0.0);
    std::vector<bool> full(model.zones.size(), false);
    double level = 0.0;
    for (bool again = true; again;) {
        again = false;
        double weights = 0.0;
        double left = inbound;
        for (std::size_t z = 0; z < flow.size(); ++z) {
            weights += full[z] || most[z] <= 0.0 ? 0.0 : model.zones[z].through_share;
            left -= full[z] ? most[z] : 0.0;
        }
        level = weights > 0.0 ? std::max(0.0, left) / weights : level;
        for (std::size_t z = 0; z < flow.size(); ++z) {
            if (!full[z] && most[z] > 0.0 && level * model.zones[z].through_share > most[z]) {
                full[z] = true;
                again = true;
            }
        }
    }
    for (std::size_t z = 0; z < flow.size(); ++z) {
        traffic::Zone& zone = model.zones[z];
        if (zone.gateway && level > 0.0) {
            zone.through_share = full[z] ? most[z] : level * zone.through_share;
        }
    }
}

/// A purpose's trips: the residents' own, and those of people from outside.
struct Volume {
    double residents = 0.0;
    double inward = 0.0;  ///< of them or of others, from a gateway
    double outward = 0.0; ///< to a gateway
    double others = 0.0;  ///< all that are not the residents'
};

void put(DemandModel& model, Purpose purpose, const Volume& v) {
    const double total = v.residents + v.others;
    model.daily_trips.at(at(purpose)) = total;
    model.inbound_share.at(at(purpose)) = total > 0.0 ? v.inward / total : 0.0;
    model.outbound_share.at(at(purpose)) = total > 0.0 ? v.outward / total : 0.0;
}

std::string whole(double number) {
    return std::to_string(std::llround(number));
}

/// People and jobs a hectare of the zones that have any.
double density_per_ha(const DemandModel& model, double zone_ha) {
    const auto lived_in = std::ranges::count_if(
        model.zones, [](const traffic::Zone& zone) { return !zone.gateway && zone.people + zone.jobs >= 1.0; });
    return lived_in > 0 ? (model.people + model.jobs) / (static_cast<double>(lived_in) * zone_ha) : 0.0;
}

/// A parameter that has another default where people and jobs are dense; what was given holds anyway.
double by_density(const City& city, const std::string& id, bool dense) {
    const bool given = std::ranges::find(city.mobility, id, &MobilityValue::id) != city.mobility.end();
    return mobility(city, dense && !given ? id + "_core" : id);
}

} // namespace

void set_volumes(const City& city, const traffic::RoadNetwork& roads, double zone_ha, DemandModel& model) {
    const bool dense = model.people >= kLargeCity && density_per_ha(model, zone_ha) > kCoreDensity;
    const auto share = [&](const char* id) { return 0.01 * mobility(city, id); };
    model.trips_per_person = mobility(city, "trips_a_person");
    model.car_mode_share = 0.01 * by_density(city, "car_share", dense);
    model.car_occupancy = mobility(city, "car_occupancy");
    model.hourly_share = {normalised(kHomeWork),  normalised(kWorkHome), normalised(kHomeOther),
                          normalised(kOtherHome), normalised(kBusiness), normalised(kThrough)};
    const double own = model.people * model.trips_per_person * model.car_mode_share / model.car_occupancy;
    const PurposeShares purposes = purpose_shares(city);
    const double work = purposes.work * own;
    const double other = purposes.other * own;
    const double business = purposes.business * own;

    std::vector<double> most = entry_capacity(roads, model);
    for (double& vehicles : most) {
        vehicles *= share("gateway_use");
    }
    const double limit = std::accumulate(most.begin(), most.end(), 0.0);
    const double employed = share("employed_share") * model.people;
    const double leaving = limit > 0.0 ? std::max(share("works_elsewhere") * employed, employed - model.jobs)
                                       : 0.0; // people who work outside
    const double commuters = limit > 0.0 ? std::max(0.0, model.jobs - (employed - leaving)) : 0.0;
    const double out = employed > 0.0 ? leaving / employed : 0.0;
    const double out_other = limit > 0.0 ? share("outside_errands") : 0.0;
    double in_work = commuters * by_density(city, "commuter_vehicles", dense);
    const double of_visitors = mobility(city, "visitor_vehicles") / std::max(1e-9, other + business);
    double in_other = in_work * other * of_visitors;
    double in_business = in_work * business * of_visitors;
    double through = limit > 0.0 ? share("through_share") * own : 0.0;

    // The busiest hour inwards: residents on their way home come first, they are already counted as having left.
    double cut = 1.0;
    double busiest = 0.0;
    for (std::size_t h = 0; h < 24; ++h) {
        const auto in_hour = [&](Purpose p) { return model.hourly_share.at(at(p)).at(h); };
        const double home = in_hour(Purpose::WorkHome) * out * work + in_hour(Purpose::OtherHome) * out_other * other;
        const double strangers = in_hour(Purpose::HomeWork) * in_work + in_hour(Purpose::HomeOther) * in_other +
                                 in_hour(Purpose::Business) * in_business + in_hour(Purpose::Through) * through;
        if (strangers > 0.0) {
            cut = std::min(cut, std::max(0.0, limit - home) / strangers);
        }
        busiest = std::max(busiest, home + strangers);
    }
    const double wished = in_work + in_other + in_business + through;
    in_work *= cut;
    in_other *= cut;
    in_business *= cut;
    through *= cut;

    share_among_gateways(std::min(busiest, limit), most, model);
    put(model, Purpose::HomeWork, {work, in_work, out * work, in_work});
    put(model, Purpose::WorkHome, {work, out * work, in_work, in_work});
    put(model, Purpose::HomeOther, {other, in_other, out_other * other, in_other});
    put(model, Purpose::OtherHome, {other, out_other * other, in_other, in_other});
    put(model, Purpose::Business, {business, in_business, in_business + out_other * business, 2.0 * in_business});
    put(model, Purpose::Through, {0.0, through, through, through});

    if (!city.census.source.empty()) {
        model.assumptions.push_back("People: " + whole(model.people) + ", from " + city.census.source +
                                    "; shared among buildings by floor area.");
    }
    model.assumptions.push_back("Residents' trips: " + std::to_string(model.trips_per_person).substr(0, 4) +
                                " a person and day, " + whole(100.0 * model.car_mode_share) + " % by car, " +
                                std::to_string(model.car_occupancy).substr(0, 4) +
                                " people a car (assets/mobility.csv; set at the import).");
    model.assumptions.push_back("From outside: " + whole(commuters) + " people work here and live elsewhere (" +
                                whole(model.jobs) + " jobs, " + whole(employed) + " employed residents, " +
                                whole(leaving) + " of whom work elsewhere); " + whole(in_work) +
                                " vehicles a day come for them, " + whole(in_other + in_business) + " with visitors, " +
                                whole(through) + " pass through.");
    if (cut < 1.0) {
        model.assumptions.push_back("The gateways' lanes let " + whole(limit) +
                                    " vehicles an hour in: " + whole((1.0 - cut) * wished) +
                                    " vehicles a day that would come from outside are left out.");
    }
    if (purposes.scaled) {
        model.assumptions.emplace_back("The shares of trips to work, for errands and on business, with those back, "
                                       "were scaled to 100 % of the residents' car trips.");
    }
    for (const MobilityValue& value : city.mobility) {
        model.assumptions.push_back("Given at the import: " + value.id + " = " +
                                    std::to_string(value.value).substr(0, 6) + ".");
    }
    model.assumptions.emplace_back("Floor area: 45 m2 a resident; 14 m2 an office job, 25 retail, 60 industry unless "
                                   "given (UK employment density guide 2015).");
}

} // namespace cityloom::gis
