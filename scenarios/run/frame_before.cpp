// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings of earlier versions, and what all versions begin with.
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "scenarios/run/frame_bytes.h"
#include "sim/engine/catalogue.h"

namespace cityloom::scenarios {

bool get_vehicles(FrameReader& r, engine::Frame& frame) {
    std::vector<PackedVehicle> vehicles;
    if (!r.get_all(vehicles)) {
        return false;
    }
    for (const PackedVehicle& v : vehicles) {
        if (!std::isfinite(v.x_m) || !std::isfinite(v.y_m)) {
            return false;
        }
        frame.vehicles.push_back({.x_m = v.x_m,
                                  .y_m = v.y_m,
                                  .heading_rad = static_cast<float>(v.heading * std::numbers::pi / 32'767.0),
                                  .speed_mps = static_cast<float>(v.speed) / 4.0F,
                                  .length_m = static_cast<float>(v.length) / 10.0F,
                                  .cls = static_cast<engine::VehicleClass>(std::min<unsigned>(v.cls, 4U)),
                                  .braking = v.braking != 0,
                                  .layer = v.layer,
                                  .id = v.id});
    }
    return true;
}

bool get_blocked(FrameReader& r, engine::Frame& frame) {
    std::vector<PackedBlocked> blocked;
    if (!r.get_all(blocked)) {
        return false;
    }
    for (const PackedBlocked& b : blocked) {
        if (!std::isfinite(b.from_m + b.to_m) || !std::isfinite(b.left_m + b.right_m)) {
            return false;
        }
        frame.blocked.push_back(
            {b.edge, b.lanes, b.from_m, b.to_m, b.left_m, b.right_m, static_cast<engine::Blockage>(b.kind % 3U)});
    }
    return true;
}

namespace {

/// A field of before under the name that it has now.
bool put_old(engine::Frame& frame, std::string_view id, const std::vector<float>& values) {
    const engine::ColumnInfo* info = engine::find_column(id);
    if (info != nullptr) {
        frame.columns.fill(*info, values.size()) = values;
    }
    return true;
}

/// As ChargerView was.
struct OldCharger {
    float x_m;
    float y_m;
    std::uint32_t points;
    float power_w;
    std::uint32_t busy;
    std::uint32_t waiting;
    float load_w;
    float delivered_wh;
    std::uint32_t working;
};
static_assert(sizeof(OldCharger) == 36);

} // namespace

bool get_frame_of_before(FrameReader& r, engine::Frame& frame, bool first) {
    const auto exact = [&](std::string_view id) {
        std::vector<float> values;
        return r.get_all(values) && put_old(frame, id, values);
    };
    const auto shares = [&](std::string_view id, float full) {
        std::vector<std::uint8_t> packed;
        if (!r.get_all(packed)) {
            return false;
        }
        std::vector<float> values(packed.begin(), packed.end());
        std::ranges::transform(values, values.begin(), [full](float v) { return full * v / 255.0F; });
        return put_old(frame, id, values);
    };
    const auto bytes = [&](std::string_view id, float full) {
        std::vector<std::uint8_t> packed;
        if (!r.get_all(packed)) {
            return false;
        }
        std::vector<float> values(packed.begin(), packed.end());
        std::ranges::transform(values, values.begin(), [full](float v) { return v / full; });
        return put_old(frame, id, values);
    };
    std::vector<std::uint8_t> services;
    double people = 0.0; // never set
    if (!(r.get(frame.time) && r.get(frame.step) && get_vehicles(r, frame) && shares("traffic.speed_share", 1.0F) &&
          shares("traffic.density", 255.0F) && r.get_all(frame.turn_aspect) && bytes("traffic.signal_on", 1.0F) &&
          exact("water.pressure") && exact("water.flow") && exact("water.level") && exact("power.voltage") &&
          shares("power.loading", 2.0F) && bytes("telecom.state", 2.0F) && shares("telecom.load", 2.0F) &&
          shares("telecom.battery", 1.0F) && r.get_all(services) && r.get(people))) {
        return false;
    }
    constexpr std::array<std::string_view, 3> kServices{"building.power", "building.water", "building.signal"};
    for (std::size_t s = 0; s < kServices.size(); ++s) {
        std::vector<float> served;
        for (const std::uint8_t b : services) {
            served.push_back(static_cast<float>(b >> s & 1U));
        }
        put_old(frame, kServices.at(s), served);
    }
    if (first) {
        return true;
    }
    std::vector<OldCharger> chargers;
    if (!(r.get_all(chargers) && get_blocked(r, frame) && r.get_all(frame.crossings) && r.get(frame.crossing_age_s))) {
        return false;
    }
    const auto charging = [&](std::string_view id, auto value) {
        std::vector<float> values;
        for (const OldCharger& c : chargers) {
            values.push_back(static_cast<float>(value(c)));
        }
        put_old(frame, id, values);
    };
    charging("charging.working", [](const OldCharger& c) { return c.working; });
    charging("charging.busy", [](const OldCharger& c) { return c.busy; });
    charging("charging.waiting", [](const OldCharger& c) { return c.waiting; });
    charging("charging.load", [](const OldCharger& c) { return c.load_w; });
    charging("charging.delivered", [](const OldCharger& c) { return c.delivered_wh; });
    return true;
}

} // namespace cityloom::scenarios
