// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cctype>
#include <functional>

#include "hostile_case.h"
#include "tests/draws.h"

namespace cityloom::tests {

namespace {

std::string cut(const std::string& bytes, std::size_t tenths) {
    return bytes.substr(0, bytes.size() * tenths / 10);
}

std::string flipped(std::string bytes, std::size_t count, Draws& draws) {
    for (std::size_t i = 0; i < count; ++i) {
        char& c = bytes[draws.below(bytes.size())];
        c = static_cast<char>(static_cast<unsigned char>(c) ^ (1U << draws.below(8)));
    }
    return bytes;
}

std::string filled(std::string bytes, char with, Draws& draws) {
    const std::size_t from = draws.below(bytes.size());
    const std::size_t count = std::min<std::size_t>(1 + draws.below(64), bytes.size() - from);
    return bytes.replace(from, count, std::string(count, with));
}

std::string doubled(const std::string& bytes, Draws& draws) {
    const std::size_t from = draws.below(bytes.size());
    const std::size_t count = 1 + draws.below(std::min<std::size_t>(bytes.size() - from, 2'000));
    return bytes.substr(0, from + count) + bytes.substr(from);
}

std::string removed(std::string bytes, Draws& draws) {
    const std::size_t from = draws.below(bytes.size());
    return bytes.erase(from, 1 + draws.below(200));
}

/// Some of a text's numbers, replaced.
std::string with_numbers(const std::string& text, const std::string& number, Draws& draws) {
    const auto part = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '.'; };
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const bool begins = std::isdigit(static_cast<unsigned char>(text[i])) != 0 &&
                            (i == 0 || std::isalpha(static_cast<unsigned char>(text[i - 1])) == 0);
        if (!begins) {
            out += text[i++];
            continue;
        }
        std::size_t end = i;
        while (end < text.size() && part(text[end])) {
            ++end;
        }
        out += draws.below(8) == 0 ? number : text.substr(i, end - i);
        i = end;
    }
    return out;
}

/// A text put in at a place where something of its kind begins.
std::string with_inserted(std::string text, const std::string& inserted, Draws& draws) {
    std::size_t at = text.find_first_of(">[{\n", draws.below(text.size()));
    at = at == std::string::npos ? text.size() : at + 1;
    return text.insert(at, inserted);
}

std::string repeated(const std::string& piece, std::size_t times) {
    std::string out;
    out.reserve(piece.size() * times);
    for (std::size_t i = 0; i < times; ++i) {
        out += piece;
    }
    return out;
}

std::string with_names(const std::string& text, const std::string& name, Draws& draws) {
    std::string out;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        out += text[i];
        if (text[i] == '"') {
            quoted = !quoted;
            if (quoted && draws.below(12) == 0) {
                out += name;
            }
        }
    }
    return out;
}

std::string utf16(const std::string& text) {
    std::string out{"\xFF\xFE"};
    for (const char c : text) {
        out += c;
        out += '\0';
    }
    return out;
}

constexpr const char* kEntities =
    "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaaaaaaaaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
    "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">"
    "<!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]>";

std::string with_entities(const std::string& text, const char* use) {
    const std::size_t root = text.starts_with("<?xml") ? text.find("?>") + 2 : 0;
    std::string out = text.substr(0, root) + kEntities + text.substr(root);
    const std::size_t value = out.find("=\"", root + std::string_view{kEntities}.size());
    return value == std::string::npos ? out : out.insert(value + 2, use);
}

} // namespace

std::vector<HostileCase> mutations(const Base& base, std::uint64_t seed) {
    using Make = std::function<std::string(const std::string& sound, Draws& draws)>;
    std::vector<HostileCase> cases;
    const auto whole = std::make_shared<const std::string>(base.files.at(base.file));
    const auto beside = std::make_shared<const Files>(base.files);
    std::uint64_t number = 0;
    const auto add = [&](const std::string& name, const Make& make) {
        const std::uint64_t own = seed * 1'000 + number++;
        cases.push_back({.name = base.name + "/" + name,
                         .file = base.file,
                         .bytes =
                             [make, own, whole] {
                                 Draws draws{own};
                                 return make(*whole, draws);
                             },
                         .arguments = base.arguments,
                         .beside = beside});
    };
    const auto times = [&](int count, const std::string& name, const Make& make) {
        for (int i = 0; i < count; ++i) {
            add(name + "-" + std::to_string(i), make);
        }
    };
    add("empty", [](const std::string&, Draws&) { return std::string{}; });
    add("one-byte", [](const std::string& sound, Draws&) { return sound.substr(0, 1); });
    for (std::size_t tenths = 1; tenths <= 9; ++tenths) {
        add("cut-" + std::to_string(tenths), [tenths](const std::string& sound, Draws&) { return cut(sound, tenths); });
    }
    times(3, "bit", [](const std::string& sound, Draws& draws) { return flipped(sound, 1, draws); });
    times(3, "bits", [](const std::string& sound, Draws& draws) { return flipped(sound, 8, draws); });
    times(2, "many-bits", [](const std::string& sound, Draws& draws) { return flipped(sound, 64, draws); });
    times(3, "zeros", [](const std::string& sound, Draws& draws) { return filled(sound, '\0', draws); });
    times(3, "ones", [](const std::string& sound, Draws& draws) { return filled(sound, '\xFF', draws); });
    times(2, "doubled", [](const std::string& sound, Draws& draws) { return doubled(sound, draws); });
    times(3, "removed", [](const std::string& sound, Draws& draws) { return removed(sound, draws); });
    add("twice", [](const std::string& sound, Draws&) { return sound + sound; });
    add("trailing", [](const std::string& sound, Draws&) { return sound + std::string(3, '\0') + "\xC3\x28"; });
    if (!base.text) {
        return cases;
    }
    for (const char* one :
         {"NaN", "-nan", "1e308", "-1e308", "inf", "99999999999999999999", "-1", "0", "1e-320", "4294967296"}) {
        add(std::string{"number-"} + one,
            [one](const std::string& sound, Draws& draws) { return with_numbers(sound, one, draws); });
    }
    add("deep-lists",
        [](const std::string& sound, Draws& draws) { return with_inserted(sound, std::string(100'000, '['), draws); });
    add("deep-objects", [](const std::string& sound, Draws& draws) {
        return with_inserted(sound, repeated("{\"a\":", 50'000), draws);
    });
    add("deep-tags",
        [](const std::string& sound, Draws& draws) { return with_inserted(sound, repeated("<a>", 50'000), draws); });
    add("long-word", [](const std::string& sound, Draws& draws) {
        return with_inserted(sound, std::string(3'000'000, 'a'), draws);
    });
    add("escapes",
        [](const std::string& sound, Draws& draws) { return with_names(sound, "\x1b[2J\x1b]0;x\x07", draws); });
    add("no-utf8", [](const std::string& sound, Draws& draws) { return with_names(sound, "\xC3\x28\xA0\xA1", draws); });
    add("formulas",
        [](const std::string& sound, Draws& draws) { return with_names(sound, "=cmd|'/C calc'!A0", draws); });
    add("quotes", [](const std::string& sound, Draws& draws) { return with_names(sound, "\"'--", draws); });
    add("utf16", [](const std::string& sound, Draws&) { return utf16(sound); });
    if (whole->starts_with('<')) {
        add("entities", [](const std::string& sound, Draws&) { return with_entities(sound, "&e;"); });
        add("foreign-entity", [](const std::string& sound, Draws&) { return with_entities(sound, "&f;"); });
    }
    return cases;
}

} // namespace cityloom::tests
