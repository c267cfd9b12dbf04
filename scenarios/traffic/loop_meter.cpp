// SPDX-License-Identifier: GPL-3.0-or-later
// An induction loop: a line across a lane. Its figures are those of SUMO's documentation of induction loops (E1), and
// agree with what SUMO 1.15 writes; see tests/data/traffic_files/detectors.json.
#include <algorithm>

#include "scenarios/traffic/meters.h"

namespace cityloom::scenarios {

namespace {

constexpr double kLeastS = 1e-3; // over the loop, where a speed is made of it

class LoopMeter : public Meter {
public:
    explicit LoopMeter(const gis::SumoMeter& asked)
        : id_{asked.id}, lane_{asked.lanes.front().lane}, at_m_{asked.lanes.front().from_m} {}

    void see(const Passage& p, const MeterStep& step) override {
        if (p.lane != lane_) {
            return;
        }
        auto on = std::ranges::find(over_, p.trip, &Over::trip);
        const double front = static_cast<double>(p.to_m);
        const double rear = front - static_cast<double>(p.length_m);
        if (on == over_.end()) {
            const bool drives = p.front_before && static_cast<double>(p.from_m) < at_m_ && front >= at_m_;
            const bool appears = (p.came == Passage::Came::Departed || p.came == Passage::Came::Changed) &&
                                 front >= at_m_ && rear < at_m_;
            if (!drives && !appears) {
                return;
            }
            over_.push_back({p.trip, step.at_s + (drives ? p.front_at(at_m_) * step.dt_s : 0.0)});
            ++entered_;
            on = over_.end() - 1;
        }
        const bool gone =
            p.went == Passage::Went::Changed || p.went == Passage::Went::Arrived || p.went == Passage::Went::Parked;
        if (rear > at_m_) {
            const double left = step.at_s + p.rear_at(at_m_) * step.dt_s;
            const double speed = static_cast<double>(p.length_m) / std::max(kLeastS, left - on->since_s);
            ++passed_;
            speeds_ += speed;
            slownesses_ += 1.0 / speed;
            lengths_m_ += static_cast<double>(p.length_m);
            occupied_s_ += left - std::max(on->since_s, begun_s_);
            over_.erase(on);
        } else if (gone) {
            occupied_s_ += step.at_s + step.dt_s - std::max(on->since_s, begun_s_);
            over_.erase(on);
        }
    }

    void write(const MeterInterval& interval, gis::SumoElements& out) override {
        for (const Over& on : over_) {
            occupied_s_ += interval.end_s - std::max(on.since_s, begun_s_);
        }
        const auto n = static_cast<double>(passed_);
        const double lasts = std::max(kLeastS, interval.lasts_s());
        out.begin("interval");
        out.attribute("begin", interval.begin_s);
        out.attribute("end", interval.end_s);
        out.attribute("id", id_);
        out.attribute_whole("nVehContrib", passed_);
        out.attribute("flow", n * 3600.0 / lasts);
        out.attribute("occupancy", occupied_s_ / lasts * 100.0);
        out.attribute("speed", passed_ > 0 ? speeds_ / n : -1.0);
        out.attribute("harmonicMeanSpeed", passed_ > 0 ? n / slownesses_ : -1.0);
        out.attribute("length", passed_ > 0 ? lengths_m_ / n : -1.0);
        out.attribute_whole("nVehEntered", entered_);
        out.end();
        begun_s_ = interval.end_s;
        passed_ = entered_ = 0;
        speeds_ = slownesses_ = lengths_m_ = occupied_s_ = 0.0;
    }

private:
    struct Over {
        std::uint32_t trip = kNone;
        double since_s = 0.0;
    };
    std::string id_;
    std::uint32_t lane_;
    double at_m_;
    std::vector<Over> over_;
    double begun_s_ = 0.0; ///< the interval
    std::uint64_t passed_ = 0;
    std::uint64_t entered_ = 0;
    double speeds_ = 0.0;
    double slownesses_ = 0.0;
    double lengths_m_ = 0.0;
    double occupied_s_ = 0.0;
};

} // namespace

std::unique_ptr<Meter> make_loop(const gis::SumoMeter& asked) {
    return std::make_unique<LoopMeter>(asked);
}

} // namespace cityloom::scenarios
