// SPDX-License-Identifier: GPL-3.0-or-later
// A larger city out of a real one: tile_city IN.osm.pbf TILES OUT.osm.pbf puts the extract beside itself, in rows that
// make a square, each tile with ids of its own. What the streets of two tiles share is nothing.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wshadow"
#include <osmium/builder/osm_object_builder.hpp>
#include <osmium/io/any_input.hpp>
#include <osmium/io/pbf_output.hpp>
#include <osmium/osm/box.hpp>
#include <osmium/visitor.hpp>
#pragma GCC diagnostic pop

namespace {

/// What a file holds, and how far its ids reach.
struct Extract {
    osmium::memory::Buffer objects{1U << 20U, osmium::memory::Buffer::auto_grow::yes};
    osmium::Box box;
    osmium::object_id_type last = 0;
};

Extract read(const char* file) {
    Extract extract;
    osmium::io::Reader reader{file};
    while (const osmium::memory::Buffer buffer = reader.read()) {
        for (const auto& object : buffer.select<osmium::OSMObject>()) {
            extract.last = std::max(extract.last, object.id());
            if (object.type() == osmium::item_type::node) {
                extract.box.extend(static_cast<const osmium::Node&>(object).location());
            }
            extract.objects.add_item(object);
            extract.objects.commit();
        }
    }
    reader.close();
    return extract;
}

/// Where a tile lies, and by how much its ids differ.
struct Tile {
    osmium::object_id_type ids = 0;
    double east_deg = 0.0;
    double north_deg = 0.0;
};

/// One object of it, appended to a buffer.
void put(const osmium::OSMObject& object, const Tile& tile, osmium::memory::Buffer& out) {
    out.add_item(object);
    auto& copy = out.get<osmium::OSMObject>(out.committed());
    copy.set_id(object.id() + tile.ids);
    if (object.type() == osmium::item_type::node) {
        auto& node = static_cast<osmium::Node&>(copy);
        node.set_location({node.location().lon() + tile.east_deg, node.location().lat() + tile.north_deg});
    } else if (object.type() == osmium::item_type::way) {
        for (osmium::NodeRef& ref : static_cast<osmium::Way&>(copy).nodes()) {
            ref.set_ref(ref.ref() + tile.ids);
        }
    } else if (object.type() == osmium::item_type::relation) {
        for (osmium::RelationMember& member : static_cast<osmium::Relation&>(copy).members()) {
            member.set_ref(member.ref() + tile.ids);
        }
    }
    out.commit();
}

void write(const Extract& extract, int tiles, const char* file) {
    constexpr double kGapDeg = 0.001;
    const int columns = static_cast<int>(std::ceil(std::sqrt(tiles)));
    const double width = extract.box.top_right().lon() - extract.box.bottom_left().lon() + kGapDeg;
    const double height = extract.box.top_right().lat() - extract.box.bottom_left().lat() + kGapDeg;
    osmium::io::Writer writer{file, osmium::io::overwrite::allow};
    for (const auto type : {osmium::item_type::node, osmium::item_type::way, osmium::item_type::relation}) {
        for (int t = 0; t < tiles; ++t) {
            const Tile tile{t * (extract.last + 1), (t % columns) * width, (t / columns) * height};
            osmium::memory::Buffer out{1U << 20U, osmium::memory::Buffer::auto_grow::yes};
            for (const auto& object : extract.objects.select<osmium::OSMObject>()) {
                if (object.type() == type) {
                    put(object, tile, out);
                }
            }
            writer(std::move(out));
        }
    }
    writer.close();
}

} // namespace

int main(int argc, char** argv) {
    const int tiles = argc == 4 ? std::atoi(argv[2]) : 0;
    if (tiles < 1) {
        std::fprintf(stderr, "Give a file of OpenStreetMap, a number of tiles, and the file to make.\n");
        return 2;
    }
    try {
        write(read(argv[1]), tiles, argv[3]);
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "error: %s: %s\n", argv[1], failed.what());
        return 1;
    }
    return 0;
}
