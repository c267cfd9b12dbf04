// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/help/manual.h"

#include <algorithm>

#include <QFile>
#include <QRegularExpression>
#include <QUrl>

/// Resources of a static library are left out by the linker unless something names them.
static void loadPages() {
    Q_INIT_RESOURCE(manual);
}

namespace cityloom::app {

namespace {

// In the order of a first day with the program.
const QStringList kPages{QStringLiteral("start"),   QStringLiteral("import"), QStringLiteral("look"),
                         QStringLiteral("run"),     QStringLiteral("plan"),   QStringLiteral("compare"),
                         QStringLiteral("outage"),  QStringLiteral("table"),  QStringLiteral("invest"),
                         QStringLiteral("handover")};

/// Replaces every match by what \p with makes of it.
QString replaced(const QString& text, const QRegularExpression& pattern,
                 const std::function<QString(const QRegularExpressionMatch&)>& with) {
    QString out;
    qsizetype from = 0;
    for (auto all = pattern.globalMatch(text); all.hasNext();) {
        const QRegularExpressionMatch match = all.next();
        out += QStringView{text}.mid(from, match.capturedStart() - from);
        out += with(match);
        from = match.capturedEnd();
    }
    out += QStringView{text}.mid(from);
    return out;
}

QString readPage(const QString& language, const QString& id) {
    QFile file{QStringLiteral(":/manual/%1/%2.md").arg(language, id)};
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString{};
}

} // namespace

Manual::Manual(const QString& language, const Words& words) {
    loadPages();
    static const QRegularExpression named{QStringLiteral(R"(\{\{(\w+):([^}]+)\}\})")};
    static const QRegularExpression step{QStringLiteral(R"([ \t]*<!-- step: (\S+)(?: ((?:(?!-->).)+))? -->)")};
    static const QRegularExpression picture{QStringLiteral(R"(\]\(pictures/([\w-]+)\.jpg\))")};
    for (const QString& id : kPages) {
        ManualPage page{.id = id, .title = {}, .text = readPage(language, id), .steps = {}, .pictures = {}};
        page.text = replaced(page.text, step, [&page](const QRegularExpressionMatch& match) {
            page.steps.push_back({match.captured(1), match.captured(2)});
            return QString{};
        });
        page.text = replaced(page.text, named, [&](const QRegularExpressionMatch& match) {
            const QString what = match.captured(1);
            const QString name = match.captured(2);
            QString said = words(what, name);
            if (said.isEmpty()) {
                unknown_ << QStringLiteral("%1: %2:%3").arg(id, what, name);
                said = name;
            }
            if (what == QStringLiteral("button")) {
                return QStringLiteral("**%1**").arg(said);
            }
            const QString target = QString::fromLatin1(QUrl::toPercentEncoding(name));
            return QStringLiteral("[%1](%2:%3)").arg(said, what, target);
        });
        for (auto all = picture.globalMatch(page.text); all.hasNext();) {
            page.pictures << all.next().captured(1);
        }
        page.title = page.text.section(QLatin1Char{'\n'}, 0, 0).remove(QLatin1Char{'#'}).trimmed();
        pages_.push_back(std::move(page));
    }
}

const ManualPage* Manual::page(const QString& id) const {
    const auto at = std::ranges::find(pages_, id, &ManualPage::id);
    return at == pages_.end() ? nullptr : &*at;
}

std::vector<const ManualPage*> Manual::find(const QString& words) const {
    const QStringList wanted = words.split(QLatin1Char{' '}, Qt::SkipEmptyParts);
    const auto holds = [&wanted](const QString& text) {
        return std::ranges::all_of(wanted,
                                   [&text](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
    };
    std::vector<const ManualPage*> found;
    for (const ManualPage& page : pages_) {
        if (holds(page.text)) {
            found.push_back(&page);
        }
    }
    std::ranges::stable_partition(found, [&holds](const ManualPage* page) { return holds(page->title); });
    return found;
}

} // namespace cityloom::app
