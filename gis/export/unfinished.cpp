// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/export/unfinished.h"

#include <mutex>
#include <utility>
#include <vector>

namespace cityloom::gis {

namespace {

/// What this process would leave behind. One a process, as the files are.
struct List {
    std::mutex guard;
    std::vector<std::filesystem::path> paths;
};

List& list() {
    static List one;
    return one;
}

} // namespace

Unfinished::Unfinished(std::filesystem::path path) : path_{std::move(path)} {
    List& all = list();
    const std::lock_guard lock{all.guard};
    all.paths.push_back(std::filesystem::absolute(path_));
}

Unfinished::Unfinished(Unfinished&& other) noexcept : path_{std::exchange(other.path_, {})} {}

Unfinished& Unfinished::operator=(Unfinished&& other) noexcept {
    if (this != &other) {
        forget();
        path_ = std::exchange(other.path_, {});
    }
    return *this;
}

Unfinished::~Unfinished() {
    forget();
}

void Unfinished::forget() noexcept {
    if (path_.empty()) {
        return;
    }
    List& all = list();
    const std::lock_guard lock{all.guard};
    std::error_code error;
    std::erase(all.paths, std::filesystem::absolute(path_, error));
    path_.clear();
}

void remove_unfinished() noexcept {
    List& all = list();
    const std::lock_guard lock{all.guard};
    for (const std::filesystem::path& path : all.paths) {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
}

} // namespace cityloom::gis
