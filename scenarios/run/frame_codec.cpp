// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/run/frame_codec.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "scenarios/run/frame_bytes.h"
#include "sim/engine/catalogue.h"

namespace cityloom::scenarios {

namespace {

constexpr std::uint32_t kMagic = 0x334D5246; // "FRM3"

class Writer {
public:
    template <typename T> void put(const T& value) {
        bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
    template <typename T> void put_all(const std::vector<T>& values) {
        put(static_cast<std::uint64_t>(values.size()));
        bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
    }
    void put_text(std::string_view text) {
        put(static_cast<std::uint16_t>(text.size()));
        bytes.append(text);
    }
    /// The column's name, how it is kept, then its values: a reader that does not know it skips it by its length.
    void put_column(const engine::Columns::Column& column) {
        const engine::ColumnInfo& info = *column.info;
        put_text(info.id);
        put(info.store);
        put(column.origin);
        put(info.low);
        put(info.high);
        put(static_cast<std::uint64_t>(column.values.size()));
        std::string kept;
        switch (info.store) {
        case engine::Store::Exact:
            kept.assign(reinterpret_cast<const char*>(column.values.data()), column.values.size() * sizeof(float));
            break;
        case engine::Store::Byte: // 255: not a number
            for (const float v : column.values) {
                const float share = std::clamp((v - info.low) / (info.high - info.low), 0.0F, 1.0F);
                kept.push_back(static_cast<char>(std::isfinite(v) ? static_cast<std::uint8_t>(share * 254.0F + 0.5F)
                                                                  : std::uint8_t{255}));
            }
            break;
        case engine::Store::Flag:
            kept.assign((column.values.size() + 7) / 8, '\0');
            for (std::size_t i = 0; i < column.values.size(); ++i) {
                if (column.values[i] > 0.5F) {
                    kept[i / 8] = static_cast<char>(static_cast<unsigned char>(kept[i / 8]) | 1U << i % 8U);
                }
            }
            break;
        }
        put(static_cast<std::uint64_t>(kept.size()));
        bytes += kept;
    }
    std::string bytes;
};

bool get_column(FrameReader& r, engine::Frame& frame) {
    std::string_view id;
    engine::Store store{};
    engine::Origin origin{};
    float low = 0.0F;
    float high = 1.0F;
    std::uint64_t count = 0;
    std::uint64_t size = 0;
    std::string_view kept;
    if (!(r.get_text(id) && r.get(store) && r.get(origin) && r.get(low) && r.get(high) && r.get(count) && r.get(size) &&
          r.get_raw(size, kept)) ||
        store > engine::Store::Flag || origin > engine::Origin::Estimated || !(high > low)) {
        return false;
    }
    const std::uint64_t wanted = store == engine::Store::Exact  ? count * sizeof(float)
                                 : store == engine::Store::Byte ? count
                                                                : (count + 7) / 8;
    if (count > kMostInFrame || size != wanted) {
        return false;
    }
    const engine::ColumnInfo* info = engine::find_column(id);
    if (info == nullptr) {
        return true; // of another program's domain
    }
    std::vector<float>& values = frame.columns.fill(*info, count, origin);
    for (std::size_t i = 0; i < count; ++i) {
        const auto byte = [&](std::size_t k) { return static_cast<std::uint8_t>(kept[k]); };
        if (store == engine::Store::Exact) {
            std::memcpy(&values[i], kept.data() + i * sizeof(float), sizeof(float));
        } else if (store == engine::Store::Byte) {
            values[i] = byte(i) == 255 ? std::numeric_limits<float>::quiet_NaN()
                                       : low + (high - low) * static_cast<float>(byte(i)) / 254.0F;
        } else {
            values[i] = static_cast<float>((static_cast<unsigned>(byte(i / 8)) >> (i % 8U)) & 1U);
        }
    }
    return true;
}

bool get_now(FrameReader& r, engine::Frame& frame) {
    std::uint32_t columns = 0;
    bool whole = r.get(frame.time) && r.get(frame.step) && r.get(frame.city) && get_vehicles(r, frame) &&
                 r.get_all(frame.turn_aspect) && get_blocked(r, frame) && r.get_all(frame.crossings) &&
                 r.get(frame.crossing_age_s) && r.get(columns);
    for (std::uint32_t c = 0; whole && c < columns; ++c) {
        whole = get_column(r, frame);
    }
    return whole;
}

} // namespace

std::string encode_frame(const engine::Frame& frame) {
    Writer w;
    w.put(kMagic);
    w.put(frame.time);
    w.put(frame.step);
    w.put(frame.city);
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
    w.put_all(frame.turn_aspect);
    std::vector<PackedBlocked> blocked;
    for (const engine::BlockedView& b : frame.blocked) {
        blocked.push_back({b.edge, b.lanes, b.from_m, b.to_m, b.left_m, b.right_m, static_cast<std::uint32_t>(b.kind)});
    }
    w.put_all(blocked);
    w.put_all(frame.crossings);
    w.put(frame.crossing_age_s);
    w.put(static_cast<std::uint32_t>(frame.columns.all().size()));
    for (const engine::Columns::Column& column : frame.columns.all()) {
        w.put_column(column);
    }
    return std::move(w.bytes);
}

Result<engine::Frame> decode_frame(std::string_view bytes) {
    FrameReader r{bytes};
    engine::Frame frame;
    std::uint32_t magic = 0;
    const bool whole = r.get(magic) &&
                       (magic == kMagic    ? get_now(r, frame)
                        : magic == kFrame2 ? get_frame_of_before(r, frame, false)
                                           : magic == kFrame1 && get_frame_of_before(r, frame, true)) &&
                       r.done();
    const bool lit = std::ranges::all_of(frame.turn_aspect, [](std::uint8_t aspect) {
        return aspect <= static_cast<std::uint8_t>(engine::SignalAspect::Dark);
    });
    if (!whole || !lit || !std::isfinite(frame.crossing_age_s)) {
        return fail(ErrorCode::Malformed, "A recorded frame is damaged; record the run again.");
    }
    return frame;
}

} // namespace cityloom::scenarios
