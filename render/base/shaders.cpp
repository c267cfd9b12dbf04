// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/base/shaders.h"

namespace cityloom::render::shaders {

const char* const kHead = R"(#version 130
#pragma import_defines(CL_NIGHT, CL_QUIET)
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
// Software GL runs both sides of every branch: what depends on the hour or on a layer is compiled in or out.
#ifdef CL_QUIET
vec3 quiet(vec3 c) { float g = dot(c, vec3(0.299, 0.587, 0.114)); return mix(c, mix(vec3(g), c, 0.10), uQuiet); }
#else
vec3 quiet(vec3 c) { return c; }
#endif
// Sunlight on a face, so that level ones keep their brightness when the sun is low.
float facing(vec3 n) { return clamp(mix(0.12 + 0.95 * max(dot(n, uSunDir), 0.0), 1.0 + 0.9 * (dot(n, uSunDir) - uSunDir.z), smoothstep(0.2, 0.7, n.z)), 0.1, 1.12); }
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
#ifdef CL_NIGHT
uniform vec4 uPowerArea;
out vec2 vPower;
#endif
out vec2 vUv; out vec3 vLight; out vec2 vHaze;
void main() {
    vec4 eye = gl_ModelViewMatrix * gl_Vertex;
    gl_Position = gl_ProjectionMatrix * eye;
    vUv = gl_MultiTexCoord0.xy;
#ifdef CL_NIGHT
    vPower = (gl_Vertex.xy - uPowerArea.xy) * uPowerArea.zw;
#endif
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
in vec2 vUv; in vec3 vLight; in vec2 vHaze;
uniform sampler2D uMap;
#ifdef CL_NIGHT
uniform sampler2D uPowerGrid;
in vec2 vPower;
#endif
void main() {
    vec4 m = texture(uMap, vUv);
    float wet = clamp((m.b - m.r) * 10.0 - 0.3, 0.0, 1.0) * vHaze.y;
    vec3 c = quiet(m.rgb) * vLight;
    c = mix(c, mix(uHaze, uZenith, 0.25), wet);
#ifdef CL_NIGHT
    c += uNight * m.a * texture(uPowerGrid, vPower).r * (1.0 - 0.7 * uQuiet) * vec3(0.62, 0.43, 0.21) * 0.85;
#endif
    gl_FragColor = vec4(mix(c, quiet(uHaze), vHaze.x), uGround);
})";

// The land beyond the map: wide triangles, one colour each corner.
const char* const kApronVertex = R"(
out vec4 vColour;
void main() {
    vec4 eye = gl_ModelViewMatrix * gl_Vertex;
    gl_Position = gl_ProjectionMatrix * eye;
    float d = length(eye.xyz);
    vec3 light = uSkyLight + uSunLight; // level ground
    float graze = 1.0 - abs((mat3(gl_ModelViewMatrixInverse) * (eye.xyz / d)).z);
    float wet = clamp((gl_Color.b - gl_Color.r) * 10.0 - 0.3, 0.0, 1.0) * (1.0 - uQuiet) * 0.55 * graze * graze * graze * (1.0 - 0.35 * uNight);
    vec3 c = mix(quiet(gl_Color.rgb) * light, mix(uHaze, uZenith, 0.25), wet);
    vColour = vec4(mix(c, quiet(uHaze), haze(d)), uGround);
})";
const char* const kApronFragment = R"(
in vec4 vColour;
void main() { gl_FragColor = vColour; })";

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
        if (vEnds.z > 0.5 && fwd > 0 && (bits & 16) == 0) mark = max(mark, band(atEnd, 5.2, 0.28, 0.1) * (right ? 1.0 : 0.0) * step(abs(vAt.x), vAt.z - 0.3));
        if (vEnds.y > 0.5 && back > 0 && (bits & 8) == 0) mark = max(mark, band(atStart, 5.2, 0.28, 0.1) * (right ? 0.0 : 1.0) * step(abs(vAt.x), vAt.z - 0.3));
        float stripe = step(0.5, fract(vAt.x / 1.1));
        if ((bits & 2) != 0) mark = max(mark, band(atEnd, 2.2, 1.6, 0.1) * stripe);
        if ((bits & 1) != 0) mark = max(mark, band(atStart, 2.2, 1.6, 0.1) * stripe);
        vec3 ink = mix(vec3(0.60, 0.58, 0.54), vec3(1.0), uNight);
        c = mix(c * mix(0.955, 0.72, uNight), ink, mark * near * thin * 0.8);
    } else { c *= mix(1.0, 0.8, uNight); }
    c = quiet(c) * (uSkyLight + uSunLight);
#ifdef CL_NIGHT
    {
        float pool = cos(vAt.y * 0.2094); // a lamp every 30 m
        float lamps = mix(1.0, 0.62 + 0.62 * pool * pool * pool * pool, near) * vColour.a;
        c += texture(uPowerGrid, (vPos.xy - uPowerArea.xy) * uPowerArea.zw).r * uNight * lamps * (1.0 - 0.7 * uQuiet) * vec3(0.62, 0.45, 0.25) * (0.70 + 0.3 * c);
    }
#endif
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
    vec3 c = quiet(vColour.rgb) * (uSkyLight * (0.90 + 0.10 * n.z) + uSunLight * facing(n));
    bool lamp = vColour.a > 0.1 && vColour.a < 0.5;
    if (lamp) c = mix(c, vColour.rgb, 0.55 + 0.45 * uNight);
    gl_FragColor = vec4(mix(c, quiet(uHaze), haze(length(vEye))), mix(uGround, 1.0, uSolid));
})";

const char* const kLineVertex = R"(
out vec4 vColour; out float vAlong; out float vSide; flat out float vState; out float vDist; flat out float vFlow;
uniform sampler2D uObjects; uniform sampler2D uRamp; uniform float uLayer; uniform vec2 uViewport; uniform float uLift; uniform float uMinPx; uniform float uWiden; uniform float uDiverge;
void main() {
    // extra: direction xy, side -1/1, half width; extra2: along, object, length, -
    int id = int(gl_MultiTexCoord1.y + 0.5);
    vec4 t = texelFetch(uObjects, ivec2(id & 511, id >> 9), 0);
    vColour = gl_Color;
    if (uLayer > 0.5) vColour.rgb = t.r > 0.994 ? vec3(0.62) : texture(uRamp, vec2(t.r * 1.00788, 0.5)).rgb;
    vState = t.g;
    vFlow = t.b * 2.0 - 1.0;
    vec2 dir = gl_MultiTexCoord0.xy; float side = gl_MultiTexCoord0.z;
    vec4 eye = gl_ModelViewMatrix * vec4(gl_Vertex.xyz + vec3(0.0, 0.0, uLift), 1.0);
    float d = length(eye.xyz);
    float pixel = d * 2.0 / (gl_ProjectionMatrix[1][1] * uViewport.y);
    // Matters to streets only: uWiden is 0 elsewhere. What is slow is wide; of differences what is far from none.
    float slow = uDiverge > 0.5 ? (t.r > 0.994 ? 0.0 : abs(t.r * 2.01576 - 1.0)) : t.r > 0.998 ? 0.0 : 1.0 - t.r;
    float half_w = max(gl_MultiTexCoord0.w * (1.0 + 0.3 * uWiden * slow), uMinPx * pixel * uViewport.y / 720.0 * (1.0 + uWiden * slow));
    eye.xyz += mat3(gl_ModelViewMatrix) * vec3(dir.y, -dir.x, 0.0) * side * half_w;
    vDist = length(eye.xyz);
    gl_Position = gl_ProjectionMatrix * vec4(pull(eye.xyz, 1.2 + uWiden * slow), 1.0);
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
    if (uLayer > 0.5 && t.r < 0.994) vColour.rgb = texture(uRamp, vec2(t.r * 1.00788, 0.5)).rgb;
    float px = gl_MultiTexCoord0.z * uViewport.y / 720.0;
    float nearer = clamp(1500.0 / vDist, gl_MultiTexCoord0.w, 1.25);
    gl_PointSize = px * nearer;
    if (gl_MultiTexCoord0.w < 0.4 && vDist > 1900.0) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
})";
const char* const kSymbolFragment = R"(
in vec4 vColour; flat in float vKind; flat in float vState; in float vDist;
float stroke(vec2 p, vec2 a, vec2 b) { vec2 d = b - a; return length(p - a - d * clamp(dot(p - a, d) / dot(d, d), 0.0, 1.0)); }
void main() {
    vec2 p = gl_PointCoord * 2.0 - 1.0;
    int kind = int(vKind + 0.5);
    if (kind == 5) { // the ring around what is marked
        float d = length(p);
        if (d > 1.0 || d < 0.62) discard;
        gl_FragColor = vec4(d > 0.92 || d < 0.70 ? vec3(1.0) : vColour.rgb, 1.0);
        return;
    }
    float r = kind == 0 || kind == 6 ? length(p) : kind == 1 ? max(abs(p.x), abs(p.y)) : kind == 2 ? abs(p.x) + abs(p.y) : kind == 3 ? max(abs(p.x) * 0.9 + p.y * 0.55, -p.y) + 0.12 : max(abs(p.y), abs(p.x) * 0.87 + abs(p.y) * 0.5);
    if (r > 1.0) discard;
    vec3 c = r > 0.80 ? vec3(1.0) : r > 0.70 ? vColour.rgb * 0.5 : vColour.rgb;
    if (vState < 0.25) {
        c = r > 0.80 ? vec3(1.0) : mix(vColour.rgb, vec3(0.55), 0.55);
        if (abs(abs(p.x) - abs(p.y)) < 0.20 && r < 0.72) c = vec3(0.08);
    } else if (kind == 6) { // a flash: white where a point is free, dark where all are taken
        float flash = min(min(stroke(p, vec2(0.16, -0.52), vec2(-0.26, 0.06)), stroke(p, vec2(-0.26, 0.06), vec2(0.26, -0.06))), stroke(p, vec2(0.26, -0.06), vec2(-0.16, 0.52)));
        if (flash < 0.13) c = vState < 0.75 ? vec3(0.10) : vec3(1.0);
    } else if (vState < 0.75 && r < 0.34) c = vec3(0.12);
    gl_FragColor = vec4(c, 1.0);
})";

const char* const kLabelVertex = R"(
out vec2 vUv; out vec4 vColour;
void main() { gl_Position = gl_Vertex; vUv = gl_MultiTexCoord0.xy; vColour = gl_Color; })";
const char* const kLabelFragment = R"(
in vec2 vUv; in vec4 vColour;
uniform sampler2D uMap;
void main() {
    vec2 t = texture(uMap, vUv, -0.4).ra;
    float dark = uNight * (1.0 - uQuiet);
    vec3 ink = mix(vColour.rgb, vec3(0.93, 0.91, 0.86) * (0.72 + 0.5 * vColour.rgb), dark);
    vec3 halo = mix(vec3(0.98, 0.975, 0.96), vec3(0.03, 0.045, 0.08), dark);
    float a = max(t.x, 0.82 * t.y);
    if (a < 0.02) discard;
    gl_FragColor = vec4(mix(halo, ink, t.x), a * vColour.a);
})";

} // namespace cityloom::render::shaders
