// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace cityloom::gis {

/// A file or folder that is of no use to anybody until its maker is done with it: a draft, a temporary copy, a lock.
/// While this lives, a process that has to leave at once takes it away. It does not remove anything itself.
class Unfinished {
public:
    Unfinished() = default;
    explicit Unfinished(std::filesystem::path path);
    Unfinished(Unfinished&& other) noexcept;
    Unfinished& operator=(Unfinished&& other) noexcept;
    ~Unfinished();

private:
    void forget() noexcept;
    std::filesystem::path path_; ///< empty: none
};

/// Removes all of them, folders with what is in them. For a process that ends right after it; any thread.
void remove_unfinished() noexcept;

} // namespace cityloom::gis
