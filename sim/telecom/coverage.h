// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/core/archive.h"
#include "sim/core/geometry.h"
#include "sim/telecom/network.h"

namespace cityloom::telecom {

/// Path loss (dB) of an urban macro cell out of sight: 3GPP TR 38.901 V16 table 7.4.1-1, UMa NLOS, receiver at 1.5 m.
[[nodiscard]] double path_loss_uma_db(double distance_m, double carrier_ghz) noexcept;

/// Where that path loss uses up a link budget (m).
[[nodiscard]] double range_uma_m(double budget_db, double carrier_ghz) noexcept;

/// Signal over noise at a distance from a site, as a factor: the least with which a link works, -10 dB (3GPP TR 36.942
/// V16 table A.2), at the end of its range, and more nearer by, as path_loss_uma_db() falls.
[[nodiscard]] double signal_to_noise(double distance_m, double range_m) noexcept;

/// Bits a second in each hertz at that signal over noise and interference, downlink: Shannon's bound, of which 0.6 is
/// reached, from -10 dB up to 4.4 bit/s/Hz (3GPP TR 36.942 V16 annex A).
[[nodiscard]] double spectral_efficiency(double signal_to_noise_and_interference) noexcept;

/// A place with people: a building, or a stretch of street.
struct Place {
    Point2 at;
    double users = 0.0;
    double traffic_bps = 0.0; ///< of all of them together in the busy hour; 0: needs a signal and no capacity
};

/// Which mast serves which place, how loaded each is, and what rate a telephone gets. A place is served by the
/// strongest live mast that has capacity left for all it asks for; the strongest links come first, then places and
/// sites in their order. Where no mast has any left a place stays with its strongest, which is then asked for more than
/// it has.
///
/// A sector's capacity is its spectrum times the efficiency at each user's signal; the load is the sum over users of
/// what they ask for by what they would get alone (Mogensen et al. 2007, LTE capacity compared to the Shannon bound).
/// All other live masts in range interfere at full power. Users of a sector share it: one who downloads gets what is
/// left of it, c (1 - load) (Bonald and Proutiere 2003, Wireless downlink data channels), no less than what people ask
/// for on average; beyond a load of one everybody gets the same part of that.
///
/// Roadside units serve nobody here: see Roadside.
class Coverage {
public:
    Coverage(const Network& net, std::vector<Place> places);

    void set_alive(std::uint32_t site, bool alive);
    [[nodiscard]] bool alive(std::uint32_t site) const noexcept { return alive_[site] != 0; }
    /// Works out serving sites, loads and rates anew. \param activity share of the busy-hour traffic.
    void update(double activity);

    [[nodiscard]] std::span<const std::uint32_t> serving() const noexcept { return serving_; } ///< kNone: no signal
    [[nodiscard]] std::span<const float> load() const noexcept { return load_; } ///< share of capacity, may pass 1
    [[nodiscard]] std::span<const float> rate_bps() const noexcept { return rate_bps_; } ///< 0: no signal
    /// Masts that reach a place when they live, the strongest first.
    [[nodiscard]] std::span<const std::uint32_t> reaching(std::uint32_t place) const noexcept {
        return std::span{candidates_}.subspan(first_[place], first_[place + 1] - first_[place]);
    }
    /// All that changes: which sites live, who serves which place, the loads and rates.
    void visit(Archive& archive);
    void hash(StateHash& hash) const;

private:
    /// What a user of a place would get of a site alone (bit/s), with all that live interfering.
    [[nodiscard]] double alone_bps(std::uint32_t place, std::uint32_t candidate) const;
    void serve(std::uint32_t place, std::uint32_t candidate, double activity, std::vector<double>& carried);

    std::vector<Place> places_;
    std::vector<double> sector_hz_; ///< per site
    std::vector<std::uint8_t> alive_;
    std::vector<std::uint32_t> first_; ///< candidate sites of each place, strongest first
    std::vector<std::uint32_t> candidates_;
    std::vector<float> signal_; ///< per candidate: over noise
    struct Link {
        std::uint32_t place = 0;
        std::uint32_t candidate = 0; ///< in candidates_
    };
    std::vector<Link> links_; ///< of places that need capacity, the strongest first
    std::vector<std::uint32_t> serving_;
    std::vector<float> load_;
    std::vector<float> rate_bps_;
    // Work space: an update sets it before it reads it.
    std::vector<std::uint32_t> chosen_; ///< in candidates_, per place
    std::vector<float> heard_;          ///< per place: all live signals together
};

} // namespace cityloom::telecom
