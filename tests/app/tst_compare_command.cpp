// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_line.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <cmath>
#include <memory>

using cityloom::tests::CommandLine;
using cityloom::tests::Outcome;

/// compare and audit as an analyst uses them.
class TestCompareCommand : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        line_ = std::make_unique<CommandLine>();
        QCOMPARE(line_->run({"demo", "before.gpkg"}).code, 0);
        QVERIFY(QFile::copy(line_->path("before.gpkg"), line_->path("city.gpkg")));
    }

    /// The command that the report ends with, typed into a shell beside a project as it was, gives the same.
    void theReportReproducesItself() {
        const Outcome first =
            line_->run({"compare", "city.gpkg", "base",  "More traffic",     "--duration", "90s",         "--trips",
                        "60",      "--seeds",   "2",     "--seed",           "7",          "--bicycles",  "0.1",
                        "--tail",  "30",        "--set", "choke_factor=2.5", "--html",     "report.html", "--json"});
        QVERIFY2(first.code == 0, qPrintable(first.err));
        const QString html = QString::fromUtf8(line_->read("report.html"));
        const auto command = QRegularExpression("<code>cityloom-cli (compare .*?)</code>").match(html);
        QVERIFY(command.hasMatch());
        QString text = command.captured(1);
        text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        QVERIFY(QFile::remove(line_->path("city.gpkg")));
        QVERIFY(QFile::copy(line_->path("before.gpkg"), line_->path("city.gpkg")));
        QProcess shell;
        shell.setWorkingDirectory(line_->path("."));
        shell.start("/bin/sh", {"-c", QString{CITYLOOM_CLI} + " " + text + " --json"});
        QVERIFY(shell.waitForFinished(60'000));
        QCOMPARE(shell.exitCode(), 0);
        QCOMPARE(QJsonDocument::fromJson(shell.readAllStandardOutput()).object(), first.json());
    }

    void oneSeedIsNoVerdict() {
        const Outcome other = line_->run(
            {"compare", "city.gpkg", "base", "base", "--duration", "60s", "--trips", "40", "--seeds", "1", "--json"});
        QVERIFY2(other.code == 0, qPrintable(other.err));
        const QJsonObject money = other.json()["appraisal"].toObject();
        QCOMPARE(money["verdict"].toString(), QString{"one seed only"});
        QVERIFY(money["npv_low95"].isNull() && money["npv_high95"].isNull());
    }

    /// A year of five hours; each counts as often as its hours come.
    void overTheYear() {
        const Outcome year = line_->run(
            {"compare", "city.gpkg", "base", "base", "--periods", "default", "--seeds", "1", "--json"}, 300'000);
        QVERIFY2(year.code == 0, qPrintable(year.err));
        const QJsonArray periods = year.json()["periods"].toArray();
        QCOMPARE(periods.size(), 5);
        double hours = 0.0;
        double trips = 0.0;
        for (const auto& period : periods) {
            const double weight = period.toObject()["hours_a_year"].toDouble();
            hours += weight;
            trips += weight * period.toObject().value("city")["scheduled_trips"]["a"].toDouble();
        }
        QCOMPARE(hours, 8760.0);
        const double mean = year.json().value("city")["scheduled_trips"]["a"].toDouble();
        QVERIFY(std::abs(mean - trips / hours) < 1e-6 * mean);
        QVERIFY(periods[0].toObject()["trips"].toDouble() > periods[3].toObject()["trips"].toDouble());
        const Outcome both =
            line_->run({"compare", "city.gpkg", "base", "base", "--periods", "default", "--start", "08:00"});
        QCOMPARE(both.code, 2); // each period has its own
    }

    void auditSaysWhereTheModelIsWeak() {
        const Outcome audit = line_->run({"audit", "city.gpkg", "--json"});
        QVERIFY2(audit.code == 0, qPrintable(audit.err));
        QVERIFY(audit.json()["rows"].toArray().size() >= 25);
        QCOMPARE(line_->run({"audit", "none.gpkg"}).code, 1);
        QCOMPARE(line_->run({"audit"}).code, 2);
    }

private:
    std::unique_ptr<CommandLine> line_;
};

QTEST_GUILESS_MAIN(TestCompareCommand)
#include "tst_compare_command.moc"
