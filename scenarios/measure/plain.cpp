// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/measure/plain.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "scenarios/measure/given.h"
#include "scenarios/measure/kind.h"
#include "sim/engine/catalogue.h"

namespace cityloom::scenarios {

namespace {

std::string figure(double value) {
    std::array<char, 40> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), std::round(value * 1e4) * 1e-4,
                                            std::chars_format::general, 9);
    return error == std::errc{} ? std::string{text.data(), end} : std::string{};
}

Text street_words(const std::string& id, const CityView* city) {
    if (city != nullptr) {
        const auto& streets = city->city.streets;
        const auto found = std::ranges::find(streets, read_id(id).value_or(0), &gis::Street::id);
        if (found != streets.end() && !found->name.empty()) {
            return name_words(found->name) + filled({" (no. %1)", "（编号 %1）"}, {id});
        }
    }
    return filled({"street no. %1", "道路（编号 %1）"}, {id});
}

Text duration_words(const std::string& value) {
    const auto time = parse_duration(value);
    const double seconds = time ? to_seconds(*time) : 0.0;
    return seconds >= 7200.0  ? filled({"%1 h", "%1 小时"}, {figure(seconds / 3600.0)})
           : seconds >= 120.0 ? filled({"%1 min", "%1 分钟"}, {figure(seconds / 60.0)})
                              : filled({"%1 s", "%1 秒"}, {figure(seconds)});
}

Text greens_words(const std::string& value) {
    std::string list;
    for (const double green : read_greens(value).value_or(std::vector<double>{})) {
        list += (list.empty() ? "" : ", ") + figure(green);
    }
    return filled({"%1 s", "%1 秒"}, {list});
}

Text value_words(const Argument& argument, const std::string& value, const CityView* city) {
    switch (argument.type) {
    case ArgumentType::Street:
        return street_words(value, city);
    case ArgumentType::Asset: {
        const bool whole = value.find('/') != std::string::npos || argument.assets.empty();
        return asset_words(whole ? value : std::string{argument.assets.front()} + "/" + value,
                           city != nullptr ? &city->networks : nullptr);
    }
    case ArgumentType::Choice: {
        const auto choice = std::ranges::find(argument.choices, value, &Choice::id);
        return choice != argument.choices.end() ? Text{choice->words} : Text{value};
    }
    case ArgumentType::Share:
        return figure(100.0 * read_number(value).value_or(0.0)) + " %";
    case ArgumentType::Duration:
        return duration_words(value);
    case ArgumentType::Greens:
        return greens_words(value);
    case ArgumentType::PlaceX:
    case ArgumentType::PlaceY:
        return figure(std::round(read_number(value).value_or(0.0))) + " m";
    case ArgumentType::Number:
    case ArgumentType::WholeNumber:
        return figure(read_number(value).value_or(0.0)) +
               (argument.unit.empty() ? std::string{} : " " + std::string{argument.unit});
    case ArgumentType::Name:
    case ArgumentType::Clock:
        break;
    }
    return value;
}

/// Without the hint on how to type it: "greens", of "greens, as 30/20/15".
Text label_of(const Argument& argument) {
    if (argument.type != ArgumentType::Greens) {
        return argument.words;
    }
    Text label;
    label.english = argument.words.english.substr(0, argument.words.english.find(','));
    label.chinese = argument.words.chinese.substr(0, argument.words.chinese.find("，"));
    return label;
}

/// \param form null: of a kind that this version does not know
Text change_words(const ChangeForm* form, const std::string& kind, const Arguments& args, const CityView* city) {
    if (form == nullptr) {
        return filled({"A change that this version does not know (%1)", "本版本不识别的变更（%1）"}, {kind});
    }
    Text parts;
    for (const Argument& argument : form->arguments) {
        const auto given = args.find(std::string{argument.name});
        if (given == args.end()) {
            continue;
        }
        if (!parts.empty()) {
            parts += Words{", ", "，"};
        }
        const bool says_itself = argument.type == ArgumentType::Street || argument.type == ArgumentType::Asset;
        parts += says_itself ? Text{} : label_of(argument) + Text{" "};
        parts += value_words(argument, given->second, city);
    }
    return parts.empty() ? Text{form->words} : Text{form->words} + Text{Words{": ", "："}} + parts;
}

bool is_cjk(std::string_view text, std::size_t at) {
    // CJK ideographs and their marks lie in three-byte sequences from E2 BA to E9 BF, and EF BC.
    const auto lead = static_cast<unsigned char>(text[at]);
    return lead >= 0xE3 && lead <= 0xE9;
}

} // namespace

Text plain_words(const Measure& measure, const CityView* city) {
    const MeasureKind* kind = find_measure_kind(measure.kind);
    const Text words = change_words(kind != nullptr ? &kind->form : nullptr, measure.kind, measure.args, city);
    return measure.begins > 0
               ? words + filled({" (works begin in %1)", "（%1 年开工）"}, {Text{std::to_string(measure.begins)}})
               : words;
}

Text plain_words(const TimedEvent& event, const CityView* city) {
    const EventVerb* verb = find_event_verb(event.kind);
    return Text{format_clock(event.at).substr(0, event.at % kMinuteUs == 0 ? 5 : std::string::npos) + "  "} +
           change_words(verb != nullptr ? &verb->form : nullptr, event.kind, event.args, city);
}

std::vector<Text> plain_words(const Scenario& resolved, const CityView* city) {
    std::vector<Text> all;
    for (const Measure& measure : resolved.measures) {
        all.push_back(plain_words(measure, city));
    }
    for (const TimedEvent& event : resolved.events) {
        all.push_back(plain_words(event, city));
    }
    return all;
}

Text asset_words(const std::string& key, const engine::Networks* networks) {
    const std::size_t slash = key.find('/');
    const std::string number = slash == std::string::npos ? key : key.substr(slash + 1);
    if (networks != nullptr) {
        if (const auto asset = engine::find_asset(*networks, key)) {
            const engine::AssetView view = asset->kind->view(*networks, asset->index);
            const Text noun = Words{view.noun.english, view.noun.chinese};
            return noun + Text{" "} + (view.name.empty() ? Text{number} : name_words(view.name));
        }
    }
    for (const engine::Kind* kind : engine::kinds()) {
        if (std::ranges::find(kind->prefixes, key.substr(0, slash)) != kind->prefixes.end()) {
            return Text{Words{kind->words.english, kind->words.chinese}} + Text{" " + number};
        }
    }
    return number;
}

Text scenario_words(const std::string& name) {
    return name.empty() || name == "base" ? Text{Words{"base", "现状"}} : name_words(name);
}

Text name_words(const std::string& name) {
    std::size_t first = 0;
    while (first < name.size() && !is_cjk(name, first)) {
        ++first;
    }
    const bool both =
        first > 1 && first < name.size() && name[first - 1] == ' ' && name.find(' ', first) == std::string::npos;
    if (!both) {
        return name;
    }
    Text text;
    text.english = name.substr(0, first - 1);
    text.chinese = name.substr(first);
    return text;
}

} // namespace cityloom::scenarios
