// SPDX-License-Identifier: GPL-3.0-or-later
// The form of an import: what is given reaches the import, and what cannot be is refused in it.
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

#include "app/desktop/window/import_dialog.h"

using namespace cityloom;
using app::ImportDialog;

class ImportDialogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        QLocale::setDefault(QLocale{QLocale::English, QLocale::UnitedStates});
        QVERIFY(folder_.isValid());
        QFile file{path("town.osm")};
        QVERIFY(file.open(QIODevice::WriteOnly));
    }

    void emptyFieldsAreLeftToTheImport() {
        const ImportDialog dialog{{path("town.osm")}, path("town"), nullptr};
        QCOMPARE(dialog.problem(), QString{});
        const gis::ImportOptions options = dialog.options();
        QVERIFY(options.people.empty() && options.jobs.empty() && options.crs.empty() && options.mobility.empty());
        QVERIFY(!options.left_hand_traffic.has_value());
        QCOMPARE(QString::fromStdString(dialog.out().string()), path("town.gpkg"));
    }

    void whatIsTypedReachesTheImport() {
        const ImportDialog dialog{{path("town.osm")}, path("town.gpkg"), nullptr};
        field(dialog, 0)->setText(" 160,000 ");
        field(dialog, 1)->setText("90000");
        dialog.findChild<QComboBox*>()->setCurrentIndex(1);
        auto* table = dialog.findChild<QTableWidget*>();
        table->item(rowOf("car_share"), 1)->setText("27.5");
        QCOMPARE(dialog.problem(), QString{});
        const gis::ImportOptions options = dialog.options();
        QCOMPARE(options.people, std::string{"160000"});
        QCOMPARE(options.jobs, std::string{"90000"});
        QCOMPARE(options.left_hand_traffic, std::optional{true});
        QCOMPARE(options.mobility.size(), std::size_t{1});
        QCOMPARE(options.mobility[0].id, std::string{"car_share"});
        QCOMPARE(options.mobility[0].value, 27.5);
    }

    void whatCannotBeIsRefused_data() {
        QTest::addColumn<QString>("people");
        QTest::addColumn<QString>("jobs");
        QTest::addColumn<QString>("carShare");
        QTest::addColumn<QString>("out");
        QTest::addColumn<bool>("refused");
        const QString out = path("new.gpkg");
        QTest::newRow("nothing") << ""
                                 << ""
                                 << "" << out << false;
        QTest::newRow("people from a file") << path("town.osm") << ""
                                            << "" << out << false;
        QTest::newRow("people from no file") << path("none.csv") << ""
                                             << "" << out << true;
        QTest::newRow("people below 0") << "-5"
                                        << ""
                                        << "" << out << true;
        QTest::newRow("endless people") << "inf"
                                        << ""
                                        << "" << out << true;
        QTest::newRow("jobs in words") << ""
                                       << "many"
                                       << "" << out << true;
        QTest::newRow("a share of words") << ""
                                          << ""
                                          << "half" << out << true;
        QTest::newRow("a share above all") << ""
                                           << ""
                                           << "130" << out << true;
        QTest::newRow("over its own input") << ""
                                            << ""
                                            << "" << path("town.osm") << true;
        QTest::newRow("nowhere") << ""
                                 << ""
                                 << ""
                                 << " " << true;
    }
    void whatCannotBeIsRefused() {
        QFETCH(QString, people);
        QFETCH(QString, jobs);
        QFETCH(QString, carShare);
        QFETCH(QString, out);
        QFETCH(bool, refused);
        ImportDialog dialog{{path("town.osm")}, out, nullptr};
        field(dialog, 0)->setText(people);
        field(dialog, 1)->setText(jobs);
        dialog.findChild<QTableWidget*>()->item(rowOf("car_share"), 1)->setText(carShare);
        dialog.show();
        dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok)->click();
        QCOMPARE(dialog.result() == QDialog::Accepted, !refused);
        QCOMPARE(!dialog.problem().isEmpty(), refused);
    }

private:
    [[nodiscard]] QString path(const QString& name) const { return folder_.filePath(name); }
    static int rowOf(const std::string& id) {
        const auto& rows = gis::mobility_parameters();
        return static_cast<int>(std::ranges::find(rows, id, &gis::MobilityParameter::id) - rows.begin());
    }
    /// The fields of people (0) and jobs (1).
    static QLineEdit* field(const ImportDialog& dialog, int which) {
        return dialog.findChild<QLineEdit*>(which == 0 ? "people" : "jobs");
    }

    QTemporaryDir folder_;
};

QTEST_MAIN(ImportDialogTest)
#include "tst_import_dialog.moc"
