// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>
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

/// Arrays of it lie in memory as they are written: numbers, and structs of nothing but numbers of one size.
template <typename T> inline constexpr bool kAsWritten = std::is_arithmetic_v<T> && !std::is_same_v<T, bool>;
template <> inline constexpr bool kAsWritten<Point2> = sizeof(Point2) == 2 * sizeof(double);
template <> inline constexpr bool kAsWritten<Point3> = sizeof(Point3) == 3 * sizeof(double);
template <> inline constexpr bool kAsWritten<Range> = sizeof(Range) == 2 * sizeof(std::uint32_t);

/// Writes values one after another. Structs are written by their overload of `describe(archive, value)`, which reads
/// them too: the two cannot drift apart.
class BlobWriter {
public:
    static constexpr bool kReading = false;
    /// Of the format: the newest, which a writer writes.
    [[nodiscard]] static constexpr std::uint32_t version() { return ~0U; }
    BlobWriter() = default;
    /// Hands the bytes on as they come, in pieces, instead of keeping them; the last of them with take().
    explicit BlobWriter(std::function<void(std::string_view)> hand_on) : hand_on_{std::move(hand_on)} {}
    /// Constants too: describe() serves both directions, and writing changes nothing.
    template <typename... T> void operator()(T&&... values) { (put(const_cast<std::remove_cvref_t<T>&>(values)), ...); }
    /// What was not handed on, which is all of it for a writer that keeps its bytes.
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
        if constexpr (kAsWritten<T>) {
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
    void raw(const void* data, std::size_t size) {
        const std::string_view bytes{static_cast<const char*>(data), size};
        if (hand_on_ && bytes_.size() + size > kPiece) {
            hand_on_(bytes_);
            bytes_.clear();
            if (size > kPiece) {
                hand_on_(bytes);
                return;
            }
        }
        bytes_.append(bytes);
    }

    static constexpr std::size_t kPiece = 64U << 10U;
    std::string bytes_;
    std::function<void(std::string_view)> hand_on_; ///< empty: all bytes are kept
};

/// Reads what BlobWriter wrote. Never beyond the end: once something does not fit, ok() is false and every further
/// value stays as it was. Lengths are checked against what is left before anything is allocated. A float that is not
/// finite is refused: nothing that is stored is one.
class BlobReader {
public:
    static constexpr bool kReading = true;
    /// \param version of the format that the bytes are in, for `describe` where it differs between versions.
    explicit BlobReader(std::string_view bytes, std::uint32_t version = ~0U)
        : bytes_{bytes}, left_{bytes.size()}, version_{version} {}
    /// Of \p size bytes that come in pieces: \p more gives the next one, which stays until it is asked again; an empty
    /// one: there are no more.
    BlobReader(std::function<std::string_view()> more, std::uint64_t size, std::uint32_t version)
        : left_{size}, version_{version}, more_{std::move(more)} {}
    [[nodiscard]] std::uint32_t version() const { return version_; }
    template <typename... T> void operator()(T&&... values) { (get(values), ...); }
    [[nodiscard]] bool ok() const { return ok_; }
    /// Refuses the bytes unless what was read of them holds.
    void require(bool holds) { ok_ = ok_ && holds; }
    [[nodiscard]] bool at_end() const { return ok_ && left_ == 0; }

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
        if (size <= bytes_.size()) {
            text.assign(bytes_.substr(0, size));
            pass(size);
        } else {
            text.resize(size);
            raw(text.data(), size);
        }
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
        if constexpr (kAsWritten<T>) {
            values.resize(length(sizeof(T)));
            raw(values.data(), values.size() * sizeof(T));
            ok_ = ok_ && finite(values);
        } else {
            // Each element takes at least a byte; a false length claims no more memory than its bytes could hold.
            const std::uint64_t count = length(1);
            values.reserve(std::min(count, left_ / least_bytes<T>()));
            for (std::uint64_t i = 0; i < count && ok_; ++i) {
                get(values.emplace_back());
            }
        }
    }
    template <typename T>
    requires std::is_class_v<T>
    void get(T& value) { describe(*this, value); }
    /// What the shortest element takes: one whose texts and arrays are empty.
    template <typename T> static std::uint64_t least_bytes() {
        static const std::uint64_t least = [] {
            BlobWriter writer;
            T shortest{};
            writer(shortest);
            return std::max<std::uint64_t>(writer.take().size(), 1);
        }();
        return least;
    }
    template <typename T> static bool finite(const std::vector<T>& values) {
        const auto all = [&values](auto holds) {
            for (const T& value : values) {
                if (!holds(value)) {
                    return false;
                }
            }
            return true;
        };
        if constexpr (std::is_same_v<T, Point2>) {
            return all([](Point2 p) { return std::isfinite(p.x_m) && std::isfinite(p.y_m); });
        } else if constexpr (std::is_same_v<T, Point3>) {
            return all(
                [](const Point3& p) { return std::isfinite(p.x_m) && std::isfinite(p.y_m) && std::isfinite(p.z_m); });
        } else if constexpr (std::is_floating_point_v<T>) {
            return all([](T value) { return std::isfinite(value); });
        } else {
            return true;
        }
    }
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
        if (!ok_ || count > left_ / each) {
            ok_ = false;
            return 0;
        }
        return count;
    }
    void raw(void* data, std::size_t size) {
        if (!ok_ || size > left_) {
            ok_ = false;
            return;
        }
        if (size > bytes_.size()) {
            piecewise(static_cast<char*>(data), size);
        } else if (size > 0) {
            std::memcpy(data, bytes_.data(), size);
            pass(size);
        }
    }
    void pass(std::size_t size) {
        bytes_.remove_prefix(size);
        left_ -= size;
    }
    void piecewise(char* to, std::size_t size) {
        while (size > 0) {
            if (bytes_.empty()) {
                bytes_ = more_ ? more_() : std::string_view{};
                if (bytes_.empty()) {
                    ok_ = false;
                    return;
                }
            }
            const std::size_t here = std::min(size, bytes_.size());
            std::memcpy(to, bytes_.data(), here);
            pass(here);
            to += here;
            size -= here;
        }
    }

    std::string_view bytes_; ///< the piece at hand
    std::uint64_t left_;     ///< it and what comes after it
    std::uint32_t version_;
    bool ok_ = true;
    std::function<std::string_view()> more_;
};

/// 64-bit FNV-1a over eight bytes at a time: finds damage, not forgery. Of bytes that come in pieces, whose number is
/// known.
class Checksum {
public:
    explicit Checksum(std::uint64_t size) : hash_{14695981039346656037ULL ^ size} {}
    void add(std::string_view bytes) noexcept;
    /// When all of them have come.
    [[nodiscard]] std::uint64_t value() const noexcept;

private:
    void word(std::string_view eight) noexcept;
    std::uint64_t hash_;
    std::array<char, sizeof(std::uint64_t)> kept_{}; ///< less than a word
    std::size_t count_ = 0;
};
[[nodiscard]] std::uint64_t checksum(std::string_view bytes) noexcept;

/// What stands before a sealed payload: eight letters of `kind`, version, length, checksum.
inline constexpr std::size_t kSealBytes = 8 + 4 + 8 + 8;
[[nodiscard]] std::string seal_header(std::string_view kind, std::uint32_t version, std::uint64_t size,
                                      std::uint64_t checksum);

/// Puts that header before a payload.
[[nodiscard]] std::string seal(std::string_view kind, std::uint32_t version, std::string_view payload);

/// The version that a sealed blob of this kind says it has; 0 for anything else.
[[nodiscard]] std::uint32_t sealed_version(std::string_view kind, std::string_view blob);

/// What the header of a sealed blob says of its payload. Fails with Malformed on another kind, with Unsupported on
/// another version.
struct Seal {
    std::uint64_t size = 0;
    std::uint64_t checksum = 0;
};
[[nodiscard]] Result<Seal> read_seal(std::string_view kind, std::uint32_t version, std::string_view blob);

/// The error for a payload that is not what its header says.
[[nodiscard]] tl::unexpected<Error> damaged(std::string_view kind);

/// The payload of a sealed blob. Fails as read_seal() does, and with Malformed on damage.
[[nodiscard]] Result<std::string_view> unseal(std::string_view kind, std::uint32_t version, std::string_view blob);

} // namespace cityloom
