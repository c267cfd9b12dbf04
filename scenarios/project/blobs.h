// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "gis/city/city.h"
#include "scenarios/project/sqlite.h"
#include "sim/core/sealed_blob.h"

namespace cityloom::scenarios {

/// Stores bytes under a name in cityloom_blob, in parts of at most 4 MB with a checksum each; replaces what was there.
[[nodiscard]] Result<void> put_blob(const Database& db, std::string_view name, std::string_view bytes);

/// The same of bytes that come in pieces: \p write hands them to what it is given, one after another.
[[nodiscard]] Result<void> put_blob(const Database& db, std::string_view name,
                                    const std::function<void(const std::function<void(std::string_view)>&)>& write);

/// A stored blob, part by part. The database outlives it.
class StoredBlob final : public BlobPieces {
public:
    /// NotFound where there is none.
    static Result<StoredBlob> open(const Database& db, std::string_view name);
    [[nodiscard]] std::uint64_t size() const override { return size_; }
    /// Malformed when a part is missing or damaged.
    [[nodiscard]] Result<std::string_view> next() override;
    StoredBlob(StoredBlob&& other) noexcept
        : name_{std::move(other.name_)},
          rows_{std::move(other.rows_)},
          size_{other.size_},
          expected_{other.expected_},
          ended_{other.ended_} {}

private:
    StoredBlob(std::string_view name, Statement rows, std::uint64_t size)
        : name_{name}, rows_{std::move(rows)}, size_{size} {}
    std::string name_;
    Statement rows_;
    std::uint64_t size_;
    std::int64_t expected_ = 0;
    bool ended_ = false; ///< SQLite would begin again
};

/// The project's city.
[[nodiscard]] Result<gis::City> stored_city(const Database& db);
[[nodiscard]] Result<void> store_city(const Database& db, const gis::City& city);

/// Reads one back in one piece, with the same errors.
[[nodiscard]] Result<std::string> get_blob(const Database& db, std::string_view name);

} // namespace cityloom::scenarios
