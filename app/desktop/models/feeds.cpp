// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/models/feeds.h"

#include <algorithm>

namespace cityloom::app {

Feeds feedsOf(const engine::Networks& networks, engine::AssetRef asset) {
    Feeds feeds;
    for (const engine::Supply& supply : networks.dependencies.supplies) {
        if (supply.consumer == asset && supply.provider.index != engine::kChosen) {
            feeds.from.push_back({supply.provider, supply.service});
        }
        if (supply.provider == asset) {
            auto found = std::ranges::find_if(feeds.to, [&](const Feeds::To& to) {
                return to.kind == supply.consumer.kind && to.service == supply.service;
            });
            if (found == feeds.to.end()) {
                feeds.to.push_back({supply.consumer.kind, supply.service, {}});
                found = feeds.to.end() - 1;
            }
            found->indices.push_back(supply.consumer.index);
        }
    }
    return feeds;
}

} // namespace cityloom::app
