// SPDX-License-Identifier: GPL-3.0-or-later
// Programmes that are wrong, and what an error must name of each.
#pragma once

#include <QByteArray>

namespace cityloom::tests {

/// Hands out each: its name, its text, and the place.
template <typename Row> void each_wrong_programme(Row row) {
    const auto projects = [](const QByteArray& list) {
        return QByteArray{R"({"years":[1,2],"budget":[5,5],"projects":[)"} + list + "]}";
    };
    const QByteArray a = R"({"id":"a","cost":[1],"npv_by_start":[1,1]})";
    row("no years", R"({"budget":[1],"projects":[]})", "years is missing");
    row("years that jump", R"({"years":[2026,2028],"budget":[1,1],"projects":[]})", "years[1]");
    row("a negative year", R"({"years":[-1,0],"budget":[1,1],"projects":[]})", "years[0]");
    row("no budget", R"({"years":[1],"projects":[]})", "budget is missing");
    row("budget too short", R"({"years":[1,2],"budget":[1],"projects":[]})", "budget has 1 values");
    row("budget of text", R"({"years":[1],"budget":["1"],"projects":[]})", "budget[0] is text");
    row("no projects", R"({"years":[1],"budget":[1]})", "projects is missing");
    row("no id", projects(R"({"cost":[1],"npv_by_start":[1,1]})"), "projects[0].id is missing");
    row("one id twice", projects(a + "," + a), "projects[1].id");
    row("no cost", projects(R"({"id":"a","npv_by_start":[1,1]})"), "projects[0].cost is missing");
    row("cost without years", projects(R"({"id":"a","cost":[],"npv_by_start":[1,1]})"), "projects[0].cost");
    row("cost beyond money", projects(R"({"id":"a","cost":[1e14],"npv_by_start":[1,1]})"), "projects[0].cost[0]");
    row("no value", projects(R"({"id":"a","cost":[1]})"), "projects[0].npv_by_start is missing");
    row("values too few", projects(R"({"id":"a","cost":[1],"npv_by_start":[1]})"), "projects[0].npv_by_start has 1");
    row("benefits without a rate", projects(R"({"id":"a","cost":[1],"benefits":[1]})"), "projects[0].benefits");
    row("earliest beyond the years", projects(R"({"id":"a","cost":[1],"npv_by_start":[1,1],"earliest":7})"),
        "projects[0].earliest");
    row("latest before earliest", projects(R"({"id":"a","cost":[1],"npv_by_start":[1,1],"earliest":2,"latest":1})"),
        "projects[0].latest");
    row("requires nobody", projects(R"({"id":"a","cost":[1],"npv_by_start":[1,1],"requires":["z"]})"),
        "projects[0].requires[0]");
    row("requires itself", projects(R"({"id":"a","cost":[1],"npv_by_start":[1,1],"requires":["a"]})"),
        "projects[0].requires[0]");
    row("requires in a circle",
        projects(
            R"({"id":"a","cost":[1],"npv_by_start":[1,1],"requires":["b"]},{"id":"b","cost":[1],"npv_by_start":[1,1],"requires":["a"]})"),
        "a requires b requires a");
    row("excludes a number", projects(R"({"id":"a","cost":[1],"npv_by_start":[1,1],"excludes":[3]})"),
        "projects[0].excludes[0]");
    row("negative crews", projects(R"({"id":"a","cost":[1],"npv_by_start":[1,1],"crews":-1})"), "projects[0].crews");
    row("loan share of 2", projects(R"({"id":"a","cost":[1],"npv_by_start":[1,1],"loan_share":2})"),
        "projects[0].loan_share");
    row("debt without a rate", R"({"years":[1],"budget":[1],"projects":[],"debt":{"tenor":3}})",
        "debt.rate is missing");
    row("unknown repayment",
        R"({"years":[1],"budget":[1],"projects":[],"debt":{"rate":0.1,"tenor":3,"repayment":"never"}})",
        "debt.repayment");
    row("tenor of half a year", R"({"years":[1],"budget":[1],"projects":[],"debt":{"rate":0.1,"tenor":0.5}})",
        "debt.tenor");
    row("synergy of one", projects(a).replace("]}", R"(],"synergies":[{"all":["a"],"npv":1}]})"), "synergies[0].all");
    row("unknown objective", R"({"years":[1],"budget":[1],"projects":[],"objective":"fame"})", "objective");
    row("not a number", R"({"years":[1],"budget":[NaN],"projects":[]})", "line 1, column 24");
    row("beyond a double", R"({"years":[1],"budget":[1e999],"projects":[]})", "beyond what a computer holds");
    row("too many years",
        QByteArray{R"({"years":[)"} + QByteArray{"1,"}.repeated(200) + R"(1],"budget":1,"projects":[]})", "years");
    row("too long a list",
        QByteArray{R"({"years":[)"} + QByteArray{"1,"}.repeated(1'000'001) + R"(1],"budget":1,"projects":[]})",
        "1,000,000");
    row("too deep", QByteArray{"["}.repeated(50'000), "nests");
}

} // namespace cityloom::tests
