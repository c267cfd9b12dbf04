// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "scenarios/audit/figures.h"

namespace cityloom::scenarios {

/// Why a figure lies outside its band, or is unknown, where the city itself says so; empty: nothing is known.
[[nodiscard]] Words reason_of(const Audited& of, const AuditRow& row);

} // namespace cityloom::scenarios
