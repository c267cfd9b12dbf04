// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/sumo/xml.h"

#include <array>
#include <memory>
#include <optional>

#include <expat.h>
#include <zlib.h>

namespace cityloom::gis::sumo {

namespace {

constexpr std::size_t kChunk = 1U << 16U;
constexpr std::uint64_t kFreeUnpacking = 64ULL << 20U;

struct CloseGz {
    void operator()(gzFile file) const { gzclose(file); }
};
struct FreeParser {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};

/// Ties expat's callbacks to a handler. Nothing may be thrown through expat, which is C: a fault waits here.
struct Reader {
    XML_Parser parser = nullptr;
    FileNames& files;
    XmlHandler& handler;
    const XmlLimits& limits;
    std::uint32_t file = 0;
    std::vector<std::string> open;
    std::optional<Fault> fault;

    [[nodiscard]] Place here() const { return {file, static_cast<std::uint32_t>(XML_GetCurrentLineNumber(parser))}; }

    template <typename F> void guarded(F&& f) {
        if (fault) {
            return;
        }
        try {
            f();
        } catch (Fault& thrown) {
            fault = std::move(thrown);
            XML_StopParser(parser, XML_FALSE);
        } catch (const std::bad_alloc&) {
            fault = Fault{ErrorCode::LimitExceeded, "The file does not fit into memory; read a smaller one",
                          files.where(here())};
            XML_StopParser(parser, XML_FALSE);
        }
    }

    void begin(const char* name, const char** attributes) {
        if (static_cast<int>(open.size()) >= limits.depth) {
            files.fault(here(),
                        "Elements nest deeper than " + std::to_string(limits.depth) +
                            "; no SUMO file does. Check where the file comes from",
                        ErrorCode::LimitExceeded);
        }
        const std::string parent = open.empty() ? std::string{} : open.back();
        open.emplace_back(name);
        handler.begin(XmlElement{open.back(), parent, static_cast<int>(open.size()) - 1, attributes, files, here()});
    }

    void end(const char* name) {
        open.pop_back();
        handler.end(name);
    }
};

void XMLCALL on_begin(void* user, const XML_Char* name, const XML_Char** attributes) {
    auto& reader = *static_cast<Reader*>(user);
    reader.guarded([&] { reader.begin(name, attributes); });
}

void XMLCALL on_end(void* user, const XML_Char* name) {
    auto& reader = *static_cast<Reader*>(user);
    reader.guarded([&] { reader.end(name); });
}

void XMLCALL on_doctype(void* user, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    auto& reader = *static_cast<Reader*>(user);
    reader.guarded([&] {
        reader.files.fault(reader.here(), "The file has a document type declaration, which SUMO files do not need and "
                                          "which can harm; remove the <!DOCTYPE ...> part");
    });
}

} // namespace

void read_xml(const std::filesystem::path& path, FileNames& files, XmlHandler& handler, const XmlLimits& limits) {
    const std::uint32_t file = files.add(path);
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) {
        files.fault({file, 0}, "There is no such file; check the name and the folder", ErrorCode::NotFound);
    }
    const std::uint64_t packed = std::filesystem::file_size(path, error);
    const std::unique_ptr<std::remove_pointer_t<gzFile>, CloseGz> in{gzopen(path.c_str(), "rb")};
    if (!in) {
        files.fault({file, 0}, "The file cannot be opened; check its permissions", ErrorCode::Io);
    }
    const std::unique_ptr<std::remove_pointer_t<XML_Parser>, FreeParser> parser{XML_ParserCreate(nullptr)};
    if (!parser) {
        throw std::bad_alloc{};
    }
    Reader reader{.parser = parser.get(), .files = files, .handler = handler, .limits = limits, .file = file};
    XML_SetUserData(parser.get(), &reader);
    XML_SetElementHandler(parser.get(), on_begin, on_end);
    XML_SetStartDoctypeDeclHandler(parser.get(), on_doctype);

    std::array<char, kChunk> chunk{};
    std::uint64_t total = 0;
    for (bool last = false; !last;) {
        const int count = gzread(in.get(), chunk.data(), kChunk);
        int state = Z_OK;
        gzerror(in.get(), &state);
        if (count < 0 || (state != Z_OK && state != Z_STREAM_END)) {
            files.fault(reader.here(),
                        state == Z_BUF_ERROR ? "The compressed file ends too early; copy or download it again"
                                             : "The file cannot be unpacked; copy or download it again",
                        ErrorCode::Io);
        }
        last = count == 0;
        total += static_cast<std::uint64_t>(count);
        if (total > limits.bytes || (total > kFreeUnpacking && total / limits.unpacking > packed)) {
            files.fault(reader.here(),
                        "The file unpacks to more than " + std::to_string(total >> 20U) +
                            " MiB, beyond the limit; cut the scenario into smaller ones",
                        ErrorCode::LimitExceeded);
        }
        const XML_Status status = XML_Parse(parser.get(), chunk.data(), count, last ? 1 : 0);
        if (reader.fault) {
            throw std::move(*reader.fault);
        }
        if (status != XML_STATUS_OK) {
            const XML_Error code = XML_GetErrorCode(parser.get());
            const bool empty = code == XML_ERROR_NO_ELEMENTS;
            files.fault(reader.here(), empty ? std::string{"The file ends before its content; copy or write it again"}
                                             : "Not well-formed XML (" + std::string{XML_ErrorString(code)} +
                                                   "); mend this line or write the file again");
        }
        const XML_Index at = XML_GetCurrentByteIndex(parser.get());
        if (!last && at >= 0 && total > static_cast<std::uint64_t>(at) + limits.token_bytes) {
            files.fault(reader.here(),
                        "One tag is longer than " + std::to_string(limits.token_bytes >> 20U) +
                            " MiB; check where the file comes from",
                        ErrorCode::LimitExceeded);
        }
    }
}

} // namespace cityloom::gis::sumo
