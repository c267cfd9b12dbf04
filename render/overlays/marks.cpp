// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/overlays/marks.h"

#include <algorithm>
#include <cstring>

#include <osg/Geometry>
#include <osg/Group>
#include <osg/PointSprite>
#include <osg/Texture2D>
#include <osg/Uniform>

#include "render/networks/line_mesh.h"
#include "render/scene/geometry.h"
#include "render/scene/shaders.h"
#include "render/terrain/ground_map.h"

namespace cityloom::render {

namespace {
constexpr Colour kAccent = rgb(0x0F6E84);
constexpr double kRing = 5.0; ///< of the symbol shader's shapes
} // namespace

struct Marks::Impl {
    Impl(const SceneParts& p, const std::vector<SignalPost>& heads) : parts{p}, posts{heads} {}

    void line(std::size_t slot, const ObjectRef& object);
    void rings(std::size_t slot, const std::vector<Point3>& places, float size_px);
    void show(std::size_t slot, const engine::Frame* frame);

    const SceneParts& parts;
    const std::vector<SignalPost>& posts;
    osg::ref_ptr<osg::Group> root = new osg::Group;
    std::array<osg::ref_ptr<osg::Group>, 2> groups{new osg::Group, new osg::Group};
    std::array<ObjectRef, 2> objects;
    DataTexture steady{1}; ///< one texel: "in service, without data"
};

void Marks::Impl::line(std::size_t slot, const ObjectRef& object) {
    const gis::City& city = parts.city;
    const gis::Street& street = city.streets[object.index];
    std::vector<Point2> path;
    for (std::uint32_t k = street.nodes.begin; k < street.nodes.end(); ++k) {
        path.push_back(city.street_nodes[city.street_node_refs[k]].at);
    }
    Mesh mesh;
    Colour colour = kAccent;
    colour[3] = slot == 0 ? 190 : 105;
    add_line(mesh, path, parts.heights, street.bridge ? std::max<int>(1, street.layer) : street.layer,
             half_width_m(street) + 0.6, colour, 0);
    if (mesh.empty()) {
        return;
    }
    const auto geometry = to_geometry(mesh);
    osg::StateSet* state = geometry->getOrCreateStateSet();
    set_program(*state, shaders::kLineVertex, shaders::kLineFragment);
    set_bin(*state, kLineBin, false, true);
    state->setTextureAttribute(1, steady.texture());
    state->addUniform(new osg::Uniform("uLayer", 0.0F));
    state->addUniform(new osg::Uniform("uMinPx", 1.6F));
    state->addUniform(new osg::Uniform("uQuiet", 0.0F));
    groups[slot]->addChild(geometry);
}

void Marks::Impl::rings(std::size_t slot, const std::vector<Point3>& places, float size_px) {
    Mesh mesh;
    for (const Point3& p : places) {
        mesh.add(vertex(p.x_m, p.y_m, p.z_m), kAccent,
                 {static_cast<float>(kRing), 0.0F, slot == 0 ? size_px : 0.85F * size_px, 0.8F});
    }
    if (mesh.empty()) {
        return;
    }
    const auto geometry = to_geometry(mesh);
    geometry->setCullingActive(false);
    osg::StateSet* state = geometry->getOrCreateStateSet();
    set_program(*state, shaders::kSymbolVertex, shaders::kSymbolFragment);
    set_bin(*state, kSymbolBin + 1, false, true);
    state->setMode(GL_VERTEX_PROGRAM_POINT_SIZE, osg::StateAttribute::ON);
    state->setMode(GL_DEPTH_TEST, osg::StateAttribute::OFF); // found even where something stands in front
    state->setTextureAttributeAndModes(0, new osg::PointSprite);
    state->setTextureAttribute(1, steady.texture());
    state->addUniform(new osg::Uniform("uLayer", 0.0F));
    groups[slot]->addChild(geometry);
}

void Marks::Impl::show(std::size_t slot, const engine::Frame* frame) {
    groups[slot]->removeChildren(0, groups[slot]->getNumChildren());
    const ObjectRef& object = objects[slot];
    const gis::Networks& n = parts.networks;
    const auto at = [&](Point2 p, double above) { return Point3{p.x_m, p.y_m, parts.heights.ground_m(p) + above}; };
    switch (object.kind) {
    case ObjectKind::Street:
        if (object.index < parts.city.streets.size()) {
            line(slot, object);
        }
        break;
    case ObjectKind::Bus:
        if (object.index < n.power.buses.size()) {
            const bool large = n.power.buses[object.index].kind == power::BusKind::Substation ||
                               n.power.buses[object.index].kind == power::BusKind::Infeed;
            rings(slot, {at(n.power.buses[object.index].at, large ? 16.0 : 5.0)}, large ? 40.0F : 24.0F);
        }
        break;
    case ObjectKind::WaterNode:
        if (object.index < n.water.nodes.size()) {
            rings(slot, {at(n.water.nodes[object.index].at, 14.0)}, 40.0F);
        }
        break;
    case ObjectKind::Site:
        if (object.index < n.telecom.sites.size()) {
            const telecom::Site& site = n.telecom.sites[object.index];
            const bool station = site.kind == telecom::SiteKind::BaseStation;
            rings(slot, {at(site.at, station ? site.antenna_height_m : 6.0)}, station ? 36.0F : 24.0F);
        }
        break;
    case ObjectKind::Charger:
        rings(slot, {object.at}, 30.0F); // the networks may not have it
        break;
    case ObjectKind::Controller: {
        std::vector<Point3> places;
        for (const SignalPost& post : posts) {
            if (post.controller == object.index) {
                places.push_back({post.at.x_m, post.at.y_m, post.z + 3.2});
            }
        }
        rings(slot, places, 26.0F);
        break;
    }
    case ObjectKind::Vehicle:
        if (frame != nullptr) {
            const auto found = std::find_if(frame->vehicles.begin(), frame->vehicles.end(),
                                            [&](const auto& v) { return v.id == object.id; });
            if (found != frame->vehicles.end()) {
                const Point2 p{static_cast<double>(found->x_m), static_cast<double>(found->y_m)};
                rings(slot, {{p.x_m, p.y_m, parts.heights.road_m(p, found->layer) + 1.0}}, 34.0F);
            }
        }
        break;
    case ObjectKind::None:
    case ObjectKind::Building:
    case ObjectKind::Ground:
        break;
    }
}

Marks::Marks(const SceneParts& parts, const std::vector<SignalPost>& posts)
    : impl_{std::make_unique<Impl>(parts, posts)} {
    for (const auto& group : impl_->groups) {
        impl_->root->addChild(group);
    }
    impl_->steady.texel(0)[2] = 128; // nothing flows
    impl_->steady.changed();
}

Marks::~Marks() = default;

osg::Node* Marks::root() const {
    return impl_->root.get();
}

void Marks::set(Slot slot, const ObjectRef& object, const engine::Frame* frame) {
    const auto i = static_cast<std::size_t>(slot);
    if (impl_->objects[i] == object && object.kind != ObjectKind::Vehicle) {
        return;
    }
    impl_->objects[i] = object;
    impl_->show(i, frame);
}

void Marks::follow(const engine::Frame* frame) {
    for (std::size_t i = 0; i < impl_->objects.size(); ++i) {
        if (impl_->objects[i].kind == ObjectKind::Vehicle) {
            impl_->show(i, frame);
        }
    }
}

} // namespace cityloom::render
