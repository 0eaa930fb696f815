"""What the hand-written programs must know to write what the language writes."""

from __future__ import annotations

MOMENT = 1_767_603_600
"""The moment of the run, 2026-01-05T09:00Z, in seconds since 1970."""

AT = "2026-01-05T09:00"

ACTIVITIES = {
    "change_data_value": 13,
    "change_score": 22,
    "change_owner": 23,
    "add_to_list": 24,
    "interesting_moment": 46,
    "execute_campaign": 900_001,
}

TEXT_COLUMNS = (
    "firstName",
    "lastName",
    "company",
    "title",
    "industry",
    "country",
    "state",
    "city",
    "postalCode",
    "website",
    "leadSource",
    "leadStatus",
    "rating",
    "department",
)
"""Columns of text that repeat, read as dictionaries."""

CAMPAIGN_NAMES = ("Spring.Refresh", "Spring.Score")

TABLES = (
    "people",
    "activities",
    "list_members",
    "program_members",
    "campaign_members",
    "waiting",
)

ACTIVITY_COLUMNS = (
    "marketoGUID",
    "leadId",
    "activityDate",
    "activityTypeId",
    "campaignId",
    "primaryAttributeValueId",
    "primaryAttributeValue",
    "attributes",
    "actionResult",
)
