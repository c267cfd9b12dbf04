// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "scenarios/invest/money/ledger.h"
#include "scenarios/invest/money/loan.h"
#include "sim/core/result.h"

namespace cityloom::scenarios::invest {

/// No amount may be larger: a limit that is none.
inline constexpr Cents kNoCeiling = std::numeric_limits<Cents>::max() / 4;

/// What a programme of projects is to bring most of.
enum class Aim : unsigned char {
    Npv,        ///< net present value
    Bcr,        ///< present benefits over present costs
    Resilience, ///< people-hours of outage avoided, over the years of the programme
    Equity      ///< net present value by the weights of the districts
};

/// When a project may begin that requires another.
enum class Order : unsigned char {
    Started, ///< not before the other begins
    Finished ///< once the other's last cost year is over
};

/// Years are indices into the programme's from here on.
struct Project {
    std::string id;
    std::vector<Cents> cost;     ///< by year since the start; what falls after the last year is not limited
    std::vector<double> npv;     ///< by start year; NaN: it cannot begin then
    std::vector<double> pv_cost; ///< by start year, of all costs
    int earliest = 0;            ///< start year
    int latest = 0;              ///< start year
    bool mandatory = false;
    std::vector<std::size_t> needs;    ///< projects that it requires
    std::vector<std::size_t> excludes; ///< projects that cannot be beside it, each pair on the earlier one
    std::vector<double> crews;         ///< by year since the start
    double loan_share = 1.0;           ///< of its cost that loans may pay
    std::string district;
    double weight = 1.0;         ///< of its NPV, where equity is the aim
    double serves = 0.0;         ///< people in its district, from the end of its last cost year on
    double outage_avoided = 0.0; ///< people-hours a year, from the year after that on
};

struct DebtTerms {
    Cents opening = 0;
    int opening_tenor = 0; ///< years in which the opening debt is paid back
    double rate = 0.0;
    int tenor = 0; ///< years in which a loan is paid back, the first one after it is drawn
    Repayment repayment = Repayment::Level;
    std::vector<Cents> stock_max;   ///< by year, at its end
    std::vector<Cents> service_max; ///< by year
    bool service_from_budget = true;
};

struct Synergy {
    std::vector<std::size_t> all;
    double npv = 0.0; ///< where all of them are built
};

struct ServiceFloor {
    std::string district;
    int year = 0;
    double people = 0.0;
};

struct RolloutProblem {
    int first_year = 0; ///< of the calendar
    int years = 0;
    std::vector<Project> projects;
    std::vector<Cents> budget; ///< by year
    std::optional<std::vector<Cents>>
        own_funds;                 ///< by year, where the budget limits what is built and loans pay the rest
    bool carry_over = false;       ///< what is left of a year's own funds goes to the next
    std::vector<double> crews;     ///< by year; infinite: no limit
    std::optional<DebtTerms> debt; ///< nothing: no loans
    bool loans_limited = false;    ///< some project's loan share is below 1
    std::vector<Synergy> synergies;
    std::vector<ServiceFloor> floors;
    Order order = Order::Started;
    Aim aim = Aim::Npv;
    std::vector<std::string> notes; ///< what of the file is not read

    [[nodiscard]] int calendar(int year) const { return first_year + year; }
    /// What a start adds to the aim, but for synergies and the BCR's quotient.
    [[nodiscard]] double worth(std::size_t project, int start) const;
    [[nodiscard]] bool can_start(std::size_t project, int start) const {
        return projects[project].npv[static_cast<std::size_t>(start)] ==
               projects[project].npv[static_cast<std::size_t>(start)];
    }
};

/// Reads docs/formats/rollout.md. Errors name the file, the field by its path and the remedy.
[[nodiscard]] Result<RolloutProblem> read_rollout(const std::filesystem::path& file);
/// The same of what such a file holds. \param name that errors begin with
[[nodiscard]] Result<RolloutProblem> read_rollout(const nlohmann::ordered_json& document, const std::string& name);

} // namespace cityloom::scenarios::invest
