// SPDX-License-Identifier: GPL-3.0-or-later
// Traffic lights that follow the clock rather than one cycle: programs that a WAUT switches, and level crossings that
// trains close. Both become one long program from the begin of the simulation on.
#include <algorithm>
#include <cmath>

#include "gis/import/sumo/trains.h"

namespace cityloom::gis::sumo {

namespace {

constexpr double kLongestS = 24.0 * 3600.0; // where the simulation has no end: as long as a run lasts at most
constexpr double kPieceS = 600.0;           // a long phase in pieces, whose ends are told to the last digit
constexpr std::size_t kMostPhases = 500'000;

// A level crossing as SUMO's (its documentation, Rail crossings; found so in 1.15): yellow for 5 s, red from 15 s
// before the train arrives, 3 s after it has left red and yellow, 3 s later open.
constexpr double kYellowS = 5.0;
constexpr double kRedBeforeS = 15.0;
constexpr double kRedAfterS = 6.0;
constexpr double kLeastGreenS = 5.0;

void show(RawProgram& program, const std::string& state, double duration_s) {
    for (double left = duration_s; left > 0.0; left -= kPieceS) {
        program.phases.push_back({.duration_s = std::min(left, kPieceS), .state = state, .place = program.place});
    }
}

/// A program as its cycle runs between two times.
void run(const RawProgram& source, double from_s, double until_s, RawProgram& into) {
    double cycle_s = 0.0;
    for (const RawPhase& phase : source.phases) {
        cycle_s += phase.duration_s;
    }
    double at = std::fmod(from_s - source.offset_s, cycle_s);
    at += at < 0.0 ? cycle_s : 0.0;
    std::size_t p = 0;
    while (at >= source.phases[p].duration_s && p + 1 < source.phases.size()) {
        at -= source.phases[p++].duration_s;
    }
    for (double now = from_s; now < until_s && into.phases.size() < kMostPhases;) {
        const RawPhase& phase = source.phases[p];
        const double lasts = std::min(phase.duration_s - at, until_s - now);
        if (lasts > 0.0) {
            into.phases.push_back({.duration_s = lasts, .state = phase.state, .place = source.place});
        }
        now += std::max(0.0, lasts);
        at = 0.0;
        p = (p + 1) % source.phases.size();
    }
}

} // namespace

void follow_wauts(const std::vector<RawWaut>& wauts, const Span& span, RawNet& net, Remarks& remarks) {
    const double end_s = span.end_s >= 0.0 ? span.end_s : span.begin_s + kLongestS;
    for (const RawWaut& waut : wauts) {
        for (const std::string& light : waut.lights) {
            const std::uint32_t tls = net.tls(light);
            const auto named = [&](const std::string& name) -> const RawProgram* {
                const auto found = std::ranges::find_if(net.programs, [&](const RawProgram& program) {
                    return program.tls == tls && program.program == name;
                });
                return found == net.programs.end() ? nullptr : &*found;
            };
            std::vector<std::pair<double, const RawProgram*>> order{{span.begin_s, named(waut.first)}};
            std::vector<RawWaut::Switch> switches = waut.switches;
            std::ranges::stable_sort(switches, {}, &RawWaut::Switch::at);
            for (const RawWaut::Switch& next : switches) {
                if (to_seconds(next.at) <= span.begin_s) {
                    order.front().second = named(next.program);
                } else if (to_seconds(next.at) < end_s) {
                    order.emplace_back(to_seconds(next.at), named(next.program));
                }
            }
            RawProgram whole{.tls = tls, .program = "WAUT", .type = "static", .offset_s = span.begin_s};
            bool sound = true;
            bool actuated = false;
            for (std::size_t k = 0; k < order.size(); ++k) {
                const RawProgram* program = order[k].second;
                sound = sound && program != nullptr && !program->phases.empty() &&
                        program->phases.front().state.size() == order.front().second->phases.front().state.size();
                if (!sound) {
                    break;
                }
                actuated = actuated || program->type != "static";
                run(*program, order[k].first, k + 1 < order.size() ? order[k + 1].first : end_s, whole);
            }
            if (!sound) {
                remarks.add("traffic lights follow a WAUT whose programs are missing, off or of different sizes: the "
                            "program loaded last runs all the time");
                continue;
            }
            remarks.add("traffic lights are actuated by the hour (WAUT): they run with their phases' durations",
                        actuated ? 1 : 0);
            whole.place = order.front().second->place;
            if (!whole.phases.empty()) {
                net.programs.push_back(std::move(whole));
            }
        }
    }
}

void close_crossings(std::vector<Passage> trains, const Span& span, RawNet& net) {
    std::ranges::stable_sort(trains, [](const Passage& a, const Passage& b) {
        return a.junction != b.junction ? a.junction < b.junction : a.from_s < b.from_s;
    });
    const double end_s = span.end_s >= 0.0 ? span.end_s : span.begin_s + kLongestS;
    for (std::size_t k = 0; k < trains.size();) {
        const std::uint32_t junction = trains[k].junction;
        std::uint32_t tls = kNone;
        std::size_t columns = 0;
        for (const RawLink& link : net.links) {
            if (link.tls != kNone && net.junction_index.find(net.edges[net.lanes[link.from].edge].to) == junction) {
                tls = link.tls;
            }
        }
        for (const RawLink& link : net.links) { // people on foot too have their columns
            columns = tls != kNone && link.tls == tls ? std::max<std::size_t>(columns, link.column + 1) : columns;
        }
        RawProgram program{.tls = tls, .program = "trains", .type = "static", .offset_s = span.begin_s};
        double now = span.begin_s;
        for (; k < trains.size() && trains[k].junction == junction; ++k) {
            const double yellow = trains[k].from_s - kRedBeforeS - kYellowS;
            double open = trains[k].until_s + kRedAfterS;
            while (k + 1 < trains.size() && trains[k + 1].junction == junction &&
                   trains[k + 1].from_s - kRedBeforeS - kYellowS < open + kLeastGreenS) {
                open = std::max(open, trains[++k].until_s + kRedAfterS);
            }
            if (open > now && columns > 0) {
                show(program, std::string(columns, 'G'), yellow - now);
                const double shut = std::max(now, yellow);
                show(program, std::string(columns, 'y'), std::min(kYellowS, open - shut));
                show(program, std::string(columns, 'r'), open - shut - kYellowS);
                now = open;
            }
        }
        if (!program.phases.empty()) {
            show(program, std::string(columns, 'G'), std::max(kLeastGreenS, end_s - now));
            net.programs.push_back(std::move(program));
        }
    }
}

} // namespace cityloom::gis::sumo
