"""Which tests are there for which safeguard: all it is tried with, the likeliest first."""

import re
from functools import cache
from pathlib import Path

ISOLATION = tuple(
    f"tests/isolation/test_{name}.py"
    for name in ("journal_and_jobs", "foreign_ids", "canary", "same_answer", "api")
)
MATRIX = ("tests/isolation/test_matrix.py",)
DATABASE = ("tests/isolation/test_database.py",)
SETTINGS = (
    "tests/requests/test_headers.py",
    "tests/requests/test_before_the_body.py",
    "tests/requests/test_production.py",
    "tests/requests/test_addresses.py",
    "tests/requests/test_sessions.py",
    "tests/workspaces/test_sign_in.py",
    "tests/workspaces/test_second_factor.py",
)
# Real processes that are killed and waited for, or many examples: they hold what others hold too.
SLOW = re.compile(r"crash|killed|property|server_full|test_plans|three_workspaces|test_weight")
# What is tested under another name than its own.
ALSO: dict[str, tuple[str, ...]] = {
    "contacts/admin/": ("tests/contacts/admin",),
    "contacts/api/": ("tests/contacts/api",),
    "contacts/api_tokens.py": ("tests/contacts/api/test_access.py",),
    "contacts/bulk/": ("tests/contacts/bulk", "tests/contacts/views/test_bulk.py"),
    "contacts/bulk_actions.py": ("tests/contacts/bulk", "tests/contacts/views/test_bulk.py"),
    "contacts/carriers.py": ("tests/contacts/test_filters.py",),
    "contacts/comparison.py": ("tests/contacts/views/test_merges.py",),
    "contacts/duplicates.py": ("tests/contacts/views/test_duplicates.py", "tests/contacts/merging"),
    "contacts/ending.py": ("tests/contacts/test_writing.py", "tests/workspaces"),
    "contacts/filter_fields.py": ("tests/contacts/test_filters.py",),
    "contacts/flag_removal.py": ("tests/contacts/test_flag_endings.py",),
    "contacts/flag_uses.py": ("tests/contacts/test_flag_endings.py",),
    "contacts/forms/confirm.py": ("tests/contacts/views/test_import_choices.py",),
    "contacts/forms/flag_merge.py": ("tests/contacts/test_flag_endings.py",),
    "contacts/freezing.py": ("tests/contacts/test_frozen_lists.py",),
    "contacts/frozen_changes.py": ("tests/contacts/test_frozen_lists.py",),
    "contacts/imports/": ("tests/contacts/imports", "tests/contacts/views/test_imports.py"),
    "contacts/jobs.py": ("tests/contacts/imports/test_jobs.py",),
    "contacts/merging/": ("tests/contacts/merging", "tests/contacts/views/test_merges.py"),
    "contacts/models/suppressed_number.py": ("tests/contacts/test_suppression.py",),
    "contacts/progress.py": ("tests/contacts/views/test_jobs.py",),
    "contacts/rights.py": ("tests/contacts/bulk", "tests/contacts/imports/test_main_flow.py"),
    "contacts/search/": ("tests/contacts/search",),
    "contacts/views/chosen.py": ("tests/contacts/views/test_merges.py",),
    "contacts/views/distinctions.py": ("tests/contacts/views/test_duplicates.py",),
    "contacts/views/merge_jobs.py": (
        "tests/contacts/merging",
        "tests/contacts/views/test_merges.py",
    ),
    "contacts/writing/": (
        "tests/contacts/test_writing.py",
        "tests/contacts/test_suppression.py",
        "tests/contacts/bulk",
        "tests/contacts/merging",
        "tests/contacts/views/test_merges.py",
    ),
    "contacts/uploads.py": ("tests/contacts/imports",),
    "workspaces/audit_filter.py": ("tests/workspaces/test_audit.py",),
    "workspaces/forms.py": ("tests/workspaces/test_invitations.py",),
    "workspaces/models.py": (
        "tests/workspaces/test_acceptance.py",
        "tests/workspaces/test_invitations.py",
    ),
    "workspaces/second_factor.py": ("tests/workspaces",),
    "workspaces/access.py": (
        "tests/workspaces/test_access.py",
        "tests/workspaces/test_second_factor.py",
        "tests/workspaces",
        "tests/requests/test_addresses.py",
    ),
}


@cache
def _texts(root: Path) -> dict[str, str]:
    """All quick test files and what stands in them."""
    return {
        path.relative_to(root).as_posix(): path.read_text()
        for path in sorted((root / "tests").rglob("test_*.py"))
        if "browser" not in path.parts and not SLOW.search(path.name)
    }


def near(root: Path, file: str) -> list[str]:
    """The test files for a source file: of its name, those named above, those that import it."""
    path = Path(file)
    stem = path.stem if path.stem != "__init__" else path.parent.name
    texts = _texts(root)
    named = re.compile(rf"test_(?:\w+_)?{re.escape(stem.rstrip('s'))}s?(?:_\w+)?\.py$")
    parent = re.escape(".".join(path.parent.parts))
    imports = re.compile(
        rf"from {parent}\.{stem} import|import {parent}\.{stem}\b"
        rf"|from {parent} import (?:\([^)]*|[^\n(]*)\b{stem}\b"
    )
    also = [place for start, places in ALSO.items() if file.startswith(start) for place in places]
    return [
        *(test for test in texts if named.search(test)),
        *(test for place in also for test in texts if test.startswith(place)),
        *(test for test, text in texts.items() if imports.search(text)),
    ]
