// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/traffic/hybrid/hybrid_simulation.h"

#include <algorithm>

#include "sim/core/archive.h"
#include "sim/core/executor.h"
#include "sim/core/polyline.h"
#include "sim/traffic/meso/calendar.h"

namespace cityloom::traffic {

namespace {

constexpr float kPastLineM = 1.0F; // so far beyond its own length onto the street outside, a vehicle is handed over

} // namespace

struct HybridSimulation::State {
    /// A stretch of one trip's way inside the window, with the street beyond it where there is one.
    struct Piece {
        std::uint32_t trip = kNone;
        std::uint32_t first = 0;  ///< position in the trip's way
        std::uint32_t beyond = 0; ///< position of the street outside where it is handed over; the way's length: it ends
    };

    State(const RoadNetwork& net, Workload work, const HybridOptions& opts, Executor& executor)
        : options{opts},
          types{work.types.empty() ? default_vehicle_types() : work.types},
          meso{net, std::move(work), opts.meso, executor},
          micro{net, cut_into_pieces(net), micro_options()},
          ticks{std::max<TimeUs>(1, kSecondUs / options.micro_step)} {
        meso.set_window(options.window);
        waiting_for.resize(net.edges.size());
        coming_to.assign(net.edges.size(), 0);
        lanes_of.reserve(net.edges.size());
        for (const Edge& edge : net.edges) {
            lanes_of.push_back(edge.lanes.count);
        }
    }

    [[nodiscard]] SimulationOptions micro_options() const {
        return {.start = options.meso.start,
                .step = options.micro_step,
                .seed = options.meso.seed,
                .truck_share = options.meso.truck_share,
                .keeps_destination = true,
                .plain_routes = true};
    }

    /// The micro engine's work: a trip a piece, none of which departs by itself.
    [[nodiscard]] Workload cut_into_pieces(const RoadNetwork& net);

    void hand_to_micro();
    void hand_to_meso();
    void open_gates();
    void visit(Archive& a);
    [[nodiscard]] bool holds_together() const;

    HybridOptions options;
    std::vector<VehicleType> types;
    MesoSimulation meso;
    std::vector<Piece> pieces;             ///< as the micro engine's trips
    std::vector<std::uint32_t> next_piece; ///< per trip: its next one
    std::vector<std::uint32_t> edges_in;   ///< of the window, where a piece begins
    Simulation micro;
    TimeUs ticks;
    std::vector<MesoSimulation::HandedOver> coming; ///< across the junction before the window
    std::vector<std::uint32_t> coming_to;           ///< per edge: how many
    std::vector<std::uint32_t> inside;              ///< pieces released and not handed over
    std::vector<std::uint32_t> lanes_of;            ///< per edge
    std::vector<std::vector<std::uint32_t>>
        waiting_for;                 ///< per edge outside: pieces that have left the window's last junction
    std::vector<std::uint32_t> held; ///< edges outside that have no room
};

Workload HybridSimulation::State::cut_into_pieces(const RoadNetwork& net) {
    Workload work;
    work.types = types;
    work.type_names.resize(types.size());
    const auto trips = meso.trips();
    next_piece.assign(trips.size(), kNone);
    std::vector<std::uint8_t> begins(net.edges.size(), 0);
    for (std::uint32_t t = 0; t < trips.size(); ++t) {
        const std::span<const std::uint32_t> way = meso.way(t);
        const auto count = static_cast<std::uint32_t>(way.size());
        for (std::uint32_t p = 0; p < count && !meso.records()[t].unroutable; ++p) {
            if (options.window[way[p]] == 0) {
                continue;
            }
            Piece piece{t, p, p};
            while (piece.beyond < count && options.window[way[piece.beyond]] != 0) {
                ++piece.beyond;
            }
            const std::uint32_t last = std::min(piece.beyond, count - 1);
            Trip trip = trips[t];
            trip.depart = kNever;
            trip.type = static_cast<std::uint16_t>(meso.type_of(t));
            trip.from_edge = way[p];
            trip.to_edge = way[last];
            trip.stops = {}; // stops inside a window are not kept
            if (p > 0) {
                trip.from_m = 0.0F;
                trip.from_share = 0.0F;
                trip.depart_mps = Trip::kDepartFast;
                trip.depart_lane = Trip::kBestLane;
            }
            if (piece.beyond < count) {
                trip.to_m = types[trip.type].length_m + kPastLineM;
            }
            trip.route = static_cast<std::uint32_t>(work.routes.size());
            work.routes.push_back({static_cast<std::uint32_t>(work.route_edges.size()), last - p + 1});
            work.route_edges.insert(work.route_edges.end(), way.begin() + p, way.begin() + last + 1);
            next_piece[t] = next_piece[t] == kNone ? static_cast<std::uint32_t>(pieces.size()) : next_piece[t];
            begins[way[p]] = 1;
            pieces.push_back(piece);
            work.trips.push_back(trip);
            p = piece.beyond;
        }
    }
    for (std::uint32_t e = 0; e < begins.size(); ++e) {
        if (begins[e] != 0) {
            edges_in.push_back(e);
        }
    }
    return work;
}

/// Who has left a queue for the window, or starts inside it.
void HybridSimulation::State::hand_to_micro() {
    for (const MesoSimulation::HandedOver& handed : meso.take_handed_over()) {
        coming.push_back(handed);
        ++coming_to[handed.edge];
    }
    std::erase_if(coming, [this](const MesoSimulation::HandedOver& handed) {
        if (handed.at > micro.time()) {
            return false; // still on its way across the junction
        }
        const std::uint32_t piece = next_piece[handed.trip]++;
        micro.release(piece);
        inside.push_back(piece);
        --coming_to[handed.edge];
        return true;
    });
}

void HybridSimulation::State::hand_to_meso() {
    std::vector<std::uint32_t> still;
    for (const std::uint32_t index : inside) {
        const TripRecord& driven = micro.records()[index];
        const Piece& piece = pieces[index];
        if (driven.departed >= 0 && piece.first == 0 && meso.records()[piece.trip].departed < 0) {
            meso.note_departure(piece.trip, driven.departed);
        }
        if (driven.arrived < 0) {
            still.push_back(index);
            continue;
        }
        meso.add_driven(piece.trip, driven);
        const std::span<const std::uint32_t> way = meso.way(piece.trip);
        if (piece.beyond == way.size()) {
            meso.note_arrival(piece.trip, driven.arrived);
        } else {
            waiting_for[way[piece.beyond]].push_back(index);
            held.push_back(way[piece.beyond]);
        }
    }
    inside = std::move(still);
    std::ranges::sort(held);
    held.erase(std::unique(held.begin(), held.end()), held.end());
    std::erase_if(held, [this](std::uint32_t edge) {
        std::vector<std::uint32_t>& line = waiting_for[edge];
        std::size_t done = 0;
        while (done < line.size() && meso.admit(pieces[line[done]].trip, pieces[line[done]].beyond,
                                                types[meso.type_of(pieces[line[done]].trip)].length_m + kPastLineM)) {
            ++done;
        }
        line.erase(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(done));
        micro.hold_edge(edge, !line.empty());
        return line.empty();
    });
}

/// As many may leave their queues for a street of the window as will find a place at its begin soon.
void HybridSimulation::State::open_gates() {
    for (const std::uint32_t edge : edges_in) {
        const std::uint32_t waits = micro.waiting_on(edge) + coming_to[edge];
        meso.open_gate(edge, waits < lanes_of[edge] ? lanes_of[edge] - waits : 0);
    }
}

void HybridSimulation::State::visit(Archive& a) {
    meso.visit(a);
    micro.visit(a);
    a.fixed(next_piece, coming_to, waiting_for);
    a(coming, inside, held);
    if (a.restoring() && (!a.ok() || !holds_together())) {
        a.refuse();
    }
}

bool HybridSimulation::State::holds_together() const {
    const auto is_piece = [this](std::uint32_t piece) { return piece < pieces.size(); };
    const auto pieces_fit = [&](const std::vector<std::uint32_t>& some) { return std::ranges::all_of(some, is_piece); };
    const auto coming_fits = [this](const MesoSimulation::HandedOver& handed) {
        return handed.trip < next_piece.size() && handed.edge < coming_to.size();
    };
    return std::ranges::all_of(next_piece, [this](auto piece) { return piece == kNone || piece <= pieces.size(); }) &&
           std::ranges::all_of(waiting_for, pieces_fit) && pieces_fit(inside) &&
           std::ranges::all_of(coming, coming_fits) &&
           std::ranges::all_of(held, [this](auto edge) { return edge < waiting_for.size(); });
}

HybridSimulation::HybridSimulation(const RoadNetwork& net, Workload work, const HybridOptions& options,
                                   Executor& executor)
    : state_{std::make_unique<State>(net, std::move(work), options, executor)} {}
HybridSimulation::~HybridSimulation() = default;
HybridSimulation::HybridSimulation(HybridSimulation&&) noexcept = default;
HybridSimulation& HybridSimulation::operator=(HybridSimulation&&) noexcept = default;

void HybridSimulation::step(Executor& executor) {
    State& s = *state_;
    s.open_gates();
    s.meso.step();
    s.hand_to_micro();
    for (TimeUs tick = 0; tick < s.ticks; ++tick) {
        s.micro.step(executor);
    }
    s.hand_to_meso();
}

TimeUs HybridSimulation::time() const noexcept {
    return state_->meso.time();
}
VehicleCounts HybridSimulation::counts() const noexcept {
    return state_->meso.counts();
}
std::span<const TripRecord> HybridSimulation::records() const noexcept {
    return state_->meso.records();
}
std::span<const Trip> HybridSimulation::trips() const noexcept {
    return state_->meso.trips();
}
std::uint64_t HybridSimulation::vehicle_seconds() const noexcept {
    return state_->meso.vehicle_seconds();
}
const Simulation& HybridSimulation::micro() const noexcept {
    return state_->micro;
}
const MesoSimulation& HybridSimulation::meso() const noexcept {
    return state_->meso;
}
std::uint64_t HybridSimulation::vehicles_inside() const noexcept {
    return state_->inside.size();
}
std::size_t HybridSimulation::vehicle_bytes() const noexcept {
    return state_->meso.vehicle_bytes() + state_->micro.vehicle_bytes() +
           state_->pieces.capacity() * sizeof(State::Piece);
}

void HybridSimulation::visit(Archive& archive) {
    state_->visit(archive);
}

void HybridSimulation::hash(StateHash& hash) const {
    Archive archive{hash};
    state_->visit(archive);
}

std::vector<std::uint8_t> edges_around(const RoadNetwork& net, Point2 at, double radius_m) {
    std::vector<std::uint8_t> inside(net.edges.size(), 0);
    for (std::size_t e = 0; e < net.edges.size(); ++e) {
        const std::span<const Point2> shape{net.points.data() + net.edges[e].shape.begin, net.edges[e].shape.count};
        const Point2 middle = polyline_at(shape, 0.5 * polyline_length_m(shape)).at;
        inside[e] = distance_m(middle, at) <= radius_m ? 1 : 0;
    }
    return inside;
}

} // namespace cityloom::traffic
