// SPDX-License-Identifier: GPL-3.0-or-later
// Two runs in one picture: what one has less what the other has.
#include <algorithm>
#include <cmath>

#include <osg/PointSprite>

#include "render/base/shaders.h"
#include "render/scene/scene_impl.h"
#include "sim/engine/catalogue.h"
#include "sim/lifeline/rows.h"
#include "sim/traffic/rows.h"

namespace cityloom::render {

namespace {

constexpr TimeUs kTogether = 10 * kSecondUs; ///< as near as the past can be looked at

/// What of a mesh belongs to these assets, in one colour and under one number.
/// \param lines else symbols: they hold their asset's number in another place
Mesh part_of(const Mesh& mesh, const std::vector<std::uint8_t>& of, bool lines, Colour colour) {
    Mesh out;
    std::vector<std::uint32_t> now(mesh.position.size(), kNone);
    const auto asset = [&](std::size_t v) {
        return static_cast<std::size_t>(std::lround(lines ? mesh.extra2[v][1] : mesh.extra[v][1]));
    };
    for (std::size_t v = 0; v < mesh.position.size(); ++v) {
        if (asset(v) >= of.size() || of[asset(v)] == 0) {
            continue;
        }
        Colour painted = colour;
        painted[3] = mesh.colour[v][3];
        now[v] = out.add(mesh.position[v], painted, mesh.extra[v]);
        if (lines) {
            out.extra2.push_back(mesh.extra2[v]);
            out.extra2.back()[1] = 0.0F;
        } else {
            out.extra.back()[1] = 0.0F;
        }
        if (!mesh.normal.empty()) {
            out.normal.push_back(mesh.normal[v]);
        }
    }
    for (std::size_t i = 0; i + 2 < mesh.index.size(); i += 3) {
        if (now[mesh.index[i]] != kNone) {
            out.triangle(now[mesh.index[i]], now[mesh.index[i + 1]], now[mesh.index[i + 2]]);
        }
    }
    return out;
}

} // namespace

void CityScene::Impl::compare() {
    if (frame == nullptr || other_frame == nullptr || std::abs(frame->time - other_frame->time) > kTogether) {
        return;
    }
    const RunNow here{parts->networks, parts->served, *frame};
    const RunNow there{other_run->parts->networks, other_run->parts->served, *other_frame};
    const double sign = other_run->taken_away ? 1.0 : -1.0;
    buildings_apart.resize(parts->city.buildings.size());
    building_differences(layer, here, there, buildings_apart);
    static const std::vector<float> kNoneOfIt;
    const std::vector<float>* of_column = &kNoneOfIt;
    double limit = difference_limit(layer, buildings_apart);
    for (Compared& of : compared) {
        kind_differences(layer, *of.kind, here, there, of.same, of.differences);
        if (layer->column != nullptr && of.kind == layer->column->of) {
            of_column = &of.differences;
            limit = std::max(limit, difference_limit(layer, of.differences));
        }
    }
    difference.limit = std::max(difference.limit, limit); // it grows, so that the colours hold still while it is played
    difference.time = frame->time;
    difference.tally = difference_tally(layer, here, there, sign, buildings_apart, *of_column);
    for (const Compared& of : compared) {
        const bool street = of.kind == &traffic::kEdge;
        if (street == layer->paints_buildings) { // kilometres of street, or assets
            continue;
        }
        const auto much = [&](const gis::Networks& of_it, std::size_t i) {
            return street ? of_it.roads.edges[i].length_m / 1000.0 : 1.0;
        };
        for (std::size_t i = 0; i < of.same.size(); ++i) {
            (sign > 0.0 ? difference.tally.added : difference.tally.removed) +=
                of.same[i] == kNone ? much(parts->networks, i) : 0.0;
        }
        for (std::size_t i = 0; i < of.missing.size(); ++i) {
            (sign > 0.0 ? difference.tally.removed : difference.tally.added) +=
                of.missing[i] != 0 ? much(other_run->parts->networks, i) : 0.0;
        }
    }
}

void CityScene::Impl::build_there_alone() {
    there_alone->removeChildren(0, there_alone->getNumChildren());
    if (!differs()) {
        return;
    }
    alone.texel(0)[0] = kNoData;
    alone.texel(0)[1] = other_run->taken_away ? 0 : 255; // what is no more is dashed
    alone.texel(0)[2] = 128;
    alone.changed();
    const Colour colour = place_colour(kAdded);
    const auto add = [&](const Mesh& mesh, const std::vector<std::uint8_t>& missing, bool lines) {
        const Mesh part = part_of(mesh, missing, lines, colour);
        if (part.empty()) {
            return;
        }
        const auto geometry = to_geometry(part);
        osg::StateSet* state = geometry->getOrCreateStateSet();
        set_program(*state, lines ? shaders::kLineVertex : shaders::kSymbolVertex,
                    lines ? shaders::kLineFragment : shaders::kSymbolFragment);
        set_bin(*state, lines ? kLineBin : kSymbolBin, false, true);
        state->setTextureAttribute(1, alone.texture());
        state->addUniform(new osg::Uniform("uLayer", 0.0F));
        state->addUniform(new osg::Uniform("uQuiet", 0.0F));
        if (lines) {
            state->addUniform(new osg::Uniform("uMinPx", 2.2F));
        } else {
            state->setMode(GL_VERTEX_PROGRAM_POINT_SIZE, osg::StateAttribute::ON);
            state->setTextureAttributeAndModes(0, new osg::PointSprite);
        }
        there_alone->addChild(geometry);
    };
    for (const Compared& of : compared) {
        if (std::ranges::find(of.missing, 1) == of.missing.end()) {
            continue;
        }
        if (of.kind == &traffic::kEdge) {
            add(other_run->parts->traffic, of.missing, true);
        }
        for (const KindMeshes& meshes : other_run->parts->kinds) {
            if (meshes.kind == of.kind) {
                add(meshes.lines, of.missing, true);
                add(meshes.symbols, of.missing, false);
            }
        }
    }
}

void CityScene::set_other(std::optional<OtherRun> other) {
    Impl& s = *impl_;
    if (!s.other_run && !other) {
        return;
    }
    s.other_run = std::move(other);
    s.other_frame = nullptr;
    s.compared.clear();
    s.buildings_apart.clear();
    s.difference = {};
    s.difference.limit = 0.0;
    if (s.other_run) {
        s.difference.scenario = s.other_run->taken_away ? s.other_run->here : s.other_run->there;
        s.difference.reference = s.other_run->taken_away ? s.other_run->there : s.other_run->here;
        const gis::Networks& here = s.parts->networks;
        const gis::Networks& there = s.other_run->parts->networks;
        for (const engine::Kind* kind : engine::kinds()) {
            if (kind == &lifeline::kBuilding || kind->count(here) + kind->count(there) == 0) {
                continue;
            }
            Impl::Compared of{.kind = kind, .same = same_assets(*kind, here, there), .missing = {}, .differences = {}};
            of.missing.assign(kind->count(there), 1);
            for (const std::uint32_t same : of.same) {
                if (same != kNone) {
                    of.missing[same] = 0;
                }
            }
            s.compared.push_back(std::move(of));
        }
        s.boxes.set({});
        s.points.set({});
    }
    s.build_there_alone();
    s.refresh_layer();
}

bool CityScene::in_difference() const {
    return impl_->other_run.has_value();
}

std::pair<std::string, std::string> CityScene::other_words() const {
    return {impl_->difference.scenario, impl_->difference.reference};
}

void CityScene::show_other(std::shared_ptr<const engine::Frame> frame) {
    impl_->other_frame = std::move(frame);
    if (impl_->differs()) {
        impl_->refresh_layer();
    }
}

std::string CityScene::difference_of(const ObjectRef& object, Language language) const {
    const Impl& s = *impl_;
    if (!s.differs() || object.kind == nullptr || s.difference.time < 0) {
        return {};
    }
    float difference = NAN;
    const auto worst = [&](float d) {
        if (!std::isnan(d) && (std::isnan(difference) || std::abs(d) > std::abs(difference))) {
            difference = d;
        }
    };
    const bool street = object.is(traffic::kStreet);
    const auto of = std::ranges::find(s.compared, street ? &traffic::kEdge : object.kind, &Impl::Compared::kind);
    if (object.is(lifeline::kBuilding)) {
        difference = object.index < s.buildings_apart.size() ? s.buildings_apart[object.index] : NAN;
    } else if (street && of != s.compared.end()) {
        const auto& edges = s.parts->networks.roads.edges;
        for (std::size_t e = 0; e < of->differences.size(); ++e) { // of its stretches the one that differs most
            worst(edges[e].street_id == object.id ? of->differences[e] : NAN);
        }
    } else if (of != s.compared.end() && object.index < of->differences.size()) {
        difference = of->differences[object.index];
    }
    return difference_text(s.layer, s.other_run->taken_away ? difference : -difference, s.difference, language);
}

} // namespace cityloom::render
