// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/traffic/passages.h"

#include <algorithm>

namespace cityloom::scenarios {

using traffic::VehiclePlace;

Passages::Passages(const traffic::Simulation& sim) : sim_{sim}, row_of_trip_(sim.trips().size(), kNone) {}

float Passages::length_of(std::uint32_t lane) const {
    const traffic::RoadNetwork& net = sim_.network();
    return static_cast<float>(net.edges[net.lanes[lane].edge].length_m);
}

/// The lane on which one that was on \p lane, and is on another edge or in a junction now, left that; and by which
/// turn. Within one step that is the turn next to the lane.
std::uint32_t Passages::lane_after(std::uint32_t lane, const VehiclePlace& now, std::uint32_t& turn) const {
    const traffic::RoadNetwork& net = sim_.network();
    if (now.lane == kNone) {
        turn = now.turn;
        return net.turns[now.turn].to_lane;
    }
    turn = kNone;
    const Range turns = net.lanes[lane].turns;
    for (std::uint32_t t = turns.begin; t < turns.end(); ++t) {
        const std::uint32_t to = net.turns[t].to_lane;
        if (to == now.lane || (turn == kNone && net.lanes[to].edge == net.lanes[now.lane].edge)) {
            turn = t;
        }
    }
    return now.lane;
}

Passage Passages::passage(const VehiclePlace& now, std::uint32_t lane, float from_m, float to_m) const {
    return {.trip = now.trip,
            .lane = lane,
            .from_m = from_m,
            .to_m = std::max(from_m, to_m),
            .length_m = now.length_m,
            .lane_m = length_of(lane),
            .before_mps = now.speed_mps,
            .speed_mps = now.speed_mps,
            .desired_mps = now.desired_mps,
            .halts = now.halts};
}

Passages::Seen& Passages::row_of(std::uint32_t trip) {
    std::uint32_t& row = row_of_trip_[trip];
    if (row == kNone) {
        if (free_rows_.empty()) {
            free_rows_.push_back(static_cast<std::uint32_t>(rows_.size()));
            rows_.emplace_back();
        }
        row = free_rows_.back();
        free_rows_.pop_back();
        rows_[row] = {};
    }
    return rows_[row];
}

/// Who starts, stands; but for those of the very first step, who have driven since. Or it comes back from a car park.
void Passages::appear(Seen& seen, const VehiclePlace& now, double step_s) {
    if (now.lane == kNone) {
        return; // it started and crossed the line within the first step
    }
    const traffic::TripRecord& record = sim_.records()[now.trip];
    const bool parked = seen.step > 0;
    const bool drove = !parked && sim_.time() - record.departed >= from_seconds(step_s);
    Passage p = passage(now, now.lane, drove ? std::min(-record.route_m, now.along_m) : now.along_m, now.along_m);
    p.before_mps = drove ? 0.0F : now.speed_mps;
    p.came = parked ? Passage::Came::Before : Passage::Came::Departed;
    passages_.push_back(p);
}

void Passages::advance(Seen& seen, const VehiclePlace& now) {
    const traffic::RoadNetwork& net = sim_.network();
    const VehiclePlace& before = seen.place;
    float way = now.along_m - before.along_m;
    const auto add = [&](Passage p, Passage::Came came, Passage::Went went, std::uint32_t next = kNone) {
        p.before_mps = before.speed_mps;
        p.came = came;
        p.went = went;
        p.next = next;
        passages_.push_back(p);
    };
    const bool beside =
        before.lane != kNone && now.lane != kNone && net.lanes[before.lane].edge == net.lanes[now.lane].edge;
    std::size_t older = seen.behind.size();
    if (before.lane != kNone && before.lane == now.lane) {
        add(passage(now, now.lane, before.along_m, now.along_m), Passage::Came::Before, Passage::Went::Stays);
    } else if (beside) {
        add(passage(now, before.lane, before.along_m, now.along_m), Passage::Came::Before, Passage::Went::Changed,
            now.lane);
        add(passage(now, now.lane, now.along_m, now.along_m), Passage::Came::Changed, Passage::Went::Stays);
    } else if (before.lane != kNone) {
        std::uint32_t turn = kNone;
        const std::uint32_t next = lane_after(before.lane, now, turn);
        const float across = turn == kNone || now.lane == kNone ? 0.0F : static_cast<float>(net.turns[turn].length_m);
        const float beyond = length_of(before.lane) + across;
        way = beyond + now.along_m - before.along_m;
        add(passage(now, before.lane, before.along_m, beyond + now.along_m), Passage::Came::Before, Passage::Went::Left,
            next);
        seen.behind.push_back({before.lane, beyond + now.along_m});
        if (now.lane != kNone) {
            add(passage(now, now.lane, before.along_m - beyond, now.along_m), Passage::Came::Entered,
                Passage::Went::Stays);
        }
    } else if (now.lane != kNone) {
        way += static_cast<float>(net.turns[before.turn].length_m);
        add(passage(now, now.lane, now.along_m - way, now.along_m), Passage::Came::Entered, Passage::Went::Stays);
    }
    for (std::size_t k = 0; k < older; ++k) {
        Behind& rest = seen.behind[k];
        Passage p = passage(now, rest.lane, rest.front_m, rest.front_m + way);
        rest.front_m += way;
        p.front_before = false;
        add(p, Passage::Came::Before, Passage::Went::Stays);
    }
    std::erase_if(seen.behind, [&](const Behind& rest) { return rest.front_m - now.length_m >= length_of(rest.lane); });
}

/// It has arrived, and is taken to have driven on through the step; or it stands beside the lane now.
void Passages::vanish(Seen& seen, double step_s) {
    const traffic::RoadNetwork& net = sim_.network();
    VehiclePlace& last = seen.place;
    const bool arrived = sim_.records()[last.trip].arrived >= 0;
    const float way = arrived ? last.speed_mps * static_cast<float>(step_s) : 0.0F;
    const bool inside = last.lane == kNone;
    const std::uint32_t lane = inside ? net.turns[last.turn].to_lane : last.lane;
    const float from = inside ? last.along_m - static_cast<float>(net.turns[last.turn].length_m) : last.along_m;
    Passage p = passage(last, lane, from, from + way);
    p.came = inside ? Passage::Came::Entered : Passage::Came::Before;
    p.went = arrived ? Passage::Went::Arrived : Passage::Went::Parked;
    passages_.push_back(p);
    for (const Behind& rest : seen.behind) {
        passages_.push_back(passage(last, rest.lane, rest.front_m, rest.front_m + way));
        passages_.back().front_before = false;
        passages_.back().went = p.went;
    }
    seen.behind.clear();
    seen.alive = false;
    if (arrived) {
        free_rows_.push_back(row_of_trip_[last.trip]);
        row_of_trip_[last.trip] = kNone;
    }
}

std::span<const Passage> Passages::follow(double step_s) {
    ++steps_;
    passages_.clear();
    sim_.list_places(places_);
    for (const VehiclePlace& now : places_) {
        Seen& seen = row_of(now.trip);
        if (seen.alive) {
            advance(seen, now);
        } else {
            appear(seen, now, step_s);
        }
        seen.place = now;
        seen.step = steps_;
        seen.alive = true;
    }
    for (Seen& seen : rows_) {
        if (seen.alive && seen.step != steps_) {
            vanish(seen, step_s);
        }
    }
    return passages_;
}

} // namespace cityloom::scenarios
