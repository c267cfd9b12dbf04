// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "gis/city/city.h"
#include "gis/derive/nearest_points.h"
#include "gis/derive/street_graph.h"
#include "sim/engine/networks.h"

namespace cityloom::gis {

/// What the utility derivations share.
struct UtilityBase {
    const City& city;
    const traffic::RoadNetwork& roads;
    StreetGraph streets;
    Loads loads;
};

/// Electricity: infeeds, rings of 110 kV, substations (mapped ones first, else one to about 40,000 people and jobs)
/// with transformers and tap changers, stations of 250 to 1,000 kVA that each gather the load around them, and feeders
/// of 10 or 20 kV from a substation past some stations, each with a normally open tie from its end to another feeder
/// that can stand in for it. Cables and transformers are of standard sizes.
[[nodiscard]] power::Network derive_power(const UtilityBase& base);

/// For each junction the bus of the station that serves it, the nearest along the streets; kNone where there are none.
[[nodiscard]] std::vector<std::uint32_t> serving_stations(const UtilityBase& base, const power::Network& net);

/// Water: sources (mapped first, else on the shore of a river or lake, else over low ground), zones by height that hang
/// on each other by boosters and reducers, tanks for a day (mapped first, else at high streets), mains along every
/// street (DN 100 at least, Hazen-Williams C 130) that the peak and the night decide, and 15 % of supply lost by leaks.
[[nodiscard]] water::Network derive_water(const UtilityBase& base);

/// Telecom: mapped masts, then base stations where people are, each for about 1,500 people and jobs. No roadside units:
/// what nobody has built is a measure.
[[nodiscard]] telecom::Network derive_telecom(const UtilityBase& base);

/// Charging stations: mapped ones at their street, then two points of 22 kW each where people and jobs are, until there
/// is as much public charging power as Regulation (EU) 2023/1804 asks for the city's electric cars (1.3 kW each).
[[nodiscard]] std::vector<traffic::ChargingStation> derive_charging(const City& city, const traffic::RoadNetwork& roads,
                                                                    const traffic::DemandModel& demand);

/// The people of each building and who serves it.
void derive_dependencies(const UtilityBase& base, engine::Networks& networks);
/// The districts' names and those of the zones, the hospitals: what hangs on the streets.
void derive_places(const UtilityBase& base, engine::Networks& networks);

/// How a domain's network is made from a city: a row that its file here exports.
struct Derivation {
    std::string_view id; ///< of its engine::DomainRow
    void (*derive)(const UtilityBase& base, engine::Networks& networks) = nullptr;
    /// What its assets need of others: when all networks stand.
    void (*connect)(const UtilityBase& base, engine::Networks& networks) = nullptr;
};
extern const Derivation kPowerDerivation;
extern const Derivation kWaterDerivation;
extern const Derivation kTelecomDerivation;
extern const Derivation kChargingDerivation;
extern const Derivation kSignalsDerivation;

/// All of them, in the order in which they are made. Defined in derivations.cpp, and nothing else is.
[[nodiscard]] std::span<const Derivation* const> derivations();

/// The stations that consumers hang on; in a network without any the buses of medium voltage.
class FeedPoints {
public:
    explicit FeedPoints(const engine::Networks& networks);
    /// The nearest one's bus; kNone where there are none.
    [[nodiscard]] std::uint32_t nearest(Point2 at) const;

private:
    std::vector<std::uint32_t> buses_;
    NearestPoints near_;
};

/// A consumer hangs on the nearest station; where there is none, on nothing. \param load_w 0: said while the city runs.
void feed(engine::Networks& networks, const FeedPoints& feeds, engine::AssetRef consumer, Point2 at, double load_w,
          double battery_s, std::uint8_t priority);
/// One consumer alone.
inline void feed(engine::Networks& networks, engine::AssetRef consumer, Point2 at, double load_w, double battery_s,
                 std::uint8_t priority) {
    feed(networks, FeedPoints{networks}, consumer, at, load_w, battery_s, priority);
}

} // namespace cityloom::gis
