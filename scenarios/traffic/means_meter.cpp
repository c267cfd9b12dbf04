// SPDX-License-Identifier: GPL-3.0-or-later
// Means of edges and of lanes. The figures are those of SUMO's documentation of edge and lane based traffic measures,
// and agree with what SUMO 1.15 writes; see tests/data/traffic_files/detectors.json.
#include <algorithm>

#include "scenarios/traffic/meters.h"

namespace cityloom::scenarios {

namespace {

/// Sums of one lane over an interval, or of the lanes of an edge.
struct Sums {
    double samples_s = 0.0; ///< of vehicles with a part on it
    double way_m = 0.0;     ///< driven meanwhile
    double front_s = 0.0;   ///< with their front on it
    double front_way_m = 0.0;
    double length_ms = 0.0;   ///< vehicles' lengths times their time on it
    double occupied_ms = 0.0; ///< the same of what lay on it
    double waiting_s = 0.0;
    double loss_s = 0.0;
    std::uint64_t departed = 0, arrived = 0, entered = 0, left = 0, from_here = 0, to_here = 0;

    void add(const Sums& other) {
        samples_s += other.samples_s;
        way_m += other.way_m;
        front_s += other.front_s;
        front_way_m += other.front_way_m;
        length_ms += other.length_ms;
        occupied_ms += other.occupied_ms;
        waiting_s += other.waiting_s;
        loss_s += other.loss_s;
        departed += other.departed;
        arrived += other.arrived;
        entered += other.entered;
        left += other.left;
        from_here += other.from_here;
        to_here += other.to_here;
    }
    [[nodiscard]] bool empty() const {
        return samples_s == 0.0 && departed + arrived + entered + left + from_here + to_here == 0;
    }
};

class MeansMeter : public Meter {
public:
    MeansMeter(const gis::SumoMeter& asked, const traffic::RoadNetwork& net, const gis::SumoNames& names)
        : asked_{asked}, net_{net}, names_{names}, lanes_(net.lanes.size()), edges_{asked.edges} {
        if (edges_.empty()) {
            for (std::uint32_t e = 0; e < net.edges.size(); ++e) {
                edges_.push_back(e);
            }
        }
        std::ranges::sort(edges_);
    }

    void see(const Passage& p, const MeterStep& step) override {
        Sums& sums = lanes_[p.lane];
        if (p.front_before) {
            sums.departed += p.came == Passage::Came::Departed ? 1U : 0U;
            sums.entered += p.came == Passage::Came::Entered ? 1U : 0U;
            sums.to_here += p.came == Passage::Came::Changed ? 1U : 0U;
            sums.arrived += p.went == Passage::Went::Arrived ? 1U : 0U;
            sums.left += p.went == Passage::Went::Left ? 1U : 0U;
            sums.from_here += p.went == Passage::Went::Changed ? 1U : 0U;
        }
        const auto from = static_cast<double>(p.from_m);
        const auto to = static_cast<double>(p.to_m);
        const bool stands_since = p.came == Passage::Came::Changed || p.came == Passage::Came::Departed;
        if (stands_since && to <= from) {
            return; // since the step's end only
        }
        const auto length = static_cast<double>(p.length_m);
        const auto lane = static_cast<double>(p.lane_m);
        const double in = from < 0.0 && p.came == Passage::Came::Entered ? std::clamp(p.front_at(0.0), 0.0, 1.0) : 0.0;
        const double front_out = !p.front_before ? in : to > lane ? std::clamp(p.front_at(lane), 0.0, 1.0) : 1.0;
        const double out = to - length > lane ? std::clamp(p.rear_at(lane), 0.0, 1.0) : 1.0;
        const double here_s = std::max(0.0, out - in) * step.dt_s;
        const double front_s = std::max(0.0, front_out - in) * step.dt_s;
        const double speed = (to - from) / step.dt_s;
        const auto on_lane = [&](double front) {
            return std::max(0.0, std::min(lane, front) - std::max(0.0, front - length));
        };
        sums.samples_s += here_s;
        sums.way_m += speed * here_s;
        sums.front_s += front_s;
        sums.front_way_m += speed * front_s;
        sums.length_ms += length * here_s;
        sums.occupied_ms += 0.5 * (on_lane(from) + on_lane(to)) * step.dt_s;
        if (p.halts) {
            return; // where it was sent to stand it neither waits nor loses time
        }
        sums.waiting_s += speed < asked_.halting_mps ? here_s : 0.0;
        const auto desired = static_cast<double>(p.desired_mps);
        sums.loss_s += desired > 0.0 ? here_s * (1.0 - speed / desired) : 0.0;
    }

    void write(const MeterInterval& interval, gis::SumoElements& out) override {
        out.begin("interval");
        out.attribute("begin", interval.begin_s);
        out.attribute("end", interval.end_s);
        out.attribute("id", asked_.id);
        for (const std::uint32_t edge : edges_) {
            const Range lanes = net_.edges[edge].lanes;
            Sums whole;
            for (std::uint32_t l = lanes.begin; l < lanes.end(); ++l) {
                whole.add(lanes_[l]);
            }
            if (asked_.empty == gis::SumoMeter::Empty::LeftOut && whole.empty()) {
                continue;
            }
            out.begin("edge");
            out.attribute("id", names_.edges[edge]);
            if (asked_.kind == gis::SumoMeter::Kind::EdgeData) {
                columns(whole, net_.edges[edge], limit(lanes.begin, lanes.end()), lanes.count, interval, out);
            } else {
                for (std::uint32_t l = lanes.begin; l < lanes.end(); ++l) {
                    if (asked_.empty == gis::SumoMeter::Empty::LeftOut && lanes_[l].empty()) {
                        continue;
                    }
                    out.begin("lane");
                    out.attribute("id", names_.lanes[l]);
                    columns(lanes_[l], net_.edges[edge], limit(l, l + 1), 1, interval, out);
                    out.end();
                }
            }
            out.end();
        }
        out.end();
        std::ranges::fill(lanes_, Sums{});
    }

private:
    [[nodiscard]] double limit(std::uint32_t from, std::uint32_t to) const {
        double most = 0.0;
        for (std::uint32_t l = from; l < to; ++l) {
            const double own = net_.lanes[l].speed_mps;
            most = std::max(most, own > 0.0 ? own : net_.edges[net_.lanes[l].edge].speed_mps);
        }
        return most;
    }

    void columns(const Sums& sums, const traffic::Edge& edge, double limit_mps, std::uint32_t lanes,
                 const MeterInterval& interval, gis::SumoElements& out) const {
        const auto wanted = [&](std::string_view key) {
            return asked_.columns.empty() || std::ranges::find(asked_.columns, key) != asked_.columns.end();
        };
        const auto figure = [&](std::string_view key, double value) {
            if (wanted(key)) {
                out.attribute(key, value);
            }
        };
        const auto count = [&](std::string_view key, std::uint64_t value) {
            if (wanted(key)) {
                out.attribute_whole(key, value);
            }
        };
        const double length = edge.length_m;
        const double lasts = std::max(1e-3, interval.lasts_s());
        const auto n = static_cast<double>(lanes);
        figure("sampledSeconds", sums.samples_s);
        if (sums.samples_s > asked_.least_samples_s) {
            if (sums.front_way_m > 0.0) {
                figure("traveltime", std::min(asked_.longest_s, length * sums.front_s / sums.front_way_m));
            } else if (asked_.empty == gis::SumoMeter::Empty::Defaults) {
                figure("traveltime", std::min(asked_.longest_s, length / std::max(0.1, limit_mps)));
            }
            // A vehicle drives the edge's length and its own before it has left the edge.
            const double overlap = length + sums.length_ms / sums.samples_s;
            figure("overlapTraveltime", sums.way_m > 0.0
                                            ? std::min(asked_.longest_s, overlap * sums.samples_s / sums.way_m)
                                            : asked_.longest_s);
            figure("density", sums.samples_s / lasts * 1000.0 / length);
            figure("laneDensity", sums.samples_s / lasts * 1000.0 / length / n);
            figure("occupancy", sums.occupied_ms / lasts / length / n * 100.0);
            figure("waitingTime", sums.waiting_s);
            figure("timeLoss", sums.loss_s);
            figure("speed", sums.way_m / sums.samples_s);
            figure("speedRelative", limit_mps > 0.0 ? sums.way_m / sums.samples_s / limit_mps : -1.0);
        } else if (asked_.empty == gis::SumoMeter::Empty::Defaults) {
            figure("traveltime", std::min(asked_.longest_s, length / std::max(0.1, limit_mps)));
            figure("speed", limit_mps);
            figure("speedRelative", 1.0);
        }
        count("departed", sums.departed);
        count("arrived", sums.arrived);
        count("entered", sums.entered);
        count("left", sums.left);
        count("laneChangedFrom", sums.from_here);
        count("laneChangedTo", sums.to_here);
    }

    gis::SumoMeter asked_;
    const traffic::RoadNetwork& net_;
    const gis::SumoNames& names_;
    std::vector<Sums> lanes_; ///< by lane
    std::vector<std::uint32_t> edges_;
};

} // namespace

std::unique_ptr<Meter> make_means(const gis::SumoMeter& asked, const traffic::RoadNetwork& net,
                                  const gis::SumoNames& names) {
    return std::make_unique<MeansMeter>(asked, net, names);
}

} // namespace cityloom::scenarios
