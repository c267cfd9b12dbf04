// SPDX-License-Identifier: GPL-3.0-or-later
// Pressure-reducing valves. An active one holds the head behind it, which is known then; what flows through it is what
// the part behind it takes. Which state it is in follows EPANET's rules (OpenWaterAnalytics/EPANET, src/hydstatus.c,
// prvstatus): shut against a flow back, open where there is less than its setting before it.
#include <algorithm>
#include <cmath>

#include "sim/water/hydraulic_state.h"

namespace cityloom::water {

namespace {

constexpr double kHeadM = 1e-4;    // EPANET's Htol, 0.0005 ft
constexpr double kFlowM3ps = 1e-6; // its Qtol, 0.0001 cfs, is 2.8e-6

} // namespace

bool Hydraulics::State::active(std::uint32_t l) const {
    return net.links[l].kind == LinkKind::Reducer && reduces[l] != 0 && conducts(l);
}

/// Heads that active valves hold are known. Of two at one junction the first holds it, and the other rests.
void Hydraulics::State::pin_heads() {
    std::fill(pin.begin(), pin.end(), kNone);
    for (const std::uint32_t l : reducers) {
        const Link& link = net.links[l];
        if (active(l) && unknown[link.to] != kNone && pin[link.to] == kNone) {
            pin[link.to] = l;
            head[link.to] = link.reducer_head_m;
        }
    }
}

/// Through active valves goes what leaves the junction behind them.
void Hydraulics::State::move_reducers(Change& change) {
    for (const std::uint32_t l : reducers) {
        if (!active(l)) {
            continue;
        }
        const std::uint32_t i = net.links[l].to;
        double next = 0.0;
        if (pin[i] == l) {
            next = outflow[i];
            for (const std::uint32_t k : incident[i]) {
                next += k == l ? 0.0 : net.links[k].from == i ? flow[k] : -flow[k];
            }
            for (const Leak& leak : leaks) {
                next += leak.node == i ? leak.flow : 0.0;
            }
        }
        change.flow += std::abs(next - flow[l]);
        change.total += std::abs(next);
        flow[l] = next;
    }
}

/// \return whether any has moved. \param may_open else they only shut, or stand open
bool Hydraulics::State::switch_reducers(bool may_open) {
    bool moved = false;
    for (const std::uint32_t l : reducers) {
        const Link& link = net.links[l];
        if (!passes(l) || served[link.from] == 0) {
            continue;
        }
        const double set = link.reducer_head_m;
        const double before = head[link.from];
        const double behind = head[link.to];
        const bool shut = running[l] == 0;
        const bool holds = reduces[l] != 0;
        if (shut) {
            const bool reduce = before >= set + kHeadM && behind < set - kHeadM;
            const bool opens = before < set - kHeadM && before > behind + kHeadM;
            if (may_open && (reduce || opens)) {
                running[l] = 1;
                reduces[l] = reduce ? 1 : 0;
                flow[l] = start_flow[l];
                moved = true;
            }
        } else if (flow[l] < -kFlowM3ps) {
            running[l] = 0;
            flow[l] = 0.0;
            moved = true;
        } else if (holds ? before - pipe_loss(l, flow[l]).m < set - kHeadM : may_open && behind >= set + kHeadM) {
            reduces[l] = holds ? 0 : 1;
            moved = true;
        }
    }
    return moved;
}

} // namespace cityloom::water
