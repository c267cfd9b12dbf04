// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/effects/quantities.h"

#include <cmath>

#include <nlohmann/json.hpp>

namespace cityloom::scenarios::invest {

const std::array<EffectWords, kEffects>& effect_words() {
    static const std::array<EffectWords, kEffects> kWords{{
        {"trips_made", {"Trips that can be made", "可成行的出行"}, "trips"},
        {"choke_hours", {"Time that those trips take", "这些出行的行程时间"}, "vehicle h"},
        {"choke_fuel", {"Fuel that those trips take", "这些出行的燃料"}, "MWh"},
        {"choke_electricity", {"Electricity that those trips take", "这些出行的电能"}, "MWh"},
        {"hours", {"Travel time of the same trips", "相同出行的行程时间"}, "vehicle h"},
        {"fuel", {"Fuel of the same trips", "相同出行的燃料"}, "MWh"},
        {"electricity", {"Electricity of the same trips", "相同出行的电能"}, "MWh"},
        {"co2", {"CO2 of the same trips", "相同出行的二氧化碳"}, "t"},
        {"unserved", {"Energy not served on ordinary days", "平日未供电量"}, "MWh"},
        {"without_water", {"Time without water on ordinary days", "平日停水时间"}, "person h"},
        {"lost_water", {"Water lost through leaks", "漏损水量"}, "m3"},
        {"outage_unserved", {"Energy not served in outages", "故障时未供电量"}, "MWh"},
        {"outage_water", {"Time without water in outages", "故障时停水时间"}, "person h"},
        {"outage_signal", {"Time without mobile signal in outages", "故障时无移动信号时间"}, "person h"},
        {"outage_power", {"Time without electricity in outages", "故障时停电时间"}, "person h"},
    }};
    return kWords;
}

Quantities& Quantities::add(const Quantities& other, double times) {
    for (std::size_t k = 0; k < kEffects; ++k) {
        of[k] += times * other.of[k];
    }
    return *this;
}

Quantities quantities_of(const TripChanges& changes, double runs_a_year) {
    Quantities q;
    q[Effect::TripsMade] = static_cast<double>(changes.regained) - static_cast<double>(changes.lost);
    q[Effect::ChokeHours] = changes.regained_cost.hours - changes.lost_cost.hours;
    q[Effect::ChokeFuel] = changes.regained_cost.fuel_mwh - changes.lost_cost.fuel_mwh;
    q[Effect::ChokeElectricity] = changes.regained_cost.electricity_mwh - changes.lost_cost.electricity_mwh;
    q[Effect::Hours] = changes.saved.hours;
    q[Effect::Fuel] = changes.saved.fuel_mwh;
    q[Effect::Electricity] = changes.saved.electricity_mwh;
    q[Effect::Co2] = changes.saved.co2_t;
    return Quantities{}.add(q, runs_a_year);
}

Quantities Effects::mean() const {
    Quantities sum;
    for (const Quantities& seed : seeds) {
        sum.add(seed, 1.0 / static_cast<double>(seeds.size()));
    }
    return sum;
}

std::string encode(const std::vector<Quantities>& quantities) {
    nlohmann::ordered_json all = nlohmann::ordered_json::array();
    for (const Quantities& each : quantities) {
        for (const double value : each.of) {
            all.push_back(value);
        }
    }
    return all.dump();
}

Result<std::vector<Quantities>> decode_quantities(std::string_view text, std::size_t count) {
    const auto all = nlohmann::ordered_json::parse(text, nullptr, false);
    if (!all.is_array() || all.size() != count * kEffects) {
        return fail(ErrorCode::Malformed, "A stored effect is damaged. It is simulated anew.");
    }
    std::vector<Quantities> quantities(count);
    for (std::size_t k = 0; k < all.size(); ++k) {
        if (!all[k].is_number() || !std::isfinite(all[k].get<double>())) {
            return fail(ErrorCode::Malformed, "A stored effect is damaged. It is simulated anew.");
        }
        quantities[k / kEffects].of[k % kEffects] = all[k].get<double>();
    }
    return quantities;
}

} // namespace cityloom::scenarios::invest
