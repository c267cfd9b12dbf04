// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include <QString>

#include "scenarios/project/project_store.h"
#include "scenarios/run/kpi.h"
#include "scenarios/run/run_scope.h"

namespace cityloom::app {

/// One column of figures: a stored result, or the live run.
struct KpiColumn {
    QString name;
    scenarios::KpiSet kpis;
    std::string scenario;
    std::optional<scenarios::RunScope> scope; ///< of a stored result
    bool of_now = true;                       ///< of the scenario as it is now
};

/// Reads a stored result's figures; empty where its report has none.
/// \param model_bicycles the demand model's share
[[nodiscard]] KpiColumn kpiColumnOf(const scenarios::RunResult& result, double model_bicycles);
/// Why no change from A to B may be told, in the window's language; empty: it may.
[[nodiscard]] QString notLike(const KpiColumn& a, const KpiColumn& b);
/// The name of a figure in the current language.
[[nodiscard]] QString kpiName(const engine::Figure& info);
[[nodiscard]] QString kpiUnit(const engine::Figure& info);
/// Both columns as a table: figure, unit, A, B, change; that stays empty where none may be told.
[[nodiscard]] QByteArray kpiCsv(const KpiColumn& a, const KpiColumn& b);

} // namespace cityloom::app
