// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/tntp_text.h"

#include <charconv>
#include <cmath>
#include <fstream>

namespace cityloom::gis {

namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\v' || c == '\f';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_space(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

template <typename T> std::optional<T> parsed(std::string_view word) {
    if (!word.empty() && word.front() == '+') {
        word.remove_prefix(1); // which from_chars() does not know
    }
    T value{};
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    return error == std::errc{} && end == word.data() + word.size() ? std::optional{value} : std::nullopt;
}

} // namespace

std::optional<double> tntp_number(std::string_view word) {
    const auto value = parsed<double>(word);
    return value && std::isfinite(*value) ? value : std::nullopt;
}

std::optional<std::uint32_t> tntp_integer(std::string_view word) {
    return parsed<std::uint32_t>(word);
}

std::string tntp_quoted(std::string_view word) {
    constexpr std::size_t kLongest = 40;
    std::string text{"\""};
    for (const char c : word.substr(0, kLongest)) {
        text += c >= ' ' && c <= '~' ? c : '?';
    }
    return text + (word.size() > kLongest ? "...\"" : "\"");
}

Result<TntpText> TntpText::open(const std::filesystem::path& file, std::uint64_t max_bytes) {
    const std::string name = file.string();
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) {
        return fail(ErrorCode::NotFound, name + " is not a file. Check its path.", name);
    }
    const auto size = std::filesystem::file_size(file, error);
    if (error || size > max_bytes) {
        return fail(ErrorCode::LimitExceeded,
                    name + " is larger than " + std::to_string(max_bytes >> 20U) + " MB, the limit for TNTP files.",
                    name);
    }
    TntpText text;
    text.file_ = name;
    text.text_.resize(size);
    std::ifstream in{file, std::ios::binary};
    if (!in.read(text.text_.data(), static_cast<std::streamsize>(size))) {
        return fail(ErrorCode::Io, name + " cannot be read. Check its permissions and the disk.", name);
    }
    for (; text.at_ < text.text_.size(); ++text.line_) {
        const std::size_t end = std::min(text.text_.find('\n', text.at_), text.text_.size());
        const std::string_view line = trimmed(std::string_view{text.text_}.substr(text.at_, end - text.at_));
        text.at_ = std::min(end + 1, text.text_.size());
        if (line.empty() || line.front() == '~') {
            continue;
        }
        const std::size_t close = line.find('>');
        if (line.front() != '<' || close == std::string_view::npos) {
            return text.fault("a line \"<KEY> value\" or <END OF METADATA> belongs here, not " + tntp_quoted(line) +
                              ". Check that this is a TNTP file.");
        }
        const std::string key{line.substr(1, close - 1)};
        if (key == "END OF METADATA") {
            ++text.line_;
            return text;
        }
        text.metadata_[key] = {text.line_, std::string{trimmed(line.substr(close + 1))}};
    }
    return text.fault_of_file("the line <END OF METADATA> is missing. The file is cut short, or not a TNTP file.");
}

Result<std::uint32_t> TntpText::count(const std::string& key, std::uint32_t least, std::uint32_t most) const {
    const auto found = metadata_.find(key);
    if (found == metadata_.end()) {
        return fault_of_file("the metadata lacks <" + key + ">. Add the line.");
    }
    const auto value = tntp_integer(found->second.text);
    if (!value || *value < least || *value > most) {
        return fault_at(found->second.line, "<" + key + "> is " + tntp_quoted(found->second.text) +
                                                ", but must be a whole number from " + std::to_string(least) + " to " +
                                                std::to_string(most) + ". Correct it.");
    }
    return *value;
}

Result<std::optional<double>> TntpText::figure(const std::string& key) const {
    const auto found = metadata_.find(key);
    if (found == metadata_.end()) {
        return std::optional<double>{};
    }
    const auto value = tntp_number(found->second.text);
    if (!value) {
        return fault_at(found->second.line,
                        "<" + key + "> is " + tntp_quoted(found->second.text) + ", which is not a number. Correct it.");
    }
    return value;
}

std::string TntpText::remarks() const {
    std::string said;
    for (const auto& [key, value] : metadata_) {
        said += key + " " + value.text + "\n";
    }
    for (std::size_t at = at_; at < text_.size(); ++at) {
        if (text_[at] == '~') {
            const std::size_t end = std::min(text_.find('\n', at), text_.size());
            said.append(text_, at, end - at).append("\n");
            at = end;
        } else if (!is_space(text_[at])) {
            break;
        }
    }
    for (char& c : said) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return said;
}

std::string_view TntpText::next() {
    while (at_ < text_.size() && (is_space(text_[at_]) || text_[at_] == '~')) {
        if (text_[at_] == '~') {
            at_ = std::min(text_.find('\n', at_), text_.size());
        } else {
            line_ += text_[at_] == '\n' ? 1U : 0U;
            ++at_;
        }
    }
    const std::size_t begin = at_;
    if (at_ < text_.size() && (text_[at_] == ':' || text_[at_] == ';')) {
        ++at_;
    } else {
        while (at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != ':' && text_[at_] != ';' &&
               text_[at_] != '~') {
            ++at_;
        }
    }
    return std::string_view{text_}.substr(begin, at_ - begin);
}

tl::unexpected<Error> TntpText::fault_at(std::size_t line, const std::string& what) const {
    return fail(ErrorCode::Malformed, file_ + ", line " + std::to_string(line) + ": " + what, file_);
}

tl::unexpected<Error> TntpText::fault_of_file(const std::string& what) const {
    return fail(ErrorCode::Malformed, file_ + ": " + what, file_);
}

} // namespace cityloom::gis
