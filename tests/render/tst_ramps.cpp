// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "render/overlays/data_layer.h"
#include "render/overlays/ramps.h"

using namespace cityloom;
using namespace cityloom::render;

class TestRamps : public QObject {
    Q_OBJECT
private slots:
    void magnitudes_rise_in_luminance();
    void deviation_is_light_in_the_middle();
    void classes_differ();
    void layers_have_names_and_legends();
};

void TestRamps::magnitudes_rise_in_luminance() {
    for (const Ramp ramp : {Ramp::Cividis, Ramp::Viridis}) {
        double last = -1;
        double last_seen = -1;
        for (int i = 0; i <= 64; ++i) {
            const Colour c = ramp_colour(ramp, i / 64.0);
            QVERIFY(luminance(c) > last);
            QVERIFY2(luminance(deuteranopia(c)) > last_seen, qPrintable(QString::number(i)));
            last = luminance(c);
            last_seen = luminance(deuteranopia(c));
        }
    }
}

void TestRamps::deviation_is_light_in_the_middle() {
    for (int i = 0; i < 32; ++i) { // up to the middle lighter, then darker, for colour-blind eyes too
        const double a = i / 64.0;
        const double b = (i + 1) / 64.0;
        QVERIFY(luminance(deuteranopia(ramp_colour(Ramp::Deviation, a))) <
                luminance(deuteranopia(ramp_colour(Ramp::Deviation, b))));
        QVERIFY(luminance(deuteranopia(ramp_colour(Ramp::Deviation, 1 - a))) <
                luminance(deuteranopia(ramp_colour(Ramp::Deviation, 1 - b))));
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
