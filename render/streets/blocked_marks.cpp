// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/streets/blocked_marks.h"

#include <osg/Geometry>
#include <osg/Group>
#include <osg/PointSprite>
#include <osg/Texture2D>
#include <osg/Uniform>

#include "render/base/geometry.h"
#include "render/base/shaders.h"

namespace cityloom::render {

namespace {

// As the lines of networks, with the place across in metres for the hatching.
const char* const kStretchVertex = R"(
out vec4 vColour; out vec2 vAt; out float vDist;
uniform vec2 uViewport; uniform float uLift; uniform float uMinPx;
void main() {
    vec2 dir = gl_MultiTexCoord0.xy; float side = gl_MultiTexCoord0.z;
    vec4 eye = gl_ModelViewMatrix * vec4(gl_Vertex.xyz + vec3(0.0, 0.0, uLift), 1.0);
    float pixel = length(eye.xyz) * 2.0 / (gl_ProjectionMatrix[1][1] * uViewport.y);
    float half_w = max(gl_MultiTexCoord0.w, uMinPx * pixel * uViewport.y / 720.0);
    eye.xyz += mat3(gl_ModelViewMatrix) * vec3(dir.y, -dir.x, 0.0) * side * half_w;
    vDist = length(eye.xyz);
    gl_Position = gl_ProjectionMatrix * vec4(pull(eye.xyz, 1.2), 1.0);
    vAt = vec2(gl_MultiTexCoord1.x, side * gl_MultiTexCoord0.w);
    vColour = gl_Color;
})";
const char* const kStretchFragment = R"(
in vec4 vColour; in vec2 vAt; in float vDist;
void main() {
    float slant = (vAt.x + vAt.y) / 2.2;
    float soft = clamp(fwidth(slant), 0.02, 0.5);
    float stripe = smoothstep(0.25 - soft, 0.25 + soft, abs(fract(slant) - 0.5));
    float near = 1.0 - smoothstep(220.0, 480.0, vDist);
    vec3 c = quiet(vColour.rgb) * mix(1.0, 0.8, uNight);
    gl_FragColor = vec4(mix(c, quiet(uHaze), haze(vDist) * 0.8), mix(0.62, mix(0.20, 0.72, stripe), near));
})";
const char* const kSignFragment = R"(
in vec4 vColour; flat in float vKind; flat in float vState; in float vDist;
void main() {
    vec2 p = gl_PointCoord * 2.0 - 1.0;
    int kind = int(vKind + 0.5);
    vec3 red = vec3(0.70, 0.17, 0.13);
    float r = kind == 0 ? max(abs(p.x) * 1.05 - p.y * 0.53 + 0.53, p.y * 1.1 + 0.05) : kind == 1 ? abs(p.x) + abs(p.y) : length(p);
    if (r > 1.0) discard;
    vec3 c;
    if (kind == 0) { // an incident: a warning triangle
        c = r > 0.90 ? vec3(1.0) : r > 0.70 ? red : vec3(1.0, 0.99, 0.95);
        if (abs(p.x) < 0.11 && ((p.y > -0.22 && p.y < 0.26) || (p.y > 0.38 && p.y < 0.56))) c = vec3(0.10);
    } else if (kind == 1) { // works: a diamond with slanting bars
        c = r > 0.86 ? vec3(1.0) : r > 0.74 ? vec3(0.12) : vec3(0.93, 0.58, 0.13);
        if (r < 0.74 && fract((p.x + p.y) * 1.6 + 0.25) < 0.42) c = vec3(0.12);
    } else { // closed: no entry
        c = r > 0.86 ? vec3(1.0) : red;
        if (abs(p.y) < 0.19 && abs(p.x) < 0.60) c = vec3(1.0);
    }
    gl_FragColor = vec4(c * mix(1.0, 0.88, uNight), 1.0);
})";

} // namespace

struct BlockedMarks::Impl {
    explicit Impl(const SceneParts& p) : parts{p} {}

    void rebuild();

    const SceneParts& parts;
    osg::ref_ptr<osg::Group> root = new osg::Group;
    DataTexture steady{1}; ///< one texel, which the symbols' vertex program reads
    std::vector<engine::BlockedView> shown;
    std::vector<BlockedPlace> places;
};

void BlockedMarks::Impl::rebuild() {
    root->removeChildren(0, root->getNumChildren());
    Mesh stretches;
    Mesh solids;
    Mesh signs;
    mesh_blocked(places, parts.heights, stretches, solids, signs);
    if (places.empty()) {
        return;
    }
    const auto hatched = to_geometry(stretches);
    hatched->setCullingActive(false); // the program makes it wider
    osg::StateSet* state = hatched->getOrCreateStateSet();
    set_program(*state, kStretchVertex, kStretchFragment);
    set_bin(*state, kGroundLayerBin, false, true);
    state->addUniform(new osg::Uniform("uMinPx", 1.6F));
    root->addChild(hatched);

    const auto boards = to_geometry(solids);
    state = boards->getOrCreateStateSet();
    set_program(*state, shaders::kSolidVertex, shaders::kSolidFragment);
    set_bin(*state, kSolidBin, true, false);
    state->addUniform(new osg::Uniform("uSolid", 1.0F));
    root->addChild(boards);

    const auto sprites = to_geometry(signs);
    sprites->setCullingActive(false);
    state = sprites->getOrCreateStateSet();
    set_program(*state, shaders::kSymbolVertex, kSignFragment);
    set_bin(*state, kSymbolBin, false, true);
    state->setMode(GL_VERTEX_PROGRAM_POINT_SIZE, osg::StateAttribute::ON);
    state->setTextureAttributeAndModes(0, new osg::PointSprite);
    state->setTextureAttribute(1, steady.texture());
    root->addChild(sprites);
}

BlockedMarks::BlockedMarks(const SceneParts& parts) : impl_{std::make_unique<Impl>(parts)} {
    impl_->steady.changed();
}

BlockedMarks::~BlockedMarks() = default;

osg::Group* BlockedMarks::root() const {
    return impl_->root.get();
}

void BlockedMarks::show(const engine::Frame* frame) {
    static const std::vector<engine::BlockedView> kNothing;
    const std::vector<engine::BlockedView>& now = frame != nullptr ? frame->blocked : kNothing;
    if (now == impl_->shown) {
        return;
    }
    impl_->shown = now;
    impl_->places = blocked_places(now, impl_->parts.city, impl_->parts.networks.roads, impl_->parts.heights);
    impl_->rebuild();
}

const std::vector<BlockedPlace>& BlockedMarks::places() const {
    return impl_->places;
}

} // namespace cityloom::render
