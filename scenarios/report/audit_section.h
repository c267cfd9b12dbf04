// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "scenarios/audit/audit.h"

namespace cityloom::scenarios {

/// The report's section on where the model of the city is weak: first what lies outside its band or is not known, then
/// the rest. Null: that it was not audited.
[[nodiscard]] std::string audit_section(const Audit* audit);

} // namespace cityloom::scenarios
