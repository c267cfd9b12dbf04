// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "scenarios/invest/fields/field.h"
#include "scenarios/run/input_file.h"

namespace cityloom::scenarios::invest {

namespace {

constexpr int kDeepest = 32;

std::string place(const std::string& text, std::size_t byte) {
    const std::size_t at = std::min(byte > 0 ? byte - 1 : 0, text.size());
    const auto begin = text.begin();
    const auto here = begin + static_cast<std::ptrdiff_t>(at);
    const auto line = 1 + std::count(begin, here, '\n');
    const std::size_t last = at > 0 ? text.rfind('\n', at - 1) : std::string::npos;
    const std::size_t column = last == std::string::npos ? at + 1 : at - last;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

} // namespace

Result<Field::Json> read_json(const std::filesystem::path& file, const std::string& what) {
    auto text = read_input(file, what, kLargestJson);
    if (!text) {
        return tl::make_unexpected(text.error());
    }
    const std::string name = file.filename().string();
    struct Beyond {
        const char* why;
    };
    std::vector<std::size_t> elements;
    const Field::Json::parser_callback_t watch = [&](int depth, Field::Json::parse_event_t event, Field::Json&) {
        using Event = Field::Json::parse_event_t;
        if (event == Event::array_start || event == Event::object_start) {
            if (depth >= kDeepest) {
                throw Beyond{"it nests more than 32 deep, as no such file does. Make it flatter."};
            }
            elements.push_back(0);
        } else if (event == Event::array_end || event == Event::object_end) {
            elements.pop_back();
        }
        if (event != Event::array_start && event != Event::object_start && !elements.empty() &&
            ++elements.back() > kLongestList) {
            throw Beyond{"a list has more than 1,000,000 values. Divide the problem."};
        }
        return true;
    };
    try {
        return Field::Json::parse(*text, watch);
    } catch (const Beyond& beyond) {
        return fail(ErrorCode::LimitExceeded, name + ": " + beyond.why, file.string());
    } catch (const Field::Json::parse_error& wrong) {
        return fail(ErrorCode::Malformed,
                    name + ": " + place(*text, wrong.byte) +
                        ": this is not JSON (no NaN or Infinity, no comments, no comma at the end). Mend it there.",
                    file.string());
    } catch (const Field::Json::exception&) {
        return fail(ErrorCode::Malformed,
                    name + ": a number in it is beyond what a computer holds. Give it in larger units.", file.string());
    }
}

} // namespace cityloom::scenarios::invest
