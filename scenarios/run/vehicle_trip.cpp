// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/run/vehicle_trip.h"

#include <array>
#include <cmath>

#include "scenarios/measure/plain.h"

namespace cityloom::scenarios {

namespace {

/// By traffic::Purpose.
constexpr std::array<Words, traffic::kPurposes> kPurposes{{{"from home to work", "上班"},
                                                           {"from work home", "下班回家"},
                                                           {"from home to shops or leisure", "外出购物或休闲"},
                                                           {"from shops or leisure home", "购物或休闲后回家"},
                                                           {"on business", "公务"},
                                                           {"through the city", "过境"}}};

/// "Quay Road, Old Town".
Text place_words(const engine::Networks& networks, std::uint32_t edge, std::uint32_t zone) {
    const traffic::RoadNetwork& roads = networks.roads;
    Text street;
    if (edge < roads.edges.size()) {
        const std::uint32_t name = roads.edges[edge].name;
        street = name < roads.names.size() && !roads.names[name].empty()
                     ? name_words(roads.names[name])
                     : filled({"street no. %1", "道路（编号 %1）"}, {std::to_string(roads.edges[edge].street_id)});
    }
    if (zone >= networks.demand.zones.size()) {
        return street;
    }
    const traffic::Zone& where = networks.demand.zones[zone];
    const auto& districts = networks.dependencies.district_names;
    const Text around = where.gateway                       ? Text{Words{"outside the city", "城外"}}
                        : where.district < districts.size() ? name_words(districts[where.district])
                                                            : Text{};
    return around.empty() || street.empty() ? street + around : filled({"%1, %2", "%2，%1"}, {street, around});
}

} // namespace

std::optional<VehicleTrip> vehicle_trip(const engine::World& world, std::uint64_t id) {
    auto journey = world.traffic().journey(id);
    if (!journey) {
        return std::nullopt;
    }
    const traffic::Trip& trip = world.traffic().trips()[journey->trip];
    const traffic::TripRecord& record = world.traffic().records()[journey->trip];
    VehicleTrip out{.id = id,
                    .at = world.time(),
                    .from = place_words(world.networks(), trip.from_edge, trip.from_zone),
                    .to = place_words(world.networks(), trip.to_edge, trip.to_zone),
                    .due = trip.depart,
                    .departed = record.departed,
                    .arrived = record.gave_up ? -1 : record.arrived,
                    .gave_up = record.gave_up,
                    .no_way = record.unroutable,
                    .informed = trip.navigates || trip.radio,
                    .driven_m = static_cast<double>(record.route_m),
                    .charge_share = world.traffic().charge_share(journey->trip)};
    out.purpose = kPurposes.at(static_cast<std::size_t>(trip.purpose));
    if (journey->under_way) {
        out.reckoned = journey->expected;
        out.delay_s = journey->delay_s;
        out.cut_off = !std::isfinite(journey->left_s);
        out.expected = out.cut_off ? -1 : world.time() + from_seconds(journey->left_s);
    }
    out.way = std::move(journey->way);
    out.place = journey->at;
    out.along_m = journey->along_m;
    return out;
}

} // namespace cityloom::scenarios
