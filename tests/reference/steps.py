"""Flows: what each step does to the person whose timeline it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowlang.model import steps
from flowlang.model.campaigns import Campaign
from flowlang.model.values import ScoreChange
from tests.reference import questions, waits
from tests.reference.clock import local
from tests.reference.person import Membership, Trip
from tests.reference.tokens import Tokens, stored
from tests.reference.values import Values, as_json, same

if TYPE_CHECKING:
    from tests.reference.timeline import Timeline


class GoneError(Exception):
    """The person's chain of campaigns has ended, or the person waits."""


class Walk:
    """Takes the person of a timeline through flows, now."""

    def __init__(self, line: Timeline) -> None:
        self.line = line

    def flow(
        self,
        flow: tuple[steps.Step, ...],
        campaign: Campaign,
        tokens: Tokens,
        chain: tuple[Campaign, ...],
    ) -> None:
        for step in flow:
            self.line.counts.steps[campaign.qualified_name, step.path] += 1
            self.step(step, campaign, tokens, chain)

    def resume(
        self, flow: tuple[steps.Step, ...], number: int, campaign: Campaign, tokens: Tokens
    ) -> bool:
        """Go on behind a wait, wherever in the flow it stands; whether it stands there."""
        for place, step in enumerate(flow):
            branches = step.branches if isinstance(step, steps.Choose) else ()
            if (isinstance(step, steps.Wait) and step.number == number) or any(
                self.resume(branch.steps, number, campaign, tokens) for branch in branches
            ):
                self.flow(flow[place + 1 :], campaign, tokens, (campaign,))
                return True
        return False

    def step(
        self, step: steps.Step, campaign: Campaign, tokens: Tokens, chain: tuple[Campaign, ...]
    ) -> None:
        person = self.line.person
        values = Values(self.line, person, self.line.now, tokens)

        def log(name: str, asset: str, attributes: dict[str, Any] | None = None) -> None:
            self.line.log(step, campaign, name, asset, attributes or {})

        def skip(name: str, asset: str, reason: str, attributes: Any = None) -> None:
            self.line.log(step, campaign, name, asset, attributes or {}, reason)

        match step:
            case steps.ChangeField():
                self.change_field(step, campaign, values)
            case steps.ChangeScore():
                change = values.score_change(step.change)
                if change is None:
                    self.line.warn("text-came-to-nothing")
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
                    member.success_date = self.line.now if step.value else None
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
                asked = questions.Asker(self.line, person, self.line.now, tokens)
                for branch in step.branches:
                    if branch.condition is None or asked.passes(branch.condition):
                        self.flow(branch.steps, campaign, tokens, chain)
                        break
            case _:
                raise AssertionError(step)

    def change_field(self, step: steps.ChangeField, campaign: Campaign, values: Values) -> None:
        field_ = step.field
        old = self.line.person.values.get(field_.key)
        name = {
            "leadowner": "change_owner",
            "leadpartition": "change_partition",
            "revenuestage": "change_revenue_stage",
        }.get(field_.key, "change_data_value")
        if step.value is None:
            if old is not None:
                del self.line.person.values[field_.key]
                self.line.log(
                    step, campaign, name, field_.label, {"Old Value": as_json(old, field_.type)}
                )
            return
        new = self.value_for(step.value, field_.type, values)
        if new is None:
            return
        if field_.type.value == "score":
            self.change_score(step, campaign, field_, ScoreChange(True, new))
        elif not same(old, new):
            self.line.person.values[field_.key] = new
            told = {
                "Old Value": as_json(old, field_.type),
                "New Value": as_json(new, field_.type),
            }
            self.line.log(step, campaign, name, field_.label, told)

    def value_for(self, value: Any, type_: Any, values: Values) -> Any:
        """What a value is for a field of a type; None, and a warning, where it is nothing."""
        found, is_nothing = values.of_type(value, type_)
        if is_nothing:
            self.line.warn("text-came-to-nothing")
        elif found is None:
            self.line.warn("not-a-value")
        return found

    def change_score(
        self, step: steps.Step, campaign: Campaign, field_: Any, change: ScoreChange
    ) -> None:
        old = self.line.person.values.get(field_.key)
        before = old or 0
        after = change.amount if change.sets else before + change.amount
        after = max(-(2**31), min(2**31 - 1, after))
        if after == before and not (change.sets and old is None):
            return
        self.line.person.values[field_.key] = after
        told = ScoreChange(change.sets, after if change.sets else change.amount).text
        self.line.log(
            step,
            campaign,
            "change_score",
            field_.label,
            {
                "Change Value": change.text if isinstance(step, steps.ChangeScore) else told,
                "Old Value": before,
                "New Value": after,
            },
        )

    def change_member(self, step: steps.ChangeMember, campaign: Campaign, values: Values) -> None:
        name = "change_program_member_data"
        member = self.line.person.programs.get(step.program.name)
        told: dict[str, Any] = {"Attribute": step.field.label}
        if member is None:
            self.line.log(step, campaign, name, step.program.name, told, "not_a_member")
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
        self.line.log(step, campaign, name, step.program.name, told)

    def change_status(self, step: steps.ChangeProgramStatus, campaign: Campaign) -> None:
        name = "change_program_status"
        member = self.line.person.programs.get(step.program.name)
        told = {
            "Old Status": member.status if member else None,
            "New Status": step.status.name,
            "Success": step.status.success,
        }
        if member is not None:
            now_at = step.program.status(member.status or "")
            if now_at is not None and now_at.step > step.status.step:
                self.line.log(step, campaign, name, step.program.name, told, "earlier_status")
                return
            if member.status == step.status.name:
                return
        else:
            member = self.line.person.programs[step.program.name] = Membership(
                membership_date=self.line.now
            )
        self.give_status(member, step.status)
        self.line.log(step, campaign, name, step.program.name, told)

    def give_status(self, member: Membership, status: Any) -> None:
        member.status = status.name
        if status.success and not member.success:
            member.success, member.success_date = True, self.line.now

    def add_to_engagement(self, step: steps.AddToEngagement, campaign: Campaign) -> None:
        member = self.line.person.programs.get(step.program.name)
        if member is None:
            member = self.line.person.programs[step.program.name] = Membership(
                membership_date=self.line.now
            )
            self.give_status(member, min(step.program.statuses, key=lambda each: each.step))
        elif member.stream == step.stream:
            return
        member.stream = step.stream
        member.cadence = member.cadence or "normal"
        self.line.log(
            step, campaign, "add_to_engagement", step.program.name, {"Stream": step.stream}
        )

    def change_engagement(
        self, step: Any, campaign: Campaign, name: str, attribute: str, label: str, value: str
    ) -> None:
        member = self.line.person.programs.get(step.program.name)
        told = {label: value}
        if member is None:
            self.line.log(step, campaign, name, step.program.name, told, "not_a_member")
        elif getattr(member, attribute) != value:
            setattr(member, attribute, value)
            self.line.log(step, campaign, name, step.program.name, told)

    def why_not_send(self, step: steps.SendEmail, campaign: Campaign) -> str | None:
        values = self.line.person.values
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
        project = self.line.instance.project
        send = self.line.by_name["sendemail"].number
        operational = {
            name
            for email in self.line.instance.emails
            if email.operational
            for name in (email.name, email.qualified_name)
        }
        sent = [
            each.time
            for each in self.line.person.log
            if each.type == send
            and each.counts
            and each.time <= self.line.now
            and each.asset not in operational
        ]
        today = local(self.line.now, self.line.zone).date()
        in_day = sum(local(time, self.line.zone).date() == today for time in sent)
        in_week = sum(time > self.line.now - 168 * 3600 for time in sent)
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
        qualified = self.line.why_not(child, inside, None, self.line.now) is None
        self.line.log(
            step, campaign, "execute_campaign", child.qualified_name, {"Qualified": qualified}
        )
        self.line.counts.executed[child.qualified_name, qualified] += 1
        if qualified:
            self.line.count_in(child)
            self.flow(child.flow, child, inside, (*chain, child))

    def remove_from_flow(
        self, step: steps.RemoveFromFlow, campaign: Campaign, chain: tuple[Campaign, ...]
    ) -> None:
        ends_chain = False
        for target in step.campaigns:
            waiting = [trip for trip in self.line.person.trips if trip.campaign is target]
            self.line.person.trips = [
                trip for trip in self.line.person.trips if trip.campaign is not target
            ]
            if waiting or target in chain:
                self.line.log(step, campaign, "remove_from_flow", target.qualified_name, {})
            ends_chain = ends_chain or target in chain
        if ends_chain:
            raise GoneError

    def wait(self, step: steps.Wait, campaign: Campaign, values: Values, tokens: Tokens) -> None:
        until = waits.end_of(step, self.line.now, self.line.zone, values)
        if until is None:
            self.line.warn("wait-date-empty")
            return
        if until <= self.line.now:
            if isinstance(step, steps.WaitUntil):
                self.line.warn("wait-not-in-future")
            return
        trip = Trip(
            campaign,
            step.number,
            until,
            self.line.now,
            tokens.trigger.guid if tokens.trigger else None,
            stored(tokens.outside),
        )
        self.line.person.trips.append(trip)
        self.line.expect(trip)
        raise GoneError
