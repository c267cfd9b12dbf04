// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "scenarios/project/project_store.h"
#include "scenarios/run/kpi.h"

namespace cityloom::app {

/// One column of figures: a stored result, or the live run.
struct KpiColumn {
    QString name;
    scenarios::KpiSet kpis;
};

/// Reads a stored result's figures; empty where its report has none.
[[nodiscard]] KpiColumn kpiColumnOf(const scenarios::RunResult& result);
/// The name of a figure in the current language.
[[nodiscard]] QString kpiName(const engine::Figure& info);
[[nodiscard]] QString kpiUnit(const engine::Figure& info);
/// Both columns as a table: figure, unit, A, B, change.
[[nodiscard]] QByteArray kpiCsv(const KpiColumn& a, const KpiColumn& b);

} // namespace cityloom::app
