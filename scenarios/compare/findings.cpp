// SPDX-License-Identifier: GPL-3.0-or-later
// What a comparison says in sentences.
#include <algorithm>
#include <array>
#include <cmath>

#include "scenarios/compare/comparison.h"

namespace cityloom::scenarios {

namespace {

std::string rounded(double value, int decimals) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", decimals, value);
    return text;
}

/// In millions, or in euro where these would be rounded away.
std::string euro(double cents) {
    return std::abs(cents) < 1e6 ? rounded(cents * 0.01, 0) + " EUR" : rounded(cents * 1e-8, 2) + " M EUR";
}

double mean_change(const std::vector<KpiComparison>& rows, std::string_view id) {
    const KpiComparison* row = find_row(rows, id);
    return row != nullptr ? row->difference.mean : 0.0;
}

bool trips_are_lost(const Comparison& c) {
    return std::abs(mean_change(c.city, "impossible_trips")) + std::abs(mean_change(c.city, "given_up_trips")) >= 0.5;
}

std::string percent_of(double part, double whole) {
    return whole > 0.0 ? " (" + rounded(100.0 * part / whole, 1) + " %)" : "";
}

/// Trips before all else: a figure of the others means little beside those that are not made at all.
std::string trips_sentence(const Comparison& c) {
    const KpiComparison* scheduled = find_row(c.city, "scheduled_trips");
    const double trips = scheduled != nullptr ? scheduled->a : 0.0;
    const double impossible = mean_change(c.city, "impossible_trips");
    const double given_up = mean_change(c.city, "given_up_trips");
    const double late = mean_change(c.city, "late_trips");
    if (scheduled != nullptr && scheduled->difference.mean != 0.0) {
        return "With " + c.b + " " + rounded(scheduled->b, 0) + " trips are scheduled, with " + c.a + " " +
               rounded(trips, 0) + ": other people travel, and their times do not compare.";
    }
    std::string sentence;
    const auto add = [&](double change, const char* more, const char* fewer) {
        if (std::abs(change) >= 0.5) {
            sentence += (sentence.empty() ? "Of " + rounded(trips, 0) + " trips " : "; ") +
                        rounded(std::abs(change), 0) + percent_of(std::abs(change), trips) +
                        (change > 0.0 ? more : fewer);
        }
    };
    add(impossible, " can no longer be made with ", " can be made again with ");
    sentence += std::abs(impossible) >= 0.5 ? c.b : "";
    add(given_up, " more are given up before closed streets", " fewer are given up before closed streets");
    add(late, " more have not arrived when the run stops waiting for them",
        " fewer have not arrived when the run stops waiting for them");
    return sentence.empty() ? "The same trips are made with both." : sentence + ".";
}

std::string time_sentence(const Comparison& c) {
    const KpiComparison* time = find_row(c.city, "trip_time_s");
    if (time == nullptr || time->none_with_a || time->none_with_b) {
        return "No time per trip can be given: nothing travels.";
    }
    const std::string by = rounded(std::abs(time->difference.mean), 1) + " s";
    if (!time->difference.known) {
        return "With one seed the time per scheduled trip " +
               std::string{time->difference.mean > 0.0 ? "rises" : "falls"} + " by " + by +
               "; whether that is luck one seed cannot say.";
    }
    const std::string interval =
        "95 % interval " + rounded(time->difference.low, 1) + " to " + rounded(time->difference.high, 1) + " s";
    if (time->sign() == 0) {
        return "The time per scheduled trip shows no clear difference between " + c.a + " and " + c.b + " (" +
               rounded(time->difference.mean, 1) + " s, " + interval + ").";
    }
    return "With " + c.b + " a scheduled trip takes " + (time->sign() > 0 ? "longer" : "less time") + " than with " +
           c.a + ", by " + by + " (" + interval + ")" +
           (trips_are_lost(c) ? ", trips that cannot be made at their price." : ".");
}

std::string districts_sentence(const Comparison& c) {
    std::string gains;
    std::string loses;
    for (const Comparison::District& district : c.districts) {
        const KpiComparison* row = find_row(district.kpis, "trip_time_s");
        if (row == nullptr || row->sign() == 0) {
            continue;
        }
        std::string& list = row->sign() < 0 ? gains : loses;
        list += (list.empty() ? "" : ", ") + district.name;
    }
    return gains.empty() && loses.empty()
               ? "No district's time per scheduled trip changes clearly."
               : "Less time per scheduled trip from: " + (gains.empty() ? "no district" : gains) +
                     "; more from: " + (loses.empty() ? "no district" : loses) + ".";
}

std::string money_sentence(const Appraisal& ap) {
    if (!ap.refused.empty()) {
        std::string why;
        for (const std::string& reason : ap.refused) {
            why += (why.empty() ? "" : "; ") + reason;
        }
        return "There is no net present value: " + why + ".";
    }
    const std::string cost = std::string{ap.present_cost < 0 ? "The measures spare " : "The measures cost "} +
                             euro(std::abs(static_cast<double>(ap.present_cost))) + " in present value over " +
                             rounded(ap.settings.value("horizon_years"), 0) + " years";
    if (!ap.net.known) {
        return cost + ". What they bring is not to be judged by one seed; compare with five or more.";
    }
    if (ap.benefit.sign() == 0) {
        return cost + ". What they bring is not distinguishable from zero with these seeds" +
               (ap.tell_with ? "; about " + std::to_string(*ap.tell_with) + " would tell" : "") + ".";
    }
    const bool loses = ap.present_benefit < 0;
    return cost + (loses ? " and do harm worth " : " and bring ") +
           euro(std::abs(static_cast<double>(ap.present_benefit))) + ": net " + euro(static_cast<double>(ap.npv)) +
           " (95 % interval " + euro(ap.net.low) + " to " + euro(ap.net.high) + "), " +
           (ap.net.sign() == 0
                ? "not distinguishable from zero" +
                      (ap.tell_with ? "; about " + std::to_string(*ap.tell_with) + " seeds would tell" : std::string{})
                : "clearly " + ap.verdict()) +
           ".";
}

} // namespace

std::vector<std::string> Comparison::not_priced() const {
    // What the benefits are made of, or say in another way.
    constexpr std::array<std::string_view, 18> kPriced{"customers_without_power",
                                                       "customer_hours_without_power",
                                                       "person_hours_without_power",
                                                       "impossible_trips",
                                                       "given_up_trips",
                                                       "late_trips",
                                                       "scheduled_trips",
                                                       "served_share",
                                                       "trip_time_s",
                                                       "mean_delay_s",
                                                       "vehicle_hours",
                                                       "mean_travel_time_s",
                                                       "p95_travel_time_s",
                                                       "vehicle_km",
                                                       "co2_t",
                                                       "mean_speed",
                                                       "traffic_energy_mwh",
                                                       "energy_not_served_mwh"};
    std::vector<std::string> words;
    for (const KpiComparison& row : city) {
        const engine::Figure* info = find_result_figure(row.id);
        if (info == nullptr || info->better == 0 || std::ranges::find(kPriced, row.id) != kPriced.end()) {
            continue;
        }
        if (row.none_with_b != row.none_with_a || row.sign() != 0) {
            words.push_back(std::string{info->words.english} + ": " + row.verdict());
        }
    }
    words.emplace_back("Crashes: not modelled");
    return words;
}

std::vector<std::string> Comparison::findings() const {
    const KpiComparison* time = find_row(city, "trip_time_s");
    std::vector<std::string> sentences{trips_sentence(*this)};
    if (time == nullptr || !time->other_trips) {
        sentences.push_back(time_sentence(*this));
        sentences.push_back(districts_sentence(*this));
    }
    sentences.push_back(money_sentence(appraisal));
    const KpiComparison* water = find_row(city, "water_delivered_m3");
    if (level_ground && water != nullptr && (water->a > 0.0 || water->b > 0.0)) {
        sentences.emplace_back(
            "The city has no terrain: its water network is that of a plain. Pressures, who is without "
            "water, pumps and their power are not to be relied on; import an elevation model.");
    }
    return sentences;
}

} // namespace cityloom::scenarios
