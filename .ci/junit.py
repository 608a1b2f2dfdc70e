"""Compares a JUnit file of `byline check` with the JSON of the same check.

    junit.py JUNIT JSON STATUS
"""

import json
import sys
from xml.etree import ElementTree

from junitparser import Error, Failure, JUnitXml

junit, told, status = sys.argv[1:]
suites = list(JUnitXml.fromfile(junit))
with open(told, encoding="utf-8") as file:
    check = json.load(file)

cases = [case for suite in suites for case in suite]
for suite in suites:
    own = list(suite)
    count = {kind: sum(isinstance(part, kind) for case in own for part in case.result) for kind in (Failure, Error)}
    assert (suite.tests, suite.failures, suite.errors) == (len(own), count[Failure], count[Error]), suite.name

# No two cases are taken for one.
names = [(case.classname, case.name) for case in cases]
assert len(set(names)) == len(names), names

# Everything that fails the check stands in the text of a case, and everything else in the output of a suite.
failing = "\n".join(part.text or part.message for case in cases for part in case.result)
# Outputs of suites are not read by it.
outputs = "\n".join(element.text or "" for element in ElementTree.parse(junit).iter("system-out"))
for finding in check["findings"]:
    where = failing if finding["level"] == "deny" else outputs
    assert f"[{finding['rule']}]: " in where, finding

is_red = any(case.result for case in cases)
assert is_red == (status != "0"), f"status {status}, and the cases say {is_red}"
assert check["summary"]["records"] == 0 or len(cases) >= check["summary"]["records"]
