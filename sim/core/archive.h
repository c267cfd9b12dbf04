// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/core/state_hash.h"

namespace cityloom {

/// Set to true for a trivially copyable struct without holes between or behind its members: arrays of it are then taken
/// as they lie in memory, which is as fast as it gets. Beside the struct, with a static_assert on its size.
template <typename T> inline constexpr bool kPacked = std::is_arithmetic_v<T> || std::is_enum_v<T>;

/// Walks what is mutable. An engine names its mutable members once, in one `visit(Archive&)`, and that list serves the
/// state hash, saving, restoring, and the tests that change single bits: nothing can be in one of them and not in the
/// others. A struct is walked by `visit(Archive&, T&)` beside it; write it with a structured binding of all members, so
/// that a new member does not compile until somebody has decided about it.
///
///     void visit(Archive& a, Battery& b) {
///         auto& [charge_wh, stayed_s, station] = b;
///         a(charge_wh, stayed_s, station);
///     }
///
/// Saved bytes are for the same build on the same kind of machine. One thread.
class Archive {
public:
    /// Adds everything that is walked to a hash.
    explicit Archive(StateHash& hash) : mode_{Mode::Hash}, hash_{&hash} {}
    /// Appends everything that is walked to bytes.
    explicit Archive(std::vector<std::byte>& bytes) : mode_{Mode::Save}, out_{&bytes} {}
    /// Puts saved bytes back. Never reads beyond them: look at ok() and done() afterwards.
    explicit Archive(std::span<const std::byte> bytes) : mode_{Mode::Restore}, rest_{bytes} {}
    /// For tests: counts the pieces of memory that are walked (an array is one), and changes one bit of one of them.
    /// \param piece kNothing: only counts. \param bit modulo the piece's bits.
    static constexpr std::uint64_t kNothing = ~std::uint64_t{0};
    Archive(std::uint64_t piece, std::uint64_t bit) : mode_{Mode::Flip}, piece_{piece}, bit_{bit} {}

    template <typename... T> void operator()(T&... values) { (one(values), ...); }
    /// A text that stands for something that is no number, as an id for an address: hashed, saved and restored like any
    /// other; to change a bit of it would only name something that does not exist.
    void name(std::string& text) {
        if (mode_ != Mode::Flip) {
            one(text);
        }
    }
    /// Arrays whose length belongs to what was built, not to what happens: restoring refuses another length.
    template <typename... T> void fixed(std::vector<T>&... arrays) { (one_fixed(arrays), ...); }

    [[nodiscard]] bool restoring() const noexcept { return mode_ == Mode::Restore; }
    /// Restoring: false once something did not fit; every further value stays as it is.
    [[nodiscard]] bool ok() const noexcept { return ok_; }
    /// Says that what has been restored so far does not hold together.
    void refuse() noexcept { ok_ = false; }
    /// Restoring: all bytes were used, and no more were asked for.
    [[nodiscard]] bool done() const noexcept { return ok_ && rest_.empty(); }
    /// Flip: pieces walked so far.
    [[nodiscard]] std::uint64_t pieces() const noexcept { return pieces_; }

private:
    enum class Mode : std::uint8_t { Hash, Save, Restore, Flip };

    template <typename T> void one(T& value) {
        if constexpr (std::is_same_v<T, bool>) {
            boolean(value);
        } else if constexpr (kPacked<T>) {
            if constexpr (sizeof(T) <= sizeof(std::uint64_t)) {
                if (mode_ == Mode::Hash) { // what bytes() would do, where most single values come by
                    std::uint64_t word = 0;
                    std::memcpy(&word, &value, sizeof value);
                    hash_->add(word);
                    return;
                }
            }
            bytes(&value, sizeof value);
        } else {
            visit(*this, value);
        }
    }
    template <typename T> void one(std::vector<T>& values) {
        std::uint64_t count = values.size();
        if (!length(count, kPacked<T> ? sizeof(T) : 1)) {
            return;
        }
        values.resize(static_cast<std::size_t>(count));
        elements(values);
    }
    template <typename T> void one_fixed(std::vector<T>& values) {
        std::uint64_t count = values.size();
        if (!length(count, kPacked<T> ? sizeof(T) : 1)) {
            return;
        }
        if (count != values.size()) {
            refuse();
            return;
        }
        elements(values);
    }
    template <typename T> void elements(std::vector<T>& values) {
        if constexpr (kPacked<T>) {
            if (!values.empty()) {
                bytes(values.data(), values.size() * sizeof(T));
            }
        } else {
            for (T& value : values) {
                one(value);
            }
        }
    }
    template <typename T, std::size_t N> void one(std::array<T, N>& values) {
        if constexpr (kPacked<T> && !std::is_same_v<T, bool>) {
            bytes(values.data(), sizeof values);
        } else {
            for (T& value : values) {
                one(value);
            }
        }
    }
    template <typename A, typename B> void one(std::pair<A, B>& values) { (*this)(values.first, values.second); }
    template <typename T> void one(std::optional<T>& value) {
        bool has = value.has_value();
        boolean(has);
        if (restoring() && has != value.has_value()) {
            has ? static_cast<void>(value.emplace()) : value.reset();
        }
        if (value) {
            one(*value);
        }
    }
    void one(std::string& text);

    /// A count of elements of at least \p each bytes. \return false where they cannot be in what is left.
    bool length(std::uint64_t& count, std::size_t each);
    void boolean(bool& value);
    void bytes(void* data, std::size_t size);

    Mode mode_;
    StateHash* hash_ = nullptr;
    std::vector<std::byte>* out_ = nullptr;
    std::span<const std::byte> rest_;
    bool ok_ = true;
    std::uint64_t piece_ = kNothing;
    std::uint64_t bit_ = 0;
    std::uint64_t pieces_ = 0;
};

} // namespace cityloom
