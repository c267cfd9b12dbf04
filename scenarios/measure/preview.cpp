// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/measure/preview.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <vector>

#include "gis/city/city.h"

namespace cityloom::scenarios {

namespace {

std::string number(double value, int decimals = 0) {
    std::array<char, 40> text{};
    static_cast<void>(std::snprintf(text.data(), text.size(), "%.*f", decimals, value));
    return text.data();
}

Text lanes_line(const Words& when, unsigned forward, unsigned backward) {
    const auto way = [](unsigned lanes, const Words& direction) {
        return lanes == 0 ? Text{} : Text{number(lanes)} + Text{direction};
    };
    Text text{when};
    text += way(forward, {" forward", " 正向"});
    text += forward > 0 && backward > 0 ? Text{Words{", ", "，"}} : Text{};
    text += way(backward, {" backward", " 反向"});
    return text;
}

} // namespace

std::string length_text(double metres) {
    return metres < 1000.0 ? number(metres) + " m" : number(metres / 1000.0, 1) + " km";
}

Text people_text(const Words& before, double people, std::size_t buildings) {
    return Text{before} + Text{number(people)} + Text{Words{" people in ", " 人，建筑 "}} +
           Text{std::to_string(buildings)} + Text{Words{" buildings", " 栋"}};
}

std::vector<Text> preview_street(const Given& given, const CityView& view) {
    const auto id = read_id(given.text("street"));
    const auto street =
        std::ranges::find_if(view.city.streets, [&](const gis::Street& s) { return id && s.id == *id; });
    if (street == view.city.streets.end()) {
        return {};
    }
    std::vector<Text> lines;
    if (!street->name.empty()) {
        lines.emplace_back(street->name);
    }
    const bool asks = given.has("forward") || given.has("backward");
    lines.push_back(lanes_line(asks ? Words{"lanes now: ", "现有车道："} : Words{"lanes: ", "车道："},
                               street->lanes_forward, street->lanes_backward) +
                    Text{Words{", ", "，"}} + Text{number(street->speed_mps * 3.6)} + Text{" km/h"});
    if (asks) {
        lines.push_back(lanes_line({"will be: ", "将为："}, given.whole("forward", street->lanes_forward),
                                   given.whole("backward", street->lanes_backward)));
    }
    return lines;
}

std::vector<Text> preview_measure(const Measure& measure, const CityView& view) {
    const MeasureKind* kind = find_measure_kind(measure.kind);
    if (kind == nullptr || kind->preview == nullptr) {
        return {};
    }
    for (const auto& [name, value] : measure.args) {
        const Argument* argument = kind->form.find(name);
        if (argument == nullptr || check_value(*argument, value)) {
            return {};
        }
    }
    return kind->preview(Given{measure.args, kind->form.arguments}, view);
}

} // namespace cityloom::scenarios
