// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/run/session.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <iterator>
#include <mutex>
#include <optional>
#include <thread>

#include "scenarios/run/frame_codec.h"
#include "scenarios/run/thinning.h"
#include "sim/core/latest.h"
#include "sim/engine/catalogue.h"

namespace cityloom::scenarios {

namespace {

using Clock = std::chrono::steady_clock;
constexpr double kFrameMs = 30.0; // the picture wants no more
constexpr TimeUs kSampleEvery = 10 * kSecondUs;

} // namespace

struct Session::Impl {
    Impl(std::shared_ptr<const AppliedCity> a, Scenario s, RunRequest r, SessionLimits l)
        : applied{std::move(a)}, scenario{std::move(s)}, request{r}, limits{l} {}

    void run(const std::stop_token& stop) {
        Executor executor{thread_count(request)};
        {
            PreparedRun prepared = prepare_run(*applied, request, executor, steady_ms, stop);
            const std::scoped_lock lock{world_mutex};
            world.emplace(std::move(prepared.world));
            log.emplace(*world);
        }
        const TimeUs end = request.start + request.duration;
        publish();
        set_state(playing.load() ? SessionStatus::State::Running : SessionStatus::State::Paused);
        auto pace_from = Clock::now();
        TimeUs pace_time = world->time();
        double pace_speed = -1.0;
        bool running = false;
        auto rate_from = Clock::now();
        TimeUs rate_time = world->time();
        auto last_frame = Clock::now();
        while (!stop.stop_requested()) {
            if (!playing.load() || world->time() >= end) {
                const bool finished = world->time() >= end;
                publish();
                {
                    const std::scoped_lock lock{world_mutex, mutex};
                    status.state_hash = world->state_hash();
                }
                set_state(finished ? SessionStatus::State::Finished : SessionStatus::State::Paused);
                std::unique_lock lock{mutex};
                wake.wait(lock, stop, [&] { return (playing.load() && !finished) || !pending.empty(); });
                const bool apply_now = !pending.empty() && !playing.load() && !finished;
                lock.unlock();
                if (apply_now) {
                    step(executor); // a click while paused shows its effect at once
                    publish();
                }
                pace_speed = -1.0;
                running = false;
                if (finished) {
                    const std::scoped_lock drop{mutex};
                    pending.clear();
                }
                continue;
            }
            if (!running) {
                running = true;
                set_state(SessionStatus::State::Running);
            }
            const double factor = speed.load();
            if (factor != pace_speed) {
                pace_speed = factor;
                pace_from = Clock::now();
                pace_time = world->time();
            }
            step(executor);
            const auto now = Clock::now();
            if (std::chrono::duration<double, std::milli>(now - last_frame).count() >= kFrameMs) {
                last_frame = now;
                publish();
            }
            const double since_rate = std::chrono::duration<double>(now - rate_from).count();
            if (since_rate > 0.7) {
                const std::uint64_t hash = world->state_hash();
                const std::scoped_lock lock{mutex};
                status.state_hash = hash;
                status.real_time_factor = to_seconds(world->time() - rate_time) / since_rate;
                rate_from = now;
                rate_time = world->time();
            }
            if (factor > 0.0) {
                const auto due = pace_from + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(
                                                 to_seconds(world->time() - pace_time) / factor));
                if (due > now) {
                    publish();
                    std::unique_lock lock{mutex};
                    wake.wait_until(lock, stop, due,
                                    [&] { return !playing.load() || speed.load() != factor || !pending.empty(); });
                } else if (now - due > std::chrono::seconds{1}) {
                    pace_from = now; // it cannot keep up: no debt is carried
                    pace_time = world->time();
                }
            }
        }
    }

    void step(Executor& executor) {
        std::vector<engine::Command> now;
        {
            const std::scoped_lock lock{mutex};
            now.swap(pending);
        }
        const std::scoped_lock lock{world_mutex};
        for (engine::Command& command : now) {
            engine::Command as_logged = world->command(std::move(command));
            const std::scoped_lock inner{mutex};
            logged.push_back(std::move(as_logged));
        }
        world->step(executor);
        log->look(*world);
        if (const auto all = log->entries(); all.size() > happened.size()) {
            const std::scoped_lock inner{mutex};
            happened.insert(happened.end(), all.begin() + static_cast<std::ptrdiff_t>(happened.size()), all.end());
        }
        if (world->time() >= next_sample) {
            next_sample = world->time() + kSampleEvery;
            sample();
        }
    }

    void sample() {
        engine::Frame frame;
        world->fill_frame(frame);
        const engine::Figures figures = world->sampled_figures();
        SessionSample s{.time = world->time(), .values = {}};
        for (const engine::Figure* figure : charted_figures()) {
            s.values.push_back(static_cast<float>(figures.shown(*figure)));
        }
        std::string bytes = encode_frame(frame);
        const std::scoped_lock lock{mutex};
        history.push_back(s);
        frames.emplace_back(world->time(), std::move(bytes));
        keep_bounded();
    }

    /// With the mutex held. Goes an eighth below what is allowed, so that it need not walk over all of it every time.
    void keep_bounded() {
        frame_bytes += frames.back().second.size();
        if (frame_bytes > limits.frame_bytes) {
            while (frame_bytes > limits.frame_bytes - limits.frame_bytes / 8 &&
                   thin_older(frames, [](const auto& frame) { return frame.first; }) > 0) {
                frame_bytes = 0;
                for (const auto& frame : frames) {
                    frame_bytes += frame.second.size();
                }
            }
        }
        if (history.size() > limits.samples) {
            while (history.size() > limits.samples - limits.samples / 8 &&
                   thin_older(history, [](const SessionSample& s) { return s.time; }) > 0) {
            }
        }
    }

    void publish() {
        auto frame = std::make_shared<engine::Frame>();
        world->fill_frame(*frame);
        newest.publish(std::move(frame));
        const std::scoped_lock lock{mutex};
        status.time = world->time();
        status.vehicles = world->traffic().counts();
        status.figures = world->sampled_figures();
    }

    void set_state(SessionStatus::State state) {
        const std::scoped_lock lock{mutex};
        status.state = state;
    }

    std::shared_ptr<const AppliedCity> applied;
    Scenario scenario;
    RunRequest request;
    SessionLimits limits;
    mutable std::mutex world_mutex; ///< taken before mutex where both are
    std::optional<engine::World> world;
    std::optional<EventLog> log; ///< the engine thread's own
    TimeUs next_sample = 0;
    mutable std::mutex mutex;
    std::condition_variable_any wake;
    SessionStatus status;
    std::vector<engine::Command> pending;
    std::vector<engine::Command> logged;
    std::vector<LogEntry> happened;
    std::vector<SessionSample> history;
    std::deque<std::pair<TimeUs, std::string>> frames;
    std::size_t frame_bytes = 0; ///< of all of them
    Latest<engine::Frame> newest;
    std::atomic<bool> playing{false};
    std::atomic<double> speed{1.0};
    std::jthread thread; ///< last: joins before the rest goes
};

Session::Session(std::shared_ptr<const AppliedCity> applied, Scenario resolved, RunRequest request,
                 SessionLimits limits)
    : impl_{std::make_unique<Impl>(std::move(applied), std::move(resolved), request, limits)} {
    impl_->status.time = request.start;
    impl_->thread = std::jthread{[impl = impl_.get()](const std::stop_token& stop) { impl->run(stop); }};
}

Session::~Session() {
    impl_->thread.request_stop();
    impl_->wake.notify_all();
    if (impl_->thread.joinable()) {
        impl_->thread.join();
    }
}

void Session::play() {
    impl_->playing = true;
    const std::scoped_lock lock{impl_->mutex};
    impl_->wake.notify_all();
}

void Session::pause() {
    impl_->playing = false;
    const std::scoped_lock lock{impl_->mutex};
    impl_->wake.notify_all();
}

void Session::set_speed(double factor) {
    impl_->speed = factor;
    const std::scoped_lock lock{impl_->mutex};
    impl_->wake.notify_all();
}

void Session::command(engine::Command command) {
    const std::scoped_lock lock{impl_->mutex};
    impl_->pending.push_back(std::move(command));
    impl_->wake.notify_all();
}

std::shared_ptr<const engine::Frame> Session::latest() const {
    return impl_->newest.get();
}

SessionStatus Session::status() const {
    const std::scoped_lock lock{impl_->mutex};
    return impl_->status;
}

std::vector<SessionSample> Session::samples() const {
    const std::scoped_lock lock{impl_->mutex};
    return impl_->history;
}

std::shared_ptr<const engine::Frame> Session::recorded(TimeUs at) const {
    std::string bytes;
    {
        const std::scoped_lock lock{impl_->mutex};
        const auto& frames = impl_->frames;
        auto found = std::upper_bound(frames.begin(), frames.end(), at,
                                      [](TimeUs t, const auto& entry) { return t < entry.first; });
        if (found == frames.begin()) {
            return nullptr;
        }
        bytes = std::prev(found)->second;
    }
    auto frame = decode_frame(bytes);
    return frame ? std::make_shared<const engine::Frame>(std::move(*frame)) : nullptr;
}

TimeUs Session::recorded_from() const {
    const std::scoped_lock lock{impl_->mutex};
    return impl_->frames.empty() ? impl_->request.start : impl_->frames.front().first;
}

TimeUs Session::recorded_to() const {
    const std::scoped_lock lock{impl_->mutex};
    return impl_->frames.empty() ? impl_->request.start : impl_->frames.back().first;
}

std::size_t Session::recorded_bytes() const {
    const std::scoped_lock lock{impl_->mutex};
    return impl_->frame_bytes;
}

std::vector<engine::Command> Session::commands() const {
    const std::scoped_lock lock{impl_->mutex};
    return impl_->logged;
}

std::vector<LogEntry> Session::happened(std::size_t without) const {
    const std::scoped_lock lock{impl_->mutex};
    const auto& all = impl_->happened;
    return {all.begin() + static_cast<std::ptrdiff_t>(std::min(without, all.size())), all.end()};
}

KpiSet Session::kpis() const {
    const std::scoped_lock lock{impl_->world_mutex};
    return impl_->world ? measure_kpis(*impl_->world) : KpiSet{};
}

WhyReport Session::why(engine::AssetRef asset) const {
    const std::scoped_lock lock{impl_->world_mutex};
    return impl_->world ? why_now(*impl_->world, asset) : WhyReport{};
}

std::optional<VehicleTrip> Session::trip(std::uint64_t vehicle) const {
    const std::scoped_lock lock{impl_->world_mutex};
    return impl_->world ? vehicle_trip(*impl_->world, vehicle) : std::nullopt;
}

const RunRequest& Session::request() const {
    return impl_->request;
}
const Scenario& Session::scenario() const {
    return impl_->scenario;
}

} // namespace cityloom::scenarios
