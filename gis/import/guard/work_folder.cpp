// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/guard/work_folder.h"

#include <ctime>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gis/import/guard/temporary_copy.h"

namespace cityloom::gis {

namespace {

constexpr const char* kName = "cityloom-import-";
constexpr std::time_t kYoungS = 60; // its owner may not have locked it yet

int open_locked(const std::filesystem::path& folder) {
    const int fd = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0) {
        return fd;
    }
    if (fd >= 0) {
        close(fd);
    }
    return -1;
}

/// Folders of ours that nobody holds any more.
void clear_away() {
    std::error_code error;
    for (std::filesystem::directory_iterator entry{temporary_folder(), error}, end; !error && entry != end;
         entry.increment(error)) {
        struct stat facts {};
        const std::filesystem::path& path = entry->path();
        const bool ours = path.filename().string().starts_with(kName) && lstat(path.c_str(), &facts) == 0 &&
                          S_ISDIR(facts.st_mode) && facts.st_uid == geteuid();
        if (!ours || facts.st_mtime + kYoungS > std::time(nullptr)) {
            continue;
        }
        if (const int lock = open_locked(path); lock >= 0) {
            std::error_code ignored;
            std::filesystem::remove_all(path, ignored);
            close(lock);
        }
    }
}

} // namespace

WorkFolder::WorkFolder() {
    clear_away();
    std::string name = temporary_folder() + "/" + kName + "XXXXXX";
    if (mkdtemp(name.data()) == nullptr) {
        return;
    }
    path_ = name;
    unfinished_ = Unfinished{path_};
    lock_ = open_locked(path_);
}

WorkFolder::~WorkFolder() {
    if (!path_.empty()) {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    if (lock_ >= 0) {
        close(lock_);
    }
}

} // namespace cityloom::gis
