// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>

#include "scenarios/project/project_store.h"
#include "scenarios/project/sqlite.h"
#include "scenarios/project/write_lock.h"

namespace cityloom::scenarios {

/// Shared by the store's own source files; nobody else includes it. The lock outlives the connection.
struct ProjectStore::Impl {
    std::filesystem::path file;
    Mode mode = Mode::ReadOnly;
    std::optional<WriteLock> lock;
    Database db;

    /// Runs `work` inside one transaction; what it wrote is on disk when this returns.
    template <typename Work> Result<void> write(const Work& work) {
        if (mode == Mode::ReadOnly) {
            return fail(ErrorCode::Unsupported,
                        file.filename().string() + ": the project is open for reading only. Open it for writing.",
                        file.string());
        }
        auto transaction = Transaction::begin(db);
        if (!transaction) {
            return tl::make_unexpected(transaction.error());
        }
        if (Result<void> done = work(); !done) {
            return done;
        }
        return transaction->commit();
    }
};

} // namespace cityloom::scenarios
