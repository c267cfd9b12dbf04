// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QImage>
#include <QList>
#include <QString>

namespace cityloom::app {

/// A project that was open before, as the program remembers it.
struct RecentProject {
    QString file;
    QString name;  ///< of its city
    QString place; ///< "29.86° N, 122.05° E"; empty: it has none on Earth
    QDateTime opened;
    bool there = true; ///< the file still is
};

/// What is remembered of projects between starts: a list in the settings, pictures in the cache. Nothing of it is kept
/// in a project.
namespace recent {
/// The latest first.
[[nodiscard]] QList<RecentProject> all();
/// It was opened just now.
void note(const QString& file, const QString& name, const QString& place);
/// How it looked when it was last seen. A picture that cannot be kept is no loss that anybody has to be told of.
void keepPicture(const QString& file, const QImage& picture);
/// Null: there is none.
[[nodiscard]] QImage picture(const QString& file);
/// Takes it off the list; the file stays.
void forget(const QString& file);
} // namespace recent

} // namespace cityloom::app
