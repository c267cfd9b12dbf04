#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Best plans by trying them all: writes expected.json beside each problem.json below this folder."""
import itertools
import json
import pathlib


def cents(units):
    return round(units * 100)


def half_up(value):
    return int(value + 0.5) if value >= 0 else -int(-value + 0.5)


def repay(drawn, rate, tenor, repayment):
    """(interest, principal) of each year after the one of the draw."""
    rows = []
    owed = drawn
    payment = half_up(drawn / tenor if rate == 0 else drawn * rate / (1 - (1 + rate) ** -tenor))
    for k in range(tenor if drawn > 0 else 0):
        interest = half_up(owed * rate)
        due = payment - interest if repayment == "level" else owed // (tenor - k)
        principal = owed if k + 1 == tenor else max(0, min(owed, due))
        owed -= principal
        rows.append((interest, principal))
    return rows


def index_of(problem, year, otherwise):
    return otherwise if year is None else problem["years"].index(year)


def keeps(problem, starts):
    years = len(problem["years"])
    projects = problem["projects"]
    at = {p["id"]: s for p, s in zip(projects, starts)}
    built = [0] * years
    loanable = [0.0] * years
    crews = [0.0] * years
    for p, s in zip(projects, starts):
        if s is None:
            if p.get("mandatory"):
                return False
            continue
        if not index_of(problem, p.get("earliest"), 0) <= s <= index_of(problem, p.get("latest"), years - 1):
            return False
        if p["npv_by_start"][s] is None:
            return False
        for other in p.get("requires", []):
            lag = len(next(q for q in projects if q["id"] == other)["cost"]) if problem.get("precedence") == "finished" else 0
            if at[other] is None or at[other] + lag > s:
                return False
        if any(at[other] is not None for other in p.get("excludes", [])):
            return False
        for k, cost in enumerate(p["cost"]):
            if s + k < years:
                built[s + k] += cents(cost)
                loanable[s + k] += p.get("loan_share", 1.0) * cents(cost)
                crews[s + k] += p.get("crews", 0)
    if any(used > there for used, there in zip(crews, problem.get("crews", [1e9] * years))):
        return False
    for district, floors in problem.get("min_service", {}).items():
        for t, floor in enumerate(floors):
            served = sum(p.get("serves", 0) for p, s in zip(projects, starts)
                         if s is not None and p.get("district") == district and s + len(p["cost"]) - 1 <= t)
            if served < floor:
                return False
    debt = problem.get("debt")
    interest = [0] * (years + 1)
    repaid = [0] * (years + 1)

    def add(drawn, tenor, first):
        for k, (i, p) in enumerate(repay(drawn, debt["rate"], tenor, debt.get("repayment", "level"))):
            if first + k < years:
                interest[first + k] += i
                repaid[first + k] += p

    stock = cents(debt["opening"]) if debt else 0
    if debt:
        add(stock, debt.get("opening_tenor", debt["tenor"]), 0)
    carried = 0
    for t in range(years):
        service = interest[t] + repaid[t]
        left = cents(problem["budget"][t]) + carried - built[t] - (service if debt else 0)
        drawn = 0
        if left < 0:
            if not debt:
                return False
            drawn = -left
            if any(p.get("loan_share", 1.0) < 1.0 for p in projects) and drawn > int(loanable[t] + 1e-6):
                return False
            add(drawn, debt["tenor"], t + 1)
        carried = max(0, left) if problem.get("carry_over") else 0
        if debt:
            stock += drawn - repaid[t]
            if stock > cents(debt["stock_max"][t]) or service > cents(debt["service_max"][t]):
                return False
    return True


def worth(problem, starts):
    at = {p["id"]: s for p, s in zip(problem["projects"], starts)}
    total = sum(p["npv_by_start"][s] for p, s in zip(problem["projects"], starts) if s is not None)
    return total + sum(s["npv"] for s in problem.get("synergies", []) if all(at[i] is not None for i in s["all"]))


def main():
    for file in sorted(pathlib.Path(__file__).parent.glob("*/problem.json")):
        problem = json.loads(file.read_text())
        choices = [None, *range(len(problem["years"]))]
        good = [(worth(problem, plan), plan) for plan in itertools.product(choices, repeat=len(problem["projects"]))
                if keeps(problem, plan)]
        answer = {"status": "optimal" if good else "infeasible", "plans": len(good)}
        if good:
            best = max(value for value, _ in good)
            plans = [plan for value, plan in good if value > best - 1e-9]
            answer["objective"] = best
            if len(plans) == 1:
                answer["start"] = {p["id"]: None if s is None else problem["years"][s]
                                   for p, s in zip(problem["projects"], plans[0])}
        (file.parent / "expected.json").write_text(json.dumps(answer, indent=1) + "\n")
        print(file.parent.name, answer)


if __name__ == "__main__":
    main()
