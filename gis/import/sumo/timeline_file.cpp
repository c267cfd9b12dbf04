// SPDX-License-Identifier: GPL-3.0-or-later
// What additional files say of the streets by the clock: variable speed signs, rerouters that close, programs of
// traffic lights that follow each other.
#include <algorithm>

#include "gis/import/sumo/demand_handler.h"
#include "gis/import/sumo/workload_maker.h"

namespace cityloom::gis::sumo {

namespace {

constexpr std::size_t kMostSteps = 1'000'000;

} // namespace

bool DemandHandler::timeline(const XmlElement& e) {
    return speed_sign(e) || rerouter(e) || waut(e);
}

bool DemandHandler::speed_sign(const XmlElement& e) {
    if (e.name() == "variableSpeedSign") {
        sign_lanes_.clear();
        for_each_word(
            e.text_or("lanes", ""), [&](std::string_view id) { sign_lanes_.push_back(lane_named(e, id)); }, " ,\t\r\n");
        for_each_word(
            e.text_or("edges", ""),
            [&](std::string_view id) {
                const Range lanes = net_.edges[edge_named(e, id, "edges")].lanes;
                for (std::uint32_t lane = lanes.begin; lane < lanes.end(); ++lane) {
                    sign_lanes_.push_back(lane);
                }
            },
            " ,\t\r\n");
        if (e.has("file")) {
            remarks_.add("variable speed signs name a file of their own for their steps, which is not read: limits "
                         "stay as they are; write the steps into the sign");
        }
        return true;
    }
    if (e.name() == "step" && e.parent() == "variableSpeedSign") {
        if (demand_.limits.size() + sign_lanes_.size() > kMostSteps) {
            e.fault("variable speed signs have more than a million steps; use fewer", ErrorCode::LimitExceeded);
        }
        for (const std::uint32_t lane : sign_lanes_) {
            demand_.limits.push_back({e.time("time"), lane, e.number_or("speed", -1.0)});
        }
        return true;
    }
    return false;
}

bool DemandHandler::rerouter(const XmlElement& e) {
    if (e.name() == "rerouter") {
        for_each_word(
            e.text("edges"), [&](std::string_view id) { demand_.told.push_back(edge_named(e, id, "edges")); },
            " ,\t\r\n");
        if (e.number_or("probability", 1.0) < 1.0) {
            remarks_.add("rerouters tell a share of drivers only: all are told");
        }
        return true;
    }
    if (e.name() == "interval" && e.parent() == "rerouter") {
        closing_begin_ = e.time_or("begin", 0);
        closing_end_ = e.time_or("end", -1);
        return true;
    }
    if (e.parent() != "interval" || !one_of(e.name(), {"closingReroute", "closingLaneReroute"})) {
        return false;
    }
    std::uint32_t unknown = 0;
    const ClassSet open = e.has("allow") || e.has("disallow")
                              ? permitted(e.text_or("allow", ""), e.text_or("disallow", ""), unknown)
                              : class_bit("authority");
    if ((open & class_bit("passenger")) != 0) {
        remarks_.add("closings of rerouters spare cars: the street stays open to all");
        return true;
    }
    const bool lane = e.name() == "closingLaneReroute";
    const std::uint32_t closed = lane ? lane_named(e, e.text("id")) : edge_named(e, e.text("id"), "id");
    demand_.closings.push_back({.begin = closing_begin_,
                                .end = closing_end_,
                                .edge = lane ? net_.lanes[closed].edge : closed,
                                .lane = lane ? closed : kNone});
    return true;
}

bool DemandHandler::waut(const XmlElement& e) {
    if (e.name() == "WAUT") {
        if (!demand_.waut_index.add(e.text("id"), static_cast<std::uint32_t>(demand_.wauts.size()))) {
            e.fault("another WAUT has this id; give each its own");
        }
        demand_.wauts.push_back({.first = std::string{e.text("startProg")}});
        waut_begin_ = e.time_or("refTime", 0);
        return true;
    }
    if (e.name() == "wautSwitch" && e.parent() == "WAUT") {
        demand_.wauts.back().switches.push_back({waut_begin_ + e.time("time"), std::string{e.text("to")}});
        return true;
    }
    if (e.name() == "wautJunction") {
        const std::uint32_t waut = demand_.waut_index.find(e.text("wautID"));
        if (waut == kNone) {
            e.fault("wautID names \"" + std::string{e.text("wautID").substr(0, 60)} +
                    "\", which is defined nowhere; define that WAUT before");
        }
        demand_.wauts[waut].lights.emplace_back(e.text("junctionID"));
        return true;
    }
    return false;
}

/// Limits, closings and places where they are told, in our own terms, by time.
void WorkloadMaker::make_timeline() {
    traffic::Workload& work = out_.work;
    for (const RawLimit& raw_limit : demand_.limits) {
        const std::uint32_t lane = builder_.lane_of[raw_limit.lane];
        if (lane != kNone) {
            work.limits.push_back({raw_limit.at, lane, static_cast<float>(std::max(0.0, raw_limit.speed_mps))});
        }
    }
    std::ranges::stable_sort(work.limits, {}, &traffic::LimitStep::at);
    std::map<std::pair<std::uint32_t, TimeUs>, traffic::Closing> lanes; // of one edge, closed from one time on
    std::map<std::pair<std::uint32_t, TimeUs>, TimeUs> until;
    const auto close = [&](const traffic::Closing& closing, TimeUs end) {
        work.closings.push_back(closing);
        if (end >= 0) {
            traffic::Closing open = closing;
            open.at = end;
            open.closed = false;
            work.closings.push_back(open);
        }
    };
    for (const RawClosing& raw_closing : demand_.closings) {
        const std::uint32_t edge = builder_.edge_of[raw_closing.edge];
        if (edge == kNone) {
            continue;
        }
        if (raw_closing.lane == kNone) {
            close({.at = raw_closing.begin, .edge = edge}, raw_closing.end);
            continue;
        }
        const std::uint32_t lane = builder_.lane_of[raw_closing.lane];
        if (lane != kNone && lane - out_.net.edges[edge].lanes.begin < 32) {
            traffic::Closing& all = lanes[{edge, raw_closing.begin}];
            all.at = raw_closing.begin;
            all.edge = edge;
            all.lanes |= 1U << (lane - out_.net.edges[edge].lanes.begin);
            until[{edge, raw_closing.begin}] = raw_closing.end;
        }
    }
    for (const auto& [key, closing] : lanes) {
        close(closing, until[key]);
    }
    std::ranges::stable_sort(work.closings, {}, &traffic::Closing::at);
    if (!work.closings.empty()) {
        work.told.assign(out_.net.edges.size(), 0);
        for (const std::uint32_t raw_edge : demand_.told) {
            if (builder_.edge_of[raw_edge] != kNone) {
                work.told[builder_.edge_of[raw_edge]] = 1;
            }
        }
    }
}

} // namespace cityloom::gis::sumo
