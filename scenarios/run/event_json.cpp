// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cmath>

#include <nlohmann/json.hpp>

#include "scenarios/measure/scenario.h"
#include "scenarios/run/event_log.h"
#include "scenarios/run/json_fields.h"

namespace cityloom::scenarios {

namespace {

using nlohmann::ordered_json;

/// By LogKind and LogOrigin.
constexpr std::array<std::string_view, 6> kKindIds{"fails", "mends", "closes", "opens", "changes", "touches"};
constexpr std::array<std::string_view, 3> kOriginIds{"scenario", "hand", "consequence"};
constexpr std::size_t kMostRead = 100'000;

template <typename Ids> std::optional<std::size_t> index_in(const Ids& ids, const std::string& id) {
    const auto found = std::ranges::find(ids, std::string_view{id});
    return found == ids.end() ? std::nullopt : std::optional{static_cast<std::size_t>(found - ids.begin())};
}

std::optional<LogEntry> read_entry(const ordered_json& json) {
    const auto kind = index_in(kKindIds, text_field(json, "kind"));
    const auto origin = index_in(kOriginIds, text_field(json, "by"));
    if (!kind || !origin) {
        return std::nullopt;
    }
    LogEntry entry{.at = number_field(json, "at_us", TimeUs{-1}),
                   .kind = static_cast<LogKind>(*kind),
                   .origin = static_cast<LogOrigin>(*origin)};
    entry.what.english = text_field(json, "what");
    entry.what.chinese = text_field(json, "what_zh");
    entry.count = number_field(json, "count", std::size_t{0});
    entry.cause = text_field(json, "cause");
    entry.because = text_field(json, "because");
    entry.because_words.english = text_field(json, "because_words");
    entry.because_words.chinese = text_field(json, "because_words_zh");
    if (const auto assets = json.find("assets"); assets != json.end() && assets->is_array()) {
        for (const ordered_json& asset : *assets) {
            entry.assets.push_back(asset.is_string() ? asset.get<std::string>() : std::string{});
        }
    }
    if (const auto place = json.find("place"); place != json.end() && place->is_array() && place->size() == 4) {
        std::array<double, 4> at{};
        for (std::size_t k = 0; k < 4; ++k) {
            at.at(k) = (*place)[k].is_number() ? (*place)[k].get<double>() : NAN;
        }
        entry.from = {at[0], at[1]};
        entry.to = {at[2], at[3]};
    }
    if (const auto effects = json.find("effects"); effects != json.end() && effects->is_array()) {
        for (const ordered_json& effect : *effects) {
            entry.effects.push_back(
                {text_field(effect, "figure"), number_field(effect, "change", 0.0), number_field(effect, "now", 0.0)});
        }
    }
    const bool placed = entry.count == 0 || (std::isfinite(entry.from.x_m) && std::isfinite(entry.from.y_m) &&
                                             std::isfinite(entry.to.x_m) && std::isfinite(entry.to.y_m));
    return entry.at >= 0 && placed && !entry.what.empty() ? std::optional{std::move(entry)} : std::nullopt;
}

} // namespace

ordered_json to_json(std::span<const LogEntry> entries) {
    ordered_json all = ordered_json::array();
    for (const LogEntry& entry : entries) {
        const Text effect = effect_words(entry);
        ordered_json line{{"at", format_clock(entry.at)},
                          {"at_us", entry.at},
                          {"kind", kKindIds.at(static_cast<std::size_t>(entry.kind))},
                          {"by", kOriginIds.at(static_cast<std::size_t>(entry.origin))},
                          {"what", entry.what.english},
                          {"what_zh", entry.what.chinese},
                          {"effect", effect.english},
                          {"effect_zh", effect.chinese},
                          {"count", entry.count},
                          {"assets", entry.assets},
                          {"effects", ordered_json::array()},
                          {"cause", entry.cause},
                          {"because", entry.because},
                          {"because_words", entry.because_words.english},
                          {"because_words_zh", entry.because_words.chinese}};
        for (const LogEffect& one : entry.effects) {
            line["effects"].push_back({{"figure", one.figure}, {"change", one.change}, {"now", one.now}});
        }
        if (entry.count > 0) {
            line["place"] = {entry.from.x_m, entry.from.y_m, entry.to.x_m, entry.to.y_m};
        }
        all.push_back(std::move(line));
    }
    return all;
}

Result<std::vector<LogEntry>> read_event_log(const ordered_json& json) {
    std::vector<LogEntry> entries;
    const auto broken = [&](const std::string& why) {
        return fail(ErrorCode::Malformed,
                    "The list of what happened in a run cannot be read (" + why + "). Run the scenario again.");
    };
    if (!json.is_array() || json.size() > kMostRead) {
        return broken("it is no list of a run");
    }
    for (const ordered_json& line : json) {
        auto entry = read_entry(line);
        if (!entry) {
            return broken("line " + std::to_string(entries.size() + 1));
        }
        entries.push_back(std::move(*entry));
    }
    return entries;
}

} // namespace cityloom::scenarios
