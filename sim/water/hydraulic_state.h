// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wshadow"
#include <Eigen/Sparse>
#include <Eigen/SparseCholesky>
#pragma GCC diagnostic pop

#include "sim/water/demand_law.h"
#include "sim/water/hydraulics.h"
#include "sim/water/leak_law.h"

namespace cityloom::water {

/// What Hydraulics works on. Where water can go is in reach.cpp, the gradient method itself in gradient.cpp, what is
/// done where it finds no way in content.cpp; leaks are in leaks.cpp, pressure-reducing valves in reducers.cpp.
struct Hydraulics::State {
    explicit State(const Network& network);

    // reach.cpp
    [[nodiscard]] bool works(std::uint32_t node) const { return node_failed[node] == 0 && cut[node] == 0; }
    [[nodiscard]] bool gives(std::uint32_t node) const; ///< a reservoir, or a tank with water, in working order
    [[nodiscard]] bool empty(std::uint32_t node) const; ///< a tank that only takes
    [[nodiscard]] bool full(std::uint32_t node) const;  ///< a tank that only gives
    [[nodiscard]] bool passes(std::uint32_t link) const;
    [[nodiscard]] bool conducts(std::uint32_t link) const;
    void find_reach();
    bool cut_what_cannot_be();
    void balance();

    // content.cpp
    [[nodiscard]] bool find_least_content(bool again);

    // gradient.cpp
    void begin(std::span<const double> demand_m3ps);
    [[nodiscard]] bool iterate();
    void finish();

    Network net;
    double required_m = 0.0; ///< pressure at which taps give all
    std::vector<std::vector<std::uint32_t>> incident;
    std::vector<double> resistance;
    std::vector<double> start_flow;

    std::vector<double> head;
    std::vector<double> flow;
    std::vector<double> outflow; ///< what junctions get
    std::vector<double> lost;    ///< what leaks there
    std::vector<double> hole_m2; ///< per link: of a burst; 0: none
    std::vector<double> level;
    std::vector<std::uint8_t> served; ///< reached by a source with water
    std::vector<std::uint8_t> node_failed;
    std::vector<std::uint8_t> open;
    std::vector<std::uint8_t> running; ///< not shut by its own check valve, or by a tank at its limit
    std::vector<std::uint8_t> reduces; ///< reducers: holds the head behind it, rather than standing open
    int iterations = 0;

    // Of the files above among themselves.
    struct Change {
        double flow = 0.0;
        double total = 1e-9;
        bool switched = false;
    };
    enum class Draw : std::uint8_t { Nothing, ByPressure, All };

    /// A head loss and its slope at a flow.
    struct Loss {
        double m = 0.0;
        double slope_spm2 = 0.0;
    };
    /// Something that takes water from a junction by its pressure alone.
    struct Leak {
        std::uint32_t node = kNone;
        std::uint32_t link = kNone; ///< the main that has burst; kNone: of the junction
        LeakLaw law;
        double flow = 0.0;
        double from_m = 0.0; ///< the pressure of the last step, and the gain there
        double gain_m2ps = 0.0;
        double step = 0.0; ///< content.cpp
    };

    // leaks.cpp
    void lay_out_leaks();
    [[nodiscard]] bool leaking(const Leak& leak) const;
    void add_leaks();
    void move_leaks(int iteration, Change& change);
    [[nodiscard]] Loss soft_leak(const Leak& leak, double q) const;
    void sum_leaks();

    // reducers.cpp
    [[nodiscard]] bool active(std::uint32_t link) const;
    void pin_heads();
    void move_reducers(Change& change);
    bool switch_reducers(bool may_open);

    /// Of a junction's head in the matrix; kNone: it is known.
    [[nodiscard]] std::uint32_t row(std::uint32_t i) const { return pin[i] == kNone ? unknown[i] : kNone; }
    [[nodiscard]] static bool may_open(int iteration); ///< late in a solve what was shut stays so

    [[nodiscard]] Loss pipe_loss(std::uint32_t l, double q) const;
    [[nodiscard]] Loss soft_loss(std::uint32_t l, double q) const;
    [[nodiscard]] Loss soft_demand(std::uint32_t i, double q) const;
    [[nodiscard]] double slope_along(double share) const;
    [[nodiscard]] double best_share() const;
    [[nodiscard]] bool draws(std::uint32_t i) const;
    [[nodiscard]] bool minimise();
    void step_by(double share);

    void lay_out_matrix();
    void clear_matrix();
    void add_link(std::uint32_t l, Loss at, double q);
    void add_demand(std::uint32_t i, Loss at, double q);
    void assemble();
    [[nodiscard]] bool solve_heads();
    void move_links(int iteration, Change& change);
    bool switch_pump(std::uint32_t l, int iteration);
    bool switch_at_tank(std::uint32_t l, int iteration);
    void move_demands(int iteration, Change& change);

    std::vector<std::uint32_t> reducers; ///< links
    std::vector<std::uint32_t> unknown;  ///< row of a junction's head; kNone: a fixed head
    std::uint32_t unknowns = 0;
    Eigen::SparseMatrix<double> matrix;
    Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>, Eigen::Lower, Eigen::AMDOrdering<int>> cholesky;
    std::vector<double*> slot;
    std::vector<double*> diagonal;
    Eigen::VectorXd rhs;

    // Work space: a solve sets it before it reads it.
    std::vector<double> wanted;
    std::vector<Draw> draw;
    std::vector<std::uint8_t> cut;    ///< junctions above the grade line
    std::vector<std::uint8_t> barred; ///< links shut until the next solve
    std::vector<std::uint32_t> reach; ///< in the order in which water gets there
    std::vector<std::uint32_t> came_by;
    std::vector<double> conductance;
    std::vector<double> bias;
    std::vector<std::uint32_t> pin; ///< per node: the reducer that holds its head
    std::vector<Leak> leaks;
    std::vector<double> flow_step; ///< content.cpp
    std::vector<double> draw_step;
    double dear_demand = 0.0;
    double dear_link = 0.0;
};

} // namespace cityloom::water
