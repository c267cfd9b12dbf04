// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <vector>

#include <QTest>

#include "gis/generate/landscape.h"
#include "gis/generate/loom_bay.h"
#include "sim/core/state_hash.h"

using namespace cityloom;
using namespace cityloom::gis;

namespace {

std::uint64_t hash_of(const City& city) {
    StateHash hash;
    const auto point = [&](Point2 p) {
        hash.add(p.x_m);
        hash.add(p.y_m);
    };
    std::for_each(city.points.begin(), city.points.end(), point);
    for (const StreetNode& n : city.street_nodes) {
        point(n.at);
        hash.add(n.control);
    }
    for (const std::uint32_t n : city.street_node_refs) {
        hash.add(n);
    }
    for (const Building& b : city.buildings) {
        hash.add(b.height_m);
        hash.add(b.base_m);
        hash.add(b.use);
    }
    for (const float h : city.terrain.height_m) {
        hash.add(h);
    }
    return hash.value();
}

const City& city() {
    static const City made = generate_loom_bay(7);
    return made;
}

loom::Path ring_of(const City& c, const Ring& ring) {
    return {c.points.begin() + ring.points.begin, c.points.begin() + ring.points.end()};
}

/// Inside the outer ring and in none of its holes.
bool inside(const City& c, Range rings, Point2 p) {
    bool in = false;
    for (std::uint32_t r = rings.begin; r < rings.end(); ++r) {
        if (loom::inside(ring_of(c, c.rings[r]), p)) {
            in = !in;
        }
    }
    return in;
}

bool drivable(const Street& s) {
    return s.cls <= StreetClass::Service && !s.closed_to_cars;
}

template <typename Visit> void each_piece(const City& c, const Street& s, Visit visit) {
    for (std::uint32_t k = s.nodes.begin; k + 1 < s.nodes.end(); ++k) {
        visit(c.street_node_refs[k], c.street_node_refs[k + 1]);
    }
}

} // namespace

class TestLoomBay : public QObject {
    Q_OBJECT
private slots:
    void is_a_city();
    void same_seed_same_city();
    void nothing_overlaps();
    void every_building_is_reached();
    void junctions_and_classes_vary();
    void drivable_streets_hang_together();
    void density_falls_from_the_centre();
};

void TestLoomBay::is_a_city() {
    const City& c = city();
    QVERIFY(c.synthetic);
    QVERIFY(c.buildings.size() >= 6000);
    QVERIFY(c.buildings.size() <= 15000);
    double homes_m2 = 0;
    for (const Building& b : c.buildings) {
        homes_m2 += b.use == BuildingUse::Housing ? b.footprint_m2 * static_cast<double>(b.storeys) : 0.0;
        QVERIFY(b.height_m > 2.0 && b.height_m < 200.0);
        QVERIFY(b.height_source == HeightSource::Measured);
        QVERIFY(b.footprint_m2 > 20.0);
        const loom::Path ring = ring_of(c, c.rings[b.rings.begin]);
        QVERIFY(loom::ring_area_m2(ring) > 0);
        QVERIFY(std::abs(b.base_m - c.terrain.ground_m(ring[0])) < 8.0);
    }
    QVERIFY2(homes_m2 / 40.0 > 40'000, qPrintable(QString::number(homes_m2)));
    QVERIFY(c.districts.size() >= 6);
    std::map<AssetKind, int> assets;
    for (const Asset& a : c.assets) {
        ++assets[a.kind];
    }
    QVERIFY(assets[AssetKind::Substation] >= 4);
    for (const AssetKind kind :
         {AssetKind::WaterWorks, AssetKind::WaterTower, AssetKind::Hospital, AssetKind::DataCentre, AssetKind::School,
          AssetKind::FireStation, AssetKind::CommunicationsMast}) {
        QVERIFY2(assets[kind] >= 1, qPrintable(QString::number(static_cast<int>(kind))));
    }
}

void TestLoomBay::same_seed_same_city() {
    QCOMPARE(hash_of(generate_loom_bay(7)), hash_of(city()));
    QVERIFY(hash_of(generate_loom_bay(8)) != hash_of(city()));
}

void TestLoomBay::nothing_overlaps() {
    const City& c = city();
    const loom::Landscape land;
    std::map<std::pair<int, int>, std::vector<std::size_t>> near;
    const auto cell = [](Point2 p) { return std::pair{static_cast<int>(p.x_m / 60), static_cast<int>(p.y_m / 60)}; };
    std::vector<loom::Path> outlines;
    for (std::size_t i = 0; i < c.buildings.size(); ++i) {
        outlines.push_back(ring_of(c, c.rings[c.buildings[i].rings.begin]));
        std::set<std::pair<int, int>> cells;
        for (const Point2 p : loom::densify(outlines.back(), 20)) {
            cells.insert(cell(p));
        }
        for (const auto& at : cells) {
            near[at].push_back(i);
        }
        for (const Point2 p : outlines.back()) {
            QVERIFY(!land.water(p));
        }
    }
    for (std::size_t i = 0; i < outlines.size(); ++i) { // no corner, drawn a little inwards, lies in a neighbour
        Point2 middle;
        for (const Point2 p : outlines[i]) {
            middle = middle + (1.0 / static_cast<double>(outlines[i].size())) * p;
        }
        for (const Point2 corner : outlines[i]) {
            const Point2 p = corner + (0.4 / std::max(1.0, distance_m(corner, middle))) * (middle - corner);
            for (const std::size_t j : near[cell(p)]) {
                if (j != i && c.buildings[j].rings.count == 1 && c.buildings[i].rings.count == 1) {
                    QVERIFY2(!loom::inside(outlines[j], p), qPrintable(QString("%1 in %2").arg(i).arg(j)));
                } else if (j != i && c.buildings[i].rings.count == 1) {
                    QVERIFY(!inside(c, c.buildings[j].rings, p));
                }
            }
        }
    }
    for (const Street& s : c.streets) {
        each_piece(c, s, [&](std::uint32_t a, std::uint32_t b) {
            for (const Point2 p : loom::densify({c.street_nodes[a].at, c.street_nodes[b].at}, 4)) {
                for (const std::size_t j : near[cell(p)]) {
                    QVERIFY2(!inside(c, c.buildings[j].rings, p),
                             qPrintable(QString("street %1 through building %2").arg(s.id).arg(j)));
                }
                if (!s.bridge) {
                    QVERIFY(!land.water(p));
                }
            }
        });
    }
}

void TestLoomBay::every_building_is_reached() {
    const City& c = city();
    std::map<std::pair<int, int>, std::vector<std::pair<Point2, Point2>>> ways;
    const auto cell = [](Point2 p) {
        return std::pair{static_cast<int>(std::floor(p.x_m / 80)), static_cast<int>(std::floor(p.y_m / 80))};
    };
    for (const Street& s : c.streets) {
        if (drivable(s) && s.cls != StreetClass::Motorway) {
            each_piece(c, s, [&](std::uint32_t a, std::uint32_t b) {
                for (const Point2 p : loom::densify({c.street_nodes[a].at, c.street_nodes[b].at}, 30)) {
                    ways[cell(p)].emplace_back(c.street_nodes[a].at, c.street_nodes[b].at);
                }
            });
        }
    }
    for (const Building& b : c.buildings) {
        double nearest = 1e9;
        loom::Path ring = ring_of(c, c.rings[b.rings.begin]);
        ring.push_back(ring.front());
        for (const Point2 p : loom::densify(ring, 10)) {
            const auto [x, y] = cell(p);
            for (int dx = -1; dx <= 1; ++dx) {
                for (int dy = -1; dy <= 1; ++dy) {
                    for (const auto& [u, v] : ways[{x + dx, y + dy}]) {
                        nearest = std::min(nearest, loom::distance_to_segment_m(p, u, v));
                    }
                }
            }
        }
        QVERIFY2(nearest <= 60.0, qPrintable(QString("building %1: %2 m").arg(b.id).arg(nearest)));
    }
}

void TestLoomBay::junctions_and_classes_vary() {
    const City& c = city();
    std::map<StreetClass, int> classes;
    std::vector<int> degree(c.street_nodes.size());
    int bridges_over_water = 0;
    int roundabouts = 0;
    const loom::Landscape land;
    for (const Street& s : c.streets) {
        ++classes[s.cls];
        roundabouts += s.roundabout ? 1 : 0;
        const Point2 middle = c.street_nodes[c.street_node_refs[s.nodes.begin + s.nodes.count / 2]].at;
        bridges_over_water += s.bridge && land.water(middle, 30.0) && s.nodes.count >= 3 ? 1 : 0;
        each_piece(c, s, [&](std::uint32_t a, std::uint32_t b) {
            QVERIFY(a != b);
            ++degree[a];
            ++degree[b];
        });
    }
    QVERIFY(bridges_over_water >= 4);
    QVERIFY(roundabouts >= 2);
    for (const StreetClass cls :
         {StreetClass::Motorway, StreetClass::Primary, StreetClass::Secondary, StreetClass::Tertiary,
          StreetClass::Residential, StreetClass::LivingStreet, StreetClass::Pedestrian}) {
        QVERIFY2(classes[cls] > 2, qPrintable(QString::number(static_cast<int>(cls))));
    }
    std::map<int, int> count;
    for (const int d : degree) {
        ++count[d];
    }
    QVERIFY(count[3] > 300 && count[4] > 200 && count[5] >= 1);
    QVERIFY(c.signal_nodes > 60 && c.signal_nodes < 300);
}

void TestLoomBay::drivable_streets_hang_together() {
    const City& c = city();
    const std::size_t n = c.street_nodes.size();
    std::vector<std::vector<std::uint32_t>> ahead(n);
    std::vector<std::vector<std::uint32_t>> behind(n);
    double total_m = 0;
    for (const Street& s : c.streets) {
        if (drivable(s)) {
            each_piece(c, s, [&](std::uint32_t a, std::uint32_t b) {
                total_m += distance_m(c.street_nodes[a].at, c.street_nodes[b].at);
                ahead[a].push_back(b);
                behind[b].push_back(a);
                if (s.oneway == 0) {
                    ahead[b].push_back(a);
                    behind[a].push_back(b);
                }
            });
        }
    }
    const auto reach = [n](const std::vector<std::vector<std::uint32_t>>& next, std::uint32_t from) {
        std::vector<std::uint8_t> seen(n, 0);
        std::vector<std::uint32_t> stack{from};
        seen[from] = 1;
        while (!stack.empty()) {
            const std::uint32_t at = stack.back();
            stack.pop_back();
            for (const std::uint32_t to : next[at]) {
                if (seen[to] == 0) {
                    seen[to] = 1;
                    stack.push_back(to);
                }
            }
        }
        return seen;
    };
    std::uint32_t centre = 0;
    for (std::uint32_t i = 0; i < n; ++i) {
        if (!ahead[i].empty() &&
            distance_m(c.street_nodes[i].at, {2480, 1960}) < distance_m(c.street_nodes[centre].at, {2480, 1960})) {
            centre = i;
        }
    }
    const auto forth = reach(ahead, centre);
    const auto back = reach(behind, centre);
    double joined_m = 0;
    for (const Street& s : c.streets) {
        if (drivable(s)) {
            each_piece(c, s, [&](std::uint32_t a, std::uint32_t b) {
                if (forth[a] && forth[b] && back[a] && back[b]) {
                    joined_m += distance_m(c.street_nodes[a].at, c.street_nodes[b].at);
                }
            });
        }
    }
    QVERIFY2(joined_m > 0.93 * total_m, qPrintable(QString("%1 of %2 km").arg(joined_m / 1000).arg(total_m / 1000)));
}

void TestLoomBay::density_falls_from_the_centre() {
    const City& c = city();
    std::vector<double> floor_m2(4, 0.0);
    for (const Building& b : c.buildings) {
        const double d = distance_m(c.points[c.rings[b.rings.begin].points.begin], {2480, 1960});
        const auto band = static_cast<std::size_t>(d / 800.0);
        if (band < floor_m2.size()) {
            floor_m2[band] += b.footprint_m2 * static_cast<double>(b.storeys) / (2.0 * static_cast<double>(band) + 1.0);
        }
    }
    for (std::size_t i = 0; i + 1 < floor_m2.size(); ++i) {
        QVERIFY2(floor_m2[i] > floor_m2[i + 1], qPrintable(QString::number(i)));
    }
}

QTEST_APPLESS_MAIN(TestLoomBay)
#include "tst_loom_bay.moc"
