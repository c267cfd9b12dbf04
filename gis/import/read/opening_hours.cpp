// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/opening_hours.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace cityloom::gis {

namespace {

constexpr std::array<std::string_view, 7> kDays{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};
constexpr std::size_t kMostRules = 64; // a text that says more is no street sign

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\n");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

/// Reads one rule, the part between two semicolons.
class Rule {
public:
    explicit Rule(std::string_view text) : left_{trimmed(text)} {}

    /// Puts it over those before it. False where it is not understood.
    bool put(std::array<std::vector<Range>, 7>& week) {
        bool more = true;
        bool first = true;
        while (more) {
            more = false;
            std::array<bool, 7> days{};
            const bool any_days = read_days(days);
            std::vector<Range> times;
            if (!bad_ && std::isdigit(peek()) != 0) {
                more = read_times(times);
            }
            if (bad_) {
                return false;
            }
            const bool off = take("off") || take("closed");
            static_cast<void>(!off && take("open"));
            if (!any_days && times.empty() && !off) {
                return false;
            }
            if (off && !times.empty()) {
                return false; // hours taken away from others
            }
            if (times.empty() && !off) {
                times.push_back({0, kDayMinutes});
            }
            for (std::size_t d = 0; d < days.size(); ++d) {
                if (!days.at(d) && any_days) {
                    continue;
                }
                if (first) { // a rule replaces those before it on its days
                    week.at(d).clear();
                }
                week.at(d).insert(week.at(d).end(), times.begin(), times.end());
            }
            more = more || take(",");
            first = false;
        }
        return left_.empty();
    }

private:
    [[nodiscard]] int peek() const { return left_.empty() ? 0 : static_cast<unsigned char>(left_.front()); }
    bool take(std::string_view word) {
        if (!left_.starts_with(word)) {
            return false;
        }
        left_ = trimmed(left_.substr(word.size()));
        return true;
    }
    /// A day of the week; 7 for a holiday; nothing else.
    std::optional<std::size_t> day() {
        for (std::size_t d = 0; d < kDays.size(); ++d) {
            if (take(kDays.at(d))) {
                return d;
            }
        }
        return take("PH") || take("SH") ? std::optional{kDays.size()} : std::nullopt;
    }
    /// \return whether it names any, holidays too
    bool read_days(std::array<bool, 7>& days) {
        bool any = false;
        for (auto begin = day(); begin; begin = day()) {
            any = true;
            if (*begin < kDays.size()) {
                std::size_t end = *begin;
                if (take("-")) {
                    const auto to = day();
                    if (!to || *to >= kDays.size()) {
                        bad_ = true;
                        return true;
                    }
                    end = *to;
                }
                for (std::size_t d = *begin;; d = (d + 1) % days.size()) {
                    days.at(d) = true;
                    if (d == end) {
                        break;
                    }
                }
            }
            if (!take(",")) {
                break;
            }
        }
        static_cast<void>(any && take(":"));
        return any;
    }
    std::optional<std::uint32_t> minute() {
        std::array<std::uint32_t, 2> parts{};
        for (std::size_t k = 0; k < parts.size(); ++k) {
            std::size_t digits = 0;
            while (digits < 2 && digits < left_.size() &&
                   std::isdigit(static_cast<unsigned char>(left_[digits])) != 0) {
                parts.at(k) = parts.at(k) * 10 + static_cast<std::uint32_t>(left_[digits++] - '0');
            }
            if (digits == 0 || (k == 1 && digits != 2)) {
                return std::nullopt;
            }
            left_.remove_prefix(digits);
            if (k == 0 && !take(":")) {
                return std::nullopt;
            }
        }
        left_ = trimmed(left_);
        const std::uint32_t at = parts[0] * 60 + parts[1];
        return parts[1] < 60 && at <= 2 * kDayMinutes ? std::optional{at} : std::nullopt;
    }
    /// \return whether days follow, after a comma
    bool read_times(std::vector<Range>& times) {
        for (bool more = true; more;) {
            const auto begin = minute();
            if (!begin || *begin >= kDayMinutes || !take("-")) {
                bad_ = true;
                return false;
            }
            auto end = minute();
            if (!end) {
                bad_ = true;
                return false;
            }
            *end += *end <= *begin ? kDayMinutes : 0U; // over midnight
            times.push_back({*begin, *end - *begin});
            more = take(",");
            if (more && std::isdigit(peek()) == 0) {
                return true;
            }
        }
        return false;
    }

    std::string_view left_;
    bool bad_ = false;
};

/// Cuts at a letter that stands in no brackets.
std::vector<std::string_view> parts(std::string_view text, char at) {
    std::vector<std::string_view> found;
    int depth = 0;
    std::size_t begin = 0;
    for (std::size_t k = 0; k <= text.size(); ++k) {
        if (k == text.size() || (text[k] == at && depth <= 0)) {
            found.push_back(trimmed(text.substr(begin, k - begin)));
            begin = k + 1;
        } else {
            depth += text[k] == '(' ? 1 : text[k] == ')' ? -1 : 0;
        }
    }
    return found;
}

} // namespace

std::optional<WeeklyHours> parse_opening_hours(std::string_view text) {
    std::array<std::vector<Range>, 7> week;
    const auto rules = parts(text, ';');
    bool any = false;
    for (const std::string_view rule : rules) {
        if (rule.empty()) {
            continue;
        }
        any = true;
        if (rule == "24/7") {
            week.fill({{0, kDayMinutes}});
        } else if (rules.size() > kMostRules || !Rule{rule}.put(week)) {
            return std::nullopt;
        }
    }
    auto hours = WeeklyHours::of_days(week);
    return any && !hours.never() ? std::optional{std::move(hours)} : std::nullopt; // holidays alone are no hours
}

Conditional parse_conditional(std::string_view text) {
    Conditional all;
    std::vector<std::pair<std::string_view, std::string_view>> clauses; // values, conditions
    for (const std::string_view part : parts(text, ';')) {
        const auto at = part.find('@');
        if (at != std::string_view::npos) {
            clauses.emplace_back(trimmed(part.substr(0, at)), trimmed(part.substr(at + 1)));
        } else if (!clauses.empty() && !part.empty()) { // hours without brackets go on
            const char* const begin = clauses.back().second.data();
            const char* const end = part.data() + part.size();
            clauses.back().second = {begin, static_cast<std::size_t>(end - begin)};
        } else {
            all.understood = all.understood && part.empty();
        }
    }
    for (auto [value, when] : clauses) {
        if (when.starts_with('(') && when.ends_with(')')) {
            when = when.substr(1, when.size() - 2);
        }
        auto hours = parse_opening_hours(when);
        if (hours) {
            all.values.push_back({value, std::move(*hours)});
        } else {
            all.understood = false;
        }
    }
    all.understood = all.understood && !clauses.empty();
    return all;
}

} // namespace cityloom::gis
