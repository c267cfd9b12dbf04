// SPDX-License-Identifier: GPL-3.0-or-later
// Right and wrong measures and events, made from the rows of the kinds themselves: a new kind is tested by being there.
#pragma once

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "scenarios/measure/kind.h"
#include "scenarios/measure/scenario.h"
#include "sim/engine/catalogue.h"

namespace cityloom::tests {

using scenarios::Argument;
using scenarios::ArgumentType;
using scenarios::ChangeForm;
using scenarios::CityView;

/// One measure or event as it is typed, and what a refusal of it has to say.
struct TypedChange {
    std::string name; ///< for the test's log
    bool event = false;
    std::string time; ///< of an event
    std::string kind;
    std::vector<std::pair<std::string, std::string>> args; ///< one may be there twice
    bool needs_city = false;                               ///< only a city tells that it is wrong
    std::vector<std::string> says;                         ///< argument, value, what is allowed

    [[nodiscard]] std::string text() const {
        std::string all = event ? time + "," + kind : kind;
        for (const auto& [key, value] : args) {
            all += "," + key + "=" + value;
        }
        return all;
    }
};

inline std::string plain(double value) {
    std::string text = std::to_string(value);
    text.erase(text.find_last_not_of('0') + 1);
    return text.ends_with('.') ? text.substr(0, text.size() - 1) : text;
}

/// Makes changes for one city, which has every kind of asset and a street with two directions.
class ChangesByRow {
public:
    explicit ChangesByRow(const CityView& view) : view_{view} {
        for (const traffic::Edge& edge : view.networks.roads.edges) {
            const auto street = std::ranges::find(view.city.streets, edge.street_id, &gis::Street::id);
            if (street != view.city.streets.end() && street->oneway == 0 && edge.length_m > 100.0) {
                street_ = std::to_string(edge.street_id);
                break;
            }
        }
    }

    /// For each argument of each kind: left out, of a wrong type, below and above its range, an id that is not there, a
    /// place outside the city, given twice, empty; and arguments, kinds and times that there are not.
    [[nodiscard]] std::vector<TypedChange> wrong() {
        out_.clear();
        each_form([this](const ChangeForm& form, bool event) { wrong_of(form, event); });
        const std::string needs = "Known are: ";
        out_.push_back({"unknown measure", false, "", "levitate", {{"street", street_}}, false, {"levitate", needs}});
        out_.push_back({"unknown event", true, "08:00", "levitate", {{"street", street_}}, false, {"levitate", needs}});
        for (const char* time : {"8", "25:61", "-1:00", "1000:00", "noon", "08:00:61"}) {
            out_.push_back({std::string{"time "} + time,
                            true,
                            time,
                            "fail",
                            {{"asset", key_of({})}},
                            false,
                            {"time", time, "a time as 08:00, up to 999:59:59"}});
        }
        return std::move(out_);
    }

    /// For each argument of each kind: within its range, at both ends, each choice, an id that is there.
    [[nodiscard]] std::vector<TypedChange> right() {
        out_.clear();
        each_form([this](const ChangeForm& form, bool event) {
            add(form, event, "alone", base_of(form), false, {});
            for (const Argument& argument : form.arguments) {
                for (const std::string& value : right_values(form, argument)) {
                    add(form, event, std::string{argument.name} + "=" + value, with(form, argument, value), false, {});
                }
            }
        });
        return std::move(out_);
    }

private:
    using Args = std::vector<std::pair<std::string, std::string>>;

    template <typename F> static void each_form(F&& f) {
        for (const scenarios::MeasureKind& kind : scenarios::measure_kinds()) {
            f(kind.form, false);
        }
        for (const scenarios::EventVerb& verb : scenarios::event_verbs()) {
            f(verb.form, true);
        }
    }

    void add(const ChangeForm& form, bool event, const std::string& name, Args args, bool needs_city,
             std::vector<std::string> says) {
        const std::string kind{form.id};
        out_.push_back({(event ? "event " : "measure ") + kind + " " + name, event, event ? "08:00" : "", kind,
                        std::move(args), needs_city, std::move(says)});
    }

    [[nodiscard]] std::string key_of(const std::vector<std::string_view>& kinds) const {
        for (const std::string& key : engine::asset_keys(view_.networks)) {
            const auto kind = std::string_view{key}.substr(0, key.find('/'));
            if (kinds.empty() || std::ranges::find(kinds, kind) != kinds.end()) {
                return key;
            }
        }
        return {};
    }

    /// Greens for the signal that key_of() finds.
    [[nodiscard]] std::string greens(double green_s, std::size_t more = 0) const {
        std::string text;
        for (std::size_t k = 0; k < view_.networks.roads.controllers.front().phases.size() + more; ++k) {
            text += (k == 0 ? "" : "/") + plain(green_s);
        }
        return text;
    }

    [[nodiscard]] double edge_of_city(const Argument& argument, bool least) const {
        const bool east = argument.type == ArgumentType::PlaceX;
        const auto& place = view_.city.place;
        const Point2 corner = least ? view_.city.min_corner : view_.city.max_corner;
        return east ? static_cast<double>(place.origin_x_m) + corner.x_m
                    : static_cast<double>(place.origin_y_m) + corner.y_m;
    }

    [[nodiscard]] std::string good_value(const Argument& argument) const {
        switch (argument.type) {
        case ArgumentType::Number:
        case ArgumentType::Share:
            return plain(0.5 * (argument.least + argument.most));
        case ArgumentType::WholeNumber:
            return plain(std::max(1.0, argument.least));
        case ArgumentType::Choice:
            return std::string{argument.choices.front().id};
        case ArgumentType::Street:
            return street_;
        case ArgumentType::Asset:
            return key_of(argument.assets);
        case ArgumentType::PlaceX:
        case ArgumentType::PlaceY:
            return plain(0.5 * (edge_of_city(argument, true) + edge_of_city(argument, false)));
        case ArgumentType::Greens:
            return greens(30.0);
        case ArgumentType::Duration:
            return "1h30min";
        case ArgumentType::Name:
            return "flood-2";
        case ArgumentType::Clock:
            return "08:00";
        }
        return {};
    }

    [[nodiscard]] std::vector<std::string> right_values(const ChangeForm& form, const Argument& argument) const {
        std::vector<std::string> values{good_value(argument)};
        switch (argument.type) {
        case ArgumentType::Number:
        case ArgumentType::Share:
        case ArgumentType::WholeNumber:
            values.push_back(plain(argument.most));
            if (form.check == nullptr || argument.name != "cycle") { // a short cycle may not fit the signal's stages
                values.push_back(plain(argument.least));
            }
            break;
        case ArgumentType::Choice:
            for (const scenarios::Choice& choice : argument.choices) {
                values.emplace_back(choice.id);
            }
            break;
        case ArgumentType::PlaceX:
        case ArgumentType::PlaceY:
            values.push_back(plain(edge_of_city(argument, true) - 990.0));
            values.push_back(plain(edge_of_city(argument, false) + 990.0));
            break;
        case ArgumentType::Greens:
            values.push_back(greens(argument.least));
            values.push_back(greens(argument.most));
            break;
        case ArgumentType::Duration:
            values.insert(values.end(), {"1s", "168h", "90min"});
            break;
        case ArgumentType::Asset:
            if (argument.assets.empty()) {
                values.push_back("street/" + street_);
            }
            break;
        default:
            break;
        }
        return values;
    }

    /// What is needed, and nothing else.
    [[nodiscard]] Args base_of(const ChangeForm& form) const {
        Args args;
        for (const Argument& argument : form.arguments) {
            if (argument.required) {
                args.emplace_back(argument.name, good_value(argument));
            }
        }
        if (!form.one_of.empty()) {
            args.emplace_back(form.one_of.front(), good_value(*form.find(form.one_of.front())));
        }
        return args;
    }

    /// The base with one argument set to a value, and with what it needs beside it.
    [[nodiscard]] Args with(const ChangeForm& form, const Argument& argument, const std::string& value) const {
        Args args = base_of(form);
        std::erase_if(args, [&](const auto& arg) { return arg.first == argument.name; });
        if (!argument.only_with.empty()) {
            const auto beside = argument.only_with.front();
            args.emplace_back(beside, good_value(*form.find(beside)));
        }
        args.emplace_back(argument.name, value);
        return args;
    }

    void wrong_value(const ChangeForm& form, bool event, const Argument& argument, const std::string& value,
                     const std::string& allowed, bool needs_city = false) {
        const std::string name{argument.name};
        add(form, event, name + "=" + value, with(form, argument, value), needs_city, {name, value, allowed});
    }

    void wrong_of(const ChangeForm& form, bool event) {
        for (const Argument& argument : form.arguments) {
            const std::string name{argument.name};
            const std::string allowed = scenarios::allowed(argument).english;
            if (argument.required) {
                Args args = base_of(form);
                std::erase_if(args, [&](const auto& arg) { return arg.first == name; });
                add(form, event, name + " left out", args, false, {name, allowed});
            }
            if (!argument.only_with.empty()) {
                Args args = base_of(form);
                args.emplace_back(name, good_value(argument));
                add(form, event, name + " alone", args, false,
                    {name, good_value(argument), std::string{argument.only_with.front()}});
            }
            Args twice = with(form, argument, good_value(argument));
            twice.emplace_back(name, good_value(argument));
            add(form, event, name + " twice", twice, false, {name, good_value(argument), "allowed once"});
            add(form, event, name + " empty", with(form, argument, ""), false, {name, scenarios::usage(form)});
            wrong_values(form, event, argument, allowed);
        }
        for (const char* other : {"colour", "district"}) {
            Args args = base_of(form);
            args.emplace_back(other, "red");
            add(form, event, std::string{other} + " is none of its arguments", args, false,
                {other, "red", scenarios::usage(form)});
        }
        if (!form.one_of.empty()) {
            Args args = base_of(form);
            args.pop_back();
            add(form, event, "changes nothing", args, false,
                {std::string{form.one_of.front()}, std::string{form.one_of.back()}});
        }
    }

    void wrong_values(const ChangeForm& form, bool event, const Argument& argument, const std::string& allowed) {
        const auto wrong_each = [&](std::initializer_list<const char*> values) {
            for (const char* value : values) {
                wrong_value(form, event, argument, value, allowed);
            }
        };
        switch (argument.type) {
        case ArgumentType::WholeNumber:
            wrong_each({"1.5", "1e0"});
            [[fallthrough]];
        case ArgumentType::Number:
        case ArgumentType::Share:
            wrong_each({"many", "1e400", "nan", "inf", "0x10", "1 "});
            wrong_each({plain(argument.least - 1.0).c_str(), plain(argument.most + 1.0).c_str()});
            break;
        case ArgumentType::Choice:
            wrong_each({"sideways", "Both", "1"});
            break;
        case ArgumentType::Street:
            wrong_each({"Broadway", "-1", "1.5", "99999999999999999999999"});
            wrong_value(form, event, argument, "999999999999", "the id of a street", true);
            break;
        case ArgumentType::Asset: {
            const std::string key = key_of(argument.assets);
            wrong_each({"/", "signal/"});
            wrong_value(form, event, argument, key.substr(0, key.find('/')) + "/Z999999", key, true);
            if (argument.assets.empty()) {
                wrong_each({"substation"});
                wrong_value(form, event, argument, "street/999999999999", allowed, true);
            } else {
                wrong_each({"unicorn/1"});
            }
            break;
        }
        case ArgumentType::PlaceX:
        case ArgumentType::PlaceY:
            wrong_each({"here", "1e400", "nan", "-inf"});
            for (const double at : {edge_of_city(argument, true) - 1010.0, edge_of_city(argument, false) + 1010.0}) {
                wrong_value(form, event, argument, plain(at), "the city and 1 km around it", true);
            }
            break;
        case ArgumentType::Greens:
            wrong_each({"long", "30/", "/30", "30//20", "nan/30"});
            wrong_each({greens(argument.least - 1.0).c_str(), greens(argument.most + 1.0).c_str()});
            wrong_value(form, event, argument, greens(30.0, 1), "green times, one a stage", true);
            break;
        case ArgumentType::Duration:
            wrong_each({"never", "30", "-5min", "0s", "169h", "nanh", "1e400s"});
            break;
        case ArgumentType::Name:
            wrong_each({"two words", "a/b", "*", "a_name_that_is_longer_than_the_forty_letters_it_may_have"});
            break;
        case ArgumentType::Clock:
            wrong_each({"noon", "8", "08:60"});
            break;
        }
    }

    CityView view_;
    std::string street_;
    std::vector<TypedChange> out_;
};

} // namespace cityloom::tests
