// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gis/import/part.h"
#include "gis/import/read/gml_objects.h"

namespace cityloom::gis {

/// Streams a CityGML file and hands over each city object as it ends.
class GmlParser {
public:
    using Take = std::function<void(GmlObject)>;
    GmlParser(const ReadContext& context, Take take) : context_{context}, take_{std::move(take)} {}

    /// The first srsName of the file, as it is written there.
    [[nodiscard]] const std::string& srs() const { return srs_; }
    [[nodiscard]] const std::string& name() const { return name_; }

    /// \return the reason and "line N" of what ends the reading; empty: all was read. `stopped` where a stop was asked
    /// for.
    struct Fault {
        std::string reason;
        std::string where;
        bool stopped = false;
        bool too_much = false;
    };
    [[nodiscard]] Fault read(const std::filesystem::path& file);

    // For the XML parser's callbacks.
    void begin(const char* name, const char* const* attributes, std::size_t line);
    void end();
    void text(std::string_view piece);
    void refuse_doctype() { refused_ = "it declares a document type, which city data has no use for"; }
    [[nodiscard]] const std::string& refused() const { return refused_; }

private:
    struct Element {
        std::string name;
        bool object = false;
        int level = -1;
        bool skipped = false;
        SurfaceKind kind = SurfaceKind::Other;
        bool kind_known = false;
        std::string generic; ///< name of a generic attribute
    };
    void link(std::string_view target);
    void finish_ring();
    void finish_polygon();
    void points(std::string_view list, bool commas);
    [[nodiscard]] bool inside(std::string_view name) const;

    const ReadContext& context_;
    Take take_;
    std::vector<Element> stack_;
    std::vector<GmlObject> open_;              ///< city objects that have begun: the last is the innermost
    std::vector<std::set<std::string>> known_; ///< ids of the open objects' own polygons
    std::vector<std::vector<std::string>> links_;
    std::string text_;
    std::string srs_;
    std::string name_;
    std::string refused_;
    int dimension_ = 3;
    std::vector<Point3> ring_;
    ModelSurface polygon_;
    bool in_polygon_ = false;
    std::size_t points_ = 0;
};

} // namespace cityloom::gis
