// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>

#include "gis/city/city.h"

namespace cityloom::render {

/// A camera as plain numbers: metres in the city's axes, z up.
struct CameraPose {
    std::array<double, 3> eye{};
    std::array<double, 3> target{};
    std::array<double, 3> up{0, 0, 1};
    double fov_deg = 42.0; ///< vertical
};

/// Depth range that holds all that can be seen without flicker.
struct DepthRange {
    double near_m = 1.0;
    double far_m = 50'000.0;
};
[[nodiscard]] DepthRange depth_range(const CameraPose& pose, const gis::City& city);

enum class NamedView { Overview, Oblique, Street };
[[nodiscard]] bool parse_view(const std::string& name, NamedView& view);

/// A good place to look from: the whole city; the densest part at an angle; or standing on a main street there.
/// \param aspect width over height of the picture, which the overview fills.
[[nodiscard]] CameraPose named_view(const gis::City& city, NamedView view, double aspect = 16.0 / 9.0);

/// From the south and above, a distance away from a place on the ground.
[[nodiscard]] CameraPose look_at(const gis::City& city, Point2 at, double distance_m);

/// Turns around a point on the ground, as on a potter's wheel; never below the ground.
class Turntable {
public:
    explicit Turntable(const gis::City& city) : city_{&city} {}
    void set(const CameraPose& pose);
    [[nodiscard]] CameraPose pose() const;
    void orbit(double yaw_rad, double pitch_rad);
    void pan(double right_m, double forward_m); ///< over the ground, as seen
    void zoom(double factor);                   ///< below 1 comes nearer
    void north_up() { heading_rad_ = 0.0; }
    void fly_to(std::array<double, 3> target, double distance_m);
    /// Lets speed given by orbit, pan and zoom run out; true while still moving.
    bool coast(double dt_s);
    void release(double yaw_speed_rps, double right_mps, double forward_mps);
    [[nodiscard]] double distance_m() const { return distance_m_; }

private:
    const gis::City* city_;
    std::array<double, 3> target_{};
    double distance_m_ = 2000.0;
    double heading_rad_ = 0.0; ///< 0 looks north
    double pitch_rad_ = 0.6;   ///< above the horizon
    double fov_deg_ = 42.0;
    std::array<double, 3> glide_{};
    std::array<double, 3> fly_target_{};
    double fly_distance_m_ = 0.0;
    bool flying_ = false;
};

} // namespace cityloom::render
