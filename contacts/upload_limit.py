"""An upload over the limit is cut off while it arrives; one whose process dies leaves nothing."""

import tempfile
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import (
    FileUploadHandler,
    StopUpload,
    TemporaryFileUploadHandler,
)

# The form around the file: boundaries, headers, the other fields.
ROOM_FOR_THE_FORM = 64 * 1024


class UnnamedFileUploadHandler(TemporaryFileUploadHandler):
    """Writes to a temporary file that has no name: the system frees it however the process ends."""

    file: Any

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.file = UploadedFile(
            tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR),  # noqa: SIM115  the request closes it
            self.file_name,
            self.content_type,
            0,
            self.charset,
            self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()


class LimitedUploadHandler(UnnamedFileUploadHandler):
    """Writes to a temporary file and stops at IMPORT_MAX_BYTES; `too_large` then says so."""

    too_large = False
    received = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        # Announced as too large: not one byte of it need be stored.
        self.too_large = content_length > settings.IMPORT_MAX_BYTES + ROOM_FOR_THE_FORM

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        if self.too_large or self.received > settings.IMPORT_MAX_BYTES:
            self.too_large = True
            raise StopUpload(connection_reset=True)
        try:
            return super().receive_data_chunk(raw_data, start)
        except OSError:
            # The disk is full: the rest cannot be written on closing either.
            with suppress(OSError):
                self.file.close()
            raise
