// SPDX-License-Identifier: GPL-3.0-or-later
// What additional files ask to have measured: detectors, and means of edges and lanes.
#include <algorithm>

#include "gis/import/sumo/demand_handler.h"
#include "gis/import/sumo/net_builder.h"

namespace cityloom::gis::sumo {

namespace {

constexpr std::size_t kMostMeters = 200'000;
constexpr double kJamMps = 1.39; // SUMO's default: 5 km/h

} // namespace

/// Where pos lies on a lane.
double DemandHandler::place_on(const XmlElement& e, std::uint32_t lane) const {
    const double length = net_.lanes[lane].length_m;
    double pos_m = e.number("pos");
    pos_m = pos_m < 0.0 ? pos_m + length : pos_m;
    if (!e.flag_or("friendlyPos", false) && (pos_m < 0.0 || pos_m > length + 0.1)) {
        e.fault("pos does not lie on the lane, which is " + std::to_string(length) +
                " m long; mend it, or set friendlyPos");
    }
    return std::clamp(pos_m, 0.0, length);
}

void DemandHandler::detector(const XmlElement& e) {
    RawDetector row;
    row.id = e.text("id");
    row.lane = lane_named(e, e.text("lane"));
    row.pos_m = place_on(e, row.lane);
    row.period_s = to_seconds(e.time_or(e.has("period") ? "period" : "freq", 0));
    if (!demand_.detector_index.add(row.id, static_cast<std::uint32_t>(demand_.detectors.size()))) {
        e.fault("another detector has this id; give each its own");
    }
    demand_.detectors.push_back(std::move(row));
}

/// A line of the crossing meter that was read last: ways in stand before ways out.
void DemandHandler::line(const XmlElement& e) {
    SumoMeter& meter = demand_.meters.back().meter;
    const std::uint32_t lane = lane_named(e, e.text("lane"));
    const SumoMeter::Stretch stretch{.lane = lane, .from_m = place_on(e, lane)};
    if (e.name() == "detEntry") {
        meter.lanes.insert(meter.lanes.begin() + static_cast<std::ptrdiff_t>(meter.exits_from), stretch);
        ++meter.exits_from;
    } else {
        meter.lanes.push_back(stretch);
    }
}

bool DemandHandler::meter(const XmlElement& e) {
    if (e.depth() == 2 && one_of(e.name(), {"detEntry", "detExit"}) &&
        one_of(e.parent(), {"entryExitDetector", "e3Detector"}) && !demand_.meters.empty() &&
        demand_.meters.back().meter.kind == SumoMeter::Kind::Crossing) {
        line(e);
        return true;
    }
    const bool crossing = one_of(e.name(), {"entryExitDetector", "e3Detector"});
    const bool instant = e.name() == "instantInductionLoop";
    const bool probe = e.name() == "vTypeProbe";
    const bool loop = one_of(e.name(), {"inductionLoop", "e1Detector"});
    const bool area_one = one_of(e.name(), {"laneAreaDetector", "e2Detector"});
    const bool lanes = e.name() == "laneData";
    if (e.depth() != 1 || !(loop || area_one || lanes || crossing || instant || probe || e.name() == "edgeData")) {
        return false;
    }
    RawMeter raw;
    SumoMeter& meter = raw.meter;
    meter.kind = loop       ? SumoMeter::Kind::Loop
                 : area_one ? SumoMeter::Kind::Area
                 : lanes    ? SumoMeter::Kind::LaneData
                 : crossing ? SumoMeter::Kind::Crossing
                 : instant  ? SumoMeter::Kind::Instant
                 : probe    ? SumoMeter::Kind::Probe
                            : SumoMeter::Kind::EdgeData;
    meter.id = e.text("id");
    meter.file = e.text_or("file", "");
    meter.where = files_.where(e.place());
    raw.place = e.place();
    const TimeUs period = e.time_or(e.has("period") ? "period" : "freq", -1);
    meter.period = period > 0 ? period : -1;
    constexpr TimeUs kShortestPeriod = 50'000; // no step is shorter
    if (period > 0 && period < kShortestPeriod) {
        e.fault("it writes more often than every 0.05 s, which no step is shorter than; mend its period");
    }
    for_each_word(
        e.text_or("vTypes", ""), [&](std::string_view name) { raw.types.emplace_back(name); }, " ,\t\r\n");
    if (!one_of(e.text_or("detectPersons", "0"), {"", "0", "false", "none"})) {
        remarks_.add("what is to be measured of people on foot is not written");
        skipped_ = crossing ? e.depth() : skipped_;
        return true;
    }
    if (loop) {
        detector(e);
        const RawDetector& row = demand_.detectors.back();
        meter.lanes.push_back({.lane = row.lane, .from_m = row.pos_m, .to_m = row.pos_m});
        if (e.has("nextEdges")) {
            remarks_.add("detectors count those who go on to some edges only (nextEdges): all are counted");
        }
    } else if (area_one) {
        area(e, meter);
    } else if (crossing) {
        meter.halting_mps = e.at_least("speedThreshold", 0.0, kJamMps);
        meter.halting_s = to_seconds(e.time_or("timeThreshold", kSecondUs));
    } else if (instant) {
        const std::uint32_t lane = lane_named(e, e.text("lane"));
        const double at_m = place_on(e, lane);
        meter.lanes.push_back({.lane = lane, .from_m = at_m, .to_m = at_m});
    } else if (probe) {
        meter.type_name = e.text_or("type", "");
    } else {
        means(e, meter);
        if (!one_of(e.text_or("type", "performance"), {"", "performance", "traffic"})) {
            remarks_.add("edge data of type " + std::string{e.text("type").substr(0, 40)} + " are not written");
            return true;
        }
    }
    if (demand_.meters.size() >= kMostMeters) {
        e.fault("there are more than 200,000 detectors; remove some", ErrorCode::LimitExceeded);
    }
    const char* sort = area_one ? "area " : crossing ? "crossing " : instant ? "instant " : probe ? "probe " : "means ";
    if (!loop && !demand_.meter_index.add(sort + meter.id, 0)) {
        e.fault("another one has this id; give each its own");
    }
    if (meter.file.empty()) {
        if (loop) {
            return true; // there for the counts of calibrate alone
        }
        e.fault("the attribute file is missing; name the file that is to be written");
    }
    demand_.meters.push_back(std::move(raw));
    return true;
}

/// Lanes one behind the other; the first counts from pos, the last to endPos.
void DemandHandler::area(const XmlElement& e, SumoMeter& meter) const {
    if (e.has("lanes")) {
        for_each_word(
            e.text("lanes"),
            [&](std::string_view id) {
                const std::uint32_t lane = lane_named(e, id);
                meter.lanes.push_back({.lane = lane, .from_m = 0.0, .to_m = net_.lanes[lane].length_m});
            },
            " ,\t\r\n");
    }
    if (meter.lanes.empty()) {
        const std::uint32_t lane = lane_named(e, e.text("lane"));
        meter.lanes.push_back({.lane = lane, .from_m = 0.0, .to_m = net_.lanes[lane].length_m});
    }
    const auto from_end = [&](double value, const SumoMeter::Stretch& at) {
        return value < 0.0 ? value + net_.lanes[at.lane].length_m : value;
    };
    SumoMeter::Stretch& first = meter.lanes.front();
    SumoMeter::Stretch& last = meter.lanes.back();
    double begin = from_end(e.number_or("pos", 0.0), first);
    double end = from_end(e.number_or("endPos", net_.lanes[last.lane].length_m), last);
    if (e.has("length") && !e.has("endPos")) {
        end = begin + e.number("length");
    } else if (e.has("length") && !e.has("pos")) {
        begin = end - e.number("length");
    }
    const double length = net_.lanes[last.lane].length_m;
    if (e.flag_or("friendlyPos", false)) {
        end = std::clamp(end, std::min(length, 0.1), length);
        begin = std::clamp(begin, 0.0, net_.lanes[first.lane].length_m - 0.1);
    }
    if (begin < 0.0 || end > length + 0.1 || (meter.lanes.size() == 1 && begin >= end)) {
        e.fault("its place from " + std::to_string(begin) + " m to " + std::to_string(end) +
                " m does not lie on its lane, which is " + std::to_string(length) +
                " m long; mend pos, endPos or length, or set friendlyPos");
    }
    first.from_m = begin;
    last.to_m = std::min(end, length);
    meter.halting_mps = e.at_least("speedThreshold", 0.0, kJamMps);
    meter.halting_s = to_seconds(e.time_or("timeThreshold", kSecondUs));
    meter.jam_gap_m = e.at_least("jamThreshold", 0.0, 10.0);
    if (e.has("tl")) {
        remarks_.add("detectors write with each change of a traffic light (tl): they write by their period, or once");
    }
}

void DemandHandler::means(const XmlElement& e, SumoMeter& meter) const {
    meter.begin = e.time_or("begin", -1);
    meter.end = e.time_or("end", -1);
    const std::string_view empty = e.text_or("excludeEmpty", "false");
    meter.empty = empty == "defaults"                ? SumoMeter::Empty::Defaults
                  : e.flag_or("excludeEmpty", false) ? SumoMeter::Empty::LeftOut
                                                     : SumoMeter::Empty::Written;
    meter.longest_s = e.at_least("maxTraveltime", 0.0, meter.longest_s);
    meter.least_samples_s = e.at_least("minSamples", 0.0, 0.0);
    meter.halting_mps = e.at_least("speedThreshold", 0.0, meter.halting_mps);
    for_each_word(
        e.text_or("edges", ""), [&](std::string_view id) { meter.edges.push_back(edge_named(e, id, "edges")); },
        " ,\t\r\n");
    for_each_word(
        e.text_or("writeAttributes", ""), [&](std::string_view name) { meter.columns.emplace_back(name); }, " ,\t\r\n");
    const auto other = [&](std::string_view key, const char* effect) {
        if (!one_of(e.text_or(key, "0"), {"", "0", "false"})) {
            remarks_.add(std::string{"edge data have "} + std::string{key} + ": " + effect);
        }
    };
    other("withInternal", "lanes inside of junctions are not written");
    other("trackVehicles", "vehicles count while they are on the edge");
    other("aggregate", "edges are written one by one");
    other("edgesFile", "all edges are written");
}

void make_meters(const NetBuilder& builder, const RawDemand& demand, SumoScenario& out, Remarks& remarks) {
    const traffic::RoadNetwork& net = out.net;
    for (const RawMeter& raw : demand.meters) {
        SumoMeter meter = raw.meter;
        bool open = true;
        for (SumoMeter::Stretch& stretch : meter.lanes) {
            stretch.lane = builder.lane_of[stretch.lane];
            open = open && stretch.lane != kNone;
        }
        if (!open) {
            remarks.add("detectors on lanes that no road vehicle may use are left out",
                        meter.kind == SumoMeter::Kind::Loop ? 0 : 1);
            continue;
        }
        const bool crossing = meter.kind == SumoMeter::Kind::Crossing;
        if (crossing && (meter.exits_from == 0 || meter.exits_from == meter.lanes.size())) {
            builder.files.fault(raw.place, "The detector \"" + meter.id.substr(0, 60) +
                                               "\" needs at least one detEntry and one detExit; add what is missing");
        }
        for (std::size_t k = 1; k < meter.lanes.size() && !crossing; ++k) {
            const SumoMeter::Stretch& before = meter.lanes[k - 1];
            const Range turns = net.lanes[before.lane].turns;
            double across = -1.0;
            for (std::uint32_t t = turns.begin; t < turns.end(); ++t) {
                across = net.turns[t].to_lane == meter.lanes[k].lane ? net.turns[t].length_m : across;
            }
            if (across < 0.0) {
                builder.files.fault(raw.place, "The lanes of the detector \"" + meter.id.substr(0, 60) +
                                                   "\" do not follow each other; name them in driving direction");
            }
            meter.lanes[k].begins_m = before.begins_m + net.edges[net.lanes[before.lane].edge].length_m + across;
        }
        std::vector<std::uint32_t> edges;
        for (const std::uint32_t edge : meter.edges) {
            if (builder.edge_of[edge] != kNone) {
                edges.push_back(builder.edge_of[edge]);
            }
        }
        meter.edges = std::move(edges);
        for (const std::string& name : raw.types) {
            const auto& names = out.work.type_names;
            const auto found = std::ranges::find(names, name);
            if (found == names.end()) {
                remarks.add("detectors count vehicle types that no file defines: nobody is of them");
            }
            meter.types.push_back(static_cast<std::uint32_t>(found - names.begin()));
        }
        out.meters.push_back(std::move(meter));
    }
}

} // namespace cityloom::gis::sumo
