// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <memory>
#include <unordered_map>

#include "sim/corridor/frame.h"

namespace cityloom::app {

/// Lets vehicles glide between the engine's steps. It shows the city one step late: vehicles in both of the last two
/// frames stand in between, those that are new appear with the newer one. Nothing is ever extrapolated.
class FrameSmoother {
public:
    using Clock = std::chrono::steady_clock;

    void reset();
    /// Takes a new frame of the engine. Returns false when it is the one that it already has.
    bool take(std::shared_ptr<const engine::Frame> frame, Clock::time_point now);
    /// The picture at this moment; the same pointer as before when nothing has moved since.
    [[nodiscard]] std::shared_ptr<const engine::Frame> at(Clock::time_point now);

private:
    std::shared_ptr<const engine::Frame> before_;
    std::shared_ptr<const engine::Frame> newest_;
    std::shared_ptr<const engine::Frame> shown_;
    std::unordered_map<std::uint64_t, std::uint32_t> index_before_; ///< vehicle id to its place in before_
    Clock::time_point taken_{};
    std::chrono::duration<double> gap_{0.0};
    bool settled_ = true;
};

} // namespace cityloom::app
