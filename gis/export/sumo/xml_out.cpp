// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/export/sumo/xml_out.h"

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace cityloom::gis::sumo {

Line& Line::raw(std::string_view text) {
    text_ += text;
    return *this;
}

Line& Line::text(std::string_view text) {
    for (const char c : text) {
        switch (c) {
        case '&':
            text_ += "&amp;";
            break;
        case '<':
            text_ += "&lt;";
            break;
        case '>':
            text_ += "&gt;";
            break;
        case '"':
            text_ += "&quot;";
            break;
        default:
            text_ += static_cast<unsigned char>(c) < 0x20 ? ' ' : c; // not allowed in XML 1.0
        }
    }
    return *this;
}

Line& Line::number(double value, int decimals) {
    std::array<char, 64> digits{};
    const double sound = std::isfinite(value) && std::abs(value) < 1e15 ? value : 0.0;
    const auto [end, error] =
        std::to_chars(digits.data(), digits.data() + digits.size(), sound, std::chars_format::fixed, decimals);
    text_.append(digits.data(), end);
    return *this;
}

Line& Line::whole(std::uint64_t value) {
    text_ += std::to_string(value);
    return *this;
}

Line& Line::attribute(std::string_view key, std::string_view value) {
    return raw(" ").raw(key).raw("=\"").text(value).raw("\"");
}

Line& Line::attribute(std::string_view key, double value, int decimals) {
    return raw(" ").raw(key).raw("=\"").number(value, decimals).raw("\"");
}

Line& Line::attribute_whole(std::string_view key, std::uint64_t value) {
    return raw(" ").raw(key).raw("=\"").whole(value).raw("\"");
}

OutFile::OutFile(OutFile&& other) noexcept
    : file_{std::exchange(other.file_, {})}, draft_{std::exchange(other.draft_, {})}, out_{std::move(other.out_)} {}

OutFile& OutFile::operator=(OutFile&& other) noexcept {
    std::swap(file_, other.file_);
    std::swap(draft_, other.draft_);
    std::swap(out_, other.out_);
    return *this;
}

OutFile::~OutFile() {
    if (!draft_.empty()) {
        out_.close();
        std::error_code ignored;
        std::filesystem::remove(draft_, ignored);
    }
}

Result<OutFile> OutFile::open(const std::filesystem::path& file) {
    OutFile out;
    out.file_ = file;
    out.draft_ = file;
    out.draft_ += ".part";
    out.out_.open(out.draft_, std::ios::binary | std::ios::trunc);
    if (!out.out_) {
        out.draft_.clear();
        return fail(ErrorCode::Io, "The file cannot be written; check that its folder exists and is yours",
                    file.string());
    }
    return out;
}

Result<void> OutFile::close() {
    out_.close();
    std::error_code error;
    if (out_) {
        std::filesystem::rename(draft_, file_, error);
    }
    if (!out_ || error) {
        return fail(ErrorCode::Io, "The file could not be written in full; make room on the disk and write it again",
                    file_.string());
    }
    draft_.clear();
    return {};
}

} // namespace cityloom::gis::sumo
