// SPDX-License-Identifier: GPL-3.0-or-later
// A run saved as a whole, through the command line: gone on with, and branched from.
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

class TestRunCheckpoint : public QObject {
    Q_OBJECT

private:
    struct Answer {
        int code = -1;
        QJsonObject json;
        QString error;
    };
    static Answer cli(const QStringList& words) {
        QProcess process;
        process.start(QStringLiteral(CITYLOOM_CLI), words);
        if (!process.waitForFinished(120'000)) {
            return {};
        }
        return {process.exitCode(), QJsonDocument::fromJson(process.readAllStandardOutput()).object(),
                QString::fromUtf8(process.readAllStandardError())};
    }

    QTemporaryDir folder_;
    QString project_ = folder_.filePath(QStringLiteral("city.cityloom.gpkg"));
    QString saved_ = folder_.filePath(QStringLiteral("at-0704.run"));

private slots:
    void initTestCase() {
        QCOMPARE(cli({"demo", project_}).code, 0);
        QCOMPARE(cli({"scenario", project_, "add", "dark", "--event", "07:02,fail,asset=substation/S1", "--event",
                      "07:06,repair,asset=substation/S1"})
                     .code,
                 0);
        QCOMPARE(cli({"scenario", project_, "add", "longer", "--event", "07:02,fail,asset=substation/S1"}).code, 0);
        QCOMPARE(cli({"scenario", project_, "add", "later", "--event", "07:03,fail,asset=substation/S1"}).code, 0);
        QCOMPARE(cli({"scenario", project_, "add", "other", "--measure", "electric,share=0.5", "--event",
                      "07:02,fail,asset=substation/S1"})
                     .code,
                 0);
    }

    /// It holds what the engine has in memory, so that a forged one could do anything: only one's own is taken.
    void nobodyElsesIsTaken() {
        const QString file = folder_.filePath(QStringLiteral("own.run"));
        const Answer made =
            cli({"run", project_, "--duration", "4min", "--trips", "50", "--checkpoint", "07:02," + file});
        QVERIFY2(made.code == 0, qPrintable(made.error));
        QCOMPARE(cli({"run", project_, "--from", file, "--json"}).code, 0);
        const QByteArray before = qgetenv("XDG_STATE_HOME");
        qputenv("XDG_STATE_HOME", folder_.filePath(QStringLiteral("other")).toUtf8());
        const Answer other = cli({"run", project_, "--from", file, "--json"});
        before.isEmpty() ? qunsetenv("XDG_STATE_HOME") : qputenv("XDG_STATE_HOME", before);
        QCOMPARE(other.code, 1);
        QVERIFY2(other.error.contains("own.run") && other.error.contains("by you"), qPrintable(other.error));
    }

    void goesOnToTheSameEnd() {
        const Answer straight = cli({"run", project_, "--scenario", "dark", "--duration", "8min", "--trips", "200",
                                     "--checkpoint", "07:04," + saved_, "--json"});
        QVERIFY2(straight.code == 0, qPrintable(straight.error));
        const Answer on = cli({"run", project_, "--from", saved_, "--threads", "1", "--json"});
        QVERIFY2(on.code == 0, qPrintable(on.error));
        QCOMPARE(on.json["state_hash"], straight.json["state_hash"]);
        QCOMPARE(on.json["kpi"], straight.json["kpi"]);
        QCOMPARE(on.json["scenario"].toString(), QStringLiteral("dark"));
        const Answer shorter = cli({"run", project_, "--from", saved_, "--until", "07:05", "--json"});
        QVERIFY2(shorter.code == 0, qPrintable(shorter.error));
        QVERIFY(shorter.json["state_hash"] != straight.json["state_hash"]);
    }

    void branches() {
        const Answer straight =
            cli({"run", project_, "--scenario", "longer", "--duration", "8min", "--trips", "200", "--json"});
        const Answer branch = cli({"run", project_, "--from", saved_, "--scenario", "longer", "--json"});
        QVERIFY2(branch.code == 0, qPrintable(branch.error));
        QCOMPARE(branch.json["state_hash"], straight.json["state_hash"]);
    }

    void refusesWhatDoesNotFit() {
        const Answer later = cli({"run", project_, "--from", saved_, "--scenario", "later", "--json"});
        QCOMPARE(later.code, 1);
        QVERIFY2(later.error.contains("other things have happened"), qPrintable(later.error));
        const Answer other = cli({"run", project_, "--from", saved_, "--scenario", "other", "--json"});
        QCOMPARE(other.code, 1);
        QVERIFY2(other.error.contains("other measures"), qPrintable(other.error));
        QCOMPARE(cli({"run", project_, "--from", saved_, "--trips", "10"}).code, 2);
        QCOMPARE(cli({"run", project_, "--from", folder_.filePath("nothing.run")}).code, 1);
        QCOMPARE(cli({"run", project_, "--duration", "8min", "--checkpoint", "09:30," + saved_}).code, 1);
        QCOMPARE(cli({"run", project_, "--duration", "8min", "--until", "06:00"}).code, 1);
        // Saved at 07:04: what lies before is past.
        for (const char* past : {"07:02", "07:04"}) {
            const Answer before = cli({"run", project_, "--from", saved_, "--until", past});
            QCOMPARE(before.code, 1);
            QVERIFY2(before.error.contains("07:04 to 07:08"), qPrintable(before.error));
        }
        QCOMPARE(cli({"run", project_, "--from", saved_, "--checkpoint", "07:02," + folder_.filePath("past.run")}).code,
                 1);
        QFile file{saved_};
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray bytes = file.readAll();
        for (const qsizetype at : {qsizetype{3}, bytes.size() / 3, bytes.size() - 5}) {
            QByteArray damaged = bytes;
            damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
            QFile broken{folder_.filePath("broken.run")};
            QVERIFY(broken.open(QIODevice::WriteOnly));
            broken.write(damaged);
            broken.close();
            const Answer refused = cli({"run", project_, "--from", broken.fileName()});
            QVERIFY2(refused.code == 1, qPrintable(QString::number(refused.code)));
            QVERIFY(!refused.error.isEmpty());
        }
    }
};

QTEST_APPLESS_MAIN(TestRunCheckpoint)
#include "tst_run_checkpoint.moc"
