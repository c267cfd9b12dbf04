// SPDX-License-Identifier: GPL-3.0-or-later
// The two lists of domains with one more: linked in place of sim/engine/domain_rows.cpp and gis/derive/derivations.cpp.
#include <array>

#include "gis/derive/utilities.h"
#include "sim/charging/rows.h"
#include "sim/lifeline/rows.h"
#include "sim/power/rows.h"
#include "sim/telecom/rows.h"
#include "sim/traffic/domain/row.h"
#include "sim/water/rows.h"
#include "tests/toy/fountain/row.h"

namespace cityloom::engine {

std::span<const DomainRow* const> domain_rows() {
    static constexpr std::array<const DomainRow*, 7> kRows{
        &traffic::kRow, &charging::kRow, &power::kRow, &telecom::kRow, &water::kRow, &fountain::kRow, &lifeline::kRow};
    return kRows;
}

} // namespace cityloom::engine

namespace cityloom::gis {

std::span<const Derivation* const> derivations() {
    static constexpr std::array<const Derivation*, 6> kAll{&kChargingDerivation, &kPowerDerivation,
                                                           &kWaterDerivation,    &kTelecomDerivation,
                                                           &kSignalsDerivation,  &fountain::kDerivation};
    return kAll;
}

} // namespace cityloom::gis
