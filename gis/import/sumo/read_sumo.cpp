// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

#include "gis/import/sumo/config_file.h"
#include "gis/import/sumo/net_builder.h"
#include "gis/import/sumo/raw_demand.h"
#include "gis/import/sumo/scenario.h"
#include "gis/import/sumo/trains.h"

namespace cityloom::gis {

namespace {

SumoScenario read(const SumoRequest& request) {
    using namespace sumo;
    FileNames files;
    Remarks remarks;
    Config config;
    if (!request.config.empty()) {
        config = read_config(request.config, files, remarks);
    }
    if (!request.net.empty()) {
        config.net = request.net;
    }
    if (config.net.empty()) {
        throw Fault{ErrorCode::NotFound, "No network is named; name a .net.xml file, or a .sumocfg with a net-file",
                    request.config.string()};
    }
    config.routes.insert(config.routes.end(), request.routes.begin(), request.routes.end());
    config.additional.insert(config.additional.end(), request.additional.begin(), request.additional.end());

    if (request.end >= 0) {
        config.end = request.end;
    }
    if (request.seed > 0) {
        config.seed = request.seed;
    }
    SumoScenario out;
    out.begin = config.begin;
    out.end = config.end;
    out.step = config.step;
    out.seed = config.seed;
    RawNet raw;
    RawDemand demand;
    read_net(config.net, files, raw, remarks);
    for (const auto* list : {&config.additional, &config.routes}) {
        for (const std::filesystem::path& file : *list) {
            read_demand(file, files, raw, demand, remarks);
        }
    }
    out.location = raw.location;
    std::vector<ClassSet> permissions;
    for (const RawLane& lane : raw.lanes) {
        permissions.insert(permissions.end(), {lane.classes, lane.leave_left, lane.leave_right});
    }
    for (const RawLink& link : raw.links) {
        permissions.push_back(link.classes);
    }
    std::ranges::sort(permissions);
    permissions.erase(std::unique(permissions.begin(), permissions.end()), permissions.end());
    const ClassUses uses{demand.types.driving(), permissions};
    demand.types.set_uses(uses);
    remarks.add("vehicle classes are not told apart from others of their kind: there are too many of them",
                uses.thrown_together());
    NetBuilder builder{.raw = raw, .files = files, .remarks = remarks, .out = out, .uses = uses};
    builder.make_edges();
    builder.make_turns();
    std::vector<Train> trains;
    make_workload(builder, demand, {config.begin, config.end, config.seed, config.skip_broken_routes, config.rerouting},
                  out, remarks, trains);
    const Span span{to_seconds(config.begin), config.end < 0 ? -1.0 : to_seconds(config.end)};
    follow_wauts(demand.wauts, span, raw, remarks);
    close_crossings(pass_crossings(raw, std::move(trains)), span, raw);
    builder.make_signals();
    builder.make_right_of_way();
    out.speeds_of_last = config.rerouting.interval * config.rerouting.steps;
    out.mixes = demand.types.mixes();
    for (const RawDetector& detector : demand.detectors) {
        const std::uint32_t lane = builder.lane_of[detector.lane];
        if (lane == kNone) {
            remarks.add("detectors on lanes that no road vehicle may use are left out");
        } else {
            out.detectors.push_back({detector.id, lane, detector.pos_m, detector.period_s});
        }
    }
    make_meters(builder, demand, out, remarks);
    out.notes = remarks.list();
    return out;
}

} // namespace

Result<SumoScenario> read_sumo(const SumoRequest& request) {
    try {
        return read(request);
    } catch (const sumo::Fault& fault) {
        return fail(fault.code, fault.message, fault.where);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::LimitExceeded, "The scenario does not fit into memory; read a smaller one",
                    request.net.empty() ? request.config.string() : request.net.string());
    } catch (const std::exception& bug) {
        return fail(ErrorCode::Internal,
                    std::string{"The reader failed; please report it with the files: "} + bug.what(),
                    request.net.empty() ? request.config.string() : request.net.string());
    }
}

} // namespace cityloom::gis
