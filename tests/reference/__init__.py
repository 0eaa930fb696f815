"""The meaning of the language, as plainly as it can be written: one person at a time.

Where the page of the language is silent, it is read so:

- Turns that outside activities start belong to the first group of an instant: those of each
  activity in source order, before batch runs and before waits that end. Whoever fills in a
  form at the very second at which a wait ends is taken out of the flow before the mail goes.
  What those turns queue comes with the rest that is caused.
- Waits of the input that should have ended before the start end at the start, in the order in
  which they began; a run without `until` ends none.
- An activity happens if it lies in the period, succeeded, and no campaign that runs here did
  it. What external campaigns did happens; what inactive ones did is history.
- A replayed change without a new value, or with an empty one, empties the field; one that says
  neither an old nor a new value, or no value of the type, changes nothing. A replayed status
  may be a step back, since it did happen, and makes a member. Member data of people who are no
  members, and names that nobody knows, change nothing.
- Who is deleted outside is gone before anything of the instant reacts.
- Moments of one schedule that fall together are one run. Times in a gap are the first after it.
- Who is stopped takes no part in anything, also not in the counting of `at most`.
- In a run, outside activities do not happen, but filters see them once the clock has passed.
- Entries are counted, not the people who entered; executed campaigns count too.
- A wait whose trigger is not among the person's activities, or is one that did not succeed,
  goes on with empty trigger tokens.
- `wait until D plus 1 day` adds 24 hours, also in the nights when clocks change.
"""
