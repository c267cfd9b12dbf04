// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/scene/scene_impl.h"

#include <algorithm>
#include <cmath>

#include <osg/BlendFunc>
#include <osg/Depth>
#include <osgUtil/CullVisitor>

#include "render/agents/vehicle_mesh.h"
#include "render/base/sun.h"
#include "render/buildings/lit_windows.h"
#include "sim/corridor/domain.h"
#include "sim/lifeline/rows.h"
#include "sim/telecom/rows.h"
#include "sim/traffic/rows.h"

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
    if (frame != nullptr && is_shown(part::kVehicles) && !other_run) { // two runs have no vehicles in common
        mesh_vehicles(*frame, parts->heights, view, night, box_mesh, point_mesh);
        boxes.set(box_mesh);
        points.set(point_mesh);
    }
    if (is_shown(part::kSignals)) {
        mesh_signals(posts, frame.get(), view, signal_mesh);
        signals.set(signal_mesh);
    }
    if (is_shown(part::kPeople)) {
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
        daylight(layer != nullptr || painted_now ? kEvenLight
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
    define("CL_QUIET", layer != nullptr || painted_now);
    const double hour = std::fmod(to_seconds(now) / 3600.0, 24.0);
    osg::Uniform* lit = group(part::kBuildings)->getOrCreateStateSet()->getUniform("uLitShare");
    const auto shares = lit_shares(hour);
    for (unsigned use = 0; use < shares.size(); ++use) {
        lit->setElement(use, shares[use]);
    }
}

void CityScene::Impl::refresh_layer() {
    static const engine::Frame kNothing;
    const engine::Frame& now_shown = frame != nullptr ? *frame : kNothing;
    const double high = high_now();
    for (unsigned i = 0; i < 256; ++i) {
        // The shaders take place v at 256 / 253 v, so that of the last place is the last texel's end.
        const auto place = static_cast<std::uint8_t>(std::lround(std::min(253.0, (i + 0.5) * 253.0 / 256.0)));
        const Colour c = differs() || painted_now ? place_colour(place) : layer_colour(layer, i / 255.0, high);
        std::copy(c.begin(), c.end(), ramp_image->data(i));
    }
    ramp_image->dirty();
    values.resize(parts->city.buildings.size());
    building_values(layer, parts->served, now_shown, high, values);
    const double sign = other_run && !other_run->taken_away ? -1.0 : 1.0;
    if (differs()) {
        compare();
        for (std::size_t b = 0; b < values.size(); ++b) {
            values[b] =
                b < buildings_apart.size() ? difference_place(buildings_apart[b], sign, difference.limit) : kPlain;
        }
    }
    if (painted_now) {
        values = painted_now->places;
        values.resize(parts->city.buildings.size(), kPlain);
    }
    tally_values = layer != nullptr ? values : std::vector<std::uint8_t>{};
    const std::span<const float> lit = now_shown.columns[lifeline::kHasPower];
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::uint8_t* t = objects.texel(i);
        t[0] = values[i];
        t[1] = i >= lit.size() || lit[i] > 0.5F ? 255 : 0;
        t[2] = parts->city.buildings[i].height_source == gis::HeightSource::Guessed ? 255 : 0;
    }
    objects.changed();
    const auto flow_of = [](float v) {
        constexpr float kStill = 1e-4F; // of m3/s; other flows are of that size or larger too
        return static_cast<std::uint8_t>(v > kStill ? 255 : v < -kStill ? 0 : 128);
    };
    for (const KindTexture& of : textures) {
        kind_values(layer, *of.kind, parts->networks, now_shown, high, values);
        kind_states(*of.kind, parts->networks, now_shown, states);
        const Compared* apart = nullptr;
        if (painted_now) {
            values.assign(states.size(), kPlain);
        } else if (differs()) {
            const auto found = std::ranges::find(compared, of.kind, &Compared::kind);
            apart = found != compared.end() ? &*found : nullptr;
            values.assign(states.size(), kPlain);
            for (std::size_t i = 0; apart != nullptr && i < values.size(); ++i) {
                if (apart->same[i] == kNone) {
                    values[i] = sign > 0.0 ? kAdded : kRemoved;
                    states[i] = sign > 0.0 ? states[i] : 0; // dashed, as what is no more
                } else if (i < apart->differences.size()) {
                    values[i] = difference_place(apart->differences[i], sign, difference.limit);
                }
            }
        }
        const std::span<const float> flow =
            of.kind->flow != nullptr ? now_shown.columns[*of.kind->flow] : std::span<const float>{};
        for (std::size_t i = 0; i < states.size(); ++i) {
            std::uint8_t* t = of.texture->texel(i);
            t[0] = i < values.size() ? values[i] : kNoData;
            t[1] = states[i];
            t[2] = i < flow.size() && states[i] != 0 && !differs() ? flow_of(flow[i]) : 128;
        }
        of.texture->changed();
    }
    blocked->show(frame.get());
    grid.update(parts->city, lit);
    uniform("uDiverge", differs() ? 1.0F : 0.0F);
    const bool speaks = layer != nullptr || painted_now;
    uniform("uLayer", speaks ? 1.0F : 0.0F);
    uniform("uQuiet", speaks ? 1.0F : 0.0F);
}

void CityScene::Impl::refresh_masks() {
    for (std::size_t i = 0; i < elements.size(); ++i) {
        elements[i]->setNodeMask(shown[i] != 0 ? ~0U : 0U);
    }
    const auto force = [&](std::string_view e) { group(e)->setNodeMask(~0U); };
    for (const engine::DomainRow* row : engine::domain_rows()) {
        if (row->drawn && (std::ranges::find(row->layers, layer) != row->layers.end() || (underground && row->below))) {
            force(row->id);
        }
    }
    const engine::Kind* of_layer =
        layer != nullptr && layer->column != nullptr && !painted_now ? layer->column->of : nullptr;
    congestion->setNodeMask(of_layer == &traffic::kEdge ? ~0U : 0U);
    discs->setNodeMask(of_layer == &telecom::kSite ? ~0U : 0U);
    uniform("uGround", underground ? 0.15F : 1.0F);
    // Seen through, they come in order of distance from below, and hide nothing of the networks.
    sky_state->setRenderBinDetails(underground ? kSkyBin : kSolidBin, "RenderBin");
    group(part::kBuildings)
        ->getOrCreateStateSet()
        ->setRenderBinDetails(underground ? kSolidBin : kBuildingBin, "RenderBin");
    for (const std::string_view e : {part::kTerrain, part::kBuildings, part::kTrees}) {
        group(e)->getOrCreateStateSet()->setAttributeAndModes(
            new osg::Depth(osg::Depth::LEQUAL, 0.0, 1.0, !underground));
    }
    // Blending costs software GL a lot: only where something is to be seen through.
    root->getOrCreateStateSet()->setAttribute(new osg::BlendFunc(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA));
    root->getOrCreateStateSet()->setMode(GL_BLEND, underground ? osg::StateAttribute::ON : osg::StateAttribute::OFF);
}

void CityScene::Impl::refresh_ranges() {
    for (const Ranged& r : ranged) {
        refresh_range(r);
    }
}

void CityScene::Impl::refresh_range(const Ranged& r) const {
    const auto& range = quality == Quality::Full ? r.full : r.moving;
    if (r.lod->getNumChildren() == 1) {
        r.lod->setRange(0, range[0], range[2]);
    } else {
        r.lod->setRange(0, range[0], range[1]);
        r.lod->setRange(1, range[1], range[2]);
    }
}

} // namespace cityloom::render
