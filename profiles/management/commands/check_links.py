"""Ask every web address that published pages lead to, and keep what came back for the dashboard."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from profiles.links import (
    Answer,
    addresses_in_use,
    ask_all,
    asker,
    forget_unused,
    problem_in_words,
    remember,
)
from profiles.models import LinkCheck

# With this many addresses and not one answer, the fault is ours.
ENOUGH_TO_TELL = 3


class Command(BaseCommand):
    help = "Ask every web address that published pages lead to. What came back is shown in admin."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--only-broken", action="store_true", help="ask only the addresses that failed the last time"
        )
        parser.add_argument("--strict", action="store_true", help="fail where a link is broken")
        parser.add_argument("--at-once", type=int, default=8, help="how many sites to ask at once (8)")
        parser.add_argument("--timeout", type=float, default=15, help="seconds to wait for an answer (15)")

    def handle(
        self, *, only_broken: bool, strict: bool, at_once: int, timeout: float, **options: object
    ) -> None:
        in_use = addresses_in_use()
        unused = forget_unused(in_use)
        wanted = list(in_use)
        if only_broken:
            failed = set(LinkCheck.objects.exclude(problem="").values_list("address", flat=True))
            wanted = [address for address in wanted if address in failed]

        silent: list[tuple[str, Answer]] = []
        answered, broken, moved = 0, [], 0
        for address, answer in ask_all(wanted, ask=asker(timeout=timeout), at_once=at_once):
            if answer.status is None:
                # Kept until something has answered: without a connection every link would look broken.
                silent.append((address, answer))
                continue
            answered += 1
            broken += self._keep(address, answer)
            moved += bool(answer.moved_to)
        if silent and not answered and len(silent) >= ENOUGH_TO_TELL:
            raise CommandError("not one address answered: is this machine connected? Nothing was kept")
        for address, answer in silent:
            broken += self._keep(address, answer)

        for check in sorted(broken, key=lambda check: check.address):
            self.stdout.write(f"{check.address}: {problem_in_words(check)}")
            for place in in_use[check.address]:
                self.stdout.write(f"    {place}")
        self.stdout.write(
            f"check_links: {len(wanted)} asked, {len(broken)} broken, {moved} moved, "
            f"{unused} no longer in use"
        )
        if strict and broken:
            raise CommandError(f"{len(broken)} broken")

    @staticmethod
    def _keep(address: str, answer: Answer) -> list[LinkCheck]:
        check = remember(address, answer, now=timezone.now())
        return [check] if check.problem else []
