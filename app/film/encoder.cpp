// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/film/encoder.h"

#include <array>
#include <csignal>
#include <cstdlib>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gis/export/out_file.h"

extern char** environ;

namespace cityloom::app {

namespace {

/// Closes what it holds.
class Descriptor {
public:
    explicit Descriptor(int number = -1) : number_{number} {}
    Descriptor(Descriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor() { close(); }
    [[nodiscard]] int number() const { return number_; }
    void close() {
        if (number_ >= 0) {
            ::close(number_);
        }
        number_ = -1;
    }

private:
    int number_;
};

/// What a program said, in one line.
std::string said(const Descriptor& file) {
    std::array<char, 400> text{};
    const ssize_t size = pread(file.number(), text.data(), text.size(), 0);
    std::string all{text.data(), static_cast<std::size_t>(size > 0 ? size : 0)};
    all = all.substr(0, all.find('\n'));
    return all.empty() ? "it gave no reason" : all;
}

} // namespace

struct Encoder::Impl {
    ~Impl() {
        pictures.close();
        if (child > 0) {
            kill(child, SIGKILL);
            waitpid(child, nullptr, 0);
        }
        std::error_code ignored;
        std::filesystem::remove(draft, ignored); // where it became the film, there is none any more
    }

    std::filesystem::path file;
    std::filesystem::path draft;
    gis::Unfinished unfinished;
    Descriptor pictures;
    Descriptor complaints;
    pid_t child = -1;
};

std::filesystem::path program_on_path(const char* name) {
    const char* path = std::getenv("PATH");
    std::istringstream folders{path != nullptr ? path : ""};
    for (std::string folder; std::getline(folders, folder, ':');) {
        std::filesystem::path program = std::filesystem::path{folder.empty() ? "." : folder} / name;
        std::error_code error;
        if (std::filesystem::is_regular_file(program, error) && access(program.c_str(), X_OK) == 0) {
            return program;
        }
    }
    return {};
}

Encoder::Encoder(std::unique_ptr<Impl> impl) : impl_{std::move(impl)} {}
Encoder::~Encoder() = default;
Encoder::Encoder(Encoder&&) noexcept = default;
Encoder& Encoder::operator=(Encoder&&) noexcept = default;

Result<Encoder> Encoder::begin(const std::filesystem::path& file, int width_px, int height_px, int fps) {
    const std::filesystem::path program = program_on_path("ffmpeg");
    if (program.empty()) {
        return fail(ErrorCode::Unsupported,
                    "Films are made by ffmpeg, which is not installed here. Install the package ffmpeg.");
    }
    const auto place = gis::out_file_place(file);
    if (!place) {
        return tl::make_unexpected(place.error());
    }
    auto impl = std::make_unique<Impl>();
    impl->file = *place;
    impl->draft = place->string() + ".partial" + place->extension().string(); // ffmpeg goes by the end of the name
    impl->unfinished = gis::Unfinished{impl->draft};
    std::array<int, 2> pair{};
    // A socket and no pipe: where ffmpeg ends early, sending to it fails and ends nobody.
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0) {
        return fail(ErrorCode::Io,
                    "ffmpeg cannot be spoken to: the system gives no more connections. Close some programs.");
    }
    impl->pictures = Descriptor{pair[0]};
    Descriptor theirs{pair[1]};
    impl->complaints = Descriptor{memfd_create("ffmpeg", MFD_CLOEXEC)};
    const std::string size = std::to_string(width_px) + "x" + std::to_string(height_px);
    std::vector<std::string> words{program.string(),
                                   "-nostdin",
                                   "-loglevel",
                                   "error",
                                   "-y",
                                   "-f",
                                   "rawvideo",
                                   "-pix_fmt",
                                   "rgba",
                                   "-s",
                                   size,
                                   "-r",
                                   std::to_string(fps),
                                   "-i",
                                   "pipe:0",
                                   "-an",
                                   "-pix_fmt",
                                   "yuv420p",
                                   "-movflags",
                                   "+faststart",
                                   "file:" + impl->draft.string()};
    std::vector<char*> arguments;
    for (std::string& word : words) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, theirs.number(), STDIN_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, impl->complaints.number(), STDERR_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    // Ctrl-C is ours to hear: the child is told to stop, and by us.
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    const int failed = posix_spawn(&impl->child, program.c_str(), &actions, &attributes, arguments.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) {
        impl->child = -1;
        return fail(ErrorCode::Io, "ffmpeg cannot be started. Check that it runs by itself.", program.string());
    }
    return Encoder{std::move(impl)};
}

Result<void> Encoder::add(std::span<const std::uint8_t> rgba) {
    while (!rgba.empty()) {
        const ssize_t sent = send(impl_->pictures.number(), rgba.data(), rgba.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) {
            continue;
        }
        if (sent <= 0) {
            return fail(ErrorCode::Io, "ffmpeg ended before the film was done: " + said(impl_->complaints),
                        impl_->file.string());
        }
        rgba = rgba.subspan(static_cast<std::size_t>(sent));
    }
    return {};
}

Result<void> Encoder::end() {
    impl_->pictures.close();
    int status = 0;
    waitpid(std::exchange(impl_->child, -1), &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        return fail(ErrorCode::Io, "ffmpeg could not make the film: " + said(impl_->complaints), impl_->file.string());
    }
    std::error_code error;
    std::filesystem::rename(impl_->draft, impl_->file, error);
    return error ? Result<void>{fail(ErrorCode::Io,
                                     "The film cannot be given its name (" + error.message() + "). Check the folder.",
                                     impl_->file.string())}
                 : Result<void>{};
}

} // namespace cityloom::app
