// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/run/run_checkpoint.h"

#include <cstring>
#include <span>

#include "scenarios/project/text_file.h"
#include "scenarios/project/version.h"
#include "scenarios/run/input_file.h"
#include "scenarios/run/own_key.h"
#include "sim/core/archive.h"

namespace cityloom::scenarios {

namespace {

constexpr std::uint64_t kMagic = 0x3255524D4F4F4C43ULL; // "CLOOMRU2"
constexpr std::size_t kHead = 16;                       // that, and the hash of what follows under the own key

void visit(Archive& archive, RunRequest& request) {
    auto& [start, duration, trips, bicycles, seed, threads, record_every, stop_at, tail] = request;
    archive(start, duration, trips, bicycles, seed, threads, record_every, stop_at, tail);
}

void visit(Archive& archive, RunCheckpoint& checkpoint) {
    auto& [version, scenario, request, at, city, before, state] = checkpoint;
    archive(version, scenario);
    visit(archive, request);
    archive(at, city, before, state);
}

} // namespace

std::vector<std::string> events_before(const Scenario& resolved, TimeUs at) {
    std::vector<std::string> texts;
    for (const TimedEvent& event : resolved.events) {
        if (event.at < at) {
            texts.push_back(format_event(event));
        }
    }
    return texts;
}

Result<void> write_checkpoint(RunCheckpoint checkpoint, const std::filesystem::path& file) {
    checkpoint.version = program_version();
    const auto key = own_key();
    if (!key) {
        return tl::make_unexpected(key.error());
    }
    std::vector<std::byte> bytes;
    Archive archive{bytes};
    std::uint64_t magic = kMagic;
    std::uint64_t hash = 0;
    archive(magic, hash);
    visit(archive, checkpoint);
    hash = siphash(*key, std::span{bytes}.subspan(kHead));
    std::memcpy(&bytes[sizeof magic], &hash, sizeof hash);
    return write_text_file(file, std::string{reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

Result<RunCheckpoint> read_checkpoint(const std::filesystem::path& file) {
    constexpr std::uint64_t kMostBytes = 8ULL << 30U;
    const auto text = read_input(file, "saved run", kMostBytes);
    if (!text) {
        return tl::make_unexpected(text.error());
    }
    const std::span bytes = std::as_bytes(std::span{text->data(), text->size()});
    Archive archive{bytes};
    RunCheckpoint checkpoint;
    std::uint64_t magic = 0;
    std::uint64_t hash = 0;
    archive(magic, hash);
    if (magic == kMagic && bytes.size() >= kHead) {
        const auto key = own_key();
        if (!key) {
            return tl::make_unexpected(key.error());
        }
        if (siphash(*key, bytes.subspan(kHead)) != hash) {
            return fail(ErrorCode::Malformed,
                        file.filename().string() +
                            ": the saved run is damaged, or was not saved by you on this machine; it is taken back "
                            "from nobody else. Save it again with run --checkpoint.",
                        file.string() + ", content");
        }
        visit(archive, checkpoint);
    }
    if (magic != kMagic || !archive.done()) {
        return fail(ErrorCode::Malformed,
                    file.filename().string() +
                        (magic != kMagic ? ": this is no saved run" : ": the saved run is damaged") +
                        ". Save it again with run --checkpoint.",
                    file.string() + (magic != kMagic ? ", first bytes" : ", content"));
    }
    if (checkpoint.version != program_version()) {
        return fail(ErrorCode::Unsupported,
                    file.filename().string() + ": it was saved by version " + checkpoint.version + ", this is " +
                        std::string{program_version()} + ". Save it again with this one.",
                    file.string());
    }
    return checkpoint;
}

Result<void> check_branch(const RunCheckpoint& checkpoint, const Scenario& resolved, const AppliedCity& applied) {
    if (checkpoint.city != applied.fingerprint) {
        return fail(ErrorCode::Malformed, "The saved run is of other measures or another city than " + resolved.name +
                                              ". Go on with the scenario " + checkpoint.scenario +
                                              ", or with one that differs from it only in later events.");
    }
    if (checkpoint.before != events_before(resolved, checkpoint.at)) {
        return fail(ErrorCode::Malformed, "In " + resolved.name + " other things have happened by " +
                                              format_clock(checkpoint.at) + " than in the saved run of " +
                                              checkpoint.scenario + ". Change only what comes later.");
    }
    return {};
}

} // namespace cityloom::scenarios
