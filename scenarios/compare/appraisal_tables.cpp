// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the tables of assets/ that the build put into the program.
#include <cstdlib>
#include <string_view>

#include "scenarios/compare/appraisal.h"
#include "scenarios/compare/embedded_tables.h"
#include "sim/core/table_rows.h"

namespace cityloom::scenarios {

namespace {

void add_parameters(std::string_view table, AppraisalSettings& settings) {
    each_row(table, 10, [&](const std::vector<std::string>& f) {
        settings.parameters.push_back(
            {f[0], number_in(f[1]), number_in(f[2]), number_in(f[3]), f[4], f[5], f[6], f[7], f[8], f[9]});
    });
}

} // namespace

AppraisalSettings default_plan_appraisal() {
    AppraisalSettings settings = default_appraisal();
    add_parameters(kPlanParameterTable, settings);
    return settings;
}

AppraisalSettings default_appraisal() {
    AppraisalSettings settings;
    add_parameters(kAppraisalTable, settings);
    each_row(kUnitCostTable, 17, [&](const std::vector<std::string>& f) {
        settings.costs.push_back({f[0], f[1], f[2], f[3], number_in(f[4]), f[5], std::atoi(f[6].c_str()),
                                  number_in(f[7]), number_in(f[8]), number_in(f[9]), f[10], f[11], f[12], f[13], f[14],
                                  std::atoi(f[15].c_str()), f[16]});
    });
    return settings;
}

} // namespace cityloom::scenarios
