// SPDX-License-Identifier: GPL-3.0-or-later
// The form of an import: what is given reaches the import, and what cannot be is refused in it.
#include <string_view>

#include <QApplication>
#include <QCheckBox>
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
#include "app/desktop/window/import_preview.h"

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
        dialog.findChild<QComboBox*>("side")->setCurrentIndex(1);
        auto* table = dialog.findChild<QTableWidget*>("mobility");
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
        dialog.findChild<QTableWidget*>("mobility")->item(rowOf("car_share"), 1)->setText(carShare);
        dialog.show();
        dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok)->click();
        QCOMPARE(dialog.result() == QDialog::Accepted, !refused);
        QCOMPARE(!dialog.problem().isEmpty(), refused);
    }

    void whatIsReadReachesTheImport() {
        const ImportDialog dialog{{path("town.osm")}, path("town.gpkg"), nullptr};
        QVERIFY(!dialog.options().cut.chooses());
        dialog.findChild<QCheckBox*>("areas")->setChecked(false);
        dialog.findChild<QLineEdit*>("bbox")->setText("6.12, 46.19 6.16;46.22");
        dialog.findChild<QComboBox*>("unknown")->setCurrentIndex(1);
        dialog.findChild<QComboBox*>("shifted")->setCurrentIndex(2);
        dialog.findChild<QTableWidget*>("columns")->item(0, 1)->setText(" MEAN_H ");
        QCOMPARE(dialog.problem(), QString{});
        const gis::ImportOptions options = dialog.options();
        QCOMPARE(options.cut.skip, std::vector<std::string>{"areas"});
        QCOMPARE(options.cut.bbox_deg, (std::vector<double>{6.12, 46.19, 6.16, 46.22}));
        QVERIFY(options.read_as.size() == 1 && options.read_as[0].kind == gis::LayerKind::Buildings);
        QCOMPARE(options.crs, std::string{"BD-09"});
        QVERIFY(options.columns.size() == 1 && options.columns[0].tag == "height" &&
                options.columns[0].column == "MEAN_H");
        QVERIFY(!dialog.updates());
        for (const char* wrong : {"6.12, 46.19, 6.16", "6.16, 46.19, 6.12, 46.22", "a, b, c, d", "6, 46, 7, 95"}) {
            dialog.findChild<QLineEdit*>("bbox")->setText(wrong);
            QVERIFY2(dialog.problem().contains(wrong), wrong);
        }
        dialog.findChild<QLineEdit*>("bbox")->setText({});
        dialog.findChild<QLineEdit*>("within")->setText(path("nowhere.geojson"));
        QVERIFY(!dialog.problem().isEmpty());
        dialog.findChild<QLineEdit*>("within")->setText({});
        dialog.findChild<QCheckBox*>("update")->setChecked(true); // of a project that is not there
        QVERIFY(!dialog.problem().isEmpty());
    }

    void filesAreLookedIntoBeforehand() {
        QFile file{path("real.osm")};
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            R"(<osm version="0.6"><node id="1" lat="46.2000" lon="6.1400"/><node id="2" lat="46.2010" lon="6.1400"/>
            <node id="3" lat="46.2010" lon="6.1412"/><node id="4" lat="46.2000" lon="6.1412"/>
            <way id="10"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way>
            <way id="11"><nd ref="1"/><nd ref="3"/><nd ref="4"/><nd ref="1"/><tag k="building" v="yes"/></way></osm>)");
        file.close();
        ImportDialog dialog{{path("real.osm")}, path("new.gpkg"), nullptr};
        dialog.preview()->look();
        QTRY_VERIFY_WITH_TIMEOUT(!dialog.preview()->looking(), 30'000);
        const QString told = dialog.preview()->told();
        QVERIFY2(told.contains("Buildings: 1 (heights: 0 measured, 0 from storeys, 1 guessed)"), qPrintable(told));
        QVERIFY2(told.contains("Streets: 1") && told.contains("around 46.2") && told.contains("EPSG:326"),
                 qPrintable(told));
        QVERIFY(!QFile::exists(path("new.gpkg")));                         // nothing is written
        ImportDialog wrong{{path("town.osm")}, path("new.gpkg"), nullptr}; // empty
        wrong.preview()->look();
        QTRY_VERIFY_WITH_TIMEOUT(!wrong.preview()->looking(), 30'000);
        QVERIFY2(wrong.preview()->told().contains("town.osm"), qPrintable(wrong.preview()->told()));
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

int main(int argc, char** argv) {
    QApplication application{argc, argv};
    ImportDialogTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_import_dialog.moc"
