// SPDX-License-Identifier: GPL-3.0-or-later
// A thousand hostile files through the command line, each in a process of its own. None may crash it, hold it for more
// than five seconds of computing, or take a gigabyte; and what is refused is refused with file, place and remedy. The
// ordinary suite takes a sample; ./dev hostile takes all.
#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include "hostile_case.h"

using namespace cityloom::tests;

namespace {

constexpr double kMostSeconds = 5.0; // of computing; a busy machine takes longer by the clock
constexpr auto kMostWaiting = std::chrono::seconds{25};
constexpr long kMostKib = 1L << 20U;
constexpr std::size_t kSample = 17; // one in so many

struct Ended {
    int status = 0;
    bool late = false;
    double seconds = 0.0;
    long kib = 0;
    std::string err;
};

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

Ended run(const std::vector<std::string>& arguments, const std::filesystem::path& folder) {
    std::vector<std::string> words{"/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder.string(), CITYLOOM_CLI};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> raw;
    for (std::string& word : words) {
        raw.push_back(word.data());
    }
    raw.push_back(nullptr);
    const std::string err = (folder.string() + ".err");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    pid_t child = -1;
    Ended ended;
    if (posix_spawn(&child, raw.front(), &actions, nullptr, raw.data(), environ) != 0) {
        ended.late = true;
        return ended;
    }
    posix_spawn_file_actions_destroy(&actions);
    const auto end = std::chrono::steady_clock::now() + kMostWaiting;
    rusage used{};
    while (wait4(child, &ended.status, WNOHANG, &used) == 0) {
        if (std::chrono::steady_clock::now() > end) {
            kill(child, SIGKILL); // its worker dies with it
            ended.late = true;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    ended.seconds = static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                    1e-6 * static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
    ended.kib = used.ru_maxrss;
    ended.err = bytes_of(err);
    std::filesystem::remove(err);
    return ended;
}

bool names_a_file(const std::string& text, const HostileCase& hostile) {
    if (text.find(std::filesystem::path{hostile.file}.filename().string()) != std::string::npos) {
        return true;
    }
    static const QRegularExpression kWhere{R"(\[[^\]]*[^\s\]]\.[^\]]+\])"}; // one that another names
    if (kWhere.match(QString::fromStdString(text)).hasMatch()) {
        return true;
    }
    return hostile.beside != nullptr && std::ranges::any_of(*hostile.beside, [&](const auto& file) {
               return text.find(file.first) != std::string::npos;
           });
}

bool names_a_place(const std::string& text) {
    static const QRegularExpression kPlace{
        R"(\b(line|byte|bytes|column|row|rows|layer|object|objects|header|record|table|ring|vertex|CityObjects|version|)"
        R"(way|node|relation|building|blocks?|cell|zone|content|part|scenario|index|template|saved state|first|end|ends|CRS|coordinate reference system|[Tt]here is no such|a net-file|no trips|)"
        R"(not a file|is no file|no plain file|a folder|empty|element|edge|junction|schema|format|geotransform|pixel|database|attribute|metadata|coordinates|outside)\b|<\w+|[Pp]art \d|result \d|/\d+)"};
    return kPlace.match(QString::fromStdString(text)).hasMatch();
}

/// Two sentences, or what is wrong and what to do about it.
bool names_a_remedy(const std::string& text) {
    static const QRegularExpression kRemedy{R"([.;)] (\w+ )?[A-Za-z]\w+)"};
    return kRemedy.match(QString::fromStdString(text)).hasMatch();
}

bool codes_in(const std::string& text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const bool c1 = c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) >= 0x80 &&
                        static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if ((c < 0x20 && c != '\n') || c == 0x7F || c1) {
            return true;
        }
    }
    return false;
}

void write(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream{file, std::ios::binary} << bytes;
}

void place(const HostileCase& hostile, const std::filesystem::path& folder) {
    std::filesystem::create_directory(folder);
    const std::filesystem::path file = folder / hostile.file;
    for (const auto& [name, bytes] : hostile.beside != nullptr ? *hostile.beside : Files{}) {
        if (name != hostile.file) {
            write(folder / name, bytes);
        }
    }
    switch (hostile.kind) {
    case Kind::File:
        write(file, hostile.bytes());
        break;
    case Kind::Pipe:
        mkfifo(file.c_str(), 0600);
        break;
    case Kind::Folder:
        std::filesystem::create_directory(file);
        break;
    case Kind::Nothing:
        break;
    }
}

} // namespace

class TestHostileFiles : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    std::vector<HostileCase> cases_;

private slots:
    void initTestCase() {
        std::vector<Base> bases = city_bases();
        for (std::vector<Base> more : {traffic_bases(), project_bases(CITYLOOM_CLI, folder_.path().toStdString())}) {
            std::ranges::move(more, std::back_inserter(bases));
        }
        std::uint64_t seed = 1;
        for (const Base& base : bases) {
            QVERIFY2(!base.files.at(base.file).empty(), base.name.c_str());
            const std::filesystem::path folder = folder_.path().toStdString() + "/" + std::to_string(seed);
            std::filesystem::create_directory(folder);
            for (const auto& [name, bytes] : base.files) {
                write(folder / name, bytes);
            }
            const Ended ended = run(base.arguments, folder);
            QVERIFY2(WIFEXITED(ended.status) && WEXITSTATUS(ended.status) == 0, (base.name + ": " + ended.err).c_str());
            std::ranges::move(mutations(base, seed++), std::back_inserter(cases_));
            if (base.name.starts_with("project")) {
                std::ranges::move(planted_projects(base), std::back_inserter(cases_));
            }
        }
        std::ranges::move(costly_files(), std::back_inserter(cases_));
        std::ranges::move(disguised_files(), std::back_inserter(cases_));
        QVERIFY(cases_.size() >= 1'000);
    }

    void nothingBreaks_data() {
        QTest::addColumn<int>("number");
        const std::string asked = qEnvironmentVariable("CITYLOOM_HOSTILE").toStdString(); // "all", or part of a name
        for (std::size_t i = 0; i < cases_.size(); ++i) {
            const bool sampled =
                asked.empty() ? i % kSample == 0 : asked == "all" || cases_[i].name.find(asked) != std::string::npos;
            if (sampled) {
                QTest::newRow(cases_[i].name.c_str()) << static_cast<int>(i);
            }
        }
    }
    void nothingBreaks() {
        QFETCH(const int, number);
        const HostileCase& hostile = cases_[static_cast<std::size_t>(number)];
        const std::filesystem::path folder = folder_.path().toStdString() + "/case-" + std::to_string(number);
        place(hostile, folder);
        const Ended ended = run(hostile.arguments, folder);
        std::filesystem::remove_all(folder);
        const std::string facts = std::to_string(ended.seconds) + " s, " + std::to_string(ended.kib) + " KiB, status " +
                                  std::to_string(ended.status) + ": " + ended.err.substr(0, 600);
        QVERIFY2(!ended.late, ("it hangs: " + facts).c_str());
        QVERIFY2(WIFEXITED(ended.status), ("a signal ended it: " + facts).c_str());
        QVERIFY2(ended.seconds < kMostSeconds, ("too slow: " + facts).c_str());
        QVERIFY2(ended.kib < kMostKib, ("too much memory: " + facts).c_str());
        QVERIFY2(!codes_in(ended.err), "codes for the terminal");
        const int code = WEXITSTATUS(ended.status);
        QVERIFY2(code == 0 || code == 1, ("exit " + std::to_string(code) + ": " + facts).c_str());
        QVERIFY2(hostile.says.empty() || (code == 1 && ended.err.find(hostile.says) != std::string::npos),
                 ("it should say \"" + hostile.says + "\": " + facts).c_str());
        if (code == 1) {
            QVERIFY2(ended.err.starts_with("error: ") || ended.err.find("\nerror: ") != std::string::npos,
                     facts.c_str());
            const std::string text = ended.err.substr(ended.err.find("error: ") + 7);
            QVERIFY2(names_a_file(text, hostile), ("no file: " + facts).c_str());
            QVERIFY2(names_a_place(text), ("no place: " + facts).c_str());
            QVERIFY2(names_a_remedy(text), ("no remedy: " + facts).c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestHostileFiles)
#include "tst_hostile_files.moc"
