// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/sumo/raw_net.h"

namespace cityloom::gis::sumo {

namespace {

constexpr std::size_t kMostLanes = 20'000'000;
constexpr std::string_view kAnew = "; build the network anew with netconvert";

EdgeFunction function_of(std::string_view name) {
    return name.empty() || name == "normal" ? EdgeFunction::Normal
           : name == "internal"             ? EdgeFunction::Internal
           : name == "crossing"             ? EdgeFunction::Crossing
           : name == "walkingarea"          ? EdgeFunction::WalkingArea
                                            : EdgeFunction::Other;
}

class NetHandler : public XmlHandler {
public:
    NetHandler(RawNet& net, FileNames& files, Remarks& remarks)
        : net_{net}, files_{files}, remarks_{remarks}, programs_{net, remarks} {}

    void begin(const XmlElement& e) override {
        open_ = e.depth() + 1;
        if (e.depth() == 0) {
            if (e.name() != "net") {
                e.fault("this is no SUMO network, whose root is <net>; give the .net.xml file");
            }
            net_.left_hand = e.flag_or("lefthand", false);
        } else if (programs_.begin(e)) {
            return;
        } else if (e.depth() == 1) {
            top_level(e);
        } else if (e.depth() == 2 && e.name() == "lane" && e.parent() == "edge") {
            lane(e);
        } else if (e.name() == "neigh" && e.parent() == "lane") {
            remarks_.add("lanes have one of the other direction beside them: nobody drives on that to overtake");
        } else if (e.depth() == 2 && e.name() == "request" && e.parent() == "junction") {
            request(e);
        }
    }

    void end(std::string_view name) override {
        --open_;
        programs_.end(name, files_);
        if (open_ == 1 && name == "edge" && net_.edges.back().lanes.count == 0 &&
            net_.edges.back().function == EdgeFunction::Normal) {
            files_.fault(net_.edges.back().place,
                         "The edge \"" + net_.edges.back().id + "\" has no lane" + std::string{kAnew});
        }
        if (open_ == 0) {
            remarks_.add("vehicle classes in allow or disallow are unknown", unknown_classes_);
            if (net_.edges.empty() || net_.junctions.empty()) {
                files_.fault(root_, "The network has no edges or no junctions; give a .net.xml written by netconvert");
            }
        }
    }

private:
    void top_level(const XmlElement& e) {
        root_ = e.place();
        if (e.name() == "edge") {
            edge(e);
        } else if (e.name() == "junction") {
            junction(e);
        } else if (e.name() == "connection") {
            connection(e);
        } else if (e.name() == "location") {
            double x = 0.0;
            double y = 0.0;
            const std::string_view offset = e.text_or("netOffset", "0,0");
            const std::size_t comma = offset.find(',');
            if (comma == std::string_view::npos || !parse_number(offset.substr(0, comma), x) ||
                !parse_number(offset.substr(comma + 1), y)) {
                e.fault("netOffset is not x,y" + std::string{kAnew});
            }
            net_.location = {{x, y}, std::string{e.text_or("projParameter", "!")}};
        } else if (e.name() == "roundabout") {
            for_each_word(e.text_or("nodes", ""),
                          [&](std::string_view id) { net_.roundabout_junctions.emplace_back(id); });
            for_each_word(e.text_or("edges", ""), [&](std::string_view id) {
                const std::uint32_t edge = net_.edge_index.find(id);
                if (edge == kNone) {
                    e.fault("names the edge \"" + std::string{id} + "\", which does not exist" + std::string{kAnew});
                }
                net_.edges[edge].roundabout = true;
            });
        } else if (e.name() != "type" && e.name() != "param" && e.name() != "prohibition") {
            remarks_.add("elements <" + std::string{e.name().substr(0, 40)} + "> in the network are ignored");
        }
    }

    void edge(const XmlElement& e) {
        RawEdge edge;
        edge.id = e.text("id");
        edge.function = function_of(e.text_or("function", ""));
        if (edge.function == EdgeFunction::Normal) {
            edge.from = e.text("from");
            edge.to = e.text("to");
            edge.priority = e.number_or("priority", -1.0);
            edge.name = e.text_or("name", "");
            edge.bidi = e.text_or("bidi", "");
        }
        edge.lanes.begin = static_cast<std::uint32_t>(net_.lanes.size());
        edge.place = e.place();
        if (!net_.edge_index.add(edge.id, static_cast<std::uint32_t>(net_.edges.size()))) {
            e.fault("another edge has this id; give each its own");
        }
        net_.edges.push_back(std::move(edge));
    }

    void lane(const XmlElement& e) {
        RawEdge& edge = net_.edges.back();
        // Inside junctions the place counts: netconvert 1.22 writes index="0" for both lanes of a pair there.
        if (edge.function == EdgeFunction::Normal && e.index("index") != edge.lanes.count) {
            e.fault("the lane " + std::to_string(edge.lanes.count) +
                    " is missing before it; number the lanes of an edge from 0 without gaps");
        }
        if (net_.lanes.size() >= kMostLanes) {
            e.fault("the network has more than 20 million lanes; cut it into smaller ones", ErrorCode::LimitExceeded);
        }
        RawLane lane;
        lane.id = e.text("id");
        lane.edge = static_cast<std::uint32_t>(net_.edges.size() - 1);
        lane.speed_mps = e.number("speed");
        lane.length_m = e.number("length");
        lane.width_m = e.number_or("width", 3.2);
        if (lane.width_m <= 0.0) { // -1 means the default
            lane.width_m = 3.2;
        }
        if (lane.length_m <= 0.0 || lane.speed_mps < 0.0) {
            e.fault(lane.length_m <= 0.0 ? "its length is not above 0 m; give the length in metres"
                                         : "its speed is negative; give the limit in m/s");
        }
        lane.classes = permitted(e.text_or("allow", ""), e.text_or("disallow", ""), unknown_classes_);
        if (edge.function == EdgeFunction::Normal) {
            lane.leave_left = permitted(e.text_or("changeLeft", ""), "", unknown_classes_);
            lane.leave_right = permitted(e.text_or("changeRight", ""), "", unknown_classes_);
        }
        lane.shape = e.shape("shape");
        if (lane.shape.size() < 2 && edge.function == EdgeFunction::Normal) {
            e.fault("its shape has fewer than two points" + std::string{kAnew});
        }
        if (!net_.lane_index.add(lane.id, static_cast<std::uint32_t>(net_.lanes.size()))) {
            e.fault("another lane has this id; give each its own");
        }
        net_.lanes.push_back(std::move(lane));
        ++edge.lanes.count;
    }

    void junction(const XmlElement& e) {
        RawJunction junction;
        junction.id = e.text("id");
        junction.type = e.text_or("type", "priority");
        junction.place = e.place();
        if (junction.type != "internal") {
            junction.at = {e.number("x"), e.number("y")};
            for_each_word(e.text_or("incLanes", ""), [&](std::string_view id) {
                const std::uint32_t lane = net_.lane_index.find(id);
                if (lane == kNone) {
                    e.fault("incLanes names the lane \"" + std::string{id.substr(0, 60)} + "\", which does not exist" +
                            std::string{kAnew});
                }
                junction.lanes.push_back(lane);
            });
        }
        if (!net_.junction_index.add(junction.id, static_cast<std::uint32_t>(net_.junctions.size()))) {
            e.fault("another junction has this id; give each its own");
        }
        net_.junctions.push_back(std::move(junction));
    }

    void request(const XmlElement& e) {
        RawJunction& junction = net_.junctions.back();
        if (e.index("index") != junction.requests.size()) {
            e.fault("the rows of right of way are not numbered 0, 1, 2" + std::string{kAnew});
        }
        RawRequest row{std::string{e.text("response")}, std::string{e.text("foes")}};
        for (const std::string* bits : {&row.response, &row.foes}) {
            if (bits->find_first_not_of("01") != std::string::npos) {
                e.fault("response and foes are rows of 0 and 1" + std::string{kAnew});
            }
        }
        junction.requests.push_back(std::move(row));
    }

    std::uint32_t lane_of(const XmlElement& e, std::string_view edge_key, std::string_view lane_key) {
        const std::uint32_t edge = net_.edge_index.find(e.text(edge_key));
        if (edge == kNone) {
            e.fault(std::string{edge_key} + " names the edge \"" + std::string{e.text(edge_key).substr(0, 60)} +
                    "\", which does not exist" + std::string{kAnew});
        }
        const std::uint32_t lane = e.index(lane_key);
        if (lane >= net_.edges[edge].lanes.count) {
            e.fault(std::string{lane_key} + " is " + std::to_string(lane) + ", but the edge \"" + net_.edges[edge].id +
                    "\" has " + std::to_string(net_.edges[edge].lanes.count) + " lanes" + std::string{kAnew});
        }
        return net_.edges[edge].lanes.begin + lane;
    }

    void connection(const XmlElement& e) {
        RawLink link;
        link.from = lane_of(e, "from", "fromLane");
        link.to = lane_of(e, "to", "toLane");
        if (e.has("via")) {
            link.via = net_.lane_index.find(e.text("via"));
            if (link.via == kNone) {
                e.fault("via names the lane \"" + std::string{e.text("via").substr(0, 60)} +
                        "\", which does not exist" + std::string{kAnew});
            }
        }
        // A train's way over a level crossing has a light but no place in its states: nothing stops it.
        if (e.has("tl") && trimmed(e.text("linkIndex")) != "-1") {
            link.tls = net_.tls(e.text("tl"));
            link.column = e.index("linkIndex");
        }
        link.dir = e.text_or("dir", "");
        link.state = e.text_or("state", "M").empty() ? 'M' : e.text_or("state", "M").front();
        link.keep_clear = e.flag_or("keepClear", true);
        link.classes = permitted(e.text_or("allow", ""), e.text_or("disallow", ""), unknown_classes_);
        link.place = e.place();
        net_.lanes[link.from].links.push_back(static_cast<std::uint32_t>(net_.links.size()));
        net_.links.push_back(std::move(link));
    }

    RawNet& net_;
    FileNames& files_;
    Remarks& remarks_;
    ProgramReader programs_;
    Place root_;
    std::uint32_t unknown_classes_ = 0;
    int open_ = 0; ///< elements that have begun and not ended
};

} // namespace

std::uint32_t RawNet::tls(std::string_view id) {
    const std::uint32_t index = tls_index.intern(id);
    if (index == tls_ids.size()) {
        tls_ids.emplace_back(id);
    }
    return index;
}

void read_net(const std::filesystem::path& file, FileNames& files, RawNet& net, Remarks& remarks) {
    NetHandler handler{net, files, remarks};
    read_xml(file, files, handler);
}

} // namespace cityloom::gis::sumo
