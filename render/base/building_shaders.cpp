// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/base/shaders.h"

namespace cityloom::render::shaders {

// gl_MultiTexCoord0: along the wall, height above the foot (-1: roof), building, height of the building.
const char* const kBuildingVertex = R"(
out vec3 vAt; flat out float vUse; flat out float vId; flat out vec3 vShade; flat out vec3 vAlbedo; out vec3 vHaze;
flat out vec4 vLayer; flat out float vLit; flat out float vGuess;
uniform sampler2D uObjects; uniform sampler2D uRamp; uniform float uLayer;
void main() {
    vec4 eye = gl_ModelViewMatrix * gl_Vertex;
    gl_Position = gl_ProjectionMatrix * eye;
    vAt = vec3(gl_MultiTexCoord0.xy, gl_MultiTexCoord0.w);
    vId = gl_MultiTexCoord0.z;
    vUse = floor(gl_Color.a * 255.0 + 0.5);
    int id = int(vId + 0.5);
    vec4 t = texelFetch(uObjects, ivec2(id & 511, id >> 9), 0);
    vLit = t.g; vGuess = t.b;
    vLayer = uLayer > 0.5 && t.r > 0.998 ? vec4(0.0, 0.0, 0.0, -1.0)
        : uLayer > 0.5 && t.r < 0.994 ? vec4(texture(uRamp, vec2(t.r * 1.00788, 0.5)).rgb, 1.0) : vec4(0.0);
    vec3 n = gl_Normal;
    bool roof = vAt.y < -0.5;
    vAlbedo = gl_Color.rgb * (roof ? vec3(0.955, 0.94, 0.915) : vec3(1.0));
    vShade = uSkyLight * (roof ? 1.0 : 1.06 + 0.13 * dot(n.xy, vec2(-0.75, -0.66))) + uSunLight * facing(n);
    float h = haze(length(eye.xyz));
    vHaze = vec3(h);
})";
const char* const kBuildingFragment = R"(
in vec3 vAt; flat in float vUse; flat in float vId; flat in vec3 vShade; flat in vec3 vAlbedo; in vec3 vHaze;
flat in vec4 vLayer; flat in float vLit; flat in float vGuess;
uniform float uSelected; uniform float uHovered; uniform float uHatch; uniform float uLitShare[12];
float hash(vec3 p) { p = fract(p * 0.1031); p += dot(p, p.zyx + 31.32); return fract((p.x + p.y) * p.z); }
void main() {
    bool roof = vAt.y < -0.5;
    int use = int(vUse + 0.5);
    vec3 albedo = vAlbedo;
    float foot = 1.0;
    float windowM = use == 4 ? 7.0 : 3.1;
    float floorM = use == 4 ? 6.0 : 3.2;
    vec2 cell = vec2(vAt.x / windowM, vAt.y / floorM);
    vec2 size = fwidth(cell);
    float blur = clamp(max(size.x, size.y) * 1.6, 0.0, 1.0);
    float pane = 0.0;
    float cover = use == 1 || use == 0 ? 0.22 : 0.36;
    if (!roof) {
        foot = 0.83 + 0.17 * clamp(vAt.y / (0.35 * vAt.z + 5.0), 0.0, 1.0);
        vec2 f = fract(cell);
        float w = use == 2 ? 0.08 : 0.27;
        pane = step(w, f.x) * step(f.x, 1.0 - w) * step(0.30, f.y) * step(f.y, 0.80) * step(vAt.y, vAt.z - 0.7);
        pane = mix(pane, cover, blur);
        float line = smoothstep(0.0, 0.06, f.y) * smoothstep(0.0, 0.06, 1.0 - f.y);
        albedo *= mix(mix(0.955, 1.0, line), 1.0, blur);
        albedo = mix(albedo, albedo * vec3(0.84, 0.875, 0.905), pane * mix(1.0, 0.5, blur));
    }
    vec3 c;
    if (vLayer.a > 0.5) { c = vLayer.rgb * (0.42 + 0.58 * clamp(dot(vShade, vec3(0.33)), 0.0, 1.25)) * foot; }
    else {
        c = quiet(albedo) * vShade * foot;
        if (vLayer.a < -0.5) { // it should be served and is not: dark, and hatched, so that it is told without colour
            float line = step(0.62, fract((gl_FragCoord.x + gl_FragCoord.y) * 0.125));
            c = mix(vec3(0.24, 0.14, 0.30), vec3(0.52, 0.42, 0.56), line) * (0.42 + 0.58 * clamp(dot(vShade, vec3(0.33)), 0.0, 1.25)) * foot;
        }
    }
    if (uHatch * vGuess > 0.5) c *= 0.80 + 0.20 * step(0.45, fract((gl_FragCoord.x - gl_FragCoord.y) * 0.11));
#ifdef CL_NIGHT
    {
        float share = uLitShare[use];
        vec2 id = floor(cell);
        float on = step(hash(vec3(id, vId + 0.5)), share);
        float lit = roof ? 0.0 : mix(pane * on, 1.25 * cover * share, blur);
        vec3 lamp = use == 1 || use == 10 ? vec3(1.0, 0.76, 0.44) : use == 2 ? vec3(0.93, 0.92, 0.80) : vec3(1.0, 0.84, 0.58);
        lamp *= 0.62 + 0.5 * hash(vec3(id.yx, vId));
        c += uNight * vLit * lit * lamp * (1.0 - 0.75 * uQuiet);
        float street = roof ? 0.0 : exp(-max(vAt.y, 0.0) / 5.5);
        c += uNight * vLit * street * 0.30 * vec3(1.0, 0.72, 0.40) * albedo * (1.0 - uQuiet);
    }
#endif
    if (abs(vId - uSelected) < 0.4) c = mix(c, vec3(0.06, 0.52, 0.60), 0.62);
    else if (abs(vId - uHovered) < 0.4) c = mix(c, vec3(0.06, 0.52, 0.60), 0.28);
    gl_FragColor = vec4(mix(c, quiet(uHaze), vHaze.x), uGround);
})";

const char* const kFarBuildingVertex = R"(
out vec4 vColour; flat out float vHatch;
uniform sampler2D uObjects; uniform sampler2D uRamp; uniform float uLayer;
uniform float uSelected; uniform float uHovered; uniform float uHatch; uniform float uLitShare[12];
void main() {
    vec4 eye = gl_ModelViewMatrix * gl_Vertex;
    gl_Position = gl_ProjectionMatrix * eye;
    int id = int(gl_MultiTexCoord0.z + 0.5);
    int use = int(gl_Color.a * 255.0 + 0.5);
    vec4 t = texelFetch(uObjects, ivec2(id & 511, id >> 9), 0);
    bool roof = gl_MultiTexCoord0.y < -0.5;
    vec3 n = gl_Normal;
    float cover = use == 1 || use == 0 ? 0.22 : 0.36;
    vec3 albedo = gl_Color.rgb * (roof ? vec3(0.955, 0.94, 0.915) : mix(vec3(1.0), vec3(0.84, 0.875, 0.905), 0.5 * cover));
    vec3 shade = uSkyLight * (roof ? 1.0 : 1.06 + 0.13 * dot(n.xy, vec2(-0.75, -0.66))) + uSunLight * facing(n);
    float foot = roof ? 1.0 : 0.83 + 0.17 * clamp(gl_MultiTexCoord0.y / (0.35 * gl_MultiTexCoord0.w + 5.0), 0.0, 1.0);
    vec3 c = quiet(albedo) * shade * foot;
    vHatch = 0.0;
    if (uLayer > 0.5) {
        if (t.r > 0.998) {
            vHatch = 1.0;
            c = vec3(0.24, 0.14, 0.30) * (0.42 + 0.58 * clamp(dot(shade, vec3(0.33)), 0.0, 1.25)) * foot;
        }
        else if (t.r < 0.994) c = texture(uRamp, vec2(t.r * 1.00788, 0.5)).rgb * (0.42 + 0.58 * clamp(dot(shade, vec3(0.33)), 0.0, 1.25)) * foot;
    }
    if (uHatch * t.b > 0.5) vHatch = 0.20;
#ifdef CL_NIGHT
    if (!roof) {
        vec3 lamp = use == 1 || use == 10 ? vec3(1.0, 0.76, 0.44) : use == 2 ? vec3(0.93, 0.92, 0.80) : vec3(1.0, 0.84, 0.58);
        float street = exp(-max(gl_MultiTexCoord0.y, 0.0) / 5.5);
        c += uNight * t.g * (1.25 * cover * uLitShare[use] * lamp * (1.0 - 0.75 * uQuiet) + street * 0.30 * vec3(1.0, 0.72, 0.40) * albedo * (1.0 - uQuiet));
    }
#endif
    if (abs(gl_MultiTexCoord0.z - uSelected) < 0.4) c = mix(c, vec3(0.06, 0.52, 0.60), 0.62);
    else if (abs(gl_MultiTexCoord0.z - uHovered) < 0.4) c = mix(c, vec3(0.06, 0.52, 0.60), 0.28);
    vColour = vec4(mix(c, quiet(uHaze), haze(length(eye.xyz))), uGround);
})";
const char* const kFarBuildingFragment = R"(
in vec4 vColour; flat in float vHatch;
void main() {
    float line = step(vHatch > 0.5 ? 0.62 : 0.5, fract((gl_FragCoord.x + gl_FragCoord.y) * 0.125));
    float by = vHatch > 0.5 ? 1.0 + 1.2 * line : 1.0 - vHatch * line; // unserved: lighter lines on dark
    gl_FragColor = vec4(vColour.rgb * by, vColour.a);
})";

} // namespace cityloom::render::shaders
