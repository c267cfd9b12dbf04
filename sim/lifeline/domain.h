// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>

#include "sim/corridor/domain.h"

namespace cityloom::lifeline {

/// Buildings behind the engine's door: whom of the city's people each service reaches.
[[nodiscard]] std::unique_ptr<engine::Domain> make_domain(const engine::Setting& setting);

/// People without electricity, water, signal at present, in this order: rows that the domain sets.
[[nodiscard]] std::span<const engine::Figure* const> people_without_now();

} // namespace cityloom::lifeline
