// SPDX-License-Identifier: GPL-3.0-or-later
// Kills at random moments, and disks that take no more. Whatever was acknowledged is there afterwards, the project
// opens at once and is sound, and what a killed command left is gone after the next one. ./dev soak takes more kills.
#include <algorithm>
#include <array>
#include <csignal>
#include <map>

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <sys/resource.h>
#include <utime.h>

#include "grid_town.h"
#include "tests/draws.h"

namespace {

constexpr int kReopen_ms = 2'000; // of computing: how long it waits depends on what else the machine does

/// Processor time of all commands so far.
double computed_ms() {
    rusage used{};
    getrusage(RUSAGE_CHILDREN, &used);
    const auto ms = [](const timeval& t) {
        return 1e3 * static_cast<double>(t.tv_sec) + 1e-3 * static_cast<double>(t.tv_usec);
    };
    return ms(used.ru_utime) + ms(used.ru_stime);
}

} // namespace

class TestSoak : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    QStringList acknowledged_;

    void start(QProcess& process, const QString& program, const QStringList& arguments) const {
        QProcessEnvironment settings = QProcessEnvironment::systemEnvironment();
        settings.insert("TMPDIR", folder_.filePath("tmp"));
        process.setProcessEnvironment(settings);
        process.setWorkingDirectory(folder_.filePath("work"));
        process.start(program, arguments);
    }
    struct Ended {
        int code = -1;
        QByteArray out;
        QByteArray err;
    };
    [[nodiscard]] Ended finish(const QStringList& arguments) const {
        QProcess process;
        start(process, CITYLOOM_CLI, arguments);
        const bool done = process.waitForFinished(120'000);
        return {done ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
    }
    /// The same with files that cannot grow beyond so many KiB.
    [[nodiscard]] Ended finish_within(int kib, const QStringList& arguments) const {
        QProcess process;
        start(process, "/bin/bash",
              QStringList{"-c", QString("trap '' XFSZ; ulimit -f %1; exec \"$0\" \"$@\"").arg(kib), CITYLOOM_CLI} +
                  arguments);
        const bool done = process.waitForFinished(120'000);
        return {done ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
    }
    [[nodiscard]] QStringList files(const QString& folder) const {
        return QDir{folder_.filePath(folder)}.entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden);
    }
    void check_project(const QString& project) {
        const double before_ms = computed_ms();
        const Ended listed = finish({"scenario", project, "list"});
        const double took_ms = computed_ms() - before_ms;
        QVERIFY2(took_ms < kReopen_ms, qPrintable(QString::number(took_ms) + " ms to open"));
        QVERIFY2(listed.code == 0, listed.err.constData());
        const Ended sound = finish({"verify", project});
        QVERIFY2(sound.code == 0, sound.err.constData());
        for (const QString& name : acknowledged_) {
            QVERIFY2(listed.out.contains(name.toUtf8()), qPrintable(name + " was acknowledged and is lost"));
        }
    }

private slots:
    void initTestCase() {
        QVERIFY(QDir{folder_.path()}.mkdir("work") && QDir{folder_.path()}.mkdir("tmp"));
        QFile town{folder_.filePath("work/town.osm")};
        QVERIFY(town.open(QIODevice::WriteOnly));
        town.write(cityloom::tests::grid_town(14));
        town.close();
        QCOMPARE(finish({"import", "p.gpkg", "town.osm"}).code, 0);
        QVERIFY(QFile::copy(folder_.filePath("work/p.gpkg"), folder_.filePath("work/r.gpkg")));
        QCOMPARE(finish({"scenario", "p.gpkg", "add", "more", "--measure", "demand,factor=1.2"}).code, 0);
        acknowledged_ << "more";
    }

    /// A project that the next writer migrates, without what is left of the one before it.
    void old_project() const {
        for (const char* suffix : {"", "-journal", "-wal", "-shm"}) {
            QFile::remove(folder_.filePath("work/m.gpkg") + suffix);
        }
        const QString source =
            qEnvironmentVariable("CITYLOOM_SOURCE") + "/tests/data/projects/before-corridor/project.gpkg";
        QVERIFY2(QFile::copy(source, folder_.filePath("work/m.gpkg")), qPrintable(source));
        QVERIFY(QFile{folder_.filePath("work/m.gpkg")}.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    }
    /// What an update keeps beside the project until its new state is verified holds, too; whoever reads it removes it.
    void broken_off_update() {
        const QString copy = "p.gpkg.before-update";
        if (files("work").contains(copy)) {
            QVERIFY2(finish({"verify", "p.gpkg"}).code == 0, "the project itself");
            QVERIFY(QFile::remove(folder_.filePath("work/" + copy)));
        }
    }

    void killsLoseNothing() {
        const int kills = std::max(
            1, qEnvironmentVariableIntValue("CITYLOOM_SOAK") > 0 ? qEnvironmentVariableIntValue("CITYLOOM_SOAK") : 12);
        int hit = 0;
        cityloom::tests::Draws draws{0};
        std::map<std::size_t, unsigned> lasts_ms; // unhindered
        for (int i = 0; i < kills; ++i) {
            const QString name = QString("edit%1").arg(i);
            const std::array<QStringList, 7> commands{
                QStringList{"import", "q.gpkg", "town.osm", "--replace"},
                {"import", "r.gpkg", "town.osm", "--replace"},
                {"scenario", "p.gpkg", "add", name, "--measure", "demand,factor=1.1"},
                {"run", "p.gpkg", "--duration", "20min", "--trips", "300", "--record", "20"},
                {"compare", "p.gpkg", "base", "more", "--seeds", "1", "--duration", "5min", "--trips", "200"},
                {"import", "p.gpkg", "town.osm", "--update"},
                {"scenario", "m.gpkg", "add", "moved", "--replace"}};
            const std::size_t which = static_cast<std::size_t>(i) % commands.size();
            if (which == 6) {
                old_project();
            }
            if (!lasts_ms.contains(which)) {
                QElapsedTimer watch;
                watch.start();
                static_cast<void>(finish(commands.at(which)));
                lasts_ms[which] = static_cast<unsigned>(watch.elapsed());
                if (which == 2) {
                    acknowledged_ << name;
                    continue;
                }
                if (which == 6) {
                    old_project();
                }
            }
            QProcess process;
            start(process, CITYLOOM_CLI, commands.at(which));
            QVERIFY(process.waitForStarted());
            process.waitForFinished(static_cast<int>(draws.below(lasts_ms[which])));
            if (process.state() != QProcess::NotRunning) {
                ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
                ++hit;
            }
            process.waitForFinished(30'000);
            const bool done = process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
            if (which == 2 && done) {
                acknowledged_ << name;
            }
            check_project("p.gpkg");
            broken_off_update();
            const QStringList kept = acknowledged_;
            acknowledged_.clear(); // the others have none
            check_project("r.gpkg");
            if (which == 6) {
                check_project("m.gpkg");
            }
            acknowledged_ = kept;
            if (QTest::currentTestFailed()) {
                qWarning("after kill %d: %s", i, qPrintable(commands.at(which).join(' ')));
                return;
            }
        }
        qInfo("%d of %d commands were killed", hit, kills);
        QVERIFY(hit > 0);
        // What lies about has no owner any more: a minute later the next commands clear it away.
        for (const QString& left : files("tmp")) {
            const utimbuf long_ago{1'000'000'000, 1'000'000'000};
            QCOMPARE(utime(qPrintable(folder_.filePath("tmp/" + left)), &long_ago), 0);
        }
        QCOMPARE(finish({"import", "q.gpkg", "town.osm", "--replace"}).code, 0);
        QCOMPARE(finish({"import", "r.gpkg", "town.osm", "--replace"}).code, 0);
        QCOMPARE(finish({"scenario", "p.gpkg", "add", "last", "--measure", "demand,factor=1.1"}).code, 0);
        QCOMPARE(finish({"scenario", "m.gpkg", "add", "last", "--replace"}).code, 0);
        QCOMPARE(files("tmp"), QStringList{});
        QCOMPARE(files("work"), (QStringList{"m.gpkg", "p.gpkg", "q.gpkg", "r.gpkg", "town.osm"}));
    }

    void aFullDiskLeavesTheProjectWhole_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("kib");
        const std::vector<std::pair<const char*, QStringList>> commands{
            {"import", {"import", "r.gpkg", "town.osm", "--replace"}},
            {"edit", {"scenario", "r.gpkg", "add", "full", "--replace", "--measure", "demand,factor=1.1"}},
            {"run", {"run", "r.gpkg", "--duration", "5min", "--trips", "100", "--record", "10", "--log", "run.log"}},
            {"checkpoint",
             {"run", "r.gpkg", "--duration", "5min", "--trips", "100", "--checkpoint", "07:02,run.ckpt"}}};
        for (const auto& [name, arguments] : commands) {
            for (const int kib : {0, 1, 8, 60, 300, 900}) {
                QTest::addRow("%s within %d KiB", name, kib) << arguments << kib;
            }
        }
    }
    void aFullDiskLeavesTheProjectWhole() {
        QFETCH(const QStringList, arguments);
        QFETCH(const int, kib);
        acknowledged_.clear();
        const QStringList before = files("work");
        const Ended ended = finish_within(kib, arguments);
        QVERIFY2(ended.code == 0 || ended.code == 1, (QByteArray::number(ended.code) + ": " + ended.err).constData());
        if (ended.code == 1) {
            QVERIFY2(ended.err.contains("error: "), ended.err.constData());
        }
        check_project("r.gpkg");
        // What could not be folded back into the project waits beside it for the next writer.
        QCOMPARE(finish({"scenario", "r.gpkg", "add", "after", "--replace"}).code, 0);
        QStringList after = files("work");
        after.removeOne("run.log");
        after.removeOne("run.ckpt");
        QStringList wanted = before;
        wanted.removeOne("run.log");
        wanted.removeOne("run.ckpt");
        QCOMPARE(after, wanted);
        QCOMPARE(files("tmp"), QStringList{});
    }
};

QTEST_GUILESS_MAIN(TestSoak)
#include "tst_soak.moc"
