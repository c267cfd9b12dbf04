// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "sim/core/archive.h"
#include "sim/core/geometry.h"
#include "sim/core/time.h"

namespace cityloom::traffic {

inline constexpr TimeUs kNever = std::numeric_limits<TimeUs>::max();

/// What happens when: a calendar queue (Brown 1988, Comm. ACM 31) with a bucket a second. Each entity has one event at
/// the most, so that the buckets are lists through fixed arrays and nothing is allocated but the open bucket's rows,
/// whose room is kept. Events come out by time; at the same time, in the order in which they were put in.
class Calendar {
public:
    struct Event {
        TimeUs at = 0;
        std::uint32_t turn = 0; ///< order among events of the same time
        std::uint32_t entity = kNone;
    };

    Calendar(std::size_t entities, TimeUs start);

    /// \p entity must have no event. Times before the open bucket's begin count as its begin.
    void put(std::uint32_t entity, TimeUs at) {
        turn_[entity] = turns_++;
        put_again(entity, at);
    }
    /// The same with the turn that it had last: one who was put off goes before those who have come since.
    void put_again(std::uint32_t entity, TimeUs at);
    /// The entity's next event; kNever: none.
    [[nodiscard]] TimeUs at(std::uint32_t entity) const noexcept { return at_[entity]; }

    /// Opens the bucket of [begin, begin + 1 s). Buckets are opened in order, none left out, each emptied by take().
    void open(TimeUs begin);
    /// The open bucket's next event; false when there is none left. The entity is then free for another.
    bool take(Event& event);
    /// Whose event comes \p places after the next one, as far as is known now: to fetch from memory what it will need.
    [[nodiscard]] std::uint32_t ahead(std::size_t places) const noexcept {
        return row_ + places < rows_.size() ? rows_[row_ + places].entity : kNone;
    }
    /// Between two buckets: when the open one has been emptied.
    void visit(Archive& archive);
    [[nodiscard]] std::size_t bytes() const noexcept {
        return at_.capacity() * sizeof(TimeUs) + (turn_.capacity() + next_.capacity()) * sizeof(std::uint32_t) +
               (rows_.capacity() + late_.capacity()) * sizeof(Event);
    }

private:
    static constexpr std::size_t kBuckets = 256; ///< later events are looked at again when the last of them opens

    void link(std::uint32_t entity);

    std::vector<TimeUs> at_;          ///< per entity
    std::vector<std::uint32_t> turn_; ///< per entity
    std::vector<std::uint32_t> next_; ///< per entity: in its bucket
    std::array<std::uint32_t, kBuckets> first_{};
    std::vector<Event> rows_; ///< of the open bucket, in order
    std::size_t row_ = 0;
    std::vector<Event> late_; ///< put into the open bucket since: a heap
    TimeUs begin_ = 0;
    std::uint32_t turns_ = 0;
};

} // namespace cityloom::traffic

namespace cityloom {
template <> inline constexpr bool kPacked<traffic::Calendar::Event> = true;
static_assert(sizeof(traffic::Calendar::Event) == 16);
} // namespace cityloom
