// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "scenarios/invest/effects/quantities.h"
#include "sim/engine/networks.h"

namespace cityloom::scenarios::invest {

/// Whose failures are tried, by key, so that the same ones are tried with and without measures.
[[nodiscard]] std::vector<std::string> keys_to_fail(const engine::Networks& base, std::size_t most);

/// What networks fail to deliver in a year, all of it in the effects of lifelines: 365 days on which nothing fails, and
/// each failure as often as assets/event_rates.csv says. What fails are the assets of those keys, and those that the
/// base does not have: what is built can fail too.
/// \param threads at a time. \param progress called on this thread
[[nodiscard]] Result<Quantities> undelivered(const engine::Networks& networks, const engine::Networks& base,
                                             const std::vector<std::string>& failing, unsigned threads,
                                             const std::function<void(double)>& progress, const std::stop_token& stop);

} // namespace cityloom::scenarios::invest
