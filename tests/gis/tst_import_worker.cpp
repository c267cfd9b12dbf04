// SPDX-License-Identifier: GPL-3.0-or-later
#include "import_help.h"

#include <chrono>
#include <thread>

#include <QCoreApplication>

#include "gis/import/guard/worker.h"

using namespace cityloom;
using namespace cityloom::gis;

namespace {

std::filesystem::path self() {
    return std::filesystem::read_symlink("/proc/self/exe");
}

} // namespace

class TestImportWorker : public QObject {
    Q_OBJECT
private slots:
    void bringsTheCityBack() {
        const auto file = reference_data() / "city" / "geneva" / "geneva.osm.pbf";
        NEED_REFERENCE(file);
        std::vector<double> seen;
        const auto city = import_in_worker(self(), std::vector{file}, {}, {},
                                           [&](double fraction, std::string_view) { seen.push_back(fraction); });
        QVERIFY2(city, message_of(city).c_str());
        QVERIFY(city->buildings.size() >= 11'600);
        QVERIFY(!seen.empty() && std::ranges::is_sorted(seen));
    }

    void bringsTheErrorBack() {
        const auto city = import_in_worker(self(), std::vector{std::filesystem::path{"/nowhere/x.osm"}}, {}, {}, {});
        QVERIFY(!city);
        QCOMPARE(city.error().code, ErrorCode::NotFound);
        QVERIFY(city.error().message.find("x.osm") != std::string::npos);
    }

    void aCrashIsAnError() {
        const auto city = import_in_worker("/bin/false", std::vector{std::filesystem::path{"x.osm"}}, {}, {}, {});
        QVERIFY(!city);
        QVERIFY(city.error().message.find("x.osm") != std::string::npos);
    }

    void tooLittleMemoryIsAnError() {
        const auto file = reference_data() / "city" / "geneva" / "geneva.osm.pbf";
        NEED_REFERENCE(file);
        const auto city = import_in_worker(self(), std::vector{file}, {}, {}, {}, {.memory_bytes = 60ULL << 20U});
        QVERIFY(!city);
        QVERIFY2(message_of(city).find("geneva") != std::string::npos, message_of(city).c_str());
    }

    void aStopEndsItAtOnce() {
        const auto file = reference_data() / "city" / "geneva" / "geneva.osm.pbf";
        NEED_REFERENCE(file);
        std::stop_source stop;
        std::chrono::steady_clock::time_point asked;
        std::thread impatient{[&] {
            std::this_thread::sleep_for(std::chrono::milliseconds{60});
            asked = std::chrono::steady_clock::now();
            stop.request_stop();
        }};
        const auto city =
            import_in_worker(self(), std::vector<std::filesystem::path>(30, file), {}, stop.get_token(), {});
        const auto waited = std::chrono::steady_clock::now();
        impatient.join();
        QVERIFY(!city);
        QCOMPARE(city.error().code, ErrorCode::Cancelled);
        QVERIFY(waited - asked < std::chrono::milliseconds{200});
    }
};

int main(int argc, char** argv) {
    if (argc > 1 && std::string_view{argv[1]} == kWorkerFlag) {
        return run_import_worker(argc, argv);
    }
    QCoreApplication app{argc, argv};
    TestImportWorker test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_import_worker.moc"
