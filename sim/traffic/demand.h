// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/core/time.h"

namespace cityloom::traffic {

/// A place where trips start and end: the vehicles appear and leave on these edges.
struct Zone {
    std::uint64_t id = 0;
    Point2 at;
    double people = 0.0;
    double jobs = 0.0;
    double attraction = 0.0;    ///< shopping and leisure, in job equivalents
    double through_share = 0.0; ///< gateways: relative size of their traffic; 0 for zones inside
    bool gateway = false;
    Range origins;      ///< in DemandModel::zone_edges: where its vehicles start
    Range destinations; ///< and where they end; the same edges for zones inside
    std::uint32_t district = kNone;
};

enum class Purpose : std::uint8_t { HomeWork, WorkHome, HomeOther, OtherHome, Business, Through };
inline constexpr std::size_t kPurposes = 6;

/// What the defaults of DemandModel::navigation_share and v2x_share rest on, for the report.
inline constexpr std::string_view kListenersAssumption =
    "Live information: 37 % of drivers follow live navigation on a telephone (smartphone owners in Europe who use "
    "applications while driving, Strategy Analytics 2014); 0.8 % of vehicles have a V2X radio (2 million of "
    "Volkswagen's, "
    "2025, of 250 million cars in the EU, ACEA 2025).";

/// Origin-destination demand as a gravity model by purpose and hour. Trips are drawn from it; see trips.h.
struct DemandModel {
    std::vector<Zone> zones;
    std::vector<std::uint32_t> zone_edges;
    std::vector<float> zone_edge_weights;
    std::array<double, kPurposes> decay_m{4000, 4000, 2500, 2500, 5000, 1e9}; ///< mean of exp(-d/decay)
    std::array<std::array<double, 24>, kPurposes> hourly_share{};             ///< sums to 1 over the day
    std::array<double, kPurposes> daily_trips{};                              ///< car trips a day, whole city
    std::array<double, kPurposes> inbound_share{};  ///< of trips by purpose: from a gateway to inside
    std::array<double, kPurposes> outbound_share{}; ///< from inside to a gateway
    double trips_per_person = 3.2;                  ///< a day, all modes
    double car_mode_share = 0.4;
    double car_occupancy = 1.25;
    double bicycle_mode_share = 0.0;  ///< of all trips of people; 0: none are drawn
    double bicycle_decay_m = 1'500.0; ///< of exp(-d/decay), as the crow flies; see gis/derive/demand.cpp
    /// Drivers who follow live navigation on a telephone, told wherever there is a signal: 37 % of smartphone owners in
    /// Europe use applications while driving, navigation first among them (Strategy Analytics 2014).
    double navigation_share = 0.37;
    /// Vehicles with a V2X radio, told near roadside units: two million cars of Volkswagen in Europe (its own report,
    /// October 2025), of some 250 million cars (ACEA 2025).
    double v2x_share = 0.008;
    double electric_share = 0.018; ///< of cars; in the EU's fleet at the end of 2023 (ACEA 2025)
    Provenance population_source = Provenance::Derived;
    std::vector<std::string> assumptions; ///< each in a sentence with its source, for the report
    double people = 0.0;
    double jobs = 0.0;
};

/// One vehicle's journey.
struct Trip {
    std::uint64_t id = 0; ///< stable: keyed by zone pair and rank, never by index
    TimeUs depart = 0;
    std::uint32_t from_edge = kNone;
    std::uint32_t to_edge = kNone;
    float from_share = 0.5F; ///< how far along the edge, 0..1
    float to_share = 0.5F;
    Purpose purpose = Purpose::HomeWork;
    std::uint32_t from_zone = kNone;
    std::uint32_t to_zone = kNone;
    bool navigates = false;            ///< its driver follows live navigation on a telephone
    bool radio = false;                ///< it has a V2X radio
    bool electric = false;             ///< where its type is drawn
    float charge_share = -1.0F;        ///< of the battery, at departure; below 0: drawn
    std::uint16_t type = kDrawnType;   ///< in Workload::types; kDrawnType: car or truck, drawn
    std::uint32_t route = kNone;       ///< in Workload::routes: a way laid down; kNone: chosen at departure
    Range stops;                       ///< in Workload::stops
    Range via;                         ///< in Workload::via: edges that it passes on its way
    float from_m = -1.0F;              ///< front bumper at departure, along the edge; below 0: from_share, or see below
    float to_m = -1.0F;                ///< the same where it ends; below 0: to_share
    float depart_mps = kDepartAsItMay; ///< speed at departure
    float looks_again_s = 0.0F;        ///< takes the fastest way anew so often; 0: never; see SimulationOptions
    float arrive_mps = -1.0F;          ///< speed at most where it ends; below 0: any
    std::int8_t depart_lane = kBestLane; ///< from the kerb; negative: see below
    std::int8_t arrive_lane = -1;        ///< from the kerb, where it ends if it can get there; negative: any

    static constexpr std::uint16_t kDrawnType = 0xFFFF;
    static constexpr float kDepartAsItMay = -1.0F; ///< as traffic there allows, from 60 % of the limit down
    static constexpr float kDepartFast = -2.0F;    ///< the highest speed that is safe
    static constexpr float kFreePlace = -2.0F;     ///< from_m: as far back as there is room
    static constexpr float kLastPlace = -3.0F;     ///< from_m: behind the last vehicle; at the end where there is none
    static constexpr std::int8_t kBestLane = -1;   ///< the one that leads on furthest, then the emptiest
    static constexpr std::int8_t kFreeLane = -2;   ///< the emptiest that it may use
    static constexpr std::int8_t kRandomLane = -3;
};

} // namespace cityloom::traffic
