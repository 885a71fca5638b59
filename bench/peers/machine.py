"""What a result depends on besides the programs: the processor, the system, the date."""

import os
import platform
import re
from datetime import datetime, timezone
from pathlib import Path


def cpu_model() -> str:
    """The processor's name as Linux gives it, or else the architecture."""
    information = Path("/proc/cpuinfo")
    text = information.read_text(encoding="utf-8") if information.exists() else ""
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found.group(1).strip() if found else platform.processor() or platform.machine()


def slug(name: str) -> str:
    """A folder name: lower case, everything but letters and digits a hyphen."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def describe() -> dict:
    return {
        "date": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "cpu": cpu_model(),
        "processors": os.cpu_count(),
        "system": f"{operating_system()}, Linux {platform.release()}, {platform.machine()}",
    }


def operating_system() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.system()
