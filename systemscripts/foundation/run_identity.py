"""What a run is known by: an id, its words, the process that watches over it. Costs no imports."""

import os

SHELL_CHARACTERS = set("|&;<>()$`\\\"' \t\n*?[]#~=%{}!")


def quoted(words: list[str]) -> str:
    """Arguments as a shell would take them."""
    return " ".join(
        "'" + w.replace("'", "'\\''") + "'" if not w or SHELL_CHARACTERS & set(w) else w
        for w in words
    )


def new_uuid() -> str:
    """A random UUID (version 4)."""
    raw = bytearray(os.urandom(16))
    raw[6] = raw[6] & 0x0F | 0x40
    raw[8] = raw[8] & 0x3F | 0x80
    text = raw.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def mark_of(process_id: int | str) -> str:
    """Boot and start time of a process; empty when there is none."""
    try:
        with open(f"/proc/{process_id}/stat", encoding="utf-8", errors="replace") as file:
            started = file.read().rpartition(")")[2].split()[19]
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            return f"{file.read(8)}-{started}"
    except OSError:
        return ""
