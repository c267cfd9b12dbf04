// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "sim/traffic/assignment/network.h"

namespace cityloom::traffic::assignment {

/// The links' flows, and what they cost the user class that is being assigned: t0 (1 + b (v / c)^p) (Bureau of Public
/// Roads, Traffic Assignment Manual, 1964) plus that class's price of toll and length. Powers 0, 1 and 4, and links
/// whose time is constant, cost no call of pow().
class LoadedLinks {
public:
    explicit LoadedLinks(const Network& network);

    /// Turns to the costs that `users` see.
    void see_as(const UserClass& users);
    void set_flow(std::uint32_t link, double flow) {
        links_[link].flow = std::max(0.0, flow);
        evaluate(link);
    }
    void add_flow(std::uint32_t link, double flow) { set_flow(link, links_[link].flow + flow); }

    [[nodiscard]] double flow(std::uint32_t link) const noexcept { return links_[link].flow; }
    /// d cost / d flow.
    [[nodiscard]] double slope(std::uint32_t link) const noexcept { return links_[link].slope; }
    [[nodiscard]] const std::vector<double>& costs() const noexcept { return cost_; }
    [[nodiscard]] double time(std::uint32_t link) const noexcept { return links_[link].free + delay(link); }
    /// Toll and length, as the present class prices them.
    [[nodiscard]] double priced(std::uint32_t link) const noexcept { return links_[link].fixed - links_[link].free; }
    /// Integral of the time from no flow to the present one, and the price of toll and length left out: Beckmann,
    /// McGuire and Winsten (1956), Studies in the Economics of Transportation.
    [[nodiscard]] double beckmann(std::uint32_t link) const noexcept {
        const Loaded& l = links_[link];
        return l.flow * (l.free + delay(link) / (l.power + 1.0));
    }

private:
    [[nodiscard]] double delay(std::uint32_t link) const noexcept { return cost_[link] - links_[link].fixed; }
    enum class Kind : std::uint8_t { Constant, Linear, Quartic, Power };
    /// One cache line.
    struct Loaded {
        double flow = 0.0;
        double slope = 0.0;
        double fixed = 0.0; ///< free + toll and length, as the present class prices them
        double scale = 0.0; ///< t0 b
        double per_capacity = 0.0;
        double power = 0.0;
        double free = 0.0; ///< t0; of constant times, the time
        Kind kind = Kind::Constant;
    };

    void evaluate(std::uint32_t link) noexcept {
        Loaded& l = links_[link];
        const double ratio = l.flow * l.per_capacity;
        switch (l.kind) {
        case Kind::Constant:
            cost_[link] = l.fixed;
            return;
        case Kind::Linear:
            cost_[link] = l.fixed + l.scale * ratio;
            l.slope = l.scale * l.per_capacity;
            return;
        case Kind::Quartic: {
            const double cube = l.scale * (ratio * ratio * ratio);
            cost_[link] = l.fixed + cube * ratio;
            l.slope = 4.0 * cube * l.per_capacity;
            return;
        }
        case Kind::Power: {
            // Finite at any load: with large powers the first, crude loads may be far past capacity.
            const double delay = l.flow > 0.0 ? std::min(l.scale * std::pow(ratio, l.power), 1e100) : 0.0;
            cost_[link] = l.fixed + delay;
            l.slope = l.flow > 0.0 ? l.power * delay / l.flow : 0.0;
            return;
        }
        }
    }

    const Network& network_;
    std::vector<Loaded> links_;
    std::vector<double> cost_; ///< apart from the rest: searches read nothing else
};

} // namespace cityloom::traffic::assignment
