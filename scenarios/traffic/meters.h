// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "gis/export/sumo/outputs.h"
#include "gis/import/sumo/scenario.h"
#include "scenarios/traffic/passages.h"
#include "scenarios/traffic/trip_results.h"

namespace cityloom::scenarios {

/// The step whose passages are told. SUMO counts what vehicles do in the step that ends at a time to the step after
/// that; so do meters, so that their intervals hold the same.
struct MeterStep {
    double at_s = 0.0; ///< when it begins
    double dt_s = 1.0;
};

/// An interval that is written.
struct MeterInterval {
    double begin_s = 0.0;
    double end_s = 0.0;

    [[nodiscard]] double lasts_s() const { return end_s - begin_s; }
};

/// Names of vehicles and their types, by trip.
struct VehicleNames {
    const OutputNames* all = nullptr;
    std::span<const traffic::Trip> trips;

    [[nodiscard]] std::string trip(std::uint32_t t) const { return all->trip(t); }
    [[nodiscard]] std::string type(std::uint32_t t) const { return all->type(trips, t); }
};

/// Where a vehicle is.
struct VehicleAt {
    std::uint32_t trip = kNone;
    std::string lane;
    double pos_m = 0.0; ///< front bumper along the lane
    double x_m = 0.0;
    double y_m = 0.0;
    double speed_mps = 0.0;
};

/// What is measured at one place, or of all edges, as SUMO measures it. One thread.
class Meter {
public:
    Meter() = default;
    Meter(const Meter&) = delete;
    Meter& operator=(const Meter&) = delete;
    virtual ~Meter() = default;

    virtual void see(const Passage& passage, const MeterStep& step) = 0;
    virtual void end_step(const MeterStep& /*step*/) {} ///< all passages of a step have been seen
    /// Whether it wants to be told at \p now_s where all vehicles are, and is told.
    [[nodiscard]] virtual bool wants_places(double /*now_s*/) const { return false; }
    virtual void places(std::span<const VehicleAt> /*vehicles*/, double /*now_s*/) {}
    /// Writes an interval, and begins the next.
    virtual void write(const MeterInterval& interval, gis::SumoElements& out) = 0;
};

[[nodiscard]] std::unique_ptr<Meter> make_loop(const gis::SumoMeter& asked);
[[nodiscard]] std::unique_ptr<Meter> make_area(const gis::SumoMeter& asked);
[[nodiscard]] std::unique_ptr<Meter> make_crossing(const gis::SumoMeter& asked);
/// \p names outlive these two.
[[nodiscard]] std::unique_ptr<Meter> make_instant(const gis::SumoMeter& asked, const VehicleNames& names);
[[nodiscard]] std::unique_ptr<Meter> make_probe(const gis::SumoMeter& asked, const VehicleNames& names, double begin_s);
[[nodiscard]] std::unique_ptr<Meter> make_means(const gis::SumoMeter& asked, const traffic::RoadNetwork& net,
                                                const gis::SumoNames& names);

} // namespace cityloom::scenarios
