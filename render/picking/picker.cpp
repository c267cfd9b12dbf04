// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/picking/picker.h"

#include <algorithm>
#include <cmath>

#include <osg/Geometry>
#include <osg/Group>
#include <osgUtil/IntersectionVisitor>
#include <osgUtil/LineSegmentIntersector>

#include "render/networks/charger_symbols.h"
#include "render/terrain/ground_map.h"

namespace cityloom::render {

namespace {

constexpr double kReachM = 40'000.0;
constexpr double kChargersWithinM = 1900.0; ///< small symbols are drawn so far
constexpr double kSymbolRad = 0.011;        ///< half a symbol as seen

struct Line {
    osg::Vec3d from;
    osg::Vec3d along;
    [[nodiscard]] double miss(const osg::Vec3d& p, double& t) const { // angle off the line
        t = (p - from) * along;
        return t <= 0 ? 9.0 : (p - from - along * t).length() / t;
    }
};

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
    const auto symbol = [&](ObjectKind kind, std::uint32_t index, Point2 at, double above_m,
                            double within_m = kReachM) {
        double t = 0;
        const double z = parts.heights.ground_m(at) + above_m;
        const double miss = line.miss({at.x_m, at.y_m, z}, t);
        if (miss < best_miss && t < std::min(within_m, ground_t + 60.0)) {
            best_miss = miss;
            best = {kind, index, 0, {at.x_m, at.y_m, z}};
        }
    };
    const gis::Networks& n = parts.networks;
    for (std::uint32_t i = 0; scene.power && i < n.power.buses.size(); ++i) {
        const bool large =
            n.power.buses[i].kind == power::BusKind::Substation || n.power.buses[i].kind == power::BusKind::Infeed;
        if (large || n.power.buses[i].kind == power::BusKind::Transformer) {
            symbol(ObjectKind::Bus, i, n.power.buses[i].at, large ? 16 : 5);
        }
    }
    for (std::uint32_t i = 0; scene.water && i < n.water.nodes.size(); ++i) {
        if (n.water.nodes[i].kind != water::NodeKind::Junction) {
            symbol(ObjectKind::WaterNode, i, n.water.nodes[i].at, 14);
        }
    }
    for (std::uint32_t i = 0; scene.telecom && i < n.telecom.sites.size(); ++i) {
        const bool station = n.telecom.sites[i].kind == telecom::SiteKind::BaseStation;
        symbol(ObjectKind::Site, i, n.telecom.sites[i].at, station ? n.telecom.sites[i].antenna_height_m : 6.0);
    }
    for (std::uint32_t i = 0; scene.chargers != nullptr && i < scene.chargers->size(); ++i) {
        symbol(ObjectKind::Charger, i, (*scene.chargers)[i], kChargerAboveM, kChargersWithinM);
    }
    for (std::size_t i = 0; scene.blocked != nullptr && i < scene.blocked->size(); ++i) { // a sign means its street
        const BlockedPlace& place = (*scene.blocked)[i];
        double t = 0;
        const double miss = line.miss({place.sign.x_m, place.sign.y_m, place.sign.z_m}, t);
        if (place.has_sign && place.street < parts.city.streets.size() && miss < best_miss && t < ground_t + 60.0) {
            best_miss = miss;
            best = {ObjectKind::Street, place.street, parts.city.streets[place.street].id, place.sign};
        }
    }
    if (best.kind != ObjectKind::None) {
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
            building = {ObjectKind::Building,
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
                best = {ObjectKind::Controller, post.controller, 0, {post.at.x_m, post.at.y_m, post.z + 3.0}};
            }
        }
        if (best.kind != ObjectKind::None) {
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
                best = {ObjectKind::Vehicle, i, v.id, {p.x(), p.y(), p.z()}};
            }
        }
        if (best.kind != ObjectKind::None) {
            return best;
        }
    }
    if (building_t < ground_t + 1.0 && building.kind != ObjectKind::None) {
        return building;
    }
    if (ground_t >= kReachM) {
        return {};
    }
    const Point2 at{ground.x(), ground.y()};
    double nearest = 3.0;
    for (std::uint32_t s = 0; s < parts.city.streets.size(); ++s) {
        const gis::Street& street = parts.city.streets[s];
        for (std::uint32_t k = street.nodes.begin; k + 1 < street.nodes.end(); ++k) {
            const Point2 a = parts.city.street_nodes[parts.city.street_node_refs[k]].at;
            const Point2 b = parts.city.street_nodes[parts.city.street_node_refs[k + 1]].at;
            const Point2 ab = b - a;
            const double u = std::clamp(dot(at - a, ab) / std::max(1e-9, dot(ab, ab)), 0.0, 1.0);
            const double d = distance_m(at, a + u * ab) - half_width_m(street);
            if (d < nearest) {
                nearest = d;
                best = {ObjectKind::Street, s, street.id, {ground.x(), ground.y(), ground.z()}};
            }
        }
    }
    return best.kind != ObjectKind::None
               ? best
               : ObjectRef{ObjectKind::Ground, kNone, 0, {ground.x(), ground.y(), ground.z()}};
}

} // namespace cityloom::render
