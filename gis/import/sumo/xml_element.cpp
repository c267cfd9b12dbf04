// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <cmath>

#include "gis/import/sumo/xml.h"

namespace cityloom::gis::sumo {

namespace {

constexpr double kLargest = 1e12; // no length, time or coordinate of a city is beyond

} // namespace

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r\n\v\f";
    const std::size_t begin = text.find_first_not_of(kBlank);
    return begin == std::string_view::npos ? std::string_view{}
                                           : text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

std::string shown(std::string_view word) {
    constexpr std::size_t kLongest = 60;
    std::string text{"\""};
    for (const char c : word.substr(0, kLongest)) {
        text += c >= ' ' || c < '\0' ? c : '?';
    }
    return text + (word.size() > kLongest ? "...\"" : "\"");
}

bool parse_number(std::string_view text, double& value) {
    text = trimmed(text);
    if (!text.empty() && text.front() == '+') {
        text.remove_prefix(1);
    }
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && end == text.data() + text.size() && std::abs(value) <= kLargest; // false for NaN
}

bool parse_time(std::string_view text, TimeUs& value) {
    text = trimmed(text);
    const bool negative = text.starts_with('-');
    if (negative) {
        text.remove_prefix(1);
    }
    double seconds = 0.0;
    int parts = 0;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(':', at), text.size());
        double part = 0.0;
        if (!parse_number(text.substr(at, end - at), part) || part < 0.0) {
            return false;
        }
        ++parts;
        seconds = seconds * (parts == 2 && std::count(text.begin(), text.end(), ':') == 3 ? 24.0 : 60.0) + part;
        at = end + 1;
    }
    if (parts == 2 || parts > 4 || seconds > 1e9) {
        return false;
    }
    value = from_seconds(negative ? -seconds : seconds);
    return true;
}

std::uint32_t FileNames::add(const std::filesystem::path& file) {
    names_.push_back(file.string());
    return static_cast<std::uint32_t>(names_.size() - 1);
}

std::string FileNames::where(Place place) const {
    const std::string file = place.file < names_.size() ? names_[place.file] : std::string{};
    return place.line == 0 ? file : file + ", line " + std::to_string(place.line);
}

void FileNames::fault(Place place, std::string message, ErrorCode code) const {
    throw Fault{code, std::move(message), where(place)};
}

std::filesystem::path named_file(const XmlElement& naming, const std::filesystem::path& folder, std::string_view name) {
    constexpr int kUp = 2; // a scenario's files lie side by side in folders of one parent, or of one grandparent
    std::error_code error;
    const auto here = std::filesystem::absolute(folder.empty() ? std::filesystem::path{"."} : folder);
    const auto file = std::filesystem::weakly_canonical(here / std::filesystem::path{name}, error);
    auto tree = std::filesystem::weakly_canonical(here, error);
    for (int up = 0; up < kUp && tree.parent_path() != tree.root_path(); ++up) {
        tree = tree.parent_path();
    }
    if (std::mismatch(tree.begin(), tree.end(), file.begin(), file.end()).first != tree.end()) {
        naming.fault("the file " + shown(name) + " lies outside of the folder " + tree.string() +
                         ", which holds this scenario; copy it there, or name it yourself",
                     ErrorCode::Unsupported);
    }
    return folder / std::filesystem::path{name};
}

const char* XmlElement::find(std::string_view key) const {
    for (const char* const* a = attributes_; *a != nullptr; a += 2) {
        if (key == *a) {
            return a[1];
        }
    }
    return nullptr;
}

void XmlElement::fault(const std::string& message, ErrorCode code) const {
    std::string subject = "<" + std::string{name_.substr(0, 60)};
    if (const char* id = find("id"); id != nullptr) {
        subject += " id=" + shown(id);
    }
    files_.fault(place_, subject + ">: " + message, code);
}

bool XmlElement::has(std::string_view key) const {
    return find(key) != nullptr;
}

std::string_view XmlElement::text(std::string_view key) const {
    const char* value = find(key);
    if (value == nullptr || *value == '\0') {
        fault("the attribute " + std::string{key} + " is missing; add it, or write the file anew with SUMO's tools");
    }
    return value;
}

std::string_view XmlElement::text_or(std::string_view key, std::string_view otherwise) const {
    const char* value = find(key);
    return value == nullptr ? otherwise : std::string_view{value};
}

double XmlElement::number(std::string_view key) const {
    double value = 0.0;
    if (!parse_number(text(key), value)) {
        fault(std::string{key} + "=" + shown(text(key)) + " is no finite number; give one, such as 13.89");
    }
    return value;
}

double XmlElement::number_or(std::string_view key, double otherwise) const {
    return has(key) ? number(key) : otherwise;
}

double XmlElement::at_least(std::string_view key, double low, double otherwise) const {
    const double value = number_or(key, otherwise);
    if (value < low) {
        fault(std::string{key} + "=" + shown(text(key)) + " is too small; it must be at least " + std::to_string(low));
    }
    return value;
}

std::uint32_t XmlElement::index(std::string_view key) const {
    const std::string_view value = trimmed(text(key));
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc{} || end != value.data() + value.size() || number > 0x7FFFFFFFU) {
        fault(std::string{key} + "=" + shown(value) + " is no index; give a whole number from 0 up");
    }
    return number;
}

std::uint32_t XmlElement::index_or(std::string_view key, std::uint32_t otherwise) const {
    return has(key) ? index(key) : otherwise;
}

bool XmlElement::flag_or(std::string_view key, bool otherwise) const {
    const std::string_view given = text_or(key, otherwise ? "1" : "0");
    std::string value{trimmed(given).substr(0, 20)};
    std::ranges::transform(value, value.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    for (const std::string_view yes : {"1", "true", "yes", "on", "x", "t", "opportunistic"}) {
        if (value == yes) {
            return true;
        }
    }
    for (const std::string_view no : {"0", "false", "no", "off", "-", "f"}) {
        if (value == no) {
            return false;
        }
    }
    fault(std::string{key} + "=" + shown(given) + " is neither yes nor no; write true or false");
}

TimeUs XmlElement::time(std::string_view key) const {
    TimeUs value = 0;
    if (!parse_time(text(key), value)) {
        fault(std::string{key} + "=" + shown(text(key)) + " is no time; give seconds, or hours:minutes:seconds");
    }
    return value;
}

TimeUs XmlElement::time_or(std::string_view key, TimeUs otherwise) const {
    return has(key) ? time(key) : otherwise;
}

std::vector<Point2> XmlElement::shape(std::string_view key) const {
    std::vector<Point2> points;
    for_each_word(text_or(key, ""), [&](std::string_view word) {
        const std::size_t comma = word.find(',');
        const std::size_t end =
            comma == std::string_view::npos ? comma : std::min(word.find(',', comma + 1), word.size());
        Point2 point;
        double height = 0.0;
        if (comma == std::string_view::npos || !parse_number(word.substr(0, comma), point.x_m) ||
            !parse_number(word.substr(comma + 1, end - comma - 1), point.y_m) ||
            (end < word.size() && !parse_number(word.substr(end + 1), height))) {
            fault(std::string{key} + " has the point " + shown(word) + "; points are x,y or x,y,z in finite metres");
        }
        points.push_back(point);
    });
    return points;
}

} // namespace cityloom::gis::sumo
