// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "gis/import/sumo/od_reader.h"

namespace cityloom::gis::sumo {

namespace {

constexpr double kMostZones = 20'000;

/// Words of a VISUM matrix; lines that begin with an asterisk are comments.
class VisumText {
public:
    VisumText(const std::filesystem::path& file, FileNames& files) : lines_{file, files} {}

    /// The next line with content; false at the end.
    bool line(std::string_view& text) {
        while (lines_.next(text)) {
            if (!text.empty() && text.front() != '*') {
                return true;
            }
        }
        return false;
    }

    std::string_view needed_line(const std::string& what) {
        std::string_view text;
        if (!line(text)) {
            lines_.fault("The file ends where " + what + " belongs; copy or write it again");
        }
        return text;
    }

    /// The next word, over the ends of lines.
    std::string_view word(const std::string& what) {
        while (rest_.find_first_not_of(kBlank) == std::string_view::npos) {
            rest_ = needed_line(what);
        }
        rest_.remove_prefix(rest_.find_first_not_of(kBlank));
        const std::string_view found = rest_.substr(0, rest_.find_first_of(kBlank));
        rest_.remove_prefix(found.size());
        return found;
    }

    double number(std::string_view word, const std::string& what) const {
        double value = 0.0;
        if (!parse_number(word, value)) {
            lines_.fault(shown(word) + " is no number, and " + what + " belongs here; mend it");
        }
        return value;
    }

    [[nodiscard]] const TextLines& lines() const { return lines_; }

private:
    static constexpr std::string_view kBlank = " \t\r\n";
    TextLines lines_;
    std::string_view rest_;
};

/// Hours.minutes: 7.30 is half past seven.
TimeUs clock_time(const VisumText& text, std::string_view word) {
    const std::size_t dot = word.find('.');
    double hours = 0.0;
    double minutes = 0.0;
    if (!parse_number(word.substr(0, dot), hours) ||
        (dot != std::string_view::npos && !parse_number(word.substr(dot + 1), minutes)) || hours < 0.0 ||
        hours > 10'000.0 || hours != std::floor(hours) || minutes < 0.0 || minutes >= 60.0) {
        text.lines().fault(shown(word) + " is no time; write hours.minutes, such as 7.30");
    }
    return from_seconds(hours * 3600.0 + minutes * 60.0);
}

void read_head(VisumText& text, std::string_view type, const traffic::od::OdSlice& hour, MatrixMaker& matrix,
               double& factor, Remarks& remarks) {
    traffic::od::OdSlice slice;
    if (type.find('M') != std::string_view::npos) {
        slice.vehicle_class = text.needed_line("the number of the vehicle class");
    }
    const std::string what = "a line with begin and end";
    std::vector<std::string_view> times;
    for_each_word(text.needed_line(what), [&](std::string_view word) { times.push_back(word); });
    if (times.size() != 2) {
        text.lines().fault("It has " + std::to_string(times.size()) + " words, and " + what +
                           " belongs here; write hours.minutes twice, such as 7.00 8.00");
    }
    slice.begin = clock_time(text, times[0]);
    slice.end = clock_time(text, times[1]);
    if (slice.begin == 0 && slice.end == 0) { // VISUM's way to say nothing
        slice.begin = hour.begin;
        slice.end = hour.end;
        remarks.add("matrices name no times; their trips depart in the first hour");
    }
    matrix.set_slice(slice, text.lines().place());
    factor = text.number(text.needed_line("the factor"), "the factor");
    if (factor < 0.0) {
        text.lines().fault("The factor is negative; give one from 0 up");
    }
}

void read_list(VisumText& text, double factor, MatrixMaker& matrix) {
    for (std::string_view line; text.line(line);) {
        std::vector<std::string_view> words;
        for_each_word(line, [&](std::string_view word) { words.push_back(word); });
        if (words.size() != 3) {
            text.lines().fault("It has " + std::to_string(words.size()) +
                               " words; write origin, destination and trips");
        }
        matrix.add(words[0], words[1], text.number(words[2], "a number of trips") * factor, text.lines().place());
    }
}

void read_table(VisumText& text, double factor, MatrixMaker& matrix) {
    const std::string what = "the number of zones";
    const double count = text.number(text.word(what), what);
    if (count < 1.0 || count > kMostZones || count != std::floor(count)) {
        text.lines().fault("The number of zones is not a whole number from 1 to 20,000; mend it");
    }
    std::vector<std::string> names;
    while (names.size() < static_cast<std::size_t>(count)) {
        names.emplace_back(text.word("a zone"));
    }
    const std::string trips = "a number of trips";
    for (const std::string& origin : names) {
        for (const std::string& destination : names) {
            const double value = text.number(text.word(trips), trips) * factor;
            matrix.add(origin, destination, value, text.lines().place());
        }
    }
}

} // namespace

void read_od_visum(const std::filesystem::path& file, FileNames& files, MatrixMaker& matrix,
                   const traffic::od::OdSlice& hour, Remarks& remarks) {
    VisumText text{file, files};
    const std::string head{text.needed_line("the type")};
    const std::string type = head.substr(0, head.find(';'));
    const bool list = type.starts_with("$O");
    if (!list && !type.starts_with("$V")) {
        text.lines().fault(shown(head) +
                           " is no type that is read; matrices begin with $O, $OR, $V or $VR, with M where "
                           "a vehicle class follows");
    }
    double factor = 1.0;
    read_head(text, type.substr(2), hour, matrix, factor, remarks);
    if (list) {
        read_list(text, factor, matrix);
    } else {
        read_table(text, factor, matrix);
    }
}

} // namespace cityloom::gis::sumo
