// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/core/archive.h"
#include "sim/core/result.h"
#include "sim/corridor/column.h"
#include "sim/corridor/command.h"
#include "sim/corridor/figures.h"
#include "sim/corridor/frame.h"
#include "sim/corridor/reason.h"
#include "sim/corridor/storage.h"
#include "sim/corridor/supplies.h"

namespace cityloom::traffic {
class Simulation;
}

namespace cityloom::engine {

inline constexpr TimeUs kNever = std::numeric_limits<TimeUs>::max();

/// What a domain is made for.
struct Setting {
    const NetworkSet& networks;   ///< outlives the domain
    traffic::Simulation& traffic; ///< for the few whose laws reach the streets; outlives the domain
    TimeUs start = 0;
    TimeUs every = 5 * kMinuteUs; ///< regular solves
};

/// A solver behind the door that they all share. Called a few dozen times an event, never per element. In an event
/// (see World::step) its functions come in the order in which they stand here.
class Domain {
public:
    Domain() = default;
    virtual ~Domain() = default;
    Domain(const Domain&) = delete;
    Domain& operator=(const Domain&) = delete;

    /// Fail, Repair, Close, Open come only when the asset's state changes: causes are counted by the World.
    virtual void act(const Command& command) { static_cast<void>(command); }
    /// Time has passed as the last solve left things: what is stored drains and fills.
    virtual void advance(TimeUs from, TimeUs to) {
        static_cast<void>(from);
        static_cast<void>(to);
    }
    /// Works out the present from what its assets are supplied with, and says what they ask of their providers. It is
    /// called several times an event, and solves only what is due or has changed. \return whether it has solved.
    virtual bool solve(TimeUs now, Supplies& supplies) = 0;
    /// It has solved: tells its consumers what reaches them.
    virtual void offer(Supplies& supplies) const { static_cast<void>(supplies); }
    /// Nothing changes any more, and it was due, or has solved, or somebody's supply has changed: sets its figures of
    /// the present, and tells the streets.
    virtual void settle(TimeUs now, const Supplies& supplies, Figures& figures) {
        static_cast<void>(now);
        static_cast<void>(supplies);
        static_cast<void>(figures);
    }
    /// When it has to be looked at again, at the latest.
    [[nodiscard]] virtual TimeUs next() const { return kNever; }
    /// Sets figures of the present that nobody needs between samples.
    virtual void sample(Figures& figures) const { static_cast<void>(figures); }
    /// Sets figures that are worked out only when asked for.
    virtual void measure(Figures& figures) const { static_cast<void>(figures); }
    /// Why an asset of its own is not as it should be, as the last solve left it; or why one of another's is served by
    /// nobody, where it chooses who serves. Empty: it knows of nothing. Failures for a cause and what is supplied from
    /// elsewhere are added by the World (see sim/engine/why.h).
    [[nodiscard]] virtual std::vector<Reason> why(AssetRef asset) const {
        static_cast<void>(asset);
        return {};
    }
    virtual void publish(Columns& columns) const { static_cast<void>(columns); }
    /// Why its figures can no longer be believed: its solver has failed, which is not the city's doing. It names the
    /// solver and the remedy, and ends a run. Empty: nothing is wrong.
    [[nodiscard]] virtual std::string fault() const { return {}; }
    /// All that is mutable, once: for hash, save, restore.
    virtual void visit(Archive& archive) = 0;
};

/// A colour scale of the picture. Quiet where all is well: what needs attention stands out.
enum class Ramp : std::uint8_t {
    Need,  ///< the less, the worse: loud below what serves, quiet from there on
    Band,  ///< loud on either side of what is allowed
    Status ///< five fixed classes
};

/// One thing that the picture can say while the rest is quiet.
struct LayerInfo {
    std::string_view id; ///< "pressure"
    Words words;
    Words unit;
    Words nothing; ///< what it is called where something should be and is not: "no supply"; that is hatched
    Ramp ramp = Ramp::Need;
    double low = 0.0; ///< in the shown unit
    double high = 1.0;
    double serves_from = 0.5; ///< likewise: what serves, or is allowed
    double serves_to = 1e300; ///< only of a Band
    int decimals = 0;
    const ColumnInfo* column = nullptr;
    bool inverted = false;              ///< what is left to the column's full value: headroom of a load
    bool grows = false;                 ///< its upper end grows with what there is
    Service buildings = Service::Power; ///< coloured by what serves them with this
    bool paints_buildings = true;
};

/// A named number of a domain's network, for `info`.
struct Summary {
    std::string_view id;
    double value = 0.0;
};

/// A domain: a folder that exports this row, and a line in domain_rows().
struct DomainRow {
    std::string_view id; ///< "water"; names its blob in a project and its group in the picture
    Words words;
    std::string_view icon;
    Words help; ///< how its marks in the picture are read; empty: they speak for themselves
    std::span<const Kind* const> kinds;
    std::span<const ColumnInfo* const> columns;
    std::span<const Figure* const> figures;
    std::span<const LayerInfo* const> layers;
    bool drawn = false;               ///< has a switch of its own in the picture
    bool drawn_first = false;         ///< which is on to begin with
    bool below = false;               ///< lies under the ground, and is shown where that is seen through
    const Storage* storage = nullptr; ///< of its network in a project; null: it has none of its own
    std::unique_ptr<Domain> (*make)(const Setting& setting) = nullptr;
    void (*summary)(const NetworkSet& networks, std::vector<Summary>& out) = nullptr;
};

/// All domains, in the order in which they are solved. Defined in sim/engine/domain_rows.cpp, and nothing else is.
[[nodiscard]] std::span<const DomainRow* const> domain_rows();

} // namespace cityloom::engine
