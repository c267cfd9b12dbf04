// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/project/write_lock.h"

#include <array>
#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cityloom::scenarios {

Result<WriteLock> WriteLock::take(const std::filesystem::path& project) {
    const std::filesystem::path file = project.string() + ".lock";
    constexpr int kTries = 5; // the holder may remove the file between our open and our lock
    for (int attempt = 0; attempt < kTries; ++attempt) {
        const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
        if (descriptor < 0) {
            return fail(ErrorCode::Io,
                        project.filename().string() + ": the folder cannot be written (" +
                            std::generic_category().message(errno) + "). Copy the project to a folder of yours.",
                        project.string());
        }
        if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            std::array<char, 256> who{};
            const ssize_t got = read(descriptor, who.data(), who.size() - 1);
            ::close(descriptor);
            const std::string holder =
                got > 0 ? std::string{who.data(), static_cast<std::size_t>(got)} : "another process";
            return fail(ErrorCode::Io,
                        project.filename().string() + ": the project is open in " + holder + ". Close it there first.",
                        project.string());
        }
        struct stat ours {};
        struct stat named {};
        if (fstat(descriptor, &ours) == 0 && stat(file.c_str(), &named) == 0 && ours.st_ino == named.st_ino) {
            std::array<char, 128> host{};
            gethostname(host.data(), host.size() - 1);
            const std::string text = "process " + std::to_string(getpid()) + " on " + host.data();
            // The text only helps people; the lock holds without it.
            if (ftruncate(descriptor, 0) == 0 && pwrite(descriptor, text.data(), text.size(), 0) < 0) {
                errno = 0;
            }
            const int itself = ::open(project.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
            if (itself >= 0 && flock(itself, LOCK_EX | LOCK_NB) != 0) {
                ::close(itself);
                WriteLock{file, descriptor, -1}.release();
                return fail(ErrorCode::Io,
                            project.filename().string() +
                                ": the project is open under another name. Close it there first.",
                            project.string());
            }
            return WriteLock{file, descriptor, itself};
        }
        ::close(descriptor);
    }
    return fail(ErrorCode::Io, project.filename().string() + ": other programs keep opening the project. Try again.",
                project.string());
}

WriteLock::WriteLock(WriteLock&& other) noexcept
    : file_{std::move(other.file_)},
      unfinished_{std::move(other.unfinished_)},
      descriptor_{std::exchange(other.descriptor_, -1)},
      project_{std::exchange(other.project_, -1)} {}

WriteLock& WriteLock::operator=(WriteLock&& other) noexcept {
    if (this != &other) {
        release();
        file_ = std::move(other.file_);
        unfinished_ = std::move(other.unfinished_);
        descriptor_ = std::exchange(other.descriptor_, -1);
        project_ = std::exchange(other.project_, -1);
    }
    return *this;
}

WriteLock::~WriteLock() {
    release();
}

bool WriteLock::still_named(const std::filesystem::path& project) const {
    struct stat ours {};
    struct stat named {};
    return project_ < 0 || (fstat(project_, &ours) == 0 && stat(project.c_str(), &named) == 0 &&
                            ours.st_ino == named.st_ino && ours.st_dev == named.st_dev);
}

void WriteLock::release() noexcept {
    if (project_ >= 0) {
        ::close(project_);
        project_ = -1;
    }
    if (descriptor_ >= 0) {
        unlink(file_.c_str());
        ::close(descriptor_);
        descriptor_ = -1;
    }
}

} // namespace cityloom::scenarios
