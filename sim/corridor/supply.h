// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "sim/corridor/asset.h"

namespace cityloom::engine {

enum class Service : std::uint8_t { Power, Water, Heat, Gas, Signal, Data, Cooling, Road, Control };
inline constexpr std::size_t kServices = 9;

/// A provider's index where the provider is chosen while the city runs, as a telephone chooses its base station.
inline constexpr std::uint64_t kChosen = ~std::uint64_t{0};

/// One asset needs something of another.
struct Supply {
    AssetRef provider;
    AssetRef consumer;
    Service service = Service::Power;
    double load =
        0.0; ///< Power: W; Water: m3/s; 0: the consumer says it while the city runs, or the provider counts it
    double threshold =
        0.0;               ///< of what is offered (Power: p.u.; Water: m; Signal: 1 heard), below which it is no supply
    double buffer_s = 0.0; ///< how long the consumer lasts without: a battery
    double delay_s = 0.0;  ///< how long it rides through before it notices
    std::uint8_t priority = 0; ///< higher: to be restored first
    Provenance source = Provenance::Default;
};

} // namespace cityloom::engine
