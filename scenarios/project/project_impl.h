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

    bool inside = false;     ///< a transaction of together() is on
    bool journaling = false; ///< the journal is made ready, as late as can be: until then there is one file

    /// Runs `work` inside one transaction; what it wrote is on disk when this returns. Fails where the file has been
    /// moved or removed meanwhile: what is written then is nowhere.
    template <typename Work> Result<void> write(const Work& work) {
        if (mode == Mode::ReadOnly) {
            return fail(ErrorCode::Unsupported,
                        file.filename().string() + ": the project is open for reading only. Open it for writing.",
                        file.string());
        }
        if (inside) {
            return work();
        }
        if (lock && !lock->still_named(file)) {
            return fail(ErrorCode::Io,
                        file.filename().string() +
                            ": the project was moved or removed while it was open, so that nothing more can be saved "
                            "in it. Put it back, and do the last step again.",
                        file.string());
        }
        if (!journaling) {
            // NORMAL loses nothing to a killed process; only a power cut may take the last commits, and never tears
            // them. Where the journal cannot be changed, as under a long reader, the slower one does.
            static_cast<void>(db.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"));
            journaling = true;
        }
        auto transaction = Transaction::begin(db);
        if (!transaction) {
            return tl::make_unexpected(transaction.error());
        }
        inside = true;
        Result<void> done = work();
        inside = false;
        return done ? transaction->commit() : done;
    }
};

} // namespace cityloom::scenarios
