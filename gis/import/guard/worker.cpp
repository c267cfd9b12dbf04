// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/import/guard/worker.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <locale>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gis/import/guard/temporary_copy.h"
#include "gis/import/guard/work_folder.h"
#include "gis/import/guard/worker_records.h"

namespace cityloom::gis {

namespace {

constexpr int kPollMs = 50;
constexpr std::size_t kMaxLine = 64 * 1024;

/// The child may stand in another folder; a number is no file.
std::string place_of_people(const std::string& people) {
    std::error_code error;
    return std::filesystem::exists(people, error) ? std::filesystem::absolute(people).string() : people;
}

std::string written(const std::vector<MobilityValue>& values) {
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text.precision(17);
    for (const MobilityValue& value : values) {
        text << value.id << '\t' << value.value << '\n';
    }
    return text.str();
}

std::string written(const std::vector<LayerAs>& layers) {
    std::string text;
    for (const LayerAs& as : layers) {
        text += one_line(as.layer) + '\t' + std::to_string(static_cast<int>(as.kind)) + '\n';
    }
    return text;
}

std::string written(const std::vector<ColumnFor>& columns) {
    std::string text;
    for (const ColumnFor& column : columns) {
        text += one_line(column.tag) + '\t' + one_line(column.column) + '\n';
    }
    return text;
}

/// What else was asked for, by name.
std::vector<ColumnFor> more_of(const ImportOptions& options, const std::string& onto) {
    std::vector<ColumnFor> more;
    if (!onto.empty()) {
        more.push_back({"onto", onto});
        more.push_back({"drop_missing", options.drop_missing ? "1" : "0"});
    }
    for (const double degrees : options.cut.bbox_deg) {
        std::array<char, 40> text{};
        const auto end = std::to_chars(text.data(), text.data() + text.size(), degrees).ptr;
        more.push_back({"bbox", std::string{text.data(), end}});
    }
    if (!options.cut.within.empty()) {
        more.push_back({"within", std::filesystem::absolute(options.cut.within).string()});
    }
    for (const std::string& word : options.cut.only) {
        more.push_back({"only", one_line(word)});
    }
    for (const std::string& word : options.cut.skip) {
        more.push_back({"skip", one_line(word)});
    }
    return more;
}

std::vector<std::string> arguments(const std::filesystem::path& program, const std::string& result,
                                   std::span<const std::filesystem::path> files, const ImportOptions& options,
                                   const std::string& onto, const WorkerLimits& limits) {
    std::vector<std::string> args{program.string(),
                                  std::string{kWorkerFlag},
                                  result,
                                  std::to_string(limits.memory_bytes),
                                  std::to_string(limits.cpu_seconds),
                                  options.crs,
                                  options.name,
                                  !options.left_hand_traffic   ? "auto"
                                  : *options.left_hand_traffic ? "left"
                                                               : "right",
                                  std::to_string(options.limits.max_features),
                                  std::to_string(options.limits.max_points),
                                  std::to_string(options.limits.max_notes),
                                  place_of_people(options.people),
                                  options.jobs,
                                  written(options.mobility),
                                  written(options.read_as),
                                  written(options.columns),
                                  written(more_of(options, onto))};
    for (const auto& file : files) {
        args.push_back(std::filesystem::absolute(file).string());
    }
    return args;
}

/// Our environment, but for where temporary files go, and how far libosmium reads ahead: its tens of megabytes would
/// come on top of the city's.
std::vector<std::string> environment(const std::filesystem::path& temporary) {
    std::vector<std::string> all{"TMPDIR=" + temporary.string(), "OSMIUM_MAX_INPUT_QUEUE_SIZE=2",
                                 "OSMIUM_MAX_OSMDATA_QUEUE_SIZE=2"};
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string_view text{*entry};
        if (!text.starts_with("TMPDIR=") && !text.starts_with("OSMIUM_MAX_")) {
            all.emplace_back(*entry);
        }
    }
    return all;
}

/// posix_spawn's C signature; it does not write.
std::vector<char*> pointers(const std::vector<std::string>& texts) {
    std::vector<char*> raw;
    raw.reserve(texts.size() + 1);
    for (const std::string& text : texts) {
        raw.push_back(const_cast<char*>(text.c_str()));
    }
    raw.push_back(nullptr);
    return raw;
}

pid_t spawn(const std::vector<std::string>& args, const std::filesystem::path& temporary, int pipe_end) {
    const std::vector<char*> raw = pointers(args);
    const std::vector<std::string> settings = environment(temporary);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, pipe_end, kWorkerPipe);
    pid_t child = -1;
    const int failed = posix_spawn(&child, raw.front(), &actions, nullptr, raw.data(), pointers(settings).data());
    posix_spawn_file_actions_destroy(&actions);
    errno = failed;
    return failed == 0 ? child : -1;
}

struct Outcome {
    int status = 0;
    bool stopped = false;
    bool late = false; ///< killed at the end of its time
    std::optional<Error> error;
};

void take_line(const std::string& line, const Progress& progress, Outcome& outcome) {
    const auto fields = fields_of(line);
    if (fields.size() == 3 && fields[0].starts_with(kProgressRecord)) {
        if (progress) {
            progress(static_cast<double>(number_in(fields[1])) / 1000.0, fields[2]);
        }
    } else if (fields.size() == 4 && fields[0].starts_with(kErrorRecord)) {
        const auto code =
            std::min<std::uint64_t>(number_in(fields[1]), static_cast<std::uint64_t>(ErrorCode::Internal));
        outcome.error = Error{static_cast<ErrorCode>(code), fields[2], fields[3]};
    }
}

/// Reads the child's records until it closes the pipe, then takes its exit status.
Outcome attend(pid_t child, int pipe_end, std::chrono::seconds most, const std::stop_token& stop,
               const Progress& progress) {
    Outcome outcome;
    const auto end_of_time = std::chrono::steady_clock::now() + most;
    std::string kept;
    bool open = true;
    while (open) {
        if (stop.stop_requested() && !outcome.stopped) {
            outcome.stopped = true;
            kill(child, SIGKILL);
        }
        if (!outcome.stopped && !outcome.late && std::chrono::steady_clock::now() >= end_of_time) {
            outcome.late = true;
            kill(child, SIGKILL);
        }
        pollfd ready{pipe_end, POLLIN, 0};
        if (poll(&ready, 1, kPollMs) <= 0) {
            continue;
        }
        std::array<char, 4096> block{};
        const ssize_t got = read(pipe_end, block.data(), block.size());
        if (got < 0 && errno == EINTR) {
            continue;
        }
        open = got > 0;
        kept.append(block.data(), got > 0 ? static_cast<std::size_t>(got) : 0U);
        for (std::size_t end = kept.find('\n'); end != std::string::npos; end = kept.find('\n')) {
            take_line(kept.substr(0, end), progress, outcome);
            kept.erase(0, end + 1);
        }
        if (kept.size() > kMaxLine) {
            kept.clear();
        }
    }
    while (waitpid(child, &outcome.status, 0) < 0 && errno == EINTR) {
    }
    return outcome;
}

std::string names_of(std::span<const std::filesystem::path> files) {
    std::string names;
    for (const auto& file : files) {
        names += (names.empty() ? "" : ", ") + file.filename().string();
    }
    return names;
}

} // namespace

std::filesystem::path reader_program() {
    std::error_code error;
    const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
    const std::filesystem::path folder = self.parent_path();
    const std::filesystem::path beside = folder / "cityloom-reader";
    for (const auto& place : {folder / "../libexec/cityloom/cityloom-reader", folder / "../bin/cityloom-reader"}) {
        if (!std::filesystem::exists(beside, error) && std::filesystem::exists(place, error)) {
            return place.lexically_normal();
        }
    }
    return beside;
}

Result<City> import_in_worker(const std::filesystem::path& program, std::span<const std::filesystem::path> files,
                              const ImportOptions& options, const std::stop_token& stop, const Progress& progress,
                              const WorkerLimits& limits) {
    const std::string names = names_of(files);
    const WorkFolder folder;
    const std::filesystem::path onto = options.onto ? folder.path() / "onto" : std::filesystem::path{};
    if (!folder.made() || (options.onto && !fill(onto, *options.onto))) {
        return fail(ErrorCode::Io,
                    "No temporary folder can be made. Free some space in " + temporary_folder() +
                        ", or give another place in TMPDIR.",
                    names);
    }
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
        return fail(ErrorCode::Io,
                    "No pipe can be made: " + std::generic_category().message(errno) + ". Close some files.", names);
    }
    const std::filesystem::path result = folder.path() / "city";
    const pid_t child =
        spawn(arguments(program, result.string(), files, options, onto.string(), limits), folder.path(), ends[1]);
    const int why = errno;
    close(ends[1]);
    if (child < 0) {
        close(ends[0]);
        return fail(ErrorCode::Io,
                    "The import cannot be started: " + program.string() + ": " + std::generic_category().message(why) +
                        ". Reinstall the program.",
                    names);
    }
    Outcome outcome = attend(child, ends[0], std::chrono::seconds{limits.wall_seconds}, stop, progress);
    close(ends[0]);
    if (outcome.stopped) {
        return fail(ErrorCode::Cancelled, "Import cancelled; nothing was written.", names);
    }
    if (outcome.late) {
        return fail(ErrorCode::LimitExceeded,
                    names + ": reading took longer than " + std::to_string(limits.wall_seconds) +
                        " s. Copy the file to a disk of this machine, or cut out a smaller area.",
                    names);
    }
    if (outcome.error) {
        return tl::make_unexpected(std::move(*outcome.error));
    }
    if (WIFSIGNALED(outcome.status)) {
        const int signal = WTERMSIG(outcome.status);
        const bool too_long = signal == SIGXCPU;
        return fail(too_long ? ErrorCode::LimitExceeded : ErrorCode::Malformed,
                    names + ": " +
                        (too_long ? "reading took longer than " + std::to_string(limits.cpu_seconds) + " s of computing"
                                  : "reading it failed (signal " + std::to_string(signal) + ")") +
                        ". The file is damaged or too large; fetch it again, or cut out a smaller area.",
                    names);
    }
    if (!WIFEXITED(outcome.status) || WEXITSTATUS(outcome.status) != 0) {
        return fail(ErrorCode::Malformed,
                    names + ": reading it ended without a result. Fetch the file again, or cut out a smaller area.",
                    names);
    }
    return city_in(result);
}

} // namespace cityloom::gis
