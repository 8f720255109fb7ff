"""The pages of one contact: add, see, edit, delete."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe

from contacts import comparison, timeline, writing
from contacts.duplicates import same_email
from contacts.forms.contact import ContactForm
from contacts.forms.contact_flags import ContactFlagsForm
from contacts.forms.interaction import InteractionForm
from contacts.models import Contact, Flag
from contacts.views.contact_same import same_contacts
from workspaces.access import WorkspaceRequest, workspace_editor, workspace_viewer
from workspaces.models import Workspace

# How many other contacts with the same phone are shown; their number is said.
SAME_PHONE_SHOWN = 5


@workspace_editor
@require_http_methods(["GET", "HEAD", "POST"])
def contact_create(request: WorkspaceRequest, workspace: Workspace) -> HttpResponse:
    """Add a contact; `?another` of the second button leads back to an empty form."""
    form = ContactForm(request.POST if request.method == "POST" else None, workspace=workspace)
    context: dict[str, Any] = {"form": form}
    if form.is_valid() and not asks_about_phone(form, context):
        flags = form.cleaned_data["flags"]
        contact = writing.create(workspace, request.user, form.values, flags)
        link = format_html('<a href="{}">{}</a>', contact.get_absolute_url(), contact)
        messages.success(request, format_html("{} was added.", link))
        hint_same_email(request, contact)
        tell_kept_flags(request, contact, flags)
        return redirect(request.get_full_path() if "another" in request.GET else contact)
    return render(request, "contacts/contact_form.html", context | hints(workspace, form))


@workspace_viewer
@require_safe
def contact_detail(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Everything about one contact, and what happened to it; `?before=` goes back in time."""
    contact = get_object_or_404(
        workspace.contacts.select_related("created_by", "updated_by", "contact_import__created_by"),
        pk=pk,
    )
    start = request.GET.get("before", "")
    history = timeline.timeline_of(contact, request.membership, start)
    context: dict[str, Any] = {"contact": contact, "start": start, "timeline": history}
    if request.membership.can_edit:
        flags_form = ContactFlagsForm(workspace=workspace, contact=contact)
        context |= {"flags_form": flags_form, "log_form": InteractionForm()}
        flags = flags_form.carried
    else:
        flags = list(contact.flags.order_by("name_key"))
    context["flags"] = sorted(flags, key=lambda flag: not flag.suppressing)
    context["suppressing"] = [flag for flag in flags if flag.suppressing]
    if contact.revision > 1:  # a merge is a save
        context["former"] = comparison.former_lines(contact)
        context["merges"] = contact.merges.filter(within=None).order_by("-pk")
    return render(request, "contacts/contact_detail.html", context)


@workspace_editor
@require_http_methods(["GET", "HEAD", "POST"])
def contact_flags(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Save the flags alone, as chosen on the contact's page; questions are asked on this one."""
    contact = get_object_or_404(workspace.contacts, pk=pk)
    form = ContactFlagsForm(
        request.POST if request.method == "POST" else None, workspace=workspace, contact=contact
    )
    context: dict[str, Any] = {"flags_form": form, "contact": contact}
    if form.is_valid():
        flags = list(form.cleaned_data["flags"])
        try:
            writing.change(
                contact,
                request.user,
                {},
                flags,
                revision=form.edited_revision,
                reason=form.cleaned_data["reason"],
            )
        except Contact.DoesNotExist:
            raise Http404 from None
        except writing.ReasonRequired as refusal:
            form.ask_reason(refusal.flags)
        except writing.StaleRevision as stale:
            form.rebase(stale.current)
            if form.carried == flags:
                return saved(request, stale.current)
            context["conflict"] = stale.current
        else:
            return saved(request, contact)
    return render(request, "contacts/contact_flags.html", context)


@workspace_editor
@require_http_methods(["GET", "HEAD", "POST"])
def contact_edit(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Edit a contact; what somebody else saved meanwhile is shown and never overwritten unseen."""
    contact = get_object_or_404(workspace.contacts, pk=pk)
    form = ContactForm(
        request.POST if request.method == "POST" else None, workspace=workspace, contact=contact
    )
    context: dict[str, Any] = {"form": form, "contact": contact}
    if form.is_valid() and not asks_about_phone(form, context):
        try:
            writing.change(
                contact,
                request.user,
                form.values,
                form.cleaned_data["flags"],
                revision=form.edited_revision,
                reason=form.cleaned_data["reason"],
            )
        except Contact.DoesNotExist:
            raise Http404 from None
        except writing.ReasonRequired as refusal:
            form.ask_reason(refusal.flags)
        except writing.StaleRevision as stale:
            if not shows_conflict(form, stale.current, context):
                return saved(request, stale.current)
        else:
            if form.values["email"] != contact.email:
                contact.email = form.values["email"]
                hint_same_email(request, contact)
            if form.values["phone"] != contact.phone:
                tell_kept_flags(request, contact, form.cleaned_data["flags"])
            return saved(request, contact)
    return render(request, "contacts/contact_form.html", context | hints(workspace, form))


@workspace_editor
@require_http_methods(["GET", "HEAD", "POST"])
def contact_delete(request: WorkspaceRequest, workspace: Workspace, pk: int) -> HttpResponse:
    """Say what goes with the contact, and delete it for good."""
    contact = get_object_or_404(workspace.contacts, pk=pk)
    if request.method == "POST":
        try:
            writing.delete(contact, request.user)
        except Contact.DoesNotExist:
            raise Http404 from None
        messages.success(request, f"{contact} was deleted.")
        return redirect("contact_list", workspace.slug)
    context = {
        "contact": contact,
        "flags": contact.flags.order_by("name_key"),
        "history_count": timeline.journal_of(contact).count(),
        "interaction_count": timeline.interactions_of(contact).count(),
    }
    return render(request, "contacts/contact_delete.html", context)


def hints(workspace: Workspace, form: ContactForm) -> dict[str, Any]:
    """Who has the phone or the e-mail of a form that is shown again; nothing for a fresh one."""
    if not form.is_bound:
        return {}
    phone, email = (str(form.data.get(name, "")) for name in ("phone", "email"))
    return same_contacts(workspace, phone, email, form.contact.pk if form.contact else 0)


def hint_same_email(request: WorkspaceRequest, contact: Contact) -> None:
    """Say who else has the e-mail of a contact that was saved: a hint, never a question."""
    others = same_email(contact.workspace, contact.email).exclude(pk=contact.pk).order_by("pk")
    if (other := others.first()) is not None:
        link = format_html('<a href="{}">{}</a>', other.get_absolute_url(), other)
        messages.info(request, format_html("{} has the same e-mail.", link))


def saved(request: WorkspaceRequest, contact: Contact) -> HttpResponse:
    """Back to the contact, with its values as they are now."""
    messages.success(request, "Your changes are saved.")
    return redirect(contact)


def tell_kept_flags(request: WorkspaceRequest, contact: Contact, chosen: Iterable[Flag]) -> None:
    """Say which flags the contact was given beside those chosen, because its number had them."""
    kept = contact.flags.filter(suppressing=True).exclude(pk__in=[flag.pk for flag in chosen])
    if names := ", ".join(f"“{flag}”" for flag in kept.order_by("name_key")):
        messages.warning(
            request, f"This number was marked {names} before: {contact} is marked so again."
        )


def asks_about_phone(form: ContactForm, context: dict[str, Any]) -> bool:
    """Put other contacts with the form's phone into the context, unless all is said about them."""
    others = form.same_phone.prefetch_related("flags")
    context["same_phone"] = list(others[:SAME_PHONE_SHOWN])
    if context["same_phone"]:
        context["same_phone_count"] = others.count()
    return bool(context["same_phone"])


def shows_conflict(form: ContactForm, current: Contact, context: dict[str, Any]) -> bool:
    """Put the typed and the saved values into the context, side by side where they differ.

    False when there is nothing to choose: both persons typed the same, or one pressed twice.
    """
    differences = form.differences(current)
    flags = list(form.cleaned_data["flags"])
    theirs = list(current.flags.order_by("name_key"))
    form.rebase(current)
    context["conflict"] = {
        "current": current,
        "differences": differences,
        "flags": flags,
        "their_flags": theirs,
        "flags_differ": flags != theirs,
    }
    return bool(differences) or flags != theirs
