// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/core/result.h"

namespace cityloom {

// Blobs are raw little-endian arrays; a big-endian port would have to swap in these two classes.
static_assert(std::endian::native == std::endian::little);

/// An enum with its number of values, so that a reader can refuse others. Used as `a(choice(kind, Kind::Last))`.
template <typename Enum> struct BlobEnum {
    Enum& value;
    Enum last;
};
template <typename Enum> BlobEnum<Enum> choice(Enum& value, Enum last) {
    return {value, last};
}

/// Writes values one after another. Structs are written by their overload of `describe(archive, value)`, which reads
/// them too: the two cannot drift apart.
class BlobWriter {
public:
    static constexpr bool kReading = false;
    /// Of the format: the newest, which a writer writes.
    [[nodiscard]] static constexpr std::uint32_t version() { return ~0U; }
    /// Constants too: describe() serves both directions, and writing changes nothing.
    template <typename... T> void operator()(T&&... values) { (put(const_cast<std::remove_cvref_t<T>&>(values)), ...); }
    [[nodiscard]] std::string take() { return std::move(bytes_); }

private:
    template <typename T>
    requires std::is_arithmetic_v<T>
    void put(const T& value) { raw(&value, sizeof value); }
    void put(const bool& value) {
        const std::uint8_t byte = value ? 1 : 0;
        raw(&byte, 1);
    }
    void put(std::string& text) {
        put(static_cast<std::uint64_t>(text.size()));
        raw(text.data(), text.size());
    }
    template <typename Enum> void put(BlobEnum<Enum>& enumerated) { put(static_cast<std::uint8_t>(enumerated.value)); }
    void put(Range& range) { (*this)(range.begin, range.count); }
    void put(Point2& p) { (*this)(p.x_m, p.y_m); }
    void put(Point3& p) { (*this)(p.x_m, p.y_m, p.z_m); }
    template <typename T, std::size_t N> void put(std::array<T, N>& values) {
        for (T& value : values) {
            put(value);
        }
    }
    template <typename T> void put(std::vector<T>& values) {
        put(static_cast<std::uint64_t>(values.size()));
        if constexpr (std::is_arithmetic_v<T>) {
            raw(values.data(), values.size() * sizeof(T));
        } else {
            for (T& value : values) {
                put(value);
            }
        }
    }
    template <typename T>
    requires std::is_class_v<T>
    void put(T& value) { describe(*this, value); }
    void raw(const void* data, std::size_t size) { bytes_.append(static_cast<const char*>(data), size); }

    std::string bytes_;
};

/// Reads what BlobWriter wrote. Never beyond the end: once something does not fit, ok() is false and every further
/// value stays as it was. Lengths are checked against what is left before anything is allocated. A float that is not
/// finite is refused: nothing that is stored is one.
class BlobReader {
public:
    static constexpr bool kReading = true;
    /// \param version of the format that the bytes are in, for `describe` where it differs between versions.
    explicit BlobReader(std::string_view bytes, std::uint32_t version = ~0U) : bytes_{bytes}, version_{version} {}
    [[nodiscard]] std::uint32_t version() const { return version_; }
    template <typename... T> void operator()(T&&... values) { (get(values), ...); }
    [[nodiscard]] bool ok() const { return ok_; }
    /// Refuses the bytes unless what was read of them holds.
    void require(bool holds) { ok_ = ok_ && holds; }
    [[nodiscard]] bool at_end() const { return ok_ && bytes_.empty(); }

private:
    template <typename T>
    requires std::is_arithmetic_v<T>
    void get(T& value) {
        raw(&value, sizeof value);
        ok_ = ok_ && finite_number(value);
    }
    void get(bool& value) {
        std::uint8_t byte = 0;
        raw(&byte, 1);
        ok_ = ok_ && byte <= 1;
        value = byte == 1;
    }
    void get(std::string& text) {
        const std::uint64_t size = length(1);
        text.assign(bytes_.substr(0, size));
        bytes_.remove_prefix(size);
    }
    template <typename Enum> void get(BlobEnum<Enum>& enumerated) {
        std::uint8_t byte = 0;
        raw(&byte, 1);
        if (byte > static_cast<std::uint8_t>(enumerated.last)) {
            ok_ = false;
        } else {
            enumerated.value = static_cast<Enum>(byte);
        }
    }
    void get(Range& range) { (*this)(range.begin, range.count); }
    void get(Point2& p) { (*this)(p.x_m, p.y_m); }
    void get(Point3& p) { (*this)(p.x_m, p.y_m, p.z_m); }
    template <typename T, std::size_t N> void get(std::array<T, N>& values) {
        for (T& value : values) {
            get(value);
        }
    }
    template <typename T> void get(std::vector<T>& values) {
        values.clear();
        if constexpr (std::is_arithmetic_v<T>) {
            values.resize(length(sizeof(T)));
            raw(values.data(), values.size() * sizeof(T));
            for (const T value : values) {
                ok_ = ok_ && finite_number(value);
            }
        } else {
            // Each element takes at least a byte; growing as they come keeps a false length from claiming memory.
            const std::uint64_t count = length(1);
            for (std::uint64_t i = 0; i < count && ok_; ++i) {
                get(values.emplace_back());
            }
        }
    }
    template <typename T>
    requires std::is_class_v<T>
    void get(T& value) { describe(*this, value); }
    template <typename T> static bool finite_number(T value) {
        if constexpr (std::is_floating_point_v<T>) {
            return std::isfinite(value);
        } else {
            return true;
        }
    }
    std::uint64_t length(std::size_t each) {
        std::uint64_t count = 0;
        raw(&count, sizeof count);
        if (!ok_ || count > bytes_.size() / each) {
            ok_ = false;
            return 0;
        }
        return count;
    }
    void raw(void* data, std::size_t size) {
        if (!ok_ || size > bytes_.size()) {
            ok_ = false;
            return;
        }
        if (size > 0) {
            std::memcpy(data, bytes_.data(), size);
            bytes_.remove_prefix(size);
        }
    }

    std::string_view bytes_;
    std::uint32_t version_;
    bool ok_ = true;
};

/// 64-bit FNV-1a over eight bytes at a time: finds damage, not forgery.
[[nodiscard]] std::uint64_t checksum(std::string_view bytes) noexcept;

/// Puts a header before a payload: eight letters of `kind`, version, length, checksum.
[[nodiscard]] std::string seal(std::string_view kind, std::uint32_t version, std::string_view payload);

/// The version that a sealed blob of this kind says it has; 0 for anything else.
[[nodiscard]] std::uint32_t sealed_version(std::string_view kind, std::string_view blob);

/// The payload of a sealed blob. Fails with Malformed on damage or another kind, with Unsupported on a newer version.
[[nodiscard]] Result<std::string_view> unseal(std::string_view kind, std::uint32_t version, std::string_view blob);

} // namespace cityloom
