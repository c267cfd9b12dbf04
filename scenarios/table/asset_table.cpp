// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/table/asset_table.h"

#include <algorithm>
#include <limits>

#include "scenarios/find/folded.h"
#include "sim/engine/catalogue.h"
#include "sim/traffic/rows.h"

namespace cityloom::scenarios {

namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

Point2 middle(const gis::City& city, const gis::Street& street) {
    return street.nodes.count == 0
               ? 0.5 * (city.min_corner + city.max_corner)
               : city.street_nodes[city.street_node_refs[street.nodes.begin + street.nodes.count / 2]].at;
}

bool means(const engine::Kind& kind, std::string_view name) {
    const auto same = [&](std::string_view word) {
        const std::string plain = folded(word);
        return plain == name || plain + "s" == name || plain + "es" == name;
    };
    return same(kind.id) || same(kind.words.english) || same(kind.words.chinese) ||
           std::ranges::any_of(kind.prefixes, same);
}

} // namespace

std::string TableColumn::title(Language language) const {
    const bool chinese = language == Language::Chinese;
    std::string text{chinese ? words.chinese : words.english};
    if (type == Type::Number && !unit.english.empty()) {
        text += " (" + std::string{chinese ? unit.chinese : unit.english} + ")";
    }
    return text;
}

std::size_t AssetTable::count(const AppliedCity& city, const engine::Kind& kind) {
    return &kind == &traffic::kStreet ? city.city->streets.size()
           : kind.view == nullptr     ? 0
                                      : kind.count(city.networks);
}

std::vector<const engine::Kind*> AssetTable::kinds(const AppliedCity& city) {
    std::vector<const engine::Kind*> all;
    std::ranges::copy_if(engine::kinds(), std::back_inserter(all),
                         [&](const engine::Kind* kind) { return count(city, *kind) > 0; });
    return all;
}

Result<const engine::Kind*> AssetTable::find_kind(const AppliedCity& city, std::string_view name) {
    const std::string plain = folded(name);
    std::string known;
    for (const engine::Kind* kind : kinds(city)) {
        if (means(*kind, plain)) {
            return kind;
        }
        known += (known.empty() ? "" : ", ") + std::string{kind->id};
    }
    return fail(ErrorCode::NotFound, "There is no table of \"" + std::string{name} + "\" here. Kinds are " + known +
                                         "; what keys begin with, as pipe or substation, is understood too.");
}

std::optional<std::size_t> AssetTable::find_column(std::string_view id) const {
    const auto found = std::ranges::find(columns_, id, [](const Column& c) -> std::string_view { return c.head.id; });
    return found == columns_.end() ? std::nullopt : std::optional{static_cast<std::size_t>(found - columns_.begin())};
}

engine::AssetRef AssetTable::asset(std::uint32_t row) const {
    return {kind_, kind_ == &traffic::kStreet ? city_->city->streets[row].id : row};
}

std::optional<std::uint32_t> AssetTable::row_of(engine::AssetRef asset) const {
    if (asset.kind != kind_) {
        return std::nullopt;
    }
    if (kind_ == &traffic::kStreet) {
        const auto found = row_of_street_.find(asset.index);
        return found == row_of_street_.end() ? std::nullopt : std::optional{found->second};
    }
    return asset.index < rows_ ? std::optional{asset.i()} : std::nullopt;
}

Point2 AssetTable::place(std::uint32_t row) const {
    return kind_ == &traffic::kStreet ? middle(*city_->city, city_->city->streets[row])
                                      : kind_->view(city_->networks, row).at;
}

double AssetTable::number(std::size_t column, std::uint32_t row, const engine::Frame* frame) const {
    const Column& c = columns_[column];
    if (c.live) {
        return frame != nullptr && fits(*frame) ? c.live(*frame, row) : kNothing;
    }
    return c.numbers.empty() ? kNothing : c.numbers[row];
}

engine::Words AssetTable::word(std::size_t column, double value) const {
    const Column& c = columns_[column];
    return c.word != nullptr && value == value ? c.word(static_cast<float>(value)) : engine::Words{};
}

TableText AssetTable::text(std::size_t column, std::uint32_t row, const engine::Frame* frame) const {
    const Column& c = columns_[column];
    if (c.head.type == TableColumn::Type::Text) {
        return c.text_of[row] == kNone ? TableText{} : c.texts[c.text_of[row]];
    }
    const engine::Words words = word(column, number(column, row, frame));
    return {std::string{words.english}, std::string{words.chinese}};
}

} // namespace cityloom::scenarios
