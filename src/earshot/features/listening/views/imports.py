"""Pages about imports: upload, look at the guess and correct it, watch it, see what was set aside."""

from __future__ import annotations

import csv
import secrets
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.signing import BadSignature, Signer
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from earshot.features.listening.actions import cancel_import, file_reader, start_import
from earshot.features.listening.forms import UploadForm
from earshot.features.listening.queries import access_import, access_imports
from earshot.features.people.models import Role
from earshot.features.people.permissions import may, needs
from earshot.features.people.requests import MemberRequest
from earshot.kernel.errors import BadInput, EarshotError
from earshot.ports.files import FileLook, FileWishes
from earshot.ports.services import services
from earshot.web.addresses import url
from earshot.web.texts import told, translated

BAD_ROWS_SHOWN = 50
SPREADSHEET_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """One of our fields, the column guessed for it, and a value of it."""

    field: str
    column: str


@require_http_methods(["GET", "POST"])
def imports(request: MemberRequest) -> HttpResponse:
    """Upload a file, and the earlier imports."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _uploaded(request, form)
    return _imports_page(request, form)


def _imports_page(request: MemberRequest, form: UploadForm) -> HttpResponse:
    context = {
        "form": form,
        "imports": access_imports(request.membership)[:100],
        "may_change": may(request.membership, Role.MEMBER),
    }
    return render(request, "listening/imports.html", context, status=422 if form.errors else 200)


@needs(Role.MEMBER)
def _uploaded(request: MemberRequest, form: UploadForm) -> HttpResponse:
    path = _keep(form.cleaned_data["file"])
    wishes = FileWishes(network=form.cleaned_data["network"], zone=form.cleaned_data["zone"] or request.workspace.zone)
    try:
        look = file_reader().look(path, wishes)
    except EarshotError as error:
        path.unlink(missing_ok=True)
        form.add_error("file", told(error))
        return _imports_page(request, form)
    return _look_page(request, path, wishes, look, form.cleaned_data["mode"], form.cleaned_data["ours"])


def _keep(upload: UploadedFile[bytes]) -> Path:
    """The uploaded file in the home, under a name of ours with the given one behind it."""
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = "".join(letter for letter in Path(upload.name or "file").name if letter.isalnum() or letter in "._- ")[-80:]
    path = folder / secrets.token_hex(8) / (name or "file")
    path.parent.mkdir(mode=0o700)
    with path.open("wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    return path


def _look_page(
    request: MemberRequest, path: Path, wishes: FileWishes, look: FileLook, mode: str, ours: str, problem: str = ""
) -> HttpResponse:
    reader = file_reader()
    context = {
        "name": path.name,
        "token": Signer(salt=f"import-{request.workspace.pk}").sign(str(path)),
        "look": look,
        "notes": [translated(note) for note in look.notes],
        "fields": [ColumnChoice(field, look.mapping.get(field, "")) for field in reader.post_fields],
        "mode": mode,
        "ours": ours,
        "wishes": wishes,
        "problem": problem,
    }
    return render(request, "listening/look.html", context, status=422 if problem else 200)


@needs(Role.MEMBER)
@require_POST
def begin(request: MemberRequest) -> HttpResponse:
    """Look again with the corrections, or begin."""
    path = _own_path(request)
    mapping = {field: request.POST.get(f"column-{field}", "") for field in file_reader().post_fields}
    dates = request.POST.get("dates", "")
    wishes = FileWishes(
        mapping=mapping,
        encoding=request.POST.get("encoding", ""),
        zone=request.POST.get("zone", "") or "UTC",
        network=request.POST.get("network", ""),
        dates=cast(Literal["dmy", "mdy", "ymd"], dates) if dates in ("dmy", "mdy", "ymd") else "",
    )
    mode, ours = request.POST.get("mode", ""), request.POST.get("ours", "")
    try:
        look = file_reader().look(path, wishes)
    except EarshotError as error:
        plain = file_reader().look(path, replace(wishes, mapping={}, encoding=""))
        problem = told(error)
        return _look_page(request, path, wishes, plain, mode, ours, problem)
    if "again" in request.POST or mode not in ("history", "work"):
        return _look_page(request, path, wishes, look, mode, ours)
    begun = start_import(
        request.workspace,
        path,
        cast(Literal["history", "work"], mode),
        wishes,
        services().clock,
        actor=request.membership,
        our=[name.strip() for name in ours.split(",") if name.strip()],
        look=look,
    )
    return redirect(url(request, "import", begun.pk))


def _own_path(request: MemberRequest) -> Path:
    try:
        path = Path(Signer(salt=f"import-{request.workspace.pk}").unsign(request.POST.get("token", "")))
    except BadSignature:
        path = Path()
    if not path.is_file():
        raise BadInput(_("The uploaded file is gone."), _("Upload it again."))
    return path


@require_GET
def one(request: MemberRequest, import_id: int) -> HttpResponse:
    """How far an import is, what it warned of, and the rows it set aside."""
    found = access_import(request.membership, import_id)
    context = {
        "import": found,
        "percent": round(100 * found.position / found.total) if found.total else 0,
        "bad_rows": found.bad_rows.order_by("id")[:BAD_ROWS_SHOWN],
        "warnings": [translated(warning) for warning in found.warnings],
        "running": found.state in ("waiting", "running"),
        "may_change": may(request.membership, Role.MEMBER),
    }
    return render(request, "listening/import.html", context)


@needs(Role.MEMBER)
@require_POST
def cancel(request: MemberRequest, import_id: int) -> HttpResponse:
    """Stop reading; what was read stays."""
    cancel_import(access_import(request.membership, import_id), request.membership, services().clock)
    return redirect(url(request, "import", import_id))


@require_GET
def set_aside(request: MemberRequest, import_id: int) -> HttpResponse:
    """The rows set aside, with line and reason, as CSV."""
    found = access_import(request.membership, import_id)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="set-aside-{found.pk}.csv"'
    answer.write("\ufeff")
    writer = csv.writer(answer)
    writer.writerow(["line", "reason", "row"])
    for row in found.bad_rows.order_by("id").iterator():
        writer.writerow([row.line, translated(row.reason), _harmless(row.raw)])
    return answer


def _harmless(cell: str) -> str:
    """A spreadsheet would run a cell that begins like a formula."""
    return f"'{cell}" if cell.startswith(SPREADSHEET_FORMULA) else cell
