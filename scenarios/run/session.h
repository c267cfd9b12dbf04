// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "scenarios/run/event_log.h"
#include "scenarios/run/prepare.h"
#include "scenarios/run/runner.h"
#include "scenarios/run/vehicle_trip.h"
#include "scenarios/run/why.h"
#include "sim/corridor/frame.h"

namespace cityloom::scenarios {

/// Where a session is; cheap to copy.
struct SessionStatus {
    enum class State : std::uint8_t { Preparing, Paused, Running, Finished, Failed } state = State::Preparing;
    TimeUs time = 0;
    double real_time_factor = 0.0; ///< over the last second or so
    std::uint64_t state_hash = 0;  ///< about a second old while it runs; exact when paused or finished
    std::string error;
    traffic::VehicleCounts vehicles;
    engine::Figures figures; ///< those of the present
};

/// A sample of the city for charts, one every ten seconds of city time.
struct SessionSample {
    TimeUs time = 0;
    std::vector<float> values; ///< of charted_figures(), in the shown unit
};

/// What a session may keep of the time that has passed. Above it every second of the older frames and samples is
/// dropped, as often as it takes: all of the time can still be looked at, the older the coarser.
struct SessionLimits {
    std::size_t frame_bytes = 256ULL << 20U; ///< of the encoded frames together
    std::size_t samples = 20'000;            ///< two days at one every ten seconds
};

/// The live engine behind the desktop: one thread of its own owns a World. Every function may be called from any thread
/// and returns at once; the picture takes latest(), and never holds the engine up.
class Session {
public:
    /// Starts preparing at once; paused when ready.
    /// \param applied the city with the scenario's measures in place: whose indices all frames are.
    Session(std::shared_ptr<const AppliedCity> applied, Scenario resolved, RunRequest request,
            SessionLimits limits = {});
    ~Session(); ///< stops and joins
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    void play();
    void pause();
    /// City seconds per second, 1 to 1000; 0: as fast as it goes.
    void set_speed(double factor);
    /// A person fails, repairs, closes or opens something: applies at the next step and goes into the log.
    void command(engine::Command command);

    [[nodiscard]] std::shared_ptr<const engine::Frame> latest() const; ///< null before the first
    [[nodiscard]] SessionStatus status() const;
    [[nodiscard]] std::vector<SessionSample> samples() const;
    /// Frames kept for scrubbing, one every ten seconds of city time, fewer once they are many (SessionLimits): the one
    /// at or before a time; null where none is.
    [[nodiscard]] std::shared_ptr<const engine::Frame> recorded(TimeUs at) const;
    [[nodiscard]] TimeUs recorded_from() const;
    [[nodiscard]] TimeUs recorded_to() const;
    /// Bytes that these frames take.
    [[nodiscard]] std::size_t recorded_bytes() const;
    /// What the person did so far, for the log that replays to the same hash.
    [[nodiscard]] std::vector<engine::Command> commands() const;
    /// What has happened so far, oldest first, without the first few: a caller asks for what it does not have yet.
    [[nodiscard]] std::vector<LogEntry> happened(std::size_t without = 0) const;
    /// KPIs so far. Waits for the end of the step in progress (milliseconds).
    [[nodiscard]] KpiSet kpis() const;
    /// Why an asset is not as it should be now. Waits likewise.
    [[nodiscard]] WhyReport why(engine::AssetRef asset) const;
    /// What is known of a vehicle's trip now; nothing where there is none of that id. Waits likewise.
    [[nodiscard]] std::optional<VehicleTrip> trip(std::uint64_t vehicle) const;
    [[nodiscard]] const RunRequest& request() const;
    [[nodiscard]] const Scenario& scenario() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace cityloom::scenarios
