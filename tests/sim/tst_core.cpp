// SPDX-License-Identifier: GPL-3.0-or-later
#include <vector>

#include <QTest>

#include "sim/core/csv.h"
#include "sim/core/siphash.h"

using namespace cityloom;

class TestCore : public QObject {
    Q_OBJECT
private slots:
    void csvCellsAreTexts_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("cell");
        QTest::newRow("plain") << QByteArray{"Long Street"} << QByteArray{"Long Street"};
        QTest::newRow("comma") << QByteArray{"a,b"} << QByteArray{"\"a,b\""};
        QTest::newRow("quote") << QByteArray{"a\"b"} << QByteArray{"\"a\"\"b\""};
        QTest::newRow("line") << QByteArray{"a\nb"} << QByteArray{"\"a b\""};
        QTest::newRow("escape") << QByteArray{"a\x1b[2J"} << QByteArray{"\"a [2J\""};
        QTest::newRow("formula") << QByteArray{"=1+1"} << QByteArray{"\"'=1+1\""};
        QTest::newRow("call") << QByteArray{"@SUM(A1)"} << QByteArray{"\"'@SUM(A1)\""};
        QTest::newRow("plus") << QByteArray{"+cmd"} << QByteArray{"\"'+cmd\""};
        QTest::newRow("minus") << QByteArray{"-2+3"} << QByteArray{"\"'-2+3\""};
        QTest::newRow("tab") << QByteArray{"\t=1"} << QByteArray{"\"' =1\""};
        QTest::newRow("number") << QByteArray{"-2.5e3"} << QByteArray{"-2.5e3"};
        QTest::newRow("empty") << QByteArray{} << QByteArray{};
        QTest::newRow("name") << QByteArray{"\xE6\x96\xB9\xE6\xA1\x88"} << QByteArray{"\xE6\x96\xB9\xE6\xA1\x88"};
    }
    void csvCellsAreTexts() {
        QFETCH(const QByteArray, text);
        QFETCH(const QByteArray, cell);
        QCOMPARE(QByteArray::fromStdString(csv_cell(text.toStdString())), cell);
    }
    void aTextComesBack() {
        QCOMPARE(std::string{csv_text("'=1+1")}, std::string{"=1+1"});
        QCOMPARE(std::string{csv_text("'tis")}, std::string{"'tis"});
    }

    /// The example of the paper, appendix A, and the empty text of its reference programs.
    void siphashIsThePapers() {
        std::vector<std::byte> bytes(15);
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            bytes[i] = static_cast<std::byte>(i);
        }
        const SipKey key{0x0706050403020100ULL, 0x0F0E0D0C0B0A0908ULL};
        QCOMPARE(siphash(key, bytes), 0xA129CA6149BE45E5ULL);
        QCOMPARE(siphash(key, {}), 0x726FDB47DD0E0E31ULL);
    }
};

QTEST_GUILESS_MAIN(TestCore)
#include "tst_core.moc"
