// SPDX-License-Identifier: GPL-3.0-or-later
// An area of lanes one behind the other. Its figures are those of SUMO's documentation of lane area detectors (E2), and
// agree with what SUMO 1.15 writes; see tests/data/traffic_files/detectors.json.
#include <algorithm>

#include "scenarios/traffic/meters.h"

namespace cityloom::scenarios {

namespace {

/// How long vehicles stood, one figure a stand.
struct Stands {
    std::uint64_t count = 0;
    double sum_s = 0.0;
    double most_s = 0.0;

    void add(double lasted_s) {
        ++count;
        sum_s += lasted_s;
        most_s = std::max(most_s, lasted_s);
    }
    [[nodiscard]] double mean_s() const { return count > 0 ? sum_s / static_cast<double>(count) : 0.0; }
};

class AreaMeter : public Meter {
public:
    explicit AreaMeter(const gis::SumoMeter& asked)
        : asked_{asked},
          begin_m_{asked.lanes.front().from_m},
          end_m_{asked.lanes.back().begins_m + asked.lanes.back().to_m} {}

    void see(const Passage& p, const MeterStep& /*step*/) override {
        const auto stretch = std::ranges::find(asked_.lanes, p.lane, &gis::SumoMeter::Stretch::lane);
        if (stretch == asked_.lanes.end()) {
            return;
        }
        const auto known = std::ranges::find(step_, p.trip, &Body::trip);
        Body body{.trip = p.trip,
                  .length_m = static_cast<double>(p.length_m),
                  .from_m = stretch->begins_m + static_cast<double>(p.from_m),
                  .to_m = stretch->begins_m + static_cast<double>(p.to_m),
                  .speed_mps = static_cast<double>(p.speed_mps),
                  .desired_mps = static_cast<double>(p.desired_mps)};
        body.appears = p.came == Passage::Came::Departed || p.came == Passage::Came::Changed;
        body.gone =
            p.went == Passage::Went::Changed || p.went == Passage::Went::Arrived || p.went == Passage::Went::Parked;
        if (known == step_.end()) {
            step_.push_back(body);
        } else if (p.came == Passage::Came::Changed) {
            known->gone = false; // from lane to lane of the area
        }
    }

    void end_step(const MeterStep& step) override {
        std::ranges::stable_sort(step_, [](const Body& a, const Body& b) { return a.to_m > b.to_m; });
        jams_.clear();
        double occupied_m = 0.0;
        std::uint64_t inside = 0;
        in_jam_ = false;
        for (const Body& body : step_) {
            if (follow(body, step)) {
                ++inside;
                occupied_m += std::max(0.0, std::min(end_m_, body.to_m) - std::max(begin_m_, body.rear_m()));
            }
        }
        step_.clear();
        ++steps_;
        const double share = 100.0 * occupied_m / (end_m_ - begin_m_);
        occupancy_sum_ += share;
        occupancy_most_ = std::max(occupancy_most_, share);
        vehicles_sum_ += inside;
        vehicles_most_ = std::max(vehicles_most_, inside);
        Jam most;
        for (const Jam& jam : jams_) {
            jam_vehicles_sum_ += jam.vehicles;
            jam_m_sum_ += jam.length_m();
            most.vehicles = std::max(most.vehicles, jam.vehicles);
            most.first_m = std::max(most.first_m, jam.length_m());
        }
        longest_vehicles_sum_ += most.vehicles;
        longest_m_sum_ += most.first_m;
        longest_vehicles_ = std::max(longest_vehicles_, most.vehicles);
        longest_m_ = std::max(longest_m_, most.first_m);
    }

    void write(const MeterInterval& interval, gis::SumoElements& out) override {
        Stands whole = stands_;
        Stands now = stands_here_;
        for (Inside& in : inside_) {
            if (in.stood_s > 0.0) {
                whole.add(in.stood_s);
                now.add(in.stood_here_s);
            }
            in.stood_here_s = 0.0;
        }
        const double n = static_cast<double>(std::max<std::uint64_t>(1, steps_));
        out.begin("interval");
        out.attribute("begin", interval.begin_s);
        out.attribute("end", interval.end_s);
        out.attribute("id", asked_.id);
        out.attribute("sampledSeconds", samples_s_);
        out.attribute_whole("nVehEntered", entered_);
        out.attribute_whole("nVehLeft", left_);
        out.attribute_whole("nVehSeen", seen_);
        out.attribute("meanSpeed", samples_s_ > 0.0 ? speeds_ / samples_s_ : -1.0);
        out.attribute("meanTimeLoss", seen_ > 0 ? loss_s_ / static_cast<double>(seen_) : -1.0);
        out.attribute("meanOccupancy", occupancy_sum_ / n);
        out.attribute("maxOccupancy", occupancy_most_);
        out.attribute("meanMaxJamLengthInVehicles", static_cast<double>(longest_vehicles_sum_) / n);
        out.attribute("meanMaxJamLengthInMeters", longest_m_sum_ / n);
        out.attribute_whole("maxJamLengthInVehicles", longest_vehicles_);
        out.attribute("maxJamLengthInMeters", longest_m_);
        out.attribute_whole("jamLengthInVehiclesSum", jam_vehicles_sum_);
        out.attribute("jamLengthInMetersSum", jam_m_sum_);
        out.attribute("meanHaltingDuration", whole.mean_s());
        out.attribute("maxHaltingDuration", whole.most_s);
        out.attribute("haltingDurationSum", whole.sum_s);
        out.attribute("meanIntervalHaltingDuration", now.mean_s());
        out.attribute("maxIntervalHaltingDuration", now.most_s);
        out.attribute("intervalHaltingDurationSum", now.sum_s);
        out.attribute("startedHalts", static_cast<double>(halts_));
        out.attribute("meanVehicleNumber", static_cast<double>(vehicles_sum_) / n);
        out.attribute_whole("maxVehicleNumber", vehicles_most_);
        out.end();
        begin_anew();
    }

private:
    /// A vehicle in one step, in metres along the area's lanes.
    struct Body {
        std::uint32_t trip = kNone;
        double length_m = 0.0;
        double from_m = 0.0;
        double to_m = 0.0;
        double speed_mps = 0.0;
        double desired_mps = 0.0;
        bool appears = false;
        bool gone = false;

        [[nodiscard]] double rear_m() const { return to_m - length_m; }
        [[nodiscard]] double when(double place_m) const {
            return to_m > from_m ? std::clamp((place_m - from_m) / (to_m - from_m), 0.0, 1.0) : 0.0;
        }
    };
    struct Inside {
        std::uint32_t trip = kNone;
        double stood_s = 0.0;      ///< in this stand
        double stood_here_s = 0.0; ///< of that in this interval
    };
    struct Jam {
        std::uint64_t vehicles = 0;
        double first_m = 0.0; ///< its foremost front
        double rear_m = 0.0;

        [[nodiscard]] double length_m() const { return first_m - rear_m; }
    };

    /// \return whether it is in the area at the step's end
    bool follow(const Body& body, const MeterStep& step) {
        auto in = std::ranges::find(inside_, body.trip, &Inside::trip);
        if (in == inside_.end()) {
            const bool drives = body.from_m < begin_m_ && body.to_m >= begin_m_;
            if (!drives && !(body.appears && body.to_m >= begin_m_ && body.rear_m() < end_m_)) {
                return false;
            }
            inside_.push_back({.trip = body.trip});
            in = inside_.end() - 1;
            ++entered_;
            ++seen_;
        }
        const bool out = body.rear_m() >= end_m_ || body.gone;
        const double until = body.rear_m() >= end_m_ ? body.when(end_m_ + body.length_m) : 1.0;
        const bool moved = !(body.appears && body.to_m <= body.from_m);
        const double here_s = moved ? std::max(0.0, until - body.when(begin_m_)) * step.dt_s : 0.0;
        samples_s_ += here_s;
        speeds_ += body.speed_mps * here_s;
        loss_s_ += body.desired_mps > 0.0 ? here_s * (1.0 - body.speed_mps / body.desired_mps) : 0.0;
        if (out) {
            ++left_;
            end_stand(*in);
            inside_.erase(in);
            return false;
        }
        if (moved) {
            stand(*in, body, step);
        }
        return true;
    }

    void stand(Inside& in, const Body& body, const MeterStep& step) {
        if (body.speed_mps >= asked_.halting_mps) {
            end_stand(in);
            in_jam_ = false;
            return;
        }
        halts_ += in.stood_s > 0.0 ? 0U : 1U;
        in.stood_s += step.dt_s;
        in.stood_here_s += step.dt_s;
        if (in.stood_s <= asked_.halting_s) {
            in_jam_ = false;
            return;
        }
        const double front = std::min(end_m_, body.to_m);
        const double rear = std::max(begin_m_, body.rear_m());
        if (in_jam_ && jams_.back().rear_m - body.to_m <= asked_.jam_gap_m) {
            ++jams_.back().vehicles;
            jams_.back().rear_m = rear;
        } else {
            jams_.push_back({.vehicles = 1, .first_m = front, .rear_m = rear});
        }
        in_jam_ = true;
    }

    void end_stand(Inside& in) {
        if (in.stood_s > 0.0) {
            stands_.add(in.stood_s);
            stands_here_.add(in.stood_here_s);
        }
        in.stood_s = in.stood_here_s = 0.0;
    }

    void begin_anew() {
        steps_ = entered_ = left_ = halts_ = vehicles_sum_ = vehicles_most_ = 0;
        longest_vehicles_sum_ = longest_vehicles_ = jam_vehicles_sum_ = 0;
        seen_ = inside_.size();
        samples_s_ = speeds_ = loss_s_ = occupancy_sum_ = occupancy_most_ = 0.0;
        longest_m_sum_ = longest_m_ = jam_m_sum_ = 0.0;
        stands_ = stands_here_ = {};
    }

    gis::SumoMeter asked_;
    double begin_m_, end_m_;
    std::vector<Body> step_;
    std::vector<Inside> inside_;
    std::vector<Jam> jams_; ///< of the step, the foremost first
    bool in_jam_ = false;   ///< the vehicle ahead is
    std::uint64_t steps_ = 0, entered_ = 0, left_ = 0, seen_ = 0, halts_ = 0;
    std::uint64_t vehicles_sum_ = 0, vehicles_most_ = 0;
    std::uint64_t longest_vehicles_sum_ = 0, longest_vehicles_ = 0, jam_vehicles_sum_ = 0;
    double samples_s_ = 0.0, speeds_ = 0.0, loss_s_ = 0.0, occupancy_sum_ = 0.0, occupancy_most_ = 0.0;
    double longest_m_sum_ = 0.0, longest_m_ = 0.0, jam_m_sum_ = 0.0;
    Stands stands_, stands_here_; ///< that have ended: whole, and as far as in this interval
};

} // namespace

std::unique_ptr<Meter> make_area(const gis::SumoMeter& asked) {
    return std::make_unique<AreaMeter>(asked);
}

} // namespace cityloom::scenarios
