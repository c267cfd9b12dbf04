// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_line.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <cmath>
#include <memory>

using cityloom::tests::CommandLine;
using cityloom::tests::Outcome;

namespace {

/// The text of the cells of a table, row by row, its head first.
QList<QStringList> table(const QString& html, const QString& name) {
    QList<QStringList> rows;
    const qsizetype from = html.indexOf("<table id=\"" + name + "\">");
    const QString whole = from < 0 ? QString{} : html.mid(from, html.indexOf("</table>", from) - from);
    for (const QString& row : whole.split("<tr>").mid(1)) {
        QStringList cells;
        auto found = QRegularExpression("<t[dh][^>]*>(.*?)</t[dh]>").globalMatch(row);
        while (found.hasNext()) {
            cells << found.next().captured(1).remove(QRegularExpression("<[^>]*>"));
        }
        rows << cells;
    }
    return rows;
}

/// "−1 234" as it is shown.
double number(QString text) {
    text.remove(QChar{0x202F}).replace(QChar{0x2212}, '-');
    bool fine = false;
    const double value = text.split(' ').front().toDouble(&fine);
    return fine ? value : std::nan("");
}

/// What a reader sees of a page: neither tags nor style nor pictures.
QString readable(QString html) {
    html.remove(QRegularExpression("<style>.*?</style>", QRegularExpression::DotMatchesEverythingOption));
    html.remove(QRegularExpression("<code>.*?</code>"));
    html.replace(QRegularExpression("aria-label=\"([^\"]*)\">"), ">\\1 ");
    html.replace(QRegularExpression("<[^>]*>"), "\n");
    return html.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
}

/// The text of a PDF's sheets, by the tables of letters that it carries.
QString pdf_text(const QByteArray& pdf) {
    QHash<int, QByteArray> streams; // by object
    auto found = QRegularExpression("(\\d+) 0 obj\\s*<<").globalMatch(QString::fromLatin1(pdf));
    while (found.hasNext()) {
        const auto object = found.next();
        const qsizetype at = object.capturedStart();
        const qsizetype end = pdf.indexOf("endobj", at);
        const qsizetype from = pdf.indexOf("stream\n", at);
        if (from < 0 || from > end) {
            continue;
        }
        const QByteArray kept = pdf.mid(from + 7, pdf.indexOf("endstream", from) - from - 7);
        const QByteArray guess{"\0\x10\0\0", 4}; // qUncompress wants one of the length
        streams[object.captured(1).toInt()] =
            pdf.mid(at, from - at).contains("/FlateDecode") ? qUncompress(guess + kept) : kept;
    }
    const QString source = QString::fromLatin1(pdf);
    QHash<QString, QHash<int, QString>> fonts; // by name: signs by code
    auto named = QRegularExpression("/F(\\d+) (\\d+) 0 R").globalMatch(source);
    while (named.hasNext()) {
        const auto font = named.next();
        const auto unicode =
            QRegularExpression("\\n" + font.captured(2) + " 0 obj\\s*<<[^>]*/ToUnicode (\\d+) 0 R").match(source);
        auto lines = QRegularExpression("<([0-9a-f]{4})> <([0-9a-f]{4})> (?:<([0-9a-f]{4,})>|\\[([^\\]]*)\\])")
                         .globalMatch(QString::fromLatin1(streams.value(unicode.captured(1).toInt())).toLower());
        while (lines.hasNext()) {
            const auto line = lines.next();
            const int first = line.captured(1).toInt(nullptr, 16);
            QStringList signs = line.captured(4).remove('<').remove('>').simplified().split(' ', Qt::SkipEmptyParts);
            for (int code = first; code <= line.captured(2).toInt(nullptr, 16); ++code) {
                const int sign = signs.isEmpty() ? line.captured(3).toInt(nullptr, 16) + code - first
                                                 : signs.value(code - first).toInt(nullptr, 16);
                fonts["/F" + font.captured(1)][code] = QChar{sign};
            }
        }
    }
    QString text;
    for (const QByteArray& stream : streams) {
        QString font;
        auto parts = QRegularExpression("(/F\\d+) [\\d.]+ Tf|<([0-9a-fA-F]+)>\\s*(?:Tj|[\\d.-]*\\])?")
                         .globalMatch(QString::fromLatin1(stream));
        while (stream.contains(" Tf") && parts.hasNext()) {
            const auto part = parts.next();
            font = part.captured(1).isEmpty() ? font : part.captured(1);
            for (qsizetype k = 0; k + 4 <= part.captured(2).size(); k += 4) {
                text += fonts[font].value(part.captured(2).mid(k, 4).toInt(nullptr, 16));
            }
        }
    }
    return text;
}

} // namespace

/// report and copy as somebody uses them who hands a plan to a colleague.
class TestReportCommand : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        line_ = std::make_unique<CommandLine>();
        QCOMPARE(run({"demo", "city.gpkg"}).code, 0);
        QCOMPARE(run({"scenario", "city.gpkg", "add", "plan", "--measure", "close,street=40", "--measure",
                      "charger,street=60,points=8,power_kw=150", "--event", "07:04,fail,asset=substation/S2"})
                     .code,
                 0);
        made_ = run({"report",  "city.gpkg",  "--compare", "base",      "plan",  "--run",    "--start",
                     "07:00",   "--duration", "10min",     "--trips",   "200",   "--tail",   "20",
                     "--seeds", "2",          "--html",    "plan.html", "--pdf", "plan.pdf", "--json"});
        QVERIFY2(made_.code == 0, qPrintable(made_.err));
        html_ = QString::fromUtf8(line_->read("plan.html"));
    }

    /// Each table of money adds up, and the page says what the figures for machines say.
    void moneyAddsUp() {
        const QJsonObject money = made_.json()["appraisal"].toObject();
        const auto sums = [&](const QString& name, int column, const QJsonArray& lines, const QString& key) {
            const QList<QStringList> rows = table(html_, name);
            QVERIFY2(rows.size() == lines.size() + 2, qPrintable(name)); // head and sum
            double shown = 0.0;
            double exact = 0.0;
            for (qsizetype r = 1; r + 1 < rows.size(); ++r) {
                const double line = lines[r - 1].toObject()[key].toDouble();
                QVERIFY(std::abs(number(rows[r][column]) - line) <= 0.5 + 1e-6);
                shown += number(rows[r][column]);
                exact += line;
            }
            QVERIFY(std::abs(number(rows.back()[column]) - exact) <= 0.5 + 1e-6);
            QVERIFY(std::abs(shown - exact) <= 0.5 * static_cast<double>(lines.size()) + 1e-6);
        };
        const QJsonArray costs = money["costs"].toArray();
        QVERIFY(costs.size() >= 2);
        sums("costs", 2, costs, "capital");
        sums("costs", 3, costs, "upkeep_a_year");
        sums("costs", 4, costs, "present");
        sums("benefits", 2, money["benefits"].toArray(), "a_year");
        sums("benefits", 3, money["benefits"].toArray(), "present");
        double cost = 0.0;
        for (const auto& line : costs) {
            cost += line.toObject()["present"].toDouble();
        }
        QVERIFY(std::abs(cost - money["present_cost"].toDouble()) < 0.005);
        double benefit = 0.0;
        for (const auto& line : money["benefits"].toArray()) {
            benefit += line.toObject()["present"].toDouble();
        }
        QVERIFY(std::abs(benefit - money["present_benefit"].toDouble()) < 0.005);
        QVERIFY(std::abs(benefit - cost - money["npv"].toDouble()) < 0.005);
    }

    void figuresAreThoseForMachines() {
        const QJsonObject city = made_.json()["city"].toObject();
        const QList<QStringList> rows = table(html_, "city");
        QCOMPARE(rows.size(), city.size() + 1);
        qsizetype r = 1;
        for (const QString& id : made_.out.mid(made_.out.indexOf("\"city\"")).split('\n').mid(1)) {
            const auto key = QRegularExpression("^  \"(\\w+)\": \\{").match(id);
            if (!key.hasMatch() || r >= rows.size()) {
                continue;
            }
            const QJsonObject figure = city[key.captured(1)].toObject();
            if (!figure["b"].isNull()) {
                const QString shown = rows[r][3];
                const qsizetype point = shown.indexOf('.');
                const double step = point < 0 ? 1.0 : std::pow(10.0, -static_cast<double>(shown.size() - point - 1));
                QVERIFY2(std::abs(number(shown) - figure["b"].toDouble()) <= 0.5 * step + 1e-9,
                         qPrintable(key.captured(1) + ": " + shown));
            }
            ++r;
        }
        QCOMPARE(r, rows.size());
        for (const auto& sentence : made_.json()["findings"].toArray()) {
            QVERIFY(readable(html_).contains(sentence.toString()));
        }
    }

    void theFactsAreAllThere() {
        QCOMPARE(html_.count("<img "), 5); // title, traffic before and after, service before and after
        QVERIFY(html_.count("<svg ") >= 6);
        for (const char* id : {"city", "districts", "costs", "benefits", "parameters", "audit", "hashes"}) {
            QVERIFY2(!table(html_, id).isEmpty(), id);
        }
        QString links = html_; // self-contained: no address but the policy's own word, whatever letters pictures hold
        links.remove("http-equiv").remove(QRegularExpression{"data:image/[a-z]+;base64,[A-Za-z0-9+/=]*"});
        QVERIFY(!links.contains("http") && !links.contains("=\"//"));
        // Measures in plain words: nothing as a command line reads it outside the command that makes it again.
        const QString words = readable(html_);
        QVERIFY(words.contains("Close a street: Tide Street (no. 40)") && words.contains("power of each 150 kW"));
        QVERIFY(words.contains("07:04  Fail: Substation"));
        QVERIFY(!words.contains(QRegularExpression("[a-z_]=[A-Za-z0-9]")));
    }

    void allOfItInChinese() {
        const Outcome again = run({"report", "city.gpkg", "--compare", "base", "plan", "--language", "zh", "--html",
                                   "zh.html", "--pdf", "zh.pdf"});
        QVERIFY2(again.code == 0, qPrintable(again.err)); // of what is stored: nothing is run
        const QString words = readable(QString::fromUtf8(line_->read("zh.html")));
        QVERIFY(!words.contains(QRegularExpression("[a-z_]=[A-Za-z0-9]")));
        QVERIFY(words.contains("封闭道路：Tide Street（编号 40）") && words.contains("单桩功率 150 kW") &&
                words.contains("谁受益"));
        // Three words of English in a row are a sentence that was forgotten; names of sources may stand.
        QString rest = words;
        for (const char* name : {"Energy Research and Social Science", "US DOT ITS", "Strategy Analytics"}) {
            rest.remove(name);
        }
        const auto english = QRegularExpression("[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}[^\n]*").match(rest);
        QVERIFY2(!english.hasMatch(), qPrintable(english.captured(0)));
        const QString pdf = pdf_text(line_->read("zh.pdf"));
        QVERIFY2(pdf.contains("谁受益，谁受损") && pdf.contains("如何复现"), qPrintable(pdf.left(400)));
    }

    /// On paper the same text as on the page, to be searched, with its letters inside.
    void thePdfHasTheSameText() {
        const QByteArray pdf = line_->read("plan.pdf");
        QVERIFY(pdf.startsWith("%PDF-"));
        QVERIFY(pdf.contains("/MediaBox [0 0 595") && pdf.contains("/FontFile2"));
        QVERIFY(pdf.count("/Type /Page\n") >= 5);
        QString text = pdf_text(pdf);
        const auto bare = [](QString words) { return words.remove(QRegularExpression("\\s")); };
        text = bare(text);
        int missing = 0;
        for (const char* id : {"city", "districts", "costs", "benefits", "parameters", "audit"}) {
            for (const QStringList& row : table(html_, id)) {
                for (QString cell : row) {
                    cell.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
                    missing += text.contains(bare(cell)) ? 0 : 1;
                    QVERIFY2(missing == 0, qPrintable(cell));
                }
            }
        }
        for (const auto& sentence : made_.json()["findings"].toArray()) {
            QVERIFY2(text.contains(bare(sentence.toString())), qPrintable(sentence.toString()));
        }
    }

    void onlyLikeWithLike() {
        QCOMPARE(run({"scenario", "city.gpkg", "add", "other", "--measure", "electric,share=0.3"}).code, 0);
        QCOMPARE(
            run({"run", "city.gpkg", "--scenario", "other", "--start", "19:00", "--duration", "2min", "--trips", "30"})
                .code,
            0);
        const Outcome refused = run({"report", "city.gpkg", "--compare", "base", "other", "--html", "no.html"});
        QCOMPARE(refused.code, 1);
        QVERIFY2(refused.err.contains("07:00") && refused.err.contains("19:00") && refused.err.contains("--run"),
                 qPrintable(refused.err));
        QVERIFY(!QFile::exists(line_->path("no.html")));
        const Outcome missing = run({"report", "city.gpkg", "--scenario", "other", "--start", "19:00", "--duration",
                                     "2min", "--trips", "30", "--seeds", "2", "--html", "no.html"});
        QCOMPARE(missing.code, 1);
        QVERIFY2(missing.err.contains("seed 2") && missing.err.contains("--run"), qPrintable(missing.err));
    }

    void ofOneScenario() {
        const Outcome one = run({"report", "city.gpkg", "--scenario", "other", "--html", "one.html", "--json"});
        QVERIFY2(one.code == 0, qPrintable(one.err));
        const QString html = QString::fromUtf8(line_->read("one.html"));
        QVERIFY(readable(html).contains("There are no maps")); // it was not recorded, and says so
        QCOMPARE(table(html, "city").size(), one.json()["city"].toObject().size() + 1);
    }

    void wrongAsksAreRefused() {
        QCOMPARE(run({"report", "city.gpkg", "--scenario", "base"}).code, 2);
        QCOMPARE(run({"report", "city.gpkg", "--html", "a.html"}).code, 2);
        QCOMPARE(run({"report", "city.gpkg", "--scenario", "base", "--html", "a.pdf"}).code, 2);
        QCOMPARE(run({"report", "city.gpkg", "--scenario", "none", "--html", "a.html"}).code, 1);
        QCOMPARE(run({"report", "none.gpkg", "--scenario", "base", "--html", "a.html"}).code, 1);
    }

    /// One file with all results, never over what is no copy of ours to replace.
    void aCopyHoldsTheResults() {
        QCOMPARE(run({"copy", "city.gpkg", "copy.gpkg"}).code, 0);
        QVERIFY(!QFile::exists(line_->path("copy.gpkg-wal")) && !QFile::exists(line_->path("copy.gpkg.partial")));
        QCOMPARE(run({"verify", "copy.gpkg"}).code, 0);
        QCOMPARE(run({"info", "copy.gpkg", "--json"}).out, run({"info", "city.gpkg", "--json"}).out);
        const Outcome same = run({"report", "copy.gpkg", "--compare", "base", "plan", "--without", "maps,audit",
                                  "--html", "b.html", "--json"});
        QVERIFY2(same.code == 0, qPrintable(same.err));
        QCOMPARE(same.json()["city"], made_.json()["city"]);
        QCOMPARE(run({"copy", "city.gpkg", "copy.gpkg"}).code, 1); // it is there
        QCOMPARE(run({"copy", "city.gpkg", "copy.gpkg", "--replace"}).code, 0);
        QCOMPARE(run({"copy", "city.gpkg", "city.gpkg", "--replace"}).code, 1);
        line_->write("letter.gpkg", "not a project");
        QCOMPARE(run({"copy", "city.gpkg", "letter.gpkg", "--replace"}).code, 1);
        QCOMPARE(line_->read("letter.gpkg"), QByteArray{"not a project"});
    }

private:
    /// With patience: other tests run beside it.
    [[nodiscard]] Outcome run(const QStringList& arguments) const { return line_->run(arguments, 400'000); }

    std::unique_ptr<CommandLine> line_;
    Outcome made_;
    QString html_;
};

QTEST_GUILESS_MAIN(TestReportCommand)
#include "tst_report_command.moc"
