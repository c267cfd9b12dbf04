// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>
#include <cmath>
#include <map>

#include "gis/derive/networks.h"
#include "gis/derive/roads.h"
#include "gis/generate/loom_bay.h"
#include "sim/core/executor.h"
#include "sim/traffic/bicycles.h"
#include "sim/traffic/micro/simulation.h"
#include "sim/traffic/vehicle.h"

using namespace cityloom;
using namespace cityloom::traffic;

namespace {

/// Two streets that cross: along x with bicycle lanes on both sides, along y without.
struct Cross {
    gis::City city;
    RoadNetwork net;

    explicit Cross(bool left_hand, bool lanes_both_arms = true, bool signal = true) {
        city.place.left_hand_traffic = left_hand;
        const auto node = [&](double x, double y, gis::NodeControl control = gis::NodeControl::None) {
            city.street_nodes.push_back({city.street_nodes.size() + 1, {x, y}, control});
            return static_cast<std::uint32_t>(city.street_nodes.size() - 1);
        };
        const auto middle = node(0, 0, signal ? gis::NodeControl::Signal : gis::NodeControl::None);
        street(node(-200, 0), middle, true);
        street(middle, node(200, 0), lanes_both_arms);
        street(node(0, -200), middle, false);
        street(middle, node(0, 200), false);
        net = gis::derive_roads(city);
    }
    void street(std::uint32_t a, std::uint32_t b, bool lanes) {
        gis::Street s{.id = city.streets.size() + 1, .cls = gis::StreetClass::Tertiary};
        s.nodes = {static_cast<std::uint32_t>(city.street_node_refs.size()), 2};
        city.street_node_refs.insert(city.street_node_refs.end(), {a, b});
        s.cycle_left.kind = s.cycle_right.kind = lanes ? gis::CycleFacility::Lane : gis::CycleFacility::None;
        s.cycle_left.width_m = s.cycle_right.width_m = lanes ? 1.8 : 0.0;
        city.streets.push_back(s);
    }
    /// The edge that begins or ends at a place.
    [[nodiscard]] std::uint32_t from(Point2 at) const {
        return edge([&](const Edge& e) { return distance_m(net.junctions[e.from].at, at) < 1.0; });
    }
    [[nodiscard]] std::uint32_t to(Point2 at) const {
        return edge([&](const Edge& e) { return distance_m(net.junctions[e.to].at, at) < 1.0; });
    }
    template <typename Test> [[nodiscard]] std::uint32_t edge(const Test& test) const {
        const auto found = std::ranges::find_if(net.edges, test);
        return static_cast<std::uint32_t>(found - net.edges.begin());
    }
    [[nodiscard]] const Turn* turn(std::uint32_t from_lane, std::uint32_t to_edge) const {
        for (std::uint32_t t = net.lanes[from_lane].turns.begin; t < net.lanes[from_lane].turns.end(); ++t) {
            if (net.lanes[net.turns[t].to_lane].edge == to_edge) {
                return &net.turns[t];
            }
        }
        return nullptr;
    }
};

/// With streets that have bicycle lanes on every second one, and some without riders.
gis::City with_bicycle_lanes() {
    gis::City city = gis::generate_loom_bay(1);
    for (std::size_t s = 0; s < city.streets.size(); ++s) {
        gis::Street& street = city.streets[s];
        if (street.cls <= gis::StreetClass::Tertiary && street.id % 3 != 0) {
            street.cycle_left.kind = street.cycle_right.kind = gis::CycleFacility::Track;
        }
        street.bicycles = street.id % 41 == 0 ? gis::BicycleAccess::Forbidden : gis::BicycleAccess::Allowed;
    }
    return city;
}

struct Bay {
    gis::City city = with_bicycle_lanes();
    gis::Networks networks = gis::derive_networks(city);
    std::vector<Trip> trips;
    std::vector<std::vector<std::uint32_t>> ways;
};

/// Motor and bicycle trips of a morning, as a run has them.
const Bay& bay() {
    static const Bay made = [] {
        Bay b;
        constexpr TimeUs kStart = 7 * kHourUs;
        b.trips = draw_trips(b.networks.demand, b.networks.roads,
                             {.start = kStart, .duration = 20 * kMinuteUs, .trips = 1500, .seed = 3});
        const auto riders = draw_bicycle_trips(b.networks.demand, b.networks.roads,
                                               {.start = kStart, .duration = 20 * kMinuteUs, .trips = 500, .seed = 3});
        const Router router{b.networks.roads};
        Executor executor{2};
        const auto routes = bicycle_routes(b.networks.roads, router, riders, 0.0F, {}, executor);
        std::map<std::uint64_t, std::vector<std::uint32_t>> way_of;
        for (std::size_t r = 0; r < riders.size(); ++r) {
            way_of[riders[r].id] = routes[r];
        }
        b.trips.insert(b.trips.end(), riders.begin(), riders.end());
        std::ranges::stable_sort(b.trips, {}, &Trip::depart);
        for (const Trip& trip : b.trips) {
            b.ways.push_back(way_of[trip.id]);
        }
        return b;
    }();
    return made;
}

std::uint64_t hash_of(const Simulation& sim) {
    StateHash hash;
    sim.hash(hash);
    return hash.value();
}

} // namespace

class BicyclesTest : public QObject {
    Q_OBJECT

private slots:
    void lanesLieAtTheKerb_data() {
        QTest::addColumn<bool>("left_hand");
        QTest::newRow("keep right") << false;
        QTest::newRow("keep left") << true;
    }
    void lanesLieAtTheKerb() {
        QFETCH(bool, left_hand);
        const Cross cross{left_hand};
        const RoadNetwork& net = cross.net;
        const Edge& main = net.edges[cross.from({-200, 0})];
        const Edge& side = net.edges[cross.from({0, -200})];
        QCOMPARE(main.lanes.count, 2U);
        QCOMPARE(motor_lanes(net, main), 1U);
        QCOMPARE(side.lanes.count, 1U);
        const Lane& bicycle = net.lanes[main.lanes.begin];
        const Lane& general = net.lanes[main.lanes.begin + 1];
        QCOMPARE(int{bicycle.use}, int{kBicycles});
        QCOMPARE(int{general.use}, int{kAllMotor | kBicycles});
        QCOMPARE(bicycle.width_m, 1.8);
        const double kerb = left_hand ? -1.0 : 1.0;
        QCOMPARE(kerb * general.offset_m, 1.5); // where it lies without the bicycle lane, too
        QCOMPARE(kerb * bicycle.offset_m, 3.0 + 0.9);
    }

    void ridersGoStraightOnAndToTheKerbSide_data() { lanesLieAtTheKerb_data(); }
    void ridersGoStraightOnAndToTheKerbSide() {
        QFETCH(bool, left_hand);
        const Cross cross{left_hand};
        const RoadNetwork& net = cross.net;
        const Edge& main = net.edges[cross.from({-200, 0})];
        const std::uint32_t ahead = cross.to({200, 0});
        const double kerb = left_hand ? 1.0 : -1.0;
        const std::uint32_t kerb_side = cross.to({0, 200 * kerb});
        const std::uint32_t across = cross.to({0, -200 * kerb});
        const Turn* straight = cross.turn(main.lanes.begin, ahead);
        const Turn* off = cross.turn(main.lanes.begin, kerb_side);
        QVERIFY(straight != nullptr && off != nullptr);
        QCOMPARE(straight->to_lane, net.edges[ahead].lanes.begin);
        QCOMPARE(off->to_lane, net.edges[kerb_side].lanes.begin);
        QVERIFY(cross.turn(main.lanes.begin, across) == nullptr); // from the general lane
        QVERIFY(cross.turn(main.lanes.begin + 1, across) != nullptr);
        // The light is the street's own.
        const Turn* motor = cross.turn(main.lanes.begin + 1, ahead);
        QVERIFY(motor != nullptr && motor->movement != kNone);
        QCOMPARE(straight->movement, motor->movement);
        // Who turns over the bicycle lane gives way; straight on and straight on do not meet.
        const Turn* over = cross.turn(main.lanes.begin + 1, kerb_side);
        bool yields = false;
        for (std::uint32_t c = over->conflicts.begin; c < over->conflicts.end(); ++c) {
            const bool met = &net.turns[net.conflicts[c].other] == straight;
            yields = yields || (met && net.conflicts[c].yields);
        }
        QVERIFY(yields);
        for (std::uint32_t c = motor->conflicts.begin; c < motor->conflicts.end(); ++c) {
            QVERIFY(&net.turns[net.conflicts[c].other] != straight);
        }
    }

    void aLaneThatEndsLeadsIntoTheGeneralLane() {
        const Cross cross{false, false};
        const Edge& main = cross.net.edges[cross.from({-200, 0})];
        const std::uint32_t ahead = cross.to({200, 0});
        const Turn* straight = cross.turn(main.lanes.begin, ahead);
        QVERIFY(straight != nullptr);
        QCOMPARE(straight->to_lane, cross.net.edges[ahead].lanes.begin);
        // And one that begins is entered from it.
        const Edge& back = cross.net.edges[cross.from({200, 0})];
        const Turn* in = cross.turn(back.lanes.begin, cross.to({-200, 0}));
        QVERIFY(in != nullptr);
        QCOMPARE(int{cross.net.lanes[in->to_lane].use}, int{kBicycles});
        QVERIFY(!carries_motor(cross.net, *in));
    }

    /// One car turns right beside one rider who goes straight on: the rider is not held up, the car waits for him.
    void whoTurnsOverTheLaneWaits_data() {
        QTest::addColumn<bool>("signal");
        QTest::newRow("signal") << true;
        QTest::newRow("priority") << false;
    }
    void whoTurnsOverTheLaneWaits() {
        QFETCH(bool, signal);
        const Cross cross{false, true, signal};
        std::vector<Trip> trips;
        for (std::uint32_t k = 0; k < 60; ++k) { // at every moment of the cycle
            Trip rider{.id = kBicycleIds + k + 1, .depart = k * 7 * kSecondUs};
            rider.from_edge = cross.from({-200, 0});
            rider.to_edge = cross.to({200, 0});
            rider.type = kBicycle;
            rider.from_share = 0.5F;
            Trip car{.id = k + 1, .depart = k * 7 * kSecondUs + 9 * kSecondUs};
            car.from_edge = rider.from_edge;
            car.to_edge = cross.to({0, -200});
            car.from_share = 0.1F;
            trips.push_back(rider);
            trips.push_back(car);
        }
        std::ranges::stable_sort(trips, {}, &Trip::depart);
        Simulation sim{cross.net, trips, {.truck_share = 0.0}};
        Executor executor{1};
        std::uint32_t overlaps = 0;
        double gave_way_s = 0.0;
        std::vector<VehicleState> vehicles;
        for (int k = 0; k < 2 * 2400; ++k) {
            sim.step(executor);
            overlaps += sim.count_overlaps();
            sim.list_vehicles(vehicles);
            // A car stands at the end of its lane while a rider is on the junction beside it.
            const bool rides = std::ranges::any_of(
                vehicles, [&](const VehicleState& v) { return v.lane == kNone && trips[v.trip].type == kBicycle; });
            for (const VehicleState& v : vehicles) {
                const bool car = trips[v.trip].type != kBicycle && v.lane != kNone;
                const bool at_line = car && v.along_m > cross.net.edges[trips[v.trip].from_edge].length_m - 15.0;
                gave_way_s += at_line && rides && v.speed_mps < 1.0F ? 0.5 : 0.0;
            }
        }
        QCOMPARE(overlaps, 0U);
        QCOMPARE(sim.counts().arrived, std::uint64_t(trips.size()));
        QVERIFY2(gave_way_s > 5.0, qPrintable(QString::number(gave_way_s)));
    }

    /// Parkin and Rotheram (2010): 85 % no faster than 22 km/h.
    void ridersAreAsFastAsMeasured() {
        const VehicleType& rider = kVehicleTypes[kBicycle];
        QVERIFY(rider.cls == VehicleClass::Bicycle && rider.use == kBicycles);
        const double p85 = static_cast<double>(rider.max_speed_mps * (1.0F + 1.036F * rider.speed_deviation));
        QVERIFY2(std::abs(p85 * 3.6 - 22.0) < 0.5, qPrintable(QString::number(p85 * 3.6)));
        const Cross cross{false, true, false};
        std::vector<Trip> trips;
        for (std::uint32_t k = 0; k < 200; ++k) {
            Trip trip{.id = kBicycleIds + k + 1, .depart = k * 20 * kSecondUs};
            trip.from_edge = cross.from({-200, 0});
            trip.to_edge = cross.to({200, 0});
            trip.type = kBicycle;
            trip.from_share = 0.0F;
            trip.to_share = 1.0F;
            trip.depart_mps = 0.0F;
            trips.push_back(trip);
        }
        Simulation sim{cross.net, trips, {}};
        Executor executor{1};
        double top = 0.0;
        std::vector<double> fastest(trips.size(), 0.0);
        std::vector<VehicleState> vehicles;
        for (int k = 0; k < 2 * 4200; ++k) {
            sim.step(executor);
            sim.list_vehicles(vehicles);
            for (const VehicleState& v : vehicles) {
                const auto speed = static_cast<double>(v.speed_mps);
                fastest[v.trip] = std::max(fastest[v.trip], speed);
            }
        }
        QCOMPARE(sim.counts().arrived, std::uint64_t(trips.size()));
        std::ranges::sort(fastest);
        for (const double speed : fastest) {
            top += speed / static_cast<double>(fastest.size());
        }
        QVERIFY2(std::abs(top - 5.3) < 0.2, qPrintable(QString::number(top)));
        QVERIFY2(std::abs(3.6 * fastest[170] - 22.0) < 0.8, qPrintable(QString::number(3.6 * fastest[170])));
        QCOMPARE(sim.total_co2_g(), 0.0);
    }

    /// The whole of the demo city: riders everywhere they may be, motor vehicles never on their lanes.
    void everyoneKeepsToHisLanes() {
        const RoadNetwork& net = bay().networks.roads;
        Simulation sim{net, bay().trips, {.start = 7 * kHourUs, .first_routes = bay().ways}};
        Executor executor{2};
        std::uint32_t overlaps = 0;
        std::uint32_t wrong = 0;
        std::uint32_t on_lanes = 0;
        std::vector<VehicleState> vehicles;
        for (int k = 0; k < 2 * 50 * 60; ++k) {
            sim.step(executor);
            overlaps += sim.count_overlaps();
            sim.list_vehicles(vehicles);
            for (const VehicleState& v : vehicles) {
                const bool rider = bay().trips[v.trip].type == kBicycle;
                if (v.lane != kNone) {
                    wrong += rider ? ((net.lanes[v.lane].use & kBicycles) == 0 ? 1U : 0U)
                                   : (carries_motor(net.lanes[v.lane]) ? 0U : 1U);
                    on_lanes += rider && !carries_motor(net.lanes[v.lane]) ? 1U : 0U;
                }
            }
        }
        QCOMPARE(overlaps, 0U);
        QCOMPARE(wrong, 0U);
        QVERIFY(on_lanes > 10'000);
        QCOMPARE(sim.counts().teleported, std::uint64_t{0});
        QCOMPARE(sim.counts().unroutable, std::uint64_t{0});
        QVERIFY2(100 * sim.counts().arrived > 98 * bay().trips.size(),
                 qPrintable(QString::number(sim.counts().arrived)));
    }

    void sameBitsForAnyThreadCount() {
        std::vector<std::uint64_t> hashes;
        for (const unsigned threads : {1U, 2U, 8U}) {
            Simulation sim{bay().networks.roads, bay().trips, {.start = 7 * kHourUs, .first_routes = bay().ways}};
            Executor executor{threads};
            for (int k = 0; k < 2400; ++k) {
                sim.step(executor);
            }
            hashes.push_back(hash_of(sim));
        }
        QCOMPARE(hashes[1], hashes[0]);
        QCOMPARE(hashes[2], hashes[0]);
    }

    /// Lanes for riders are none of motor traffic: everyone else's part of the network is what it is without them.
    void motorNetworkIsUnchanged() {
        gis::City city = gis::generate_loom_bay(1);
        const RoadNetwork plain = gis::derive_roads(city);
        const RoadNetwork with = gis::derive_roads(bay().city);
        QCOMPARE(with.edges.size(), plain.edges.size());
        std::size_t motor_turns = 0;
        for (const Turn& turn : with.turns) {
            motor_turns += carries_motor(with, turn) ? 1U : 0U;
        }
        QCOMPARE(motor_turns, plain.turns.size());
        QVERIFY(with.turns.size() > plain.turns.size());
        for (std::size_t e = 0; e < plain.edges.size(); ++e) {
            QCOMPARE(with.edges[e].length_m, plain.edges[e].length_m);
            QCOMPARE(motor_lanes(with, with.edges[e]), plain.edges[e].lanes.count);
        }
        QCOMPARE(with.controllers.size(), plain.controllers.size());
        for (std::size_t c = 0; c < plain.controllers.size(); ++c) { // same stages, same greens
            const Controller& a = with.controllers[c];
            const Controller& b = plain.controllers[c];
            QCOMPARE(a.phases.size(), b.phases.size());
            for (std::size_t p = 0; p < a.phases.size(); ++p) {
                QCOMPARE(a.phases[p].green_movements, b.phases[p].green_movements);
                QCOMPARE(a.phases[p].green_s, b.phases[p].green_s);
            }
        }
        const Router a{plain};
        const Router b{with};
        for (std::uint32_t e = 0; e < plain.edges.size(); ++e) {
            QCOMPARE(b.free_times_s()[e], a.free_times_s()[e]);
            QCOMPARE(b.arcs(e).size(), a.arcs(e).size());
            for (std::size_t k = 0; k < a.arcs(e).size(); ++k) {
                QCOMPARE(b.arcs(e)[k].to, a.arcs(e)[k].to);
                QCOMPARE(b.arcs(e)[k].penalty_s, a.arcs(e)[k].penalty_s);
            }
        }
    }

    void ridersAreNeverSentWhereTheyMayNotRide() {
        const RoadNetwork& net = bay().networks.roads;
        const std::vector<bool> open = bicycle_edges(net);
        std::size_t riders = 0;
        for (std::size_t t = 0; t < bay().trips.size(); ++t) {
            if (bay().trips[t].type != kBicycle) {
                continue;
            }
            ++riders;
            QVERIFY(!bay().ways[t].empty());
            for (const std::uint32_t e : bay().ways[t]) {
                QVERIFY(open[e]);
                QVERIFY(net.edges[e].rank > static_cast<std::uint8_t>(gis::StreetClass::Motorway));
            }
        }
        QCOMPARE(riders, std::size_t{500});
    }

    void demandMeetsItsShare() {
        const DemandModel& demand = bay().networks.demand;
        const double day_cars = expected_trips(demand, 0, 24 * kHourUs);
        const double riders = expected_bicycles(demand, 0, 24 * kHourUs, day_cars, 0.11);
        // 11 % of all trips of the people who live there, however many others come by car.
        const double trips = demand.people * demand.trips_per_person;
        QVERIFY2(std::abs(riders / trips - 0.11) < 1e-6, qPrintable(QString::number(riders / trips)));
        QCOMPARE(expected_bicycles(demand, 0, 24 * kHourUs, day_cars, 0.0), 0.0);
    }
};

QTEST_GUILESS_MAIN(BicyclesTest)
#include "tst_bicycles.moc"
