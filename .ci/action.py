"""Runs the steps of action.yml as GitHub would, save the one that uploads.

    action.py ACTION BYLINE_SOURCE TEMP [INPUT=VALUE...]

Each step with `run` is a bash script of its own; an expression stands only in `env`. Ends with the status of the first
step that fails, and prints the outputs that the steps wrote.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import yaml

EXPRESSION = re.compile(r"\$\{\{\s*([a-z_.-]+)\s*\}\}")


def main(action, source, temp, *given):
    action = yaml.safe_load(Path(action).read_text(encoding="utf-8"))
    assert action["runs"]["using"] == "composite"
    inputs = {name: str(entry.get("default", "")) for name, entry in action["inputs"].items()}
    for pair in given:
        name, value = pair.split("=", 1)
        assert name in inputs, f"there is no input {name}"
        inputs[name] = value
    context = {"github.action_path": source, "runner.temp": temp}
    context.update({f"inputs.{name}": value for name, value in inputs.items()})

    outputs = Path(temp, "outputs")
    outputs.write_text("")
    status = 0
    steps = [step for step in action["runs"]["steps"] if "run" in step]
    assert len(steps) == 2, steps
    for number, step in enumerate(steps):
        assert step["shell"] == "bash", step
        assert "${{" not in step["run"], "an input would become a part of the script"
        script = Path(temp, f"step{number}.sh")
        script.write_text(step["run"], encoding="utf-8")
        environment = dict(os.environ, GITHUB_OUTPUT=str(outputs), GITHUB_ACTIONS="true")
        for name, value in step["env"].items():
            environment[name] = EXPRESSION.sub(lambda found: context[found[1]], value)
        # What GitHub runs for `shell: bash`.
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
        status = subprocess.run(command, env=environment, check=False).returncode
        if status != 0:
            break
    print(outputs.read_text(), end="", file=sys.stderr)
    return status


sys.exit(main(*sys.argv[1:]))
