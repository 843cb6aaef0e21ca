"""How what is scheduled is told of."""

from django import template

from profiles.schedule import problem_now

register = template.Library()

register.filter(problem_now)
