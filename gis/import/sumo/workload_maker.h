// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "gis/import/sumo/net_builder.h"
#include "gis/import/sumo/raw_demand.h"
#include "sim/core/rng.h"

namespace cityloom::gis::sumo {

/// Turns raw vehicles into trips. A vehicle's draws are keyed by its place in the order of loading.
class WorkloadMaker {
public:
    WorkloadMaker(const NetBuilder& builder, const RawDemand& demand, const DemandOptions& options, SumoScenario& out,
                  Remarks& remarks)
        : builder_{builder},
          raw_{builder.raw},
          demand_{demand},
          options_{options},
          out_{out},
          remarks_{remarks},
          rng_{options.seed},
          route_of_(demand.routes.size(), kNone) {}

    void make();

private:
    enum class Draw : std::uint64_t { Type, Route, DepartSpeed, DepartPos, ArrivalPos };

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
    [[nodiscard]] std::int8_t depart_lane(const RawVehicle& vehicle, const traffic::Trip& trip,
                                          std::uint32_t type) const;
    [[nodiscard]] float depart_speed(const RawVehicle& vehicle, const traffic::Trip& trip) const;
    void place(const RawVehicle& vehicle, traffic::Trip& trip, std::uint32_t type);
    void add_stops(const RawVehicle& vehicle, traffic::Trip& trip, std::uint32_t route, TimeUs shift);
    void sort();

    const NetBuilder& builder_;
    const RawNet& raw_;
    const RawDemand& demand_;
    const DemandOptions& options_;
    SumoScenario& out_;
    Remarks& remarks_;
    CounterRng rng_;
    std::uint64_t order_ = 0;             ///< of the vehicle that is being made
    std::vector<std::uint32_t> route_of_; ///< raw route -> ours
    std::unordered_set<std::string> ids_; ///< looked up only
};

} // namespace cityloom::gis::sumo
