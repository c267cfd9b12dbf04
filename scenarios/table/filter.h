// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/table/asset_table.h"

namespace cityloom::scenarios {

/// Why an expression cannot be read, and where.
struct FilterError {
    Text message;           ///< a sentence with the remedy, without the place
    std::size_t at = 0;     ///< of the first byte that is wrong
    std::size_t length = 0; ///< bytes; 0: at the end something is missing
};

/// Which rows of a table are asked for, as a person writes it (docs/tables.md):
///
///     pressure < 2.5 bar and district = "north"
///     kind contains tank or not (length >= 1.5 km)
///     name is empty
///
/// Names are those of the table's columns: the id, or the words of either language; case, accents and full-width
/// letters do not matter. A text without any comparison is searched for: each of its words has to stand somewhere in
/// the row. What is missing fits no comparison, and the opposite of none either.
class TableFilter {
public:
    /// Everything.
    TableFilter() = default;
    /// For this table only.
    [[nodiscard]] static tl::expected<TableFilter, FilterError> parse(std::string_view text, const AssetTable& table);

    [[nodiscard]] bool everything() const noexcept { return nodes_.empty(); }
    /// Whether it asks for what a run changes: without a frame no row fits such a comparison.
    [[nodiscard]] bool live() const noexcept { return live_; }
    /// The rows that fit, in the table's order. \param frame of the table's city, or null
    [[nodiscard]] std::vector<std::uint32_t> rows(const AssetTable& table, const engine::Frame* frame) const;

private:
    friend class FilterParser;

    enum class Op : std::uint8_t {
        Or,
        And,
        Not,
        Equal,
        Unequal,
        Less,
        LessEqual,
        More,
        MoreEqual,
        Holds,
        Begins,
        Empty,
        Search
    };
    enum class Truth : std::uint8_t { No, Unknown, Yes };
    struct Node {
        Op op = Op::Search;
        std::size_t a = 0; ///< Or, And, Not: nodes
        std::size_t b = 0;
        std::size_t column = 0;
        double value = 0.0;
        std::string text;                            ///< folded
        std::size_t other = kNoColumn;               ///< compared with this column, times value
        std::vector<std::vector<std::uint8_t>> fits; ///< by text, whether it fits: of the column; Search: of every one
    };
    static constexpr std::size_t kNoColumn = ~std::size_t{0};

    [[nodiscard]] Truth test(std::size_t node, const AssetTable& table, std::uint32_t row,
                             const engine::Frame* frame) const;
    [[nodiscard]] static Truth compare(const Node& node, const AssetTable& table, std::uint32_t row,
                                       const engine::Frame* frame);
    [[nodiscard]] static bool text_fits(Op op, const TableText& text, const std::string& wanted);

    std::vector<Node> nodes_; ///< the last is the whole
    bool live_ = false;
};

} // namespace cityloom::scenarios
