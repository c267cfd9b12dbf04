// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "scenarios/measure/apply.h"
#include "scenarios/measure/words.h"
#include "sim/corridor/frame.h"

namespace cityloom::scenarios {

/// What a table says of one asset in a column: what people read above it.
struct TableColumn {
    enum class Type : std::uint8_t {
        Number,
        Word, ///< one of a few words, kept as a number: yes and no
        Text,
    };
    std::string id; ///< of the fact or column that it shows: "length_m", "pressure"
    engine::Words words;
    engine::Words unit; ///< as shown
    Type type = Type::Text;
    int decimals = 0;
    bool live = false;   ///< follows the run
    bool opening = true; ///< among the columns that a table opens with

    /// "Length (m)".
    [[nodiscard]] std::string title(Language language) const;
};

/// A text of a cell; without Chinese it is the same in both.
struct TableText {
    std::string english;
    std::string chinese;
    [[nodiscard]] const std::string& in(Language language) const {
        return language == Language::Chinese && !chinese.empty() ? chinese : english;
    }
};

/// All assets of one kind as a table: a row each, columns for its key, name, class, place, facts, who supplies it, what
/// a run says of it, and where it comes from. Made whole, then never changed: any thread may read it.
class AssetTable {
public:
    /// The kinds that a city has a table of, in the catalogue's order; streets and buildings among them.
    [[nodiscard]] static std::vector<const engine::Kind*> kinds(const AppliedCity& city);
    [[nodiscard]] static std::size_t count(const AppliedCity& city, const engine::Kind& kind);
    /// A kind by its id ("water.link"), what its keys begin with ("pipe"), or its words in either language. NotFound
    /// names those that there are.
    [[nodiscard]] static Result<const engine::Kind*> find_kind(const AppliedCity& city, std::string_view name);

    /// Works out all that no run changes: some tenths of a second for 100,000 rows.
    /// \param city is kept
    [[nodiscard]] static std::shared_ptr<const AssetTable> make(std::shared_ptr<const AppliedCity> city,
                                                                const engine::Kind& kind);

    [[nodiscard]] const engine::Kind& kind() const noexcept { return *kind_; }
    [[nodiscard]] const AppliedCity& city() const noexcept { return *city_; }
    [[nodiscard]] std::uint32_t rows() const noexcept { return rows_; }
    [[nodiscard]] std::size_t columns() const noexcept { return columns_.size(); }
    [[nodiscard]] const TableColumn& column(std::size_t column) const { return columns_[column].head; }
    /// By its id.
    [[nodiscard]] std::optional<std::size_t> find_column(std::string_view id) const;
    /// Whether a frame's indices are this city's; of no other anything is to be said.
    [[nodiscard]] bool fits(const engine::Frame& frame) const noexcept {
        return frame.city == 0 || frame.city == city_->fingerprint;
    }

    /// Streets that nobody drives on have one too, though the engine knows none of them.
    [[nodiscard]] engine::AssetRef asset(std::uint32_t row) const;
    [[nodiscard]] std::optional<std::uint32_t> row_of(engine::AssetRef asset) const;
    [[nodiscard]] Point2 place(std::uint32_t row) const;

    /// The number in the shown unit. Not a number where there is none, in a live column without a frame, and of texts.
    [[nodiscard]] double number(std::size_t column, std::uint32_t row, const engine::Frame* frame) const;
    /// What stands in a column of words or texts; empty where nothing does, and of numbers.
    [[nodiscard]] TableText text(std::size_t column, std::uint32_t row, const engine::Frame* frame) const;

    // Of texts, for whoever looks at all rows: each different one once.
    [[nodiscard]] const std::vector<TableText>& texts(std::size_t column) const { return columns_[column].texts; }
    /// kNone: an empty cell.
    [[nodiscard]] std::uint32_t text_of(std::size_t column, std::uint32_t row) const {
        return columns_[column].text_of[row];
    }
    /// The place of a text among all of its column, in natural order.
    [[nodiscard]] std::uint32_t rank(std::size_t column, std::uint32_t text) const {
        return columns_[column].ranks[text];
    }
    /// The words that a column of words can hold, by their values.
    [[nodiscard]] engine::Words word(std::size_t column, double value) const;

private:
    friend class TableMaker;

    struct Column {
        TableColumn head;
        std::vector<double> numbers; ///< by row; of what no run changes
        std::vector<TableText> texts;
        std::vector<std::uint32_t> text_of; ///< by row
        std::vector<std::uint32_t> ranks;   ///< by text
        std::function<double(const engine::Frame&, std::uint32_t row)> live;
        engine::Words (*word)(float value) = nullptr; ///< of what is stored
    };

    std::shared_ptr<const AppliedCity> city_;
    const engine::Kind* kind_ = nullptr;
    std::uint32_t rows_ = 0;
    std::vector<Column> columns_;
    std::unordered_map<std::uint64_t, std::uint32_t> row_of_street_;
};

} // namespace cityloom::scenarios
