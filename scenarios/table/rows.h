// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "scenarios/table/filter.h"

namespace cityloom::scenarios {

/// Puts rows into the order of a column: numbers by value, texts with the numbers in them by value, words by what they
/// stand for. What is missing comes last either way; equal ones stay as they are.
void sort_rows(const AssetTable& table, std::vector<std::uint32_t>& rows, std::size_t column, bool descending,
               const engine::Frame* frame);

/// Of the numbers of a column in some rows.
struct ColumnSummary {
    std::size_t present = 0;
    double sum = 0.0;
    double mean = 0.0; ///< this and the next two only where any is present
    double low = 0.0;
    double high = 0.0;
};
[[nodiscard]] ColumnSummary summarise(const AssetTable& table, std::span<const std::uint32_t> rows, std::size_t column,
                                      const engine::Frame* frame);

/// Whether a sum says something: of lengths, loads and people, not of pressures, voltages and shares.
[[nodiscard]] bool adds_up(const TableColumn& column);

/// What is asked of a table; as the command line has it.
struct TableQuery {
    std::string where;
    std::string sort;                 ///< a column by id or words, "pressure" or "pressure:desc"; empty: as it is
    std::vector<std::string> columns; ///< empty: those that a table opens with
};

/// What a query gives: rows in their order, and columns.
struct TableAnswer {
    std::vector<std::uint32_t> rows;
    std::vector<std::size_t> columns;
};

/// Malformed or NotFound, with the place in the expression, where the query cannot be read, and where it asks for what
/// only a run knows and there is no frame.
[[nodiscard]] Result<TableAnswer> answer_query(const AssetTable& table, const TableQuery& query,
                                               const engine::Frame* frame);

/// A cell as a number in figures that any program reads, or a text; empty: nothing is there.
[[nodiscard]] std::string cell_text(const AssetTable& table, std::size_t column, std::uint32_t row, Language language,
                                    const engine::Frame* frame);

/// As CSV: a line of titles, "Length (m)", then the rows. No text in it is a formula to a spreadsheet.
[[nodiscard]] std::string to_csv(const AssetTable& table, const TableAnswer& answer, Language language,
                                 const engine::Frame* frame);

/// As one JSON object (see the table subcommand's help). \param at of the frame
[[nodiscard]] std::string to_json(const AssetTable& table, const TableAnswer& answer, const engine::Frame* frame,
                                  int indent = 1);

} // namespace cityloom::scenarios
