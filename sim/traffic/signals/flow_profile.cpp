// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/signals/flow_profile.h"

#include <algorithm>
#include <cmath>

namespace cityloom::traffic {

namespace {

constexpr double kAlpha = 0.35;
constexpr double kBeta = 0.8;
constexpr double kMostLoad = 0.98;     // of what can pass: the rest is overflow
constexpr double kSomeoneStands = 0.5; // on average: more often than not there is a queue to start

} // namespace

void disperse(const FlowProfile& leave, double time_s, double later_s, FlowProfile& arrive) {
    const std::size_t n = leave.size();
    if (n == 0) {
        return; // no cycle
    }
    const double f = 1.0 / (1.0 + kAlpha * kBeta * time_s);
    // The state before the first second, so that the smoothed profile closes on itself: its trace after a whole cycle
    // over 1 - (1 - F)^n.
    double trace = 0.0;
    double fades = 1.0;
    for (std::size_t t = 0; t < n; ++t) {
        trace = f * leave[t] + (1.0 - f) * trace;
        fades *= 1.0 - f;
    }
    double smooth = trace / (1.0 - fades);
    const auto cycle = static_cast<double>(n);
    double shift = std::fmod(kBeta * time_s - later_s, cycle);
    shift += shift < 0.0 ? cycle : 0.0;
    const auto whole = static_cast<std::size_t>(shift);
    const double part = shift - static_cast<double>(whole);
    std::size_t at = whole % n;
    for (std::size_t t = 0; t < n; ++t) {
        smooth = f * leave[t] + (1.0 - f) * smooth;
        const std::size_t next = at + 1 == n ? 0 : at + 1;
        arrive[at] += (1.0 - part) * smooth;
        arrive[next] += part * smooth;
        at = next;
    }
}

double queue_passes(const FlowProfile& open) {
    double sum = 0.0;
    const std::size_t n = open.size();
    for (std::size_t t = 0; t < n; ++t) {
        bool started = open[t] > 0.0;
        for (std::size_t back = 1; back <= kStartupLostS; ++back) {
            started = started && open[(t + n - back) % n] > 0.0;
        }
        sum += started ? open[t] : 0.0;
    }
    return sum;
}

StopLineCost pass_stop_line(const FlowProfile& arrive, const FlowProfile& open, FlowProfile& leave) {
    const std::size_t n = arrive.size();
    leave.assign(n, 0.0);
    double comes = 0.0;
    for (const double in : arrive) {
        comes += in;
    }
    const double passes = queue_passes(open);
    const double kept = comes > kMostLoad * passes ? kMostLoad * passes / comes : 1.0;
    StopLineCost cost;
    double queue = 0.0;
    std::size_t starting = 0;
    for (int round = 0; round < 2; ++round) { // after one round the queue repeats itself
        cost = {};
        for (std::size_t t = 0; t < n; ++t) {
            const double in = kept * arrive[t];
            const double before = queue;
            const bool opens = open[t] > 0.0 && open[t > 0 ? t - 1 : n - 1] <= 0.0;
            starting = opens && queue >= kSomeoneStands ? kStartupLostS : starting;
            leave[t] = starting > 0 ? 0.0 : std::min(queue + in, open[t]);
            starting -= starting > 0 ? 1 : 0;
            queue += in - leave[t];
            cost.queue_veh += 0.5 * (before + queue);
            // Who finds red or a whole vehicle standing stops; a mean queue of less is not always there.
            cost.stops_vps += in * std::min(1.0, leave[t] <= 0.0 ? 1.0 : before);
        }
    }
    cost.queue_veh /= static_cast<double>(n);
    cost.stops_vps /= static_cast<double>(n);
    return cost;
}

} // namespace cityloom::traffic
