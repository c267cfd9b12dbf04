// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "gis/import/part.h"
#include "gis/import/read/open_water.h"
#include "gis/import/read/osm_rings.h"
#include "gis/import/read/osm_streets.h"
#include "gis/import/read/osmium.h"

namespace cityloom::gis {

/// Thrown inside the reader's loop and caught at the door: libosmium offers no other way out of its handlers.
struct OsmStop {};
struct OsmTooMuch {
    std::string what;
};

/// Reads the file's objects into a Part whose coordinates are longitude and latitude.
class OsmCity : public osmium::handler::Handler {
public:
    OsmCity(Part& part, const ReadContext& context);

    void restriction(const osmium::Relation& relation) { streets_.restriction(relation); }
    void water(const osmium::Relation& relation);
    void node(const osmium::Node& node);
    void way(const osmium::Way& way);
    void area(const osmium::Area& area);
    /// A relation some of whose members the file lacks.
    void incomplete(const osmium::Relation& relation);
    void finish();
    [[nodiscard]] RingFaults& ring_faults() { return ring_faults_; }

private:
    void line(const osmium::Way& way, Line line);
    Range add_ring(const osmium::NodeRefList& nodes, bool hole);
    void building_part(const osmium::Area& area, const Tags& tags);
    void add_asset(const osmium::OSMObject& object, const Tags& tags, Point2 at);
    void choose_districts();
    void count_points(std::size_t more);
    /// Whether all of it lies on one side of the bounds' box.
    [[nodiscard]] bool outside(const osmium::NodeRefList& nodes) const;

    Part& part_;
    const ReadContext& context_;
    std::string file_;
    OsmStreets streets_;
    OpenWater water_;
    std::map<int, std::vector<District>> boundaries_; // by admin_level
    std::map<std::string, std::size_t, std::less<>> countries_;
    RingFaults ring_faults_;
    osmium::Box box_; ///< of the bounds; not valid: there are none
    bool wants_buildings_ = true;
    bool wants_streets_ = true;
    std::size_t odd_roofs_ = 0;
    std::size_t incomplete_ = 0;
    std::size_t points_ = 0;
    std::size_t seen_ = 0;
};

} // namespace cityloom::gis
