"""One module for each rule; it is named like the rule, and its docstring is the rule's page.

A module has `find(world: World) -> Iterator[Diagnostic]`, which yields what `found` makes: what is
wrong, where, and how to mend it. Name and severity are those of the page. Nothing lists the rules.
"""
