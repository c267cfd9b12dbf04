// SPDX-License-Identifier: GPL-3.0-or-later
// All of libosmium that the reader of OpenStreetMap uses.
#pragma once

// libosmium is written for another set of warnings than ours.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wshadow"
#include <osmium/area/assembler.hpp>
#include <osmium/area/multipolygon_manager.hpp>
#include <osmium/area/problem_reporter.hpp>
#include <osmium/handler/check_order.hpp>
#include <osmium/handler/node_locations_for_ways.hpp>
#include <osmium/index/index.hpp>
#include <osmium/index/map.hpp>
#include <osmium/io/any_input.hpp>
#include <osmium/osm/box.hpp>
#include <osmium/osm/object_comparisons.hpp>
#include <osmium/visitor.hpp>
#pragma GCC diagnostic pop

#include <string>

#include "gis/import/read/tags.h"

namespace cityloom::gis {

/// An object's tags, which view it.
inline Tags tags_of(const osmium::OSMObject& object) {
    Tags tags;
    for (const osmium::Tag& tag : object.tags()) {
        tags.add(tag.key(), tag.value());
    }
    return tags;
}

} // namespace cityloom::gis
