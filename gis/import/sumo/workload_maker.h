// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "gis/import/sumo/net_builder.h"
#include "gis/import/sumo/raw_demand.h"
#include "gis/import/sumo/trains.h"
#include "sim/core/rng.h"

namespace cityloom::gis::sumo {

/// Turns raw vehicles into trips. A vehicle's draws are keyed by its place in the order of loading.
class WorkloadMaker {
public:
    WorkloadMaker(const NetBuilder& builder, const RawDemand& demand, const DemandOptions& options, SumoScenario& out,
                  Remarks& remarks, std::vector<Train>& trains)
        : trains_{trains},
          builder_{builder},
          raw_{builder.raw},
          demand_{demand},
          options_{options},
          out_{out},
          remarks_{remarks},
          rng_{options.seed},
          route_of_(demand.routes.size(), kNone) {}

    void make();

private:
    enum class Draw : std::uint64_t { Type, Route, DepartSpeed, DepartPos, ArrivalPos, Rerouting };

    /// One draw of the vehicle that is being made.
    [[nodiscard]] double draw(Draw which) const {
        constexpr std::uint64_t kApart = 1'000'000; // from the engine's draws of the stream
        return rng_.uniform(RandomStream::DriverTraits, order_, kApart + static_cast<std::uint64_t>(which));
    }
    [[noreturn]] void fault(const RawVehicle& vehicle, const std::string& message) const;
    [[noreturn]] void broken(const RawVehicle& vehicle, const RawRoute& route, const std::string& message) const;

    void expand(const RawVehicle& vehicle, const RawFlow& flow);
    void add(const RawVehicle& vehicle, const std::string& id, TimeUs depart, TimeUs stop_shift);
    void make_trip(const RawVehicle& vehicle, const std::string& id, TimeUs depart, TimeUs stop_shift);
    [[nodiscard]] std::uint32_t named_route(const RawVehicle& vehicle) const;
    /// The route in our terms, checked for this type of vehicle.
    [[nodiscard]] std::uint32_t use_route(const RawVehicle& vehicle, std::uint32_t route, std::uint32_t type);
    [[nodiscard]] bool admits(std::uint32_t edge, std::uint8_t use) const;
    [[nodiscard]] bool connected(std::uint32_t from, std::uint32_t to, std::uint8_t use) const;
    /// Where a trip without a route begins and ends: trip_ends.cpp.
    void find_ends(const RawVehicle& vehicle, traffic::Trip& trip, std::uint32_t type);
    [[nodiscard]] std::vector<std::uint32_t> ends_of(const RawVehicle& vehicle, const std::string& name, bool begin,
                                                     std::uint8_t use) const;
    [[nodiscard]] std::pair<std::uint32_t, std::uint32_t> nearest_ends(const std::vector<std::uint32_t>& sources,
                                                                       const std::vector<std::uint32_t>& sinks,
                                                                       std::uint8_t use) const;
    void pass_by(const RawVehicle& vehicle, traffic::Trip& trip);
    [[nodiscard]] std::int8_t depart_lane(const RawVehicle& vehicle, const traffic::Trip& trip,
                                          std::uint32_t type) const;
    [[nodiscard]] std::int8_t numbered_lane(const RawVehicle& vehicle, const std::string& text, std::uint32_t edge,
                                            const std::string& what) const;
    void arrive(const RawVehicle& vehicle, traffic::Trip& trip) const;
    [[nodiscard]] float depart_speed(const RawVehicle& vehicle, const traffic::Trip& trip) const;
    void place(const RawVehicle& vehicle, traffic::Trip& trip, std::uint32_t type, const RawStop* first_stop);
    [[nodiscard]] float depart_place(const RawVehicle& vehicle, const traffic::Trip& trip, const RawStop* first_stop);
    [[nodiscard]] double along(const RawVehicle& vehicle, const std::string& text, double length, bool departs) const;
    /// A stop of a vehicle, with what its times are counted from.
    struct OwnStop {
        const RawStop* stop = nullptr;
        TimeUs later = 0;
    };
    /// Stops of the route, round by round, then those of the vehicle itself.
    [[nodiscard]] std::vector<OwnStop> stops_of(const RawVehicle& vehicle, std::uint32_t route, TimeUs depart,
                                                TimeUs shift) const;
    void add_stops(const RawVehicle& vehicle, const std::string& id, traffic::Trip& trip,
                   const std::vector<OwnStop>& stops);
    void set_rerouting(const RawVehicle& vehicle, traffic::Trip& trip, const OwnRerouting& of_type);
    // People and goods that vehicles wait for: riders.cpp.
    [[nodiscard]] TimeUs riders_ready(const RawVehicle& vehicle, const std::string& id, const RawStop* stop);
    [[nodiscard]] std::vector<std::uint32_t> riders_for(const RawVehicle& vehicle, const std::string& id,
                                                        const RawStop* stop);
    [[nodiscard]] TimeUs ready(const RawRider& rider);
    [[nodiscard]] double on_foot_m(std::uint32_t from, std::uint32_t to);
    void index_riders();
    [[nodiscard]] TimeUs until_boarded(const RawVehicle& vehicle, const std::string& id, const RawStop& stop,
                                       TimeUs until);
    void make_timeline();
    void make_calibrations(); ///< calibrator_file.cpp
    void cut_route(const RawVehicle& vehicle, traffic::Trip& trip);
    void run_train(const RawVehicle& vehicle, const VehicleTypes::Type& type, TimeUs depart, TimeUs stop_shift);
    void sort();

    std::vector<Train>& trains_;
    const NetBuilder& builder_;
    const RawNet& raw_;
    const RawDemand& demand_;
    const DemandOptions& options_;
    SumoScenario& out_;
    Remarks& remarks_;
    CounterRng rng_;
    std::uint32_t cut_at_ = kNone;                                  ///< edge where routes begin, for calibrators
    std::uint64_t order_ = 0;                                       ///< of the vehicle that is being made
    std::vector<std::uint32_t> route_of_;                           ///< raw route -> ours
    std::map<std::uint32_t, std::vector<std::uint32_t>> riders_on_; ///< by raw edge
    std::map<std::string, std::vector<std::uint32_t>, std::less<>> riders_of_; ///< by vehicle or line
    std::vector<std::vector<std::pair<std::uint32_t, double>>> foot_ways_;     ///< by raw junction: to, metres
    std::unordered_set<std::string> ids_;                                      ///< looked up only
    std::map<std::string, std::pair<std::uint32_t, std::uint32_t>> ends_;      ///< found so far
};

} // namespace cityloom::gis::sumo
