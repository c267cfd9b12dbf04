// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/run/own_key.h"

#include <cstdlib>
#include <filesystem>

#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

namespace cityloom::scenarios {

namespace {

std::filesystem::path key_file() {
    const auto setting = [](const char* name) {
        const char* given = std::getenv(name); // NOLINT(concurrency-mt-unsafe): nobody sets it
        return std::filesystem::path{given != nullptr ? given : ""};
    };
    const std::filesystem::path state = setting("XDG_STATE_HOME");
    const std::filesystem::path home = setting("HOME");
    return state.is_absolute()  ? state / "cityloom" / "saved-runs.key"
           : home.is_absolute() ? home / ".local" / "state" / "cityloom" / "saved-runs.key"
                                : std::filesystem::path{};
}

bool read_key(const std::filesystem::path& file, SipKey& key) {
    const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    const bool whole = descriptor >= 0 && read(descriptor, key.data(), sizeof key) == static_cast<ssize_t>(sizeof key);
    if (descriptor >= 0) {
        close(descriptor);
    }
    return whole;
}

/// Under another name first, so that two who make one at the same time end with the same.
void make_key(const std::filesystem::path& file) {
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    std::string draft = file.string() + "-XXXXXX";
    const int descriptor = mkstemp(draft.data()); // for this user alone
    if (descriptor < 0) {
        return;
    }
    SipKey key{};
    const bool written = getrandom(key.data(), sizeof key, 0) == static_cast<ssize_t>(sizeof key) &&
                         write(descriptor, key.data(), sizeof key) == static_cast<ssize_t>(sizeof key);
    close(descriptor);
    if (written) {
        static_cast<void>(link(draft.c_str(), file.c_str()) == 0); // where there is one by now, it stays
    }
    unlink(draft.c_str());
}

} // namespace

Result<SipKey> own_key() {
    const std::filesystem::path file = key_file();
    SipKey key{};
    if (!file.empty() && !read_key(file, key)) {
        make_key(file);
    }
    if (file.empty() || !read_key(file, key)) {
        return fail(ErrorCode::Io,
                    "No key for saved runs can be kept in " +
                        (file.empty() ? std::string{"your home folder"} : file.parent_path().string()) +
                        ". Make that folder yours, or name another in XDG_STATE_HOME.",
                    file.string());
    }
    return key;
}

} // namespace cityloom::scenarios
