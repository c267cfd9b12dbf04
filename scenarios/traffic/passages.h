// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/traffic/micro/simulation.h"

namespace cityloom::scenarios {

/// What one vehicle did on one lane in one step. It is on a lane from when its front comes onto it until its rear has
/// left it, so that a step may have it on several. Its place is that of its front in the lane's metres, which goes on
/// below 0 and beyond the lane's end; within a step it changes evenly.
struct Passage {
    enum class Came : std::uint8_t { Before, Departed, Entered, Changed };
    enum class Went : std::uint8_t { Stays, Left, Changed, Arrived, Parked };
    std::uint32_t trip = kNone;
    std::uint32_t lane = kNone; ///< in RoadNetwork::lanes
    std::uint32_t next = kNone; ///< lane where its front went from here, when it left; kNone: none, or not yet
    float from_m = 0.0F;
    float to_m = 0.0F;
    float length_m = 0.0F;    ///< of the vehicle
    float lane_m = 0.0F;      ///< of the lane
    float before_mps = 0.0F;  ///< at the step's begin
    float speed_mps = 0.0F;   ///< at its end
    float desired_mps = 0.0F; ///< that it would drive on an empty street
    Came came = Came::Before; ///< in this step
    Went went = Went::Stays;  ///< its front, in this step
    bool halts = false;       ///< stands at a stop that it was sent to make
    bool front_before = true; ///< its front had not left the lane when the step began

    /// When in the step its front, or its rear, is at a place; in shares of the step, below 0 or above 1 where it is
    /// not in this one.
    [[nodiscard]] double front_at(double place_m) const { return share(place_m); }
    [[nodiscard]] double rear_at(double place_m) const { return share(place_m + static_cast<double>(length_m)); }

private:
    [[nodiscard]] double share(double place_m) const {
        const double way = static_cast<double>(to_m) - static_cast<double>(from_m);
        const double to_go = place_m - static_cast<double>(from_m);
        return way > 0.0 ? to_go / way : to_go > 0.0 ? 2.0 : -1.0;
    }
};

/// Follows all vehicles from step to step, from outside of the engine: it changes nothing there.
class Passages {
public:
    explicit Passages(const traffic::Simulation& sim);

    /// Once after each step. The passages of that step, lane by lane of where the vehicles are now; those who are no
    /// longer on the streets last. Valid until the next call.
    [[nodiscard]] std::span<const Passage> follow(double step_s);

private:
    struct Behind {
        std::uint32_t lane = kNone;
        float front_m = 0.0F; ///< in that lane's metres
    };
    struct Seen {
        traffic::VehiclePlace place;
        std::vector<Behind> behind; ///< lanes that its rear has not left
        std::uint64_t step = 0;     ///< when it was there last
        bool alive = false;
    };
    [[nodiscard]] float length_of(std::uint32_t lane) const;
    [[nodiscard]] std::uint32_t lane_after(std::uint32_t lane, const traffic::VehiclePlace& now,
                                           std::uint32_t& turn) const;
    Seen& row_of(std::uint32_t trip);
    void appear(Seen& seen, const traffic::VehiclePlace& now, double step_s);
    void advance(Seen& seen, const traffic::VehiclePlace& now);
    void vanish(Seen& seen, double step_s);
    [[nodiscard]] Passage passage(const traffic::VehiclePlace& now, std::uint32_t lane, float from_m, float to_m) const;

    const traffic::Simulation& sim_;
    std::vector<traffic::VehiclePlace> places_;
    std::vector<std::uint32_t> row_of_trip_;
    std::vector<Seen> rows_;
    std::vector<std::uint32_t> free_rows_;
    std::vector<Passage> passages_;
    std::uint64_t steps_ = 0;
};

} // namespace cityloom::scenarios
