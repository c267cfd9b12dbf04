// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/project/blobs.h"

#include <algorithm>

#include "sim/core/blob.h"

namespace cityloom::scenarios {

namespace {
constexpr std::size_t kPart = 4U << 20U;
constexpr std::size_t kMost = std::size_t{4} << 30U;
} // namespace

Result<void> put_blob(const Database& db, std::string_view name, std::string_view bytes) {
    auto clear = db.prepare("DELETE FROM cityloom_blob WHERE name = ?");
    if (!clear) {
        return tl::make_unexpected(clear.error());
    }
    if (auto done = clear->bind(name).run(); !done) {
        return done;
    }
    auto row = db.prepare("INSERT INTO cityloom_blob(name, part, checksum, data) VALUES(?, ?, ?, ?)");
    if (!row) {
        return tl::make_unexpected(row.error());
    }
    std::int64_t number = 0;
    do {
        const std::string_view part = bytes.substr(0, kPart);
        if (auto done =
                row->bind(name).bind(number).bind(static_cast<std::int64_t>(checksum(part))).bind_blob(part).run();
            !done) {
            return done;
        }
        bytes.remove_prefix(part.size());
        ++number;
    } while (!bytes.empty());
    return {};
}

Result<std::string> get_blob(const Database& db, std::string_view name) {
    auto row = db.prepare("SELECT part, checksum, data FROM cityloom_blob WHERE name = ? ORDER BY part");
    if (!row) {
        return tl::make_unexpected(row.error());
    }
    row->bind(name);
    std::string bytes;
    for (std::int64_t expected = 0;; ++expected) {
        const auto more = row->step();
        if (!more) {
            return tl::make_unexpected(more.error());
        }
        if (!*more) {
            break;
        }
        const std::string part = row->bytes(2);
        if (row->integer(0) != expected || static_cast<std::int64_t>(checksum(part)) != row->integer(1) ||
            bytes.size() > kMost) {
            return fail(ErrorCode::Malformed,
                        "Part " + std::to_string(expected) + " of the project's " + std::string{name} +
                            " data is damaged. Restore a backup, or import the city again.",
                        "cityloom_blob, " + std::string{name});
        }
        bytes += part;
    }
    if (bytes.empty()) {
        return fail(ErrorCode::NotFound,
                    "The project has no " + std::string{name} + " data. Restore a backup, or import the city again.",
                    "cityloom_blob, " + std::string{name});
    }
    return bytes;
}

} // namespace cityloom::scenarios
