// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/models/kpi_column.h"

#include <cmath>

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include "app/desktop/edit/change_words.h"
#include "app/desktop/style/figures.h"
#include "scenarios/measure/units.h"
#include "sim/core/csv.h"

namespace cityloom::app {

KpiColumn kpiColumnOf(const scenarios::RunResult& result, double model_bicycles) {
    KpiColumn column;
    column.scenario = result.scenario;
    column.scope = scenarios::scope_of(result, model_bicycles);
    column.name = QCoreApplication::translate("Compare", "%1, %2–%3, seed %4")
                      .arg(QString::fromStdString(result.scenario), clockText(result.start, false),
                           clockText(result.start + result.duration, false))
                      .arg(result.seed);
    const QJsonObject kpi = QJsonDocument::fromJson(QByteArray::fromStdString(result.json))
                                .object()
                                .value(QStringLiteral("kpi"))
                                .toObject();
    for (auto it = kpi.begin(); it != kpi.end(); ++it) {
        if (it->isDouble()) {
            column.kpis.city.push_back({it.key().toStdString(), it->toDouble()});
        }
    }
    return column;
}

QString notLike(const KpiColumn& a, const KpiColumn& b) {
    const auto words = [](const char* text) { return QCoreApplication::translate("Compare", text); };
    if (a.name.isEmpty() || b.name.isEmpty() || a.name == b.name) {
        return {}; // nothing to compare
    }
    if (!a.scope || !b.scope) {
        return words(QT_TRANSLATE_NOOP("Compare", "a live run is under way, the other is whole"));
    }
    if (!a.of_now || !b.of_now) {
        return words(QT_TRANSLATE_NOOP("Compare", "%1 has been changed since it was run"))
            .arg(QString::fromStdString(a.of_now ? b.scenario : a.scenario));
    }
    return QString::fromStdString(scenarios::unlike(*a.scope, *b.scope).in(language()));
}

QString kpiName(const engine::Figure& info) {
    const std::string_view name = QLocale{}.language() == QLocale::Chinese ? info.words.chinese : info.words.english;
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

QString kpiUnit(const engine::Figure& info) {
    return QString::fromStdString(scenarios::unit_words(info.unit).in(language()));
}

QByteArray kpiCsv(const KpiColumn& a, const KpiColumn& b) {
    const auto quoted = [](const QString& text) { return QString::fromStdString(csv_cell(text.toStdString())); };
    QString text = QStringLiteral("figure,unit,%1,%2,change\n").arg(quoted(a.name), quoted(b.name));
    const bool like = notLike(a, b).isEmpty();
    for (const engine::Figure* figure : scenarios::result_figures()) {
        const engine::Figure& info = *figure;
        const double x = a.kpis.value(info.id);
        const double y = b.kpis.value(info.id);
        const auto number = [](double v) { return std::isfinite(v) ? QString::number(v, 'g', 10) : QString{}; };
        text += QStringLiteral("%1,%2,%3,%4,%5\n")
                    .arg(quoted(kpiName(info)), quoted(kpiUnit(info)), number(x), number(y),
                         like ? number(y - x) : QString{});
    }
    return text.toUtf8();
}

} // namespace cityloom::app
