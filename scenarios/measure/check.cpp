// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/measure/check.h"

#include <algorithm>
#include <vector>

#include "scenarios/measure/apply.h"

namespace cityloom::scenarios {

namespace {

template <typename Kinds> std::string usages(const Kinds& kinds) {
    std::string list;
    for (const auto& kind : kinds) {
        list += (list.empty() ? "" : "  ") + usage(kind.form);
    }
    return list;
}

Refusal unknown_kind(const std::string& kind, const std::string& known) {
    return usage_refusal(ErrorCode::NotFound, Text{Words{"There is no kind '", "没有类别 '"}} + Text{kind} +
                                                  Text{Words{"'. Known are: ", "'。可用的有："}} + Text{known} +
                                                  Text{Words{".", "。"}});
}

std::string assignment(const std::string& name, const std::string& value) {
    std::string text = name;
    text += '=';
    text += value;
    return text;
}

Text write(const ChangeForm& form) {
    return Text{Words{". Write ", "。格式："}} + Text{usage(form)} + Text{Words{".", "。"}};
}

Text one_of(const std::vector<std::string_view>& names) {
    Text list;
    for (std::size_t k = 0; k < names.size(); ++k) {
        list += k == 0 ? Text{} : k + 1 == names.size() ? Text{Words{" or ", " 或 "}} : Text{Words{", ", "、"}};
        list += Text{names[k]};
    }
    return list;
}

bool any_given(const Arguments& args, const std::vector<std::string_view>& names) {
    return std::ranges::any_of(names, [&](std::string_view name) { return args.contains(std::string{name}); });
}

/// What is given is known, what is needed is given, and nothing would be ignored.
Check check_names(const ChangeForm& form, const Arguments& args) {
    for (const auto& [name, value] : args) {
        const Argument* argument = form.find(name);
        if (argument == nullptr) {
            return usage_refusal(ErrorCode::Malformed,
                                 Text{"'"} + Text{assignment(name, value)} +
                                     Text{Words{"' cannot be understood: there is no such argument of ",
                                                "' 无法识别：不是以下类别的参数："}} +
                                     Text{form.id} + write(form));
        }
        if (!argument->only_with.empty() && !any_given(args, argument->only_with)) {
            return usage_refusal(ErrorCode::Malformed,
                                 Text{assignment(name, value)} +
                                     Text{Words{" would be ignored; it is allowed only together with ",
                                                " 将被忽略；仅可与以下参数一起使用："}} +
                                     one_of(argument->only_with) + write(form));
        }
    }
    for (const Argument& argument : form.arguments) {
        if (argument.required && !args.contains(std::string{argument.name})) {
            return usage_refusal(ErrorCode::Malformed, Text{form.id} + Text{Words{" needs ", " 需要 "}} +
                                                           Text{argument.name} + Text{Words{": ", "："}} +
                                                           allowed(argument) + write(form));
        }
    }
    if (!form.one_of.empty() && !any_given(args, form.one_of)) {
        return usage_refusal(ErrorCode::Malformed,
                             Text{form.id} + Text{Words{" changes nothing: it needs ", " 未作任何改变：需要 "}} +
                                 one_of(form.one_of) + write(form));
    }
    return {};
}

template <typename... View> Check check_form(const ChangeForm& form, const Arguments& args, const View&... view) {
    if (Check wrong = check_names(form, args)) {
        return wrong;
    }
    for (const auto& [name, value] : args) {
        if (Check wrong = check_value(*form.find(name), value, view...)) {
            return wrong;
        }
    }
    return {};
}

Check at(Check wrong, const std::string& where) {
    if (wrong) {
        wrong->where = where;
    }
    return wrong;
}

bool changes_city(const Measure& measure) {
    const MeasureKind* kind = find_measure_kind(measure.kind);
    return kind != nullptr && kind->change_city != nullptr;
}

template <typename... View> Check check_event_form(const TimedEvent& event, const View&... view) {
    const EventVerb* verb = find_event_verb(event.kind);
    if (verb == nullptr) {
        return unknown_kind(event.kind, usages(event_verbs()));
    }
    if (Check wrong = check_value(event_time(), format_clock(event.at))) {
        return wrong;
    }
    return check_form(verb->form, event.args, view...);
}

} // namespace

Check check_measure(const Measure& measure) {
    const MeasureKind* kind = find_measure_kind(measure.kind);
    return at(kind == nullptr ? unknown_kind(measure.kind, usages(measure_kinds()))
                              : check_form(kind->form, measure.args),
              format_measure(measure));
}

Check check_measure(const Measure& measure, const CityView& view, std::span<const Measure> before) {
    const std::string where = format_measure(measure);
    const MeasureKind* kind = find_measure_kind(measure.kind);
    if (kind == nullptr) {
        return check_measure(measure);
    }
    if (Check wrong = check_form(kind->form, measure.args, view)) {
        return at(std::move(wrong), where);
    }
    const bool derived_anew = std::ranges::any_of(before, changes_city);
    if (kind->form.check == nullptr ||
        (derived_anew && (kind->touches & (kTouchesStreets | kTouchesSignals | kTouchesChargers)) != 0)) {
        return {};
    }
    return at(kind->form.check(Given{measure.args, kind->form.arguments}, view), where);
}

Check check_event(const TimedEvent& event) {
    return at(check_event_form(event), format_event(event));
}

Check check_event(const TimedEvent& event, const CityView& view, std::span<const Measure> measures) {
    const std::string where = format_event(event);
    Check wrong = check_event_form(event, view);
    const EventVerb* verb = find_event_verb(event.kind);
    if (wrong && wrong->code == ErrorCode::NotFound && verb != nullptr && !measures.empty()) {
        const engine::Networks with = networks_with(view.city, view.networks, measures);
        wrong = check_event_form(event, CityView{view.city, with});
    }
    if (wrong || verb->form.check == nullptr || std::ranges::any_of(measures, changes_city)) {
        return at(std::move(wrong), where);
    }
    return at(verb->form.check(Given{event.args, verb->form.arguments}, view), where);
}

Check check_scenario(const Scenario& scenario, std::span<const Measure> before, const CityView& view) {
    std::vector<Measure> measures{before.begin(), before.end()};
    for (const Measure& measure : scenario.measures) {
        if (Check wrong = check_measure(measure, view, measures)) {
            return wrong;
        }
        if (!measure.off) {
            measures.push_back(measure);
        }
    }
    for (const TimedEvent& event : scenario.events) {
        if (Check wrong = check_event(event, view, measures)) {
            return wrong;
        }
    }
    return {};
}

} // namespace cityloom::scenarios
