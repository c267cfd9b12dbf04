// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>
#include <set>

#include <QTest>

#include "render/overlays/data_layer.h"
#include "render/overlays/difference.h"
#include "render/overlays/ramps.h"

using namespace cityloom;
using namespace cityloom::render;

class TestRamps : public QObject {
    Q_OBJECT
private slots:
    void need_rises_and_steps_where_service_begins();
    void band_is_loud_on_both_sides();
    void layers_are_loud_where_service_fails();
    void classes_differ();
    void layers_have_names_and_legends();
    void differences_are_as_loud_either_way();
    void limits_come_from_the_data();
    void what_one_has_alone_is_no_number();
};

/// Up to where service begins loud, from there on pale: in grey and without green cones one rises steadily, with a
/// step.
void TestRamps::need_rises_and_steps_where_service_begins() {
    for (const double from : {0.1, 0.25, 0.5, 0.9}) {
        double last = -1;
        double last_seen = -1;
        for (int i = 0; i <= 96; ++i) {
            const Colour c = ramp_colour(Ramp::Need, i / 96.0, {from, 1.0});
            QVERIFY2(luminance(c) >= last, qPrintable(QString::number(i)));
            QVERIFY2(luminance(deuteranopia(c)) > last_seen - 0.004, qPrintable(QString::number(i)));
            last = luminance(c);
            last_seen = luminance(deuteranopia(c));
        }
        const double below = luminance(deuteranopia(ramp_colour(Ramp::Need, from - 0.001, {from, 1.0})));
        const double above = luminance(deuteranopia(ramp_colour(Ramp::Need, from + 0.001, {from, 1.0})));
        QVERIFY2((above + 0.05) / (below + 0.05) > 2.0, qPrintable(QString::number((above + 0.05) / (below + 0.05))));
    }
}

/// What is allowed is the lightest; further out it only gets darker, and the two sides differ in hue.
void TestRamps::band_is_loud_on_both_sides() {
    const QuietSpan quiet{0.3, 0.7};
    const auto seen = [&](double t) { return luminance(deuteranopia(ramp_colour(Ramp::Band, t, quiet))); };
    for (int i = 1; i < 28; ++i) {
        QVERIFY(seen(0.01 * (i - 1)) < seen(0.01 * i));
        QVERIFY(seen(1.0 - 0.01 * (i - 1)) < seen(1.0 - 0.01 * i));
    }
    QVERIFY(seen(0.31) > 1.8 * seen(0.29));
    QVERIFY(seen(0.69) > 1.8 * seen(0.71));
    const Colour little = ramp_colour(Ramp::Band, 0.1, quiet);
    const Colour much = ramp_colour(Ramp::Band, 0.9, quiet);
    QVERIFY(little[2] > little[0] + 40 && much[0] > much[2] + 40);
}

/// Every layer is quiet where all is well and loud at its worst; which of two places is worse is seen.
void TestRamps::layers_are_loud_where_service_fails() {
    DataLayer layer = nullptr;
    for (const char* name : {"congestion", "pressure", "voltage", "coverage"}) {
        QVERIFY(parse_layer(name, layer));
        const double high = layer->high;
        const auto at = [&](double value) {
            return luminance(layer_colour(layer, (value - layer->low) / (high - layer->low), high));
        };
        QVERIFY(layer->serves_from > layer->low && layer->serves_from < high);
        const double step = 0.02 * (high - layer->low);
        QVERIFY2(at(layer->serves_from + step) > 0.7, name);
        QVERIFY2(at(layer->serves_from - step) < 0.4, name);
        QVERIFY2(at(layer->low) < 0.1, name);
        const LayerLegend legend = layer_legend(layer, 0, Language::English, high);
        QVERIFY(legend.strip.size() > 64);
        QCOMPARE(legend.strip.front(), layer_colour(layer, 0.0, high));
    }
}

void TestRamps::classes_differ() {
    double last = -1;
    for (int i = 0; i < 5; ++i) {
        const double seen = luminance(deuteranopia(ramp_colour(Ramp::Status, (i + 0.5) / 5)));
        QVERIFY2(seen > last + 0.02, qPrintable(QString("class %1: %2 after %3").arg(i).arg(seen).arg(last)));
        last = seen;
    }
}

void TestRamps::layers_have_names_and_legends() {
    DataLayer layer = nullptr;
    for (const char* name : {"congestion", "pressure", "voltage", "coverage", "outages"}) {
        QVERIFY(parse_layer(name, layer));
        for (const Language language : {Language::English, Language::Chinese}) {
            const LayerLegend legend = layer_legend(layer, 0, language, layer->high);
            QVERIFY(!legend.title.empty());
            QVERIFY(legend.classes || !legend.unit.empty());
            QVERIFY(legend.stops.size() >= 5);
        }
    }
    QVERIFY(!parse_layer("gravity", layer));
}

/// Pale in the middle, darker either way as far, and of two hues to an eye without green cones too.
void TestRamps::differences_are_as_loud_either_way() {
    QCOMPARE(difference_colour(0.0), difference_colour(-0.0));
    for (int i = 1; i <= 20; ++i) {
        const double t = 0.05 * i;
        QVERIFY(luminance(difference_colour(t)) < luminance(difference_colour(t - 0.05)));
        QVERIFY(luminance(difference_colour(-t)) < luminance(difference_colour(0.05 - t)));
        const double more = luminance(difference_colour(t)) + 0.05;
        const double less = luminance(difference_colour(-t)) + 0.05;
        QVERIFY2(more / less < 1.5 && less / more < 1.5, qPrintable(QString::number(t)));
    }
    const Colour more = deuteranopia(difference_colour(1.0));
    const Colour less = deuteranopia(difference_colour(-1.0));
    QVERIFY(more[2] > more[0] + 40 && less[0] > less[2] + 40);
}

/// Symmetric, of whole steps, and not finer than what is shown; one wild value does not pale all others.
void TestRamps::limits_come_from_the_data() {
    DataLayer pressure = nullptr;
    QVERIFY(parse_layer("pressure", pressure));
    QCOMPARE(difference_limit(pressure, {}), 5.0);
    QCOMPARE(difference_limit(pressure, {NAN, INFINITY, -INFINITY, 0.2F}), 5.0);
    QCOMPARE(difference_limit(pressure, {-7.0F, 3.0F}), 10.0);
    std::vector<float> many(200, 12.0F);
    many.back() = 4000.0F;
    QCOMPARE(difference_limit(pressure, many), 20.0);
    QCOMPARE(difference_place(20.0F, 1.0, 20.0), difference_place(-20.0F, -1.0, 20.0));
    QVERIFY(difference_place(-20.0F, 1.0, 20.0) < difference_place(20.0F, 1.0, 20.0));
    const int middle = difference_place(0.0F, 1.0, 20.0);
    QCOMPARE(int{difference_place(20.0F, 1.0, 20.0)} + int{difference_place(-20.0F, 1.0, 20.0)}, 2 * middle - 1);
}

/// No value in both is nothing, a value in one of the two is no difference of zero, nor any number.
void TestRamps::what_one_has_alone_is_no_number() {
    QCOMPARE(difference_place(NAN, 1.0, 5.0), kPlain);
    QCOMPARE(difference_place(INFINITY, 1.0, 5.0), kGained);
    QCOMPARE(difference_place(INFINITY, -1.0, 5.0), kLost);
    std::set<Colour> seen;
    for (const std::uint8_t place : {kLost, kRemoved, kGained, difference_place(-5.0F, 1.0, 5.0),
                                     difference_place(0.0F, 1.0, 5.0), difference_place(5.0F, 1.0, 5.0)}) {
        seen.insert(place_colour(place));
    }
    QCOMPARE(seen.size(), std::size_t{6});
    for (const std::uint8_t place : {difference_place(-5.0F, 1.0, 5.0), difference_place(5.0F, 1.0, 5.0)}) {
        // The texture is read between two places: the neighbours are of the ramp too.
        for (const int beside : {-2, -1, 1, 2}) {
            QVERIFY(place_colour(static_cast<std::uint8_t>(place + beside)) != place_colour(kAdded));
        }
    }
    DataLayer pressure = nullptr;
    QVERIFY(parse_layer("pressure", pressure));
    const DifferenceWords words{
        .scenario = "S1", .reference = "base", .limit = 10.0, .time = 0, .tally = {.lost = 1234.0}};
    const LayerLegend legend = difference_legend(pressure, words, Language::English);
    QCOMPARE(legend.apart.size(), std::size_t{1});
    QVERIFY2(legend.apart.front().label == "with S1: no supply, 1,234 people", legend.apart.front().label.c_str());
    QVERIFY(legend.note.find("S1 − base: + is better") == 0);
    QVERIFY(difference_text(pressure, INFINITY, words, Language::English) == "S1 − base: a value with S1 only");
    QVERIFY(difference_text(pressure, -4.0F, words, Language::English) == "S1 − base: −4 m of water");
}

QTEST_APPLESS_MAIN(TestRamps)
#include "tst_ramps.moc"
