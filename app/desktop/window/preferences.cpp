// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/window/preferences.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>
#include <QTranslator>

/// Resources of a static library are left out by the linker unless something names them.
static void loadWords() {
    Q_INIT_RESOURCE(words);
}

namespace cityloom::app {

namespace preferences {

Theme theme() {
    return static_cast<Theme>(qBound(0, QSettings{}.value(QStringLiteral("theme"), 0).toInt(), 2));
}

void setTheme(Theme theme) {
    QSettings{}.setValue(QStringLiteral("theme"), static_cast<int>(theme));
}

QString language() {
    const QString system =
        QLocale::system().language() == QLocale::Chinese ? QStringLiteral("zh") : QStringLiteral("en");
    return QSettings{}.value(QStringLiteral("language"), system).toString();
}

void setLanguage(const QString& language) {
    QSettings{}.setValue(QStringLiteral("language"), language);
}

QByteArray layout(const QString& workspace) {
    return QSettings{}.value(QStringLiteral("layout/%1").arg(workspace)).toByteArray();
}

void setLayout(const QString& workspace, const QByteArray& layout) {
    QSettings{}.setValue(QStringLiteral("layout/%1").arg(workspace), layout);
}

bool tourSeen() {
    return QSettings{}.value(QStringLiteral("tour/seen"), false).toBool();
}

void setTourSeen() {
    QSettings{}.setValue(QStringLiteral("tour/seen"), true);
}

} // namespace preferences

void applyLanguage(const QString& language) {
    loadWords();
    static QTranslator ours; // one language for the whole program, as Qt's own
    static QTranslator qts;
    QCoreApplication::removeTranslator(&ours);
    QCoreApplication::removeTranslator(&qts);
    const bool chinese = language == QStringLiteral("zh");
    QLocale::setDefault(chinese ? QLocale{QLocale::Chinese, QLocale::China}
                                : QLocale{QLocale::English, QLocale::UnitedKingdom});
    applyFont();
    if (ours.load(chinese ? QStringLiteral(":/i18n/cityloom_zh_CN.qm") : QStringLiteral(":/i18n/cityloom_en.qm"))) {
        QCoreApplication::installTranslator(&ours); // English too: it has plurals
    }
    if (chinese) {
        if (qts.load(QStringLiteral("qtbase_zh_CN"), QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
            QCoreApplication::installTranslator(&qts);
        }
    }
}

} // namespace cityloom::app
