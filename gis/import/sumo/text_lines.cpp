// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/sumo/text_lines.h"

#include <array>

#include <zlib.h>

namespace cityloom::gis::sumo {

namespace {

constexpr std::uint64_t kMostBytes = 2ULL << 30U; // unpacked
constexpr std::size_t kLongestLine = 1U << 20U;

} // namespace

struct TextLines::Stream {
    gzFile in = nullptr;
    std::array<char, 1U << 16U> chunk{};
    std::size_t at = 0;
    std::size_t size = 0;
    std::uint64_t total = 0;
};

TextLines::TextLines(const std::filesystem::path& file, FileNames& files)
    : files_{files}, stream_{std::make_unique<Stream>()}, file_{files.add(file)} {
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) {
        files.fault({file_, 0}, "There is no such file; check the name and the folder", ErrorCode::NotFound);
    }
    stream_->in = gzopen(file.c_str(), "rb");
    if (stream_->in == nullptr) {
        files.fault({file_, 0}, "The file cannot be opened; check its permissions", ErrorCode::Io);
    }
}

TextLines::~TextLines() {
    if (stream_->in != nullptr) {
        gzclose(stream_->in);
    }
}

bool TextLines::fill() {
    Stream& s = *stream_;
    const int count = gzread(s.in, s.chunk.data(), static_cast<unsigned>(s.chunk.size()));
    int state = Z_OK;
    gzerror(s.in, &state);
    if (count < 0 || (state != Z_OK && state != Z_STREAM_END)) {
        fault("The file cannot be read or unpacked; copy or download it again", ErrorCode::Io);
    }
    s.at = 0;
    s.size = static_cast<std::size_t>(count);
    s.total += s.size;
    if (s.total > kMostBytes) {
        fault("The file has more than 2 GiB, beyond the limit; cut it into smaller ones", ErrorCode::LimitExceeded);
    }
    return count > 0;
}

bool TextLines::next(std::string_view& line) {
    Stream& s = *stream_;
    text_.clear();
    bool any = false;
    for (bool ended = false; !ended && (s.at < s.size || fill());) {
        any = true;
        const std::string_view rest{s.chunk.data() + s.at, s.size - s.at};
        const std::size_t end = rest.find('\n');
        ended = end != std::string_view::npos;
        text_.append(rest.substr(0, end));
        s.at += ended ? end + 1 : rest.size();
        if (text_.size() > kLongestLine) {
            ++line_;
            fault("The line is longer than 1 MiB; check that the right file is named", ErrorCode::LimitExceeded);
        }
    }
    if (!any) {
        return false;
    }
    ++line_;
    if (line_ == 1 && text_.starts_with("\xEF\xBB\xBF")) {
        text_.erase(0, 3);
    }
    if (text_.find('\0') != std::string::npos) {
        fault("The line holds bytes that are no text; check that the right file is named");
    }
    line = trimmed(text_);
    return true;
}

char first_letter(const std::filesystem::path& file, FileNames& files) {
    TextLines lines{file, files};
    for (std::string_view line; lines.next(line);) {
        if (!line.empty()) {
            return line.front();
        }
    }
    return '\0';
}

std::vector<std::string_view> table_cells(std::string_view line) {
    const char separator = line.find(';') == std::string_view::npos ? ',' : ';';
    std::vector<std::string_view> cells;
    for (std::size_t at = 0; at <= line.size();) {
        const std::size_t end = std::min(line.find(separator, at), line.size());
        std::string_view cell = trimmed(line.substr(at, end - at));
        if (cell.size() > 1 && cell.front() == '"' && cell.back() == '"') {
            cell = cell.substr(1, cell.size() - 2);
        }
        cells.push_back(cell);
        at = end + 1;
    }
    return cells;
}

} // namespace cityloom::gis::sumo
