"""The standard library: fields that real exports find, activities that steps and exports name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flowlang.datatypes import DataType
from flowlang.model.assets import FieldKind
from flowlang.model.instance import Instance
from flowlang.model.load import load
from flowlang.model.standard import StandardLibrary
from flowlang.names import name_key
from flowlang.resources import resource

# The columns of a bulk extract of people, by the names of the REST API; `id` is the key.
_EXTRACT = """
company site billingStreet billingCity billingState billingCountry billingPostalCode website
mainPhone annualRevenue numberOfEmployees industry sicCode mktoCompanyNotes externalCompanyId
mktoName personType mktoIsPartner isLead mktoIsCustomer isAnonymous salutation firstName
middleName lastName email phone mobilePhone fax title contactCompany dateOfBirth address city
state country postalCode originalSourceType originalSourceInfo registrationSourceType
registrationSourceInfo originalSearchEngine originalSearchPhrase originalReferrer emailInvalid
emailInvalidCause unsubscribed unsubscribedReason doNotCall mktoDoNotCallCause doNotCallReason
mktoPersonNotes anonymousIP inferredCompany inferredCountry inferredCity inferredStateRegion
inferredPostalCode inferredMetropolitanArea inferredPhoneAreaCode department createdAt updatedAt
cookies externalSalesPersonId leadPerson leadRole leadSource leadStatus leadScore urgency priority
relativeScore relativeUrgency rating personPrimaryLeadInterest leadPartitionId
leadRevenueCycleModelId leadRevenueStageId gender facebookDisplayName twitterDisplayName
linkedInDisplayName facebookProfileURL twitterProfileURL linkedInProfileURL facebookPhotoURL
twitterPhotoURL linkedInPhotoURL facebookReach twitterReach linkedInReach facebookReferredVisits
twitterReferredVisits linkedInReferredVisits totalReferredVisits facebookReferredEnrollments
twitterReferredEnrollments linkedInReferredEnrollments totalReferredEnrollments lastReferredVisit
lastReferredEnrollment syndicationId facebookId twitterId linkedInId acquisitionProgramId
mktoAcquisitionDate marketoTimeZone marketingSuspended marketingSuspendedCause blackListed
blackListedCause emailSuspended emailSuspendedCause emailSuspendedAt personTimeZone sfdcId
sfdcType sfdcLeadId sfdcLeadOwnerId sfdcContactId sfdcAccountId
"""
REST_COLUMNS = _EXTRACT.split()

# Where the screens call a field otherwise than the REST API does.
SCREEN_NAMES = {
    "mktoName": "Full Name",
    "email": "Email Address",
    "phone": "Phone Number",
    "mobilePhone": "Mobile Phone Number",
    "fax": "Fax Number",
    "title": "Job Title",
    "company": "Company Name",
    "billingStreet": "Billing Address",
    "numberOfEmployees": "Num Employees",
    "mktoCompanyNotes": "Company Notes",
    "mktoPersonNotes": "Person Notes",
    "mktoIsPartner": "Is Partner",
    "mktoIsCustomer": "Is Customer",
    "mktoDoNotCallCause": "Do Not Call Cause",
    "leadRole": "Role",
    "rating": "Lead Rating",
    "personPrimaryLeadInterest": "Primary Lead Interest",
    "mktoAcquisitionDate": "Acquisition Date",
    "sfdcAccountId": "SFDC Account Id",
}

READ_BY_THE_LANGUAGE = {
    "email": DataType.EMAIL,
    "unsubscribed": DataType.BOOLEAN,
    "marketing_suspended": DataType.BOOLEAN,
    "block_listed": DataType.BOOLEAN,
    "email_invalid": DataType.BOOLEAN,
    "lead_owner": DataType.STRING,
    "lead_partition": DataType.STRING,
    "revenue_stage": DataType.STRING,
}

# What a step logs: the activity, and the labels of the attributes that it gives.
LOGGED: dict[str, tuple[str, ...]] = {
    "change_data_value": ("Old Value", "New Value"),
    "change_owner": ("Old Value", "New Value"),
    "change_partition": ("Old Value", "New Value"),
    "change_revenue_stage": ("Old Value", "New Value"),
    "change_score": ("Change Value", "Old Value", "New Value"),
    "change_program_member_data": ("Attribute", "Old Value", "New Value"),
    "change_program_status": ("Old Status", "New Status", "Success"),
    "change_program_success": ("New Value",),
    "add_to_list": (),
    "remove_from_list": (),
    "send_email": (),
    "deliver_email": (),
    "send_alert": ("Recipients",),
    "interesting_moment": ("Description",),
    "call_webhook": (),
    "execute_campaign": ("Qualified",),
    "request_campaign": ("Source",),
    "remove_from_flow": (),
    "delete_person": (),
    "add_to_engagement": ("Stream",),
    "change_engagement_stream": ("Stream",),
    "change_engagement_cadence": ("Cadence",),
    "create_task": (),
    "sync_person_to_sfdc": (),
    "sync_person_to_dynamics": (),
    "convert_person": (),
    "add_to_sfdc_campaign": ("Status",),
    "remove_from_sfdc_campaign": (),
    "change_status_in_sfdc_campaign": ("New Status",),
}

NUMBERS = {
    "visit_webpage": (1, "Visit Webpage"),
    "fill_out_form": (2, "Fill Out Form"),
    "click_link": (3, "Click Link"),
    "send_email": (6, "Send Email"),
    "deliver_email": (7, "Email Delivered"),
    "bounce_email": (8, "Email Bounced"),
    "unsubscribe_email": (9, "Unsubscribe Email"),
    "open_email": (10, "Open Email"),
    "click_email": (11, "Click Email"),
    "create_person": (12, "New Lead"),
    "change_data_value": (13, "Change Data Value"),
    "change_score": (22, "Change Score"),
    "add_to_list": (24, "Add to List"),
    "remove_from_list": (25, "Remove from List"),
    "delete_person": (37, "Delete Lead"),
    "send_alert": (38, "Send Alert"),
    "interesting_moment": (46, "Interesting Moment"),
    "request_campaign": (47, "Request Campaign"),
    "change_program_status": (104, "Change Status in Progression"),
    "call_webhook": (110, "Call Webhook"),
    "add_to_engagement": (113, "Add to Nurture"),
    "change_program_member_data": (123, "Change Program Member Data"),
}

# What the triggering activity offers to tokens, by its type.
TRIGGER_TOKENS = {
    "click_email": ("Link", "Subject"),
    "open_email": ("Subject",),
    "deliver_email": ("Subject",),
    "bounce_email": ("Subject", "Category", "Details"),
    "bounce_email_soft": ("Subject", "Category", "Details"),
    "unsubscribe_email": ("Subject", "Client IP Address"),
    "open_sales_email": ("Link", "Subject", "Sent By", "Received By"),
    "fill_out_form": ("Web Page", "Client IP Address"),
    "visit_webpage": (
        "Web Page",
        "Client IP Address",
        "Referrer",
        "Search Engine",
        "Search Query",
    ),
    "click_link": ("Web Page", "Client IP Address", "Referrer"),
}

OWN_NUMBERS_FROM = 900_001


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    """An instance that imports every module of the library."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "flowlang.toml").write_text('[project]\nname = "all"\n', encoding="utf-8")
    imports = "".join(f"import {name}\n" for name in StandardLibrary().names)
    (folder / "all.flow").write_text(imports, encoding="utf-8")
    (instance,) = load([folder]).instances
    return instance


def test_the_library_has_no_mistakes(everything: Instance) -> None:
    assert [str(each.message) for each in everything.diagnostics] == []


@pytest.mark.parametrize("column", REST_COLUMNS)
def test_a_column_of_the_rest_api_finds_its_field(everything: Instance, column: str) -> None:
    assert everything.field(name_key(column)) is not None


@pytest.mark.parametrize(("column", "label"), SCREEN_NAMES.items())
def test_the_name_on_the_screen_leads_to_the_same_field(
    everything: Instance, column: str, label: str
) -> None:
    found = everything.field(name_key(column))
    assert found is not None
    assert found is everything.field(name_key(label))
    assert found.label == label


def test_company_fields_are_company_fields(everything: Instance) -> None:
    company = {each.key for each in everything.fields if each.kind is FieldKind.COMPANY}
    assert {"company", "industry", "annualrevenue", "website", "billingcity"} <= company
    assert company.isdisjoint({"firstname", "email", "country", "leadscore"})


def test_lead_score_can_be_scored(everything: Instance) -> None:
    found = everything.field("leadscore")
    assert found is not None
    assert found.type is DataType.SCORE


def test_what_the_language_reads_needs_no_import(tmp_path: Path) -> None:
    (tmp_path / "flowlang.toml").write_text("", encoding="utf-8")
    (tmp_path / "empty.flow").write_text("", encoding="utf-8")
    (instance,) = load([tmp_path]).instances
    found = {each.name: each.type for each in instance.fields}
    assert found == READ_BY_THE_LANGUAGE


@pytest.mark.parametrize(("name", "labels"), LOGGED.items())
def test_what_a_step_logs_is_declared(
    everything: Instance, name: str, labels: tuple[str, ...]
) -> None:
    activity = everything.activity(name_key(name))
    assert activity is not None
    assert activity.primary is not None
    assert set(labels) <= {each.label for each in activity.attributes}


@pytest.mark.parametrize(("name", "expected"), NUMBERS.items())
def test_numbers_and_labels_are_marketos(
    everything: Instance, name: str, expected: tuple[int, str]
) -> None:
    activity = everything.activity(name_key(name))
    assert activity is not None
    assert (activity.number, activity.label) == expected


@pytest.mark.parametrize(("name", "labels"), TRIGGER_TOKENS.items())
def test_tokens_of_the_triggering_activity(
    everything: Instance, name: str, labels: tuple[str, ...]
) -> None:
    activity = everything.activity(name_key(name))
    assert activity is not None
    assert set(labels) <= {each.label for each in activity.attributes}


def test_a_number_of_our_own_is_told_as_such(everything: Instance) -> None:
    text = (resource("stdlib") / "core.flow").read_text(encoding="utf-8")
    declared = re.findall(r"((?:##[^\n]*\n)*)(?:open )?activity (\w+) = (\d+)", text)
    assert len(declared) == len(everything.activities)
    for comment, name, number in declared:
        ours = int(number) >= OWN_NUMBERS_FROM
        assert ours == ("FlowLang's own" in comment), name
        assert ours or int(number) < 100_000, f"{name} has a number of custom types"
