// SPDX-License-Identifier: GPL-3.0-or-later
#include "import_help.h"

#include <cerrno>
#include <chrono>
#include <thread>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QCoreApplication>

#include "gis/import/guard/confine.h"
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

    /// A worker that does not even use the processor.
    void waitingHasAnEndToo() {
        const auto began = std::chrono::steady_clock::now();
        const auto city = import_in_worker(self(), std::vector{std::filesystem::path{"waits.osm"}}, {.crs = "wait"}, {},
                                           {}, {.wall_seconds = 1});
        QVERIFY(!city);
        QCOMPARE(city.error().code, ErrorCode::LimitExceeded);
        QVERIFY2(message_of(city).find("waits.osm") != std::string::npos, message_of(city).c_str());
        QVERIFY(std::chrono::steady_clock::now() - began < std::chrono::seconds{3});
    }

    void neitherNetworkNorProgramsNorDescriptorsAreLeft() {
        const int secret = open("/dev/null", O_RDONLY); // inherited, and not to be seen
        const pid_t child = fork();
        if (child == 0) {
            const bool confined = confine_reader(2);
            const bool closed = fcntl(secret, F_GETFD) < 0 && errno == EBADF;
            const bool offline = socket(AF_INET, SOCK_STREAM, 0) < 0 && errno == EPERM;
            char name[] = "/bin/true";
            char* arguments[] = {name, nullptr};
            const bool starts_nothing = execv(name, arguments) < 0 && errno == EPERM;
            const bool reads = open("/dev/null", O_RDONLY) >= 0;
            _exit(confined && closed && offline && starts_nothing && reads ? 0 : 1);
        }
        int status = -1;
        QCOMPARE(waitpid(child, &status, 0), child);
        close(secret);
        QCOMPARE(status, 0);
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
    if (argc > 5 && std::string_view{argv[1]} == kWorkerFlag && std::string_view{argv[5]} == "wait") {
        std::this_thread::sleep_for(std::chrono::minutes{1});
        return EXIT_FAILURE;
    }
    if (argc > 1 && std::string_view{argv[1]} == kWorkerFlag) {
        return run_import_worker(argc, argv);
    }
    QCoreApplication app{argc, argv};
    TestImportWorker test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_import_worker.moc"
