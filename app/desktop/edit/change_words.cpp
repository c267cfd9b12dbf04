// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/edit/change_words.h"

#include <map>
#include <string>

#include <QLocale>
#include <QStringList>

#include "scenarios/measure/kind.h"

namespace cityloom::app {

namespace {

/// \param form null: a kind that this version does not know is shown as it is written
QString changeText(const scenarios::ChangeForm* form, const std::string& kind,
                   const std::map<std::string, std::string>& args) {
    QStringList parts;
    for (const auto& [name, value] : args) {
        const scenarios::Argument* argument = form != nullptr ? form->find(name) : nullptr;
        parts << QStringLiteral("%1 %2").arg(argument != nullptr ? words(argument->words) : utf8(name), utf8(value));
    }
    const QString title = form != nullptr ? words(form->words) : utf8(kind);
    return parts.isEmpty() ? title : QStringLiteral("%1: %2").arg(title, parts.join(QStringLiteral(", ")));
}

} // namespace

scenarios::Language language() {
    return QLocale{}.language() == QLocale::Chinese ? scenarios::Language::Chinese : scenarios::Language::English;
}

QString words(const scenarios::Words& words) {
    return utf8(words.in(language()));
}

QString utf8(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString measureText(const scenarios::Measure& measure) {
    const scenarios::MeasureKind* kind = scenarios::find_measure_kind(measure.kind);
    return changeText(kind != nullptr ? &kind->form : nullptr, measure.kind, measure.args);
}

QString eventText(const scenarios::TimedEvent& event) {
    const scenarios::EventVerb* verb = scenarios::find_event_verb(event.kind);
    return QStringLiteral("%1  %2").arg(utf8(scenarios::format_clock(event.at)),
                                        changeText(verb != nullptr ? &verb->form : nullptr, event.kind, event.args));
}

} // namespace cityloom::app
