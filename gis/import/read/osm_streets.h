// SPDX-License-Identifier: GPL-3.0-or-later
// Streets of OpenStreetMap: their nodes, what stands on those, and turn restrictions.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "gis/import/part.h"
#include "gis/import/read/id_table.h"
#include "gis/import/read/osm_hours.h"
#include "gis/import/read/osm_restrictions.h"
#include "gis/import/read/osm_street.h"
#include "gis/import/read/osmium.h"

namespace cityloom::gis {

/// Gathers what belongs to streets. Nodes come before the ways that they are on.
class OsmStreets {
public:
    OsmStreets(Part& part, const ReadContext& context)
        : part_{part}, context_{context}, file_{part.file.filename().string()} {}

    void restriction(const osmium::Relation& relation);
    /// \param within the bounds: only those signals are counted
    void node(const osmium::Node& node, const Tags& tags, bool within);
    void way(const osmium::Way& way, const Tags& tags);
    void ferry() { ++ferries_; }
    /// Resolves the restrictions, and says what is not as it is in the source.
    void finish();

private:
    [[nodiscard]] std::uint32_t node_at(std::int64_t id) const;
    [[nodiscard]] std::uint32_t node_of(const osmium::NodeRef& ref);
    [[nodiscard]] Range pieces_of(std::int64_t way) const;
    void bar();
    void keep(Street street, std::uint32_t begin, const osmium::Way& way);
    void say(std::size_t count, const std::string& object, const std::string& what, const std::string& remedy) const;

    Part& part_;
    const ReadContext& context_;
    std::string file_;
    std::unordered_map<std::int64_t, NodeControl> controls_;
    std::unordered_set<std::int64_t> barriers_;
    std::unordered_set<std::int64_t> open_to_riders_;        ///< of those
    IdTable nodes_;                                          ///< of the city's
    IdTable firsts_;                                         ///< each way's first piece among the city's streets
    std::unordered_map<std::int64_t, std::uint32_t> parted_; ///< how many pieces follow each other, where not one
    std::vector<OsmRestriction> restrictions_;
    std::size_t sometimes_ = 0;                           ///< restrictions under other conditions than hours
    std::size_t by_hour_ = 0;                             ///< restrictions at some hours of the week
    std::size_t changing_ = 0;                            ///< streets whose direction changes, nobody says when
    std::array<std::size_t, kConditionalKinds> hours_{};  ///< streets, by what of them changes by the hour
    std::array<std::size_t, kConditionalKinds> others_{}; ///< streets, by what has a condition that is left out
    std::size_t outside_ = 0;                             ///< streets with hours, that no network of cars has
    std::size_t cut_ = 0;
    std::unordered_set<std::uint32_t> barred_; ///< of the city's nodes; looked up only, never iterated
    std::size_t level_crossings_ = 0;
    std::size_t ferries_ = 0;
};

} // namespace cityloom::gis
