"""Which methods an address answers, and the page for the others."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt

from profiles.languages import language_of

View = Callable[..., HttpResponse]


def only(*methods: str) -> Callable[[View], View]:
    """A public view for these methods; any other gets 405, in the address's language.

    Public pages carry no token to check (`visitors.is_from_our_pages` looks at what is sent instead), so
    Django's own check is off: it would answer 403 before we could say what is wrong.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method in methods:
                return view(request, *args, **kwargs)
            html = render_to_string("405.html", {"language": language_of(request.path)})
            return HttpResponse(html, status=405, headers={"Allow": ", ".join(methods)})

        return csrf_exempt(answer)

    return decorate


safe = only("GET", "HEAD")
