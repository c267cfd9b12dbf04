// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/measure/kind.h"

#include <algorithm>

#include "scenarios/measure/kinds/kinds.h"
#include "scenarios/measure/verbs/verbs.h"

namespace cityloom::scenarios {

namespace {

template <typename Kinds> auto find_in(const Kinds& kinds, std::string_view id) {
    const auto found = std::ranges::find_if(kinds, [&](const auto& kind) { return kind.form.id == id; });
    return found == kinds.end() ? nullptr : &*found;
}

} // namespace

const Argument* ChangeForm::find(std::string_view argument) const {
    const auto found = std::ranges::find(arguments, argument, &Argument::name);
    return found == arguments.end() ? nullptr : &*found;
}

double one_unit(const Given& /*given*/, const CostContext& /*context*/) {
    return 1.0;
}

const std::vector<MeasureKind>& measure_kinds() {
    static const std::vector<MeasureKind> kKinds{
#define CITYLOOM_MEASURE(name) kinds::name##_measure(),
#include "scenarios/measure/kinds/list.inc"
#undef CITYLOOM_MEASURE
    };
    return kKinds;
}

const MeasureKind* find_measure_kind(std::string_view id) {
    return find_in(measure_kinds(), id);
}

const std::vector<EventVerb>& event_verbs() {
    static const std::vector<EventVerb> kVerbs{
        verbs::fail_verb(),     verbs::repair_verb(), verbs::close_verb(), verbs::open_verb(),
        verbs::incident_verb(), verbs::switch_verb(), verbs::valve_verb(), verbs::set_point_verb(),
        verbs::automate_verb(), verbs::plan_verb(),   verbs::burst_verb(),
    };
    return kVerbs;
}

const EventVerb* find_event_verb(std::string_view id) {
    return find_in(event_verbs(), id);
}

const Argument& event_time() {
    static const Argument kTime{.name = "time",
                                .type = ArgumentType::Clock,
                                .words = {"Time", "时间"},
                                .required = true,
                                .least = 0.0,
                                .most = 999.0 * 3600.0 + 3599.0};
    return kTime;
}

std::string usage(const ChangeForm& form) {
    std::string text{form.id};
    for (const Argument& argument : form.arguments) {
        const std::string part = "," + std::string{argument.name} + "=" + value_form(argument);
        text += argument.required ? part : "[" + part + "]";
    }
    return text;
}

} // namespace cityloom::scenarios
