// SPDX-License-Identifier: GPL-3.0-or-later
#include "scenarios/run/event_words.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "scenarios/measure/plain.h"
#include "sim/engine/catalogue.h"

namespace cityloom::scenarios {

namespace {

struct VerbLine {
    Words words;
    LogKind kind;
};
/// By engine::Verb.
constexpr std::array<VerbLine, 9> kVerbs{{{{"failed", "发生故障"}, LogKind::Fails},
                                          {{"repaired", "已修复"}, LogKind::Mends},
                                          {{"closed to traffic", "封闭交通"}, LogKind::Closes},
                                          {{"open to traffic again", "恢复通行"}, LogKind::Opens},
                                          {{"blocked", "被堵塞"}, LogKind::Closes},
                                          {{"free again", "恢复畅通"}, LogKind::Opens},
                                          {{"switched on", "已合上"}, LogKind::Changes},
                                          {{"set anew", "设定已变更"}, LogKind::Changes},
                                          {{"given a new plan", "配时已变更"}, LogKind::Changes}}};
constexpr Words kSwitchedOff{"switched off", "已断开"};
constexpr Words kSomeLanes{"has lanes blocked", "部分车道被占用"};
constexpr Words kStillOut{"repaired, yet out of service for another cause", "已修复，但因其他原因仍停运"};
constexpr Words kStillClosed{"opened, yet closed for another cause", "已开放，但因其他原因仍封闭"};

/// By engine::Service.
constexpr std::array<Words, engine::kServices> kWithout{{{"without electricity", "停电"},
                                                         {"without water", "停水"},
                                                         {"without heat", "停热"},
                                                         {"without gas", "停气"},
                                                         {"without signal", "无信号"},
                                                         {"without data link", "无数据连接"},
                                                         {"without cooling", "停冷"},
                                                         {"not reached by road", "道路不通"},
                                                         {"without control", "失去控制"}}};

/// "1,006".
std::string grouped(double value) {
    std::string digits = std::to_string(static_cast<long long>(std::llround(std::abs(value))));
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
        digits.insert(static_cast<std::size_t>(at), ",");
    }
    return digits;
}

Text text_of(const engine::Words& words) {
    return Words{words.english, words.chinese};
}

bool all_lanes(const engine::Networks& networks, const engine::Command& command) {
    if (command.edge >= networks.roads.edges.size()) {
        return true;
    }
    const std::uint32_t lanes = networks.roads.edges[command.edge].lanes.count;
    const std::uint32_t all = lanes >= 32 ? ~0U : (1U << lanes) - 1U;
    return (command.lanes & all) == all;
}

} // namespace

Text asset_words(const engine::Networks& networks, engine::AssetRef asset) {
    const engine::AssetView view = asset.kind->view(networks, asset.index);
    if (asset.kind->shape == engine::Shape::Line && !view.name.empty()) {
        return name_words(view.name);
    }
    const std::string number = view.key.substr(view.key.find('/') + 1);
    return text_of(view.noun) + Text{" "} + (view.name.empty() ? Text{number} : name_words(view.name));
}

CommandLine command_line(const engine::Networks& networks, const engine::Command& command, std::size_t causes) {
    using engine::Verb;
    const VerbLine& verb = kVerbs.at(static_cast<std::size_t>(command.verb));
    CommandLine line{.noun = command.asset.kind->view(networks, command.asset.index).noun,
                     .words = verb.words,
                     .kind = verb.kind,
                     .by = command.by,
                     .cause = command.cause == engine::kAllCauses ? std::string{} : command.cause};
    const engine::Words own =
        command.asset.kind->told != nullptr ? command.asset.kind->told(command.verb, command.value) : engine::Words{};
    if (!own.english.empty()) {
        line.words = text_of(own);
    } else if (command.verb == Verb::Switch && command.value <= 0.0) {
        line.words = kSwitchedOff;
    } else if (command.verb == Verb::Block && !all_lanes(networks, command)) {
        line.words = kSomeLanes;
    } else if (command.verb == Verb::Repair && causes > 0) {
        line.words = kStillOut;
        line.kind = LogKind::Changes;
    } else if (command.verb == Verb::Open && causes > 0) {
        line.words = kStillClosed;
        line.kind = LogKind::Changes;
    }
    if (command.by == engine::By::Person && (command.cause == "person" || command.cause == "hand")) {
        line.cause.clear(); // that it was by hand is said already
    }
    return line;
}

Text out_words(LogState now, const engine::WhyLink* link) {
    if (link != nullptr && link->service && link->id != "on_reserve" && link->id != "reserve_empty") {
        return kWithout.at(static_cast<std::size_t>(*link->service));
    }
    if (link != nullptr && link->id == "reserve_empty") {
        return Words{"out of service: its reserve is used up", "停运：储备已耗尽"};
    }
    return now == LogState::Reserve ? Text{Words{"on its reserve", "依靠储备运行"}}
                                    : Text{Words{"out of service", "停运"}};
}

Text back_words(LogState before) {
    return before == LogState::Reserve ? Text{Words{"supplied again", "恢复供应"}}
                                       : Text{Words{"back in service", "恢复运行"}};
}

Text touched_words(bool something_happened) {
    return something_happened ? Text{Words{"What happened together", "以上事件共同影响"}}
                              : Text{Words{"The city as its hours go", "随时间变化"}};
}

Text full_words() {
    return Words{"More has happened than is listed here", "此后还有更多事件，未列出"};
}

Text what_words(const engine::Networks& networks, const std::vector<engine::AssetRef>& assets, engine::Words noun,
                const Text& words) {
    return assets.size() == 1 ? filled({"%1 %2", "%1 %2"}, {asset_words(networks, assets.front()), words})
                              : filled({"%1 × %2 %3", "%1 × %2 %3"},
                                       {grouped(static_cast<double>(assets.size())), text_of(noun), words});
}

Text effect_words(const LogEntry& entry) {
    Text all;
    for (const LogEffect& effect : entry.effects) {
        const engine::Figure* figure = engine::find_figure(effect.figure);
        if (figure == nullptr) {
            continue;
        }
        Text who = text_of(figure->words); // "Customers without power"
        if (!who.english.empty() && who.english[0] >= 'A' && who.english[0] <= 'Z') {
            who.english[0] = static_cast<char>(who.english[0] - 'A' + 'a');
        }
        const bool more = effect.change > 0.0;
        const bool others = more ? effect.now > effect.change + 0.5 : effect.now > 0.5;
        const Words form = more ? others ? Words{"%1 more %2 (now %3)", "%2增加 %1（现 %3）"} : Words{"%1 %2", "%2 %1"}
                           : others ? Words{"%1 fewer %2 (still %3)", "%2减少 %1（仍有 %3）"}
                                    : Words{"%1 fewer %2 (now none)", "%2减少 %1（现无）"};
        all += all.empty() ? Text{} : Text{Words{"; ", "；"}};
        all += filled(form, {grouped(effect.change), who, grouped(effect.now)});
    }
    return all;
}

Text origin_words(LogOrigin origin) {
    static constexpr std::array<Words, 3> kOrigins{
        {{"scenario", "方案事件"}, {"by hand", "手动操作"}, {"consequence", "连带影响"}}};
    return kOrigins.at(static_cast<std::size_t>(origin));
}

Text kind_words(LogKind kind) {
    static constexpr std::array<Words, 6> kKinds{{{"out of service", "停运"},
                                                  {"in service again", "恢复运行"},
                                                  {"street closed or blocked", "道路封闭或堵塞"},
                                                  {"street open again", "道路恢复通行"},
                                                  {"switched or set", "操作与设定"},
                                                  {"people and customers", "人口与用户"}}};
    return kKinds.at(static_cast<std::size_t>(kind));
}

bool LogEntry::matters() const {
    return kind == LogKind::Fails || kind == LogKind::Closes ||
           std::ranges::any_of(effects, [](const LogEffect& effect) { return effect.change > 0.0; });
}

} // namespace cityloom::scenarios
