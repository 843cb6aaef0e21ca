"""Erase what visitors wrote more than a year ago. `make run` does it at every start."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from profiles.retention import expire


class Command(BaseCommand):
    help = "Erase comments on ratings, and delete reports of mistakes, that are older than a year."

    def handle(self, **options: object) -> None:
        comments, reports = expire(timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"expire_comments: {comments} comments erased, {reports} reports deleted")
