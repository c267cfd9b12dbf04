// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <initializer_list>
#include <utility>
#include <vector>

#include "gis/import/sumo/raw_demand.h"

namespace cityloom::gis::sumo {

/// Follows a route or additional file and fills RawDemand.
class DemandHandler : public XmlHandler {
public:
    DemandHandler(FileNames& files, RawNet& net, RawDemand& demand, Remarks& remarks)
        : files_{files}, net_{net}, demand_{demand}, remarks_{remarks}, programs_{net, remarks} {}
    DemandHandler(const DemandHandler&) = delete;
    DemandHandler& operator=(const DemandHandler&) = delete;

    void begin(const XmlElement& e) override;
    void end(std::string_view name) override;

private:
    void root(const XmlElement& e);
    void vehicle(const XmlElement& e);
    void flow(const XmlElement& e);
    void ends(const XmlElement& e);
    bool timeline(const XmlElement& e); ///< likewise: timeline_file.cpp
    bool speed_sign(const XmlElement& e);
    bool rerouter(const XmlElement& e);
    bool waut(const XmlElement& e);
    bool district(const XmlElement& e); ///< false: the element belongs to none
    void close_vehicle();
    void route(const XmlElement& e);
    void repeat(const XmlElement& e, RawRoute& route);
    void distribution(const XmlElement& e);
    void stop(const XmlElement& e);
    void bay(const XmlElement& e);
    void detector(const XmlElement& e);
    bool person(const XmlElement& e); ///< likewise: person_file.cpp
    void walk(const XmlElement& e);
    void wait_for_ride(const XmlElement& e);
    bool meter(const XmlElement& e);      ///< likewise: meter_file.cpp
    bool calibrator(const XmlElement& e); ///< likewise: calibrator_file.cpp
    void area(const XmlElement& e, SumoMeter& meter) const;
    void line(const XmlElement& e); ///< of a crossing meter
    [[nodiscard]] double place_on(const XmlElement& e, std::uint32_t lane) const;
    void means(const XmlElement& e, SumoMeter& meter) const;
    void include(const XmlElement& e);

    [[nodiscard]] std::uint32_t edge_named(const XmlElement& e, std::string_view id, std::string_view what) const;
    [[nodiscard]] std::uint32_t lane_named(const XmlElement& e, std::string_view id) const;
    /// Start and end along a lane; negative ones count from its end.
    [[nodiscard]] std::pair<double, double> bay_of(const XmlElement& e, std::uint32_t lane, double default_start) const;

    FileNames& files_;
    RawNet& net_;
    RawDemand& demand_;
    Remarks& remarks_;
    ProgramReader programs_;
    RawVehicle vehicle_; ///< that is being read
    bool in_vehicle_ = false;
    bool leave_out_ = false; ///< the vehicle
    TimeUs interval_begin_ = 0;
    TimeUs interval_end_ = -1;
    RawRider rider_;            ///< the person or container that is being read, as far as it has come in its plan
    double rider_mps_ = 0.0;    ///< on foot
    bool rider_lost_ = false;   ///< it has come by a vehicle: nobody knows when
    RawCalibration calibrator_; ///< that is being read
    std::vector<std::uint32_t> sign_lanes_; ///< of the variable speed sign that is being read
    TimeUs closing_begin_ = 0;
    TimeUs closing_end_ = -1;
    TimeUs waut_begin_ = 0;
    std::uint32_t open_route_ = kNone;
    std::uint32_t open_distribution_ = kNone;
    std::uint32_t open_ends_ = kNone;
    int skipped_ = -1; ///< depth of the element that is passed over
    int open_ = 0;     ///< elements that have begun and not ended
};

[[nodiscard]] inline bool one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace cityloom::gis::sumo
