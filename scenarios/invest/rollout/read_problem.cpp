// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>

#include "scenarios/invest/fields/field.h"
#include "scenarios/invest/money/discount.h"
#include "scenarios/invest/rollout/problem.h"

namespace cityloom::scenarios::invest {

namespace {

constexpr std::size_t kMostYears = 100;
constexpr std::size_t kMostProjects = 20'000;
constexpr std::size_t kLongestProfile = 200;
constexpr double kMostPeople = 1e12;

Cents money(const Field& field) {
    return to_cents(field.number(-kMostMoney, kMostMoney));
}

class Reader {
public:
    explicit Reader(const Field& root) : root_{root} {}

    RolloutProblem read() {
        tell_unread(root_, {"years", "projects", "budget", "own_funds", "carry_over", "crews", "debt", "synergies",
                            "min_service", "district_weights", "precedence", "objective", "rate", "finish_within",
                            "title", "unit"});
        years();
        p_.budget = ceilings(root_.at("budget"), "one a year");
        if (const auto own = root_.find("own_funds")) {
            p_.own_funds = ceilings(*own, "one a year");
        }
        const auto carry = root_.find("carry_over");
        p_.carry_over = carry && carry->flag();
        crews();
        if (const auto rate = root_.find("rate")) {
            rate_ = rate->rate();
        }
        options();
        projects();
        relations();
        refuse_circles();
        debt();
        synergies();
        floors();
        need_for_aim();
        return std::move(p_);
    }

private:
    void tell_unread(const Field& object, const std::vector<std::string_view>& known) {
        for (const auto& [key, value] : object.members()) {
            if (std::find(known.begin(), known.end(), key) == known.end() && p_.notes.size() < 10) {
                p_.notes.push_back(value.path() + " is not read");
            }
        }
    }

    void years() {
        const Field years = root_.at("years");
        if (!years.is_list() || years.size() == 0 || years.size() > kMostYears) {
            years.wrong("is no list of 1 to 100 years. Give them as [2026, 2027, 2028].");
        }
        p_.years = static_cast<int>(years.size());
        p_.first_year = years.at(std::size_t{0}).whole(0, 100'000);
        for (int t = 0; t < p_.years; ++t) {
            const Field each = years.at(static_cast<std::size_t>(t));
            if (each.whole(0, 200'000) != p_.calendar(t)) {
                each.wrong("does not follow the year before it. Give the years one after another.");
            }
        }
    }

    /// A number for every year, or one a year; null is no limit.
    std::vector<Cents> ceilings(const Field& field, const std::string& why) {
        const auto count = static_cast<std::size_t>(p_.years);
        if (!field.is_list()) {
            return std::vector<Cents>(count, money(field));
        }
        field.need_size(count, why);
        std::vector<Cents> all;
        for (const Field& each : field.list()) {
            all.push_back(each.json().is_null() ? kNoCeiling : money(each));
        }
        return all;
    }

    void crews() {
        const auto crews = root_.find("crews");
        p_.crews.assign(static_cast<std::size_t>(p_.years), std::numeric_limits<double>::infinity());
        if (!crews) {
            return;
        }
        if (crews->is_list()) {
            crews->need_size(p_.crews.size(), "one a year");
        }
        for (std::size_t t = 0; t < p_.crews.size(); ++t) {
            const Field each = crews->is_list() ? crews->at(t) : *crews;
            if (!each.json().is_null()) {
                p_.crews[t] = each.number(0.0, kMostPeople);
            }
        }
    }

    template <typename Value>
    Value one_of(const char* key, const std::vector<std::pair<std::string_view, Value>>& values, const Field& in) {
        const auto field = in.find(key);
        if (!field) {
            return values.front().second;
        }
        const std::string text = field->text();
        std::string known;
        for (const auto& [name, value] : values) {
            if (name == text) {
                return value;
            }
            known += (known.empty() ? "" : ", ") + std::string{name};
        }
        field->wrong("is \"" + text.substr(0, 40) + "\". Give one of: " + known + ".");
    }

    void options() {
        p_.aim = one_of<Aim>(
            "objective",
            {{"npv", Aim::Npv}, {"bcr", Aim::Bcr}, {"resilience", Aim::Resilience}, {"equity", Aim::Equity}}, root_);
        p_.order = one_of<Order>("precedence", {{"started", Order::Started}, {"finished", Order::Finished}}, root_);
        if (const auto weights = root_.find("district_weights")) {
            for (const auto& [district, weight] : weights->members()) {
                weights_[district] = weight.number(0.0, 1e6);
            }
        }
    }

    void projects() {
        const Field projects = root_.at("projects");
        if (!projects.is_list() || projects.size() > kMostProjects) {
            projects.wrong("is no list, or has more than 20,000 projects. Give a list.");
        }
        for (const Field& each : projects.list()) {
            const std::string id = each.at("id").text();
            if (id.empty() || id.size() > 200) {
                each.at("id").wrong("is empty or longer than 200 letters. Give a short name.");
            }
            if (!by_id_.emplace(id, p_.projects.size()).second) {
                each.at("id").wrong("is \"" + id + "\", as another project's. Give each one of its own.");
            }
            project(each, id);
        }
    }

    void project(const Field& field, const std::string& id) {
        tell_unread(field, {"id", "name", "title", "cost", "npv_by_start", "benefits", "benefits_by_year", "earliest",
                            "latest", "requires", "excludes", "crews", "mandatory", "loan_share", "district", "serves",
                            "outage_avoided", "rate"});
        Project project;
        project.id = id;
        const Field cost = field.at("cost");
        if (cost.is_list() && (cost.size() == 0 || cost.size() > kLongestProfile)) {
            cost.wrong("has no year, or more than 200. Give what is spent in each year since the start.");
        }
        for (const Field& each : cost.is_list() ? cost.list() : std::vector<Field>{cost}) {
            project.cost.push_back(money(each));
        }
        project.earliest = start_year(field, "earliest", 0);
        project.latest = start_year(field, "latest", p_.years - 1);
        if (project.earliest > project.latest) {
            field.at("latest").wrong("is before the earliest start. Give a year that is not.");
        }
        const auto mandatory = field.find("mandatory");
        project.mandatory = mandatory && mandatory->flag();
        if (const auto crews = field.find("crews")) {
            if (crews->is_list() && crews->size() > kLongestProfile) {
                crews->wrong("has more than 200 years. Give what is needed in each year since the start.");
            }
            for (const Field& each :
                 crews->is_list() ? crews->list() : std::vector<Field>(project.cost.size(), *crews)) {
                project.crews.push_back(each.number(0.0, kMostPeople));
            }
        }
        if (const auto share = field.find("loan_share")) {
            project.loan_share = share->number(0.0, 1.0);
            p_.loans_limited = p_.loans_limited || project.loan_share < 1.0;
        }
        if (const auto district = field.find("district")) {
            project.district = district->text();
            const auto weight = weights_.find(project.district);
            project.weight = weight == weights_.end() ? 1.0 : weight->second;
        }
        if (const auto serves = field.find("serves")) {
            project.serves = serves->number(0.0, kMostPeople);
        }
        if (const auto avoided = field.find("outage_avoided")) {
            project.outage_avoided = avoided->number(0.0, kMostPeople);
        }
        values(field, project);
        const auto finish = root_.find("finish_within");
        for (int s = 0; finish && finish->flag() && s < p_.years; ++s) {
            if (s + static_cast<int>(project.cost.size()) > p_.years) {
                project.npv[static_cast<std::size_t>(s)] = std::numeric_limits<double>::quiet_NaN();
            }
        }
        p_.projects.push_back(std::move(project));
    }

    /// A calendar year of the programme; else a number below the count of its years, from 0.
    int start_year(const Field& project, const char* key, int otherwise) {
        const auto field = project.find(key);
        if (!field) {
            return otherwise;
        }
        const int given = field->whole(0, 200'000);
        if (given >= p_.first_year && given <= p_.calendar(p_.years - 1)) {
            return given - p_.first_year;
        }
        if (given < p_.years) {
            return given;
        }
        if (given < p_.first_year && std::string_view{key} == "earliest") {
            return 0;
        }
        if (given > p_.first_year && std::string_view{key} == "latest") {
            return p_.years - 1;
        }
        field->wrong("is none of the years. Give a year of \"years\", or its place there from 0.");
    }

    /// NPV by start as given, or worked out of benefits and costs.
    void values(const Field& field, Project& project) {
        const auto own_rate = field.find("rate");
        const std::optional<double> rate = own_rate ? std::optional{own_rate->rate()} : rate_;
        const Discount discount{rate.value_or(0.0)};
        const auto count = static_cast<std::size_t>(p_.years);
        std::vector<double> cost;
        for (const Cents each : project.cost) {
            cost.push_back(to_units(each));
        }
        for (int s = 0; s < p_.years; ++s) {
            project.pv_cost.push_back(discount.present_value(cost, s));
        }
        if (const auto npv = field.find("npv_by_start")) {
            npv->need_size(count, "one a start year");
            for (const Field& each : npv->list()) {
                project.npv.push_back(each.json().is_null() ? std::numeric_limits<double>::quiet_NaN() : each.number());
            }
            return;
        }
        const auto since = field.find("benefits");
        const auto calendar = field.find("benefits_by_year");
        if (!since && !calendar) {
            static_cast<void>(field.at("npv_by_start")); // says that it is missing
        }
        if (!rate) {
            (since ? *since : *calendar).wrong("needs a \"rate\" to be discounted by. Give it beside \"years\".");
        }
        std::vector<double> benefits;
        if (since) {
            if (!since->is_list() || since->size() > 10 * kLongestProfile) {
                since->wrong("is no list of 2,000 years at most. Give what each year since the start brings.");
            }
            benefits = since->numbers();
        } else {
            calendar->need_size(count, "one a year");
            benefits = calendar->numbers();
        }
        for (int s = 0; s < p_.years; ++s) {
            double benefit = 0.0;
            if (since) {
                benefit = discount.present_value(benefits, s);
            } else {
                for (int t = s + static_cast<int>(project.cost.size()); t < p_.years; ++t) {
                    benefit += benefits[static_cast<std::size_t>(t)] * discount.factor(t);
                }
            }
            project.npv.push_back(benefit - project.pv_cost[static_cast<std::size_t>(s)]);
        }
    }

    std::size_t project_named(const Field& field) {
        const auto found = by_id_.find(field.text());
        if (found == by_id_.end()) {
            field.wrong("names \"" + field.text().substr(0, 60) + "\", which is no project. Give the id of one.",
                        ErrorCode::NotFound);
        }
        return found->second;
    }

    void relations() {
        const Field projects = root_.at("projects");
        for (std::size_t i = 0; i < p_.projects.size(); ++i) {
            const Field field = projects.at(i);
            for (const char* key : {"requires", "excludes"}) {
                const auto list = field.find(key);
                for (const Field& each : list ? list->list() : std::vector<Field>{}) {
                    const std::size_t other = project_named(each);
                    if (other == i) {
                        each.wrong("names the project itself. Take it out.");
                    }
                    const bool needs = std::string_view{key} == "requires";
                    auto& into = needs ? p_.projects[i].needs : p_.projects[std::min(i, other)].excludes;
                    const std::size_t named = needs ? other : std::max(i, other);
                    if (std::find(into.begin(), into.end(), named) == into.end()) {
                        into.push_back(named);
                    }
                }
            }
        }
    }

    /// Projects that require each other in a circle: takes out, again and again, those that require nothing that is
    /// left.
    void refuse_circles() {
        std::vector<std::size_t> open(p_.projects.size());
        std::vector<std::vector<std::size_t>> needed_by(p_.projects.size());
        std::vector<std::size_t> free;
        for (std::size_t i = 0; i < p_.projects.size(); ++i) {
            open[i] = p_.projects[i].needs.size();
            for (const std::size_t j : p_.projects[i].needs) {
                needed_by[j].push_back(i);
            }
            if (open[i] == 0) {
                free.push_back(i);
            }
        }
        for (std::size_t k = 0; k < free.size(); ++k) {
            for (const std::size_t i : needed_by[free[k]]) {
                if (--open[i] == 0) {
                    free.push_back(i);
                }
            }
        }
        if (free.size() == p_.projects.size()) {
            return;
        }
        // Every one that is left requires another that is left: going on from one must come back to one.
        std::size_t at = 0;
        while (open[at] == 0) {
            ++at;
        }
        std::vector<std::size_t> way;
        while (std::find(way.begin(), way.end(), at) == way.end()) {
            way.push_back(at);
            const auto& needs = p_.projects[at].needs;
            at = *std::find_if(needs.begin(), needs.end(), [&](std::size_t j) { return open[j] > 0; });
        }
        std::string circle;
        for (auto i = std::find(way.begin(), way.end(), at); i != way.end(); ++i) {
            circle += p_.projects[*i].id + " requires ";
        }
        root_.at("projects")
            .at(at)
            .at("requires")
            .wrong("goes in a circle: " + circle + p_.projects[at].id + ". Take one of these out.");
    }

    void debt() {
        const auto debt = root_.find("debt");
        if (!debt) {
            return;
        }
        tell_unread(*debt, {"opening", "opening_tenor", "rate", "tenor", "repayment", "stock_max", "service_max",
                            "service_from_budget"});
        DebtTerms terms;
        terms.rate = debt->at("rate").rate();
        if (terms.rate < 0.0) {
            debt->at("rate").wrong("is below 0. Give what a loan costs a year.");
        }
        terms.tenor = debt->at("tenor").whole(1, 200);
        const auto opening = debt->find("opening");
        terms.opening = opening ? to_cents(opening->number(0.0, kMostMoney)) : 0;
        const auto opening_tenor = debt->find("opening_tenor");
        terms.opening_tenor = opening_tenor ? opening_tenor->whole(1, 200) : terms.tenor;
        terms.repayment = one_of<Repayment>(
            "repayment", {{"level", Repayment::Level}, {"straight", Repayment::EqualPrincipal}}, *debt);
        const auto from_budget = debt->find("service_from_budget");
        terms.service_from_budget = !from_budget || from_budget->flag();
        const std::vector<Cents> none(static_cast<std::size_t>(p_.years), kNoCeiling);
        const auto stock = debt->find("stock_max");
        const auto service = debt->find("service_max");
        terms.stock_max = stock ? ceilings(*stock, "one a year") : none;
        terms.service_max = service ? ceilings(*service, "one a year") : none;
        p_.debt = std::move(terms);
    }

    void synergies() {
        const auto synergies = root_.find("synergies");
        for (const Field& each : synergies ? synergies->list() : std::vector<Field>{}) {
            Synergy synergy;
            for (const Field& id : each.at("all").list()) {
                const std::size_t i = project_named(id);
                if (std::find(synergy.all.begin(), synergy.all.end(), i) == synergy.all.end()) {
                    synergy.all.push_back(i);
                }
            }
            if (synergy.all.size() < 2) {
                each.at("all").wrong("names fewer than two projects. Give those that gain from each other.");
            }
            synergy.npv = each.at("npv").number();
            p_.synergies.push_back(std::move(synergy));
        }
    }

    void floors() {
        const auto floors = root_.find("min_service");
        if (!floors) {
            return;
        }
        for (const auto& [district, field] : floors->members()) {
            field.need_size(static_cast<std::size_t>(p_.years), "one a year");
            for (int t = 0; t < p_.years; ++t) {
                const Field each = field.at(static_cast<std::size_t>(t));
                const double people = each.json().is_null() ? 0.0 : each.number(0.0, kMostPeople);
                if (people > 0.0) {
                    p_.floors.push_back({district, t, people});
                }
            }
        }
    }

    void need_for_aim() const {
        const auto any = [&](auto has) { return std::any_of(p_.projects.begin(), p_.projects.end(), has); };
        const bool known =
            p_.aim == Aim::Npv || p_.projects.empty() ||
            (p_.aim == Aim::Resilience && any([](const Project& each) { return each.outage_avoided > 0.0; })) ||
            (p_.aim == Aim::Equity && !weights_.empty()) ||
            (p_.aim == Aim::Bcr && any([&](const Project&) { return rate_.has_value(); }));
        if (!known) {
            root_.at("objective")
                .wrong("has no data. Give \"rate\" for bcr, \"outage_avoided\" of projects for resilience, "
                       "\"district_weights\" for equity.");
        }
    }

    Field root_;
    RolloutProblem p_;
    std::optional<double> rate_;
    std::map<std::string, double> weights_;
    std::map<std::string, std::size_t> by_id_;
};

} // namespace

double RolloutProblem::worth(std::size_t project, int start) const {
    const Project& each = projects[project];
    const double npv = each.npv[static_cast<std::size_t>(start)];
    switch (aim) {
    case Aim::Equity:
        return each.weight * npv;
    case Aim::Resilience:
        return each.outage_avoided * std::max(0, years - start - static_cast<int>(each.cost.size()));
    default:
        return npv;
    }
}

Result<RolloutProblem> read_rollout(const Field::Json& document, const std::string& name) {
    try {
        return Reader{Field{document, ""}}.read();
    } catch (const WrongField& wrong) {
        Error error = wrong.error;
        error.message = name + ": " + error.message;
        return tl::make_unexpected(error);
    }
}

Result<RolloutProblem> read_rollout(const std::filesystem::path& file) {
    const auto document = read_json(file, "rollout problem");
    if (!document) {
        return tl::make_unexpected(document.error());
    }
    return read_rollout(*document, file.filename().string());
}

} // namespace cityloom::scenarios::invest
