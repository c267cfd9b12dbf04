// SPDX-License-Identifier: GPL-3.0-or-later
// People on foot at signals: as many figures as the engine counts, where they wait and walk.
#include <algorithm>
#include <cmath>
#include <set>

#include <QTest>

#include "render/agents/walker_mesh.h"
#include "sim/traffic/signals/pedestrians.h"

using namespace cityloom;
using namespace cityloom::render;

namespace {

constexpr std::size_t kVertices = 32; // of a figure near by: two legs, a body and a head

/// A street from the west ends at a signal, one lane in and one out; its crossing is 12 m as drawn, 6.4 m by its lanes.
struct Arm {
    gis::City city;
    traffic::RoadNetwork roads;

    explicit Arm(bool left_hand = false) {
        city.max_corner = {200, 200};
        city.streets = {{.id = 5, .cls = gis::StreetClass::Primary, .width_m = 12.0}};
        roads.left_hand = left_hand;
        roads.points = {{50, 100}, {100, 100}, {100, 100}, {50, 100}};
        const double side = left_hand ? -1.6 : 1.6;
        for (std::uint32_t e = 0; e < 2; ++e) {
            traffic::Edge edge;
            edge.street_id = 5;
            edge.shape = {2 * e, 2};
            edge.lanes = {e, 1};
            roads.edges.push_back(edge);
            roads.lanes.push_back({.edge = e, .offset_m = side, .width_m = 3.2});
        }
        traffic::Controller controller;
        controller.crossings = {{.id = 9, .in_edge = 0, .out_edge = 1, .length_m = 6.4, .phase = 0}};
        roads.controllers = {controller};
    }
};

engine::Frame frame_with(engine::CrossingView crossing, TimeUs time = 100 * kSecondUs) {
    engine::Frame frame;
    frame.time = time;
    frame.crossings = {crossing};
    frame.crossing_age_s = 0.5F;
    return frame;
}

/// The middle of each figure's head, whose block is the last of the four.
std::vector<Point2> heads(const Mesh& mesh) {
    std::vector<Point2> at;
    for (std::size_t f = 0; f + kVertices <= mesh.position.size(); f += kVertices) {
        Point2 middle;
        for (std::size_t v = f + 24; v < f + 32; ++v) {
            middle = middle +
                     0.125 * Point2{static_cast<double>(mesh.position[v][0]), static_cast<double>(mesh.position[v][1])};
        }
        at.push_back(middle);
    }
    return at;
}

} // namespace

class TestWalkers : public QObject {
    Q_OBJECT
private slots:
    void kerbs_are_where_the_street_ends() {
        for (const bool left_hand : {false, true}) {
            const Arm arm{left_hand};
            const HeightField flat{arm.city};
            const auto lines = walk_lines(arm.city, arm.roads, flat);
            QCOMPARE(lines.size(), std::size_t{1});
            QCOMPARE(lines[0].width_m, 12.0);
            // Lanes lead away on the northern side with right-hand traffic, on the southern with left-hand.
            QVERIFY(std::abs(lines[0].kerb[0].y_m - (left_hand ? 94.0 : 106.0)) < 1e-9);
            QVERIFY(std::abs(lines[0].kerb[1].y_m - (left_hand ? 106.0 : 94.0)) < 1e-9);
            QVERIFY(lines[0].kerb[0].x_m > 100.0 && lines[0].kerb[0].x_m < 103.0); // before who halts at the line
        }
    }

    void as_many_wait_as_are_counted() {
        const Arm arm;
        const HeightField flat{arm.city};
        const auto lines = walk_lines(arm.city, arm.roads, flat);
        const ViewVolume view{.eye = {100, 60, 20}, .planes = {}};
        Mesh mesh;
        mesh_walkers(frame_with({.waiting = {3, 1}}), lines, flat, view, mesh);
        const auto at = heads(mesh);
        QCOMPARE(at.size(), std::size_t{4});
        QCOMPARE(std::ranges::count_if(at, [](Point2 p) { return p.y_m > 106.0; }), std::ptrdiff_t{3});
        QCOMPARE(std::ranges::count_if(at, [](Point2 p) { return p.y_m < 94.0; }), std::ptrdiff_t{1});
        for (std::size_t i = 0; i < at.size(); ++i) { // nobody inside another
            for (std::size_t k = 0; k < i; ++k) {
                QVERIFY(distance_m(at[i], at[k]) > 0.4);
            }
        }
        mesh_walkers(frame_with({.waiting = {300, 0}}), lines, flat, view, mesh);
        QCOMPARE(heads(mesh).size(), std::size_t{kMostAtKerb});
        const ViewVolume far{.eye = {100, 100, kWalkersWithinM + 20}, .planes = {}};
        mesh_walkers(frame_with({.waiting = {3, 1}}), lines, flat, far, mesh);
        QVERIFY(mesh.empty());
        engine::Frame other; // of networks with other crossings
        other.crossings = {{.waiting = {1, 1}}, {.waiting = {1, 1}}};
        mesh_walkers(other, lines, flat, view, mesh);
        QVERIFY(mesh.empty());
    }

    /// Who was given the way stands for 3.2 s, crosses at 1.2 m/s on the crossing's own length, and is gone.
    void they_walk_across() {
        const Arm arm;
        const HeightField flat{arm.city};
        const auto lines = walk_lines(arm.city, arm.roads, flat);
        const ViewVolume view{.eye = {100, 60, 20}, .planes = {}};
        Mesh mesh;
        double aside = 0.0;
        for (int slot = 0; slot < 30; ++slot) {
            const double walked = traffic::kWalkMps * (0.5 * slot + 0.5 - 3.2) * 12.0 / 6.4; // drawn wider than it is
            mesh_walkers(frame_with({.started = {1ULL << slot, 0}}, 100 * kSecondUs + slot * kSecondUs / 2), lines,
                         flat, view, mesh);
            const auto at = heads(mesh);
            QCOMPARE(at.size(), walked < 12.0 ? std::size_t{1} : std::size_t{0});
            if (at.empty()) {
                continue;
            }
            if (walked > 0.0) {
                QVERIFY2(std::abs(106.0 - walked - at[0].y_m) < 0.05, qPrintable(QString::number(at[0].y_m)));
            } else {
                QVERIFY(at[0].y_m > 106.0);
            }
            QVERIFY(slot == 0 || std::abs(at[0].x_m - aside) < 0.01); // keeps to its line
            aside = at[0].x_m;
        }
    }

    void stripes_lie_on_the_street() {
        const Arm arm;
        const HeightField flat{arm.city};
        const auto tiles = mesh_zebras(walk_lines(arm.city, arm.roads, flat), arm.roads, flat, 256.0);
        QCOMPARE(tiles.size(), std::size_t{1});
        QVERIFY(tiles[0].position.size() >= 4 * 8);
        for (const auto& p : tiles[0].position) {
            QVERIFY(p[1] > 93.9F && p[1] < 106.1F && p[0] > 99.0F && p[0] < 104.0F);
        }
    }
};

QTEST_APPLESS_MAIN(TestWalkers)
#include "tst_walkers.moc"
