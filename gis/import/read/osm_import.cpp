// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/read/osm_import.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gis/import/read/node_places.h"
#include "gis/import/read/osm_city.h"
#include "gis/import/read/osm_place.h"
#include "gis/import/read/osmium.h"
#include "gis/import/read/overpass.h"

// All of OpenStreetMap goes through libosmium, areas included: GDAL's OSM driver drops node ids (so no topology), turn
// restrictions and closed highways, reads a cut-off PBF as a whole one, and takes more than twice the time.

namespace cityloom::gis {

namespace {

using Locations = osmium::handler::NodeLocationsForWays<NodePlaces, NodePlaces>;
using Areas = osmium::area::MultipolygonManager<osmium::area::Assembler>;

using Deleted = std::set<std::pair<osmium::item_type, osmium::object_id_type>>;

/// Areas, with what hinders them told to the city.
Areas areas_for(OsmCity& city) {
    osmium::area::Assembler::config_type config;
    config.problem_reporter = &city.ring_faults();
    return Areas{config};
}

void close(Areas& areas, OsmCity& city) {
    areas.for_each_incomplete_relation(
        [&city](const osmium::relations::RelationHandle& relation) { city.incomplete(*relation); });
}

/// A file in the order of types and ids, object by object.
void read_in_order(const osmium::io::File& file, OsmCity& city, const ReadContext& context) {
    const auto report = [&context](const osmium::io::Reader& reader, double from, double span) {
        if (context.stopped()) {
            throw OsmStop{};
        }
        const auto size = static_cast<double>(std::max<std::size_t>(reader.file_size(), 1));
        context.report(from + span * static_cast<double>(reader.offset()) / size, "Reading OpenStreetMap");
    };
    Areas areas = areas_for(city);
    {
        osmium::io::Reader reader{file, osmium::osm_entity_bits::relation};
        while (osmium::memory::Buffer buffer = reader.read()) {
            report(reader, 0.0, 0.2);
            for (const auto& relation : buffer.select<osmium::Relation>()) {
                areas.relation(relation);
                city.restriction(relation);
                city.water(relation);
            }
        }
        reader.close();
        areas.prepare_for_lookup();
    }
    NodePlaces positive;
    NodePlaces negative; // what an editor has drawn and not uploaded
    Locations locations{positive, negative};
    locations.ignore_errors();
    osmium::handler::CheckOrder order;
    auto& complete = areas.handler([&city](osmium::memory::Buffer&& buffer) { osmium::apply(buffer, city); });
    osmium::io::Reader reader{file, osmium::osm_entity_bits::node | osmium::osm_entity_bits::way};
    while (osmium::memory::Buffer buffer = reader.read()) {
        report(reader, 0.2, 0.7);
        osmium::apply(buffer, order, locations, city, complete);
    }
    reader.close();
    close(areas, city);
}

/// A file in any order, with several versions of an object or with some that an editor has deleted: all of it is kept
/// in memory and sorted; of each object the last version counts.
void read_sorted(const osmium::io::File& file, OsmCity& city, const Deleted& deleted, const ReadContext& context) {
    constexpr std::size_t kMostBytes = 4ULL << 30U;
    std::vector<osmium::memory::Buffer> buffers;
    std::vector<osmium::OSMObject*> objects;
    std::size_t bytes = 0;
    osmium::io::Reader reader{file, osmium::osm_entity_bits::nwr};
    while (osmium::memory::Buffer buffer = reader.read()) {
        if (context.stopped()) {
            throw OsmStop{};
        }
        bytes += buffer.committed();
        if (bytes > kMostBytes) {
            throw OsmTooMuch{"too large to be put in order here; sort it with osmium sort"};
        }
        buffers.push_back(std::move(buffer));
        for (auto& object : buffers.back().select<osmium::OSMObject>()) {
            objects.push_back(&object);
        }
    }
    reader.close();
    std::stable_sort(objects.begin(), objects.end(), osmium::object_order_type_id_version{});
    std::vector<osmium::OSMObject*> last;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        const bool newest = i + 1 == objects.size() || objects[i + 1]->type() != objects[i]->type() ||
                            objects[i + 1]->id() != objects[i]->id();
        if (newest && objects[i]->visible() && !deleted.contains({objects[i]->type(), objects[i]->id()})) {
            last.push_back(objects[i]);
        }
    }
    Areas areas = areas_for(city);
    for (const osmium::OSMObject* object : last) {
        if (object->type() == osmium::item_type::relation) {
            const auto& relation = static_cast<const osmium::Relation&>(*object);
            areas.relation(relation);
            city.restriction(relation);
            city.water(relation);
        }
    }
    areas.prepare_for_lookup();
    NodePlaces positive;
    NodePlaces negative;
    Locations locations{positive, negative};
    locations.ignore_errors();
    auto& complete = areas.handler([&city](osmium::memory::Buffer&& buffer) { osmium::apply(buffer, city); });
    for (osmium::OSMObject* object : last) {
        if (object->type() != osmium::item_type::relation) {
            osmium::apply_item(*object, locations, city, complete);
        }
    }
    complete.flush();
    close(areas, city);
}

/// What an editor (JOSM) has marked with action='delete': it is in the file until it is uploaded.
Deleted deleted_in(const std::filesystem::path& file, const std::string& format) {
    Deleted deleted;
    if (format != "osm") {
        return deleted;
    }
    std::ifstream in{file};
    for (std::string line; std::getline(in, line);) {
        const auto action = line.find("action='delete'");
        if (action == std::string::npos && line.find("action=\"delete\"") == std::string::npos) {
            continue;
        }
        std::size_t at = 0;
        while ((at = line.find('<', at)) != std::string::npos) {
            const std::string tag = line.substr(at, line.find('>', at) - at);
            ++at;
            const auto id = tag.find(" id=");
            if (tag.find("action='delete'") == std::string::npos &&
                tag.find("action=\"delete\"") == std::string::npos) {
                continue;
            }
            if (id == std::string::npos || id + 6 > tag.size()) {
                continue;
            }
            const auto type = tag.starts_with("<node")       ? osmium::item_type::node
                              : tag.starts_with("<way")      ? osmium::item_type::way
                              : tag.starts_with("<relation") ? osmium::item_type::relation
                                                             : osmium::item_type::undefined;
            deleted.emplace(type, std::strtoll(tag.c_str() + id + 5, nullptr, 10));
        }
    }
    return deleted;
}

/// One reading of a file, or of what was made of it.
Result<Part> read_input(const osmium::io::File& input, const std::filesystem::path& file, const std::string& format,
                        const ReadContext& context) {
    Part part{.file = file, .crs = "EPSG:4326", .place_by_use = true};
    try {
        const Deleted deleted = deleted_in(file, format);
        bool sort = !deleted.empty();
        if (!sort) {
            Notes notes{context.options.limits.max_notes}; // of no use where it must be read again
            const ReadContext once{context.options, context.stop, context.progress, notes};
            try {
                OsmCity city{part, once};
                read_in_order(input, city, once);
                city.finish();
                context.notes.take_over(std::move(notes));
            } catch (const osmium::out_of_order_error&) {
                sort = true;
                part.city = {};
                part.shapes.clear();
            }
        }
        if (sort) {
            OsmCity city{part, context};
            read_sorted(input, city, deleted, context);
            city.finish();
        }
    } catch (const OsmStop&) {
        return cancelled(file);
    } catch (const OsmTooMuch& limit) {
        return refuse(ErrorCode::LimitExceeded, file, {}, limit.what, "Cut out a smaller area, as with osmium extract");
    } catch (const std::exception& broken) { // libosmium's errors come from several families of types
        const std::string why = broken.what();
        return refuse(ErrorCode::Malformed, file, osm_place(file, format, why),
                      "the file is damaged or cut off (" + why + ")", "Fetch or export it again");
    }
    part.city.attributions.emplace_back("© OpenStreetMap contributors");
    return part;
}

Result<Part> read_plain(const std::string& plain, const std::filesystem::path& file, const std::string& format,
                        const ReadContext& context) {
    return read_input(osmium::io::File{plain.data(), plain.size(), "osm"}, file, format, context);
}

} // namespace

Result<Part> read_osm(const std::filesystem::path& file, const std::string& format, const ReadContext& context) {
    const bool json = format == "overpass";
    if (json || (format == "osm" && has_overpass_marks(file))) {
        const auto plain = plain_osm(file, json, context);
        return plain ? read_plain(*plain, file, format, context) : tl::make_unexpected(plain.error());
    }
    Notes notes{context.options.limits.max_notes};
    auto part = read_input(osmium::io::File{file.string(), format}, file, format,
                           {context.options, context.stop, context.progress, notes});
    if (!part && part.error().code == ErrorCode::Malformed && format == "osm") {
        // Sound XML some of whose attributes are out of range, as an editor's user numbers: the rest of it is of use.
        Notes quiet{context.options.limits.max_notes};
        const auto plain = plain_osm(file, false, {context.options, context.stop, context.progress, quiet});
        if (!plain && plain.error().message.find("damaged") == std::string::npos) {
            return tl::make_unexpected(plain.error()); // it says what to ask for instead
        }
        auto again = plain ? read_plain(*plain, file, format, context) : part;
        if (again && !(again->city.buildings.empty() && again->city.streets.empty() && again->city.areas.empty())) {
            context.notes.warn(file.filename().string(), "attributes",
                               "some of it can only be read without its history: " +
                                   part.error().message.substr(0, 300),
                               "Nothing needs to be done if the city is whole");
            return again;
        }
    }
    context.notes.take_over(std::move(notes));
    return part;
}

} // namespace cityloom::gis
