// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "sim/core/archive.h"
#include "sim/core/geometry.h"
#include "sim/core/time.h"
#include "sim/traffic/meso/calendar.h"

namespace cityloom::traffic {

/// A vehicle on a lane; once it has left, the hole that it leaves behind.
struct LinkCell {
    TimeUs time = 0; ///< vehicle: at the stop line if nothing holds it; hole: back at the lane's begin
    std::uint32_t trip = kNone;
    std::uint32_t turn = kNone; ///< by which it leaves; kNone: its journey ends here
    std::uint32_t size_mm = 0;  ///< length and gap at standstill
    float free_s = 0.0F;        ///< the time that it needs for the lane when nothing holds it
};

/// One lane as a spatial queue: Newell (2002, Transp. Res. B 36, 195-205) counted vehicle by vehicle, which is the link
/// transmission model (Yperman 2007, eq. 3.28 and 3.31) for whole vehicles. A vehicle reaches the stop line after the
/// free time at the earliest; the room of one that leaves is free again at the lane's begin when its hole has travelled
/// back at the jam wave's speed, (l + s0) / T. Together with a headway of T + (l + s0) / v between entries this is the
/// triangular fundamental diagram.
struct LinkQueue {
    std::uint32_t begin = 0; ///< in LinkQueues::cells
    std::uint32_t room = 0;
    std::uint32_t first = 0; ///< the oldest hole or vehicle, from begin
    std::uint32_t holes = 0; ///< on their way back
    std::uint32_t cars = 0;
    std::uint32_t used_mm = 0; ///< by both, and by vehicles about to arrive beside the lane
    std::uint32_t length_mm = 0;
    std::uint32_t streak = 0; ///< vehicles that left one after the other from a standing queue
    TimeUs last_exit = -kHourUs;
    TimeUs last_entry = -kHourUs;
    TimeUs yields_since = kNever; ///< its first vehicle waits for a gap since then
};

/// The lanes of a network and what stands on them.
class LinkQueues {
public:
    /// \p smallest_mm: the size of the smallest vehicle that will come.
    void add_lane(double length_m, std::uint32_t smallest_mm);
    void lay_out() { cells_.resize(end_); }

    [[nodiscard]] LinkQueue& operator[](std::uint32_t lane) noexcept { return lanes_[lane]; }
    [[nodiscard]] const LinkQueue& operator[](std::uint32_t lane) const noexcept { return lanes_[lane]; }
    [[nodiscard]] std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(lanes_.size()); }

    /// The k-th vehicle from the stop line.
    [[nodiscard]] LinkCell& car(const LinkQueue& q, std::uint32_t k) noexcept { return cells_[index(q, q.holes + k)]; }
    [[nodiscard]] const LinkCell& car(const LinkQueue& q, std::uint32_t k) const noexcept {
        return cells_[index(q, q.holes + k)];
    }
    [[nodiscard]] const LinkCell& hole(const LinkQueue& q, std::uint32_t k) const noexcept {
        return cells_[index(q, k)];
    }

    /// Whether one more may come in: some room is left (where lanes are no whole number of vehicles long, the last one
    /// stands out a little) and no hole is waited for. Takes back the holes that have arrived.
    bool has_room(LinkQueue& q, TimeUs now) noexcept {
        while (q.holes > 0 && cells_[q.begin + q.first].time <= now) {
            q.used_mm -= cells_[q.begin + q.first].size_mm;
            q.first = q.first + 1 == q.room ? 0 : q.first + 1;
            --q.holes;
        }
        return q.used_mm < q.length_mm;
    }
    void push(LinkQueue& q, const LinkCell& cell) noexcept {
        cells_[index(q, q.holes + q.cars)] = cell;
        ++q.cars;
        q.used_mm += cell.size_mm;
    }
    /// The first vehicle leaves; its hole is back at the lane's begin at \p back, but not before those ahead of it.
    void leave(LinkQueue& q, TimeUs back) noexcept {
        cells_[index(q, q.holes)].time =
            q.holes > 0 && cells_[index(q, q.holes - 1)].time > back ? cells_[index(q, q.holes - 1)].time : back;
        ++q.holes;
        --q.cars;
    }
    /// The cells as they lie, with what is left in those of vehicles and holes that have gone.
    void visit(Archive& archive);
    [[nodiscard]] std::size_t bytes() const noexcept {
        return cells_.capacity() * sizeof(LinkCell) + lanes_.capacity() * sizeof(LinkQueue);
    }

private:
    [[nodiscard]] static std::uint32_t index(const LinkQueue& q, std::uint32_t k) noexcept {
        const std::uint32_t at = q.first + k;
        return q.begin + (at >= q.room ? at - q.room : at);
    }

    std::vector<LinkQueue> lanes_;
    std::vector<LinkCell> cells_;
    std::uint32_t end_ = 0;
};

} // namespace cityloom::traffic

namespace cityloom {
template <> inline constexpr bool kPacked<traffic::LinkCell> = true;
static_assert(sizeof(traffic::LinkCell) == 24);
template <> inline constexpr bool kPacked<traffic::LinkQueue> = true;
static_assert(sizeof(traffic::LinkQueue) == 56);
} // namespace cityloom
