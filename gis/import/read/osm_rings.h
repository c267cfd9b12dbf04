// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "gis/import/read/osm_features.h"
#include "gis/import/read/osm_shape.h"
#include "gis/import/read/osmium.h"

namespace cityloom::gis {

/// What hinders a ring from becoming an area, object by object; of those that became one after all nothing is kept.
class RingFaults : public osmium::area::ProblemReporter {
public:
    void report_intersection(osmium::object_id_type, osmium::Location, osmium::Location, osmium::object_id_type,
                             osmium::Location, osmium::Location, osmium::Location) override {
        keep("its outline crosses itself");
    }
    void report_ring_not_closed(const osmium::NodeRef& node, const osmium::Way*) override {
        keep("its outline does not close at node/" + std::to_string(node.ref()));
    }
    void report_invalid_location(osmium::object_id_type way, osmium::object_id_type node) override {
        keep("node/" + std::to_string(node) + " of way/" + std::to_string(way) + " is not in the file");
    }
    void report_duplicate_way(const osmium::Way& way) override {
        keep("way/" + std::to_string(way.id()) + " is in it twice");
    }
    void report_duplicate_segment(const osmium::NodeRef& from, const osmium::NodeRef& to) override {
        keep("the side from node/" + std::to_string(from.ref()) + " to node/" + std::to_string(to.ref()) +
             " is in it twice");
    }
    void report_overlapping_segment(const osmium::NodeRef& from, const osmium::NodeRef&) override {
        keep("two sides lie on each other at node/" + std::to_string(from.ref()));
    }
    /// Says that the object should become an area: of others, as a street that ends where it begins, no fault is told.
    void expect(const osmium::OSMObject& object, const Tags& tags) {
        if (tags.yes("building") || is_building_part(tags) || area_from_tags(tags)) {
            expected_.insert({object.type(), object.id()});
        }
    }
    void became_an_area(const osmium::Area& area) {
        if (area.num_rings().first == 0) {
            return; // libosmium hands on what it could not assemble as an area without rings
        }
        const Object object{area.from_way() ? osmium::item_type::way : osmium::item_type::relation, area.orig_id()};
        faults_.erase(object);
        expected_.erase(object); // nothing more is told of it
    }
    /// Calls `use` with the object's name and the first fault of it, in their order.
    template <typename Use> void each(const Use& use) const {
        for (const auto& [object, fault] : faults_) {
            if (!expected_.contains(object)) {
                continue;
            }
            use((object.first == osmium::item_type::way ? "way/" : "relation/") + std::to_string(object.second), fault);
        }
    }

private:
    void keep(std::string fault) {
        constexpr std::size_t kMost = 100'000;
        if (faults_.size() < kMost) {
            faults_.try_emplace({m_object_type, m_object_id}, std::move(fault));
        }
    }
    using Object = std::pair<osmium::item_type, osmium::object_id_type>;
    std::map<Object, std::string> faults_;
    std::set<Object> expected_;
};

} // namespace cityloom::gis
