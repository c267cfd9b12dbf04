// SPDX-License-Identifier: GPL-3.0-or-later
#include "render/overlays/difference.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <unordered_map>

#include "sim/lifeline/rows.h"
#include "sim/traffic/rows.h"

namespace cityloom::render {

namespace {

constexpr int kFirst = 10; ///< of the ramp's places
constexpr int kLast = 243;
constexpr int kGuard = 3; ///< places of one colour beside the first and the last
constexpr int kStrip = 97;

/// Whether a value rounds to nothing in the digits that are shown.
bool nothing(DataLayer layer, double value) {
    return std::abs(value) < 0.5 * std::pow(10.0, -layer->decimals);
}

/// One value less another, where one of the two may be missing.
float less(double a, double b) {
    if (std::isfinite(a) && std::isfinite(b)) {
        return static_cast<float>(a - b);
    }
    return std::isfinite(a) ? INFINITY : std::isfinite(b) ? -INFINITY : NAN;
}

int services(const engine::Frame& frame, std::size_t building) {
    int count = 0;
    for (const auto* column : {&lifeline::kHasPower, &lifeline::kHasWater, &lifeline::kHasSignal}) {
        const auto values = frame.columns[*column];
        count += building >= values.size() || values[building] > 0.5F ? 1 : 0;
    }
    return count;
}

/// In groups of three digits.
std::string number(double value, int decimals, bool sign) {
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), sign ? "%+.*f" : "%.*f", decimals, value);
    std::string out = text.data();
    const std::size_t first = out.find_first_of("0123456789");
    for (std::size_t at = std::min(out.find('.'), out.size()); at > first + 3; at -= 3) {
        out.insert(at - 3, ",");
    }
    if (const auto minus = out.find('-'); minus != std::string::npos) {
        out.replace(minus, 1, "−");
    }
    return out;
}

} // namespace

std::vector<std::uint32_t> same_assets(const engine::Kind& kind, const engine::Networks& of,
                                       const engine::Networks& in) {
    const std::size_t count = kind.count(of);
    std::vector<std::uint32_t> same(count, kNone);
    if (&of == &in) {
        for (std::size_t i = 0; i < count; ++i) {
            same[i] = static_cast<std::uint32_t>(i);
        }
        return same;
    }
    const auto pair = [&](const auto& key_of) {
        std::unordered_map<std::decay_t<decltype(key_of(of, 0))>, std::uint32_t> there;
        const std::size_t others = kind.count(in);
        for (std::size_t i = 0; i < others; ++i) {
            there.emplace(key_of(in, i), static_cast<std::uint32_t>(i));
        }
        for (std::size_t i = 0; i < count; ++i) {
            const auto found = there.find(key_of(of, i));
            same[i] = found != there.end() ? found->second : kNone;
        }
    };
    if (&kind == &traffic::kEdge) {
        pair([](const engine::Networks& n, std::size_t i) { return n.roads.edges[i].id; });
    } else if (kind.view != nullptr) {
        pair([&kind](const engine::Networks& n, std::size_t i) { return kind.view(n, i).key; });
    }
    return same;
}

void kind_differences(DataLayer layer, const engine::Kind& kind, const RunNow& here, const RunNow& there,
                      const std::vector<std::uint32_t>& same, std::vector<float>& out) {
    out.clear();
    std::vector<float> a;
    std::vector<float> b;
    kind_readings(layer, kind, here.networks, here.frame, a);
    kind_readings(layer, kind, there.networks, there.frame, b);
    if (a.empty()) {
        return;
    }
    out.assign(a.size(), NAN);
    for (std::size_t i = 0; i < a.size() && i < same.size(); ++i) {
        if (same[i] != kNone && same[i] < b.size()) { // what is here alone is told as such, not as a number
            out[i] = less(a[i], b[same[i]]);
        }
    }
}

void building_differences(DataLayer layer, const RunNow& here, const RunNow& there, std::vector<float>& out) {
    std::ranges::fill(out, NAN);
    if (layer == nullptr || !layer->paints_buildings) {
        return;
    }
    if (layer->column == nullptr) {
        for (std::size_t b = 0; b < out.size(); ++b) {
            const int more = services(here.frame, b) - services(there.frame, b);
            out[b] = more != 0 ? static_cast<float>(more) : NAN;
        }
        return;
    }
    std::vector<float> a(out.size());
    std::vector<float> b(out.size());
    building_readings(layer, here.served, here.frame, a);
    building_readings(layer, there.served, there.frame, b);
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = less(a[i], b[i]);
    }
}

double difference_limit(DataLayer layer, const std::vector<float>& differences) {
    if (layer == nullptr || layer->column == nullptr) {
        return 3.0; // services
    }
    const double least = 5.0 * std::pow(10.0, -layer->decimals);
    std::vector<double> known;
    for (const float d : differences) {
        if (std::isfinite(d) && !nothing(layer, static_cast<double>(d))) {
            known.push_back(std::abs(static_cast<double>(d)));
        }
    }
    if (known.empty()) {
        return least;
    }
    const auto most = known.begin() + static_cast<std::ptrdiff_t>((known.size() - 1) * 97 / 100);
    std::ranges::nth_element(known, most);
    const double power = std::pow(10.0, std::floor(std::log10(*most)));
    double nice = 10.0 * power;
    for (const double step : {5.0, 2.0, 1.0}) {
        nice = *most <= step * power * (1.0 + 1e-6) ? step * power : nice;
    }
    return std::max(least, nice);
}

DifferenceTally difference_tally(DataLayer layer, const RunNow& here, const RunNow& there, double sign,
                                 const std::vector<float>& buildings, const std::vector<float>& kind) {
    DifferenceTally tally;
    if (layer == nullptr) {
        return tally;
    }
    const auto take = [&](float difference, double much) {
        const double d = sign * static_cast<double>(difference);
        if (std::isnan(d)) {
            return;
        }
        if (std::isinf(d)) {
            (d > 0.0 ? tally.gained : tally.lost) += much;
        } else if (layer->ramp != Ramp::Band && !nothing(layer, d)) {
            (d > 0.0 ? tally.better : tally.worse) += much;
        }
    };
    if (!layer->paints_buildings) {
        for (std::size_t i = 0; i < kind.size(); ++i) {
            const bool street = layer->column->of == &traffic::kEdge;
            take(kind[i], street ? here.networks.roads.edges[i].length_m / 1000.0 : 1.0);
        }
        return tally;
    }
    const auto& known = here.networks.dependencies.buildings;
    const auto people = [&](std::size_t b) { return b < known.size() ? static_cast<double>(known[b].people) : 0.0; };
    for (std::size_t b = 0; b < buildings.size(); ++b) {
        take(buildings[b], people(b));
    }
    if (layer->ramp == Ramp::Band) { // more is not better: what counts is who comes to lie inside, and who outside
        std::vector<float> a(buildings.size());
        std::vector<float> b(buildings.size());
        building_readings(layer, here.served, here.frame, a);
        building_readings(layer, there.served, there.frame, b);
        const auto allowed = [&](float v) {
            return static_cast<double>(v) >= layer->serves_from && static_cast<double>(v) <= layer->serves_to;
        };
        for (std::size_t i = 0; i < a.size(); ++i) {
            if (std::isfinite(a[i]) && std::isfinite(b[i]) && allowed(a[i]) != allowed(b[i])) {
                (allowed(a[i]) == (sign > 0.0) ? tally.better : tally.worse) += people(i);
            }
        }
    }
    return tally;
}

std::uint8_t difference_place(float difference, double sign, double limit) {
    if (std::isnan(difference)) {
        return kPlain;
    }
    const double d = sign * static_cast<double>(difference);
    if (std::isinf(d)) {
        return d > 0.0 ? kGained : kLost;
    }
    const double t = std::clamp(0.5 + 0.5 * d / limit, 0.0, 1.0);
    return static_cast<std::uint8_t>(kFirst + std::lround(t * (kLast - kFirst)));
}

Colour place_colour(std::uint8_t place) {
    constexpr Colour kServedNoMore = rgb(0x5A2000);
    constexpr Colour kServedNow = rgb(0x082654);
    constexpr Colour kInOneAlone = rgb(0x7B3FA0); // of no number: neither blue nor orange, to any eye
    if (place <= kLost + kGuard) {
        return kServedNoMore;
    }
    if (place >= kGained - kGuard) {
        return kServedNow;
    }
    if (place <= kRemoved + 1 || place >= kAdded - 1) {
        return kInOneAlone;
    }
    // Beside the ends lie places of the ends' colour: what is read between two places stays of the ramp.
    const int at = std::clamp(int{place}, kFirst, kLast);
    return difference_colour(2.0 * (at - kFirst) / (kLast - kFirst) - 1.0);
}

LayerLegend difference_legend(DataLayer layer, const DifferenceWords& words, Language language) {
    LayerLegend legend;
    legend.time = words.time;
    if (layer == nullptr) {
        return legend;
    }
    const bool zh = language == Language::Chinese;
    const auto in = [zh](const engine::Words& w) { return std::string{zh ? w.chinese : w.english}; };
    legend.title = in(layer->words) + (zh ? "之差" : ", difference");
    const std::string between = words.scenario + " − " + words.reference + (zh ? "：" : ": ");
    const DifferenceTally& tally = words.tally;
    const auto with = [&](const std::string& name) { return zh ? "仅“" + name + "”" : "only with " + name; };
    const std::string people = zh ? " 人" : " people";
    const std::string unit = layer->paints_buildings ? people : zh ? " 公里" : " km";
    const int decimals = layer->paints_buildings ? 0 : 1;
    const auto amount = [&](double value) { return number(value, decimals, false) + unit; };
    if (layer->column == nullptr) {
        legend.classes = true;
        constexpr std::array<engine::Words, 4> kClasses{{{"two or three services fewer", "少两至三项服务"},
                                                         {"one service fewer", "少一项服务"},
                                                         {"one service more", "多一项服务"},
                                                         {"two or three services more", "多两至三项服务"}}};
        constexpr std::array<double, 4> kAt{-2.5, -1.0, 1.0, 2.5};
        for (std::size_t i = 0; i < kClasses.size(); ++i) {
            legend.stops.push_back({kAt.at(i),
                                    place_colour(difference_place(static_cast<float>(kAt.at(i)), 1.0, words.limit)),
                                    in(kClasses.at(i))});
        }
        legend.note = between + (zh ? "未着色者相同" : "not coloured where it is the same");
    } else {
        legend.unit = in(layer->unit);
        legend.low = -words.limit;
        legend.high = words.limit;
        int digits = 0; // as many as half the limit needs
        for (double half = 0.5 * words.limit; digits < 6 && std::abs(half - std::round(half)) > 1e-6; half *= 10.0) {
            ++digits;
        }
        for (int i = -2; i <= 2; ++i) {
            const double value = 0.5 * i * words.limit;
            legend.stops.push_back(
                {value, difference_colour(0.5 * i), i == 0 ? std::string{"0"} : number(value, digits, true)});
        }
        for (int i = 0; i < kStrip; ++i) {
            legend.strip.push_back(difference_colour(2.0 * i / (kStrip - 1.0) - 1.0));
        }
        const bool band = layer->ramp == Ramp::Band;
        legend.note = between;
        legend.note += band ? (zh ? "正负本身无优劣，允许 " : "no sign is better by itself, allowed is ") +
                                  number(layer->serves_from, 2, false) + "–" + number(layer->serves_to, 2, false)
                       : zh ? "＋ 为改善，− 为变差"
                            : "+ is better, − is worse";
        const std::string nothing = in(layer->nothing);
        const auto apart = [&](double much, std::uint8_t place, const std::string& label) {
            if (much > 0.0) {
                legend.apart.push_back({0.0, place_colour(place), label});
            }
        };
        if (!nothing.empty()) {
            apart(tally.lost, kLost,
                  (zh ? words.scenario + "：" : "with " + words.scenario + ": ") + nothing + ", " + amount(tally.lost));
            apart(tally.gained, kGained,
                  (zh ? words.reference + "：" : "with " + words.reference + ": ") + nothing + ", " +
                      amount(tally.gained));
        }
        const auto things = [&](double count) {
            return layer->paints_buildings ? (zh ? "设施 " : "assets: ") + number(count, 0, false) : amount(count);
        };
        apart(tally.added, kAdded, with(words.scenario) + (zh ? "（新增）" : " (added)") + ", " + things(tally.added));
        apart(tally.removed, kRemoved,
              with(words.reference) + (zh ? "（拆除，虚线）" : " (removed, dashed)") + ", " + things(tally.removed));
    }
    if (!layer->paints_buildings) { // two runs of one city go ways of their own: a moment holds chance too
        legend.note += zh ? "；此刻含偶然波动" : "; of this moment, chance too";
    }
    const bool band = layer->ramp == Ramp::Band;
    legend.tally = band ? (zh ? "恢复到允许范围 " : "back to what is allowed: ") + amount(tally.better) + "\n" +
                              (zh ? "超出允许范围 " : "out of what is allowed: ") + amount(tally.worse)
                        : (zh ? "改善 " : "better: ") + amount(tally.better) + (zh ? " · 变差 " : " · worse: ") +
                              amount(tally.worse);
    return legend;
}

std::string difference_text(DataLayer layer, float difference, const DifferenceWords& words, Language language) {
    const bool zh = language == Language::Chinese;
    if (layer == nullptr || std::isnan(difference)) {
        return {};
    }
    const std::string between = words.scenario + " − " + words.reference + (zh ? "：" : ": ");
    if (std::isinf(difference)) {
        const std::string& which = difference > 0.0F ? words.scenario : words.reference;
        return between + (zh ? "仅“" + which + "”有值" : "a value with " + which + " only");
    }
    const std::string unit = layer->column == nullptr ? (zh ? "项服务" : "services")
                                                      : std::string{zh ? layer->unit.chinese : layer->unit.english};
    return between + number(static_cast<double>(difference), layer->column == nullptr ? 0 : layer->decimals, true) +
           " " + unit;
}

} // namespace cityloom::render
