// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/effects/undelivered.h"

#include <limits>

#include "scenarios/invest/days/days.h"
#include "scenarios/invest/days/failures.h"
#include "sim/engine/catalogue.h"

namespace cityloom::scenarios::invest {

std::vector<std::string> keys_to_fail(const engine::Networks& base, std::size_t most) {
    std::vector<std::string> keys;
    for (const engine::AssetRef asset : assets_to_fail(base, most)) {
        keys.push_back(engine::asset_key(base, asset));
    }
    return keys;
}

Result<Quantities> undelivered(const engine::Networks& networks, const engine::Networks& base,
                               const std::vector<std::string>& failing, unsigned threads,
                               const std::function<void(double)>& progress, const std::stop_token& stop) {
    NormalDay day;
    if (const auto watched = watch_networks(networks, day, stop); !watched) {
        return tl::make_unexpected(watched.error());
    }
    std::vector<engine::AssetRef> assets;
    for (const std::string& key : failing) {
        if (const auto asset = engine::find_asset(networks, key)) {
            assets.push_back(*asset);
        }
    }
    for (const engine::AssetRef asset : assets_to_fail(networks, std::numeric_limits<std::size_t>::max())) {
        if (!engine::find_asset(base, engine::asset_key(networks, asset))) {
            assets.push_back(asset);
        }
    }
    const auto failures = try_failures(networks, assets, threads, progress, stop);
    if (!failures) {
        return tl::make_unexpected(failures.error());
    }
    Quantities year;
    constexpr double kDays = 365.0;
    year[Effect::Unserved] = kDays * day.unserved_mwh;
    year[Effect::WithoutWater] = kDays * day.without_water_h;
    year[Effect::LostWater] = kDays * day.lost_m3;
    for (const Failure& failure : *failures) {
        year[Effect::OutageUnserved] += failure.a_year * failure.unserved_mwh;
        year[Effect::OutageWater] += failure.a_year * failure.without_water_h;
        year[Effect::OutageSignal] += failure.a_year * failure.without_signal_h;
        year[Effect::OutagePower] += failure.a_year * failure.without_power_h;
    }
    return year;
}

} // namespace cityloom::scenarios::invest
