// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/core/result.h"

namespace cityloom::scenarios::invest {

/// What came of one example.
struct ExampleAnswer {
    std::string id;
    std::string kind;
    nlohmann::ordered_json
        outputs; ///< by name, as docs/formats/cashflow.md lists them; null where it could not be worked out
    std::optional<Error> error; ///< then: file, example, field and remedy
};

struct CashflowReport {
    std::vector<ExampleAnswer> examples; ///< in the order of the file
    /// The first that could not be worked out.
    [[nodiscard]] const ExampleAnswer* wrong() const;
};

/// Works out every example of a file (docs/formats/cashflow.md). One that is wrong says so and does not keep the others
/// from being answered. Errors: the file is no such file at all, two examples have one id, Cancelled.
[[nodiscard]] Result<CashflowReport> work_cashflow(const std::filesystem::path& file, const std::stop_token& stop = {});

/// {"examples":[{"id":..., "kind":..., "outputs":{...}}, {"id":..., "kind":..., "error":"..."}]}
[[nodiscard]] std::string to_json(const CashflowReport& report);

} // namespace cityloom::scenarios::invest
