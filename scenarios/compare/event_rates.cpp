// SPDX-License-Identifier: GPL-3.0-or-later
// Reads assets/event_rates.csv, which the build put into the program.
#include "scenarios/compare/event_rates.h"

#include <algorithm>
#include <array>

#include "scenarios/compare/embedded_tables.h"
#include "sim/core/table_rows.h"

namespace cityloom::scenarios {

namespace {

constexpr const char* kParameter = "outages_per_year";

/// What goes wrong; what mends, opens or switches does not count.
const EventRate* rate_of(const TimedEvent& event) {
    constexpr std::array kTroubles{"fail", "burst", "incident", "close"};
    if (std::ranges::find(kTroubles, event.kind) == kTroubles.end()) {
        return nullptr;
    }
    const auto asset = event.args.find("asset");
    const std::string id = asset != event.args.end() ? asset->second.substr(0, asset->second.find('/')) : event.kind;
    const auto found = std::ranges::find(event_rates(), id, &EventRate::id);
    return found != event_rates().end() ? &*found : nullptr;
}

} // namespace

const std::vector<EventRate>& event_rates() {
    static const std::vector<EventRate> kRates = [] {
        std::vector<EventRate> rates;
        each_row(kEventRateTable, 9, [&](const std::vector<std::string>& f) {
            rates.push_back({f[0], number_in(f[1]), number_in(f[2]), number_in(f[3]), f[4], f[5], f[6], f[7], f[8]});
        });
        return rates;
    }();
    return kRates;
}

void set_event_rate(AppraisalSettings& settings, const std::vector<TimedEvent>& a, const std::vector<TimedEvent>& b) {
    const EventRate* rarest = nullptr;
    for (const auto* events : {&a, &b}) {
        for (const TimedEvent& event : *events) {
            const EventRate* rate = rate_of(event);
            if (rate != nullptr && (rarest == nullptr || rate->value < rarest->value)) {
                rarest = rate;
            }
        }
    }
    const auto parameter = std::ranges::find(settings.parameters, kParameter, &AppraisalParameter::id);
    if (rarest == nullptr || parameter == settings.parameters.end()) {
        return;
    }
    if (parameter->value == default_appraisal().value(kParameter) || parameter->value == rarest->value) {
        parameter->value = rarest->value;
        parameter->low = rarest->low;
        parameter->high = rarest->high;
        parameter->confidence = rarest->confidence;
        parameter->source = rarest->english + ": " + rarest->source;
        parameter->source_chinese = rarest->chinese + "：" + rarest->source_chinese;
    }
}

} // namespace cityloom::scenarios
