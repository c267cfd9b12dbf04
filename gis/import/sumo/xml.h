// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/geometry.h"
#include "sim/core/result.h"
#include "sim/core/time.h"

namespace cityloom::gis::sumo {

/// A rule that the input breaks. Thrown inside this folder only and turned into an Error at read_sumo()'s door.
struct Fault {
    ErrorCode code = ErrorCode::Malformed;
    std::string message; ///< the thing and the remedy
    std::string where;   ///< file and line
};

/// A line of a file, kept by what may turn out to be wrong later.
struct Place {
    std::uint32_t file = 0; ///< in FileNames
    std::uint32_t line = 0;
};

/// The files of one scenario.
class FileNames {
public:
    std::uint32_t add(const std::filesystem::path& file);
    [[nodiscard]] std::string where(Place place) const;
    [[nodiscard]] std::filesystem::path path(Place place) const { return names_[place.file]; }
    [[noreturn]] void fault(Place place, std::string message, ErrorCode code = ErrorCode::Malformed) const;

private:
    std::vector<std::string> names_;
};

/// The start of an element with its attributes. Valid during XmlHandler::begin() only.
class XmlElement {
public:
    XmlElement(std::string_view name, std::string_view parent, int depth, const char* const* attributes,
               const FileNames& files, Place place)
        : name_{name}, parent_{parent}, depth_{depth}, attributes_{attributes}, files_{files}, place_{place} {}

    [[nodiscard]] std::string_view name() const { return name_; }
    [[nodiscard]] std::string_view parent() const { return parent_; } ///< empty at the root
    [[nodiscard]] int depth() const { return depth_; }                ///< 0 at the root
    [[nodiscard]] Place place() const { return place_; }

    [[nodiscard]] bool has(std::string_view key) const;
    [[nodiscard]] std::string_view text(std::string_view key) const; ///< throws Fault when absent or empty
    [[nodiscard]] std::string_view text_or(std::string_view key, std::string_view otherwise) const;
    [[nodiscard]] double number(std::string_view key) const; ///< finite; throws Fault otherwise
    [[nodiscard]] double number_or(std::string_view key, double otherwise) const;
    [[nodiscard]] double at_least(std::string_view key, double low, double otherwise) const;
    [[nodiscard]] std::uint32_t index(std::string_view key) const; ///< 0 to 2^31 - 1
    [[nodiscard]] std::uint32_t index_or(std::string_view key, std::uint32_t otherwise) const;
    [[nodiscard]] bool flag_or(std::string_view key, bool otherwise) const;
    /// Seconds, or h:m:s, or d:h:m:s.
    [[nodiscard]] TimeUs time(std::string_view key) const;
    [[nodiscard]] TimeUs time_or(std::string_view key, TimeUs otherwise) const;
    /// "x,y x,y" or "x,y,z x,y,z".
    [[nodiscard]] std::vector<Point2> shape(std::string_view key) const;

    /// Throws a Fault at this element: `<lane id="a_0">` and the message.
    [[noreturn]] void fault(const std::string& message, ErrorCode code = ErrorCode::Malformed) const;

private:
    [[nodiscard]] const char* find(std::string_view key) const;

    std::string_view name_;
    std::string_view parent_;
    int depth_;
    const char* const* attributes_;
    const FileNames& files_;
    Place place_;
};

/// What reads a kind of file. May throw Fault.
class XmlHandler {
public:
    virtual ~XmlHandler() = default;
    virtual void begin(const XmlElement& element) = 0;
    virtual void end(std::string_view name) = 0;
};

/// Limits for files from strangers.
struct XmlLimits {
    std::uint64_t bytes = 2ULL << 30U;       ///< unpacked
    std::uint64_t unpacking = 400;           ///< times the packed size, past the first 64 MiB
    std::uint64_t token_bytes = 4ULL << 20U; ///< of one tag; expat scans an unfinished one anew with each chunk
    int depth = 24;
};

/// Streams an XML file, plain or gzipped, through the handler. Refuses document type declarations, so that there are no
/// entities, external or swelling. Throws Fault.
void read_xml(const std::filesystem::path& file, FileNames& files, XmlHandler& handler, const XmlLimits& limits = {});

/// A file that another one names, relative to that one's folder. It must lie in the tree of the naming file: its folder
/// or up to two above it, never the whole disk, so that a stranger's file cannot have others read. Throws Fault.
[[nodiscard]] std::filesystem::path named_file(const XmlElement& naming, const std::filesystem::path& folder,
                                               std::string_view name);

/// Without blanks around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);
/// A word of a stranger as messages quote it: never a whole hostile attribute.
[[nodiscard]] std::string shown(std::string_view word);
/// A finite number that fills the text but for blanks around it.
[[nodiscard]] bool parse_number(std::string_view text, double& value);
/// Seconds, h:m:s or d:h:m:s.
[[nodiscard]] bool parse_time(std::string_view text, TimeUs& value);
/// Calls f(word) for each word between separators.
template <typename F> void for_each_word(std::string_view text, F&& f, std::string_view separators = " \t\r\n") {
    for (std::size_t at = 0; (at = text.find_first_not_of(separators, at)) != std::string_view::npos;) {
        const std::size_t end = std::min(text.find_first_of(separators, at), text.size());
        f(text.substr(at, end - at));
        at = end;
    }
}

} // namespace cityloom::gis::sumo
