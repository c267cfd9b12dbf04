// SPDX-License-Identifier: GPL-3.0-or-later
// Experiments at a stop line with a signal.
#include <algorithm>
#include <cmath>

#include "tests/sim/traffic_models/experiments.h"

namespace cityloom::tests::lab {

using namespace traffic;

namespace {

/// Headways at a stop line, by place in the queue, over many greens.
struct Discharge {
    double saturation_veh_h = 0.0;
    double lost_s = 0.0;
    std::vector<double> headways_s; ///< mean, first vehicle from the start of green
};

/// From the 5th headway to the one three before the last; the time lost is what the first four take beyond four
/// headways (Transportation Research Board 2000, Highway Capacity Manual, ch. 7).
Discharge discharge(const std::vector<Detector::Passage>& passages, double cycle_s, double green_s, int first_cycle,
                    int cycles) {
    constexpr std::size_t kFirst = 4;
    constexpr std::size_t kLast = 3;
    std::vector<std::vector<double>> greens;
    for (int k = first_cycle; k < first_cycle + cycles; ++k) {
        std::vector<double> since;
        for (const Detector::Passage& p : passages) {
            const double t = p.time_s - k * cycle_s;
            if (t >= 0.0 && t < green_s + 4.0) {
                since.push_back(t);
            }
        }
        if (since.size() > kFirst + kLast + 1) {
            greens.push_back(std::move(since));
        }
    }
    Discharge d;
    std::size_t least = SIZE_MAX;
    double sum = 0.0;
    std::size_t count = 0;
    for (const auto& since : greens) {
        least = std::min(least, since.size());
        sum += since[since.size() - 1 - kLast] - since[kFirst - 1];
        count += since.size() - kLast - kFirst;
    }
    if (greens.empty()) {
        return d;
    }
    const double headway = sum / static_cast<double>(count);
    d.saturation_veh_h = 3600.0 / headway;
    const auto number = static_cast<double>(greens.size());
    for (std::size_t i = 0; i < least; ++i) {
        double mean = 0.0;
        for (const auto& since : greens) {
            mean += (since[i] - (i > 0 ? since[i - 1] : 0.0)) / number;
        }
        d.headways_s.push_back(mean);
    }
    for (std::size_t i = 0; i < kFirst; ++i) {
        d.lost_s += d.headways_s[i] - headway;
    }
    return d;
}

} // namespace

Outcome saturation_flow(const Parameters& p) {
    const double approach = p.number("approach_m");
    const double speed = p.number("speed_mps");
    const double green = p.number("green_s");
    const double cycle = p.number("cycle_s");
    const double yellow = p.number("yellow_s");
    const auto warm = static_cast<int>(p.number("first_cycle"));
    const auto cycles = static_cast<int>(p.number("cycles"));
    Outcome out{.columns = {"place"}};
    double lowest = 1e9;
    double highest = 0.0;
    for (const double step : p.numbers("steps_s")) {
        NetworkBuilder road = straight_road({{approach, speed}, {800.0, speed}});
        road.signal(
            1, {{.green_movements = 1, .green_s = green, .yellow_s = yellow, .all_red_s = cycle - green - yellow}});
        Run run{road.build(),
                plain_car(),
                {{.from_edge = 0, .to_edge = 1, .end_s = 3900.0, .headway_s = p.number("headway_s")}},
                step};
        Detector line{approach};
        while (run.time_s() < (warm + cycles) * cycle) {
            run.step();
            line.look(run);
        }
        const Discharge d = discharge(line.passages(), cycle, green, warm, cycles);
        const std::string at = QString{"_at_%1_s"}.arg(step).toStdString();
        out.figures["saturation_veh_h" + at] = d.saturation_veh_h;
        out.figures["lost_s" + at] = d.lost_s;
        lowest = std::min(lowest, d.saturation_veh_h);
        highest = std::max(highest, d.saturation_veh_h);
        out.columns.push_back("headway_s" + at);
        out.rows.resize(out.columns.size() == 2 ? d.headways_s.size() : std::min(out.rows.size(), d.headways_s.size()));
        for (std::size_t i = 0; i < out.rows.size(); ++i) {
            if (out.rows[i].empty()) {
                out.rows[i].push_back(static_cast<double>(i + 1));
            }
            out.rows[i].push_back(d.headways_s[i]);
        }
    }
    out.figures["spread_between_steps"] = highest / lowest - 1.0;
    return out;
}

namespace {

/// When and where each vehicle passes a speed, going down or up.
class SpeedPassages {
public:
    SpeedPassages(double speed_mps, bool down) : speed_{speed_mps}, down_{down} {}
    void look(const Run& run, double until_x_m) {
        for (const VehicleState& v : run.seen()) {
            const auto now = static_cast<double>(v.speed_mps);
            const auto [place, first] = last_.try_emplace(v.trip, now);
            const bool passes =
                down_ ? place->second > speed_ && now <= speed_ : place->second < speed_ && now >= speed_;
            if (!first && passes && v.at.x_m < until_x_m && !at_.contains(v.trip)) {
                const double back = (now - speed_) / (now - place->second) * run.step_s();
                at_[v.trip] = {run.time_s() - back, v.at.x_m - back * speed_};
            }
            place->second = now;
        }
    }
    /// Time and place of those who queued, the first few left out, by order on the road.
    [[nodiscard]] std::vector<Point2> of(const std::vector<std::uint32_t>& queue, std::size_t skip) const {
        std::vector<Point2> points;
        for (std::size_t k = skip; k < queue.size(); ++k) {
            if (const auto place = at_.find(queue[k]); place != at_.end()) {
                points.push_back(place->second);
            }
        }
        return points;
    }

private:
    double speed_;
    bool down_;
    std::map<std::uint32_t, double> last_;
    std::map<std::uint32_t, Point2> at_; ///< x time, y place
};

} // namespace

Outcome shock_waves(const Parameters& p) {
    const double approach = p.number("approach_m");
    const double speed = p.number("speed_mps");
    const double red_from = p.number("red_from_s");
    const double red_to = red_from + p.number("red_s");
    const double end = red_to + 150.0;
    NetworkBuilder road = straight_road({{approach, speed}, {800.0, speed}});
    road.signal(1, {{.green_movements = 1, .green_s = red_from, .yellow_s = 0.0, .all_red_s = red_to - red_from}});
    Run run{road.build(),
            plain_car(),
            {{.from_edge = 0, .to_edge = 1, .end_s = end, .headway_s = 3600.0 / p.number("flow_veh_h")}},
            p.number("step_s")};
    Detector line{approach};
    Stretch arriving{500.0, 1500.0, red_from - 200.0, red_from};
    SpeedPassages stops{0.5 * speed, true};
    SpeedPassages starts{p.number("start_threshold_mps"), false};
    std::vector<std::uint32_t> queue; // who stands when the light turns green, from the line back
    std::vector<double> places;
    Outcome out{.columns = {"vehicle", "time_s", "x_m"}};
    while (run.time_s() < end) {
        run.step();
        line.look(run);
        arriving.look(run);
        (run.time_s() <= red_to ? stops : starts).look(run, approach + 0.1);
        if (std::abs(run.time_s() - red_to) < 1e-6) {
            std::vector<VehicleState> standing;
            std::copy_if(run.seen().begin(), run.seen().end(), std::back_inserter(standing),
                         [&](const auto& v) { return v.speed_mps < 0.05F && v.at.x_m < approach + 0.1; });
            std::sort(standing.begin(), standing.end(),
                      [](const auto& a, const auto& b) { return a.at.x_m > b.at.x_m; });
            for (const VehicleState& v : standing) {
                queue.push_back(v.trip);
                places.push_back(v.at.x_m);
            }
        }
        const bool sample = std::fmod(run.time_s() + 1e-6, 3.0) < 1e-3 && run.time_s() > red_from - 40.0;
        for (const VehicleState& v : run.seen()) {
            if (sample && v.at.x_m > approach - 420.0 && v.at.x_m < approach + 80.0) {
                out.rows.push_back({static_cast<double>(v.trip), run.time_s() - red_from, v.at.x_m - approach});
            }
        }
    }
    if (queue.size() < 20) {
        qFatal("shock waves: a queue of %zu vehicles is too short to measure", queue.size());
    }
    const double jam = 1000.0 * static_cast<double>(queue.size() - 1) / (places.front() - places.back());
    // The stream that leaves: those of the queue from the 9th on.
    std::vector<Detector::Passage> leaving;
    for (const Detector::Passage& passage : line.passages()) {
        if (passage.time_s > red_to && leaving.size() < queue.size()) {
            leaving.push_back(passage);
        }
    }
    constexpr std::size_t kSettled = 8;
    double slowness = 0.0; // density is flow times the mean of 1/v
    for (std::size_t k = kSettled; k < leaving.size(); ++k) {
        slowness += 1.0 / leaving[k].speed_mps;
    }
    const auto settled = static_cast<double>(leaving.size() - kSettled);
    const double out_flow = 3600.0 * (settled - 1.0) / (leaving.back().time_s - leaving[kSettled].time_s);
    const double out_density = out_flow * slowness / settled / 3.6;
    const double stop = slope(stops.of(queue, 2));
    const double start = slope(starts.of(queue, 2));
    const double stop_theory = -arriving.flow_veh_h() / (jam - arriving.density_veh_km()) / 3.6;
    const double start_theory = -out_flow / (jam - out_density) / 3.6;
    out.figures = {{"jam_density_veh_km", jam},
                   {"arriving_veh_h", arriving.flow_veh_h()},
                   {"arriving_veh_km", arriving.density_veh_km()},
                   {"leaving_veh_h", out_flow},
                   {"leaving_veh_km", out_density},
                   {"stopping_wave_mps", stop},
                   {"stopping_wave_theory_mps", stop_theory},
                   {"stopping_wave_ratio", stop / stop_theory},
                   {"starting_wave_mps", start},
                   {"starting_wave_theory_mps", start_theory},
                   {"starting_wave_ratio", start / start_theory},
                   {"queue_vehicles", static_cast<double>(queue.size())}};
    return out;
}

} // namespace cityloom::tests::lab
