// SPDX-License-Identifier: GPL-3.0-or-later
// Reads assets/mobility.csv, which the build put into the program.
#include "gis/city/mobility.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "gis/city/city.h"
#include "gis/city/embedded_mobility.h"
#include "sim/core/table_rows.h"

namespace cityloom::gis {

namespace {

double value_in(const std::vector<MobilityValue>& own, std::string_view id) {
    const auto given = std::ranges::find(own, id, &MobilityValue::id);
    if (given != own.end()) {
        return given->value;
    }
    const auto row = std::ranges::find(mobility_parameters(), id, &MobilityParameter::id);
    return row != mobility_parameters().end() ? row->value : std::numeric_limits<double>::quiet_NaN();
}

/// Trips to work and for errands have one back each, those on business have not.
double sum_of_purposes(const std::vector<MobilityValue>& own) {
    return 2.0 * value_in(own, "work_share") + 2.0 * value_in(own, "other_share") + value_in(own, "business_share");
}

} // namespace

const std::vector<MobilityParameter>& mobility_parameters() {
    static const std::vector<MobilityParameter> kParameters = [] {
        std::vector<MobilityParameter> parameters;
        each_row(kMobilityTable, 9, [&](const std::vector<std::string>& f) {
            parameters.push_back(
                {f[0], number_in(f[1]), number_in(f[2]), number_in(f[3]), f[4], f[5], f[6], f[7], f[8]});
        });
        return parameters;
    }();
    return kParameters;
}

Result<void> check_mobility(const std::vector<MobilityValue>& values) {
    for (const MobilityValue& value : values) {
        const auto row = std::ranges::find(mobility_parameters(), value.id, &MobilityParameter::id);
        if (row == mobility_parameters().end()) {
            std::string names;
            for (const MobilityParameter& parameter : mobility_parameters()) {
                names += (names.empty() ? "" : ", ") + parameter.id;
            }
            return fail(ErrorCode::NotFound,
                        "There is no mobility parameter '" + value.id + "'. There are " + names + ".", value.id);
        }
        const bool share = row->unit == "%";
        if (!std::isfinite(value.value) || value.value < 0.0 || (share ? value.value > 100.0 : value.value == 0.0)) {
            return fail(ErrorCode::Malformed,
                        "The mobility parameter " + value.id + " is given in " + row->unit + ": " +
                            (share ? "0 to 100" : "more than 0") + ", as " + value.id + "=" +
                            std::to_string(row->value).substr(0, 4) + ".",
                        value.id);
        }
    }
    if (!(sum_of_purposes(values) > 0.0)) {
        return fail(ErrorCode::Malformed,
                    "work_share, other_share and business_share are all 0, so that no trip has a purpose; give at "
                    "least one of them.",
                    "work_share");
    }
    return {};
}

double mobility(const City& city, std::string_view id) {
    return value_in(city.mobility, id);
}

PurposeShares purpose_shares(const City& city) {
    const double sum = sum_of_purposes(city.mobility);
    return {.work = mobility(city, "work_share") / sum,
            .other = mobility(city, "other_share") / sum,
            .business = mobility(city, "business_share") / sum,
            .scaled = std::abs(sum - 100.0) > 0.05};
}

} // namespace cityloom::gis
