// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/invest/fields/field.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace cityloom::scenarios::invest {

namespace {

std::optional<double> number_in(std::string_view text) {
    while (!text.empty() && text.front() == ' ') {
        text.remove_prefix(1);
    }
    while (!text.empty() && text.back() == ' ') {
        text.remove_suffix(1);
    }
    double value = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size() && std::isfinite(value);
    return whole ? std::optional{value} : std::nullopt;
}

std::string shown(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.15g", value);
    return text;
}

constexpr double kLargestNumber = 1e15;

} // namespace

void Field::wrong(const std::string& what, ErrorCode code) const {
    throw WrongField{{code, (path_.empty() ? std::string{"the file"} : path_) + " " + what, path_}};
}

Field Field::at(std::string_view key) const {
    auto found = find(key);
    if (!found) {
        const std::string name = path_.empty() ? std::string{key} : path_ + "." + std::string{key};
        Field{*value_, name}.wrong("is missing. Give it; docs/formats says what it means.");
    }
    return *found;
}

std::optional<Field> Field::find(std::string_view key) const {
    if (!value_->is_object()) {
        wrong("is no object. Write it as { ... }.");
    }
    const auto found = value_->find(std::string{key});
    if (found == value_->end() || found->is_null()) {
        return std::nullopt;
    }
    return Field{*found, path_.empty() ? std::string{key} : path_ + "." + std::string{key}};
}

Field Field::at(std::size_t index) const {
    return Field{(*value_)[index], path_ + "[" + std::to_string(index) + "]"};
}

std::vector<Field> Field::list() const {
    if (!is_list()) {
        wrong("is no list. Write it as [ ... ].");
    }
    std::vector<Field> all;
    for (std::size_t i = 0; i < size(); ++i) {
        all.push_back(at(i));
    }
    return all;
}

std::vector<std::pair<std::string, Field>> Field::members() const {
    if (!is_object()) {
        wrong("is no object. Write it as { ... }.");
    }
    std::vector<std::pair<std::string, Field>> all;
    for (const auto& [key, value] : value_->items()) {
        all.emplace_back(key, Field{value, path_.empty() ? key : path_ + "." + key});
    }
    return all;
}

double Field::number() const {
    if (!is_number()) {
        wrong(is_text() ? "is text, not a number. Write it without quotes." : "is no number. Give one.");
    }
    const double value = value_->get<double>();
    if (!std::isfinite(value) || std::abs(value) > kLargestNumber) {
        wrong("is beyond 1e15. Give it in larger units.");
    }
    return value;
}

double Field::number(double least, double most) const {
    const double value = number();
    if (value < least || value > most) {
        wrong("is " + shown(value) + ". Give a number from " + shown(least) + " to " + shown(most) + ".");
    }
    return value;
}

int Field::whole(int least, int most) const {
    const double value = number();
    if (value != std::floor(value) || value < least || value > most) {
        wrong("is " + shown(value) + ". Give a whole number from " + std::to_string(least) + " to " +
              std::to_string(most) + ".");
    }
    return static_cast<int>(value);
}

bool Field::flag() const {
    if (!value_->is_boolean()) {
        wrong("is neither true nor false. Give one of them.");
    }
    return value_->get<bool>();
}

std::string Field::text() const {
    if (!is_text()) {
        wrong("is no text. Write it in quotes.");
    }
    return value_->get<std::string>();
}

double Field::rate() const {
    double value = 0.0;
    if (is_text()) {
        const std::string given = text();
        const std::size_t bar = given.find('/');
        const auto over = number_in(std::string_view{given}.substr(0, bar));
        const auto under =
            bar == std::string::npos ? std::optional{1.0} : number_in(std::string_view{given}.substr(bar + 1));
        if (!over || !under || *under == 0.0) {
            wrong("is \"" + given.substr(0, 40) + "\". Give a number, or a quotient such as \"0.08/12\".");
        }
        value = *over / *under;
    } else {
        value = number();
    }
    if (!(value > -1.0 && value <= 100.0)) {
        wrong("is " + shown(value) + ". Give a rate above -1; 0.08 is 8 per cent.");
    }
    return value;
}

std::vector<double> Field::numbers(std::optional<std::size_t> count) const {
    if (!is_list()) {
        return {number()};
    }
    if (count && size() != *count) {
        need_size(*count, "");
    }
    std::vector<double> all;
    for (const Field& each : list()) {
        all.push_back(each.number());
    }
    return all;
}

void Field::need_size(std::size_t count, const std::string& why) const {
    if (!is_list()) {
        wrong("is no list. Write it as [ ... ].");
    }
    if (size() != count) {
        wrong("has " + std::to_string(size()) + " values. Give " + std::to_string(count) +
              (why.empty() ? "" : ", " + why) + ".");
    }
}

void Field::only(const std::vector<std::string_view>& known) const {
    for (const auto& [key, value] : members()) {
        if (std::find(known.begin(), known.end(), key) == known.end()) {
            value.wrong("is no field that is known here. Take it out, or write its name right.");
        }
    }
}

} // namespace cityloom::scenarios::invest
