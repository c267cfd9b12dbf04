// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "sim/corridor/domain.h"

namespace cityloom::telecom {

/// Coverage behind the engine's door: which mast serves each building and street and at what rate, and which drivers
/// hear live information, by telephone or by V2X radio.
[[nodiscard]] std::unique_ptr<engine::Domain> make_domain(const engine::Setting& setting);

} // namespace cityloom::telecom
