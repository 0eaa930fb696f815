"""The interpreter: events in a heap, one person at a time, every rule where it is needed."""

from __future__ import annotations

import heapq
import json
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from flowlang.model import steps
from flowlang.model.campaigns import Campaign, CampaignKind, RequestTrigger
from flowlang.model.filters import Filter
from flowlang.model.instance import Instance
from flowlang.model.values import Day, Literal, Moment, ScoreChange
from tests.reference import questions, waits
from tests.reference.clock import local
from tests.reference.person import Activity, Membership, Person, Trip
from tests.reference.values import Values, as_json, as_text, same


@dataclass(frozen=True)
class Tokens:
    """What tokens mean in a campaign that is under way."""

    campaign: Campaign
    outside: Mapping[str, Literal]
    trigger: Activity | None
    caller: Tokens | None = None

    def my(self, key: str) -> Literal | None:
        if key in self.outside:
            return self.outside[key]
        if self.caller is not None and self.caller.my(key) is not None:
            return self.caller.my(key)
        own = self.campaign.token(key)
        return own.value if own else None

    @property
    def speaks_of(self) -> Campaign:
        return self.caller.speaks_of if self.caller else self.campaign


@dataclass
class Counts:
    """What the summary of a run counts."""

    people: int = 0
    qualified: int = 0
    failed_smart_list: int = 0
    already_entered: int = 0
    over_limit: int = 0
    activities: Counter[str] = field(default_factory=Counter)
    skipped: Counter[tuple[str, str]] = field(default_factory=Counter)
    executed: Counter[tuple[str, bool]] = field(default_factory=Counter)
    steps: Counter[tuple[str, str]] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    waiting: int = 0


class GoneError(Exception):
    """The person's chain of campaigns has ended, or the person waits."""


class Interpreter:
    """Runs one campaign for people, one after the other."""

    def __init__(
        self,
        instance: Instance,
        campaign: Campaign,
        now: int,
        seed: int = 0,
        outside: Mapping[str, Literal] | None = None,
        where: Filter | None = None,
    ) -> None:
        self.instance = instance
        self.campaign = campaign
        self.start = now
        self.seed = seed
        self.outside = dict(outside or {})
        self.where = where
        self.counts = Counts()
        self.zone = instance.project.timezone
        self.by_name = {each.key: each for each in instance.activities}

    def run(self, people: list[Person]) -> None:
        """Run everyone; nobody where more would enter than the campaign allows."""
        self.counts.people = len(people)
        limit = self.campaign.at_most
        if limit is not None and sum(self.would_enter(person) for person in people) > limit:
            for person in people:
                self.count_entry(person, self.campaign, self.root_tokens(), over=True)
        else:
            for person in people:
                self.run_person(person)
        self.counts.waiting = sum(len(person.trips) for person in people)

    def root_tokens(self) -> Tokens:
        return Tokens(self.campaign, self.outside, None)

    def would_enter(self, person: Person) -> bool:
        asked = questions.Asker(self, person, self.start, self.root_tokens())
        return (
            asked.passes(self.campaign.smart_list)
            and asked.passes(self.where)
            and self.may_enter(person, self.campaign, self.start)
        )

    # -- events -----------------------------------------------------------------------

    def run_person(self, person: Person) -> None:
        self.person = person
        self.now = self.start
        self.heap: list[tuple[int, int, Campaign, Activity, bool]] = []
        self.sequence = 0
        self.turns: list[str] = []
        try:
            if self.campaign.kind is CampaignKind.TRIGGER:
                self.request_from_outside()
            else:
                self.enter(self.campaign, self.root_tokens(), counted=True)
        except GoneError:
            pass
        while self.heap and not person.deleted and person.stopped is None:
            time, _, campaign, activity, direct = heapq.heappop(self.heap)
            self.now = time
            if not direct:
                self.turns.append(campaign.qualified_name)
                if len(self.turns) > 100:
                    person.stopped = circle(self.turns[50:])
                    return
            outside = self.outside if direct else {}
            with suppress(GoneError):
                self.enter(campaign, Tokens(campaign, outside, activity), counted=direct)

    def request_from_outside(self) -> None:
        asked = questions.Asker(self, self.person, self.now, self.root_tokens())
        if not asked.passes(self.where):
            self.counts.failed_smart_list += 1
            return
        self.log(None, None, "request_campaign", self.campaign.qualified_name, {"Source": "api"})
        self.heap = [
            (time, number, campaign, activity, campaign is self.campaign)
            for time, number, campaign, activity, _ in self.heap
        ]

    def enter(self, campaign: Campaign, tokens: Tokens, *, counted: bool = False) -> None:
        """The smart list, the qualification rule, the entry, the flow."""
        if counted:
            if not self.count_entry(self.person, campaign, tokens):
                return
        else:
            asked = questions.Asker(self, self.person, self.now, tokens)
            if not asked.passes(campaign.smart_list):
                return
            if not self.may_enter(self.person, campaign, self.now):
                return
        self.count_in(campaign)
        self.flow(campaign.flow, campaign, tokens, (campaign,))

    def count_entry(
        self, person: Person, campaign: Campaign, tokens: Tokens, *, over: bool = False
    ) -> bool:
        asked = questions.Asker(self, person, self.start, tokens)
        batch = campaign.kind is CampaignKind.BATCH
        if not asked.passes(campaign.smart_list) or (batch and not asked.passes(self.where)):
            self.counts.failed_smart_list += 1
            return False
        if not self.may_enter(person, campaign, self.start):
            self.counts.already_entered += 1
            return False
        if over:
            self.counts.over_limit += 1
            return False
        self.counts.qualified += 1
        return True

    def may_enter(self, person: Person, campaign: Campaign, now: int) -> bool:
        entry = person.entries.get(campaign.qualified_name)
        if entry is None or entry[1] == 0 or campaign.interval == 0:
            return True
        return campaign.interval is not None and now - entry[0] >= campaign.interval * 3600

    def count_in(self, campaign: Campaign) -> None:
        times = self.person.entries.get(campaign.qualified_name, (0, 0))[1]
        self.person.entries[campaign.qualified_name] = (self.now, times + 1)

    # -- the log ----------------------------------------------------------------------

    def log(
        self,
        step: steps.Step | None,
        campaign: Campaign | None,
        name: str,
        asset: str,
        attributes: dict[str, Any],
        reason: str | None = None,
    ) -> None:
        type_ = self.by_name[name.replace("_", "")]
        told = {key: value for key, value in attributes.items() if value not in (None, "")}
        if reason is not None:
            told["Reason"] = reason
        if step is not None:
            told["Step"] = step.path
        number = len(self.person.log) + 1
        activity = Activity(
            number,
            self.now,
            type_.number,
            campaign.log_name if campaign else "",
            asset,
            told,
            "succeeded" if reason is None else "skipped",
            f"{self.person.id}-{number}",
        )
        self.person.log.append(activity)
        if reason is not None:
            self.counts.skipped[type_.name, reason] += 1
            return
        self.counts.activities[type_.name] += 1
        for listener in self.instance.campaigns:
            listens = listener.kind is CampaignKind.TRIGGER and listener.active
            if listens and self.triggers(listener, activity, name):
                self.sequence += 1
                heapq.heappush(self.heap, (self.now, self.sequence, listener, activity, False))

    def triggers(self, campaign: Campaign, activity: Activity, name: str) -> bool:
        tokens = Tokens(campaign, {}, None)
        asked = questions.Asker(self, self.person, self.now, tokens)
        for trigger in campaign.triggers:
            if isinstance(trigger, RequestTrigger):
                if (
                    name == "request_campaign"
                    and activity.asset == campaign.qualified_name
                    and activity.attributes["Source"] in {each.value for each in trigger.sources}
                ):
                    return True
            elif trigger.activity.number == activity.type and asked.fits(trigger, activity):
                return True
        return False

    # -- steps ------------------------------------------------------------------------

    def flow(
        self,
        flow: tuple[steps.Step, ...],
        campaign: Campaign,
        tokens: Tokens,
        chain: tuple[Campaign, ...],
    ) -> None:
        for step in flow:
            self.counts.steps[campaign.qualified_name, step.path] += 1
            self.step(step, campaign, tokens, chain)

    def step(
        self, step: steps.Step, campaign: Campaign, tokens: Tokens, chain: tuple[Campaign, ...]
    ) -> None:
        person = self.person
        values = Values(self, person, self.now, tokens)

        def log(name: str, asset: str, attributes: dict[str, Any] | None = None) -> None:
            self.log(step, campaign, name, asset, attributes or {})

        def skip(name: str, asset: str, reason: str, attributes: Any = None) -> None:
            self.log(step, campaign, name, asset, attributes or {}, reason)

        match step:
            case steps.ChangeField():
                self.change_field(step, campaign, values)
            case steps.ChangeScore():
                change = values.score_change(step.change)
                if change is None:
                    self.warn("text-came-to-nothing")
                else:
                    self.change_score(step, campaign, step.field, change)
            case steps.ChangeMember():
                self.change_member(step, campaign, values)
            case steps.ChangeProgramStatus():
                self.change_status(step, campaign)
            case steps.ChangeProgramSuccess():
                member = person.programs.get(step.program.name)
                told = {"New Value": step.value}
                if member is None:
                    skip("change_program_success", step.program.name, "not_a_member", told)
                elif member.success != step.value:
                    member.success = step.value
                    member.success_date = self.now if step.value else None
                    log("change_program_success", step.program.name, told)
            case steps.AddToList():
                if step.list.qualified_name not in person.lists:
                    person.lists.add(step.list.qualified_name)
                    log("add_to_list", step.list.qualified_name)
            case steps.RemoveFromList():
                if step.list.qualified_name in person.lists:
                    person.lists.remove(step.list.qualified_name)
                    log("remove_from_list", step.list.qualified_name)
            case steps.SendEmail():
                reason = self.why_not_send(step, campaign)
                if reason:
                    skip("send_email", step.email.qualified_name, reason)
                else:
                    log("send_email", step.email.qualified_name)
                    log("deliver_email", step.email.qualified_name)
            case steps.SendAlert():
                texts = [
                    each.value if isinstance(each, steps.Recipient) else values.text(each)
                    for each in step.recipients
                ]
                recipients = ", ".join(each for each in texts if each)
                log("send_alert", step.email.qualified_name, {"Recipients": recipients})
            case steps.InterestingMoment():
                log("interesting_moment", step.kind, {"Description": values.text(step.description)})
            case steps.Wait():
                self.wait(step, campaign, values, tokens)
            case steps.CallWebhook():
                log("call_webhook", step.webhook.qualified_name)
            case steps.Execute():
                self.execute(step, campaign, tokens, chain)
            case steps.Request():
                log("request_campaign", step.campaign.qualified_name, {"Source": "flow"})
            case steps.RemoveFromFlow():
                self.remove_from_flow(step, campaign, chain)
            case steps.DeletePerson():
                log("delete_person", "")
                person.deleted = True
                person.trips.clear()
                raise GoneError
            case steps.AddToEngagement():
                self.add_to_engagement(step, campaign)
            case steps.ChangeEngagementStream():
                self.change_engagement(
                    step, campaign, "change_engagement_stream", "stream", "Stream", step.stream
                )
            case steps.ChangeEngagementCadence():
                self.change_engagement(
                    step, campaign, "change_engagement_cadence", "cadence", "Cadence", step.cadence
                )
            case steps.CreateTask():
                log("create_task", values.text(step.subject) or "")
            case steps.SyncPerson():
                log(f"sync_person_to_{step.crm}", "")
            case steps.ConvertPerson():
                log("convert_person", "")
            case steps.AddToSfdcCampaign():
                status = None if step.status is None else values.text(step.status)
                log("add_to_sfdc_campaign", values.text(step.campaign) or "", {"Status": status})
            case steps.RemoveFromSfdcCampaign():
                log("remove_from_sfdc_campaign", values.text(step.campaign) or "")
            case steps.ChangeSfdcCampaignStatus():
                log(
                    "change_status_in_sfdc_campaign",
                    values.text(step.campaign) or "",
                    {"New Status": values.text(step.status)},
                )
            case steps.DoNothing():
                pass
            case steps.Choose():
                asked = questions.Asker(self, person, self.now, tokens)
                for branch in step.branches:
                    if branch.condition is None or asked.passes(branch.condition):
                        self.flow(branch.steps, campaign, tokens, chain)
                        break
            case _:
                raise AssertionError(step)

    def warn(self, rule: str) -> None:
        self.counts.warnings[rule] += 1

    def change_field(self, step: steps.ChangeField, campaign: Campaign, values: Values) -> None:
        field_ = step.field
        old = self.person.values.get(field_.key)
        name = {
            "leadowner": "change_owner",
            "leadpartition": "change_partition",
            "revenuestage": "change_revenue_stage",
        }.get(field_.key, "change_data_value")
        if step.value is None:
            if old is not None:
                del self.person.values[field_.key]
                self.log(
                    step, campaign, name, field_.label, {"Old Value": as_json(old, field_.type)}
                )
            return
        new = self.value_for(step.value, field_.type, values)
        if new is None:
            return
        if field_.type.value == "score":
            self.change_score(step, campaign, field_, ScoreChange(True, new))
        elif not same(old, new):
            self.person.values[field_.key] = new
            told = {
                "Old Value": as_json(old, field_.type),
                "New Value": as_json(new, field_.type),
            }
            self.log(step, campaign, name, field_.label, told)

    def value_for(self, value: Any, type_: Any, values: Values) -> Any:
        """What a value is for a field of a type; None, and a warning, where it is nothing."""
        found, is_nothing = values.of_type(value, type_)
        if is_nothing:
            self.warn("text-came-to-nothing")
        elif found is None:
            self.warn("not-a-value")
        return found

    def change_score(
        self, step: steps.Step, campaign: Campaign, field_: Any, change: ScoreChange
    ) -> None:
        old = self.person.values.get(field_.key)
        before = old or 0
        after = change.amount if change.sets else before + change.amount
        after = max(-(2**31), min(2**31 - 1, after))
        if after == before and not (change.sets and old is None):
            return
        self.person.values[field_.key] = after
        told = ScoreChange(change.sets, after if change.sets else change.amount).text
        self.log(
            step,
            campaign,
            "change_score",
            field_.label,
            {
                "Change Value": change.text if step_has_literal(step) else told,
                "Old Value": before,
                "New Value": after,
            },
        )

    def change_member(self, step: steps.ChangeMember, campaign: Campaign, values: Values) -> None:
        name = "change_program_member_data"
        member = self.person.programs.get(step.program.name)
        told: dict[str, Any] = {"Attribute": step.field.label}
        if member is None:
            self.log(step, campaign, name, step.program.name, told, "not_a_member")
            return
        old = member.fields.get(step.field.key)
        if step.value is None:
            new = None
            if old is None:
                return
        else:
            new = self.value_for(step.value, step.field.type, values)
            if new is None or same(old, new):
                return
        member.fields[step.field.key] = new
        told["Old Value"] = as_json(old, step.field.type)
        told["New Value"] = as_json(new, step.field.type)
        self.log(step, campaign, name, step.program.name, told)

    def change_status(self, step: steps.ChangeProgramStatus, campaign: Campaign) -> None:
        name = "change_program_status"
        member = self.person.programs.get(step.program.name)
        told = {
            "Old Status": member.status if member else None,
            "New Status": step.status.name,
            "Success": step.status.success,
        }
        if member is not None:
            now_at = step.program.status(member.status or "")
            if now_at is not None and now_at.step > step.status.step:
                self.log(step, campaign, name, step.program.name, told, "earlier_status")
                return
            if member.status == step.status.name:
                return
        else:
            member = self.person.programs[step.program.name] = Membership(membership_date=self.now)
        self.give_status(member, step.status)
        self.log(step, campaign, name, step.program.name, told)

    def give_status(self, member: Membership, status: Any) -> None:
        member.status = status.name
        if status.success and not member.success:
            member.success, member.success_date = True, self.now

    def add_to_engagement(self, step: steps.AddToEngagement, campaign: Campaign) -> None:
        member = self.person.programs.get(step.program.name)
        if member is None:
            member = self.person.programs[step.program.name] = Membership(membership_date=self.now)
            self.give_status(member, min(step.program.statuses, key=lambda each: each.step))
        elif member.stream == step.stream:
            return
        member.stream = step.stream
        member.cadence = member.cadence or "normal"
        self.log(step, campaign, "add_to_engagement", step.program.name, {"Stream": step.stream})

    def change_engagement(
        self, step: Any, campaign: Campaign, name: str, attribute: str, label: str, value: str
    ) -> None:
        member = self.person.programs.get(step.program.name)
        told = {label: value}
        if member is None:
            self.log(step, campaign, name, step.program.name, told, "not_a_member")
        elif getattr(member, attribute) != value:
            setattr(member, attribute, value)
            self.log(step, campaign, name, step.program.name, told)

    def why_not_send(self, step: steps.SendEmail, campaign: Campaign) -> str | None:
        values = self.person.values
        if values.get("email") is None:
            return "empty"
        for reason, key in (("invalid", "emailinvalid"), ("block_listed", "blocklisted")):
            if values.get(key):
                return reason
        if step.email.operational:
            return None
        for reason, key in (
            ("unsubscribed", "unsubscribed"),
            ("marketing_suspended", "marketingsuspended"),
        ):
            if values.get(key):
                return reason
        return "over_limit" if self.over_limit(campaign) else None

    def over_limit(self, campaign: Campaign) -> bool:
        if campaign.ignore_limits:
            return False
        project = self.instance.project
        send = self.by_name["sendemail"].number
        operational = {
            name
            for email in self.instance.emails
            if email.operational
            for name in (email.name, email.qualified_name)
        }
        sent = [
            each.time
            for each in self.person.log
            if each.type == send
            and each.counts
            and each.time <= self.now
            and each.asset not in operational
        ]
        today = local(self.now, self.zone).date()
        in_day = sum(local(time, self.zone).date() == today for time in sent)
        in_week = sum(time > self.now - 168 * 3600 for time in sent)
        return (project.max_per_day is not None and in_day >= project.max_per_day) or (
            project.max_per_7_days is not None and in_week >= project.max_per_7_days
        )

    def execute(
        self,
        step: steps.Execute,
        campaign: Campaign,
        tokens: Tokens,
        chain: tuple[Campaign, ...],
    ) -> None:
        child = step.campaign
        if step.with_parent_tokens:
            inside = Tokens(child, {}, tokens.trigger, tokens)
        else:
            inside = Tokens(child, {}, None)
        asked = questions.Asker(self, self.person, self.now, inside)
        qualified = asked.passes(child.smart_list) and self.may_enter(self.person, child, self.now)
        self.log(step, campaign, "execute_campaign", child.qualified_name, {"Qualified": qualified})
        self.counts.executed[child.qualified_name, qualified] += 1
        if qualified:
            self.count_in(child)
            self.flow(child.flow, child, inside, (*chain, child))

    def remove_from_flow(
        self, step: steps.RemoveFromFlow, campaign: Campaign, chain: tuple[Campaign, ...]
    ) -> None:
        ends_chain = False
        for target in step.campaigns:
            waiting = [trip for trip in self.person.trips if trip.campaign is target]
            self.person.trips = [trip for trip in self.person.trips if trip.campaign is not target]
            if waiting or target in chain:
                self.log(step, campaign, "remove_from_flow", target.qualified_name, {})
            ends_chain = ends_chain or target in chain
        if ends_chain:
            raise GoneError

    def wait(self, step: steps.Wait, campaign: Campaign, values: Values, tokens: Tokens) -> None:
        until = waits.end_of(step, self.now, self.zone, self.instance.project, values)
        if isinstance(step, steps.WaitUntil) and until is None:
            self.warn("wait-date-empty")
            return
        assert until is not None
        if until <= self.now:
            if isinstance(step, steps.WaitUntil):
                self.warn("wait-not-in-future")
            return
        outside = {key: stored(value) for key, value in tokens.outside.items()}
        self.person.trips.append(
            Trip(
                campaign,
                step.number,
                until,
                self.now,
                tokens.trigger.guid if tokens.trigger else None,
                json.dumps(outside, ensure_ascii=False, separators=(",", ":")) if outside else None,
            )
        )
        raise GoneError


def step_has_literal(step: steps.Step) -> bool:
    return isinstance(step, steps.ChangeScore)


def stored(value: Literal) -> Any:
    match value:
        case ScoreChange():
            return value.text
        case Day():
            return as_text(value, None, None)
        case Moment():
            return as_json(value.seconds, None)
        case _:
            return value


def circle(names: list[str]) -> tuple[str, ...]:
    """The shortest run of campaigns that repeats at the end."""
    for length in range(1, len(names) // 2 + 1):
        if names[-length:] == names[-2 * length : -length]:
            found = names[-length:]
            start = found.index(min(found))
            return tuple(found[start:] + found[:start])
    return tuple(dict.fromkeys(names))
