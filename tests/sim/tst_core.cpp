// SPDX-License-Identifier: GPL-3.0-or-later
#include <vector>

#include <QTest>

#include "sim/core/csv.h"
#include "sim/core/sealed_blob.h"
#include "sim/core/siphash.h"

using namespace cityloom;

namespace {

/// A text in pieces of the same length, the last of which may not come.
class Pieces final : public BlobPieces {
public:
    Pieces(std::string_view text, std::size_t each, bool fails = false)
        : text_{text}, left_{text}, each_{each}, fails_{fails} {}
    [[nodiscard]] std::uint64_t size() const override { return text_.size(); }
    [[nodiscard]] Result<std::string_view> next() override {
        const std::string_view piece = left_.substr(0, each_);
        left_.remove_prefix(piece.size());
        if (fails_ && left_.empty()) {
            return fail(ErrorCode::Io, "the last piece is lost");
        }
        return piece;
    }

private:
    std::string_view text_;
    std::string_view left_;
    std::size_t each_;
    bool fails_;
};

struct Content {
    std::vector<Point2> points;
    std::vector<std::string> names;
    std::vector<std::uint32_t> numbers;
    bool last = false;
};
Content content() {
    Content c{.names = {"", "a", std::string(100'000, 'n')}, .last = true};
    for (std::uint32_t i = 0; i < 30'000; ++i) {
        c.points.push_back({0.5 * i, -1.0 * i});
        c.numbers.push_back(i * i);
    }
    return c;
}
std::string sealed(Content c) {
    std::string blob;
    seal_to(
        "CORE", 3, [&c](BlobWriter& w) { w(c.points, c.names, c.numbers, c.last); },
        [&blob](std::string_view bytes) { blob += bytes; });
    return blob;
}
Result<bool> read_back(BlobPieces& pieces, Content& c) {
    SealedBlob blob{pieces};
    return blob.read("CORE", 3, [&c](BlobReader& r) { r(c.points, c.names, c.numbers, c.last); });
}

} // namespace

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

    void aBlobInPiecesIsTheSame_data() {
        QTest::addColumn<int>("each");
        for (const int each : {1, 7, 28, 29, 4096, 100'000'000}) {
            QTest::addRow("%d bytes", each) << each;
        }
    }
    void aBlobInPiecesIsTheSame() {
        QFETCH(const int, each);
        BlobWriter whole;
        Content c = content();
        whole(c.points, c.names, c.numbers, c.last);
        const std::string blob = sealed(content());
        QVERIFY(blob == seal("CORE", 3, whole.take()));
        Pieces pieces{blob, static_cast<std::size_t>(each)};
        Content back;
        QCOMPARE(read_back(pieces, back).value(), true);
        QVERIFY(back.points == c.points && back.names == c.names && back.numbers == c.numbers && back.last);
    }

    void aDamagedBlobInPiecesIsRefused_data() {
        QTest::addColumn<QByteArray>("blob");
        const std::string good = sealed({.names = {"x", "yz"}});
        const auto row = [](const char* name, const std::string& blob) {
            QTest::newRow(name) << QByteArray::fromStdString(blob);
        };
        row("nothing", "");
        row("cut in its header", good.substr(0, 20));
        row("cut", good.substr(0, good.size() - 1));
        row("longer", good + "x");
        std::string other = good;
        other.back() = '\x01' == other.back() ? '\0' : '\x01';
        row("another last byte", other);
        std::string huge = good;
        huge.replace(12, 8, 8, '\x7f'); // the length in the header
        row("a length beyond the bytes", huge);
        row("of another version", seal("CORE", 4, "x"));
        row("of another kind", seal("OTHER", 3, "x"));
        BlobWriter counts;
        counts(std::uint64_t{1} << 60U);
        row("a count beyond the bytes", seal("CORE", 3, counts.take()));
    }
    void aDamagedBlobInPiecesIsRefused() {
        QFETCH(const QByteArray, blob);
        for (const std::size_t each : {1U, 5U, 1000U}) {
            const std::string text = blob.toStdString();
            Pieces pieces{text, each};
            Content back;
            QVERIFY(!read_back(pieces, back).value_or(false));
        }
    }
    void aPieceThatDoesNotComeIsTold() {
        const std::string blob = sealed(content());
        Pieces pieces{blob, 1000, true};
        Content back;
        const auto read = read_back(pieces, back);
        QVERIFY(!read && read.error().message == "the last piece is lost");
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
