// SPDX-License-Identifier: GPL-3.0-or-later
// The command line as a user has it: the program itself, in a folder of its own.
#pragma once

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace cityloom::tests {

/// What a command left behind; code -1: it did not end in time.
struct Outcome {
    int code = -1;
    QString out;
    QString err;

    /// Its answer to --json; empty where that is no object.
    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out.toUtf8()).object(); }
};

/// A folder that goes away, and the program run in it.
class CommandLine {
public:
    [[nodiscard]] QString path(const QString& name) const { return folder_.filePath(name); }
    void write(const QString& name, const QByteArray& content) const {
        QFile file{path(name)};
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    [[nodiscard]] QByteArray read(const QString& name) const {
        QFile file{path(name)};
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray{};
    }
    void start(QProcess& process, const QStringList& arguments) const {
        process.setWorkingDirectory(folder_.path());
        process.start(CITYLOOM_CLI, arguments);
    }
    [[nodiscard]] Outcome run(const QStringList& arguments, int longest_ms = 60'000) const {
        QProcess process;
        start(process, arguments);
        const bool ended = process.waitForFinished(longest_ms);
        return {ended ? process.exitCode() : -1, QString::fromUtf8(process.readAllStandardOutput()),
                QString::fromUtf8(process.readAllStandardError())};
    }

private:
    QTemporaryDir folder_;
};

} // namespace cityloom::tests
