// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "scenarios/report/report.h"

namespace cityloom::scenarios {

/// Writes a report block by block, in its language.
class ReportWriter {
public:
    ReportWriter(ReportDocument& document, const ReportExtras& extras) : document_{document}, extras_{extras} {}

    [[nodiscard]] Language language() const { return extras_.language; }
    [[nodiscard]] const ReportExtras& extras() const { return extras_; }
    [[nodiscard]] bool wants(ReportParts part) const { return (extras_.parts & part) != 0; }
    [[nodiscard]] std::string in(const Text& text) const { return text.in(extras_.language); }

    void heading(const Words& text) { add(ReportHeading{in(text)}); }
    void finding(const Text& text) { add(ReportSentence{in(text), ReportSentence::Weight::Finding, Tone::Plain}); }
    void text(const Text& text) { add(ReportSentence{in(text), ReportSentence::Weight::Text, Tone::Plain}); }
    void note(const Text& text) { add(ReportSentence{in(text), ReportSentence::Weight::Note, Tone::Plain}); }
    void warning(const Text& text) { add(ReportSentence{in(text), ReportSentence::Weight::Text, Tone::Worse}); }
    void list(const std::vector<Text>& items);
    void add(ReportBlock block) { document_.blocks.push_back(std::move(block)); }

private:
    ReportDocument& document_;
    const ReportExtras& extras_;
};

/// The name of a figure, and its unit.
[[nodiscard]] Text figure_words(const engine::Figure& figure);
/// Findings: the first three as such, what more there is as text below.
void write_findings(ReportWriter& out, const std::vector<Text>& findings);
void write_maps(ReportWriter& out);
void write_measures(ReportWriter& out, const Text& scenario, const std::vector<Text>& measures);
void write_audit(ReportWriter& out);
/// The command, the version, and the seeds with the state hash of each run. \param rows cells after their head
void write_reproduction(ReportWriter& out, const std::string& command, ReportTable hashes,
                        const std::vector<std::string>& attributions);
/// Costs, benefits, what they come to and what that hangs on.
void write_money(ReportWriter& out, const Comparison& comparison);
/// The appraisal's parameters with range, grade and source.
void write_parameters(ReportWriter& out, const AppraisalSettings& settings);
[[nodiscard]] Text grades_words();

/// Title and foot of a report. \param what "X against Y"; \param conditions hours, demand, seeds
void write_title(ReportDocument& document, const ReportExtras& extras, const Text& what, const Text& conditions,
                 const std::string& project);
/// "07:00 to 09:00, 400 trips, 5 seeds".
[[nodiscard]] Text run_words(const RunRequest& run, const std::vector<std::uint64_t>& seeds);

} // namespace cityloom::scenarios
