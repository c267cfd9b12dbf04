// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/agents/vehicle_mesh.h"

#include <algorithm>
#include <cmath>

namespace cityloom::render {

bool ViewVolume::sees(double x, double y, double z, double radius_m) const {
    return std::all_of(planes.begin(), planes.end(),
                       [&](const auto& p) { return p[0] * x + p[1] * y + p[2] * z + p[3] > -radius_m; });
}

namespace {

constexpr double kBoxesWithinM = 350.0;
constexpr std::uint8_t kLamp = 100; ///< alpha that the shader takes for something that shines

struct Axes {
    double x, y, z;    ///< middle of the vehicle on the road
    double fx, fy, fz; ///< forwards, unit
    double rx, ry;     ///< to the right, unit
};

void box(Mesh& mesh, const Axes& at, double from, double to, double half_w, double low, double high, double taper,
         Colour colour) {
    const auto corner = [&](double f, double r, double up) {
        return mesh.add(vertex(at.x + f * at.fx + r * at.rx, at.y + f * at.fy + r * at.ry, at.z + f * at.fz + up),
                        colour);
    };
    const auto a = corner(from, -half_w, low);
    const auto b = corner(to, -half_w, low);
    const auto c = corner(to, half_w, low);
    const auto d = corner(from, half_w, low);
    const double w = half_w - 0.5 * taper * 0.35;
    const auto e = corner(from + taper, -w, high);
    const auto f = corner(to - taper, -w, high);
    const auto g = corner(to - taper, w, high);
    const auto h = corner(from + taper, w, high);
    mesh.quad(e, h, g, f);
    mesh.quad(a, e, f, b);
    mesh.quad(b, f, g, c);
    mesh.quad(c, g, h, d);
    mesh.quad(d, h, e, a);
}

void patch(Mesh& mesh, const Axes& at, double f, double r, double half_w, double low, double high, Colour colour) {
    const auto corner = [&](double side, double up) {
        return mesh.add(vertex(at.x + f * at.fx + side * at.rx, at.y + f * at.fy + side * at.ry, at.z + f * at.fz + up),
                        colour);
    };
    const auto a = corner(r - half_w, low);
    const auto b = corner(r + half_w, low);
    const auto c = corner(r + half_w, high);
    const auto d = corner(r - half_w, high);
    mesh.quad(a, b, c, d);
    mesh.quad(a, d, c, b);
}

/// A rider on a bicycle as long as the vehicle: two thin wheels in one frame, legs, a leaning body, a head.
void rider(Mesh& mesh, const Axes& at, double half, std::uint64_t id) {
    static constexpr std::array<std::uint32_t, 5> kJackets{0x2F6F8F, 0xC0563C, 0xD9A441, 0x5B7A4A, 0x6B5B86};
    const Colour dark = rgb(0x2E3438);
    const Colour jacket = rgb(kJackets[(id * 0x9E3779B97F4A7C15ULL >> 40U) % kJackets.size()]);
    box(mesh, at, -half, -half + 0.66, 0.03, 0.0, 0.66, 0.1, dark);
    box(mesh, at, half - 0.66, half, 0.03, 0.0, 0.66, 0.1, dark);
    box(mesh, at, -half + 0.5, half - 0.5, 0.04, 0.5, 0.62, 0.0, dark);
    box(mesh, at, half - 0.62, half - 0.52, 0.3, 0.98, 1.04, 0.0, dark); // handlebars
    box(mesh, at, -0.35, 0.05, 0.14, 0.35, 0.95, 0.0, rgb(0x3E4A57));    // legs
    box(mesh, at, -0.4, 0.2, 0.22, 0.92, 1.45, 0.12, jacket);            // body
    box(mesh, at, 0.02, 0.26, 0.1, 1.45, 1.72, 0.03, rgb(0xE8E2D4));     // helmet
}

Colour body_colour(const engine::VehicleView& v) {
    static constexpr std::array<std::uint32_t, 8> kBodies{0xFFFFFF, 0xE6E8EA, 0xC9CED2, 0x8E979E,
                                                          0x59636B, 0x2F5D73, 0xB7493C, 0xD8C79A};
    switch (v.cls) {
    case engine::VehicleClass::Bus:
        return rgb(0x2E8F86);
    case engine::VehicleClass::Truck:
        return v.id % 3 == 0 ? rgb(0xD9D4C8) : rgb(0x7D8A94);
    case engine::VehicleClass::Emergency:
        return rgb(0xF4F6F8);
    case engine::VehicleClass::Bicycle:
    case engine::VehicleClass::Car:
        break;
    }
    return rgb(kBodies[(v.id * 0x9E3779B97F4A7C15ULL >> 40U) % kBodies.size()]);
}

} // namespace

void mesh_vehicles(const engine::Frame& frame, const HeightField& heights, const ViewVolume& view, bool night,
                   Mesh& boxes, Mesh& points) {
    for (Mesh* mesh : {&boxes, &points}) {
        mesh->position.clear();
        mesh->colour.clear();
        mesh->extra.clear();
        mesh->index.clear();
    }
    for (const engine::VehicleView& v : frame.vehicles) {
        if (v.layer < 0) {
            continue; // in a tunnel
        }
        const double dx = static_cast<double>(v.x_m) - view.eye[0];
        const double dy = static_cast<double>(v.y_m) - view.eye[1];
        const double near2 = dx * dx + dy * dy;
        const Point2 front{static_cast<double>(v.x_m), static_cast<double>(v.y_m)};
        const double cosine = std::cos(static_cast<double>(v.heading_rad));
        const double sine = std::sin(static_cast<double>(v.heading_rad));
        if (!view.sees(front.x_m, front.y_m, heights.ground_m(front), 14.0)) {
            continue;
        }
        const double z_front = heights.road_m(front, v.layer);
        const double up = view.eye[2] - z_front;
        const bool near = near2 + up * up < kBoxesWithinM * kBoxesWithinM;
        if (!near) {
            const bool blue = v.cls == engine::VehicleClass::Emergency;
            Colour colour = blue                                 ? rgb(0x2F6BFF)
                            : v.cls == engine::VehicleClass::Bus ? rgb(0x1F7A72)
                            : night                              ? rgb(0xFFE9B8)
                                                                 : rgb(0x6C7880);
            if (v.braking || v.speed_mps < 1.0F) {
                colour = night ? rgb(0xFF6A4A) : rgb(0xC06A58);
            }
            points.add(vertex(front.x_m - 2.2 * cosine, front.y_m - 2.2 * sine, z_front + 1.2), colour);
            continue;
        }
        const double length = static_cast<double>(v.length_m);
        const Point2 back = front - length * Point2{cosine, sine};
        const double z_back = heights.road_m(back, v.layer);
        Axes at{0.5 * (front.x_m + back.x_m),
                0.5 * (front.y_m + back.y_m),
                0.5 * (z_front + z_back) + 0.12,
                cosine,
                sine,
                (z_front - z_back) / std::max(1.0, length),
                sine,
                -cosine};
        const double half = 0.5 * length;
        if (v.cls == engine::VehicleClass::Bicycle) {
            rider(boxes, at, half, v.id);
            continue;
        }
        const Colour body = body_colour(v);
        const Colour glass = rgb(0x39464F);
        const bool big = v.cls == engine::VehicleClass::Bus || v.cls == engine::VehicleClass::Truck;
        const double half_w = big ? 1.25 : 0.92;
        if (v.cls == engine::VehicleClass::Bus) {
            box(boxes, at, -half, half, half_w, 0.35, 1.5, 0.0, body);
            box(boxes, at, -half + 0.02, half - 0.02, half_w - 0.02, 1.5, 2.5, 0.0, glass);
            box(boxes, at, -half, half, half_w, 2.5, 3.1, 0.1, body);
        } else if (v.cls == engine::VehicleClass::Truck) {
            box(boxes, at, half - 2.0, half, half_w, 0.4, 2.7, 0.1, rgb(0x4B5A66));
            box(boxes, at, -half, half - 2.3, half_w, 0.6, 3.4, 0.0, body);
        } else {
            box(boxes, at, -half, half, half_w, 0.28, 0.92, 0.08, body);
            box(boxes, at, -half + 0.5, half - 1.15, half_w - 0.08, 0.92, 1.46, 0.42, glass);
        }
        const double low = big ? 0.8 : 0.6;
        const Colour red =
            v.braking ? Colour{255, 52, 36, kLamp} : Colour{150, 28, 24, night ? kLamp : std::uint8_t{255}};
        const Colour white = night ? Colour{255, 244, 214, kLamp} : Colour{250, 250, 245, 255};
        for (const double side : {-1.0, 1.0}) {
            patch(boxes, at, -half - 0.03, side * (half_w - 0.25), 0.2, low, low + 0.2, red);
            patch(boxes, at, half + 0.03, side * (half_w - 0.25), 0.17, low - 0.02, low + 0.14, white);
        }
        if (v.cls == engine::VehicleClass::Emergency) {
            box(boxes, at, -0.3, 0.3, 0.6, 1.46, 1.72, 0.05, {40, 110, 255, kLamp});
        }
    }
}

} // namespace cityloom::render
