// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/scene/scene_impl.h"

#include <algorithm>
#include <cmath>

#include <osg/BlendFunc>
#include <osg/Depth>
#include <osgUtil/CullVisitor>

#include "render/agents/vehicle_mesh.h"
#include "render/buildings/lit_windows.h"
#include "render/scene/sun.h"

namespace cityloom::render {

void CityScene::Impl::before_draw(osgUtil::CullVisitor& cull) {
    ViewVolume view;
    const osg::Matrixd clip = *cull.getModelViewMatrix() * *cull.getProjectionMatrix();
    const osg::Vec3d eye = osg::Vec3d() * osg::Matrixd::inverse(*cull.getModelViewMatrix());
    view.eye = {eye.x(), eye.y(), eye.z()};
    for (int k = 0; k < 6; ++k) { // rows of the clip matrix give the planes (Gribb and Hartmann, 2001)
        const int axis = k / 2;
        const double sign = k % 2 == 0 ? 1.0 : -1.0;
        std::array<double, 4> plane{};
        for (int i = 0; i < 4; ++i) {
            plane[static_cast<std::size_t>(i)] = clip(i, 3) + sign * clip(i, axis);
        }
        const double n = std::sqrt(plane[0] * plane[0] + plane[1] * plane[1] + plane[2] * plane[2]);
        for (double& v : plane) {
            v /= std::max(1e-12, n);
        }
        view.planes[static_cast<std::size_t>(k)] = plane;
    }
    if (frame != nullptr && shown[static_cast<std::size_t>(Element::Vehicles)]) {
        mesh_vehicles(*frame, parts->heights, view, night, box_mesh, point_mesh);
        boxes.set(box_mesh);
        points.set(point_mesh);
    }
    if (shown[static_cast<std::size_t>(Element::Signals)]) {
        mesh_signals(posts, frame.get(), view, signal_mesh);
        signals.set(signal_mesh);
    }
    if (shown[static_cast<std::size_t>(Element::People)]) {
        static const engine::Frame kNobody;
        mesh_walkers(frame != nullptr ? *frame : kNobody, parts->walk, parts->heights, view, walker_mesh);
        walkers.set(walker_mesh);
    }
}

void CityScene::Impl::refresh_light() {
    const auto& place = parts->city.place;
    const double offset = utc_offset_h < 100.0 ? utc_offset_h : std::round(place.longitude_deg / 15.0);
    // Data is read in even light, whatever the hour: a colour means the same at noon and at midnight.
    constexpr SunPosition kEvenLight{52.0, 200.0};
    const Daylight light =
        daylight(layer != DataLayer::None ? kEvenLight
                                          : sun_position(place.latitude_deg, place.longitude_deg, day_of_year,
                                                         to_seconds(now) / 3600.0 - offset));
    osg::StateSet* state = root->getOrCreateStateSet();
    const auto set = [&](const char* name, const std::array<float, 3>& v) {
        state->getOrCreateUniform(name, osg::Uniform::FLOAT_VEC3)->set(osg::Vec3f(v[0], v[1], v[2]));
    };
    set("uSunDir", light.towards_sun);
    set("uSunLight", light.sun);
    set("uSkyLight", light.sky);
    set("uHaze", light.haze);
    set("uZenith", light.zenith);
    uniform("uNight", light.night);
    night = light.night > 0.4F;
    const auto define = [&](const char* name, bool on) {
        if (on) {
            state->setDefine(name);
        } else {
            state->removeDefine(name);
        }
    };
    define("CL_NIGHT", light.night > 0.01F);
    define("CL_QUIET", layer != DataLayer::None);
    const double hour = std::fmod(to_seconds(now) / 3600.0, 24.0);
    osg::Uniform* lit = group(Element::Buildings)->getOrCreateStateSet()->getUniform("uLitShare");
    const auto shares = lit_shares(hour);
    for (unsigned use = 0; use < shares.size(); ++use) {
        lit->setElement(use, shares[use]);
    }
}

void CityScene::Impl::refresh_layer() {
    const Ramp kind = layer_ramp(layer);
    for (unsigned i = 0; i < 256; ++i) {
        const Colour c = ramp_colour(kind, i / 255.0);
        std::copy(c.begin(), c.end(), ramp_image->data(i));
    }
    ramp_image->dirty();
    static const engine::Frame kNothing;
    const engine::Frame& now_shown = frame != nullptr ? *frame : kNothing;
    if (layer != DataLayer::None) {
        layer_values(layer, parts->city, parts->networks, parts->served, now_shown, values);
    }
    const auto live = [](const std::vector<std::uint8_t>& v, std::size_t i) { return i >= v.size() || v[i] != 0; };
    const bool speaks = layer != DataLayer::None && layer != DataLayer::Congestion;
    for (std::size_t i = 0; i < parts->city.buildings.size(); ++i) {
        std::uint8_t* t = objects.texel(i);
        t[0] = speaks ? values.buildings[i] : kNoData;
        t[1] = live(now_shown.building_power, i) ? 255 : 0;
        t[2] = parts->city.buildings[i].height_source == gis::HeightSource::Guessed ? 255 : 0;
    }
    objects.changed();
    const auto fill = [&](DataTexture& texture, const std::vector<std::uint8_t>& from, std::size_t count, auto state) {
        for (std::size_t i = 0; i < count; ++i) {
            std::uint8_t* t = texture.texel(i);
            t[0] = layer != DataLayer::None && i < from.size() ? from[i] : kNoData;
            const auto [ok, flow] = state(i);
            t[1] = ok;
            t[2] = flow;
        }
        texture.changed();
    };
    const auto flow_of = [](double v, double small) {
        return static_cast<std::uint8_t>(v > small ? 255 : v < -small ? 0 : 128);
    };
    const gis::Networks& n = parts->networks;
    using State = std::pair<std::uint8_t, std::uint8_t>;
    const auto wet = [&](std::uint32_t node) {
        return node >= now_shown.water_pressure_m.size() || std::isfinite(now_shown.water_pressure_m[node]);
    };
    const auto hot = [&](std::uint32_t bus) {
        return bus >= now_shown.bus_voltage_pu.size() || now_shown.bus_voltage_pu[bus] > 0.01F;
    };
    fill(pipes, values.pipes, n.water.links.size(), [&](std::size_t i) {
        const bool ok = wet(n.water.links[i].from) && wet(n.water.links[i].to);
        const double q = i < now_shown.water_flow_m3ps.size() ? static_cast<double>(now_shown.water_flow_m3ps[i]) : 0.0;
        return State{ok ? 255 : 0, ok ? flow_of(q, 1e-4) : 128};
    });
    fill(cables, values.branches, n.power.branches.size(), [&](std::size_t i) {
        return State{hot(n.power.branches[i].to) && hot(n.power.branches[i].from) ? 255 : 0, 128};
    });
    fill(edges, values.edges, n.roads.edges.size(), [](std::size_t) { return State{255, 128}; });
    fill(water_nodes, values.water_nodes, n.water.nodes.size(), [&](std::size_t i) {
        return State{wet(static_cast<std::uint32_t>(i)) ? 255 : 0, 128};
    });
    fill(buses, values.buses, n.power.buses.size(), [&](std::size_t i) {
        return State{hot(static_cast<std::uint32_t>(i)) ? 255 : 0, 128};
    });
    fill(sites, values.sites, n.telecom.sites.size(), [&](std::size_t i) {
        const std::uint8_t s = i < now_shown.site_state.size() ? now_shown.site_state[i] : std::uint8_t{2};
        return State{s == 0 ? 0 : s == 1 ? 128 : 255, 128};
    });
    chargers.show(frame.get());
    blocked.show(frame.get());
    grid.update(parts->city, now_shown.building_power);
    uniform("uLayer", layer != DataLayer::None ? 1.0F : 0.0F);
    uniform("uQuiet", layer != DataLayer::None ? 1.0F : 0.0F);
}

void CityScene::Impl::refresh_masks() {
    for (std::size_t i = 0; i < elements.size(); ++i) {
        elements[i]->setNodeMask(shown[i] ? ~0U : 0U);
    }
    const auto force = [&](Element e) { group(e)->setNodeMask(~0U); };
    if (layer == DataLayer::Pressure || underground) {
        force(Element::Water);
    }
    if (layer == DataLayer::Voltage || underground) {
        force(Element::Power);
    }
    if (layer == DataLayer::Coverage || underground) {
        force(Element::Telecom);
    }
    congestion->setNodeMask(layer == DataLayer::Congestion ? ~0U : 0U);
    discs->setNodeMask(layer == DataLayer::Coverage ? ~0U : 0U);
    uniform("uGround", underground ? 0.15F : 1.0F);
    // Seen through, they come in order of distance from below, and hide nothing of the networks.
    sky_state->setRenderBinDetails(underground ? kSkyBin : kSolidBin, "RenderBin");
    group(Element::Buildings)
        ->getOrCreateStateSet()
        ->setRenderBinDetails(underground ? kSolidBin : kBuildingBin, "RenderBin");
    for (const Element e : {Element::Terrain, Element::Buildings, Element::Trees}) {
        group(e)->getOrCreateStateSet()->setAttributeAndModes(
            new osg::Depth(osg::Depth::LEQUAL, 0.0, 1.0, !underground));
    }
    // Blending costs software GL a lot: only where something is to be seen through.
    root->getOrCreateStateSet()->setAttribute(new osg::BlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA));
    root->getOrCreateStateSet()->setMode(GL_BLEND, underground ? osg::StateAttribute::ON : osg::StateAttribute::OFF);
}

void CityScene::Impl::refresh_ranges() {
    for (const Ranged& r : ranged) {
        const auto& range = quality == Quality::Full ? r.full : r.moving;
        if (r.lod->getNumChildren() == 1) {
            r.lod->setRange(0, range[0], range[2]);
        } else {
            r.lod->setRange(0, range[0], range[1]);
            r.lod->setRange(1, range[1], range[2]);
        }
    }
}

} // namespace cityloom::render
