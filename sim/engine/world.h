// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/archive.h"
#include "sim/core/result.h"
#include "sim/core/time.h"
#include "sim/corridor/command.h"
#include "sim/corridor/figures.h"
#include "sim/corridor/frame.h"
#include "sim/engine/networks.h"
#include "sim/engine/why.h"
#include "sim/traffic/micro/simulation.h"

namespace cityloom {
class Executor;
}

namespace cityloom::engine {

/// Lanes that a work zone takes from an edge for the whole run: the network has been derived without them.
struct WorkZone {
    std::uint32_t edge = kNone;
    std::uint32_t lanes = 1; ///< taken, beside the kerb
};

/// Time that a part of a step has taken so far.
struct Phase {
    std::string_view name;
    double ms = 0.0;
};

struct WorldOptions {
    TimeUs start = 7 * kHourUs;
    std::uint64_t seed = 1;
    TimeUs traffic_step = kSecondUs / 2;
    TimeUs lifeline_every = 5 * kMinuteUs;                ///< and at every event, empty battery or tank
    std::vector<float> edge_times_s;                      ///< what drivers expect at the start
    std::vector<std::vector<std::uint32_t>> first_routes; ///< see traffic::SimulationOptions
    std::vector<Command> events;                          ///< sorted or not
    std::vector<std::uint32_t> closed_edges;              ///< closed from the start, whatever is opened later
    std::vector<WorkZone> work_zones;                     ///< for the picture
    std::uint64_t city = 0;                               ///< for Frame::city
    std::function<double()> clock_ms;                     ///< for phase times; the engine itself knows no clock
};

/// The one engine: owns a city's domains and steps them in one order. Not thread-safe; its own passes use the Executor.
class World {
public:
    World(Networks networks, std::vector<traffic::Trip> trips, WorldOptions options);
    ~World();
    World(World&&) noexcept;
    World& operator=(World&&) noexcept;

    /// One traffic step. Where something happens, or a domain is due: what is stored drains and fills, the domains
    /// solve and offer until nobody's supply changes, and settle. Then the vehicles move.
    void step(Executor& executor);

    /// A command while the city runs: applies at the next step. Returns it as logged, so that a replay of the log gives
    /// the same bits.
    Command command(Command command);

    /// Brings the figures up to the present at the end of a run (they are integrated from event to event) and closes
    /// the books: sums and peaks stay as they are, whatever goes on after it so that those under way may arrive.
    void finish();
    /// Events of the options that are still to come.
    [[nodiscard]] bool events_ahead() const noexcept;

    [[nodiscard]] TimeUs time() const noexcept;
    [[nodiscard]] std::uint64_t step_count() const noexcept;
    /// When something last happened, or a domain was due: what is of the present has stood so since then.
    [[nodiscard]] TimeUs last_event() const noexcept;
    /// The figures of the present as that event left them, those that are sampled or worked out when asked for aside.
    [[nodiscard]] const Figures& settled_figures() const noexcept;
    /// All figures as they stand, those worked out now too.
    [[nodiscard]] Figures figures() const;
    /// Those that charts show, without the ones that take longer.
    [[nodiscard]] Figures sampled_figures() const;
    [[nodiscard]] const traffic::Simulation& traffic() const noexcept;
    [[nodiscard]] const Networks& networks() const noexcept;
    [[nodiscard]] std::span<const Command> applied_commands() const noexcept;
    /// Why it is out of service: how many causes there are.
    [[nodiscard]] std::size_t causes(AssetRef asset) const;
    /// Why an asset is not as it should be; empty: nothing is wrong with it.
    [[nodiscard]] std::vector<WhyChain> why(AssetRef asset) const;
    /// Events whose cascade was cut off before nothing changed any more.
    [[nodiscard]] std::uint64_t unsettled_events() const noexcept;
    /// A sentence where a solver has failed: nothing after it can be believed (see Domain::fault). Empty: none has.
    [[nodiscard]] std::string fault() const;
    [[nodiscard]] std::span<const Phase> phases() const noexcept;
    void fill_frame(Frame& frame) const;
    /// The frame's columns alone.
    void fill_columns(Columns& columns) const;
    [[nodiscard]] std::uint64_t state_hash() const;

    /// The whole state as bytes, for this build on this kind of machine. Between steps only.
    [[nodiscard]] std::vector<std::byte> save() const;
    /// Goes on from the saved state of a world of the same networks, trips and options: the run that follows is the
    /// same to the bit. Commands that came from outside are in it. Events of the options that lie ahead are this
    /// world's own: so a run branches. Fails, and stays as it was, where the state is damaged or belongs to something
    /// else.
    [[nodiscard]] Result<void> restore(std::span<const std::byte> saved);
    /// Everything mutable of all domains, once; see Archive.
    void visit(Archive& archive);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace cityloom::engine
