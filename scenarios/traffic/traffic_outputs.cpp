// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/traffic/traffic_outputs.h"

#include <algorithm>
#include <numbers>

namespace cityloom::scenarios {

Result<TrafficOutputs> TrafficOutputs::open(const TrafficRequest& request, const gis::SumoScenario& scenario,
                                            const OutputNames& names, TimeUs step) {
    TrafficOutputs outputs{names};
    outputs.step_ = step;
    if (!request.fcd.empty()) {
        auto writer =
            gis::SumoFcdWriter::open(request.fcd, gis::sumo_format(request.fcd).value_or(gis::SumoFormat::Xml));
        if (!writer) {
            return tl::make_unexpected(writer.error());
        }
        outputs.fcd_.emplace(std::move(*writer));
    }
    if (!request.summary.empty()) {
        auto writer = gis::SumoSummaryWriter::open(request.summary,
                                                   gis::sumo_format(request.summary).value_or(gis::SumoFormat::Xml));
        if (!writer) {
            return tl::make_unexpected(writer.error());
        }
        outputs.summary_.emplace(std::move(*writer));
    }
    if (!request.detectors.empty()) {
        auto files = MeterFiles::open(request.detectors, scenario, names, step);
        if (!files) {
            return tl::make_unexpected(files.error());
        }
        outputs.meters_.emplace(std::move(*files));
    }
    return outputs;
}

/// One step of floating car data.
void TrafficOutputs::write_places(const traffic::Simulation& sim) {
    fcd_->begin_step(to_seconds(sim.time()));
    sim.list_vehicles(vehicles_);
    for (const traffic::VehicleState& v : vehicles_) {
        const std::string id = names_->trip(v.trip);
        const std::string type = names_->type(sim.trips(), v.trip);
        const std::string lane = lane_name(*names_, sim.network(), v);
        double angle = 90.0 - v.heading_rad * 180.0 / std::numbers::pi;
        angle += angle < 0.0 ? 360.0 : 0.0;
        fcd_->vehicle({.id = id,
                       .x_m = v.at.x_m,
                       .y_m = v.at.y_m,
                       .angle_deg = angle,
                       .type = type,
                       .speed_mps = static_cast<double>(v.speed_mps),
                       .pos_m = static_cast<double>(v.along_m),
                       .lane = lane});
    }
}

void TrafficOutputs::begin(const traffic::Simulation& sim) {
    if (meters_) {
        meters_->begin(sim);
    }
}

void TrafficOutputs::follow(const traffic::Simulation& sim, TimeUs end) {
    if (fcd_) {
        write_places(sim);
    }
    if (sim.time() >= end) {
        return; // what ends with the run is of the step after it, as in SUMO
    }
    if (meters_) {
        meters_->follow(sim);
    }
    if (summary_) {
        summary_->step(summed_.of(sim));
    }
}

Result<void> TrafficOutputs::close(const traffic::Simulation& sim, TimeUs end) {
    if (fcd_) {
        if (auto done = fcd_->close(); !done) {
            return done;
        }
    }
    if (summary_) {
        if (auto done = summary_->close(); !done) {
            return done;
        }
    }
    return meters_ ? meters_->close(std::min(end, sim.time() + step_)) : Result<void>{};
}

} // namespace cityloom::scenarios
