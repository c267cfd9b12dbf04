// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/guard/text_scan.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include <bzlib.h>
#include <zlib.h>

#include "gis/import/part.h"

namespace cityloom::gis {

namespace {

constexpr std::size_t kBlock = 1U << 18U;

/// A file's bytes as they are after unpacking. A damaged one ends early: its reader will say so.
class Unpacked {
public:
    explicit Unpacked(const std::filesystem::path& file) {
        if (file.extension() == ".bz2") {
            bzip_.reset(BZ2_bzopen(file.c_str(), "rb"));
        } else {
            gzip_.reset(gzopen(file.c_str(), "rb")); // hands on what is not packed as it is
        }
    }
    [[nodiscard]] std::string_view next() {
        const int got = bzip_   ? BZ2_bzread(bzip_.get(), block_.data(), static_cast<int>(block_.size()))
                        : gzip_ ? gzread(gzip_.get(), block_.data(), static_cast<unsigned>(block_.size()))
                                : 0;
        return {block_.data(), got > 0 ? static_cast<std::size_t>(got) : 0U};
    }

private:
    struct CloseGzip {
        void operator()(gzFile file) const { gzclose(file); }
    };
    struct CloseBzip {
        void operator()(BZFILE* file) const { BZ2_bzclose(file); }
    };
    std::unique_ptr<std::remove_pointer_t<gzFile>, CloseGzip> gzip_;
    std::unique_ptr<BZFILE, CloseBzip> bzip_;
    std::vector<char> block_ = std::vector<char>(kBlock);
};

/// Where a scan stands.
struct Position {
    std::uint64_t byte = 0;
    std::uint64_t line = 1;
    void pass(char c) {
        ++byte;
        line += c == '\n' ? 1U : 0U;
    }
    [[nodiscard]] std::string text() const { return "line " + std::to_string(line) + ", byte " + std::to_string(byte); }
};

/// Follows XML as far as needed to know where a tag, comment, instruction or CDATA section begins and ends.
class Tags {
public:
    /// \return the bytes of the one that is open, 0 between them.
    std::uint64_t pass(char c) {
        switch (state_) {
        case State::Text:
            if (c == '<') {
                state_ = State::Begin;
                length_ = 0;
            }
            break;
        case State::Begin:
            state_ = c == '!' ? State::Bang : c == '?' ? State::Instruction : State::Tag;
            break;
        case State::Bang:
            state_ = c == '-' ? State::Comment : c == '[' ? State::Data : State::Tag;
            break;
        case State::Tag:
            if (c == '"' || c == '\'') {
                state_ = State::Value;
                quote_ = c;
            } else if (c == '>') {
                state_ = State::Text;
            }
            break;
        case State::Value:
            state_ = c == quote_ ? State::Tag : state_;
            break;
        case State::Instruction:
            ends(c, '?', 1);
            break;
        case State::Comment:
            ends(c, '-', 2);
            break;
        case State::Data:
            ends(c, ']', 2);
            break;
        }
        length_ = state_ == State::Text ? 0 : length_ + 1;
        return length_;
    }

private:
    enum class State : std::uint8_t { Text, Begin, Bang, Tag, Value, Instruction, Comment, Data };
    void ends(char c, char mark, int marks) {
        if (c == '>' && marks_ >= marks) {
            state_ = State::Text;
        }
        marks_ = c == mark ? marks_ + 1 : 0;
    }
    State state_ = State::Text;
    char quote_ = '"';
    int marks_ = 0;
    std::uint64_t length_ = 0;
};

/// Counts the different names that follow a "<".
class TagNames {
public:
    std::size_t pass(char c) {
        if (c == '<') {
            open_ = true;
            name_.clear();
        } else if (open_ && (c == '>' || c == '/' || c == ' ' || c == '\t' || c == '\r' || c == '\n')) {
            open_ = false;
            seen_.insert(name_);
        } else if (open_ && name_.size() < kNamed) {
            name_ += c;
        }
        return seen_.size();
    }

private:
    static constexpr std::size_t kNamed = 256;
    bool open_ = false;
    std::string name_;
    std::unordered_set<std::string> seen_; // only ever counted
};

std::string mib(std::uint64_t bytes) {
    return std::to_string(bytes >> 20U) + " MiB";
}

/// Follows JSON's brackets, texts, and the names of what a feature has.
class Json {
public:
    Json(bool geojson, const TextLimits& limits) : geojson_{geojson}, limits_{limits} {}

    /// \return what is beyond the limits; empty: nothing is.
    std::string pass(char c) {
        if (quoted_) {
            return in_word(c);
        }
        switch (c) {
        case '"':
            quoted_ = true;
            word_.clear();
            length_ = 0;
            break;
        case '{':
        case '[':
            open_.push_back({.table = geojson_ && c == '{' && names_properties_});
            names_properties_ = false;
            if (open_.size() > static_cast<std::size_t>(limits_.depth)) {
                return "lists nest deeper than " + std::to_string(limits_.depth) + " levels";
            }
            break;
        case '}':
        case ']':
            if (!open_.empty()) {
                open_.pop_back();
            }
            break;
        case ':':
            return named();
        case ',':
            names_properties_ = false;
            break;
        default:
            break;
        }
        return {};
    }

private:
    struct Open {
        bool table = false; ///< the properties of a feature
        std::size_t members = 0;
    };

    std::string in_word(char c) {
        if (escaped_) {
            escaped_ = false;
        } else if (c == '\\') {
            escaped_ = true;
        } else if (c == '"') {
            quoted_ = false;
            return {};
        }
        constexpr std::size_t kNamed = 256; // longer names differ before that, or are not told apart
        if (length_++ < kNamed) {
            word_ += c;
        }
        return length_ > limits_.word_bytes ? "one text is longer than " + mib(limits_.word_bytes) : std::string{};
    }

    std::string named() {
        names_properties_ = word_ == "properties";
        if (open_.empty() || !open_.back().table) {
            return {};
        }
        if (++open_.back().members > limits_.members) {
            return "a feature has more than " + std::to_string(limits_.members) + " properties";
        }
        columns_.insert(word_);
        return columns_.size() > limits_.columns
                   ? "its features have more than " + std::to_string(limits_.columns) + " different properties"
                   : std::string{};
    }

    bool geojson_;
    const TextLimits& limits_;
    bool quoted_ = false;
    bool escaped_ = false;
    bool names_properties_ = false;
    std::string word_;
    std::uint64_t length_ = 0;
    std::vector<Open> open_;
    std::unordered_set<std::string> columns_; // only ever counted
};

} // namespace

Result<void> scan_xml(const std::filesystem::path& file, bool table, const TextLimits& limits) {
    std::error_code error;
    const std::uint64_t packed = std::filesystem::file_size(file, error);
    Unpacked in{file};
    Tags tags;
    TagNames names;
    Position at;
    for (std::string_view block = in.next(); !block.empty(); block = in.next()) {
        for (const char c : block) {
            at.pass(c);
            if (tags.pass(c) > limits.tag_bytes) {
                return refuse(ErrorCode::LimitExceeded, file, at.text(),
                              "one tag or comment is longer than " + mib(limits.tag_bytes) + " (" + at.text() + ")",
                              "No city data has such; check where the file comes from");
            }
            if (table && names.pass(c) > limits.columns) {
                return refuse(ErrorCode::LimitExceeded, file, at.text(),
                              "it has more than " + std::to_string(limits.columns) + " different tags (" + at.text() +
                                  ")",
                              "No city data has such; check the file, or leave out the columns that are not needed");
            }
        }
        if (at.byte > limits.unpacked_bytes || (at.byte > kFreeUnpacking && at.byte / limits.unpacking > packed)) {
            return refuse(ErrorCode::LimitExceeded, file, at.text(),
                          "it unpacks to more than " + mib(at.byte) + ", over " + std::to_string(limits.unpacking) +
                              " times its size",
                          "Unpack it by hand and look at it, or cut out the city, as with osmium extract");
        }
    }
    return {};
}

Result<void> scan_json(const std::filesystem::path& file, bool geojson, const TextLimits& limits) {
    Unpacked in{file};
    Json json{geojson, limits};
    Position at;
    for (std::string_view block = in.next(); !block.empty(); block = in.next()) {
        for (const char c : block) {
            at.pass(c);
            if (const std::string why = json.pass(c); !why.empty()) {
                return refuse(ErrorCode::LimitExceeded, file, at.text(), why + " (" + at.text() + ")",
                              "No city data has such; check the file, or leave out the columns that are not needed");
            }
        }
    }
    return {};
}

std::string place_in_text(const std::filesystem::path& file, const std::string& wanted) {
    Unpacked in{file};
    Position at;
    std::string kept; // so much of the last block as may begin what is wanted
    for (std::string_view block = in.next(); !block.empty(); block = in.next()) {
        const std::string both = kept + std::string{block};
        const std::size_t found = wanted.empty() ? std::string::npos : both.find(wanted);
        const std::size_t end = found == std::string::npos ? both.size() : found + wanted.size();
        for (std::size_t i = kept.size(); i < end; ++i) {
            at.pass(both[i]);
        }
        if (found != std::string::npos) {
            break;
        }
        kept = both.substr(both.size() - std::min(both.size(), wanted.empty() ? 0 : wanted.size() - 1));
    }
    return at.text();
}

} // namespace cityloom::gis
