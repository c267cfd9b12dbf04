// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/project/draft.h"

#include <fcntl.h>
#include <unistd.h>

#include "scenarios/project/sqlite.h"

namespace cityloom::scenarios {

namespace {

/// To the disk, file or folder.
bool flush(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool done = descriptor >= 0 && fsync(descriptor) == 0;
    if (descriptor >= 0) {
        ::close(descriptor);
    }
    return done;
}

/// Brings what a project's journal holds into the project; one that cannot be opened stays as it is.
void take_in_journal(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::exists(file.string() + "-wal", error)) {
        return;
    }
    if (auto db = Database::open(file, Database::Mode::ReadWrite)) {
        static_cast<void>(db->execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode=DELETE;"));
        db->close();
    }
}

} // namespace

Result<void> Draft::put_into(const std::filesystem::path& file) const {
    const auto refuse = [&](const std::string& why) {
        return fail(ErrorCode::Io, file.filename().string() + ": " + why, file.string());
    };
    const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
    if (!flush(path_)) {
        return refuse("the project cannot be brought to the disk. Check its space and health.");
    }
    // A dead project's journal must not be taken for the new one's; what it holds goes into the old project first,
    // which stands until the new one takes its name.
    take_in_journal(file);
    std::error_code error;
    for (const char* suffix : {"-journal", "-wal", "-shm"}) {
        std::filesystem::remove(file.string() + suffix, error);
    }
    std::filesystem::rename(path_, file, error);
    if (error) {
        return refuse("the project cannot be given its name (" + error.message() + "). Check the folder.");
    }
    flush(folder); // without it the project is there too, only perhaps not after a power cut
    return {};
}

void Draft::remove() const {
    std::error_code ignored;
    for (const char* suffix : {"", "-journal", "-wal", "-shm"}) {
        std::filesystem::remove(path_.string() + suffix, ignored);
    }
}

} // namespace cityloom::scenarios
