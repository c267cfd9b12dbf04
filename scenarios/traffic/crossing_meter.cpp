// SPDX-License-Identifier: GPL-3.0-or-later
// An area between some lines that are driven in over and some that are driven out over. Its figures are those of
// SUMO's documentation of multi-entry-multi-exit detectors (E3), and agree with what SUMO 1.15 writes; see
// tests/data/traffic_files/meters.
#include <algorithm>
#include <map>

#include "scenarios/traffic/meters.h"

namespace cityloom::scenarios {

namespace {

constexpr double kLeastS = 1e-3; // inside, where a speed is made of it

/// Sums over vehicles.
struct Sums {
    std::uint64_t count = 0;
    double speeds = 0.0;
    double halts = 0.0;
    double loss_s = 0.0;
    double travel_s = 0.0;
    double overlap_s = 0.0; ///< until the rear is out too

    [[nodiscard]] double mean(double sum) const { return count > 0 ? sum / static_cast<double>(count) : -1.0; }
};

class CrossingMeter : public Meter {
public:
    explicit CrossingMeter(const gis::SumoMeter& asked) : asked_{asked} {}

    void see(const Passage& p, const MeterStep& step) override {
        auto in = inside_.find(p.trip);
        if (in == inside_.end()) {
            in = enter(p, step);
            if (in == inside_.end()) {
                return;
            }
        }
        Inside& vehicle = in->second;
        vehicle.speed_mps = static_cast<double>(p.speed_mps);
        vehicle.desired_mps = static_cast<double>(p.desired_mps);
        if (leave(p, step, vehicle) || p.went == Passage::Went::Arrived) {
            inside_.erase(in); // who arrives within is counted nowhere, as in SUMO
        }
    }

    void end_step(const MeterStep& step) override {
        for (auto& [trip, in] : inside_) {
            in.add(step.at_s + step.dt_s - std::max(step.at_s, in.entered_s));
            if (in.speed_mps >= asked_.halting_mps) {
                in.slow_s = 0.0;
                in.stands = false;
                continue;
            }
            in.slow_s += step.dt_s;
            if (in.slow_s > asked_.halting_s && !in.stands) {
                in.stands = true;
                ++in.halts;
                ++in.halts_here;
            }
        }
    }

    void write(const MeterInterval& interval, gis::SumoElements& out) override {
        Sums now;
        Sums here;
        for (auto& [trip, in] : inside_) {
            const double since_s = std::max(kLeastS, interval.end_s - in.entered_s);
            const double here_s = std::max(kLeastS, interval.end_s - std::max(interval.begin_s, in.entered_s));
            ++now.count;
            ++here.count;
            now.speeds += in.speeds_m / since_s;
            here.speeds += in.speeds_here_m / here_s;
            now.halts += in.halts;
            here.halts += in.halts_here;
            now.travel_s += since_s;
            here.travel_s += here_s;
            now.loss_s += in.loss_s;
            in.speeds_here_m = 0.0;
            in.halts_here = 0;
        }
        out.begin("interval");
        out.attribute("begin", interval.begin_s);
        out.attribute("end", interval.end_s);
        out.attribute("id", asked_.id);
        out.attribute("meanTravelTime", left_.mean(left_.travel_s));
        out.attribute("meanOverlapTravelTime", left_.mean(left_.overlap_s));
        out.attribute("meanSpeed", left_.mean(left_.speeds));
        out.attribute("meanHaltsPerVehicle", left_.mean(left_.halts));
        out.attribute("meanTimeLoss", left_.mean(left_.loss_s));
        out.attribute_whole("vehicleSum", left_.count);
        out.attribute("meanSpeedWithin", now.mean(now.speeds));
        out.attribute("meanHaltsPerVehicleWithin", now.mean(now.halts));
        out.attribute("meanDurationWithin", now.mean(now.travel_s));
        out.attribute_whole("vehicleSumWithin", now.count);
        out.attribute("meanIntervalSpeedWithin", here.mean(here.speeds));
        out.attribute("meanIntervalHaltsPerVehicleWithin", here.mean(here.halts));
        out.attribute("meanIntervalDurationWithin", here.mean(here.travel_s));
        out.attribute("meanTimeLossWithin", now.mean(now.loss_s));
        out.end();
        left_ = {};
    }

private:
    struct Inside {
        double entered_s = 0.0;
        double front_left_s = -1.0;
        double speed_mps = 0.0; ///< in this step
        double desired_mps = 0.0;
        double speeds_m = 0.0;      ///< speed over time
        double speeds_here_m = 0.0; ///< of that in this interval
        double loss_s = 0.0;
        double slow_s = 0.0;
        int halts = 0;
        int halts_here = 0;
        bool stands = false;

        void add(double lasts_s) {
            speeds_m += speed_mps * lasts_s;
            speeds_here_m += speed_mps * lasts_s;
            loss_s += desired_mps > 0.0 ? lasts_s * (1.0 - speed_mps / desired_mps) : 0.0;
        }
    };

    std::map<std::uint32_t, Inside>::iterator enter(const Passage& p, const MeterStep& step) {
        for (std::size_t k = 0; k < asked_.exits_from; ++k) {
            const gis::SumoMeter::Stretch& line = asked_.lanes[k];
            if (line.lane == p.lane && p.front_before && static_cast<double>(p.from_m) < line.from_m &&
                static_cast<double>(p.to_m) >= line.from_m) {
                return inside_.emplace(p.trip, Inside{.entered_s = step.at_s + p.front_at(line.from_m) * step.dt_s})
                    .first;
            }
        }
        return inside_.end();
    }

    /// \return whether it is out
    bool leave(const Passage& p, const MeterStep& step, Inside& in) {
        for (std::size_t k = asked_.exits_from; k < asked_.lanes.size(); ++k) {
            const gis::SumoMeter::Stretch& line = asked_.lanes[k];
            if (line.lane != p.lane) {
                continue;
            }
            if (static_cast<double>(p.from_m) < line.from_m && static_cast<double>(p.to_m) >= line.from_m) {
                in.front_left_s = step.at_s + p.front_at(line.from_m) * step.dt_s;
            }
            if (static_cast<double>(p.to_m) - static_cast<double>(p.length_m) <= line.from_m ||
                in.front_left_s < in.entered_s) {
                continue;
            }
            const double left_s = step.at_s + std::clamp(p.rear_at(line.from_m), 0.0, 1.0) * step.dt_s;
            in.add(std::max(0.0, left_s - std::max(step.at_s, in.entered_s)));
            const double overlap_s = std::max(kLeastS, left_s - in.entered_s);
            ++left_.count;
            left_.travel_s += in.front_left_s - in.entered_s;
            left_.overlap_s += overlap_s;
            left_.speeds += in.speeds_m / overlap_s;
            left_.halts += in.halts;
            left_.loss_s += in.loss_s;
            return true;
        }
        return false;
    }

    gis::SumoMeter asked_;
    std::map<std::uint32_t, Inside> inside_; ///< by trip
    Sums left_;                              ///< in this interval
};

} // namespace

std::unique_ptr<Meter> make_crossing(const gis::SumoMeter& asked) {
    return std::make_unique<CrossingMeter>(asked);
}

} // namespace cityloom::scenarios
