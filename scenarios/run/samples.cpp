// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/run/samples.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/core/blob.h"
#include "sim/engine/world.h"

namespace cityloom::scenarios {

template <typename A> void describe(A& a, RunSamples& samples) {
    a(samples.figures, samples.times, samples.values);
}

namespace {

constexpr std::string_view kKind = "CLSAMPL1";
constexpr std::uint32_t kVersion = 1;
constexpr float kNoValue = std::numeric_limits<float>::lowest(); // blobs hold finite numbers only

/// One value in place of another, in all of them.
template <typename Is> RunSamples replaced(RunSamples samples, Is is, float by) {
    for (std::vector<float>& row : samples.values) {
        std::ranges::replace_if(row, is, by);
    }
    return samples;
}

} // namespace

const std::vector<float>* RunSamples::find(std::string_view figure) const {
    const auto found = std::ranges::find(figures, figure);
    return found == figures.end() ? nullptr : &values[static_cast<std::size_t>(found - figures.begin())];
}

TimeUs sample_step(TimeUs duration) {
    return std::clamp<TimeUs>(duration / 12, 5 * kSecondUs, 5 * kMinuteUs);
}

void take_sample(const engine::World& world, RunSamples& samples) {
    const engine::Figures figures = world.sampled_figures();
    const auto& charted = charted_figures();
    if (samples.figures.empty()) {
        for (const engine::Figure* figure : charted) {
            samples.figures.emplace_back(figure->id);
        }
        samples.values.resize(charted.size());
    }
    samples.times.push_back(world.time());
    for (std::size_t k = 0; k < charted.size(); ++k) {
        samples.values[k].push_back(static_cast<float>(figures.shown(*charted[k])));
    }
}

std::string encode_samples(const RunSamples& samples) {
    BlobWriter blob;
    blob(replaced(
        samples, [](float v) { return !std::isfinite(v); }, kNoValue));
    return seal(kKind, kVersion, blob.take());
}

Result<RunSamples> decode_samples(std::string_view bytes) {
    const auto damaged = [] {
        return fail(ErrorCode::Malformed, "The figures over a run's time are damaged. Run the scenario again.");
    };
    auto payload = unseal(kKind, kVersion, bytes);
    if (!payload) {
        return damaged();
    }
    RunSamples samples;
    BlobReader blob{*payload, kVersion};
    blob(samples);
    const bool square =
        samples.values.size() == samples.figures.size() &&
        std::ranges::all_of(samples.values, [&](const auto& row) { return row.size() == samples.times.size(); }) &&
        std::ranges::is_sorted(samples.times);
    if (!blob.at_end() || !square) {
        return damaged();
    }
    return replaced(
        std::move(samples), [](float v) { return v == kNoValue; }, std::numeric_limits<float>::quiet_NaN());
}

} // namespace cityloom::scenarios
