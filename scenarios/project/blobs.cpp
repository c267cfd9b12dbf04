// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/project/blobs.h"

#include <algorithm>

#include "gis/city/city_blob.h"
#include "sim/core/blob.h"

namespace cityloom::scenarios {

namespace {
constexpr std::size_t kPart = 4U << 20U;
constexpr double kMost = 4.0 * (1U << 30U); // bytes
} // namespace

namespace {

/// Cuts what comes into parts of the same length, and stores them.
class PartWriter {
public:
    PartWriter(Statement row, std::string_view name) : row_{std::move(row)}, name_{name} { kept_.reserve(kPart); }
    void add(std::string_view bytes) {
        while (bytes.size() >= kPart - kept_.size() && done_) {
            const std::size_t here = kPart - kept_.size();
            if (kept_.empty()) {
                put(bytes.substr(0, here));
            } else {
                kept_.append(bytes.substr(0, here));
                put(kept_);
                kept_.clear();
            }
            bytes.remove_prefix(here);
        }
        kept_.append(bytes);
    }
    Result<void> finish() {
        if (done_ && (!kept_.empty() || number_ == 0)) {
            put(kept_);
        }
        return done_;
    }

private:
    void put(std::string_view part) {
        done_ = row_.bind(name_)
                    .bind(number_++)
                    .bind(static_cast<std::int64_t>(checksum(part)))
                    .bind_lasting_blob(part)
                    .run();
    }
    Statement row_;
    std::string_view name_;
    std::string kept_;
    std::int64_t number_ = 0;
    Result<void> done_;
};

} // namespace

Result<void> put_blob(const Database& db, std::string_view name,
                      const std::function<void(const std::function<void(std::string_view)>&)>& write) {
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
    PartWriter parts{std::move(*row), name};
    write([&parts](std::string_view bytes) { parts.add(bytes); });
    return parts.finish();
}

Result<void> put_blob(const Database& db, std::string_view name, std::string_view bytes) {
    return put_blob(db, name, [bytes](const auto& take) { take(bytes); });
}

Result<StoredBlob> StoredBlob::open(const Database& db, std::string_view name) {
    auto sum = db.prepare("SELECT count(*), total(length(data)) FROM cityloom_blob WHERE name = ?");
    auto rows = db.prepare("SELECT part, checksum, data FROM cityloom_blob WHERE name = ? ORDER BY part");
    if (!sum || !rows) {
        return tl::make_unexpected(sum ? rows.error() : sum.error());
    }
    const auto found = sum->bind(name).step();
    if (!found) {
        return tl::make_unexpected(found.error());
    }
    const double size = sum->real(1);
    if (sum->integer(0) == 0 || size == 0.0) {
        return fail(ErrorCode::NotFound,
                    "The project has no " + std::string{name} + " data. Restore a backup, or import the city again.",
                    "table cityloom_blob, " + std::string{name});
    }
    rows->bind(name);
    return StoredBlob{name, std::move(*rows), static_cast<std::uint64_t>(std::clamp(size, 0.0, kMost))};
}

Result<std::string_view> StoredBlob::next() {
    if (ended_) {
        return std::string_view{};
    }
    const auto more = rows_.step();
    if (!more) {
        return tl::make_unexpected(more.error());
    }
    if (!*more) {
        ended_ = true;
        return std::string_view{};
    }
    const std::string_view part = rows_.view(2);
    if (rows_.integer(0) != expected_ || static_cast<std::int64_t>(checksum(part)) != rows_.integer(1) ||
        part.empty() || part.size() > size_) {
        return fail(ErrorCode::Malformed,
                    "Part " + std::to_string(expected_) + " of the project's " + name_ +
                        " data is damaged. Restore a backup, or import the city again.",
                    "cityloom_blob, " + name_);
    }
    ++expected_;
    return part;
}

Result<gis::City> stored_city(const Database& db) {
    auto stored = StoredBlob::open(db, "city");
    return stored ? gis::read_city(*stored) : tl::make_unexpected(stored.error());
}

Result<void> store_city(const Database& db, const gis::City& city) {
    return put_blob(db, "city", [&city](const auto& take) { gis::write_city(city, take); });
}

Result<std::string> get_blob(const Database& db, std::string_view name) {
    auto stored = StoredBlob::open(db, name);
    if (!stored) {
        return tl::make_unexpected(stored.error());
    }
    std::string bytes;
    for (;;) {
        const auto part = stored->next();
        if (!part) {
            return tl::make_unexpected(part.error());
        }
        if (part->empty()) {
            return bytes;
        }
        bytes += *part;
    }
}

} // namespace cityloom::scenarios
