// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/guard/notes.h"

#include "gis/import/guard/text.h"
#include "sim/core/utf8.h"

namespace cityloom::gis {

namespace {
constexpr std::size_t kMaxReasons = 200;
}

void Notes::add(ImportNote note) {
    for (std::string* text : {&note.file, &note.object, &note.reason, &note.remedy}) {
        if (!is_utf8(*text)) { // names of files and layers come from strangers too
            *text = utf8_text(*text);
        }
    }
    if (rows_.size() < limit_) {
        rows_.push_back(std::move(note));
        return;
    }
    const std::pair key{std::move(note.file), std::move(note.reason)};
    if (overflow_.contains(key) || overflow_.size() < kMaxReasons) {
        ++overflow_[key];
    }
}

void Notes::take_over(Notes&& other) {
    for (ImportNote& row : other.rows_) {
        add(std::move(row));
    }
    for (const auto& [key, count] : other.overflow_) {
        if (overflow_.contains(key) || overflow_.size() < kMaxReasons) {
            overflow_[key] += count;
        }
    }
}

void Notes::take_over(Notes&& other, const std::string& file, const std::string& as) {
    for (ImportNote& row : other.rows_) {
        row.file = row.file == file ? as : row.file;
    }
    std::map<std::pair<std::string, std::string>, std::size_t> counted;
    for (const auto& [key, count] : other.overflow_) {
        counted[{key.first == file ? as : key.first, key.second}] += count;
    }
    other.overflow_ = std::move(counted);
    take_over(std::move(other));
}

std::vector<ImportNote> Notes::take() {
    for (const auto& [key, count] : overflow_) {
        rows_.push_back({ImportNote::Level::Warning, key.first, std::to_string(count) + " more objects", key.second,
                         "The report lists the first of them only; mend those and import again"});
    }
    overflow_.clear();
    return std::move(rows_);
}

} // namespace cityloom::gis
