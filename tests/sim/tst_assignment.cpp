// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "sim/traffic/assignment/assignment.h"

using namespace cityloom;
using namespace cityloom::traffic::assignment;

namespace {

constexpr std::uint32_t kSide = 5;

/// A grid of two-way streets with all kinds of volume-delay functions, and trips between all its nodes.
Network grid() {
    Network net{.zones = kSide * kSide, .nodes = kSide * kSide};
    constexpr double kPowers[] = {4.0, 1.0, 2.5, 0.0, 8.3, 0.7};
    const auto street = [&](std::uint32_t a, std::uint32_t b) {
        const std::uint32_t k = static_cast<std::uint32_t>(net.links.size());
        Link link{.from = a,
                  .to = b,
                  .capacity = 400.0 + 37.0 * (k % 11),
                  .length = 1.0 + 0.1 * (k % 7),
                  .free_flow_time = 1.0 + 0.13 * (k % 5),
                  .power = kPowers[k % 6],
                  .toll = k % 9 == 0 ? 1.0 : 0.0};
        net.links.push_back(link);
        std::swap(link.from, link.to);
        net.links.push_back(link);
    };
    for (std::uint32_t y = 0; y < kSide; ++y) {
        for (std::uint32_t x = 0; x < kSide; ++x) {
            if (x + 1 < kSide) {
                street(y * kSide + x, y * kSide + x + 1);
            }
            if (y + 1 < kSide) {
                street(y * kSide + x, (y + 1) * kSide + x);
            }
        }
    }
    return net;
}

UserClass everyone(double vehicles) {
    UserClass users{.name = "all"};
    for (std::uint32_t i = 0; i < kSide * kSide; ++i) {
        for (std::uint32_t j = 0; j < kSide * kSide; ++j) {
            users.trips.push_back({i, j, vehicles * (1 + (i * 7 + j * 3) % 5)});
        }
    }
    return users;
}

Result<Assignment> assign_one(const Network& net, const UserClass& users, double gap = 1e-12) {
    return assign(net, {&users, 1}, {.relative_gap = gap});
}

} // namespace

class TestAssignment : public QObject {
    Q_OBJECT
private slots:
    /// Two parallel links, 10 + v and 20 + v, and 30 vehicles: 20 and 10 of them, at 30 each.
    void twoLinksByHand() {
        Network net{.zones = 2, .nodes = 2};
        net.links.push_back({.from = 0, .to = 1, .capacity = 10, .free_flow_time = 10, .b = 1, .power = 1});
        net.links.push_back({.from = 0, .to = 1, .capacity = 20, .free_flow_time = 20, .b = 1, .power = 1});
        const auto result = assign_one(net, {.name = "all", .trips = {{0, 1, 30.0}, {0, 0, 5.0}}});
        QVERIFY(result && result->converged);
        QVERIFY(std::abs(result->flow[0] - 20.0) < 1e-9);
        QVERIFY(std::abs(result->flow[1] - 10.0) < 1e-9);
        QVERIFY(std::abs(result->total_travel_cost - 900.0) < 1e-9);
        QVERIFY(std::abs(result->objective - (10 * 20 + 200 + 20 * 10 + 50)) < 1e-9);
    }

    void tollsAndLengthArePriced() {
        Network net{.zones = 2, .nodes = 2};
        net.links.push_back(
            {.from = 0, .to = 1, .capacity = 10, .length = 2, .free_flow_time = 10, .b = 1, .power = 1});
        net.links.push_back({.from = 0, .to = 1, .free_flow_time = 5, .b = 0, .toll = 20});
        const auto result = assign_one(net, {.toll_weight = 0.5, .distance_weight = 1.0, .trips = {{0, 1, 30.0}}});
        QVERIFY(std::abs(result->flow[0] - 3.0) < 1e-9); // 10 + 3 + 2 = 5 + 10
        QVERIFY(std::abs(result->total_travel_cost - 450.0) < 1e-9);
        QVERIFY(std::abs(result->total_travel_time - (39.0 + 135.0)) < 1e-9);
        QVERIFY(std::abs(result->objective - (30 + 4.5 + 6 + 27 * 15)) < 1e-9);
    }

    void everyKindOfLinkConverges() {
        const Network net = grid();
        for (const double vehicles : {0.01, 1.0, 10.0}) { // from empty to far over capacity
            const auto result = assign_one(net, everyone(vehicles));
            QVERIFY(result);
            QVERIFY2(result->converged, qPrintable(QString::number(result->relative_gap)));
            QVERIFY(std::ranges::all_of(result->flow, [](double flow) { return flow >= 0.0; }));
        }
    }

    void flowIsConserved() {
        const Network net = grid();
        const UserClass users = everyone(3.0);
        const auto result = assign_one(net, users);
        std::vector<double> balance(net.nodes, 0.0);
        for (const Trips& trips : users.trips) {
            balance[trips.origin] += trips.vehicles;
            balance[trips.destination] -= trips.vehicles;
        }
        for (std::size_t i = 0; i < net.links.size(); ++i) {
            balance[net.links[i].from] -= result->flow[i];
            balance[net.links[i].to] += result->flow[i];
        }
        for (const double rest : balance) {
            QVERIFY(std::abs(rest) < 1e-8);
        }
    }

    void nobodyDrivesThroughACentroid() {
        Network net{.zones = 3, .nodes = 4, .first_thru_node = 3};
        for (const auto& [from, to, time] : {std::tuple{0U, 1U, 1.0}, {1U, 2U, 1.0}, {0U, 3U, 5.0}, {3U, 2U, 5.0}}) {
            net.links.push_back({.from = from, .to = to, .free_flow_time = time, .b = 0});
        }
        const auto result = assign_one(net, {.trips = {{0, 2, 10.0}, {0, 1, 1.0}, {1, 2, 1.0}}});
        QCOMPARE(result->flow, (std::vector<double>{1.0, 1.0, 10.0, 10.0}));
    }

    void equalClassesAreOneClass() {
        const Network net = grid();
        UserClass whole = everyone(4.0);
        whole.toll_weight = 0.3;
        UserClass half = everyone(2.0);
        half.toll_weight = 0.3;
        const std::vector<UserClass> two{half, half};
        const auto one = assign_one(net, whole);
        const auto both = assign(net, two, {.relative_gap = 1e-12});
        QVERIFY(one && both && both->converged);
        QVERIFY(std::abs(both->objective / one->objective - 1.0) < 1e-10);
        QVERIFY(std::abs(both->total_travel_cost / one->total_travel_cost - 1.0) < 1e-10);
        for (std::size_t i = 0; i < net.links.size(); ++i) {
            QVERIFY(std::abs(both->class_flow[0][i] + both->class_flow[1][i] - both->flow[i]) < 1e-6);
            if (net.links[i].power > 0.0) { // elsewhere flows are not unique
                QVERIFY(std::abs(both->flow[i] - one->flow[i]) < 1e-3 * one->flow[i] + 1e-2);
            }
        }
    }

    /// A lorry takes the room of two cars; those who value time most pay the toll.
    void classesDifferInRoomAndPurse() {
        Network net{.zones = 2, .nodes = 2};
        net.links.push_back({.from = 0, .to = 1, .capacity = 100, .free_flow_time = 10, .b = 1, .power = 1, .toll = 1});
        net.links.push_back({.from = 0, .to = 1, .capacity = 100, .free_flow_time = 20, .b = 1, .power = 1});
        const std::vector<UserClass> classes{
            {.name = "car", .toll_weight = 50.0, .trips = {{0, 1, 30.0}}},
            {.name = "lorry", .toll_weight = 1.0, .pcu = 2.0, .trips = {{0, 1, 40.0}}},
        };
        const auto result = assign(net, classes, {.relative_gap = 1e-12});
        QVERIFY(result && result->converged);
        QVERIFY(std::abs(result->class_flow[0][1] - 30.0) < 1e-9); // cars go round: 50 is too much
        QVERIFY(std::abs(result->class_flow[1][0] - 40.0) < 1e-9);
        QVERIFY(std::abs(result->flow[0] - 80.0) < 1e-9);
        QVERIFY(std::abs(result->class_cost[1][0] - (18.0 + 1.0)) < 1e-9);
        QVERIFY(std::abs(result->total_travel_cost - (40 * 19.0 + 30 * 26.0)) < 1e-8);
    }

    void sameBitsForAnyNumberOfThreads() {
        const Network net = grid();
        const std::vector<UserClass> classes{everyone(2.0), everyone(1.0)};
        const auto one = assign(net, classes, {.relative_gap = 1e-8});
        for (const unsigned threads : {2U, 3U}) {
            const auto other = assign(net, classes, {.relative_gap = 1e-8, .threads = threads});
            QVERIFY(other->flow == one->flow);
            QCOMPARE(other->relative_gap, one->relative_gap);
        }
    }

    void progressFallsAndStopStops() {
        const Network net = grid();
        const UserClass users = everyone(3.0);
        std::vector<double> gaps;
        std::stop_source stop;
        const auto result = assign(
            net, {&users, 1}, {.relative_gap = 1e-15},
            [&](int iteration, double gap) {
                gaps.push_back(gap);
                if (iteration == 3) {
                    stop.request_stop();
                }
            },
            stop.get_token());
        QVERIFY(!result);
        QVERIFY(result.error().code == ErrorCode::Cancelled);
        QCOMPARE(gaps.size(), std::size_t{4});
        QVERIFY(gaps.back() < 0.1 * gaps.front());
        const auto cut = assign(net, {&users, 1}, {.relative_gap = 1e-15, .max_iterations = 2});
        QVERIFY(cut && !cut->converged);
        QCOMPARE(cut->iterations, 2);
    }

    void noTripsIsNoError() {
        const auto result = assign_one(grid(), {.name = "none"});
        QVERIFY(result && result->converged);
        QCOMPARE(result->total_travel_cost, 0.0);
    }

    void errorsNameTheThing() {
        const auto complaint = [](const Network& net, const UserClass& users) {
            const auto result = assign_one(net, users);
            return result ? QString{} : QString::fromStdString(result.error().message);
        };
        Network net{.zones = 2, .nodes = 3};
        net.links.push_back({.from = 0, .to = 2, .free_flow_time = 1});
        QVERIFY(complaint(net, {.trips = {{0, 1, 1.0}}}).contains("from zone 1 to zone 2"));
        QVERIFY(complaint(net, {.trips = {{0, 7, 1.0}}}).contains("zone does not exist"));
        QVERIFY(complaint(net, {.name = "van", .pcu = 0.0}).contains("\"van\""));
        net.links.push_back({.from = 0, .to = 3, .free_flow_time = 1});
        QVERIFY(complaint(net, {}).contains("Link 2 ends at a node"));
        net.links[1] = {.from = 0, .to = 1, .capacity = 0.0, .free_flow_time = 1};
        QVERIFY(complaint(net, {}).contains("Link 2 has no capacity"));
        net.links[1].capacity = -1.0;
        QVERIFY(complaint(net, {}).contains("Link 2 has a negative"));
    }
};

QTEST_GUILESS_MAIN(TestAssignment)
#include "tst_assignment.moc"
