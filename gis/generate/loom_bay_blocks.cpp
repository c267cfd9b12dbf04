// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/generate/loom_bay_blocks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace cityloom::gis::loom {

namespace {

struct Block {
    Path ring;
    std::vector<double> half_m; ///< of the street along each edge
    Point2 middle;
    double area_m2 = 0;
    Fabric fabric = Fabric::Grid;
    bool taken = false;
};

Point2 centroid(const Path& ring) {
    Point2 sum;
    double area = 0;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        const double k = cross(ring[j] - ring[0], ring[i] - ring[0]);
        sum = sum + (k / 3.0) * ((ring[j] - ring[0]) + (ring[i] - ring[0]));
        area += k;
    }
    return std::abs(area) < 1e-9 ? ring[0] : ring[0] + (1.0 / area) * sum;
}

std::vector<Block> find_blocks(const StreetPlan& plan, const std::vector<Quarter>& quarters) {
    std::vector<Block> blocks;
    const auto at = plan.around();
    for (const auto& face : plan.faces()) {
        Block block;
        const std::size_t n = face.size();
        for (std::size_t i = 0; i < n; ++i) {
            const Point2 p = plan.nodes()[face[i]];
            const Point2 before = block.ring.empty() ? plan.nodes()[face[(i + n - 1) % n]] : block.ring.back();
            const Point2 after = plan.nodes()[face[(i + 1) % n]];
            double half = 6.0;
            for (const std::uint32_t e : at[face[i]]) {
                const StreetPlan::Edge& edge = plan.edges()[e];
                if (edge.a == face[(i + 1) % n] || edge.b == face[(i + 1) % n]) {
                    half = corridor_half_m(plan.kinds()[edge.kind]);
                }
            }
            const Point2 u = p - before;
            const Point2 v = after - p;
            const bool straight = std::abs(cross(u, v)) < 0.035 * norm(u) * norm(v) && dot(u, v) > 0;
            if (straight && !block.ring.empty()) {
                block.half_m.back() = std::max(block.half_m.back(), half);
                continue;
            }
            block.ring.push_back(p);
            block.half_m.push_back(half);
        }
        if (block.ring.size() < 3) {
            continue;
        }
        block.area_m2 = ring_area_m2(block.ring);
        block.middle = centroid(block.ring);
        if (block.area_m2 > 400'000.0) {
            continue; // open country
        }
        for (const Quarter& quarter : quarters) {
            if (inside(quarter.ring, block.middle)) {
                block.fabric = quarter.fabric;
            }
        }
        blocks.push_back(std::move(block));
    }
    return blocks;
}

/// Puts the houses of one fabric onto a block.
class Builder {
public:
    Builder(Plots& plots, std::vector<House>& houses, Luck luck) : plots_{plots}, houses_{houses}, luck_{luck} {}

    /// Houses wall to wall around a courtyard.
    bool perimeter(const Block& block, double depth_m, double front_m, double storeys, bool whole, double setback_m) {
        std::vector<double> outer = block.half_m;
        for (double& d : outer) {
            d += setback_m + 0.3;
        }
        const Path front = inset(block.ring, outer);
        if (front.empty()) {
            return false;
        }
        const std::vector<double> depth(front.size(), depth_m);
        const Path back = inset(front, depth);
        if (back.empty() || ring_area_m2(back) < 120.0) {
            return false;
        }
        const std::size_t n = front.size();
        if (whole) {
            std::vector<Quad> parts;
            for (std::size_t i = 0; i < n; ++i) {
                parts.push_back({front[i], front[(i + 1) % n], back[(i + 1) % n], back[i]});
            }
            if (plots_.take(parts)) {
                Path hole = back;
                std::reverse(hole.begin(), hole.end());
                houses_.push_back({front, hole, std::round(storeys), 3.3, mixed_use(storeys), {}});
                return true;
            }
        }
        for (std::size_t i = 0; i < n; ++i) {
            const std::size_t j = (i + 1) % n;
            const int pieces = std::max(1, static_cast<int>(std::lround(distance_m(front[i], front[j]) / front_m)));
            for (int k = 0; k < pieces; ++k) {
                const double t = static_cast<double>(k) / pieces;
                const double u = static_cast<double>(k + 1) / pieces;
                const Quad quad{front[i] + t * (front[j] - front[i]), front[i] + u * (front[j] - front[i]),
                                back[i] + u * (back[j] - back[i]), back[i] + t * (back[j] - back[i])};
                const double high = std::max(2.0, std::round(storeys + luck_.between(-1.2, 1.2)));
                put(quad, high, 3.3, mixed_use(high));
            }
        }
        return true;
    }

    /// Single houses or terraces along each side of the block.
    void along(const Block& block, double width_m, double depth_m, double gap_m, int terrace, double setback_m,
               double storeys, BuildingUse use, double storey_m = 3.0) {
        const std::size_t n = block.ring.size();
        for (std::size_t i = 0; i < n; ++i) {
            const Point2 a = block.ring[i];
            const Point2 b = block.ring[(i + 1) % n];
            const double length = distance_m(a, b);
            const Point2 u = (1.0 / length) * (b - a);
            const Point2 inward{-u.y_m, u.x_m};
            double s = block.half_m[(i + n - 1) % n] + 3.0;
            const double empty = std::clamp((distance_m(block.middle, kCentre) - 1500.0) / 6000.0, 0.0, 0.4);
            int in_row = 0;
            const double row_high = std::max(1.0, std::round(storeys + luck_.between(-0.7, 0.7)));
            while (s + width_m * 0.8 < length - 3.0) {
                const double w = terrace > 1 ? width_m : width_m * luck_.between(0.8, 1.2);
                const double d = terrace > 1 ? depth_m : depth_m * luck_.between(0.85, 1.15);
                const double back = block.half_m[i] + setback_m + 0.5 + (terrace > 1 ? 0.0 : luck_.between(0.0, 2.0));
                const Point2 middle = a + (s + 0.5 * w) * u + (back + 0.5 * d) * inward;
                const double high =
                    terrace > 1 ? row_high : std::max(1.0, std::round(storeys + luck_.between(-0.8, 0.8)));
                if (luck_() >= empty) {
                    put(rectangle(middle, u, w, d), high, storey_m, use);
                }
                s += w + 0.02;
                if (++in_row >= terrace) {
                    in_row = 0;
                    s += gap_m * luck_.between(0.8, 1.3);
                }
            }
        }
    }

    /// Long houses in parallel, looking south, with green between them.
    void slabs(const Block& block, double length_m, double depth_m, double spacing_m, double storeys) {
        const auto longest = [&] {
            std::size_t best = 0;
            for (std::size_t i = 0; i < block.ring.size(); ++i) {
                const auto span = [&](std::size_t k) {
                    return std::abs((block.ring[(k + 1) % block.ring.size()] - block.ring[k]).x_m);
                };
                best = span(i) > span(best) ? i : best;
            }
            return best;
        }();
        Point2 u = block.ring[(longest + 1) % block.ring.size()] - block.ring[longest];
        u = (1.0 / norm(u)) * u;
        const Point2 v{-u.y_m, u.x_m};
        for (double row = -300; row <= 300; row += spacing_m) {
            const double high = std::round(storeys * luck_.between(0.8, 1.2));
            for (double s = -300; s <= 300; s += length_m + 13.0) {
                for (const double share : {1.0, 0.6}) {
                    const Quad quad = rectangle(block.middle + s * u + row * v, u, length_m * share, depth_m);
                    if (std::all_of(quad.begin(), quad.end(), [&](Point2 p) { return inside(block.ring, p); }) &&
                        put(quad, high, 3.0, BuildingUse::Housing)) {
                        break;
                    }
                }
            }
        }
    }

    /// Towers on a loose grid of lots.
    void towers(const Block& block, double side_m, double spacing_m, double low, double high, BuildingUse use) {
        Point2 u = block.ring[1] - block.ring[0];
        u = (1.0 / norm(u)) * u;
        const Point2 v{-u.y_m, u.x_m};
        for (double row = -200; row <= 200; row += spacing_m) {
            for (double s = -200; s <= 200; s += spacing_m) {
                const double a = side_m * luck_.between(0.85, 1.15);
                const double b = side_m * luck_.between(0.85, 1.25);
                const Quad quad =
                    rectangle(block.middle + (s + 0.25 * spacing_m) * u + (row + 0.25 * spacing_m) * v, u, a, b);
                const double storeys = std::round(low + (high - low) * std::pow(luck_(), 1.7));
                if (std::all_of(quad.begin(), quad.end(), [&](Point2 p) { return inside(block.ring, p); })) {
                    put(quad, storeys, use == BuildingUse::Housing ? 3.1 : 3.8, use);
                }
            }
        }
    }

    bool put(const Quad& quad, double storeys, double storey_m, BuildingUse use, const std::string& name = {}) {
        if (!plots_.take(std::span{&quad, 1})) {
            return false;
        }
        houses_.push_back({{quad.begin(), quad.end()}, {}, storeys, storey_m, use, name});
        return true;
    }

    Luck& luck() { return luck_; }

private:
    BuildingUse mixed_use(double storeys) {
        const double x = luck_();
        if (storeys > 6.5) {
            return x < 0.42   ? BuildingUse::Office
                   : x < 0.55 ? BuildingUse::Retail
                   : x < 0.62 ? BuildingUse::Hotel
                              : BuildingUse::Housing;
        }
        return x < 0.12   ? BuildingUse::Retail
               : x < 0.2  ? BuildingUse::Office
               : x < 0.22 ? BuildingUse::Public
                          : BuildingUse::Housing;
    }

    Plots& plots_;
    std::vector<House>& houses_;
    Luck luck_;
};

std::vector<Institution> wishes() {
    using enum AssetKind;
    return {
        {"Bay General Hospital 澜亭医院", Hospital, AreaKind::Hospital, BuildingUse::Hospital, {1750, 1800}, 9, 0, {}},
        {"Reed Fields Hospital 苇塘医院", Hospital, AreaKind::Hospital, BuildingUse::Hospital, {5050, 2400}, 6, 0, {}},
        {"River Waterworks 河源水厂", WaterWorks, AreaKind::Industrial, BuildingUse::Utility, {2720, 4330}, 2, 0, {}},
        {"Ridge Tank 岭上水塔", WaterTower, AreaKind::Industrial, BuildingUse::Utility, {1150, 3700}, 4, 0, {}},
        {"Tea Hill Tank 茶山水塔", WaterTower, AreaKind::Industrial, BuildingUse::Utility, {950, 1850}, 4, 0, {}},
        {"Reed Tower 苇塘水塔", WaterTower, AreaKind::Industrial, BuildingUse::Utility, {5650, 4200}, 5, 0, {}},
        {"Substation S1 北站", Substation, AreaKind::Industrial, BuildingUse::Utility, {3300, 4500}, 1, 110'000, {}},
        {"Substation S2 中心站", Substation, AreaKind::Industrial, BuildingUse::Utility, {2750, 2250}, 2, 110'000, {}},
        {"Substation S3 港站", Substation, AreaKind::Industrial, BuildingUse::Utility, {4950, 1150}, 1, 110'000, {}},
        {"Substation S4 茶山站", Substation, AreaKind::Industrial, BuildingUse::Utility, {1000, 2450}, 1, 110'000, {}},
        {"Substation S5 苇塘站", Substation, AreaKind::Industrial, BuildingUse::Utility, {5200, 3750}, 1, 110'000, {}},
        {"Reed Data Centre 苇塘数据中心",
         DataCentre,
         AreaKind::Commercial,
         BuildingUse::Utility,
         {5700, 2800},
         3,
         0,
         {}},
        {"Central Fire Station 中央消防站", FireStation, AreaKind::Other, BuildingUse::Public, {2200, 2450}, 3, 0, {}},
        {"Harbour Fire Station 港区消防站", FireStation, AreaKind::Other, BuildingUse::Public, {4450, 1500}, 3, 0, {}},
        {"Ridge Fire Station 岭下消防站", FireStation, AreaKind::Other, BuildingUse::Public, {1900, 3500}, 2, 0, {}},
        {"Police Headquarters 警察局", PoliceStation, AreaKind::Other, BuildingUse::Public, {2700, 1850}, 5, 0, {}},
        {"Weavers' School 织坊学校", School, AreaKind::School, BuildingUse::School, {2000, 2750}, 4, 0, {}},
        {"East Bank School 东岸学校", School, AreaKind::School, BuildingUse::School, {4150, 2200}, 4, 0, {}},
        {"Old Town School 老城小学", School, AreaKind::School, BuildingUse::School, {1950, 1250}, 3, 0, {}},
        {"Tea Hill School 茶山学校", School, AreaKind::School, BuildingUse::School, {1150, 2100}, 3, 0, {}},
        {"Meadow School 北圃学校", School, AreaKind::School, BuildingUse::School, {3900, 3700}, 3, 0, {}},
        {"Ridge School 北岭学校", School, AreaKind::School, BuildingUse::School, {2250, 3550}, 3, 0, {}},
        {"Reed Fields School 苇塘学校", School, AreaKind::School, BuildingUse::School, {5100, 3250}, 4, 0, {}},
        {"Harbour Power Plant 港区电厂",
         PowerPlant,
         AreaKind::Industrial,
         BuildingUse::Utility,
         {5650, 950},
         6,
         0,
         {},
         60e6},
        {"Bay Sewage Works 污水厂", Sewage, AreaKind::Industrial, BuildingUse::Utility, {5800, 1350}, 1, 0, {}},
    };
}

void settle_institutions(std::vector<Block>& blocks, Builder& builder, Blocks& out) {
    for (Institution wish : wishes()) {
        Block* best = nullptr;
        double best_cost = 1e12;
        for (Block& block : blocks) {
            const double cost = distance_m(block.middle, wish.wish) + 30.0 * std::abs(std::log(block.area_m2 / 9000.0));
            if (!block.taken && block.area_m2 > 4500 && inside(block.ring, block.middle) && cost < best_cost) {
                best_cost = cost;
                best = &block;
            }
        }
        if (best == nullptr) {
            continue;
        }
        const bool small = wish.asset == AssetKind::Substation || wish.asset == AssetKind::WaterTower ||
                           wish.asset == AssetKind::FireStation;
        const std::size_t before = out.houses.size();
        Point2 u = best->ring[1] - best->ring[0];
        u = (1.0 / norm(u)) * u;
        const Point2 v{-u.y_m, u.x_m};
        if (small) { // shares its block: one house in the middle of its longest side
            std::size_t side = 0;
            for (std::size_t i = 0; i < best->ring.size(); ++i) {
                const auto length = [&](std::size_t k) {
                    return distance_m(best->ring[k], best->ring[(k + 1) % best->ring.size()]);
                };
                side = length(i) > length(side) ? i : side;
            }
            const Point2 a = best->ring[side];
            const Point2 b = best->ring[(side + 1) % best->ring.size()];
            const Point2 w = (1.0 / distance_m(a, b)) * (b - a);
            for (const double t : {0.5, 0.35, 0.65}) {
                const Point2 c = a + t * (b - a) + (best->half_m[side] + 14.0) * Point2{-w.y_m, w.x_m};
                if (builder.put(rectangle(c, w, wish.asset == AssetKind::WaterTower ? 13 : 26,
                                          wish.asset == AssetKind::WaterTower ? 13 : 18),
                                wish.storeys, 4.2, wish.use, wish.name)) {
                    break;
                }
            }
        } else {
            best->taken = true;
            for (const auto& [x, y, length, depth] :
                 {std::array{0.0, 0.0, 58.0, 20.0}, std::array{0.0, 34.0, 44.0, 16.0},
                  std::array{0.0, -34.0, 44.0, 16.0}, std::array{0.0, 0.0, 36.0, 18.0},
                  std::array{46.0, 0.0, 16.0, 46.0}}) {
                builder.put(rectangle(best->middle + x * u + y * v, u, length, depth),
                            std::max(1.0, wish.storeys - (y != 0 ? 2 : 0)), 3.8, wish.use,
                            out.houses.size() == before ? wish.name : std::string{});
            }
            out.campuses.push_back({wish.name, wish.area, inset(best->ring, best->half_m)});
        }
        if (out.houses.size() == before) {
            continue;
        }
        wish.at = centroid(out.houses[before].outline);
        out.institutions.push_back(wish);
    }
}

void build_block(const Block& block, Builder& builder, Blocks& out) {
    const double from_centre = distance_m(block.middle, kCentre);
    const double density = std::exp(-from_centre / 1250.0);
    Luck& luck = builder.luck();
    const double lot = luck();
    const auto leave_open = [&](AreaKind kind) {
        const Path ring = inset(block.ring, block.half_m);
        if (!ring.empty() && block.area_m2 < 30'000) {
            out.greens.push_back({"", kind, ring});
            return true;
        }
        return false;
    };
    switch (block.fabric) {
    case Fabric::OldTown:
        if (lot < 0.05 && leave_open(AreaKind::Square)) {
            return;
        }
        if (!builder.perimeter(block, luck.between(9.5, 11.5), luck.between(13, 19), 3.4 + 1.6 * density, lot > 0.93,
                               0.0)) {
            builder.along(block, 11, 10, 0.0, 8, 0.0, 3.4, BuildingUse::Housing, 3.2);
        }
        break;
    case Fabric::Centre:
        if (lot < 0.06 && leave_open(AreaKind::Square)) {
            return;
        }
        if (from_centre < 620 && lot < 0.74) {
            builder.towers(block, 29, 46, 11, from_centre < 420 ? 42 : 26, BuildingUse::Office);
            builder.along(block, 22, 15, 9, 2, 1.0, 5, BuildingUse::Retail, 3.9);
        } else if (!builder.perimeter(block, 14, luck.between(19, 26), 5.0 + 4.5 * density, lot > 0.8, 0.0)) {
            builder.along(block, 22, 14, 0.0, 6, 0.0, 6, BuildingUse::Office, 3.5);
        }
        break;
    case Fabric::Grid:
        if (lot < 0.05 && leave_open(AreaKind::Park)) {
            return;
        }
        if (!builder.perimeter(block, 12.5, luck.between(18, 27), 3.6 + 3.2 * density, lot > 0.78, 0.6)) {
            builder.along(block, 16, 12, 0.0, 6, 0.6, 4, BuildingUse::Housing, 3.1);
        }
        break;
    case Fabric::EastBank:
        if (lot < 0.05 && leave_open(AreaKind::Park)) {
            return;
        }
        if (from_centre < 1250 && lot < 0.55) {
            builder.perimeter(block, 13, 18, 4.5 + 3 * density, lot > 0.45, 0.6);
        } else if (lot < 0.35) {
            builder.slabs(block, 46, 12.5, 31, 8);
        } else {
            builder.along(block, 25, 11, 7, 1, 2.5, 3, BuildingUse::Housing);
        }
        break;
    case Fabric::Harbour:
        if (block.middle.x_m < 4000) {
            builder.perimeter(block, 14, 24, 5, lot > 0.6, 0.6);
        } else {
            builder.along(block, luck.between(46, 70), luck.between(26, 38), 14, 1, 7, 1, BuildingUse::Industry, 9.5);
            builder.along(block, 24, 15, 10, 1, 5, 2, BuildingUse::Industry, 4.0);
        }
        break;
    case Fabric::Garden:
        if (lot < 0.04 && leave_open(AreaKind::Grass)) {
            return;
        }
        if (lot < 0.45 + 0.4 * density) {
            builder.along(block, 21, 10.5, 8, 1, 4, 2.4, BuildingUse::Housing);
        } else {
            builder.along(block, 13, 11, 12, 1, 5, 2, BuildingUse::Housing);
        }
        break;
    case Fabric::Hills:
        if (block.middle.y_m < 3550 && block.middle.x_m > 1350 && lot < 0.6) {
            builder.along(block, 21, 10.5, 8, 1, 3, 2.6, BuildingUse::Housing);
        } else {
            builder.along(block, 14, 11, 19, 1, 7, 1.8, BuildingUse::Housing);
        }
        break;
    case Fabric::Estate:
        if (lot < 0.05 && leave_open(AreaKind::Park)) {
            return;
        }
        if (block.middle.y_m < 2100 && lot < 0.7) {
            builder.along(block, luck.between(40, 60), luck.between(22, 30), 12, 1, 6, 2, BuildingUse::Industry, 5.5);
        } else if (lot < 0.2) {
            builder.towers(block, 24, 52, 14, 26, BuildingUse::Housing);
        } else if (lot < 0.32) {
            builder.along(block, 40, 18, 12, 1, 5, 5, BuildingUse::Office, 3.7);
        } else {
            builder.slabs(block, luck.between(42, 58), 12.5, luck.between(29, 34), luck.between(5, 10));
            builder.along(block, 26, 12, 16, 1, 3, 3, BuildingUse::Retail, 3.6);
        }
        break;
    case Fabric::Meadow:
        if (lot < 0.06 && leave_open(AreaKind::Park)) {
            return;
        }
        if (lot < 0.7) {
            builder.along(block, 23, 10.5, 10, 1, 3.5, 2.5, BuildingUse::Housing);
        } else {
            builder.along(block, 13, 11, 12, 1, 5, 2, BuildingUse::Housing);
        }
        break;
    }
}

} // namespace

Blocks build_blocks(const Landscape& land, const StreetPlan& plan, const std::vector<Quarter>& quarters,
                    const std::vector<Reserve>& reserved, std::uint64_t seed) {
    Blocks out;
    Plots plots{land};
    for (const StreetPlan::Edge& edge : plan.edges()) {
        const StreetKind& kind = plan.kinds()[edge.kind];
        const bool serves = kind.cls != StreetClass::Motorway && kind.cls != StreetClass::Pedestrian && !kind.link;
        plots.add_street(plan.nodes()[edge.a], plan.nodes()[edge.b], corridor_half_m(kind), serves);
    }
    for (const Reserve& reserve : reserved) {
        plots.add_reserve(reserve.ring);
    }
    auto blocks = find_blocks(plan, quarters);
    for (Block& block : blocks) {
        for (const Reserve& reserve : reserved) {
            block.taken = block.taken || (block.area_m2 < 60'000 && inside(reserve.ring, block.middle));
        }
    }
    Builder first{plots, out.houses, Luck{seed, 50}};
    settle_institutions(blocks, first, out);
    for (const Block& block : blocks) {
        if (!block.taken) {
            const auto key =
                static_cast<std::uint64_t>(std::llround(block.middle.x_m) * 10'000 + std::llround(block.middle.y_m));
            Builder builder{plots, out.houses, Luck{seed, key}};
            build_block(block, builder, out);
        }
    }
    for (double y = 600; y < 1300; y += 47) { // sheds on the piers and behind the quays
        for (double x = 4040; x < 5950; x += 66) {
            first.put(rectangle({x, y}, {1, 0}, 52, 30), 1, 10.0, BuildingUse::Industry);
        }
    }
    return out;
}

} // namespace cityloom::gis::loom
