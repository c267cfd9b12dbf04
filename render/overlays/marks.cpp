// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/overlays/marks.h"

#include <algorithm>
#include <cstring>

#include <osg/Geometry>
#include <osg/Group>
#include <osg/PointSprite>
#include <osg/Texture2D>
#include <osg/Uniform>

#include "render/base/geometry.h"
#include "render/base/shaders.h"
#include "render/networks/line_mesh.h"
#include "render/terrain/ground_map.h"
#include "sim/lifeline/rows.h"
#include "sim/traffic/rows.h"

namespace cityloom::render {

namespace {
constexpr Colour kAccent = rgb(0x0F6E84);
constexpr double kRing = 5.0; ///< of the symbol shader's shapes

const engine::VehicleView* vehicle_of(const engine::Frame& frame, std::uint64_t id) {
    const auto found = std::ranges::find(frame.vehicles, id, &engine::VehicleView::id);
    return found == frame.vehicles.end() ? nullptr : &*found;
}

} // namespace

struct Marks::Impl {
    Impl(const SceneParts& p, const std::vector<SignalPost>& heads) : parts{p}, posts{heads} {}

    void street(std::size_t slot, const ObjectRef& object);
    void line(std::size_t slot, const std::vector<Point2>& path, int layer, double half_m, float least_px = 1.6F);
    [[nodiscard]] osg::ref_ptr<osg::Geometry> drawn_rings(const Mesh& mesh);
    [[nodiscard]] osg::ref_ptr<osg::Geometry> drawn(const Mesh& mesh, float least_px);
    void rings(std::size_t slot, const std::vector<Point3>& places, float size_px);
    void show(std::size_t slot, const engine::Frame* frame);

    const SceneParts& parts;
    const std::vector<SignalPost>& posts;
    osg::ref_ptr<osg::Group> root = new osg::Group;
    std::array<osg::ref_ptr<osg::Group>, 2> groups{new osg::Group, new osg::Group};
    osg::ref_ptr<osg::Group> route = new osg::Group;
    std::array<ObjectRef, 2> objects;
    osg::ref_ptr<osg::Group> also = new osg::Group;
    DataTexture steady{1}; ///< one texel: "in service, without data"
};

void Marks::Impl::street(std::size_t slot, const ObjectRef& object) {
    const gis::City& city = parts.city;
    const gis::Street& street = city.streets[object.index];
    std::vector<Point2> path;
    for (std::uint32_t k = street.nodes.begin; k < street.nodes.end(); ++k) {
        path.push_back(city.street_nodes[city.street_node_refs[k]].at);
    }
    line(slot, path, street.bridge ? std::max<int>(1, street.layer) : street.layer, half_width_m(street) + 0.6);
}

void Marks::Impl::line(std::size_t slot, const std::vector<Point2>& path, int layer, double half_m, float least_px) {
    Mesh mesh;
    Colour colour = kAccent;
    colour[3] = slot == 0 ? 190 : 105;
    add_line(mesh, path, parts.heights, layer, half_m, colour, 0);
    if (!mesh.empty()) {
        groups[slot]->addChild(drawn(mesh, least_px));
    }
}

osg::ref_ptr<osg::Geometry> Marks::Impl::drawn(const Mesh& mesh, float least_px) {
    osg::ref_ptr<osg::Geometry> geometry = to_geometry(mesh);
    osg::StateSet* state = geometry->getOrCreateStateSet();
    set_program(*state, shaders::kLineVertex, shaders::kLineFragment);
    set_bin(*state, kLineBin, false, true);
    state->setTextureAttribute(1, steady.texture());
    state->addUniform(new osg::Uniform("uLayer", 0.0F));
    state->addUniform(new osg::Uniform("uMinPx", least_px));
    state->addUniform(new osg::Uniform("uQuiet", 0.0F));
    return geometry;
}

void Marks::Impl::rings(std::size_t slot, const std::vector<Point3>& places, float size_px) {
    Mesh mesh;
    for (const Point3& p : places) {
        mesh.add(vertex(p.x_m, p.y_m, p.z_m), kAccent,
                 {static_cast<float>(kRing), 0.0F, slot == 0 ? size_px : 0.85F * size_px, 0.8F});
    }
    if (!mesh.empty()) {
        groups[slot]->addChild(drawn_rings(mesh));
    }
}

osg::ref_ptr<osg::Geometry> Marks::Impl::drawn_rings(const Mesh& mesh) {
    osg::ref_ptr<osg::Geometry> geometry = to_geometry(mesh);
    geometry->setCullingActive(false);
    osg::StateSet* state = geometry->getOrCreateStateSet();
    set_program(*state, shaders::kSymbolVertex, shaders::kSymbolFragment);
    set_bin(*state, kSymbolBin + 1, false, true);
    state->setMode(GL_VERTEX_PROGRAM_POINT_SIZE, osg::StateAttribute::ON);
    state->setMode(GL_DEPTH_TEST, osg::StateAttribute::OFF); // found even where something stands in front
    state->setTextureAttributeAndModes(0, new osg::PointSprite);
    state->setTextureAttribute(1, steady.texture());
    state->addUniform(new osg::Uniform("uLayer", 0.0F));
    return geometry;
}

void Marks::Impl::show(std::size_t slot, const engine::Frame* frame) {
    groups[slot]->removeChildren(0, groups[slot]->getNumChildren());
    const ObjectRef& object = objects[slot];
    if (object.kind == nullptr) {
        return;
    }
    if (object.is(traffic::kStreet)) {
        if (object.index < parts.city.streets.size()) {
            street(slot, object);
        }
        return;
    }
    if (object.is(traffic::kSignal)) {
        std::vector<Point3> places;
        for (const SignalPost& post : posts) {
            if (post.controller == object.index) {
                places.push_back({post.at.x_m, post.at.y_m, post.z + 3.2});
            }
        }
        rings(slot, places, 26.0F);
        return;
    }
    if (object.is(traffic::kVehicle)) {
        const auto* found = frame != nullptr ? vehicle_of(*frame, object.id) : nullptr;
        if (found != nullptr) {
            const Point2 p{static_cast<double>(found->x_m), static_cast<double>(found->y_m)};
            rings(slot, {{p.x_m, p.y_m, parts.heights.road_m(p, found->layer) + 1.0}}, 34.0F);
        }
        return;
    }
    if (const PlacedSymbol* symbol = symbol_of(parts.kinds, object.kind, object.index)) {
        rings(slot, {symbol->at}, 1.25F * symbol->size_px + 12.0F);
        return;
    }
    const std::vector<Point2> path = line_of(parts.kinds, object.kind, object.index);
    if (!path.empty()) {
        line(slot, path, 0, 2.4, 3.0F);
    }
}

Marks::Marks(const SceneParts& parts, const std::vector<SignalPost>& posts)
    : impl_{std::make_unique<Impl>(parts, posts)} {
    for (const auto& group : impl_->groups) {
        impl_->root->addChild(group);
    }
    impl_->root->addChild(impl_->also);
    impl_->root->addChild(impl_->route);
    impl_->steady.texel(0)[2] = 128; // nothing flows
    impl_->steady.changed();
}

Marks::~Marks() = default;

osg::Node* Marks::root() const {
    return impl_->root.get();
}

void Marks::set(Slot slot, const ObjectRef& object, const engine::Frame* frame) {
    const auto i = static_cast<std::size_t>(slot);
    if (impl_->objects[i] == object && !object.is(traffic::kVehicle)) {
        return;
    }
    impl_->objects[i] = object;
    impl_->show(i, frame);
}

void Marks::set_also(const std::vector<ObjectRef>& objects) {
    Impl& m = *impl_;
    m.also->removeChildren(0, m.also->getNumChildren());
    Mesh lines;
    Mesh rings;
    const auto ring = [&](Point3 at, float size_px) {
        rings.add(vertex(at.x_m, at.y_m, at.z_m), kAccent, {static_cast<float>(kRing), 0.0F, size_px, 0.8F});
    };
    const auto line = [&](const std::vector<Point2>& path, int layer, double half_m) {
        Colour colour = kAccent;
        colour[3] = 190;
        add_line(lines, path, m.parts.heights, layer, half_m, colour, 0);
    };
    const gis::City& city = m.parts.city;
    for (const ObjectRef& object : objects) {
        if (object.kind == nullptr) {
            continue;
        }
        if (object.is(lifeline::kBuilding) && object.index < city.buildings.size()) {
            const Range of = city.buildings[object.index].rings;
            for (std::uint32_t r = of.begin; r < of.end(); ++r) {
                const Range points = city.rings[r].points;
                std::vector<Point2> wall{city.points.begin() + points.begin, city.points.begin() + points.end()};
                if (!wall.empty()) {
                    wall.push_back(wall.front());
                    line(wall, 0, 0.8);
                }
            }
        } else if (object.is(traffic::kStreet) && object.index < city.streets.size()) {
            const gis::Street& street = city.streets[object.index];
            std::vector<Point2> path;
            for (std::uint32_t k = street.nodes.begin; k < street.nodes.end(); ++k) {
                path.push_back(city.street_nodes[city.street_node_refs[k]].at);
            }
            line(path, street.bridge ? std::max<int>(1, street.layer) : street.layer, half_width_m(street) + 0.6);
        } else if (object.is(traffic::kSignal)) {
            for (const SignalPost& post : m.posts) {
                if (post.controller == object.index) {
                    ring({post.at.x_m, post.at.y_m, post.z + 3.2}, 26.0F);
                }
            }
        } else if (const PlacedSymbol* symbol = symbol_of(m.parts.kinds, object.kind, object.index)) {
            ring(symbol->at, 1.25F * symbol->size_px + 12.0F);
        } else if (const std::vector<Point2> path = line_of(m.parts.kinds, object.kind, object.index); !path.empty()) {
            line(path, 0, 2.4);
        }
    }
    if (!lines.empty()) {
        m.also->addChild(m.drawn(lines, 3.0F));
    }
    if (!rings.empty()) {
        m.also->addChild(m.drawn_rings(rings));
    }
}

void Marks::set_route(const std::vector<RouteStretch>& route) {
    impl_->route->removeChildren(0, impl_->route->getNumChildren());
    Mesh ahead;
    Mesh behind;
    for (const RouteStretch& stretch : route) {
        Colour colour = kAccent;
        colour[3] = stretch.done ? 80 : 205;
        add_line(stretch.done ? behind : ahead, stretch.path, impl_->parts.heights, stretch.layer,
                 stretch.done ? 1.0 : 1.7, colour, 0);
    }
    for (const auto& [mesh, least_px] : {std::pair{&behind, 2.0F}, std::pair{&ahead, 3.6F}}) {
        if (!mesh->empty()) {
            impl_->route->addChild(impl_->drawn(*mesh, least_px));
        }
    }
}

void Marks::follow(const engine::Frame* frame) {
    for (std::size_t i = 0; i < impl_->objects.size(); ++i) {
        if (impl_->objects[i].is(traffic::kVehicle)) {
            impl_->show(i, frame);
        }
    }
}

} // namespace cityloom::render
