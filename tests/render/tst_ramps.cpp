// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "render/overlays/data_layer.h"
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

QTEST_APPLESS_MAIN(TestRamps)
#include "tst_ramps.moc"
