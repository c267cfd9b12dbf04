// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/sumo/rerouting.h"

#include "gis/import/sumo/workload_maker.h"

namespace cityloom::gis::sumo {

void OwnRerouting::take(const XmlElement& param) {
    const std::string_view key = param.text_or("key", "");
    if (key == "has.rerouting.device") {
        has = param.flag_or("value", false) ? 1 : 0;
    } else if (key == "device.rerouting.probability") {
        probability = param.at_least("value", 0.0, 0.0);
    } else if (key == "device.rerouting.period" || key == "rerouting.period") {
        period = param.time("value");
    }
}

/// The vehicle's own word counts before its type's, and that before the run's.
void WorkloadMaker::set_rerouting(const RawVehicle& vehicle, traffic::Trip& trip, const OwnRerouting& of_type) {
    const OwnRerouting& own = vehicle.rerouting;
    const Rerouting& all = options_.rerouting;
    const int said = own.has >= 0 ? own.has : of_type.has;
    const double probability = own.probability >= 0.0       ? own.probability
                               : of_type.probability >= 0.0 ? of_type.probability
                                                            : all.probability;
    if (said == 0 || (said < 0 && !(draw(Draw::Rerouting) < probability))) {
        return;
    }
    const TimeUs period = own.period >= 0 ? own.period : of_type.period >= 0 ? of_type.period : all.period;
    trip.looks_again_s = static_cast<float>(to_seconds(std::max<TimeUs>(0, period)));
    if (trip.route != kNone) { // it takes the fastest way from the begin of its route to its end, by its stops
        trip.via.begin = static_cast<std::uint32_t>(out_.work.via.size());
        for (std::uint32_t s = trip.stops.begin; s < trip.stops.end(); ++s) {
            const std::uint32_t edge = out_.net.lanes[out_.work.stops[s].lane].edge;
            if (edge != (out_.work.via.size() > trip.via.begin ? out_.work.via.back() : trip.from_edge)) {
                out_.work.via.push_back(edge);
            }
        }
        while (out_.work.via.size() > trip.via.begin && out_.work.via.back() == trip.to_edge) {
            out_.work.via.pop_back();
        }
        trip.via.count = static_cast<std::uint32_t>(out_.work.via.size()) - trip.via.begin;
        trip.route = kNone;
    }
}

} // namespace cityloom::gis::sumo
