// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gis/import/sumo/remarks.h"
#include "gis/import/sumo/scenario.h"
#include "gis/import/sumo/vehicle_classes.h"
#include "gis/import/sumo/xml.h"

namespace cityloom::gis::sumo {

/// Names to indices. Looked up only, never walked.
class Index {
public:
    [[nodiscard]] std::uint32_t find(std::string_view id) const {
        const auto it = rows_.find(std::string{id});
        return it == rows_.end() ? kNone : it->second;
    }
    /// False when the name is there already.
    bool add(std::string_view id, std::uint32_t index) { return rows_.emplace(std::string{id}, index).second; }
    /// The index of the name, a new one when it has none yet.
    std::uint32_t intern(std::string_view id) {
        return rows_.emplace(std::string{id}, static_cast<std::uint32_t>(rows_.size())).first->second;
    }

private:
    std::unordered_map<std::string, std::uint32_t> rows_;
};

enum class EdgeFunction : std::uint8_t { Normal, Internal, Crossing, WalkingArea, Other };

struct RawEdge {
    std::string id, from, to, name;
    std::string bidi; ///< the edge of the other direction on the same track; empty: none
    EdgeFunction function = EdgeFunction::Normal;
    double priority = -1.0;
    Range lanes;
    bool roundabout = false;
    Place place;
};

struct RawLane {
    std::string id;
    std::uint32_t edge = kNone;
    double speed_mps = 0.0;
    double length_m = 0.0;
    double width_m = 3.2;
    ClassSet classes = kAllClasses;
    ClassSet leave_left = kAllClasses; ///< who may change to the lane of the next higher number
    ClassSet leave_right = kAllClasses;
    std::vector<Point2> shape;
    std::vector<std::uint32_t> links; ///< connections that start here, in the order of the file
};

/// One `connection`: a link in SUMO's terms.
struct RawLink {
    std::uint32_t from = kNone; ///< lane
    std::uint32_t to = kNone;   ///< lane
    std::uint32_t via = kNone;  ///< lane; kNone where the net has no internal lanes
    std::uint32_t tls = kNone;  ///< in RawNet::tls_ids
    std::uint32_t column = 0;   ///< of the signal states
    std::string dir;
    char state = 'M';
    bool keep_clear = true;
    ClassSet classes = kAllClasses;
    Place place;
};

/// Right of way of one link: the bit of link k is the k-th character from the end.
struct RawRequest {
    std::string response, foes;
};

struct RawJunction {
    std::string id, type;
    Point2 at;
    std::vector<std::uint32_t> lanes; ///< incoming, in SUMO's order
    std::vector<RawRequest> requests;
    Place place;
};

struct RawPhase {
    double duration_s = 0.0;
    double least_s = -1.0; ///< -1: not given
    double most_s = -1.0;
    std::uint32_t next = kNone; ///< phase to follow; kNone: the one after it
    std::string name;           ///< NEMA: its number
    double yellow_s = 3.0;      ///< NEMA: behind its green
    double red_s = 1.0;
    std::string state;
    Place place;
};

struct RawProgram {
    std::uint32_t tls = kNone;
    std::string program, type;
    double offset_s = 0.0;
    std::string ring1, ring2; ///< NEMA: names of phases
    std::vector<RawPhase> phases;
    Place place;
};

/// A network as the file has it.
struct RawNet {
    std::vector<RawEdge> edges;
    std::vector<RawLane> lanes;
    std::vector<RawLink> links;
    std::vector<RawJunction> junctions;
    std::vector<RawProgram> programs; ///< in the order of loading: the last of a tls is the one that runs
    std::vector<std::string> tls_ids;
    std::vector<std::string> roundabout_junctions;
    Index edge_index, lane_index, junction_index, tls_index;
    SumoLocation location;
    bool left_hand = false;

    std::uint32_t tls(std::string_view id);
};

/// What several kinds of file may hold.
class ProgramReader {
public:
    ProgramReader(RawNet& net, Remarks& remarks) : net_{net}, remarks_{remarks} {}
    bool begin(const XmlElement& element); ///< false: the element is none of a signal program's
    void end(std::string_view name, const FileNames& files);

private:
    void read_next(const XmlElement& element, RawPhase& phase);
    std::vector<RawPhase> in_order(const FileNames& files);

    RawNet& net_;
    Remarks& remarks_;
    RawProgram open_;
    bool inside_ = false;
};

/// The phases of a NEMA program's two rings as one actuated cycle: the first of both together, then the second of both,
/// and so on, each behind yellow and red where its green ends. Throws Fault where a ring names no phase.
void join_rings(RawProgram& program, const FileNames& files);

/// Reads a .net.xml. Throws Fault.
void read_net(const std::filesystem::path& file, FileNames& files, RawNet& net, Remarks& remarks);

} // namespace cityloom::gis::sumo
