// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/plain/plain_measures.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "scenarios/measure/check.h"
#include "scenarios/measure/kind.h"
#include "scenarios/measure/sites.h"
#include "sim/engine/catalogue.h"
#include "sim/power/rows.h"

namespace cityloom::scenarios::invest {

namespace {

constexpr double kShorter = 0.75; ///< of a signal's cycle, where its plan is the program's own already
constexpr double kLonger = 1.5;

std::string seconds(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", value);
    return text;
}

class Rules {
public:
    Rules(const std::vector<Measure>& plan, const gis::City& city, const AppliedCity& base, const RunRequest& busiest,
          const std::stop_token& stop)
        : plan_{plan}, city_{city}, base_{base}, busiest_{busiest}, stop_{stop} {}

    std::vector<PlainMeasure> run() {
        retime_signals();
        for (const Measure& measure : plan_) {
            if (measure.kind == "substation") {
                reinforce(measure);
                half(measure, "rating_mva", 1.0, {"the same place, half of the rating", "同一地点，容量减半"});
            } else if (measure.kind == "charger") {
                half(measure, "points", 1.0, {"the same place, half of the points", "同一地点，桩数减半"});
            } else if (measure.kind == "lanes") {
                fewer_lanes(measure);
            }
        }
        return stop_.stop_requested() ? std::vector<PlainMeasure>{} : std::move(found_);
    }

private:
    Given given(const Measure& measure) const {
        return {measure.args, find_measure_kind(measure.kind)->form.arguments};
    }

    void keep(PlainMeasure plain) {
        for (const Measure& measure : plain.instead_of) {
            for (Measure& other : plain.measures) {
                other.begins = other.begins == 0 || (measure.begins > 0 && measure.begins < other.begins)
                                   ? measure.begins
                                   : other.begins;
            }
        }
        const CityView view{city_, base_.networks};
        for (const Measure& measure : plain.measures) {
            if (check_measure(measure, view)) {
                return; // what cannot be here is no alternative
            }
        }
        found_.push_back(std::move(plain));
    }

    /// Signals that vehicles meet on a street that is to be widened, or within reach of a roadside unit.
    void controllers_of(const Measure& measure, std::set<std::uint32_t>& into) const {
        const traffic::RoadNetwork& roads = base_.networks.roads;
        const Given args = given(measure);
        if (measure.kind == "lanes") {
            for (const traffic::Edge& edge : roads.edges) {
                for (const std::uint32_t junction : {edge.from, edge.to}) {
                    if (edge.street_id == args.street() && junction < roads.junctions.size() &&
                        roads.junctions[junction].controller != kNone) {
                        into.insert(roads.junctions[junction].controller);
                    }
                }
            }
        } else if (measure.kind == "rsu") {
            const Point2 at = place_in_city(args, city_);
            for (std::uint32_t c = 0; c < roads.controllers.size(); ++c) {
                if (distance_m(roads.controllers[c].at, at) <= args.number("range_m")) {
                    into.insert(c);
                }
            }
        }
    }

    /// One trial for all that signals could do as well. Vehicles' radios go with the roadside units that they hear.
    void retime_signals() {
        PlainMeasure plain{.instead_of = {},
                           .measures = {},
                           .rule = Words{"the signals there, with greens by Webster for the flows of "
                                         "the busiest hours",
                                         "该处信号按最繁忙时段流量以 Webster 法重新配时"}};
        std::set<std::uint32_t> signals;
        for (const Measure& measure : plan_) {
            const std::size_t before = signals.size();
            controllers_of(measure, signals);
            if (signals.size() > before || measure.kind == "rsu") {
                plain.instead_of.push_back(measure);
            }
        }
        const bool radios = std::ranges::any_of(plain.instead_of, [](const Measure& m) { return m.kind == "rsu"; });
        for (const Measure& measure : plan_) {
            if (radios && measure.kind == "connected") {
                plain.instead_of.push_back(measure);
            }
        }
        // What the plan retimes itself is timed already.
        for (const Measure& measure : plan_) {
            std::erase_if(signals, [&](std::uint32_t c) {
                return measure.kind == "signal" && key_of(c).ends_with(given(measure).text("controller"));
            });
        }
        if (signals.empty()) {
            return;
        }
        AppliedCity free = base_;
        std::size_t set_by_hand = 0;
        std::erase_if(free.signal_overrides, [&](const SignalOverride& o) {
            const bool ours = signals.contains(o.controller);
            set_by_hand += ours ? 1U : 0U;
            return ours;
        });
        Executor executor{1};
        const PreparedRun prepared = prepare_run(free, busiest_, executor, {}, stop_);
        const traffic::RoadNetwork& timed = prepared.world.traffic().network();
        if (set_by_hand > 0) {
            for (const std::uint32_t c : signals) {
                std::string greens;
                for (const traffic::SignalPhase& phase : timed.controllers[c].phases) {
                    greens += (greens.empty() ? "" : "/") + seconds(phase.green_s);
                }
                plain.measures.push_back({.kind = "signal", .args = {{"controller", key_of(c)}, {"greens", greens}}});
            }
            keep(std::move(plain));
            return;
        }
        // They are timed by Webster already: another cycle is what is left to try.
        for (const double times : {kShorter, kLonger}) {
            PlainMeasure other = plain;
            other.rule = times < 1.0
                             ? Words{"the signals there, with a cycle a quarter shorter", "该处信号周期缩短四分之一"}
                             : Words{"the signals there, with a cycle half as long again", "该处信号周期延长一半"};
            for (const std::uint32_t c : signals) {
                double cycle = 0.0;
                for (const traffic::SignalPhase& phase : timed.controllers[c].phases) {
                    cycle += phase.green_s + phase.yellow_s + phase.all_red_s;
                }
                other.measures.push_back(
                    {.kind = "signal", .args = {{"controller", key_of(c)}, {"cycle", seconds(times * cycle)}}});
            }
            keep(std::move(other));
        }
    }

    std::string key_of(std::uint32_t controller) const { return base_.networks.roads.controllers[controller].key; }

    /// The line that brings current to where the substation would take over.
    void reinforce(const Measure& measure) {
        const power::Network& net = base_.networks.power;
        const std::uint32_t takes = nearest_bus(net, place_in_city(given(measure), city_), true);
        for (std::size_t k = 0; takes != kNone && k < net.branches.size(); ++k) {
            if (net.branches[k].to == takes && !net.branches[k].normally_open) {
                keep({.instead_of = {measure},
                      .measures = {{.kind = "reinforce",
                                    .args = {{"asset", engine::asset_key(base_.networks, {&power::kBranch, k})}}}},
                      .rule = Words{"one more circuit beside the line that the substation would relieve",
                                    "在拟由变电站接管的线路旁增设一回"}});
                return;
            }
        }
    }

    void half(const Measure& measure, const char* argument, double least, const Words& rule) {
        const double now = given(measure).number(argument);
        const double halved = std::floor(now / 2.0);
        if (halved < least || halved >= now) {
            return;
        }
        Measure smaller = measure;
        char text[32];
        std::snprintf(text, sizeof text, "%.12g", halved);
        smaller.args[argument] = text;
        keep({.instead_of = {measure}, .measures = {std::move(smaller)}, .rule = rule});
    }

    /// Where several lanes are added in a direction, one of them.
    void fewer_lanes(const Measure& measure) {
        const auto street = std::ranges::find(city_.streets, given(measure).street(), &gis::Street::id);
        if (street == city_.streets.end()) {
            return;
        }
        Measure smaller = measure;
        const auto lower = [&](const char* argument, unsigned now) {
            if (given(measure).has(argument) && given(measure).whole(argument) > now + 1U) {
                smaller.args[argument] = std::to_string(now + 1U);
            }
        };
        lower("forward", street->lanes_forward);
        lower("backward", street->lanes_backward);
        if (smaller != measure) {
            keep({.instead_of = {measure},
                  .measures = {std::move(smaller)},
                  .rule = Words{"one lane more instead of several", "仅增加一条车道"}});
        }
    }

    const std::vector<Measure>& plan_;
    const gis::City& city_;
    const AppliedCity& base_;
    const RunRequest& busiest_;
    const std::stop_token& stop_;
    std::vector<PlainMeasure> found_;
};

} // namespace

std::vector<PlainMeasure> plain_measures(const std::vector<Measure>& plan, const gis::City& city,
                                         const AppliedCity& base, const RunRequest& busiest,
                                         const std::stop_token& stop) {
    return Rules{plan, city, base, busiest, stop}.run();
}

} // namespace cityloom::scenarios::invest
