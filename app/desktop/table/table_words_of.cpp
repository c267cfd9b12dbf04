// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/table/table_words_of.h"

#include <algorithm>

#include <QCoreApplication>
#include <QHeaderView>
#include <QSettings>
#include <QTableView>

#include "app/desktop/style/figures.h"
#include "app/desktop/style/table_words.h"
#include "app/desktop/style/theme.h"
#include "app/desktop/table/asset_table_model.h"
#include "scenarios/table/rows.h"

namespace cityloom::app {

namespace {

using Type = scenarios::TableColumn::Type;

constexpr int kWidest = 300;
constexpr int kNarrowest = 64;
constexpr int kArrow = 20; // beside a title, when it is sorted by

struct TableWords {
    Q_DECLARE_TR_FUNCTIONS(TableWords)
};

QString settingOf(const engine::Kind& kind) {
    return QStringLiteral("table/columns/") + QString::fromUtf8(kind.id.data(), static_cast<qsizetype>(kind.id.size()));
}

/// Long lengths in kilometres, and what does not fit into the figures of one row.
QString withUnit(double value, const scenarios::TableColumn& column) {
    if (column.unit.english == "m" && std::abs(value) >= 1000.0) {
        return TableWords::tr("%1 km").arg(figure(value / 1000.0, 1));
    }
    const QString unit = inLanguage(column.unit);
    const QString number = figure(value, column.decimals);
    return unit.isEmpty() ? number : QStringLiteral("%1 %2").arg(number, unit);
}

/// Of what no run changes, if there is any.
int firstThatAddsUp(const scenarios::AssetTable& table) {
    int live = -1;
    for (std::size_t c = 0; c < table.columns(); ++c) {
        if (!scenarios::adds_up(table.column(c))) {
            continue;
        }
        if (!table.column(c).live) {
            return static_cast<int>(c);
        }
        live = live < 0 ? static_cast<int>(c) : live;
    }
    return live;
}

} // namespace

QString tableTitle(const engine::Kind& kind) {
    return inLanguage(kind.words);
}

QString filterProblem(const QString& expression, const scenarios::FilterError& error) {
    const QByteArray bytes = expression.toUtf8();
    const QString before = QString::fromUtf8(bytes.left(static_cast<qsizetype>(error.at)));
    const QString wrong =
        QString::fromUtf8(bytes.mid(static_cast<qsizetype>(error.at), static_cast<qsizetype>(error.length)));
    const QString after = expression.mid(before.size() + wrong.size());
    const QString marked =
        QStringLiteral("<span style=\"color:%1; text-decoration:underline; font-weight:600\">%2</span>")
            .arg(currentColours().error.name(), wrong.isEmpty() ? QStringLiteral("▸") : wrong.toHtmlEscaped());
    return TableWords::tr("%1 — at character %2: %3")
        .arg(before.toHtmlEscaped() + marked + after.toHtmlEscaped())
        .arg(before.size() + 1)
        .arg(QString::fromStdString(error.message.in(presentLanguage())).toHtmlEscaped());
}

QString summaryText(const scenarios::AssetTable& table, const std::vector<std::uint32_t>& shown,
                    const std::vector<std::uint32_t>& chosen, int column, const engine::Frame* frame) {
    const bool some = chosen.size() > 1;
    const std::vector<std::uint32_t>& rows = some ? chosen : shown;
    const auto count = [](std::size_t n) { return figure(static_cast<double>(n), 0); };
    QString text = shown.size() == table.rows()
                       ? TableWords::tr("%1 in all").arg(count(table.rows()))
                       : TableWords::tr("%1 of %2").arg(count(shown.size()), count(table.rows()));
    if (some) {
        text += QStringLiteral("  ·  ") + TableWords::tr("%1 selected").arg(count(chosen.size()));
    }
    if (column < 0 || table.column(static_cast<std::size_t>(column)).type != Type::Number) {
        column = firstThatAddsUp(table);
    }
    if (column < 0) {
        return text;
    }
    const scenarios::TableColumn& head = table.column(static_cast<std::size_t>(column));
    const auto of = scenarios::summarise(table, rows, static_cast<std::size_t>(column), frame);
    const QString name = inLanguage(head.words);
    text += QStringLiteral("  ·  ");
    if (of.present == 0) {
        return text + TableWords::tr("%1: nothing known").arg(name);
    }
    text += scenarios::adds_up(head)
                ? TableWords::tr("%1: %2 in all, mean %3").arg(name, withUnit(of.sum, head), withUnit(of.mean, head))
                : TableWords::tr("%1: mean %2, from %3 to %4")
                      .arg(name, withUnit(of.mean, head), withUnit(of.low, head), withUnit(of.high, head));
    if (of.present < rows.size()) {
        text += TableWords::tr(" (%1 without)").arg(count(rows.size() - of.present));
    }
    return text;
}

std::set<std::string> shownColumns(const scenarios::AssetTable& table) {
    std::set<std::string> ids;
    const QSettings settings;
    if (settings.contains(settingOf(table.kind()))) {
        for (const QString& id : settings.value(settingOf(table.kind())).toStringList()) {
            ids.insert(id.toStdString());
        }
        ids.insert(table.column(0).id);
        return ids;
    }
    for (std::size_t c = 0; c < table.columns(); ++c) {
        if (table.column(c).opening) {
            ids.insert(table.column(c).id);
        }
    }
    return ids;
}

void keepShownColumns(const engine::Kind& kind, const QStringList& ids) {
    QSettings{}.setValue(settingOf(kind), ids);
}

void fitColumns(QTableView& view) {
    view.resizeColumnsToContents();
    for (int c = 0; c < view.model()->columnCount(); ++c) {
        view.setColumnWidth(c, std::clamp(view.columnWidth(c) + kArrow, kNarrowest, kWidest));
    }
}

} // namespace cityloom::app
