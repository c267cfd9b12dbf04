// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include <QCoreApplication>

#include "app/desktop/edit/change_dialog.h"

namespace cityloom::app {

namespace {

struct Word {
    const char* id;
    const char* text;
};

template <std::size_t N> QString lookUp(const std::array<Word, N>& words, const std::string& id) {
    for (const Word& word : words) {
        if (id == word.id) {
            return QCoreApplication::translate("Changes", word.text);
        }
    }
    return QString::fromStdString(id);
}

QString withArguments(const std::string& kind, const std::map<std::string, std::string>& args) {
    QStringList parts;
    for (const auto& [name, value] : args) {
        parts << QStringLiteral("%1 %2").arg(argumentWord(name), QString::fromStdString(value));
    }
    return parts.isEmpty() ? kindWord(kind)
                           : QStringLiteral("%1: %2").arg(kindWord(kind), parts.join(QStringLiteral(", ")));
}

} // namespace

QString kindWord(const std::string& kind) {
    static constexpr std::array<Word, 14> kWords{
        {{"close", QT_TRANSLATE_NOOP("Changes", "Close a street")},
         {"lanes", QT_TRANSLATE_NOOP("Changes", "Change lanes")},
         {"workzone", QT_TRANSLATE_NOOP("Changes", "Work zone")},
         {"signal", QT_TRANSLATE_NOOP("Changes", "Change a signal plan")},
         {"substation", QT_TRANSLATE_NOOP("Changes", "Add a substation")},
         {"basestation", QT_TRANSLATE_NOOP("Changes", "Add a base station")},
         {"rsu", QT_TRANSLATE_NOOP("Changes", "Add a roadside unit")},
         {"charger", QT_TRANSLATE_NOOP("Changes", "Add a charging station")},
         {"electric", QT_TRANSLATE_NOOP("Changes", "Share of electric cars")},
         {"connected", QT_TRANSLATE_NOOP("Changes", "Share of connected vehicles")},
         {"demand", QT_TRANSLATE_NOOP("Changes", "Grow or shrink demand")},
         {"fail", QT_TRANSLATE_NOOP("Changes", "Fail")},
         {"repair", QT_TRANSLATE_NOOP("Changes", "Repair")},
         {"incident", QT_TRANSLATE_NOOP("Changes", "Incident")}}};
    return lookUp(kWords, kind);
}

QString argumentWord(const std::string& argument) {
    static constexpr std::array<Word, 23> kWords{{{"street", QT_TRANSLATE_NOOP("Changes", "street")},
                                                  {"direction", QT_TRANSLATE_NOOP("Changes", "direction")},
                                                  {"lanes", QT_TRANSLATE_NOOP("Changes", "lanes, from the kerb")},
                                                  {"points", QT_TRANSLATE_NOOP("Changes", "charging points")},
                                                  {"power_kw", QT_TRANSLATE_NOOP("Changes", "power (kW)")},
                                                  {"at", QT_TRANSLATE_NOOP("Changes", "place (0 to 1 along)")},
                                                  {"speed_kmh", QT_TRANSLATE_NOOP("Changes", "speed past it (km/h)")},
                                                  {"forward", QT_TRANSLATE_NOOP("Changes", "lanes forward")},
                                                  {"backward", QT_TRANSLATE_NOOP("Changes", "lanes backward")},
                                                  {"controller", QT_TRANSLATE_NOOP("Changes", "signals")},
                                                  {"greens", QT_TRANSLATE_NOOP("Changes", "greens (s, as 30/20)")},
                                                  {"offset", QT_TRANSLATE_NOOP("Changes", "offset (s)")},
                                                  {"cycle", QT_TRANSLATE_NOOP("Changes", "cycle (s)")},
                                                  {"x", QT_TRANSLATE_NOOP("Changes", "east (m)")},
                                                  {"y", QT_TRANSLATE_NOOP("Changes", "north (m)")},
                                                  {"rating_mva", QT_TRANSLATE_NOOP("Changes", "rating (MVA)")},
                                                  {"range_m", QT_TRANSLATE_NOOP("Changes", "range (m)")},
                                                  {"battery_h", QT_TRANSLATE_NOOP("Changes", "battery (h)")},
                                                  {"share", QT_TRANSLATE_NOOP("Changes", "share (0 to 1)")},
                                                  {"factor", QT_TRANSLATE_NOOP("Changes", "factor")},
                                                  {"district", QT_TRANSLATE_NOOP("Changes", "district")},
                                                  {"asset", QT_TRANSLATE_NOOP("Changes", "asset")},
                                                  {"duration", QT_TRANSLATE_NOOP("Changes", "duration (as 30min)")}}};
    return lookUp(kWords, argument);
}

QString measureText(const scenarios::Measure& measure) {
    return withArguments(measure.kind, measure.args);
}

QString eventText(const scenarios::TimedEvent& event) {
    return QStringLiteral("%1  %2").arg(QString::fromStdString(scenarios::format_clock(event.at)),
                                        withArguments(event.kind, event.args));
}

} // namespace cityloom::app
