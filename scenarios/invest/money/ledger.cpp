// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/money/ledger.h"

#include <cmath>

#include "scenarios/invest/money/discount.h"

namespace cityloom::scenarios::invest {

Cents to_cents(double units) {
    return static_cast<Cents>(std::llround(round_decimals(units, 2) * 100.0));
}

double to_units(Cents cents) {
    return static_cast<double>(cents) / 100.0;
}

} // namespace cityloom::scenarios::invest
