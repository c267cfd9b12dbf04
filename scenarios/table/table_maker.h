// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "scenarios/table/asset_table.h"

namespace cityloom::scenarios {

/// Fills an AssetTable, column by column. Cells that nobody sets are empty.
class TableMaker {
public:
    using Live = std::function<double(const engine::Frame&, std::uint32_t row)>;
    using Word = engine::Words (*)(float);

    TableMaker(std::shared_ptr<const AppliedCity> city, const engine::Kind& kind);

    [[nodiscard]] const gis::City& city() const { return *table_->city_->city; }
    [[nodiscard]] const engine::Networks& networks() const { return table_->city_->networks; }
    [[nodiscard]] const engine::Kind& kind() const { return *table_->kind_; }
    [[nodiscard]] std::uint32_t rows() const { return table_->rows_; }
    [[nodiscard]] engine::AssetRef asset(std::uint32_t row) const { return table_->asset(row); }
    [[nodiscard]] Point2 place(std::uint32_t row) const { return table_->place(row); }

    /// A column to be set cell by cell. \param word for columns of words
    std::size_t add(TableColumn head, Word word = nullptr);
    void set(std::size_t column, std::uint32_t row, double value);
    void set(std::size_t column, std::uint32_t row, const std::string& english, std::string_view chinese = {});
    void set(std::size_t column, std::uint32_t row, const engine::Words& words) {
        set(column, row, std::string{words.english}, words.chinese);
    }
    /// A column that follows the run; its values are in the shown unit.
    void add_live(TableColumn head, Live live, Word word = nullptr);

    /// Columns that nobody has anything to say in are left out.
    [[nodiscard]] std::shared_ptr<const AssetTable> done();

private:
    std::shared_ptr<AssetTable> table_;
    std::vector<std::unordered_map<std::string, std::uint32_t>> known_; ///< texts, by column
};

/// What the city knows of its streets and buildings beyond the engine's rows.
void add_street_columns(TableMaker& maker);
void add_building_columns(TableMaker& maker);
/// What the run says of streets: of all their edges together.
void add_street_run(TableMaker& maker);

/// Yes and no of a flag.
[[nodiscard]] engine::Words yes_or_no(float value);
[[nodiscard]] engine::Words source_words(Provenance source);

} // namespace cityloom::scenarios
