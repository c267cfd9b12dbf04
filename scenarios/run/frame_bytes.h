// SPDX-License-Identifier: GPL-3.0-or-later
// How a recorded frame lies in memory: what its writer and the readers of all versions share.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>
#include <vector>

#include "sim/corridor/frame.h"

namespace cityloom::scenarios {

static_assert(std::endian::native == std::endian::little, "frames are written as they lie in memory");
inline constexpr std::uint32_t kFrame1 = 0x314D5246; ///< "FRM1"
inline constexpr std::uint32_t kFrame2 = 0x324D5246; ///< "FRM2"
inline constexpr std::uint64_t kMostInFrame = 50'000'000;

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
static_assert(std::has_unique_object_representations_v<engine::CrossingView> && sizeof(PackedBlocked) == 28);

/// Reads values one after another, never beyond the end.
class FrameReader {
public:
    explicit FrameReader(std::string_view bytes) : rest_{bytes} {}
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
        if (!get(count) || count > kMostInFrame || rest_.size() < count * sizeof(T)) {
            return false;
        }
        values.resize(count);
        if (count > 0) {
            std::memcpy(values.data(), rest_.data(), count * sizeof(T));
        }
        rest_.remove_prefix(count * sizeof(T));
        return true;
    }
    bool get_raw(std::uint64_t size, std::string_view& bytes) {
        if (size > rest_.size()) {
            return false;
        }
        bytes = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return true;
    }
    bool get_text(std::string_view& text) {
        std::uint16_t size = 0;
        return get(size) && get_raw(size, text);
    }
    [[nodiscard]] bool done() const { return rest_.empty(); }

private:
    std::string_view rest_;
};

bool get_vehicles(FrameReader& r, engine::Frame& frame);
bool get_blocked(FrameReader& r, engine::Frame& frame);
/// "FRM1" and "FRM2": fields by place instead of columns by name. \param first without charging stations, blocked lanes
/// and people on foot.
bool get_frame_of_before(FrameReader& r, engine::Frame& frame, bool first);

} // namespace cityloom::scenarios
