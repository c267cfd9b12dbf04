// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/export/out_file.h"

#include <string>
#include <utility>

#include <unistd.h>

namespace cityloom::gis {

namespace {

namespace fs = std::filesystem;

constexpr int kMostLinks = 40; // one behind the other, as Linux has it

tl::unexpected<Error> refused(const fs::path& name, const std::string& why) {
    return fail(ErrorCode::Io, name.string() + " cannot be written: " + why, name.string());
}

bool below(const fs::path& name, const char* folder) {
    const std::string text = fs::absolute(name).lexically_normal().string();
    return text.starts_with(folder);
}

} // namespace

Result<OutPlace> out_place(const fs::path& name) {
    std::error_code error;
    const fs::file_status there = fs::status(name, error); // of what a link leads to
    if (there.type() == fs::file_type::directory) {
        return refused(name, "it is a folder. Name a file in it.");
    }
    if (!fs::exists(there)) {
        fs::path end = name;
        for (int links = 0; fs::is_symlink(end, error) && links < kMostLinks; ++links) {
            const fs::path next = fs::read_symlink(end, error);
            end = next.is_absolute() ? next : end.parent_path() / next;
        }
        return OutPlace{.file = end};
    }
    if ((there.permissions() & (fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write)) ==
            fs::perms::none ||
        ::access(name.c_str(), W_OK) != 0) {
        return refused(name, "the file is write-protected. Allow writing to it, or give another name.");
    }
    // What /dev and /proc show as files (/dev/stdout) are others' open ones: replacing those would go past them.
    if (there.type() != fs::file_type::regular || below(name, "/dev/") || below(name, "/proc/")) {
        return OutPlace{.file = name, .direct = true};
    }
    const fs::path real = fs::canonical(name, error);
    return OutPlace{.file = error ? name : real};
}

Result<fs::path> out_file_place(const fs::path& name) {
    auto place = out_place(name);
    if (!place) {
        return tl::make_unexpected(place.error());
    }
    if (place->direct) {
        return refused(name, "it is a device or a pipe, and this must be a file of its own. Give another name.");
    }
    return place->file;
}

OutFile::OutFile(OutFile&& other) noexcept
    : name_{std::exchange(other.name_, {})},
      draft_{std::exchange(other.draft_, {})},
      unfinished_{std::move(other.unfinished_)},
      place_{std::exchange(other.place_, {})},
      out_{std::move(other.out_)} {}

OutFile& OutFile::operator=(OutFile&& other) noexcept {
    std::swap(name_, other.name_);
    std::swap(draft_, other.draft_);
    std::swap(unfinished_, other.unfinished_);
    std::swap(place_, other.place_);
    std::swap(out_, other.out_);
    return *this;
}

OutFile::~OutFile() {
    if (!draft_.empty()) {
        out_.close();
        std::error_code ignored;
        fs::remove(draft_, ignored);
    }
}

Result<OutFile> OutFile::open(const fs::path& name) {
    auto place = out_place(name);
    if (!place) {
        return tl::make_unexpected(place.error());
    }
    OutFile out;
    out.name_ = name;
    out.place_ = *place;
    if (place->direct) {
        out.out_.open(place->file, std::ios::binary | std::ios::app); // neither cut short nor made anew
    } else {
        out.draft_ = place->file;
        out.draft_ += ".part";
        std::error_code error; // a draft of an earlier run that was cut off; never one that somebody made a link
        fs::remove(out.draft_, error);
        out.unfinished_ = Unfinished{out.draft_};
        out.out_.open(out.draft_, std::ios::binary | std::ios::trunc);
    }
    if (!out.out_) {
        out.draft_.clear();
        return refused(name, "check that its folder exists and is yours.");
    }
    return out;
}

Result<void> OutFile::close() {
    out_.close();
    std::error_code error;
    if (out_ && !place_.direct) {
        const fs::file_status before = fs::status(place_.file, error);
        if (fs::is_regular_file(before)) { // its mode is its owner's affair
            fs::permissions(draft_, before.permissions(), error);
        }
        error.clear();
        fs::rename(draft_, place_.file, error);
    }
    if (!out_ || error) {
        return refused(name_, "it could not be written in full. Make room on the disk and write it again.");
    }
    draft_.clear();
    unfinished_ = {};
    return {};
}

Result<void> write_out(const fs::path& name, std::string_view content) {
    auto out = OutFile::open(name);
    if (!out) {
        return tl::make_unexpected(out.error());
    }
    out->write(content);
    return out->close();
}

} // namespace cityloom::gis
