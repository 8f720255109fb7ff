"""Every page of contacts, grouped by noun; all below /w/<workspace_slug>/."""

from django.urls import path

from contacts.views import (
    audiences,
    bulk,
    bulk_export,
    calling_policy,
    choices,
    contact_list,
    contacts,
    distinctions,
    duplicates,
    exports,
    flags,
    frozen_lists,
    home,
    import_repairs,
    import_undo,
    imports,
    interactions,
    jobs,
    merge_jobs,
    merges,
    missing,
    search,
    verdicts,
)

urlpatterns = [
    # The workspace itself
    path("", home.workspace_home, name="workspace_home"),
    path("search/", search.search, name="search"),
    path("settings/calling/", calling_policy.calling_policy, name="calling_policy"),
    # Contacts
    path("contacts/", contact_list.contact_list, name="contact_list"),
    path("contacts/export/", exports.contact_export, name="contact_export"),
    path("contacts/verdict/", verdicts.contact_verdict, name="contact_verdict"),
    path("contacts/new/", contacts.contact_create, name="contact_create"),
    path("contacts/missing/", missing.contact_missing, name="contact_missing"),
    path("contacts/states/", choices.contact_states, name="contact_states"),
    path("contacts/brokerages/", choices.contact_brokerages, name="contact_brokerages"),
    path("contacts/<int:pk>/", contacts.contact_detail, name="contact_detail"),
    path("contacts/<int:pk>/edit/", contacts.contact_edit, name="contact_edit"),
    path("contacts/<int:pk>/flags/", contacts.contact_flags, name="contact_flags"),
    path("contacts/<int:pk>/delete/", contacts.contact_delete, name="contact_delete"),
    # Many contacts at once
    path("contacts/bulk/add-flags/", bulk.bulk_add_flags, name="bulk_add_flags"),
    path("contacts/bulk/remove-flags/", bulk.bulk_remove_flags, name="bulk_remove_flags"),
    path("contacts/bulk/delete/", bulk.bulk_delete, name="bulk_delete"),
    path("contacts/bulk/export/", bulk_export.bulk_export, name="bulk_export"),
    # Interactions
    path(
        "contacts/<int:pk>/interactions/new/",
        interactions.interaction_create,
        name="interaction_create",
    ),
    path("interactions/<int:pk>/edit/", interactions.interaction_edit, name="interaction_edit"),
    path(
        "interactions/<int:pk>/delete/", interactions.interaction_delete, name="interaction_delete"
    ),
    # Audiences
    path("audiences/", audiences.audience_list, name="audience_list"),
    path("audiences/new/", audiences.audience_create, name="audience_create"),
    path("audiences/<int:pk>/", audiences.audience_detail, name="audience_detail"),
    path("audiences/<int:pk>/count/", audiences.audience_count, name="audience_count"),
    path("audiences/<int:pk>/freeze/", frozen_lists.frozen_create, name="frozen_create"),
    path("audiences/<int:pk>/export/", exports.audience_export, name="audience_export"),
    path("audiences/<int:pk>/edit/", audiences.audience_edit, name="audience_edit"),
    path("audiences/<int:pk>/delete/", audiences.audience_delete, name="audience_delete"),
    path("frozen/<int:pk>/", frozen_lists.frozen_detail, name="frozen_detail"),
    path("frozen/<int:pk>/changes/", frozen_lists.frozen_changes, name="frozen_changes"),
    path("frozen/<int:pk>/export/", exports.frozen_export, name="frozen_export"),
    path("frozen/<int:pk>/delete/", frozen_lists.frozen_delete, name="frozen_delete"),
    # Flags
    path("flags/", flags.flag_list, name="flag_list"),
    path("flags/new/", flags.flag_create, name="flag_create"),
    path("flags/<int:pk>/edit/", flags.flag_edit, name="flag_edit"),
    path("flags/<int:pk>/delete/", flags.flag_delete, name="flag_delete"),
    # Duplicates
    path("duplicates/", duplicates.duplicate_list, name="duplicate_list"),
    path("duplicates/counts/", duplicates.duplicate_counts, name="duplicate_counts"),
    path("duplicates/delete/", duplicates.duplicate_delete, name="duplicate_delete"),
    path("distinctions/", distinctions.distinction_list, name="distinction_list"),
    path("distinctions/new/", distinctions.distinction_create, name="distinction_create"),
    path(
        "distinctions/<int:pk>/delete/",
        distinctions.distinction_delete,
        name="distinction_delete",
    ),
    # Merges
    path("merges/new/", merges.merge_create, name="merge_create"),
    path("merges/all/", merge_jobs.merge_all, name="merge_all"),
    path("merges/of/<int:pk>/", merge_jobs.merge_job, name="merge_job"),
    path("merges/of/<int:pk>/undo/", merge_jobs.merge_job_undo, name="merge_job_undo"),
    path("merges/<int:pk>/", merges.merge_detail, name="merge_detail"),
    path("merges/<int:pk>/undo/", merges.merge_undo, name="merge_undo"),
    # Imports
    path("imports/", imports.import_list, name="import_list"),
    path("imports/new/", imports.import_create, name="import_create"),
    path("imports/template.csv", imports.import_template, name="import_template"),
    path("imports/<int:pk>/", imports.import_detail, name="import_detail"),
    path("imports/<int:pk>/confirm/", imports.import_confirm, name="import_confirm"),
    path("imports/<int:pk>/cancel/", imports.import_cancel, name="import_cancel"),
    path("imports/<int:pk>/resume/", imports.import_resume, name="import_resume"),
    path("imports/<int:pk>/repairs/", import_repairs.import_repairs, name="import_repairs"),
    path(
        "imports/<int:pk>/repairs.csv",
        import_repairs.import_repairs_file,
        name="import_repairs_file",
    ),
    path("imports/<int:pk>/undo/", import_undo.import_undo, name="import_undo"),
    path("imports/<int:pk>/kept.csv", import_undo.import_kept, name="import_kept"),
    path("imports/<int:pk>/errors.csv", imports.import_errors, name="import_errors"),
    path("imports/<int:pk>/file.csv", imports.import_file, name="import_file"),
    # Long work
    path("jobs/running/", jobs.job_sign, name="job_sign"),
    path("jobs/<int:pk>/", jobs.job_detail, name="job_detail"),
    path("jobs/<int:pk>/cancel/", jobs.job_cancel, name="job_cancel"),
    path("jobs/<int:pk>/resume/", jobs.job_resume, name="job_resume"),
    path("jobs/<int:pk>/undo/", bulk.job_undo, name="job_undo"),
]
