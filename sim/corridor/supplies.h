// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "sim/core/archive.h"
#include "sim/core/time.h"
#include "sim/corridor/supply.h"

namespace cityloom::engine {

/// Since when something is missing. What comes back and goes again within one event has not been back.
struct Missing {
    TimeUs since = 0;
    TimeUs back = -1; ///< when it last came back
    void note(bool here, bool before, TimeUs now) {
        if (here && !before) {
            back = now;
        } else if (!here && before && back != now) {
            since = now;
        }
    }
};

} // namespace cityloom::engine

namespace cityloom {
static_assert(sizeof(engine::Missing) == 16);
template <> inline constexpr bool kPacked<engine::Missing> = true;
} // namespace cityloom

namespace cityloom::engine {

/// Who is supplied with what, now. Providers offer, consumers ask and look; the World lets them do so in turn until
/// nothing changes (see World::step). Within one event a consumer that drops out stays out, until its provider solves
/// in a later one: a pump whose own load pulls the voltage down cannot switch on and off for ever.
class Supplies {
public:
    explicit Supplies(std::span<const Supply> rows);

    [[nodiscard]] std::span<const Supply> rows() const noexcept { return rows_; }
    /// Indices of the rows, in their order.
    [[nodiscard]] std::span<const std::uint32_t> of_provider(const Kind& kind) const noexcept;
    [[nodiscard]] std::span<const std::uint32_t> of_consumer(const Kind& kind) const noexcept;

    // For providers.
    /// What reaches the consumer; not a number: nothing.
    void offer(std::uint32_t row, double level);
    /// Who serves it, where that is chosen; kChosen: nobody.
    void choose(std::uint32_t row, std::uint64_t provider);
    /// What the consumer uses.
    [[nodiscard]] double load(std::uint32_t row) const noexcept { return load_[row]; }
    /// What it draws from its provider: also what fills its buffer again while it is fed, from empty to full in eight
    /// hours and without losses.
    [[nodiscard]] double draw(std::uint32_t row) const noexcept;
    /// Grows whenever a load, a draw or a chosen provider changes: as long as it stays, no sum of loads need be made
    /// again.
    [[nodiscard]] std::uint64_t revision() const noexcept { return revision_; }

    // For consumers.
    void ask(std::uint32_t row, double load);
    /// By its provider, or by its buffer.
    [[nodiscard]] bool served(std::uint32_t row) const noexcept { return served_[row] != 0; }
    /// By its provider.
    [[nodiscard]] bool fed(std::uint32_t row) const noexcept { return fed_[row] != 0; }
    [[nodiscard]] double buffer_share(std::uint32_t row) const noexcept;
    [[nodiscard]] std::uint64_t provider(std::uint32_t row) const noexcept { return provider_[row]; }
    /// Since when it has not been served, where it is not.
    [[nodiscard]] TimeUs unserved_since(std::uint32_t row) const noexcept { return unserved_[row].since; }
    /// The same by its provider: by its reserve it may still be.
    [[nodiscard]] TimeUs unfed_since(std::uint32_t row) const noexcept { return unfed_[row].since; }

    // For the World.
    void advance(double seconds); ///< buffers drain, and fill up again within eight hours
    void begin_event(TimeUs now);
    /// \return whether anything has changed since the last call (or since the event began).
    [[nodiscard]] bool changed_in_round();
    /// When the next buffer or delay runs out, or buffer is full again; the far future: never.
    [[nodiscard]] TimeUs next(TimeUs now) const;
    void visit(Archive& archive) {
        archive.fixed(load_, level_, provider_, fed_, served_, dropped_in_, buffer_s_, low_s_, unfed_, unserved_);
        archive(event_, revision_, changed_);
    }

private:
    void look(std::uint32_t row);
    [[nodiscard]] bool charges(std::uint32_t row) const noexcept;

    std::vector<Supply> rows_;
    struct ByKind {
        const Kind* kind = nullptr;
        std::vector<std::uint32_t> rows;
    };
    std::vector<ByKind> providers_;
    std::vector<ByKind> consumers_;
    std::vector<std::uint32_t> stored_; ///< rows with a buffer or a delay
    std::vector<double> load_;
    std::vector<double> level_;
    std::vector<std::uint64_t> provider_;
    std::vector<std::uint8_t> fed_;
    std::vector<std::uint8_t> served_;
    std::vector<std::uint32_t> dropped_in_; ///< the event in which it went out; 0: none
    std::uint32_t event_ = 0;
    std::vector<double> buffer_s_; ///< left; by row
    std::vector<double> low_s_;    ///< since the level fell below the threshold
    std::vector<Missing> unfed_;
    std::vector<Missing> unserved_;
    TimeUs now_ = 0; ///< of the event; set as each begins
    std::uint64_t revision_ = 0;
    bool changed_ = false;
};

} // namespace cityloom::engine
