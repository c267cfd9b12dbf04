// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "sim/traffic/assignment/bush.h"

namespace cityloom::traffic::assignment {

namespace {

/// Shortest paths within the bush and longest over its arcs in use, with the arcs on which they arrive: where it is
/// wanted, which leaves out most of a large network.
void label(const Bush& bush, const std::vector<double>& cost, BushScratch& scratch) {
    scratch.shortest[0] = 0.0;
    scratch.longest[0] = 0.0;
    for (const std::uint32_t k : bush.wanted) {
        std::uint32_t a = bush.first[k];
        double shortest = scratch.shortest[bush.arcs[a].tail] + cost[bush.arcs[a].link];
        double longest = 0.0;
        std::uint32_t best = a;
        std::uint32_t worst = kNoArc;
        if (bush.arcs[a].flow > 0.0) {
            longest = scratch.longest[bush.arcs[a].tail] + cost[bush.arcs[a].link];
            worst = a;
        }
        for (++a; a < bush.first[k + 1]; ++a) {
            const Bush::Arc& arc = bush.arcs[a];
            const double along = cost[arc.link];
            if (const double through = scratch.shortest[arc.tail] + along; through < shortest) {
                shortest = through;
                best = a;
            }
            if (const double through = scratch.longest[arc.tail] + along;
                arc.flow > 0.0 && (worst == kNoArc || through > longest)) {
                longest = through;
                worst = a;
            }
        }
        scratch.shortest[k] = shortest;
        scratch.longest[k] = worst == kNoArc ? shortest : longest;
        scratch.best_arc[k] = best;
        scratch.worst_arc[k] = worst;
    }
}

/// The best and the worst path into `rank`, back to where they part. False when there is nothing to move.
bool find_segments(const Bush& bush, std::uint32_t rank, BushScratch& scratch) {
    std::uint32_t best = scratch.best_arc[rank];
    std::uint32_t worst = scratch.worst_arc[rank];
    if (worst == kNoArc || best == worst) {
        return false;
    }
    scratch.low_segment.assign(1, best);
    scratch.high_segment.assign(1, worst);
    std::uint32_t low = bush.arcs[best].tail;
    std::uint32_t high = bush.arcs[worst].tail;
    while (low != high) {
        if (low > high) {
            best = scratch.best_arc[low];
            scratch.low_segment.push_back(best);
            low = bush.arcs[best].tail;
        } else {
            worst = scratch.worst_arc[high];
            if (worst == kNoArc) { // its flow was lost in rounding
                return false;
            }
            scratch.high_segment.push_back(worst);
            high = bush.arcs[worst].tail;
        }
    }
    return true;
}

class Shift {
public:
    Shift(Bush& bush, LoadedLinks& links, std::span<const std::uint32_t> low, std::span<const std::uint32_t> high)
        : bush_{bush}, links_{links}, low_{low}, high_{high} {}

    /// Newton's method on the flow moved, kept within brackets since a steep best path may overshoot.
    void run() {
        constexpr int kSteps = 6;
        constexpr double kGoodEnough = 0.25; // the other bushes will move it again
        double available = bush_.arcs[high_[0]].flow;
        for (const std::uint32_t a : high_) {
            available = std::min(available, bush_.arcs[a].flow);
        }
        look();
        const double start = difference_;
        if (start <= 0.0 || available <= 0.0) {
            return;
        }
        const double most = available;
        double moved = 0.0;
        double least = 0.0;
        for (int step = 0; step < kSteps; ++step) {
            double to = slope_ > 0.0 ? moved + difference_ / slope_ : difference_ > 0.0 ? available : least;
            // Past a flow that is known to be too much, or short of one known to be too little.
            if ((to >= available && available < most) || (to <= least && least > 0.0)) {
                to = 0.5 * (least + available);
            }
            to = std::clamp(to, least, available);
            if (to == moved) {
                break;
            }
            move(to - moved);
            moved = to;
            look();
            if (difference_ >= 0.0 ? moved == most || difference_ <= kGoodEnough * start
                                   : -difference_ <= kGoodEnough * start) {
                break;
            }
            (difference_ > 0.0 ? least : available) = moved;
        }
    }

private:
    void look() {
        difference_ = 0.0;
        slope_ = 0.0;
        const auto& cost = links_.costs();
        for (const std::uint32_t a : high_) {
            difference_ += cost[bush_.arcs[a].link];
            slope_ += links_.slope(bush_.arcs[a].link);
        }
        for (const std::uint32_t a : low_) {
            difference_ -= cost[bush_.arcs[a].link];
            slope_ += links_.slope(bush_.arcs[a].link);
        }
    }

    void move(double flow) {
        const double dust = 1e-14 * bush_.total_demand; // what subtractions leave of a flow that is gone
        for (const std::uint32_t a : high_) {
            Bush::Arc& arc = bush_.arcs[a];
            arc.flow -= flow;
            if (arc.flow < dust) {
                arc.flow = 0.0;
            }
            links_.add_flow(arc.link, -flow);
        }
        for (const std::uint32_t a : low_) {
            bush_.arcs[a].flow += flow;
            links_.add_flow(bush_.arcs[a].link, flow);
        }
    }

    Bush& bush_;
    LoadedLinks& links_;
    std::span<const std::uint32_t> low_;
    std::span<const std::uint32_t> high_;
    double difference_ = 0.0;
    double slope_ = 0.0;
};

} // namespace

void equilibrate(Bush& bush, LoadedLinks& links, BushScratch& scratch) {
    if (bush.merges.empty()) {
        return;
    }
    constexpr double kRounding = 4e-16;
    label(bush, links.costs(), scratch);
    for (std::size_t m = bush.merges.size(); m-- > 0;) {
        const std::uint32_t rank = bush.merges[m];
        if (scratch.longest[rank] - scratch.shortest[rank] > kRounding * scratch.longest[rank] &&
            find_segments(bush, rank, scratch)) {
            Shift{bush, links, scratch.low_segment, scratch.high_segment}.run();
        }
    }
}

} // namespace cityloom::traffic::assignment
