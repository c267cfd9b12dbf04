// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/measure/argument.h"
#include "sim/core/geometry.h"
#include "sim/core/time.h"

namespace cityloom::scenarios {

using Arguments = std::map<std::string, std::string>;

/// The arguments of one measure or event, read by its rows: a value that is not given is the row's default. Asks for
/// values that have been checked; of others it makes zero or nothing.
class Given {
public:
    Given(const Arguments& args, std::span<const Argument> rows) : args_{args}, rows_{rows} {}

    [[nodiscard]] bool has(std::string_view name) const;
    [[nodiscard]] std::string text(std::string_view name) const;
    [[nodiscard]] double number(std::string_view name) const { return number(name, 0.0); }
    /// \param otherwise where neither the arguments nor the row has a value
    [[nodiscard]] double number(std::string_view name, double otherwise) const;
    [[nodiscard]] std::uint32_t whole(std::string_view name) const { return whole(name, 0); }
    [[nodiscard]] std::uint32_t whole(std::string_view name, std::uint32_t otherwise) const;
    [[nodiscard]] std::uint64_t street() const; ///< the id in "street"
    [[nodiscard]] TimeUs duration(std::string_view name) const;
    [[nodiscard]] std::vector<double> greens_s(std::string_view name) const;
    [[nodiscard]] Point2 place_m() const; ///< "x" and "y", in the project's CRS
    [[nodiscard]] const Argument& row(std::string_view name) const;

private:
    const Arguments& args_;
    std::span<const Argument> rows_;
};

/// A finite number that fills the whole text.
[[nodiscard]] std::optional<double> read_number(std::string_view text);
/// An id, likewise.
[[nodiscard]] std::optional<std::uint64_t> read_id(std::string_view text);
/// Numbers between slashes, as 30/20/15; nothing where one is none.
[[nodiscard]] std::optional<std::vector<double>> read_greens(std::string_view text);

} // namespace cityloom::scenarios
