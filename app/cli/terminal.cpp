// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/terminal.h"

#include <cstdarg>
#include <cstdint>

namespace cityloom::cli {

namespace {

struct Letter {
    std::uint32_t code = 0;
    std::size_t bytes = 0; ///< 0: no UTF-8
};

Letter first_letter(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(0);
    const std::size_t bytes = lead < 0x80   ? 1
                              : lead < 0xC2 ? 0
                              : lead < 0xE0 ? 2
                              : lead < 0xF0 ? 3
                              : lead < 0xF5 ? 4
                                            : 0;
    if (bytes == 0 || bytes > text.size()) {
        return {};
    }
    constexpr unsigned kOfLead[]{0x7FU, 0x1FU, 0x0FU, 0x07U};
    std::uint32_t code = lead & kOfLead[bytes - 1];
    for (std::size_t i = 1; i < bytes; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) {
            return {};
        }
        code = code << 6U | (byte(i) & 0x3FU);
    }
    return {code, bytes};
}

bool steers(std::uint32_t code) {
    const bool control = (code < 0x20 && code != '\n') || (code >= 0x7F && code < 0xA0);
    const bool direction =
        code == 0x200E || code == 0x200F || (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
    return control || direction || code == 0x2028 || code == 0x2029;
}

[[gnu::format(printf, 1, 0)]] std::string formatted(const char* format, std::va_list values) {
    std::va_list again;
    va_copy(again, values);
    const int length = std::vsnprintf(nullptr, 0, format, values);
    std::string text(length > 0 ? static_cast<std::size_t>(length) : 0U, '\0');
    std::vsnprintf(text.data(), text.size() + 1, format, again);
    va_end(again);
    return text;
}

} // namespace

std::string terminal_text(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const Letter letter = first_letter(text);
        if (letter.bytes == 0 || steers(letter.code)) {
            out += ' ';
        } else {
            out += text.substr(0, letter.bytes);
        }
        text.remove_prefix(letter.bytes == 0 ? 1 : letter.bytes);
    }
    return out;
}

void print_line(std::FILE* to, std::string_view text) {
    std::fprintf(to, "%s\n", terminal_text(text).c_str());
}

void print_text(const char* format, ...) {
    std::va_list values;
    va_start(values, format);
    std::fputs(terminal_text(formatted(format, values)).c_str(), stdout);
    va_end(values);
}

void print_error(const char* format, ...) {
    std::va_list values;
    va_start(values, format);
    std::fputs(terminal_text(formatted(format, values)).c_str(), stderr);
    va_end(values);
}

} // namespace cityloom::cli
