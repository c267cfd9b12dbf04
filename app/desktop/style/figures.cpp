// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/style/figures.h"

#include <cmath>

#include <QApplication>
#include <QFont>
#include <QLocale>

namespace cityloom::app {

QString figure(double value, int decimals) {
    return std::isfinite(value) ? QLocale{}.toString(value, 'f', decimals) : QStringLiteral("–");
}

QString clockText(TimeUs at, bool seconds) {
    const TimeUs s = at / kSecondUs;
    const TimeUs days = s / 86'400;
    const QLatin1Char zero{'0'};
    QString text = QStringLiteral("%1:%2").arg(s / 3600 % 24, 2, 10, zero).arg(s / 60 % 60, 2, 10, zero);
    if (seconds) {
        text += QStringLiteral(":%1").arg(s % 60, 2, 10, zero);
    }
    return days > 0 ? QStringLiteral("%1 +%2 d").arg(text).arg(days) : text;
}

QString changeText(double a, double b) {
    if (!std::isfinite(a) || !std::isfinite(b)) {
        return QStringLiteral("–");
    }
    const double change = b - a;
    if (std::abs(change) <= 1e-9 * std::max(std::abs(a), std::abs(b))) {
        return QStringLiteral("=");
    }
    QString arrow = change > 0.0 ? QStringLiteral("▲") : QStringLiteral("▼");
    const QString sign = change > 0.0 ? QStringLiteral("+") : QStringLiteral("−");
    if (std::abs(a) < 1e-12) {
        return arrow; // no percent of nothing
    }
    const double percent = 100.0 * std::abs(change / a);
    return QStringLiteral("%1 %2%3 %").arg(arrow, sign, QLocale{}.toString(percent, 'f', percent < 10.0 ? 1 : 0));
}

QFont figureFont() {
    return QApplication::font(); // Noto Sans' and DejaVu's figures all have one width
}

} // namespace cityloom::app
