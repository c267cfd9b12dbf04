// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "sim/engine/networks.h"

namespace cityloom::app {

/// Who supplies an asset, and whom it supplies.
struct Feeds {
    struct From {
        engine::AssetRef provider;
        engine::Service service = engine::Service::Power;
    };
    /// Assets of one kind that it supplies with one thing.
    struct To {
        const engine::Kind* kind = nullptr;
        engine::Service service = engine::Service::Power;
        std::vector<std::uint64_t> indices;
    };
    std::vector<From> from;
    std::vector<To> to;
};

/// As the networks say it; whom a consumer chooses while the city runs is not known.
[[nodiscard]] Feeds feedsOf(const engine::Networks& networks, engine::AssetRef asset);

} // namespace cityloom::app
