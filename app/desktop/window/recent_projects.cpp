// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/window/recent_projects.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QSaveFile>
#include <QSettings>
#include <QStandardPaths>

namespace cityloom::app::recent {

namespace {

constexpr int kMost = 8;
constexpr QSize kPicture{416, 260}; // two pixels for one where the screen has them

QString listKey() {
    return QStringLiteral("recent");
}

QString idOf(const QString& file) {
    return QString::fromLatin1(QCryptographicHash::hash(file.toUtf8(), QCryptographicHash::Sha1).toHex());
}

QString about(const QString& file, const char* what) {
    return QStringLiteral("recentOf/%1/%2").arg(idOf(file), QLatin1String{what});
}

QString pictureFile(const QString& file) {
    return QDir{QStandardPaths::writableLocation(QStandardPaths::CacheLocation)}.filePath(
        QStringLiteral("projects/%1.png").arg(idOf(file)));
}

void drop(QSettings& settings, const QString& file) {
    settings.remove(QStringLiteral("recentOf/%1").arg(idOf(file)));
    QFile::remove(pictureFile(file));
}

} // namespace

QList<RecentProject> all() {
    const QSettings settings;
    QList<RecentProject> projects;
    for (const QString& file : settings.value(listKey()).toStringList()) {
        const QString name = settings.value(about(file, "name")).toString();
        projects.push_back({file, name.isEmpty() ? QFileInfo{file}.completeBaseName() : name,
                            settings.value(about(file, "place")).toString(),
                            settings.value(about(file, "opened")).toDateTime(), QFileInfo::exists(file)});
    }
    return projects;
}

void note(const QString& file, const QString& name, const QString& place) {
    QSettings settings;
    QStringList files = settings.value(listKey()).toStringList();
    files.removeAll(file);
    files.prepend(file);
    for (const QString& old : files.mid(kMost)) {
        drop(settings, old);
    }
    settings.setValue(listKey(), QStringList{files.mid(0, kMost)});
    settings.setValue(about(file, "name"), name);
    settings.setValue(about(file, "place"), place);
    settings.setValue(about(file, "opened"), QDateTime::currentDateTime());
}

void keepPicture(const QString& file, const QImage& picture) {
    if (picture.isNull() || !QDir{}.mkpath(QFileInfo{pictureFile(file)}.absolutePath())) {
        return;
    }
    const QImage small = picture.scaled(kPicture, Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation);
    QSaveFile out{pictureFile(file)};
    if (out.open(QIODevice::WriteOnly) &&
        small
            .copy((small.width() - kPicture.width()) / 2, (small.height() - kPicture.height()) / 2, kPicture.width(),
                  kPicture.height())
            .save(&out, "PNG")) {
        out.commit();
    }
}

QImage picture(const QString& file) {
    return QImage{pictureFile(file)};
}

void forget(const QString& file) {
    QSettings settings;
    QStringList files = settings.value(listKey()).toStringList();
    files.removeAll(file);
    settings.setValue(listKey(), files);
    drop(settings, file);
}

} // namespace cityloom::app::recent
