// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/core/result.h"

namespace cityloom::scenarios::invest {

/// Thrown by fields and caught at the doors of the rooms that read them: no file of strangers gets further.
struct WrongField {
    Error error;
};

/// A value in a JSON file and where it stands, as "projects[3].cost[0]". All that is asked of it and is not so throws a
/// WrongField that names the place and the remedy. It refers to the document, which must live as long.
class Field {
public:
    using Json = nlohmann::ordered_json;

    Field(const Json& value, std::string path) : value_{&value}, path_{std::move(path)} {}

    [[nodiscard]] const Json& json() const { return *value_; }
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::size_t size() const { return value_->size(); }
    [[nodiscard]] bool is_list() const { return value_->is_array(); }
    [[nodiscard]] bool is_object() const { return value_->is_object(); }
    [[nodiscard]] bool is_number() const { return value_->is_number(); }
    [[nodiscard]] bool is_text() const { return value_->is_string(); }

    /// A member; find() gives nothing where it is absent or null.
    [[nodiscard]] Field at(std::string_view key) const;
    [[nodiscard]] std::optional<Field> find(std::string_view key) const;
    /// An element of a list.
    [[nodiscard]] Field at(std::size_t index) const;
    /// All elements of a list, all members of an object by name.
    [[nodiscard]] std::vector<Field> list() const;
    [[nodiscard]] std::vector<std::pair<std::string, Field>> members() const;

    /// A finite number, not above 1e15 in size.
    [[nodiscard]] double number() const;
    [[nodiscard]] double number(double least, double most) const;
    /// A whole number in a range.
    [[nodiscard]] int whole(int least, int most) const;
    [[nodiscard]] bool flag() const;
    [[nodiscard]] std::string text() const;
    /// A number above -1 and at most 100, or the quotient of two as text: "0.08/12".
    [[nodiscard]] double rate() const;
    /// A number, or a list of so many; without a count as many as there are.
    [[nodiscard]] std::vector<double> numbers(std::optional<std::size_t> count = {}) const;

    /// Refuses a list that is not so long. \param why as "one a year"
    void need_size(std::size_t count, const std::string& why) const;
    /// Refuses members that nobody would read: a name typed wrong must not pass for an absent one.
    void only(const std::vector<std::string_view>& known) const;

    /// \param what and what to do about it, after the place.
    [[noreturn]] void wrong(const std::string& what, ErrorCode code = ErrorCode::Malformed) const;

private:
    const Json* value_;
    std::string path_;
};

/// Longest list anywhere, and the largest file.
inline constexpr std::size_t kLongestList = 1'000'000;
inline constexpr std::uint64_t kLargestJson = std::uint64_t{64} << 20U;

/// A JSON file of ours to read: limits of size, depth and list length looked at first, errors with line and column.
/// \param what it should be, as "rollout problem"
[[nodiscard]] Result<Field::Json> read_json(const std::filesystem::path& file, const std::string& what);

} // namespace cityloom::scenarios::invest
