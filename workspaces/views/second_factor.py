"""A person's second factor: turned on and off, recovery codes, and the code after the password."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from workspaces import lockout, second_factor
from workspaces.access import SignedInRequest, beside_workspace
from workspaces.forms import posted
from workspaces.models import AuditEntry, Workspace
from workspaces.proof_forms import CodeForm, PasswordAndCodeForm

form_methods = require_http_methods(["GET", "HEAD", "POST"])
hides_code = sensitive_post_parameters("code", "current_password")


@require_safe
@beside_workspace
def state(request: SignedInRequest) -> HttpResponse:
    """Whether it is on, and what can be done; `?for=` names the workspace that asks for it."""
    user = request.user
    asking = Workspace.objects.of(user).filter(slug=request.GET.get("for", "").replace("\0", ""))
    context = {
        "is_on": second_factor.is_on(user),
        "codes_left": second_factor.codes_left(user),
        "asking": asking.first(),
    }
    return render(request, "workspaces/second_factor.html", context)


@hides_code
@form_methods
@beside_workspace
def set_up(request: SignedInRequest) -> HttpResponse:
    """Show the secret, and take a code as the proof that the app has it, beside the password."""
    if second_factor.is_on(request.user):
        return redirect("second_factor")
    form = PasswordAndCodeForm(posted(request), request=request)
    if takes(form, lambda code: second_factor.turn_on(request, request.user, code)):
        messages.success(request, "The second factor is on. Keep these recovery codes safe.")
        return show_codes(request)
    device = second_factor.pending_device(request, request.user)
    context = {
        "form": form,
        "picture": second_factor.picture(device),
        "secret": second_factor.secret_words(device),
    }
    return render(request, "workspaces/second_factor_set_up.html", context)


@hides_code
@form_methods
@beside_workspace
def codes(request: SignedInRequest) -> HttpResponse:
    """The recovery codes that are left: whoever reads them can turn the factor off."""
    user = request.user
    if not second_factor.is_on(user):
        return redirect("second_factor")
    form = PasswordAndCodeForm(posted(request), request=request)
    if takes(form, lambda code: second_factor.check(user, code)):
        AuditEntry.record("user.recovery_codes_read", actor=user)
        return show_codes(request)
    context = {"form": form, "codes_left": second_factor.codes_left(user)}
    return render(request, "workspaces/second_factor_codes.html", context)


@hides_code
@form_methods
@beside_workspace
def new_codes(request: SignedInRequest) -> HttpResponse:
    """Recovery codes in place of those there were."""
    user = request.user
    if not second_factor.is_on(user):
        return redirect("second_factor")
    form = PasswordAndCodeForm(posted(request), request=request)
    if takes(form, lambda code: second_factor.check(user, code)):
        second_factor.renew_codes(user)
        messages.success(request, "These are new recovery codes. The old ones open nothing more.")
        return show_codes(request)
    return render(request, "workspaces/second_factor_codes_new.html", {"form": form})


def show_codes(request: SignedInRequest) -> HttpResponse:
    """In the answer to the proof, and under no address of their own."""
    context = {"codes": second_factor.recovery_codes(request.user)}
    return render(request, "workspaces/second_factor_codes_shown.html", context)


@hides_code
@form_methods
@beside_workspace
def turn_off(request: SignedInRequest) -> HttpResponse:
    """Back to the password alone, after it and one more code."""
    user = request.user
    if not second_factor.is_on(user):
        return redirect("second_factor")
    form = PasswordAndCodeForm(posted(request), request=request)
    if takes(form, lambda code: second_factor.check(user, code)):
        second_factor.turn_off(user, actor=user)
        messages.success(request, "The second factor is off.")
        return redirect("second_factor")
    requiring = Workspace.objects.of(user).filter(second_factor_required=True)
    context = {"form": form, "requiring": requiring}
    return render(request, "workspaces/second_factor_off.html", context)


@hides_code
@form_methods
def verify(request: SignedInRequest) -> HttpResponse:
    """The code after the password; then on to the page that was asked for."""
    target = request.POST.get("next") or request.GET.get("next") or "/"
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    if not second_factor.lacks_code(request):
        return HttpResponseRedirect(target)
    if request.method == "POST" and lockout.is_address_locked(request):
        return lockout.refuse(request)
    form = CodeForm(posted(request))
    if takes(form, lambda code: verify_and_count(request, code)):
        return HttpResponseRedirect(target)
    context = {"form": form, "next": target}
    return render(request, "registration/verify.html", context)


verify.takes_code = True  # type: ignore[attr-defined]  # read by the middleware that leads here


def verify_and_count(request: SignedInRequest, code: str) -> None:
    """As `second_factor.verify`; each wrong code counts for the address that it came from."""
    try:
        second_factor.verify(request, request.user, code)
    except second_factor.TooSoon:
        raise  # was not tried at all
    except second_factor.WrongCode:
        lockout.count_wrong_code(request)
        raise


def takes(form: CodeForm, use: Callable[[str], object]) -> bool:
    """Whether a code was posted and counts; else the form says why not."""
    if not form.is_valid():
        return False
    try:
        use(form.cleaned_data["code"])
    except second_factor.WrongCode as problem:
        form.add_error("code", str(problem))
        return False
    return True
