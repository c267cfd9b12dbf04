// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/picking/picker.h"

#include <algorithm>
#include <cmath>

#include <osg/Geometry>
#include <osg/Group>
#include <osgUtil/IntersectionVisitor>
#include <osgUtil/LineSegmentIntersector>

#include "render/terrain/ground_map.h"
#include "sim/lifeline/rows.h"
#include "sim/traffic/rows.h"

namespace cityloom::render {

namespace {

constexpr double kReachM = 40'000.0;
constexpr double kSymbolRad = 0.011; ///< half a symbol as seen
constexpr double kLineRad = 0.004;   ///< beside a pipe or cable

struct Line {
    osg::Vec3d from;
    osg::Vec3d along;
    [[nodiscard]] double miss(const osg::Vec3d& p, double& t) const { // angle off the line
        t = (p - from) * along;
        return t <= 0 ? 9.0 : (p - from - along * t).length() / t;
    }
};

/// Of a place from a stretch of line.
double away_from(Point2 a, Point2 b, Point2 at) {
    const Point2 ab = b - a;
    const double u = std::clamp(dot(at - a, ab) / std::max(1e-9, dot(ab, ab)), 0.0, 1.0);
    return distance_m(at, a + u * ab);
}

double ground_hit(const HeightField& heights, const Line& line) {
    double t = 1.0;
    for (int step = 0; step < 4000 && t < kReachM; ++step) {
        const osg::Vec3d p = line.from + line.along * t;
        const double above = p.z() - heights.ground_m({p.x(), p.y()});
        if (above < 0.05) {
            return t;
        }
        t += std::max(0.5, 0.4 * above);
    }
    return kReachM;
}

} // namespace

ObjectRef pick_object(const PickScene& scene, osg::Group& buildings, const Ray& ray) {
    Line line{{ray.from[0], ray.from[1], ray.from[2]}, {ray.direction[0], ray.direction[1], ray.direction[2]}};
    line.along.normalize();
    const SceneParts& parts = scene.parts;
    const double ground_t = ground_hit(parts.heights, line);
    const osg::Vec3d ground = line.from + line.along * ground_t;
    ObjectRef best;
    double best_miss = kSymbolRad;
    const auto drawn = [&](const KindMeshes& kind) {
        return std::ranges::find(scene.shown, kind.row) != scene.shown.end();
    };
    for (const KindMeshes& kind : parts.kinds) {
        for (std::size_t i = 0; drawn(kind) && i < kind.placed_symbols.size(); ++i) {
            const PlacedSymbol& symbol = kind.placed_symbols[i];
            double t = 0;
            const double miss = line.miss({symbol.at.x_m, symbol.at.y_m, symbol.at.z_m}, t);
            if (miss < best_miss && t < std::min(static_cast<double>(symbol.within_m), ground_t + 60.0)) {
                best_miss = miss;
                best = {kind.kind, symbol.index, 0, symbol.at};
            }
        }
    }
    for (std::size_t i = 0; scene.blocked != nullptr && i < scene.blocked->size(); ++i) { // a sign means its street
        const BlockedPlace& place = (*scene.blocked)[i];
        double t = 0;
        const double miss = line.miss({place.sign.x_m, place.sign.y_m, place.sign.z_m}, t);
        if (place.has_sign && place.street < parts.city.streets.size() && miss < best_miss && t < ground_t + 60.0) {
            best_miss = miss;
            best = {&traffic::kStreet, place.street, parts.city.streets[place.street].id, place.sign};
        }
    }
    if (best.kind != nullptr) {
        return best;
    }
    double building_t = kReachM;
    ObjectRef building;
    osg::ref_ptr<osgUtil::LineSegmentIntersector> cut =
        new osgUtil::LineSegmentIntersector(line.from, line.from + line.along * std::min(kReachM, ground_t + 200.0));
    cut->setIntersectionLimit(osgUtil::Intersector::LIMIT_NEAREST);
    osgUtil::IntersectionVisitor visitor(cut);
    visitor.setReferenceEyePoint(line.from);
    visitor.setUseKdTreeWhenAvailable(false);
    visitor.setLODSelectionMode(osgUtil::IntersectionVisitor::USE_HIGHEST_LEVEL_OF_DETAIL);
    buildings.accept(visitor);
    if (cut->containsIntersections()) {
        const auto hit = cut->getFirstIntersection();
        const osg::Geometry* geometry = hit.drawable.valid() ? hit.drawable->asGeometry() : nullptr;
        const auto* extra =
            geometry != nullptr ? dynamic_cast<const osg::Vec4Array*>(geometry->getTexCoordArray(0)) : nullptr;
        if (extra != nullptr && !hit.indexList.empty()) {
            const osg::Vec3d p = hit.getWorldIntersectPoint();
            building_t = (p - line.from) * line.along;
            building = {&lifeline::kBuilding,
                        static_cast<std::uint32_t>((*extra)[hit.indexList[0]].z() + 0.5F),
                        0,
                        {p.x(), p.y(), p.z()}};
        }
    }
    const double solid_t = std::min(building_t, ground_t);
    if (scene.posts != nullptr) { // near by, the heads themselves
        double nearest = 0.012;
        for (const SignalPost& post : *scene.posts) {
            double t = 0;
            const double miss = line.miss({post.at.x_m, post.at.y_m, post.z + 3.0}, t);
            const double reach = std::min(0.05, 0.9 / std::max(1.0, t));
            if (t < kSignalsWithinM && t < solid_t + 4.0 && miss < std::max(0.008, reach) && miss < nearest + reach) {
                nearest = miss;
                best = {&traffic::kSignal, post.controller, 0, {post.at.x_m, post.at.y_m, post.z + 3.0}};
            }
        }
        if (best.kind != nullptr) {
            return best;
        }
    }
    if (scene.frame != nullptr) {
        double nearest = 0.006;
        for (std::uint32_t i = 0; i < scene.frame->vehicles.size(); ++i) {
            const auto& v = scene.frame->vehicles[i];
            const Point2 at{static_cast<double>(v.x_m), static_cast<double>(v.y_m)};
            double t = 0;
            const osg::Vec3d p{at.x_m, at.y_m, parts.heights.ground_m(at) + 0.9};
            const double miss = line.miss(p, t);
            const double reach = std::max(0.006, 2.2 / std::max(1.0, t));
            if (miss < reach && miss < std::max(nearest, reach) && t < solid_t + 4.0) {
                nearest = miss;
                best = {&traffic::kVehicle, i, v.id, {p.x(), p.y(), p.z()}};
            }
        }
        if (best.kind != nullptr) {
            return best;
        }
    }
    if (building_t < ground_t + 1.0 && building.kind != nullptr) {
        return building;
    }
    if (ground_t >= kReachM) {
        return {};
    }
    const Point2 at{ground.x(), ground.y()};
    const Point3 met{ground.x(), ground.y(), ground.z()};
    double off = std::max(1.5, kLineRad * ground_t);
    for (const KindMeshes& kind : parts.kinds) {
        for (std::size_t i = 0; drawn(kind) && i < kind.placed_lines.size(); ++i) {
            const Range path = kind.placed_lines[i].path;
            for (std::uint32_t k = path.begin; k + 1 < path.end(); ++k) {
                const double d = away_from(kind.points[k], kind.points[k + 1], at);
                if (d < off) {
                    off = d;
                    best = {kind.kind, kind.placed_lines[i].index, 0, met};
                }
            }
        }
    }
    if (best.kind != nullptr) {
        return best;
    }
    double nearest = 3.0;
    for (std::uint32_t s = 0; s < parts.city.streets.size(); ++s) {
        const gis::Street& street = parts.city.streets[s];
        for (std::uint32_t k = street.nodes.begin; k + 1 < street.nodes.end(); ++k) {
            const Point2 a = parts.city.street_nodes[parts.city.street_node_refs[k]].at;
            const Point2 b = parts.city.street_nodes[parts.city.street_node_refs[k + 1]].at;
            const double d = away_from(a, b, at) - half_width_m(street);
            if (d < nearest) {
                nearest = d;
                best = {&traffic::kStreet, s, street.id, {ground.x(), ground.y(), ground.z()}};
            }
        }
    }
    return best.kind != nullptr ? best : ObjectRef{&kGround, kNone, 0, {ground.x(), ground.y(), ground.z()}};
}

} // namespace cityloom::render
