// SPDX-License-Identifier: GPL-3.0-or-later
// The list of domains, and nothing else: a program that links its own instead has other domains.
#include <array>

#include "sim/charging/rows.h"
#include "sim/lifeline/rows.h"
#include "sim/power/rows.h"
#include "sim/telecom/rows.h"
#include "sim/traffic/domain/row.h"
#include "sim/water/rows.h"

namespace cityloom::engine {

std::span<const DomainRow* const> domain_rows() {
    static constexpr std::array<const DomainRow*, 6> kRows{&traffic::kRow, &charging::kRow, &power::kRow,
                                                           &telecom::kRow, &water::kRow,    &lifeline::kRow};
    return kRows;
}

} // namespace cityloom::engine
