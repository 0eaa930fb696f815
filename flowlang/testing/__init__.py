"""Tests of campaigns: made-up people in a world of their own, and what is expected of them."""
