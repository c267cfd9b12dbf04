// SPDX-License-Identifier: GPL-3.0-or-later
// What tells single vehicles: a line across a lane that notes who comes, stays and leaves (SUMO's instantaneous
// induction loops), and where the vehicles of a type are now and then (SUMO's vTypeProbe).
#include <algorithm>

#include "scenarios/traffic/meters.h"

namespace cityloom::scenarios {

namespace {

class InstantMeter : public Meter {
public:
    InstantMeter(const gis::SumoMeter& asked, const VehicleNames& names)
        : id_{asked.id}, lane_{asked.lanes.front().lane}, at_m_{asked.lanes.front().from_m}, names_{names} {}

    void see(const Passage& p, const MeterStep& step) override {
        if (p.lane != lane_) {
            return;
        }
        const auto on = std::ranges::find(over_, p.trip, &Over::trip);
        const bool known = on != over_.end();
        double since_s = known ? on->since_s : 0.0;
        if (!known) { // who departs over it, or changes lanes there, is not told
            if (!p.front_before || static_cast<double>(p.from_m) >= at_m_ || static_cast<double>(p.to_m) < at_m_) {
                return;
            }
            since_s = step.at_s + p.front_at(at_m_) * step.dt_s;
            note("enter", since_s, p, p.speed_mps, last_left_s_ >= 0.0 ? since_s - last_left_s_ : -1.0, -1.0);
        }
        const bool gone =
            p.went == Passage::Went::Changed || p.went == Passage::Went::Arrived || p.went == Passage::Went::Parked;
        const bool passed = static_cast<double>(p.to_m) - static_cast<double>(p.length_m) > at_m_;
        if (!known) {
            over_.push_back({p.trip, since_s});
        }
        if (passed || gone) {
            last_left_s_ = step.at_s + (passed ? std::clamp(p.rear_at(at_m_), 0.0, 1.0) : 1.0) * step.dt_s;
            note("leave", last_left_s_, p, p.speed_mps, -1.0, last_left_s_ - since_s);
            std::erase_if(over_, [&p](const Over& each) { return each.trip == p.trip; });
        } else {
            note("stay", step.at_s + step.dt_s, p, p.speed_mps, -1.0, -1.0);
        }
    }

    void write(const MeterInterval& /*interval*/, gis::SumoElements& out) override {
        for (const Event& event : events_) {
            out.begin("instantOut");
            out.attribute("id", id_);
            out.attribute("time", event.time_s);
            out.attribute("state", event.state);
            out.attribute("vehID", names_.trip(event.trip));
            out.attribute("speed", static_cast<double>(event.speed_mps));
            out.attribute("length", static_cast<double>(event.length_m));
            out.attribute("type", names_.type(event.trip));
            if (event.gap_s >= 0.0) {
                out.attribute("gap", event.gap_s);
            }
            if (event.occupied_s >= 0.0) {
                out.attribute("occupancy", event.occupied_s);
            }
            out.end();
        }
        events_.clear();
    }

private:
    struct Over {
        std::uint32_t trip = kNone;
        double since_s = 0.0;
    };
    struct Event {
        std::string_view state;
        double time_s = 0.0;
        std::uint32_t trip = kNone;
        float speed_mps = 0.0F;
        float length_m = 0.0F;
        double gap_s = -1.0;      ///< since the one before had left
        double occupied_s = -1.0; ///< by this one
    };

    void note(std::string_view state, double at_s, const Passage& p, float speed, double gap_s, double occupied_s) {
        events_.push_back({state, at_s, p.trip, speed, p.length_m, gap_s, occupied_s});
    }

    std::string id_;
    std::uint32_t lane_;
    double at_m_;
    const VehicleNames& names_;
    std::vector<Over> over_;
    std::vector<Event> events_;
    double last_left_s_ = -1.0;
};

class ProbeMeter : public Meter {
public:
    ProbeMeter(const gis::SumoMeter& asked, const VehicleNames& names, double begin_s)
        : id_{asked.id},
          type_{asked.type_name},
          period_s_{asked.period > 0 ? to_seconds(asked.period) : 1.0},
          next_s_{begin_s},
          names_{names} {}

    void see(const Passage& /*passage*/, const MeterStep& /*step*/) override {}

    void places(std::span<const VehicleAt> vehicles, double now_s) override {
        next_s_ += period_s_;
        Moment& moment = moments_.emplace_back();
        moment.at_s = now_s;
        for (const VehicleAt& v : vehicles) {
            if (type_.empty() || names_.type(v.trip) == type_) {
                moment.vehicles.push_back(v);
            }
        }
    }

    void write(const MeterInterval& /*interval*/, gis::SumoElements& out) override {
        for (const Moment& moment : moments_) {
            out.begin("timestep");
            out.attribute("time", moment.at_s);
            out.attribute("id", id_);
            out.attribute("vType", type_);
            for (const VehicleAt& v : moment.vehicles) {
                out.begin("vehicle");
                out.attribute("id", names_.trip(v.trip));
                out.attribute("lane", v.lane);
                out.attribute("pos", v.pos_m);
                out.attribute("x", v.x_m);
                out.attribute("y", v.y_m);
                out.attribute("speed", v.speed_mps);
                out.end();
            }
            out.end();
        }
        moments_.clear();
    }

    [[nodiscard]] bool wants_places(double now_s) const override { return now_s >= next_s_; }

private:
    struct Moment {
        double at_s = 0.0;
        std::vector<VehicleAt> vehicles;
    };
    std::string id_;
    std::string type_;
    double period_s_;
    double next_s_;
    const VehicleNames& names_;
    std::vector<Moment> moments_;
};

} // namespace

std::unique_ptr<Meter> make_instant(const gis::SumoMeter& asked, const VehicleNames& names) {
    return std::make_unique<InstantMeter>(asked, names);
}

std::unique_ptr<Meter> make_probe(const gis::SumoMeter& asked, const VehicleNames& names, double begin_s) {
    return std::make_unique<ProbeMeter>(asked, names, begin_s);
}

} // namespace cityloom::scenarios
