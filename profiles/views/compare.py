"""Not yet."""

from django.http import Http404, HttpRequest, HttpResponse

from . import methods


@methods.safe
def compare(request: HttpRequest) -> HttpResponse:
    raise Http404
