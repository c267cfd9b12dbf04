// SPDX-License-Identifier: GPL-3.0-or-later
// Which side of the road: places that are not in the table, many of them near a border at which the side changes.
#include <QTest>

#include "gis/import/assemble/country.h"

using namespace cityloom::gis;

class TestCountry : public QObject {
    Q_OBJECT
private slots:
    void side_data() {
        QTest::addColumn<double>("longitude");
        QTest::addColumn<double>("latitude");
        QTest::addColumn<bool>("left");
        struct Row {
            const char* name;
            double longitude, latitude;
            bool left;
        };
        for (const Row& row : {
                 Row{"Canterbury", 1.08, 51.28, true},
                 Row{"Gravelines", 2.13, 50.99, false},
                 Row{"Lille", 3.06, 50.63, false},
                 Row{"Strabane", -7.46, 54.83, true},
                 Row{"Ennis", -8.98, 52.84, true},
                 Row{"Sliema", 14.5, 35.91, true},
                 Row{"Pozzallo", 14.85, 36.73, false},
                 Row{"Gozo's Victoria", 14.24, 36.05, true},
                 Row{"Larnaca", 33.63, 34.92, true},
                 Row{"Tripoli in Lebanon", 35.85, 34.44, false},
                 Row{"Alanya", 32.0, 36.54, false},
                 Row{"Yokohama", 139.64, 35.44, true},
                 Row{"Hakodate", 140.73, 41.77, true},
                 Row{"Abashiri", 144.27, 44.02, true},
                 Row{"Kholmsk", 142.04, 47.05, false},
                 Row{"Pohang", 129.37, 36.03, false},
                 Row{"Kumamoto", 130.71, 32.8, true},
                 Row{"Keelung", 121.74, 25.13, false},
                 Row{"Iriomote", 123.8, 24.33, true},
                 Row{"Kowloon", 114.17, 22.32, true},
                 Row{"Fanling", 114.14, 22.49, true},
                 Row{"Futian", 114.05, 22.52, false},
                 Row{"Shekou", 113.91, 22.48, false},
                 Row{"Taipa", 113.556, 22.156, true},
                 Row{"Xiangzhou", 113.57, 22.27, false},
                 Row{"Pattaya", 100.88, 12.93, true},
                 Row{"Vang Vieng", 102.45, 18.92, false},
                 Row{"Phon Hong", 102.41, 18.5, false},
                 Row{"That Phanom", 104.72, 16.94, true},
                 Row{"Sisophon", 102.98, 13.59, false},
                 Row{"Surin", 103.49, 14.88, true},
                 Row{"Hpa-an", 97.63, 16.88, false},
                 Row{"Tak", 99.13, 16.88, true},
                 Row{"Chumphon", 99.18, 10.49, true},
                 Row{"Alor Setar", 100.37, 6.12, true},
                 Row{"Kluang", 103.32, 2.03, true},
                 Row{"Bandung", 107.61, -6.91, true},
                 Row{"Singkawang", 108.98, 0.91, true},
                 Row{"Cebu", 123.89, 10.32, false},
                 Row{"General Santos", 125.17, 6.11, false},
                 Row{"Baucau", 126.45, -8.47, true},
                 Row{"Wewak", 143.66, -3.58, true},
                 Row{"Newcastle in Australia", 151.78, -32.93, true},
                 Row{"Mount Isa", 139.49, -20.73, true},
                 Row{"Dunedin", 170.5, -45.88, true},
                 Row{"Lautoka", 177.45, -17.61, true},
                 Row{"Koumac", 164.28, -20.56, false},
                 Row{"Luganville", 167.16, -15.51, false},
                 Row{"Leone", -170.78, -14.34, false},
                 Row{"Salelologa", -172.2, -13.72, true},
                 Row{"Bora Bora", -151.74, -16.5, false},
                 Row{"Aitutaki", -159.77, -18.86, true},
                 Row{"Majuro atoll", 171.2, 7.1, false},
                 Row{"Agra", 78.01, 27.18, true},
                 Row{"Kargil", 76.13, 34.56, true},
                 Row{"Silchar", 92.8, 24.83, true},
                 Row{"Nathula's Gyantse", 89.6, 28.91, false},
                 Row{"Kalimpong", 88.47, 27.06, true},
                 Row{"Paro", 89.42, 27.43, true},
                 Row{"Mandalay's Monywa", 95.14, 22.11, false},
                 Row{"Bandarban", 92.22, 22.2, true},
                 Row{"Sittwe's Mrauk-U", 93.19, 20.59, false},
                 Row{"Multan", 71.47, 30.2, true},
                 Row{"Ghazni", 68.42, 33.55, false},
                 Row{"Parachinar", 70.1, 33.9, true},
                 Row{"Gardez", 69.22, 33.6, false},
                 Row{"Turbat", 63.05, 26.0, true},
                 Row{"Iranshahr", 60.68, 27.2, false},
                 Row{"Hunza", 74.66, 36.32, true},
                 Row{"Kandy", 80.63, 7.29, true},
                 Row{"Trincomalee", 81.23, 8.58, true},
                 Row{"Bhaktapur", 85.43, 27.67, true},
                 Row{"Nakuru", 36.07, -0.28, true},
                 Row{"Jinja", 33.2, 0.44, true},
                 Row{"Fort Portal", 30.27, 0.66, true},
                 Row{"Kirumba", 29.25, -0.57, false},
                 Row{"Musanze", 29.63, -1.5, false},
                 Row{"Karagwe", 31.1, -1.55, true},
                 Row{"Gitarama", 29.75, -2.08, false},
                 Row{"Ngozi", 29.83, -2.91, false},
                 Row{"Dodoma", 35.74, -6.17, true},
                 Row{"Yei", 30.68, 4.09, false},
                 Row{"Dire Dawa", 41.87, 9.59, false},
                 Row{"Wajir", 40.06, 1.75, true},
                 Row{"Baidoa", 43.65, 3.11, false},
                 Row{"Kabwe", 28.45, -14.44, true},
                 Row{"Chingola", 27.85, -12.53, true},
                 Row{"Fungurume", 26.3, -10.62, false},
                 Row{"Gweru", 29.82, -19.45, true},
                 Row{"Zomba", 35.32, -15.39, true},
                 Row{"Quelimane", 36.89, -17.88, true},
                 Row{"Lobatse", 25.68, -25.22, true},
                 Row{"Keetmanshoop", 18.14, -26.58, true},
                 Row{"Lubango", 13.49, -14.92, false},
                 Row{"Menongue", 17.69, -14.66, false},
                 Row{"Durban's Pinetown", 30.87, -29.81, true},
                 Row{"Teyateyaneng", 27.74, -29.15, true},
                 Row{"Curepipe", 57.53, -20.32, true},
                 Row{"Saint-Pierre of Reunion", 55.48, -21.34, false},
                 Row{"Toamasina", 49.4, -18.15, false},
                 Row{"Ocho Rios", -77.1, 18.41, true},
                 Row{"Guantanamo", -75.21, 20.14, false},
                 Row{"Port-de-Paix", -72.83, 19.94, false},
                 Row{"Fort Lauderdale", -80.14, 26.12, false},
                 Row{"Exuma", -75.78, 23.52, true},
                 Row{"Fajardo", -65.65, 18.33, false},
                 Row{"Tortola's East End", -64.58, 18.44, true},
                 Row{"Philipsburg", -63.05, 18.02, false},
                 Row{"The Valley", -63.05, 18.22, true},
                 Row{"Basse-Terre", -61.73, 16.0, false},
                 Row{"Portsmouth in Dominica", -61.46, 15.58, true},
                 Row{"Le Marin", -60.87, 14.47, false},
                 Row{"Soufriere", -61.06, 13.85, true},
                 Row{"San Fernando", -61.47, 10.28, true},
                 Row{"Carupano", -63.25, 10.67, false},
                 Row{"Linden", -58.3, 6.0, true},
                 Row{"Moengo", -54.4, 5.62, true},
                 Row{"Kourou", -52.65, 5.16, false},
                 Row{"Tumeremo", -61.5, 7.3, false},
                 Row{"Caracarai", -61.13, 1.82, false},
                 Row{"Stanley's Goose Green", -58.97, -51.83, true},
                 Row{"Ushuaia", -68.3, -54.81, false},
                 Row{"Gibraltar", -5.35, 36.13, false},
                 Row{"Belize City", -88.19, 17.5, false},
                 Row{"Lagos", 3.4, 6.45, false},
                 Row{"Accra", -0.2, 5.55, false},
                 Row{"Geneva", 6.14, 46.2, false},
                 Row{"Porto Alegre", -51.22, -30.03, false},
                 Row{"Novosibirsk", 82.92, 55.03, false},
             }) {
            QTest::newRow(row.name) << row.longitude << row.latitude << row.left;
        }
    }
    void side() {
        QFETCH(double, longitude);
        QFETCH(double, latitude);
        QFETCH(bool, left);
        const std::string country = left_driving_country(longitude, latitude);
        QCOMPARE(!country.empty(), left);
        QVERIFY(country.empty() || drives_on_the_left(country));
    }

    void addressesDecideButForExceptions() {
        QCOMPARE(country_of("CH", 6.14, 46.20), std::string{"CH"});
        QCOMPARE(country_of("", 6.14, 46.20), std::string{});
        QCOMPARE(country_of("CN", 114.15, 22.28), std::string{"HK"});
        QCOMPARE(country_of("US", -64.92, 18.34), std::string{"VI"});
        QCOMPARE(country_of("US", -73.97, 40.78), std::string{"US"});
        QCOMPARE(country_of("LA", 102.63, 17.96), std::string{"LA"});
        QVERIFY(!drives_on_the_left("GI"));
        QVERIFY(!drives_on_the_left(""));
    }
};

QTEST_APPLESS_MAIN(TestCountry)
#include "tst_country.moc"
