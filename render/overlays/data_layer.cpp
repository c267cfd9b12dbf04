// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/overlays/data_layer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "sim/engine/catalogue.h"
#include "sim/lifeline/rows.h"

namespace cityloom::render {

bool parse_layer(std::string_view name, DataLayer& layer) {
    const auto all = engine::layers();
    const auto found = std::ranges::find(all, name, &engine::LayerInfo::id);
    if (found == all.end() && name != "none") {
        return false;
    }
    layer = found == all.end() ? nullptr : *found;
    return true;
}

std::vector<std::string> layer_names() {
    std::vector<std::string> names{"none"};
    for (const engine::LayerInfo* layer : engine::layers()) {
        names.emplace_back(layer->id);
    }
    return names;
}

namespace {

constexpr int kOutageClasses = 5;
constexpr int kStrip = 97;

std::uint8_t encode(double value, double low, double high) {
    if (!std::isfinite(value)) {
        return kNoData;
    }
    return static_cast<std::uint8_t>(std::lround(kMostPlace * std::clamp((value - low) / (high - low), 0.0, 1.0)));
}

/// A column's value in the layer's unit; not a number where it is out of service.
double shown(DataLayer layer, const engine::Frame& frame, std::span<const float> states, std::uint64_t index) {
    if (index < states.size() && states[index] <= 0.0F) {
        return NAN;
    }
    const double value = frame.columns.at(*layer->column, index) * layer->column->factor;
    return layer->inverted ? 100.0 - value : value;
}

std::span<const float> states_of(const engine::Kind& kind, const engine::Frame& frame) {
    return kind.state != nullptr ? frame.columns[*kind.state] : std::span<const float>{};
}

bool flag(std::span<const float> values, std::size_t i) {
    return i >= values.size() || values[i] > 0.5F;
}

std::string label_of(double value, int decimals) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
    std::string label = text.data();
    while (decimals > 2 && label.ends_with('0')) { // 0.950 says no more than 0.95
        label.pop_back();
        --decimals;
    }
    return label;
}

} // namespace

ServedBy::ServedBy(const engine::Networks& networks, std::size_t buildings) {
    for (const engine::Supply& supply : networks.dependencies.supplies) {
        if (!supply.consumer.is(lifeline::kBuilding) || supply.consumer.index >= buildings) {
            continue;
        }
        std::vector<std::uint32_t>& by = by_[static_cast<std::size_t>(supply.service)];
        if (by.empty()) {
            by.assign(buildings, kNone);
        }
        by[supply.consumer.index] =
            supply.provider.index == engine::kChosen ? kChosenNow : static_cast<std::uint32_t>(supply.provider.index);
    }
}

double layer_high(DataLayer layer, const engine::Frame& frame) {
    if (layer == nullptr || layer->column == nullptr || !layer->grows) {
        return layer != nullptr ? layer->high : 1.0;
    }
    std::vector<float> known;
    std::ranges::copy_if(frame.columns[*layer->column], std::back_inserter(known),
                         [](float v) { return std::isfinite(v); });
    if (known.empty()) {
        return layer->high;
    }
    const auto most = known.begin() + static_cast<std::ptrdiff_t>(known.size() * 97 / 100);
    std::nth_element(known.begin(), most, known.end());
    const double share = static_cast<double>(*most) * layer->column->factor / layer->high;
    return layer->high * (share <= 1.0 ? 1.0 : share <= 1.5 ? 1.5 : share <= 2.0 ? 2.0 : 2.5);
}

Colour layer_colour(DataLayer layer, double t, double high) {
    if (layer == nullptr) {
        return ramp_colour(Ramp::Status, t);
    }
    const auto share = [&](double value) { return std::clamp((value - layer->low) / (high - layer->low), 0.0, 1.0); };
    return ramp_colour(layer->ramp, t, {share(layer->serves_from), share(layer->serves_to)});
}

std::string tally_of(DataLayer layer, const engine::Networks& networks, const engine::Frame& frame,
                     std::span<const std::uint8_t> buildings, double high, Language language) {
    if (layer == nullptr) {
        return {};
    }
    const bool zh = language == Language::Chinese;
    const auto place = [&](double value) { return kMostPlace * (value - layer->low) / (high - layer->low); };
    const double from = layer->column != nullptr ? place(layer->serves_from) : kMostPlace;
    const double to = layer->column != nullptr ? place(layer->serves_to) : kMostPlace + 1.0;
    const auto bad = [&](std::uint8_t v) { return v == kNoData || (v != kPlain && (v < from - 0.5 || v > to + 0.5)); };
    if (layer->paints_buildings) {
        double people = 0.0;
        const auto& known = networks.dependencies.buildings;
        // Of the classes the last is the one that is served.
        const double served = kMostPlace * (kOutageClasses - 1.0) / kOutageClasses;
        for (std::size_t b = 0; b < std::min(buildings.size(), known.size()); ++b) {
            const bool poorly = layer->column == nullptr ? buildings[b] < served : bad(buildings[b]);
            people += poorly ? static_cast<double>(known[b].people) : 0.0;
        }
        const std::string number = std::to_string(std::llround(people));
        return zh ? "受影响 " + number + " 人" : number + " people affected";
    }
    std::vector<std::uint8_t> values;
    kind_values(layer, *layer->column->of, networks, frame, high, values);
    const auto count = std::ranges::count_if(values, bad);
    const std::string of = std::to_string(count) + " / " + std::to_string(values.size());
    return zh ? "不达标 " + of : of + " below what serves";
}

LayerLegend layer_legend(DataLayer layer, TimeUs time, Language language, double high) {
    LayerLegend legend;
    legend.time = time;
    if (layer == nullptr) {
        return legend;
    }
    const bool zh = language == Language::Chinese;
    const auto in = [zh](const engine::Words& words) { return std::string{zh ? words.chinese : words.english}; };
    legend.title = in(layer->words);
    if (layer->column == nullptr) {
        constexpr std::array<engine::Words, kOutageClasses> kClasses{{{"no power, no water", "停电且停水"},
                                                                      {"no power", "停电"},
                                                                      {"no water", "停水"},
                                                                      {"no mobile signal", "无移动信号"},
                                                                      {"all served", "正常"}}};
        legend.classes = true;
        for (std::size_t i = 0; i < kClasses.size(); ++i) {
            const double at = (static_cast<double>(i) + 0.5) / kOutageClasses;
            legend.stops.push_back({at, ramp_colour(layer->ramp, at), in(kClasses.at(i))});
        }
        return legend;
    }
    legend.unit = in(layer->unit);
    legend.no_data = in(layer->nothing);
    legend.low = layer->low;
    legend.high = high;
    for (int i = 0; i <= 4; ++i) {
        const double value = legend.low + 0.25 * i * (legend.high - legend.low);
        legend.stops.push_back({value, layer_colour(layer, 0.25 * i, high), label_of(value, layer->decimals)});
    }
    for (int i = 0; i < kStrip; ++i) {
        legend.strip.push_back(layer_colour(layer, i / (kStrip - 1.0), high));
    }
    return legend;
}

void building_values(DataLayer layer, const ServedBy& served, const engine::Frame& frame, double high,
                     std::vector<std::uint8_t>& out) {
    std::ranges::fill(out, kPlain);
    if (layer == nullptr || !layer->paints_buildings) {
        return;
    }
    const std::span<const float> power = frame.columns[lifeline::kHasPower];
    const std::span<const float> water = frame.columns[lifeline::kHasWater];
    const std::span<const float> signal = frame.columns[lifeline::kHasSignal];
    if (layer->column == nullptr) {
        for (std::size_t b = 0; b < out.size(); ++b) {
            const bool lit = flag(power, b);
            const bool wet = flag(water, b);
            const int cls = !lit && !wet ? 0 : !lit ? 1 : !wet ? 2 : !flag(signal, b) ? 3 : 4;
            out[b] = encode((cls + 0.5) / kOutageClasses, 0.0, 1.0);
        }
        return;
    }
    std::vector<float> readings(out.size());
    building_readings(layer, served, frame, readings);
    for (std::size_t b = 0; b < out.size(); ++b) {
        if (served.provider(layer->buildings, b) != kNone) { // something serves it by design
            out[b] = encode(static_cast<double>(readings[b]), layer->low, high);
        }
    }
}

void building_readings(DataLayer layer, const ServedBy& served, const engine::Frame& frame, std::vector<float>& out) {
    std::ranges::fill(out, NAN);
    if (layer == nullptr || layer->column == nullptr || !layer->paints_buildings) {
        return;
    }
    const std::span<const float> power = frame.columns[lifeline::kHasPower];
    const std::span<const float> water = frame.columns[lifeline::kHasWater];
    const std::span<const float> signal = frame.columns[lifeline::kHasSignal];
    const std::span<const float> has = layer->buildings == engine::Service::Power    ? power
                                       : layer->buildings == engine::Service::Water  ? water
                                       : layer->buildings == engine::Service::Signal ? signal
                                                                                     : std::span<const float>{};
    const std::span<const float> states = states_of(*layer->column->of, frame);
    const std::span<const float> chosen = frame.columns[lifeline::kServingSite];
    for (std::size_t b = 0; b < out.size(); ++b) {
        std::uint32_t by = served.provider(layer->buildings, b);
        if (by == ServedBy::kChosenNow) {
            by = b < chosen.size() && std::isfinite(chosen[b]) ? static_cast<std::uint32_t>(chosen[b]) : kNone;
        }
        if (by != kNone && flag(has, b)) {
            out[b] = static_cast<float>(shown(layer, frame, states, by));
        }
    }
}

void kind_values(DataLayer layer, const engine::Kind& kind, const engine::Networks& networks,
                 const engine::Frame& frame, double high, std::vector<std::uint8_t>& out) {
    out.clear();
    std::vector<float> readings;
    kind_readings(layer, kind, networks, frame, readings);
    for (const float reading : readings) {
        out.push_back(encode(static_cast<double>(reading), layer->low, high));
    }
}

void kind_readings(DataLayer layer, const engine::Kind& kind, const engine::Networks& networks,
                   const engine::Frame& frame, std::vector<float>& out) {
    out.clear();
    if (layer == nullptr || layer->column == nullptr) {
        return;
    }
    const bool by_ends = kind.node != nullptr && kind.node == layer->column->of && kind.ends != nullptr;
    if (&kind != layer->column->of && !by_ends) {
        return;
    }
    const std::span<const float> states = states_of(*layer->column->of, frame);
    out.resize(kind.count(networks));
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = static_cast<float>(shown(layer, frame, states, by_ends ? kind.ends(networks, i)[0] : i));
    }
}

void kind_states(const engine::Kind& kind, const engine::Networks& networks, const engine::Frame& frame,
                 std::vector<std::uint8_t>& out) {
    const auto byte = [](float state) {
        return static_cast<std::uint8_t>(state <= 0.0F ? 0 : state < 0.75F ? 128 : 255);
    };
    out.assign(kind.count(networks), 255);
    const std::span<const float> own = states_of(kind, frame);
    for (std::size_t i = 0; i < out.size() && i < own.size(); ++i) {
        out[i] = byte(own[i]);
    }
    if (own.empty() && kind.node != nullptr && kind.ends != nullptr) {
        const std::span<const float> ends = states_of(*kind.node, frame);
        for (std::size_t i = 0; i < out.size() && !ends.empty(); ++i) {
            const auto [a, b] = kind.ends(networks, i);
            out[i] = std::min(byte(ends[a]), byte(ends[b]));
        }
    }
}

} // namespace cityloom::render
