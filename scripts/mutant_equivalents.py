"""Which changes of safeguards change nothing that anybody could see, each with its reason."""

# The composite keys of the database hold the same: no row of another workspace can be linked.
BY_KEY = "a composite foreign key says it too"
# By file, and the mutant's own words or its whole line.
EQUIVALENT: dict[tuple[str, str], str] = {
    (
        "contacts/filters.py",
        "self.workspace.contacts",
    ): "chooses how to search, not where: the rows come from the filter's own queryset",
    (
        "contacts/carriers.py",
        "workspace.contacts",
    ): "chooses how to search, not where: the rows come from the filter's own queryset",
    (
        "contacts/audiences.py",
        "workspace.flags",
    ): f"only policies of the workspace take it; {BY_KEY}",
    (
        "contacts/audiences.py",
        "workspace=workspace of CallingPolicy.objects.filter(2)",
    ): BY_KEY,
    (
        "contacts/bulk/undoing.py",
        "workspace_id=job.workspace_id of ContactChange.objects.filter(1)",
    ): BY_KEY,
    (
        "contacts/bulk/undoing.py",
        "workspace_id=job.workspace_id of ContactChange.objects.filter(3)",
    ): BY_KEY,
    (
        "contacts/calling.py",
        "workspace=self.workspace of FormerValue.objects.filter(2)",
    ): BY_KEY,
    ("contacts/comparison.py", "workspace.contactflag_set"): BY_KEY,
    ("contacts/comparison.py", "workspace.interactions"): BY_KEY,
    (
        "contacts/duplicates.py",
        "workspace=workspace of DistinctContact.objects.filter(2)",
    ): BY_KEY,
    ("contacts/flag_distinctions.py", "workspace.flag_distinctions"): BY_KEY,
    ("contacts/flag_distinctions.py", "flag.workspace.flag_distinctions"): BY_KEY,
    (
        "contacts/frozen_changes.py",
        "workspace_id=frozen_list.workspace_id of FrozenMember.objects.filter(3)",
    ): BY_KEY,
    (
        "contacts/calling.py",
        "contacts = self.workspace.contacts.order_by()",
    ): "says how to search, not where: the rows come from the filter's own queryset",
    (
        "contacts/imports/edits/outcomes.py",
        "workspace_id=contact_import.workspace_id of ContactChange.objects.filter(3)",
    ): BY_KEY,
    (
        "contacts/imports/edits/skipped.py",
        "workspace_id=job.workspace_id of ContactChange.objects.filter(4)",
    ): BY_KEY,
    ("contacts/imports/kept_flags.py", "workspace.flags"): BY_KEY,
    ("contacts/imports/remembered.py", "job.workspace.contacts"): BY_KEY,
    (
        "contacts/imports/undo.py",
        "return contact_import.workspace.contacts.filter(made)",
    ): BY_KEY,
    (
        "contacts/merging/exact.py",
        'several = workspace.contacts.order_by().values("phone").annotate(count=Count("*"))',
    ): "the groups are then looked for among the workspace's own, by the phone and more",
    (
        "contacts/models/merge.py",
        "workspace_id=self.workspace_id of Merge.objects.filter(2)",
    ): BY_KEY,
    (
        "contacts/overview.py",
        'names = dict(workspace.contacts.filter(pk__in=numbers).values_list("pk", "state"))',
    ): "the ids are of the workspace's own, which were just counted",
    ("contacts/timeline.py", "contact.workspace.interactions"): BY_KEY,
    ("contacts/views/merge_jobs.py", "workspace.merges"): BY_KEY,
    (
        "contacts/exports.py",
        "calling.workspace.contacts",
    ): "marks rows that were read from the workspace's own",
    (
        "contacts/imports/commit.py",
        "workspace_id=job.workspace_id of Contact.objects.filter(2)",
    ): BY_KEY,
    (
        "contacts/imports/edits/write.py",
        "workspace_id=job.workspace_id of ContactChange.objects.filter(4)",
    ): BY_KEY,
    (
        "contacts/imports/undo.py",
        "workspace_id=contact_import.workspace_id of ContactChange.objects.filter(2)",
    ): BY_KEY,
    (
        "workspaces/second_factor.py",
        "user=user of TOTPDevice.objects.select_for_update().filter(2)",
    ): "the device is then named by the person's own session, which ends with another sign-in",
    (
        "contacts/writing/flags.py",
        "workspace_id=flag.workspace_id of"
        " .objects.select_for_update(no_key=True, of=('self',)).filter(2)",
    ): BY_KEY,
    (
        "contacts/writing/flags.py",
        "workspace_id=workspace_id of"
        " .objects.select_for_update(no_key=True, of=('self',)).filter(2)",
    ): BY_KEY,
    ("contacts/writing/suppression.py", "workspace_id=workspace_id of links.filter(2)"): BY_KEY,
    (
        "contacts/writing/suppression.py",
        "workspace_id=workspace_id of SuppressedNumber.objects.filter(3)",
    ): "the hash that is looked for holds the workspace's number",
    (
        "contacts/writing/unmerging.py",
        "workspace_id=merge.workspace_id of"
        " e(no_key=True, of=('self',)).select_related('workspace').get(2)",
    ): BY_KEY,
    (
        "workspaces/sessions.py",
        "user=user of PersonSession.objects.filter(2)",
    ): "the key stands in the person's own session; who signs in as another begins a new one",
    (
        "contacts/frozen_lists.py",
        "workspace.audiences",
    ): "holds the audience that was found in the workspace, and reads nothing of it",
    (
        "contacts/writing/suppression.py",
        "workspace_id=workspace_id of Contact.objects.filter(1)",
    ): "holds more contacts than it needs to, on PostgreSQL; writes to none",
}
