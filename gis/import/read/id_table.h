// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/core/geometry.h"

namespace cityloom::gis {

/// Where in an array an id stands. The ids stay in the array: a place takes four bytes, and an eighth to a half of the
/// table is full (linear probing).
class IdTable {
public:
    /// \param id_at the id of the array's element. \return its index; kNone: it is not there.
    template <typename IdAt> [[nodiscard]] std::uint32_t find(std::uint64_t id, const IdAt& id_at) const {
        return slots_.empty() ? kNone : slots_[slot_of(id, id_at)];
    }
    /// Adds an element whose id is in the table not yet.
    template <typename IdAt> void add(std::uint32_t index, const IdAt& id_at) {
        if (2 * (count_ + 1) > slots_.size()) {
            const auto before = std::exchange(slots_, std::vector<std::uint32_t>(grown(), kNone));
            for (const std::uint32_t old : before) {
                if (old != kNone) {
                    slots_[slot_of(id_at(old), id_at)] = old;
                }
            }
        }
        slots_[slot_of(id_at(index), id_at)] = index;
        ++count_;
    }

private:
    [[nodiscard]] std::size_t grown() const { return slots_.empty() ? 1024 : 2 * slots_.size(); }
    /// That of the id, else the free one where it belongs.
    template <typename IdAt> [[nodiscard]] std::size_t slot_of(std::uint64_t id, const IdAt& id_at) const {
        const std::size_t mask = slots_.size() - 1;
        std::uint64_t hash = id * 0x9E3779B97F4A7C15ULL; // Fibonacci hashing (Knuth 1998, 6.4)
        hash ^= hash >> 32U;
        std::size_t slot = hash & mask;
        while (slots_[slot] != kNone && id_at(slots_[slot]) != id) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    std::vector<std::uint32_t> slots_; ///< a power of two
    std::size_t count_ = 0;
};

} // namespace cityloom::gis
