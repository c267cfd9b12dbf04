// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl-C and SIGTERM at any moment: the command ends soon with its own exit code, and leaves nothing behind.
#include <algorithm>
#include <csignal>

#include <QDeadlineTimer>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include "grid_town.h"

namespace {

constexpr int kMost_ms = 1'500;  // on a machine that is busy with other tests; 200 on a quiet one
constexpr int kLoading_ms = 150; // until the program has begun

} // namespace

class TestInterrupt : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

    void start(QProcess& process, const QStringList& arguments) const {
        QProcessEnvironment settings = QProcessEnvironment::systemEnvironment();
        settings.insert("TMPDIR", folder_.filePath("tmp"));
        process.setProcessEnvironment(settings);
        process.setWorkingDirectory(folder_.filePath("work"));
        process.setStandardOutputFile(QProcess::nullDevice());
        process.start(CITYLOOM_CLI, arguments);
    }
    /// Waits until the program has begun: before it listens for a signal, that ends its loader.
    void awaitListening(QProcess& process, int number) const {
        QDeadlineTimer late{10'000};
        while (process.state() == QProcess::Running && !late.hasExpired()) {
            QFile status{QStringLiteral("/proc/%1/status").arg(process.processId())};
            if (!status.open(QIODevice::ReadOnly)) {
                return;
            }
            const QByteArray text = status.readAll();
            const qsizetype at = text.indexOf("SigCgt:");
            const quint64 caught =
                at < 0 ? 0U : text.mid(at + 7, text.indexOf('\n', at) - at - 7).trimmed().toULongLong(nullptr, 16);
            if ((caught >> static_cast<unsigned>(number - 1) & 1U) != 0) {
                return;
            }
            process.waitForFinished(5);
        }
    }
    [[nodiscard]] int finish(const QStringList& arguments) const {
        QProcess process;
        start(process, arguments);
        return process.waitForFinished(120'000) ? process.exitCode() : -1;
    }
    [[nodiscard]] QStringList files() const {
        const auto all = QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden;
        return QDir{folder_.filePath("work")}.entryList(all) + QDir{folder_.filePath("tmp")}.entryList(all);
    }

private slots:
    void initTestCase() {
        QVERIFY(QDir{folder_.path()}.mkdir("work") && QDir{folder_.path()}.mkdir("tmp"));
        QFile town{folder_.filePath("work/town.osm")};
        QVERIFY(town.open(QIODevice::WriteOnly));
        town.write(cityloom::tests::grid_town(40));
        town.close();
        QCOMPARE(finish({"import", "p.gpkg", "town.osm"}), 0);
        QCOMPARE(finish({"scenario", "p.gpkg", "add", "more", "--measure", "demand,factor=1.2"}), 0);
        QVERIFY(QFile::copy(folder_.filePath("work/p.gpkg"), folder_.filePath("work/r.gpkg")));
    }

    void endsSoonAndLeavesNothing_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("tenths"); // of the time that it takes unhindered
        QTest::addColumn<int>("number");
        const std::vector<std::pair<const char*, QStringList>> commands{
            {"import", {"import", "q.gpkg", "town.osm"}},
            {"replace", {"import", "r.gpkg", "town.osm", "--replace"}},
            {"run", {"run", "p.gpkg", "--duration", "1h", "--trips", "3000"}},
            {"compare",
             {"compare", "p.gpkg", "base", "more", "--seeds", "1", "--duration", "20min", "--trips", "1000"}},
            {"audit", {"audit", "p.gpkg"}},
            {"verify", {"verify", "p.gpkg"}},
        };
        for (const auto& [name, arguments] : commands) {
            for (const int tenths : {1, 3, 5, 7, 9}) {
                // What has been run once is not run again: another seed each time.
                const bool runs = arguments.front() == "run" || arguments.front() == "compare";
                QTest::addRow("%s %d", name, tenths)
                    << arguments + (runs ? QStringList{"--seed", QString::number(tenths)} : QStringList{}) << tenths
                    << (tenths % 4 == 1 ? SIGINT : SIGTERM);
            }
        }
    }
    void endsSoonAndLeavesNothing() {
        QFETCH(const QStringList, arguments);
        QFETCH(const int, tenths);
        QFETCH(const int, number);
        static QMap<QString, qint64> whole;
        const QString key = arguments.mid(0, 2).join(' ');
        if (!whole.contains(key)) {
            QElapsedTimer watch;
            watch.start();
            QCOMPARE(finish(arguments.contains("--seed") ? arguments.mid(0, arguments.size() - 1) + QStringList{"99"}
                                                         : arguments),
                     0);
            whole[key] = watch.elapsed();
            QFile::remove(folder_.filePath("work/q.gpkg"));
        }
        const QStringList before = files();
        QProcess process;
        start(process, arguments);
        QVERIFY(process.waitForStarted());
        awaitListening(process, number);
        process.waitForFinished(static_cast<int>(std::max<qint64>(0, whole[key] - kLoading_ms) * tenths / 10));
        if (process.state() == QProcess::NotRunning) {
            QSKIP("it was done before the signal came");
        }
        QElapsedTimer watch;
        watch.start();
        ::kill(static_cast<pid_t>(process.processId()), number);
        QVERIFY(process.waitForFinished(30'000));
        QVERIFY2(watch.elapsed() < kMost_ms, qPrintable(QString::number(watch.elapsed()) + " ms"));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        const QByteArray err = process.readAllStandardError();
        QVERIFY2(process.exitCode() == 3 || process.exitCode() == 0, err.constData());
        if (process.exitCode() == 3) {
            QVERIFY2(err.contains("ancelled"), err.constData());
            // Stopped while a result is written, its journal waits beside the project for the next writer.
            QStringList left = files();
            if (!left.filter(QRegularExpression{"-wal$"}).isEmpty()) {
                QCOMPARE(finish({"scenario", "p.gpkg", "add", "after", "--replace"}), 0);
                left = files();
            }
            QCOMPARE(left, before);
        }
        QCOMPARE(finish({"verify", "p.gpkg"}), 0);
    }
};

QTEST_GUILESS_MAIN(TestInterrupt)
#include "tst_interrupt.moc"
