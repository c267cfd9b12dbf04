// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/run/frame_codec.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <numbers>
#include <type_traits>

namespace cityloom::scenarios {

namespace {

static_assert(std::endian::native == std::endian::little, "frames are written as they lie in memory");
constexpr std::uint32_t kMagic = 0x324D5246;  // "FRM2"
constexpr std::uint32_t kBefore = 0x314D5246; // "FRM1": without chargers, blocked lanes and people on foot
constexpr std::uint64_t kMost = 50'000'000;

struct PackedVehicle {
    float x_m;
    float y_m;
    std::int16_t heading; ///< pi / 32767
    std::uint8_t speed;   ///< quarter metres a second
    std::uint8_t length;  ///< tenths of a metre
    std::uint8_t cls;
    std::uint8_t braking;
    std::int8_t layer;
    std::uint8_t unused;
    std::uint64_t id;
};
static_assert(std::is_trivially_copyable_v<PackedVehicle> && sizeof(PackedVehicle) == 24);

/// As engine::BlockedView, without holes.
struct PackedBlocked {
    std::uint32_t edge;
    std::uint32_t lanes;
    float from_m;
    float to_m;
    float left_m;
    float right_m;
    std::uint32_t kind;
};
static_assert(std::has_unique_object_representations_v<engine::CrossingView> && sizeof(PackedBlocked) == 28 &&
              sizeof(engine::ChargerView) == 36);

class Writer {
public:
    template <typename T> void put(const T& value) {
        bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
    template <typename T> void put_all(const std::vector<T>& values) {
        put(static_cast<std::uint64_t>(values.size()));
        bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
    }
    void put_shares(const std::vector<float>& values, float full) {
        put(static_cast<std::uint64_t>(values.size()));
        for (const float v : values) {
            bytes.push_back(
                static_cast<char>(static_cast<std::uint8_t>(std::clamp(v / full, 0.0F, 1.0F) * 255.0F + 0.5F)));
        }
    }
    std::string bytes;
};

class Reader {
public:
    explicit Reader(std::string_view bytes) : rest_{bytes} {}
    template <typename T> bool get(T& value) {
        if (rest_.size() < sizeof value) {
            return false;
        }
        std::memcpy(&value, rest_.data(), sizeof value);
        rest_.remove_prefix(sizeof value);
        return true;
    }
    template <typename T> bool get_all(std::vector<T>& values) {
        std::uint64_t count = 0;
        if (!get(count) || count > kMost || rest_.size() < count * sizeof(T)) {
            return false;
        }
        values.resize(count);
        if (count > 0) {
            std::memcpy(values.data(), rest_.data(), count * sizeof(T));
        }
        rest_.remove_prefix(count * sizeof(T));
        return true;
    }
    bool get_shares(std::vector<float>& values, float full) {
        std::vector<std::uint8_t> packed;
        if (!get_all(packed)) {
            return false;
        }
        values.resize(packed.size());
        std::transform(packed.begin(), packed.end(), values.begin(),
                       [full](std::uint8_t v) { return full * static_cast<float>(v) / 255.0F; });
        return true;
    }
    [[nodiscard]] bool done() const { return rest_.empty(); }

private:
    std::string_view rest_;
};

} // namespace

std::string encode_frame(const engine::Frame& frame) {
    Writer w;
    w.put(kMagic);
    w.put(frame.time);
    w.put(frame.step);
    std::vector<PackedVehicle> vehicles;
    vehicles.reserve(frame.vehicles.size());
    for (const engine::VehicleView& v : frame.vehicles) {
        const double turn =
            std::remainder(static_cast<double>(v.heading_rad), 2.0 * std::numbers::pi) / std::numbers::pi;
        vehicles.push_back({v.x_m, v.y_m, static_cast<std::int16_t>(std::lround(turn * 32'767.0)),
                            static_cast<std::uint8_t>(std::clamp(v.speed_mps * 4.0F, 0.0F, 255.0F)),
                            static_cast<std::uint8_t>(std::clamp(v.length_m * 10.0F, 0.0F, 255.0F)),
                            static_cast<std::uint8_t>(v.cls), static_cast<std::uint8_t>(v.braking ? 1 : 0), v.layer, 0,
                            v.id});
    }
    w.put_all(vehicles);
    w.put_shares(frame.edge_speed_share, 1.0F);
    w.put_shares(frame.edge_density, 255.0F);
    w.put_all(frame.turn_aspect);
    w.put_all(frame.controller_on);
    w.put_all(frame.water_pressure_m);
    w.put_all(frame.water_flow_m3ps);
    w.put_all(frame.tank_level_m);
    w.put_all(frame.bus_voltage_pu);
    w.put_shares(frame.branch_loading, 2.0F);
    w.put_all(frame.site_state);
    w.put_shares(frame.site_load, 2.0F);
    w.put_shares(frame.site_battery_share, 1.0F);
    std::vector<std::uint8_t> services(frame.building_power.size());
    for (std::size_t b = 0; b < services.size(); ++b) {
        services[b] = static_cast<std::uint8_t>(frame.building_power[b] | frame.building_water[b] << 1U |
                                                frame.building_signal[b] << 2U);
    }
    w.put_all(services);
    w.put(frame.served_people_share);
    w.put_all(frame.chargers);
    std::vector<PackedBlocked> blocked;
    for (const engine::BlockedView& b : frame.blocked) {
        blocked.push_back({b.edge, b.lanes, b.from_m, b.to_m, b.left_m, b.right_m, static_cast<std::uint32_t>(b.kind)});
    }
    w.put_all(blocked);
    w.put_all(frame.crossings);
    w.put(frame.crossing_age_s);
    return std::move(w.bytes);
}

Result<engine::Frame> decode_frame(std::string_view bytes) {
    Reader r{bytes};
    engine::Frame frame;
    std::uint32_t magic = 0;
    std::vector<PackedVehicle> vehicles;
    std::vector<std::uint8_t> services;
    std::vector<PackedBlocked> blocked;
    const bool whole =
        r.get(magic) && (magic == kMagic || magic == kBefore) && r.get(frame.time) && r.get(frame.step) &&
        r.get_all(vehicles) && r.get_shares(frame.edge_speed_share, 1.0F) && r.get_shares(frame.edge_density, 255.0F) &&
        r.get_all(frame.turn_aspect) && r.get_all(frame.controller_on) && r.get_all(frame.water_pressure_m) &&
        r.get_all(frame.water_flow_m3ps) && r.get_all(frame.tank_level_m) && r.get_all(frame.bus_voltage_pu) &&
        r.get_shares(frame.branch_loading, 2.0F) && r.get_all(frame.site_state) &&
        r.get_shares(frame.site_load, 2.0F) && r.get_shares(frame.site_battery_share, 1.0F) && r.get_all(services) &&
        r.get(frame.served_people_share) &&
        (magic == kBefore || (r.get_all(frame.chargers) && r.get_all(blocked) && r.get_all(frame.crossings) &&
                              r.get(frame.crossing_age_s))) &&
        r.done();
    if (!whole) {
        return fail(ErrorCode::Malformed, "A recorded frame is damaged; record the run again.");
    }
    for (const PackedVehicle& v : vehicles) {
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
    for (const PackedBlocked& b : blocked) {
        frame.blocked.push_back(
            {b.edge, b.lanes, b.from_m, b.to_m, b.left_m, b.right_m, static_cast<engine::Blockage>(b.kind % 3U)});
    }
    for (const std::uint8_t s : services) {
        frame.building_power.push_back(s & 1U);
        frame.building_water.push_back(static_cast<std::uint8_t>(s >> 1U & 1U));
        frame.building_signal.push_back(static_cast<std::uint8_t>(s >> 2U & 1U));
    }
    return frame;
}

} // namespace cityloom::scenarios
