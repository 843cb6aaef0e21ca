"""Publish and withdraw what is due. `make run` runs it beside the server, once a minute."""

import os
import signal
import threading
import time
from argparse import ArgumentParser
from types import FrameType

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections

from profiles.schedule import run_due


class Command(BaseCommand):
    help = "Do what the schedule says is due: once, or again and again until it is told to stop."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=int, metavar="SECONDS", help="go on, and look again this often")
        parser.add_argument("--beside", type=int, metavar="PID", help="stop when this parent process ends")

    def handle(self, *, every: int | None, beside: int | None, **options: object) -> None:
        if every is None:
            self._run(quiet=not options["verbosity"])
            return
        stop = threading.Event()

        def stop_cleanly(number: int, frame: FrameType | None) -> None:
            stop.set()

        # What is being done is finished first.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop_cleanly)
        while not stop.is_set():
            close_old_connections()
            try:
                self._run(quiet=True)
            except Error as error:
                # It may be back in a minute, and readers are no worse off meanwhile.
                self.stderr.write(f"run_schedule: the database did not answer, trying again: {error}")
            next_run = time.monotonic() + every
            while time.monotonic() < next_run and not stop.wait(1):
                if beside and os.getppid() != beside:
                    return

    def _run(self, *, quiet: bool) -> None:
        run = run_due()
        if not quiet or run.done or run.failed:
            self.stdout.write(f"run_schedule: {run.done} done, {run.failed} failed")
