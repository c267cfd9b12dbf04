// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/power/thermal_relays.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cityloom::power {

namespace {

constexpr double kCableTauS = 40.0 * 60.0; // 240 mm2 in the ground at 6 to 11 kV: relay makers' application guides
constexpr double kTransformerTauS = 150.0 * 60.0; // oil of medium and large transformers, ONAF (IEC 60076-7)
constexpr double kHot = 1.0 - 1e-9;               // what is left of the way to 1 when its time is up
constexpr double kOver = 1.0 + 1e-9;

} // namespace

ThermalRelays::ThermalRelays(const Network& net)
    : net_{net}, heat_(net.branches.size(), 0.0), tripped_(net.branches.size(), 0) {}

double ThermalRelays::square(std::uint32_t branch, std::span<const double> current_a) const {
    const double share =
        net_.branches[branch].rating_a > 0.0 ? current_a[branch] / net_.branches[branch].rating_a : 0.0;
    return share * share;
}

double ThermalRelays::tau_s(std::uint32_t branch) const {
    return net_.branches[branch].transformer ? kTransformerTauS : kCableTauS;
}

void ThermalRelays::advance(double seconds, std::span<const double> current_a) {
    for (std::uint32_t b = 0; b < heat_.size(); ++b) {
        heat_[b] += (square(b, current_a) - heat_[b]) * -std::expm1(-seconds / tau_s(b));
    }
}

bool ThermalRelays::overloaded(std::uint32_t branch, std::span<const double> current_a) const {
    return square(branch, current_a) > kOver;
}

bool ThermalRelays::look(std::span<const double> current_a) {
    bool any = false;
    for (std::uint32_t b = 0; b < heat_.size(); ++b) {
        if (tripped_[b] == 0 && heat_[b] >= kHot && overloaded(b, current_a)) {
            tripped_[b] = 1;
            any = true;
        }
    }
    return any;
}

double ThermalRelays::seconds_to_trip(std::span<const double> current_a) const {
    double soonest = std::numeric_limits<double>::infinity();
    for (std::uint32_t b = 0; b < heat_.size(); ++b) {
        if (tripped_[b] == 0 && overloaded(b, current_a)) {
            const double i2 = square(b, current_a);
            const double left = heat_[b] >= kHot ? 0.0 : tau_s(b) * std::log((i2 - heat_[b]) / (i2 - kHot));
            soonest = std::min(soonest, left);
        }
    }
    return soonest;
}

} // namespace cityloom::power
