// SPDX-License-Identifier: GPL-3.0-or-later
// Streets that change by the hour, as what can become of them: a network has whatever is open at any hour.
#pragma once

#include <cstdint>
#include <vector>

#include "gis/city/city.h"
#include "sim/traffic/network.h"

namespace cityloom::gis {

/// Whether cars drive on it at some hours, though its own fields say that they do not.
[[nodiscard]] bool opens(const Street& street);

/// Whether cars drive along its nodes, or against them, at some hours.
[[nodiscard]] bool opens(const Street& street, bool along);

/// Adds the rules of one direction of a street as those of an edge.
void add_hour_rules(const Street& street, bool along, std::uint32_t edge, std::vector<traffic::HourRule>& rules);

} // namespace cityloom::gis
