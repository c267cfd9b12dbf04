// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "gis/city/city.h"
#include "scenarios/audit/audit.h"
#include "scenarios/audit/quiet_day.h"
#include "scenarios/run/kpi.h"
#include "sim/engine/networks.h"

namespace cityloom::scenarios {

/// What the figures are worked out of.
struct Audited {
    const gis::City& city;
    const engine::Networks& networks;
    const QuietDay& day;
    const KpiSet* traffic = nullptr; ///< of a morning; null: it was not run
};

/// One figure, by its band's id.
struct AuditedFigure {
    std::string_view id;
    double value = std::numeric_limits<double>::quiet_NaN();
    Words how;
    std::string asset{}; ///< key of the one that stands out most
};

inline constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

// One function a subject; each adds its figures.
void audit_people(const Audited& of, std::vector<AuditedFigure>& out);
void audit_streets(const Audited& of, std::vector<AuditedFigure>& out);
void audit_power(const Audited& of, std::vector<AuditedFigure>& out);
void audit_water(const Audited& of, std::vector<AuditedFigure>& out);
void audit_radio(const Audited& of, std::vector<AuditedFigure>& out);

/// The middle of the values; not a number where there are none.
[[nodiscard]] double median_of(std::vector<double> values);
/// The value below which a share of them lies.
[[nodiscard]] double quantile_of(std::vector<double> values, double share);

} // namespace cityloom::scenarios
