"""Find functions, methods, classes and imports that nothing uses.

Vulture sees Python only. What templates and settings name is used too, and some names are for
Django to call. Variables are left to ruff: in a class body most are options or columns.
"""

import ast
import keyword
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from vulture import Vulture

PACKAGES = ("contacts", "contactsite", "workspaces", "scripts")
EXPRESSION = re.compile(r"{[{%](.*?)[%}]}", re.DOTALL)
NAME = re.compile(r"[A-Za-z_]\w*")

CALLED_BY_OTHERS = [
    "Command",  # manage.py finds it by the name of its file, and calls its two methods
    "add_arguments",
    "handle",
    "*Config",  # Django finds an app's configuration by its class, and starts it
    "ready",
    "Meta",
    "workspace_open",  # mutants put it where a decorator was
    "handler[45]*",  # error pages, found by name in the URL configuration
    "has_*_permission",  # Django's admin asks
    "get_*",  # hooks of Django's admin, forms and views
    "formfield_for_*",
    "save_*",
    "delete_model",
    "delete_queryset",
    "clean",  # Django's forms call these by the field's name
    "clean_*",
    "create_sql",  # a constraint's side of Django's schema editor and validation
    "remove_sql",
    "validate",
    "validate_no_null_characters",  # a choice of rows asks its field
    "create_option",  # a widget's side of a choice field
    "from_db_value",  # a model field's side of the database and of forms
    "to_python",
    "get_prep_value",
    "prepare_value",  # a form field's side of its widget
    "before_*",  # django-import-export's resources and results
    "after_*",
    "init_instance",
    "import_*",
    "skip_row",
    "validate_instance",
    "add_instance_info",
    "append_*",
    "render",
    "filter_*",  # django-filter finds the method by the filter's name
    "lookups",
    "queryset",
    "response_*",
    "log_*",
    "handle_raw_input",  # an upload handler's side of reading the body
    "upload_interrupted",
    "handle_no_permission",  # Django's LoginRequiredMiddleware
    "process_view",  # a middleware class's side of the request
]
CALLED_BY_DECORATOR = [
    "@admin.*",
    "@router.get",
    "@api.exception_handler",
    "@receiver",
    "@receiver(*",
    "@register.*",
    "@pytest.fixture",
]


def names_in_templates() -> Iterator[str]:
    for file in Path("templates").rglob("*.html"):
        for expression in EXPRESSION.findall(file.read_text()):
            yield from NAME.findall(expression)


def names_in_settings() -> Iterator[str]:
    """Names that settings hold as text, such as the last part of a middleware's path."""
    for node in ast.walk(ast.parse(Path("contactsite/settings.py").read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from NAME.findall(node.value)


def main() -> int:
    vulture = Vulture(ignore_names=CALLED_BY_OTHERS, ignore_decorators=CALLED_BY_DECORATOR)
    vulture.scavenge([*PACKAGES, "manage.py"], exclude=["*/migrations/*"])
    with tempfile.NamedTemporaryFile("w", suffix=".py") as named:
        names = {*names_in_templates(), *names_in_settings()}
        named.writelines(f"_.{name}\n" for name in sorted(names) if not keyword.iskeyword(name))
        named.flush()
        vulture.scavenge([named.name])
    unused = [
        item
        for item in vulture.get_unused_code(min_confidence=60)
        if item.typ not in {"variable", "attribute"}
    ]
    for item in unused:
        print(item.get_report())
    return 1 if unused else 0


if __name__ == "__main__":
    sys.exit(main())
