// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/measure/argument.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "scenarios/measure/given.h"
#include "scenarios/measure/scenario.h"
#include "sim/engine/catalogue.h"
#include "sim/traffic/streets.h"

namespace cityloom::scenarios {

namespace {

constexpr double kFarthestM = 1e8; // no projected CRS reaches as far
constexpr std::size_t kLongestValue = 60;

std::string figure(double value) {
    std::array<char, 40> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    return error == std::errc{} ? std::string{text.data(), end} : std::string{};
}

Text range(double least, double most, std::string_view unit) {
    return Text{figure(least)} + Text{Words{" to ", " 至 "}} + Text{figure(most)} +
           Text{unit.empty() ? std::string{} : " " + std::string{unit}};
}

bool within(double value, const Argument& argument) {
    return value >= argument.least && value <= argument.most;
}

std::string joined(const std::vector<std::string_view>& parts, std::string_view between, std::string_view last) {
    std::string all;
    for (std::size_t k = 0; k < parts.size(); ++k) {
        all += k == 0 ? std::string_view{} : k + 1 == parts.size() ? last : between;
        all += parts[k];
    }
    return all;
}

std::vector<std::string_view> choice_ids(const Argument& argument) {
    std::vector<std::string_view> ids;
    for (const Choice& choice : argument.choices) {
        ids.push_back(choice.id);
    }
    return ids;
}

bool kind_fits(const Argument& argument, std::string_view key) {
    const auto slash = key.find('/');
    return slash != std::string_view::npos && slash > 0 && slash + 1 < key.size() &&
           (argument.assets.empty() ||
            std::ranges::find(argument.assets, key.substr(0, slash)) != argument.assets.end());
}

/// "7" for "signal/7", where no other kind fits.
std::string whole_key(const Argument& argument, const std::string& value) {
    return argument.assets.size() == 1 && value.find('/') == std::string::npos
               ? std::string{argument.assets.front()} + "/" + value
               : value;
}

const Words kNoNumber{"number", "数字"};
const Words kOutOfRange{" is out of range", " 超出范围"};

Check wrong_type(const Argument& argument, const std::string& value, const Words& what) {
    const Text shown = "'" + value.substr(0, kLongestValue) + "'";
    return refusal(ErrorCode::Malformed, shown + Text{Words{" is no ", " 不是"}} + Text{what} +
                                             Text{Words{" for ", "，参数 "}} + Text{argument.name} +
                                             Text{Words{"; allowed is ", "；允许："}} + allowed(argument) +
                                             Text{Words{".", "。"}});
}

Check check_number(const Argument& argument, const std::string& value) {
    const auto number = read_number(value);
    const bool whole = argument.type == ArgumentType::WholeNumber;
    if (!number || (whole && *number != std::floor(*number)) ||
        (whole && value.find_first_of(".eE") != std::string::npos)) {
        return wrong_type(argument, value, whole ? Words{"whole number", "整数"} : kNoNumber);
    }
    return within(*number, argument) ? Check{} : refuse_value(argument, value, kOutOfRange, allowed(argument));
}

Check check_greens(const Argument& argument, const std::string& value) {
    const auto greens = read_greens(value);
    if (!greens) {
        return wrong_type(argument, value, {"list of green times", "绿灯时长列表"});
    }
    return std::ranges::all_of(*greens, [&](double green) { return within(green, argument); })
               ? Check{}
               : refuse_value(argument, value, kOutOfRange, allowed(argument));
}

Check check_time(const Argument& argument, const std::string& value) {
    const bool clock = argument.type == ArgumentType::Clock;
    const auto time = clock ? parse_clock(value) : parse_duration(value);
    if (!time) {
        return wrong_type(argument, value, clock ? Words{"time of day", "时刻"} : Words{"duration", "时长"});
    }
    return within(to_seconds(*time), argument) ? Check{}
                                               : refuse_value(argument, value, kOutOfRange, allowed(argument));
}

Check check_name(const Argument& argument, const std::string& value) {
    const bool plain = !value.empty() && value.size() <= 40 && std::ranges::all_of(value, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
    return plain ? Check{} : wrong_type(argument, value, Words{"plain word", "普通词"});
}

struct PlaceRange {
    double least_m = 0.0;
    double most_m = 0.0;
};

PlaceRange place_range(const Argument& argument, const gis::City& city) {
    const bool east = argument.type == ArgumentType::PlaceX;
    const auto origin_m = static_cast<double>(east ? city.place.origin_x_m : city.place.origin_y_m);
    return {origin_m + (east ? city.min_corner.x_m : city.min_corner.y_m) - kMarginM,
            origin_m + (east ? city.max_corner.x_m : city.max_corner.y_m) + kMarginM};
}

Check check_coordinate(const Argument& argument, const std::string& value, const CityView& view) {
    const PlaceRange range_m = place_range(argument, view.city);
    const double at = read_number(value).value_or(range_m.least_m - 1.0);
    return at >= range_m.least_m && at <= range_m.most_m
               ? Check{}
               : refuse_value(argument, value, Words{" lies outside the city", " 位于城市之外"},
                              allowed(argument, view), ErrorCode::NotFound);
}

Check check_street(const Argument& argument, const std::string& value, const CityView& view) {
    if (traffic::drivable(view.networks.roads, read_id(value).value_or(0))) {
        return {};
    }
    return refuse_value(
        argument, value, Words{": there is no drivable street of that id", "：没有该编号的可通行道路"},
        Words{"the id of a street that cars use; pick it on the map, or see the streets layer of the project",
              "汽车可通行道路的编号；可在地图上选取，或查看工程的道路图层"},
        ErrorCode::NotFound);
}

/// Some keys of the kinds that fit, the asked one's own first.
std::string keys_like(const Argument& argument, std::string_view key, const engine::Networks& networks) {
    constexpr std::size_t kListed = 8;
    const std::string_view kind = key.substr(0, key.find('/'));
    std::string listed;
    std::size_t count = 0;
    for (const std::string& other : engine::asset_keys(networks)) {
        if (kind_fits(argument, other) && std::string_view{other}.substr(0, other.find('/')) == kind) {
            if (count < kListed) {
                listed += (count == 0 ? "" : ", ") + other;
            }
            ++count;
        }
    }
    return listed + (count > kListed ? " ..." : "");
}

Check check_asset(const Argument& argument, const std::string& value, const CityView& view) {
    const std::string key = whole_key(argument, value);
    if (engine::find_asset(view.networks, key)) {
        return {};
    }
    const std::string alike = keys_like(argument, key, view.networks);
    const Text there = !alike.empty() ? Text{alike}
                       : argument.assets.empty()
                           ? allowed(argument)
                           : Text{Words{"none, this city has no such thing", "无（该城市没有此类设施）"}};
    return refuse_value(argument, value, Words{": there is no such asset", "：没有这一设施"}, there,
                        ErrorCode::NotFound);
}

} // namespace

Text allowed(const Argument& argument) {
    const std::string choices_english = joined(choice_ids(argument), ", ", " or ");
    const std::string choices_chinese = joined(choice_ids(argument), "、", " 或 ");
    switch (argument.type) {
    case ArgumentType::WholeNumber:
        return Text{Words{"a whole number from ", "整数 "}} + range(argument.least, argument.most, argument.unit);
    case ArgumentType::Choice:
        return Words{choices_english, choices_chinese};
    case ArgumentType::Street:
        return Words{"the id of a street, a whole number", "道路编号（整数）"};
    case ArgumentType::Asset:
        return argument.assets.empty()
                   ? Text{Words{"the key of an asset, as substation/S2", "设施代码，如 substation/S2"}}
                   : Text{Words{"a key of ", "代码类别 "}} + Text{joined(argument.assets, ", ", ", ")} +
                         Text{Words{", as ", "，如 "}} + Text{argument.assets.front()} + Text{"/1"};
    case ArgumentType::PlaceX:
    case ArgumentType::PlaceY:
        return Words{"metres in the project's coordinate system, in the city or 1 km around it",
                     "工程坐标系下的米制坐标，位于城市内或其周围 1 km"};
    case ArgumentType::Greens:
        return range(argument.least, argument.most, argument.unit) +
               Text{Words{" for each stage, as 30/20/15", "，每个相位一个，如 30/20/15"}};
    case ArgumentType::Duration:
        return Text{Words{"a duration as 2h, 90min or 30s, of ", "时长，如 2h、90min 或 30s，范围 "}} +
               range(argument.least, argument.most, "s");
    case ArgumentType::Name:
        return Text{Words{"a word of at most 40 letters, digits, - and _", "至多 40 个字母、数字、- 和 _ 组成的词"}};
    case ArgumentType::Clock:
        return Text{Words{"a time as 08:00, up to ", "时刻，如 08:00，不超过 "}} +
               Text{format_clock(from_seconds(argument.most))};
    case ArgumentType::Number:
    case ArgumentType::Share:
        break;
    }
    return range(argument.least, argument.most, argument.unit);
}

Text allowed(const Argument& argument, const CityView& view) {
    if (argument.type != ArgumentType::PlaceX && argument.type != ArgumentType::PlaceY) {
        return allowed(argument);
    }
    const PlaceRange range_m = place_range(argument, view.city);
    return range(std::ceil(range_m.least_m), std::floor(range_m.most_m), "m") +
           Text{Words{", the city and 1 km around it", "（城市及其周围 1 km）"}};
}

std::string value_form(const Argument& argument) {
    switch (argument.type) {
    case ArgumentType::WholeNumber:
        return "N";
    case ArgumentType::Choice:
        return joined(choice_ids(argument), "|", "|");
    case ArgumentType::Street:
        return "ID";
    case ArgumentType::Asset:
        return argument.assets.size() == 1 ? std::string{argument.assets.front()} + "/N" : "KEY";
    case ArgumentType::PlaceX:
    case ArgumentType::PlaceY:
        return "M";
    case ArgumentType::Greens:
        return "S/S/...";
    case ArgumentType::Duration:
        return "30min";
    case ArgumentType::Name:
        return "WORD";
    case ArgumentType::Clock:
        return "HH:MM";
    case ArgumentType::Number:
    case ArgumentType::Share:
        break;
    }
    return "X";
}

Refusal refuse_value(const Argument& argument, std::string_view value, const Text& why, const Text& allowed,
                     ErrorCode code) {
    return refusal(code, Text{argument.name} + Text{"="} + Text{value.substr(0, kLongestValue)} + why +
                             Text{Words{"; allowed is ", "；允许："}} + allowed + Text{Words{".", "。"}});
}

Check check_value(const Argument& argument, const std::string& value) {
    switch (argument.type) {
    case ArgumentType::Number:
    case ArgumentType::WholeNumber:
    case ArgumentType::Share:
        return check_number(argument, value);
    case ArgumentType::Choice:
        return std::ranges::find(argument.choices, value, &Choice::id) != argument.choices.end()
                   ? Check{}
                   : wrong_type(argument, value, {"choice", "可选项"});
    case ArgumentType::Street:
        return read_id(value) ? Check{} : wrong_type(argument, value, {"street id", "道路编号"});
    case ArgumentType::Asset:
        return kind_fits(argument, whole_key(argument, value)) ? Check{}
                                                               : wrong_type(argument, value, {"key", "设施代码"});
    case ArgumentType::PlaceX:
    case ArgumentType::PlaceY:
        return std::abs(read_number(value).value_or(2.0 * kFarthestM)) <= kFarthestM
                   ? Check{}
                   : wrong_type(argument, value, {"coordinate", "坐标"});
    case ArgumentType::Greens:
        return check_greens(argument, value);
    case ArgumentType::Name:
        return check_name(argument, value);
    case ArgumentType::Duration:
    case ArgumentType::Clock:
        return check_time(argument, value);
    }
    return {};
}

Check check_value(const Argument& argument, const std::string& value, const CityView& view) {
    if (Check wrong = check_value(argument, value)) {
        return wrong;
    }
    switch (argument.type) {
    case ArgumentType::Street:
        return check_street(argument, value, view);
    case ArgumentType::Asset:
        return check_asset(argument, value, view);
    case ArgumentType::PlaceX:
    case ArgumentType::PlaceY:
        return check_coordinate(argument, value, view);
    default:
        return {};
    }
}

Argument street_argument() {
    return {.name = "street", .type = ArgumentType::Street, .words = {"street", "道路"}, .required = true};
}

Argument direction_argument() {
    return {
        .name = "direction",
        .type = ArgumentType::Choice,
        .words = {"direction along the street's nodes", "沿道路节点的方向"},
        .choices = {{"both", {"both", "双向"}}, {"forward", {"forward", "正向"}}, {"backward", {"backward", "反向"}}},
        .otherwise = "both"};
}

Argument east_argument() {
    return {.name = "x", .type = ArgumentType::PlaceX, .words = {"east", "东向"}, .required = true, .unit = "m"};
}

Argument north_argument() {
    return {.name = "y", .type = ArgumentType::PlaceY, .words = {"north", "北向"}, .required = true, .unit = "m"};
}

} // namespace cityloom::scenarios
