// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>
#include <fstream>
#include <map>

#include "gis/city/districts.h"
#include "gis/city/inhabitants.h"
#include "gis/import/population/spread.h"
#include "sim/core/table_rows.h"

namespace cityloom::gis {

namespace {

constexpr std::size_t kMostRows = 100'000;

std::string trimmed(std::string text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
    while (!text.empty() && blank(text.back())) {
        text.pop_back();
    }
    text.erase(text.begin(), std::ranges::find_if_not(text, blank));
    if (text.starts_with("\xEF\xBB\xBF")) { // a byte order mark
        text.erase(0, 3);
    }
    return text;
}

std::string in_line(std::size_t line) {
    return "line " + std::to_string(line);
}

} // namespace

Result<void> spread_by_table(City& city, const std::filesystem::path& file, const ReadContext& context) {
    std::ifstream in{file};
    if (!in) {
        return refuse(ErrorCode::NotFound, file, {}, "it cannot be opened", "Check the name");
    }
    const Districts districts{city};
    std::vector<std::vector<std::uint32_t>> within(districts.names().size());
    for (std::uint32_t b = 0; b < city.buildings.size(); ++b) {
        if (city.buildings[b].rings.count > 0) {
            within.at(districts.of(place_of(city, city.buildings[b]))).push_back(b);
        }
    }
    std::map<std::string, std::size_t> columns;
    std::vector<bool> told(within.size(), false);
    Census census{.source = "a table by district (" + file.filename().string() + ")"};
    std::string text;
    for (std::size_t line = 1; std::getline(in, text); ++line) {
        if (line > kMostRows) {
            return refuse(ErrorCode::LimitExceeded, file, in_line(line), "more rows than a city has districts",
                          "Give a row a district");
        }
        if (trimmed(text).empty()) {
            continue;
        }
        std::vector<std::string> fields = fields_of(text);
        std::ranges::transform(fields, fields.begin(), trimmed);
        if (columns.empty()) {
            for (std::size_t c = 0; c < fields.size(); ++c) {
                columns.emplace(fields[c], c);
            }
            if (!columns.contains("district") || !columns.contains("people")) {
                return refuse(ErrorCode::Malformed, file, in_line(line), "the first line names no column of that kind",
                              "Begin it with district,people or district,people,jobs");
            }
            continue;
        }
        const auto field = [&](const char* name) {
            const auto column = columns.find(name);
            return column != columns.end() && column->second < fields.size() ? fields[column->second] : std::string{};
        };
        const auto found = std::ranges::find(districts.names(), field("district"));
        if (found == districts.names().end()) {
            std::string names;
            for (const std::string& name : districts.names()) {
                names += (names.empty() ? "" : ", ") + name;
            }
            return refuse(ErrorCode::Malformed, file, in_line(line),
                          "there is no district '" + field("district") + "' on the map", "It has " + names);
        }
        const auto d = static_cast<std::size_t>(found - districts.names().begin());
        if (told[d]) {
            return refuse(ErrorCode::Malformed, file, in_line(line), "'" + *found + "' has a row already",
                          "Give a row a district");
        }
        told[d] = true;
        for (const auto& [name, what] : {std::pair{"people", Counted::People}, std::pair{"jobs", Counted::Jobs}}) {
            const std::string given = field(name);
            double number = 0.0;
            if (given.empty() && what == Counted::Jobs) {
                continue;
            }
            const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), number);
            if (error != std::errc{} || end != given.data() + given.size() || !(number >= 0.0 && number <= 1e8)) {
                return refuse(ErrorCode::Malformed, file, in_line(line), "'" + given + "' is no number of " + name,
                              "Give how many there are, as 24000");
            }
            if (!spread(city, within[d], what, number)) {
                return refuse(ErrorCode::Malformed, file, in_line(line),
                              "'" + *found + "' has " + name + " but no buildings on the map",
                              "Leave the row out, or add the buildings");
            }
            (what == Counted::People ? census.people : census.jobs) += number;
        }
    }
    if (columns.empty()) {
        return refuse(ErrorCode::Malformed, file, in_line(1), "it is empty",
                      "Give district,people and a row a district");
    }
    // What the table leaves out keeps what its floors hold, and is counted with the rest.
    const Inhabitants inhabitants{city};
    std::string untold;
    for (std::size_t d = 0; d < within.size(); ++d) {
        if (!told[d] && !within[d].empty()) {
            untold += (untold.empty() ? "" : ", ") + districts.names()[d];
            for (const std::uint32_t b : within[d]) {
                census.people += inhabitants.of(city.buildings[b]).people;
            }
        }
    }
    if (!untold.empty()) {
        context.notes.warn(file.filename().string(), untold,
                           "the table does not name these districts: their people follow floor area",
                           "Add a row for each");
    }
    city.census = census;
    return {};
}

} // namespace cityloom::gis
