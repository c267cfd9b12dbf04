// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/scene/shaders.h"

namespace cityloom::render::shaders {

const char* const kHead = R"(#version 130
uniform vec3 uSunDir;     // towards the sun, world axes
uniform vec3 uSunLight;
uniform vec3 uSkyLight;
uniform vec3 uHaze;
uniform vec3 uZenith;
uniform float uHazeM;     // distance at which about two thirds are haze
uniform float uNight;     // 0 day .. 1 night
uniform float uQuiet;     // 1: a data layer speaks and the rest is quiet
uniform float uGround;    // opacity of ground and buildings
uniform float uClock;     // seconds, for slow movement
float haze(float d) { float x = d / uHazeM; return 1.0 - exp(-x * x * x * 0.9 - 0.03 * x); }
vec3 quiet(vec3 c) { if (uQuiet < 0.001) return c; float g = dot(c, vec3(0.299, 0.587, 0.114)); return mix(c, mix(vec3(g), c, 0.10), uQuiet); }
vec3 pull(vec3 eye, float more) { float d = length(eye); return eye * (1.0 - min(0.5, (more + 0.006 * d) / max(d, 0.01))); }
)";

const char* const kSkyVertex = R"(
out vec3 vRay;
void main() {
    gl_Position = vec4(gl_Vertex.xy, 0.99999, 1.0);
    vec4 far = gl_ProjectionMatrixInverse * vec4(gl_Vertex.xy, 1.0, 1.0);
    vRay = mat3(gl_ModelViewMatrixInverse) * (far.xyz / far.w);
})";
const char* const kSkyFragment = R"(
in vec3 vRay;
void main() {
    vec3 r = normalize(vRay);
    float up = max(r.z, 0.0);
    vec3 c = mix(uHaze, uZenith, pow(1.0 - exp(-up * 4.5), 0.8));
    float s = max(dot(r, uSunDir), 0.0);
    c += (1.0 - uNight) * (uSunLight * (0.22 * pow(s, 12.0) + 0.5 * smoothstep(0.9995, 0.9998, s)));
    gl_FragColor = vec4(quiet(c), 1.0);
})";

const char* const kTerrainVertex = R"(
out vec2 vUv; out vec3 vLight; out vec4 vColour; out vec3 vPos; out vec2 vHaze;
void main() {
    vec4 eye = gl_ModelViewMatrix * gl_Vertex;
    gl_Position = gl_ProjectionMatrix * eye;
    vUv = gl_MultiTexCoord0.xy; vColour = gl_Color; vPos = gl_Vertex.xyz;
    float d = length(eye.xyz);
    vec3 n = gl_Normal;
    vec3 steep = normalize(vec3(n.xy * 2.2, n.z));
    float relief = dot(normalize(vec3(n.xy * 2.5, n.z)), vec3(-0.48, 0.48, 0.734)) / 0.734; // the map maker's light
    float light = mix(max(dot(steep, uSunDir), 0.0) / max(uSunDir.z, 0.25), relief * relief, 0.55);
    vLight = uSkyLight + uSunLight * clamp(light, 0.0, 1.3);
    float up = abs((mat3(gl_ModelViewMatrixInverse) * (eye.xyz / d)).z);
    float graze = 1.0 - up;
    vHaze = vec2(haze(d), (1.0 - uQuiet) * 0.55 * graze * graze * graze * (1.0 - 0.35 * uNight));
})";
const char* const kTerrainFragment = R"(
in vec2 vUv; in vec3 vLight; in vec4 vColour; in vec3 vPos; in vec2 vHaze;
uniform sampler2D uMap; uniform sampler2D uPowerGrid; uniform vec4 uPowerArea; uniform float uMapped;
void main() {
    vec4 m = uMapped > 0.5 ? texture(uMap, vUv) : vColour;
    vec3 albedo = m.rgb;
    float wet = clamp((albedo.b - albedo.r) * 10.0 - 0.3, 0.0, 1.0);
    vec3 c = quiet(albedo) * vLight;
    c = mix(c, mix(uHaze, uZenith, 0.25), wet * vHaze.y);
    if (uNight > 0.01) {
        float power = texture(uPowerGrid, (vPos.xy - uPowerArea.xy) * uPowerArea.zw).r;
        c += uNight * (uMapped > 0.5 ? m.a : 0.0) * power * (1.0 - 0.7 * uQuiet) * vec3(0.62, 0.43, 0.21) * 0.85;
    }
    gl_FragColor = vec4(mix(c, quiet(uHaze), vHaze.x), uGround);
})";

const char* const kBuildingVertex = R"(
out vec3 vEye; out vec4 vColour; out vec3 vAt; flat out vec3 vData; flat out float vId; out float vHaze;
uniform sampler2D uObjects; uniform sampler2D uRamp; uniform float uLayer;
flat out vec4 vLayer; flat out float vLit;
void main() {
    vec4 eye = gl_ModelViewMatrix * gl_Vertex;
    gl_Position = gl_ProjectionMatrix * eye;
    vEye = eye.xyz; vColour = gl_Color; vAt = vec3(gl_MultiTexCoord0.xy, gl_MultiTexCoord0.w);
    vId = gl_MultiTexCoord0.z;
    int id = int(vId + 0.5);
    vec4 t = texelFetch(uObjects, ivec2(id & 511, id >> 9), 0);
    vLit = t.g;
    vLayer = uLayer > 0.5 ? (t.r > 0.998 ? vec4(0.0, 0.0, 0.0, -1.0) : vec4(texture(uRamp, vec2(t.r * 1.004, 0.5)).rgb, 1.0)) : vec4(0.0);
    vHaze = haze(length(eye.xyz));
})";
const char* const kBuildingFragment = R"(
in vec3 vEye; in vec4 vColour; in vec3 vAt; flat in float vId; in float vHaze;
flat in vec4 vLayer; flat in float vLit;
uniform float uSelected; uniform float uHovered; uniform float uLitShare[12];
float hash(vec3 p) { p = fract(p * 0.1031); p += dot(p, p.zyx + 31.32); return fract((p.x + p.y) * p.z); }
void main() {
    vec3 n = normalize(cross(dFdx(vEye), dFdy(vEye)));
    n = mat3(gl_ModelViewMatrixInverse) * n;
    float d = length(vEye);
    bool roof = vAt.y < -0.5;
    int use = int(vColour.a * 255.0 + 0.5);
    vec3 albedo = vColour.rgb;
    float sun = max(dot(n, uSunDir), 0.0);
    float foot = 1.0;
    if (roof) { albedo *= vec3(0.955, 0.94, 0.915); sun *= 1.0; }
    else { foot = 0.83 + 0.17 * clamp(vAt.y / (0.35 * vAt.z + 5.0), 0.0, 1.0); }
    float windowM = use == 4 ? 7.0 : 3.1;
    float floorM = use == 4 ? 6.0 : 3.2;
    vec2 cell = vec2(vAt.x / windowM, vAt.y / floorM);
    vec2 size = fwidth(cell);
    float blur = clamp(max(size.x, size.y) * 1.6, 0.0, 1.0);
    vec2 f = fract(cell);
    float pane = 0.0;
    float cover = use == 1 || use == 0 ? 0.22 : 0.36;
    if (!roof) {
        float w = use == 2 ? 0.08 : 0.27;
        pane = step(w, f.x) * step(f.x, 1.0 - w) * step(0.30, f.y) * step(f.y, 0.80) * step(vAt.y, vAt.z - 0.7);
        pane = mix(pane, cover, blur);
        if (blur < 0.99) {
        float line = smoothstep(0.0, 0.06, f.y) * smoothstep(0.0, 0.06, 1.0 - f.y);
        albedo *= mix(mix(0.955, 1.0, line), 1.0, blur); }
        albedo = mix(albedo, albedo * vec3(0.84, 0.875, 0.905), pane * mix(1.0, 0.5, blur));
    }
    vec3 shade = uSkyLight * (roof ? 1.0 : 1.06 + 0.13 * dot(n.xy, vec2(-0.75, -0.66))) + uSunLight * (roof ? min(sun / max(uSunDir.z, 0.25), 1.2) : 0.10 + sun * 1.1);
    vec3 c;
    if (vLayer.a > 0.5) { c = vLayer.rgb * (0.42 + 0.58 * clamp(dot(shade, vec3(0.33)), 0.0, 1.25)) * foot; }
    else {
        c = quiet(albedo) * shade * foot;
        if (vLayer.a < -0.5) c *= 0.86 + 0.14 * step(0.5, fract((gl_FragCoord.x + gl_FragCoord.y) * 0.125));
    }
    if (uNight > 0.01) {
        float share = uLitShare[use];
        vec2 id = floor(cell);
        float on = step(hash(vec3(id, vId + 0.5)), share);
        float lit = roof ? 0.0 : mix(pane * on, cover * share, blur);
        vec3 lamp = use == 1 || use == 10 ? vec3(1.0, 0.76, 0.44) : use == 2 ? vec3(0.93, 0.92, 0.80) : vec3(1.0, 0.84, 0.58);
        lamp *= 0.75 + 0.4 * hash(vec3(id.yx, vId));
        c += uNight * vLit * lit * lamp * (1.0 - 0.75 * uQuiet);
        float street = roof ? 0.0 : exp(-max(vAt.y, 0.0) / 4.5);
        c += uNight * vLit * street * 0.16 * vec3(1.0, 0.72, 0.40) * albedo * (1.0 - uQuiet);
    }
    if (abs(vId - uSelected) < 0.4) c = mix(c, vec3(0.06, 0.52, 0.60), 0.62);
    else if (abs(vId - uHovered) < 0.4) c = mix(c, vec3(0.06, 0.52, 0.60), 0.28);
    gl_FragColor = vec4(mix(c, quiet(uHaze), vHaze), uGround);
})";

const char* const kStreetVertex = R"(
out vec4 vColour; out vec4 vAt; flat out vec4 vEnds; out float vDist; out vec3 vPos; out float vHaze;
uniform float uPull;
void main() {
    vec4 eye = gl_ModelViewMatrix * gl_Vertex;
    vDist = length(eye.xyz); vHaze = haze(vDist);
    gl_Position = gl_ProjectionMatrix * vec4(pull(eye.xyz, uPull), 1.0);
    vColour = gl_Color; vAt = gl_MultiTexCoord0; vEnds = gl_MultiTexCoord1; vPos = gl_Vertex.xyz;
})";
const char* const kStreetFragment = R"(
in vec4 vColour; in vec4 vAt; flat in vec4 vEnds; in float vDist; in vec3 vPos; in float vHaze;
uniform sampler2D uPowerGrid; uniform vec4 uPowerArea;
float band(float x, float at, float half_w, float soft) { return 1.0 - smoothstep(half_w - soft, half_w + soft, abs(x - at)); }
void main() {
    vec3 c = vColour.rgb;
    float lanes = vAt.w;
    float near = 1.0 - smoothstep(350.0, 600.0, vDist);
    if (vAt.z > 0.5 && near > 0.0) {
        float soft = clamp(fwidth(vAt.x), 0.03, 0.6);
        float kerb = smoothstep(vAt.z - 0.30 - soft, vAt.z - 0.30 + soft, abs(vAt.x));
        c = mix(c, vec3(0.81, 0.79, 0.75), kerb * 0.55 * near);
    }
    if (lanes > 0.5 && near > 0.0) {
        int code = int(lanes + 0.5);
        int fwd = code & 15; int back = code >> 4;
        float total = float(max(1, fwd + back));
        float lane = 2.0 * vAt.z / total;
        float soft = clamp(fwidth(vAt.x), 0.02, 0.5);
        float thin = clamp(0.14 / soft, 0.25, 1.0);
        float s = vAt.y; float rest = vEnds.x - s;
        float open = step(vEnds.y, s) * step(vEnds.z, rest);
        float mark = 0.0;
        float middle = -vAt.z + lane * float(back);
        if (fwd > 0 && back > 0) mark = max(mark, band(vAt.x, middle, 0.09, soft) * (fwd + back > 2 ? 1.0 : step(0.45, fract(s / 9.0))));
        for (int k = 1; k < fwd + back; ++k) {
            float x = -vAt.z + lane * float(k);
            if (k != back || back == 0) mark = max(mark, band(vAt.x, x, 0.08, soft) * step(0.62, fract(s / 9.0)));
        }
        mark *= open;
        bool right = vAt.x > middle;
        int bits = int(vEnds.w + 0.5);
        float atEnd = rest - vEnds.z; float atStart = s - vEnds.y;
        if (vEnds.z > 0.5 && fwd > 0) mark = max(mark, band(atEnd, 5.2, 0.28, 0.1) * (right ? 1.0 : 0.0) * step(abs(vAt.x), vAt.z - 0.3));
        if (vEnds.y > 0.5 && back > 0) mark = max(mark, band(atStart, 5.2, 0.28, 0.1) * (right ? 0.0 : 1.0) * step(abs(vAt.x), vAt.z - 0.3));
        float stripe = step(0.5, fract(vAt.x / 1.1));
        if ((bits & 2) != 0) mark = max(mark, band(atEnd, 2.2, 1.6, 0.1) * stripe);
        if ((bits & 1) != 0) mark = max(mark, band(atStart, 2.2, 1.6, 0.1) * stripe);
        vec3 ink = mix(vec3(0.60, 0.58, 0.54), vec3(1.0), uNight);
        c = mix(c * mix(0.955, 0.72, uNight), ink, mark * near * thin * 0.8);
    } else { c *= mix(1.0, 0.8, uNight); }
    c = quiet(c) * (uSkyLight + uSunLight);
    if (uNight > 0.01) c += texture(uPowerGrid, (vPos.xy - uPowerArea.xy) * uPowerArea.zw).r * uNight * vColour.a * (1.0 - 0.7 * uQuiet) * vec3(0.62, 0.43, 0.21) * 0.85;
    gl_FragColor = vec4(mix(c, quiet(uHaze), vHaze), uGround);
})";

const char* const kSolidVertex = R"(
out vec3 vEye; out vec4 vColour;
void main() {
    vec4 eye = gl_ModelViewMatrix * gl_Vertex;
    gl_Position = gl_ProjectionMatrix * eye;
    vEye = eye.xyz; vColour = gl_Color;
})";
// Alpha below 1/2: glows by itself at night (lamps), 0 also takes no part in it.
const char* const kSolidFragment = R"(
in vec3 vEye; in vec4 vColour;
uniform float uSolid;
void main() {
    vec3 n = mat3(gl_ModelViewMatrixInverse) * normalize(cross(dFdx(vEye), dFdy(vEye)));
    vec3 c = quiet(vColour.rgb) * (uSkyLight * (0.90 + 0.10 * n.z) + uSunLight * (0.25 + 0.75 * max(dot(n, uSunDir), 0.0)));
    bool lamp = vColour.a > 0.1 && vColour.a < 0.5;
    if (lamp) c = mix(c, vColour.rgb, 0.55 + 0.45 * uNight);
    gl_FragColor = vec4(mix(c, quiet(uHaze), haze(length(vEye))), mix(uGround, 1.0, uSolid));
})";

const char* const kLineVertex = R"(
out vec4 vColour; out float vAlong; out float vSide; flat out float vState; out float vDist; flat out float vFlow;
uniform sampler2D uObjects; uniform sampler2D uRamp; uniform float uLayer; uniform vec2 uViewport; uniform float uLift; uniform float uMinPx; uniform float uWiden;
void main() {
    // extra: direction xy, side -1/1, half width; extra2: along, object, length, -
    int id = int(gl_MultiTexCoord1.y + 0.5);
    vec4 t = texelFetch(uObjects, ivec2(id & 511, id >> 9), 0);
    vColour = gl_Color;
    if (uLayer > 0.5) vColour.rgb = t.r > 0.998 ? vec3(0.62) : texture(uRamp, vec2(t.r * 1.004, 0.5)).rgb;
    vState = t.g;
    vFlow = t.b * 2.0 - 1.0;
    vec2 dir = gl_MultiTexCoord0.xy; float side = gl_MultiTexCoord0.z;
    vec4 eye = gl_ModelViewMatrix * vec4(gl_Vertex.xyz + vec3(0.0, 0.0, uLift), 1.0);
    float d = length(eye.xyz);
    float pixel = d * 2.0 / (gl_ProjectionMatrix[1][1] * uViewport.y);
    float half_w = max(gl_MultiTexCoord0.w * (1.0 + uWiden * (1.0 - t.r)), uMinPx * pixel * (1.0 + 0.6 * uWiden * (1.0 - t.r)));
    eye.xyz += mat3(gl_ModelViewMatrix) * vec3(dir.y, -dir.x, 0.0) * side * half_w;
    vDist = length(eye.xyz);
    gl_Position = gl_ProjectionMatrix * vec4(pull(eye.xyz, 1.2), 1.0);
    vAlong = gl_MultiTexCoord1.x; vSide = side;
})";
const char* const kLineFragment = R"(
in vec4 vColour; in float vAlong; in float vSide; flat in float vState; in float vDist; flat in float vFlow;
uniform float uGlow;
void main() {
    vec3 c = vColour.rgb;
    float edge = smoothstep(0.55, 1.0, abs(vSide));
    c *= 1.0 - 0.22 * edge;
    if (abs(vFlow) > 0.02) c = mix(c, vec3(1.0), 0.30 * smoothstep(0.72, 0.8, fract(vAlong / 60.0 - uClock * 0.12 * sign(vFlow))));
    if (vState < 0.25) { // failed: dashes with a dark cross
        float f = fract(vAlong / 26.0);
        if (f > 0.55) discard;
        vec2 p = vec2((f - 0.275) * 6.0, vSide * 0.8);
        c = mix(c * 0.55, vec3(0.10), step(abs(abs(p.x) - abs(p.y)), 0.16) * step(abs(p.x), 0.8));
    }
    c *= mix(1.0, 0.82, uNight);
    gl_FragColor = vec4(mix(c, quiet(uHaze), haze(vDist) * 0.8), vColour.a);
})";

const char* const kPointVertex = R"(
out vec4 vColour; out float vDist;
uniform vec2 uViewport;
void main() {
    vec4 eye = gl_ModelViewMatrix * gl_Vertex;
    vDist = length(eye.xyz);
    gl_Position = gl_ProjectionMatrix * vec4(pull(eye.xyz, 1.5), 1.0);
    float px = gl_ProjectionMatrix[1][1] * uViewport.y * 0.5 / vDist;
    gl_PointSize = clamp(3.4 * px, 1.35 * uViewport.y / 720.0, 7.0 * uViewport.y / 720.0);
    vColour = gl_Color;
})";
const char* const kPointFragment = R"(
in vec4 vColour; in float vDist;
void main() {
    vec2 p = gl_PointCoord * 2.0 - 1.0;
    if (dot(p, p) > 1.0) discard;
    vec3 c = vColour.rgb * mix(1.0, 1.15, uNight);
    gl_FragColor = vec4(mix(c, quiet(uHaze), haze(vDist) * 0.7), 1.0);
})";

const char* const kSymbolVertex = R"(
out vec4 vColour; flat out float vKind; flat out float vState; out float vDist;
uniform sampler2D uObjects; uniform sampler2D uRamp; uniform float uLayer; uniform vec2 uViewport;
void main() {
    vec4 eye = gl_ModelViewMatrix * gl_Vertex;
    vDist = length(eye.xyz);
    gl_Position = gl_ProjectionMatrix * vec4(pull(eye.xyz, 6.0), 1.0);
    int id = int(gl_MultiTexCoord0.y + 0.5);
    vec4 t = texelFetch(uObjects, ivec2(id & 511, id >> 9), 0);
    vKind = gl_MultiTexCoord0.x; vState = t.g; vColour = gl_Color;
    if (uLayer > 0.5 && t.r < 0.998) vColour.rgb = texture(uRamp, vec2(t.r * 1.004, 0.5)).rgb;
    float px = gl_MultiTexCoord0.z * uViewport.y / 720.0;
    float nearer = clamp(1500.0 / vDist, gl_MultiTexCoord0.w, 1.25);
    gl_PointSize = px * nearer;
})";
const char* const kSymbolFragment = R"(
in vec4 vColour; flat in float vKind; flat in float vState; in float vDist;
void main() {
    vec2 p = gl_PointCoord * 2.0 - 1.0;
    int kind = int(vKind + 0.5);
    float r = kind == 0 ? length(p) : kind == 1 ? max(abs(p.x), abs(p.y)) : kind == 2 ? abs(p.x) + abs(p.y) : kind == 3 ? max(abs(p.x) * 0.9 + p.y * 0.55, -p.y) + 0.12 : max(abs(p.y), abs(p.x) * 0.87 + abs(p.y) * 0.5);
    if (r > 1.0) discard;
    vec3 c = r > 0.80 ? vec3(1.0) : r > 0.70 ? vColour.rgb * 0.5 : vColour.rgb;
    if (vState < 0.25) {
        c = r > 0.80 ? vec3(1.0) : mix(vColour.rgb, vec3(0.55), 0.55);
        if (abs(abs(p.x) - abs(p.y)) < 0.20 && r < 0.72) c = vec3(0.08);
    } else if (vState < 0.75 && r < 0.34) c = vec3(0.12);
    gl_FragColor = vec4(c, 1.0);
})";

} // namespace cityloom::render::shaders
