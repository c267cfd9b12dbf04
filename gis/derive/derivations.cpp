// SPDX-License-Identifier: GPL-3.0-or-later
// The list of derivations, and nothing else: a program that links its own instead derives others.
#include <array>

#include "gis/derive/utilities.h"

namespace cityloom::gis {

std::span<const Derivation* const> derivations() {
    static constexpr std::array<const Derivation*, 5> kAll{&kChargingDerivation, &kPowerDerivation, &kWaterDerivation,
                                                           &kTelecomDerivation, &kSignalsDerivation};
    return kAll;
}

} // namespace cityloom::gis
