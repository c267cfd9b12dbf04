// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/run/moment.h"

#include "scenarios/run/runner.h"

namespace cityloom::scenarios {

Result<PreparedRun> run_until(const AppliedCity& applied, const RunRequest& request, TimeUs at,
                              const std::function<void(double fraction, TimeUs at)>& progress,
                              const std::stop_token& stop) {
    if (at < request.start || at > request.start + request.duration) {
        return fail(ErrorCode::Malformed, format_clock(at) + " is not in the run: it goes from " +
                                              format_clock(request.start) + " to " +
                                              format_clock(request.start + request.duration) + ".");
    }
    Executor executor{thread_count(request)};
    PreparedRun prepared = prepare_run(applied, request, executor, steady_ms, stop);
    engine::World& world = prepared.world;
    TimeUs next_progress = world.time();
    while (world.time() <= at) {
        if (stop.stop_requested()) {
            return fail(ErrorCode::Cancelled, "It was cancelled before the moment that was asked about.");
        }
        world.step(executor);
        if (progress && world.time() >= next_progress) {
            next_progress = world.time() + kMinuteUs;
            progress(to_seconds(world.time() - request.start) / (to_seconds(at - request.start) + 1.0), world.time());
        }
    }
    return prepared;
}

Result<std::shared_ptr<const engine::Frame>> frame_at(const AppliedCity& applied, const RunRequest& request, TimeUs at,
                                                      const std::function<void(double fraction, TimeUs at)>& progress,
                                                      const std::stop_token& stop) {
    const auto run = run_until(applied, request, at, progress, stop);
    if (!run) {
        return tl::make_unexpected(run.error());
    }
    auto frame = std::make_shared<engine::Frame>();
    run->world.fill_frame(*frame);
    frame->time = at;
    return frame;
}

} // namespace cityloom::scenarios
