// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/invest/fields/field.h"
#include "scenarios/invest/money/discount.h"

namespace cityloom::scenarios::invest {

/// One example as its kind sees it.
struct Example {
    Field inputs; ///< those of the example it is based on filled in
    std::optional<std::string> convention;
    std::filesystem::path folder; ///< files are named from here
    std::stop_token stop;

    /// Decimals that discount factors are rounded to, as in the tables of a book: factor_decimals; else what the
    /// convention says of factors; else, where there is no convention, four for amounts in CNY, by which Chinese
    /// reviewers check.
    [[nodiscard]] std::optional<int> factor_decimals() const;
    /// By "schedule" of [first, last, rate] or by "rate". \param printed with the decimals above
    [[nodiscard]] Discount discount(bool printed = true) const;
    [[nodiscard]] int first_year(int otherwise) const;
};

using Outputs = Field::Json;

/// A kind of example; throws WrongField where an input is missing or wrong.
struct ExampleKind {
    std::string_view name;
    void (*work)(const Example& example, Outputs& outputs);
};

/// The kinds, a list a file.
[[nodiscard]] std::vector<ExampleKind> flow_kinds();
[[nodiscard]] std::vector<ExampleKind> asset_kinds();
[[nodiscard]] std::vector<ExampleKind> loan_kinds();
[[nodiscard]] std::vector<ExampleKind> benefit_kinds();
[[nodiscard]] std::vector<ExampleKind> decision_kinds();
[[nodiscard]] std::vector<ExampleKind> selection_kinds();
[[nodiscard]] std::vector<ExampleKind> schedule_kinds();

} // namespace cityloom::scenarios::invest
