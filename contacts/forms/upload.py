"""The form that takes a CSV file in."""

from django import forms
from django.conf import settings

from contacts.templatetags.file_sizes import file_size


class UploadForm(forms.Form):
    """One file. What is wrong inside it is for the review to say."""

    file = forms.FileField(
        label="CSV file",
        allow_empty_file=True,
        error_messages={
            "required": "Choose the CSV file that you want to import.",
            "missing": "Choose the CSV file that you want to import.",
            "invalid": "No file arrived. Choose the CSV file that you want to import.",
        },
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def refuse(self, message: str) -> None:
        """Show why the file was not taken."""
        self.errors.clear()
        self.add_error("file", message)

    def refuse_size(self) -> None:
        self.refuse(
            f"The file is too large: at most {file_size(settings.IMPORT_MAX_BYTES)} can be"
            " imported at once. Split it into smaller files, each with the header line."
        )

    def refuse_quota(self) -> None:
        share = file_size(settings.WORKSPACE_MAX_BYTES)
        self.refuse(
            f"The workspace's uploaded files would take more than its {share}. Files of finished"
            f" imports go after {settings.IMPORT_KEEP_DAYS} days; cancel imports that you do not"
            " need any more."
        )

    def refuse_disk(self) -> None:
        self.refuse("The server could not store the file. Try again later, and tell its admin.")
