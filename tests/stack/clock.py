"""The time of the whole stack: emulator and functions are started under libfaketime and read it from one file."""

import datetime
import os
import pathlib
import re
import sysconfig

SPAN = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
UTC = datetime.UTC
REAL = datetime.timedelta()


class Clock:
    """Runs as the real one does, some time apart from it."""

    def __init__(self, folder: pathlib.Path):
        self.file = folder / "clock"
        self.move(REAL)

    def environment(self) -> dict:
        """What a process must be started with to have this time."""
        library = pathlib.Path(sysconfig.get_path("purelib"), "libfaketime/vendor/libfaketime/src/libfaketime.so.1")
        if not library.exists():
            raise SystemExit(f"libfaketime was not built: no {library}")
        return {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def now(self) -> datetime.datetime:
        return datetime.datetime.now(UTC) + self.apart

    def move(self, apart: datetime.timedelta) -> None:
        self.apart = apart
        # A reader must never see half a line.
        fresh = self.file.with_suffix(".new")
        fresh.write_text(f"{apart.total_seconds():+f}\n")
        os.replace(fresh, self.file)

    def steer(self, body: dict) -> None:
        """`{"advance": "P5D"}` or `{"set": "2026-11-23T09:00:00Z"}`."""
        if "advance" in body:
            days, hours, minutes, seconds = (int(part or 0) for part in SPAN.fullmatch(body["advance"]).groups())
            self.move(self.apart + datetime.timedelta(days, seconds, hours=hours, minutes=minutes))
        else:
            self.move(datetime.datetime.fromisoformat(body["set"]) - datetime.datetime.now(UTC))


def text(instant: datetime.datetime) -> str:
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")
