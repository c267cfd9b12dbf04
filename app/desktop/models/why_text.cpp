// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/models/why_text.h"

#include <QCoreApplication>
#include <QStringList>

#include "app/desktop/models/event_list_model.h"
#include "app/desktop/style/figures.h"
#include "app/desktop/style/table_words.h"

namespace cityloom::app {

namespace {

struct WhyWords {
    Q_DECLARE_TR_FUNCTIONS(WhyWords)

public:
    /// "has failed, since 08:00, by a person (digger)".
    static QString state(const engine::WhyLink& link) {
        const QString words = inLanguage(link.words).toHtmlEscaped();
        QString text = link.since == engine::kFromTheStart ? tr("%1, from the start").arg(words)
                       : link.later ? tr("%1, some time after %2").arg(words, clockText(link.since))
                                    : tr("%1, since %2").arg(words, clockText(link.since));
        if (link.command) {
            text = tr("%1, %2").arg(text, inLanguage(scenarios::who_words(link.command->by)));
            const std::string& cause = link.command->cause;
            const bool said = link.command->by == engine::By::Person && (cause == "person" || cause == "hand");
            if (!cause.empty() && !said) { // that it was a person is said once
                text = tr("%1 (%2)").arg(text, QString::fromStdString(link.command->cause).toHtmlEscaped());
            }
        }
        return text;
    }

    static QString because(const scenarios::WhyStep& step) {
        const QString key = QString::fromStdString(step.asset).toHtmlEscaped();
        return tr("because %1 %2")
            .arg(QStringLiteral("<a href=\"%1\">%2</a>")
                     .arg(key, step.words.empty() ? key : inLanguage(step.words).toHtmlEscaped()),
                 state(step.link));
    }
};

} // namespace

QString whyText(const scenarios::WhyReport& report) {
    QStringList paragraphs;
    for (const std::vector<scenarios::WhyStep>& chain : report.chains) {
        QStringList lines;
        for (std::size_t k = 0; k < chain.size(); ++k) {
            lines << (k == 0 ? WhyWords::state(chain[k].link) : WhyWords::because(chain[k]));
        }
        paragraphs << QStringLiteral("<p>%1</p>").arg(lines.join(QStringLiteral("<br>")));
    }
    return paragraphs.join(QString{});
}

} // namespace cityloom::app
