// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/archive.h"
#include "sim/power/network.h"

namespace cityloom::power {

/// Thermal overload relays, one a branch with a rating: IEC 60255-149:2013, the thermal model with memory. Heat H, as a
/// share of what the rated current comes to, follows the current I by
///
///     tau dH/dt = (I / I_rated)^2 - H,    trip where H reaches 1,
///
/// so that from cold it trips after t = tau ln(i^2 / (i^2 - 1)), i = I / I_rated. A run begins with cold branches. What
/// has tripped stays open until somebody closes it.
class ThermalRelays {
public:
    explicit ThermalRelays(const Network& net);

    void advance(double seconds, std::span<const double> current_a);
    /// Opens what is too hot. \return whether anything has tripped.
    bool look(std::span<const double> current_a);
    void close(std::uint32_t branch) { tripped_[branch] = 0; }
    [[nodiscard]] bool tripped(std::uint32_t branch) const noexcept { return tripped_[branch] != 0; }
    [[nodiscard]] bool overloaded(std::uint32_t branch, std::span<const double> current_a) const;
    [[nodiscard]] double heat(std::uint32_t branch) const noexcept { return heat_[branch]; }
    /// Until the first one trips at these currents; infinite: none does.
    [[nodiscard]] double seconds_to_trip(std::span<const double> current_a) const;
    void visit(Archive& archive) { archive.fixed(heat_, tripped_); }

private:
    [[nodiscard]] double square(std::uint32_t branch, std::span<const double> current_a) const;
    [[nodiscard]] double tau_s(std::uint32_t branch) const;

    const Network& net_;
    std::vector<double> heat_;
    std::vector<std::uint8_t> tripped_;
};

} // namespace cityloom::power
