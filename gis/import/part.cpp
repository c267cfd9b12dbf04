// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/part.h"

namespace cityloom::gis {

namespace {

/// A phrase within a sentence of ours: without a stop of its own, and never all of what a stranger's file quotes.
std::string phrase(std::string text) {
    constexpr std::size_t kLongest = 600;
    if (text.size() > kLongest) {
        std::size_t end = kLongest;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) { // within a letter
            --end;
        }
        text = text.substr(0, end) + " ...";
    }
    while (text.ends_with('.') && !text.ends_with("...")) {
        text.pop_back();
    }
    return text;
}

} // namespace

tl::unexpected<Error> refuse(ErrorCode code, const std::filesystem::path& file, const std::string& place,
                             const std::string& reason, const std::string& remedy) {
    const std::string where = place.empty() ? file.string() : file.string() + ", " + phrase(place);
    return fail(code, file.filename().string() + ": " + phrase(reason) + ". " + phrase(remedy) + ".", where);
}

tl::unexpected<Error> cancelled(const std::filesystem::path& file) {
    return fail(ErrorCode::Cancelled, "Import cancelled; nothing was written.", file.string());
}

std::uint64_t stable_id(std::string_view text) noexcept {
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    }
    return hash;
}

} // namespace cityloom::gis
