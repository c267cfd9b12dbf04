// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/table/rows.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include <nlohmann/json.hpp>

#include "scenarios/find/folded.h"
#include "scenarios/measure/scenario.h"
#include "sim/core/csv.h"

namespace cityloom::scenarios {

namespace {

using Type = TableColumn::Type;

/// A number without more digits than it has: a column's decimals and three more, at least six figures.
std::string plain_number(double value) {
    char text[40];
    const auto [end, error] = std::to_chars(text, text + sizeof text, value, std::chars_format::general, 7);
    return error == std::errc{} ? std::string{text, end} : std::string{};
}

/// How many characters the first bytes of a text are.
std::size_t characters(std::string_view text, std::size_t bytes) {
    std::size_t count = 0;
    for (const char c : text.substr(0, bytes)) {
        count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
    }
    return count;
}

/// By its id, else by its words in either language.
Result<std::size_t> named(const AssetTable& table, std::string_view name) {
    const std::string plain = folded(name);
    std::string known;
    for (std::size_t c = 0; c < table.columns(); ++c) {
        const TableColumn& column = table.column(c);
        if (folded(column.id) == plain || folded(column.words.english) == plain ||
            folded(column.words.chinese) == plain) {
            return c;
        }
        known += (known.empty() ? "" : ", ") + column.id;
    }
    return fail(ErrorCode::NotFound, "There is no column \"" + std::string{name} + "\". Columns are " + known + ".");
}

Result<void> needs_run(const TableColumn& column, const engine::Frame* frame) {
    if (column.live && frame == nullptr) {
        return fail(ErrorCode::NotFound, "\"" + std::string{column.words.english} +
                                             "\" changes while the city runs; say at what time with --at HH:MM.");
    }
    return {};
}

/// The sort of a query into column and direction.
Result<void> sort_as_asked(const AssetTable& table, std::string_view sort, std::vector<std::uint32_t>& rows,
                           const engine::Frame* frame) {
    if (sort.empty()) {
        return {};
    }
    bool descending = false;
    if (const std::size_t colon = sort.rfind(':'); colon != std::string_view::npos) {
        const std::string_view way = sort.substr(colon + 1);
        if (way != "desc" && way != "asc") {
            return fail(ErrorCode::Malformed, "\"" + std::string{way} + "\" is no way to sort: it is asc or desc.");
        }
        descending = way == "desc";
        sort = sort.substr(0, colon);
    }
    const auto column = named(table, sort);
    if (!column) {
        return tl::make_unexpected(column.error());
    }
    if (auto there = needs_run(table.column(*column), frame); !there) {
        return there;
    }
    sort_rows(table, rows, *column, descending, frame);
    return {};
}

} // namespace

void sort_rows(const AssetTable& table, std::vector<std::uint32_t>& rows, std::size_t column, bool descending,
               const engine::Frame* frame) {
    const bool text = table.column(column).type == Type::Text;
    const double nothing = std::numeric_limits<double>::infinity();
    std::vector<std::pair<double, std::uint32_t>> keyed;
    keyed.reserve(rows.size());
    for (const std::uint32_t row : rows) {
        double key = nothing;
        if (text) {
            const std::uint32_t of = table.text_of(column, row);
            key = of == kNone ? nothing : static_cast<double>(table.rank(column, of));
        } else if (const double value = table.number(column, row, frame); std::isfinite(value)) {
            key = value;
        }
        keyed.emplace_back(descending && key != nothing ? -key : key, row);
    }
    std::ranges::stable_sort(keyed, {}, &std::pair<double, std::uint32_t>::first);
    std::ranges::transform(keyed, rows.begin(), &std::pair<double, std::uint32_t>::second);
}

ColumnSummary summarise(const AssetTable& table, std::span<const std::uint32_t> rows, std::size_t column,
                        const engine::Frame* frame) {
    ColumnSummary out;
    for (const std::uint32_t row : rows) {
        const double value = table.number(column, row, frame);
        if (std::isfinite(value)) {
            out.low = out.present == 0 ? value : std::min(out.low, value);
            out.high = out.present == 0 ? value : std::max(out.high, value);
            out.sum += value;
            ++out.present;
        }
    }
    out.mean = out.present > 0 ? out.sum / static_cast<double>(out.present) : 0.0;
    return out;
}

bool adds_up(const TableColumn& column) {
    if (column.type != Type::Number) {
        return false;
    }
    const std::string_view unit = column.unit.english;
    if (unit.empty()) { // a count, unless it says how large each one is
        return column.decimals == 0 && column.id != "storeys" && column.id != "lanes";
    }
    if (unit == "m") {
        return column.id.starts_with("length");
    }
    if (unit == "l/s") { // what is drawn adds up, what flows through one pipe after the other does not
        return !column.live;
    }
    return unit == "people" || unit == "vehicles" || unit == "points" || unit == "m³" || unit == "m²" || unit == "kW" ||
           unit == "MW" || unit == "MVA" || unit == "kWh" || unit == "MWh";
}

Result<TableAnswer> answer_query(const AssetTable& table, const TableQuery& query, const engine::Frame* frame) {
    const auto filter = TableFilter::parse(query.where, table);
    if (!filter) {
        const FilterError& error = filter.error();
        return fail(ErrorCode::Malformed, error.message.english,
                    "character " + std::to_string(characters(query.where, error.at) + 1) + " of \"" + query.where +
                        "\"");
    }
    TableAnswer answer;
    for (const std::string& name : query.columns) {
        const auto column = named(table, name);
        if (!column) {
            return tl::make_unexpected(column.error());
        }
        answer.columns.push_back(*column);
    }
    for (std::size_t c = 0; query.columns.empty() && c < table.columns(); ++c) {
        if (table.column(c).opening && (frame != nullptr || !table.column(c).live)) {
            answer.columns.push_back(c);
        }
    }
    if (filter->live() && frame == nullptr) {
        return fail(ErrorCode::NotFound, "The expression asks for what changes while the city runs; say at what time "
                                         "with --at HH:MM.");
    }
    answer.rows = filter->rows(table, frame);
    if (auto sorted = sort_as_asked(table, query.sort, answer.rows, frame); !sorted) {
        return tl::make_unexpected(sorted.error());
    }
    return answer;
}

std::string cell_text(const AssetTable& table, std::size_t column, std::uint32_t row, Language language,
                      const engine::Frame* frame) {
    if (table.column(column).type != Type::Number) {
        return table.text(column, row, frame).in(language);
    }
    const double value = table.number(column, row, frame);
    return std::isfinite(value) ? plain_number(value) : std::string{};
}

std::string to_csv(const AssetTable& table, const TableAnswer& answer, Language language, const engine::Frame* frame) {
    std::string out;
    for (std::size_t i = 0; i < answer.columns.size(); ++i) {
        out += (i > 0 ? "," : "") + csv_cell(table.column(answer.columns[i]).title(language));
    }
    out += '\n';
    for (const std::uint32_t row : answer.rows) {
        for (std::size_t i = 0; i < answer.columns.size(); ++i) {
            out += (i > 0 ? "," : "") + csv_cell(cell_text(table, answer.columns[i], row, language, frame));
        }
        out += '\n';
    }
    return out;
}

std::string to_json(const AssetTable& table, const TableAnswer& answer, const engine::Frame* frame, int indent) {
    using nlohmann::ordered_json;
    ordered_json root{{"kind", table.kind().id},
                      {"at", frame != nullptr ? ordered_json(format_clock(frame->time)) : ordered_json(nullptr)},
                      {"of", table.rows()},
                      {"count", answer.rows.size()},
                      {"columns", ordered_json::array()},
                      {"rows", ordered_json::array()}};
    for (const std::size_t c : answer.columns) {
        const TableColumn& column = table.column(c);
        root["columns"].push_back(
            {{"id", column.id},
             {"words", column.words.english},
             {"words_zh", column.words.chinese},
             {"unit", column.type == Type::Number && !column.unit.english.empty() ? ordered_json(column.unit.english)
                                                                                  : ordered_json(nullptr)},
             {"live", column.live}});
    }
    for (const std::uint32_t row : answer.rows) {
        ordered_json cells = ordered_json::object();
        for (const std::size_t c : answer.columns) {
            const TableColumn& column = table.column(c);
            const double value = table.number(c, row, frame);
            const std::string text = column.type == Type::Number ? std::string{} : table.text(c, row, frame).english;
            cells[column.id] = column.type == Type::Number
                                   ? (std::isfinite(value) ? ordered_json(value) : ordered_json(nullptr))
                                   : (text.empty() ? ordered_json(nullptr) : ordered_json(text));
        }
        root["rows"].push_back(std::move(cells));
    }
    return root.dump(indent, ' ', false, ordered_json::error_handler_t::replace);
}

} // namespace cityloom::scenarios
