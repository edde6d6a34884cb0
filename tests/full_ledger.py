"""A ledger whose records have all that the detail and the pages show: steps, a long log, comments, wide texts."""

from __future__ import annotations

STEPS = ",\n".join(
    f'{{ text = "step {number}", due = 2016-12-{number:02}, done = {"true" if number < 9 else "false"} }}'
    for number in range(1, 29)
)
LOG = ",\n".join(f'{{ date = 2016-11-{day:02}, by = "Li", text = "report of day {day}" }}' for day in range(1, 29))
WIDE_TEXT = "受环保督察影响，施工单位停工整改，第三稿未能按期印发。" * 3

FULL = f"""\
[dataset]
format = 1
title = "Test"
as_of = 2016-12-20

[[requirement]]
id = "R1"
title = "First"
quote = "as the document says"

[[requirement]]
id = "R1.1"
title = "Part one"
parent = "R1"

[[task]]
id = "T1"
title = "Write the plan"
requirements = ["R1.1"]
status = "doing"
lead = "Finance"
support = ["Audit", "Trade"]
owner = "Wu"
due = 2016-12-15
progress = 60
verified = 30
depends = ["T2"]
problem = "{WIDE_TEXT}"
next = "ask again"
steps = [
{STEPS}
]
log = [
{LOG}
]

[[task]]
id = "T2"
title = "Publish the list"
requirements = ["R1"]
status = "doing"
lead = "Trade"
due = 2016-12-31
progress = 20

[[task]]
id = "T3"
title = "Long ago"
requirements = ["R1.1"]
status = "done"
done_on = 2016-11-11

[[indicator]]
id = "I1"
name = "Output"
unit = "billion yuan"
requirements = ["R1"]
baseline = {{ period = "2014", value = 200 }}
target = {{ period = "2016", value = 300 }}
observations = [
    {{ period = "2014", value = 200 }},
    {{ period = "2015", value = 210.5, growth = 5.2 }},
]

[[comment]]
id = "C1"
on = "T1"
by = "wang"
at = 2016-12-19
text = "Who pays?"

[[comment]]
id = "C2"
on = "T1"
by = "zhao"
at = 2016-12-18
text = "The title is too long"
resolved = true
"""
