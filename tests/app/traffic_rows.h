// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of tests/data/traffic_files: how their files are laid into a folder and named to a program.
#pragma once

#include "command_line.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

namespace cityloom::tests {

inline QString traffic_rows() {
    return qEnvironmentVariable("CITYLOOM_SOURCE", ".") + "/tests/data/traffic_files/";
}

inline QJsonArray rows_of(const QString& name) {
    QFile file{traffic_rows() + name};
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).array() : QJsonArray{};
}

inline QStringList strings(const QJsonValue& list) {
    QStringList words;
    for (const QJsonValue& word : list.toArray()) {
        words << word.toString();
    }
    return words;
}

/// The row's files, in a folder of their own.
inline void lay(const CommandLine& line, const QJsonObject& row) {
    QVERIFY(QFile::copy(traffic_rows() + "nets/" + row["net"].toString() + ".net.xml", line.path("n.net.xml")));
    line.write("r.rou.xml", row["routes"].toString().toUtf8());
    const auto write = [&](const QString& name, const QString& content) {
        QVERIFY(QDir{}.mkpath(QFileInfo{line.path(name)}.path()));
        line.write(name, content.toUtf8());
    };
    if (row.contains("additional")) {
        write("a.add.xml", row["additional"].toString());
    }
    if (row.contains("config")) {
        write(row["config_at"].toString("run.sumocfg"), row["config"].toString());
    }
    const QJsonObject more = row["files"].toObject();
    for (auto it = more.begin(); it != more.end(); ++it) {
        write(it.key(), it.value().toString());
    }
}

/// \param names of the options for a configuration, network, routes and additional files.
inline QStringList arguments_for(const QJsonObject& row, const QStringList& names) {
    QStringList arguments;
    if (row.contains("config")) {
        arguments << names[0] << row["config_at"].toString("run.sumocfg");
    } else {
        arguments << names[1] << "n.net.xml" << names[2] << "r.rou.xml";
        if (row.contains("additional")) {
            arguments << names[3] << "a.add.xml";
        }
    }
    if (row.contains("end")) {
        arguments << "--end" << QString::number(row["end"].toInt());
    }
    return arguments;
}

} // namespace cityloom::tests
