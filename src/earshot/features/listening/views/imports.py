"""Pages about imports: upload, look at the guess, watch it, see what was set aside and bring it again, corrected."""

from __future__ import annotations

import secrets
from dataclasses import replace
from pathlib import Path
from typing import Literal, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.signing import BadSignature, Signer
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from earshot.features.listening.actions import cancel_import, file_reader, start_import
from earshot.features.listening.forms import AgainForm, UploadForm
from earshot.features.listening.import_file import wishes_of
from earshot.features.listening.models import Import
from earshot.features.listening.progress import progress
from earshot.features.listening.queries import access_import, access_imports
from earshot.features.listening.setting_aside import as_csv, set_aside_table
from earshot.features.listening.views.looking import Asked, look_or_plain, look_page, wishes_from
from earshot.features.people.models import Role
from earshot.features.people.permissions import may, needs
from earshot.features.people.requests import MemberRequest
from earshot.kernel.errors import BadInput, EarshotError
from earshot.ports.files import FileWishes
from earshot.ports.services import services
from earshot.web import slots
from earshot.web.addresses import url
from earshot.web.texts import told, translated
from earshot.web.times import duration

BAD_ROWS_SHOWN = 50


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
        _throw_away(path)
        form.add_error("file", told(error))
        return _imports_page(request, form)
    return look_page(request, path, wishes, look, Asked(form.cleaned_data["mode"], form.cleaned_data["ours"]))


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


def _throw_away(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.parent.rmdir()


@needs(Role.MEMBER)
@require_POST
def begin(request: MemberRequest) -> HttpResponse:
    """Look again with the corrections, or begin."""
    path, wishes = _own_path(request), wishes_from(request.POST.dict())
    asked = Asked(request.POST.get("mode", ""), request.POST.get("ours", ""))
    look, problem = look_or_plain(path, wishes)
    changed = not wishes.mapping  # another sheet, header or preset: nobody has seen what it comes to
    if problem or changed or "again" in request.POST or asked.mode not in ("history", "work"):
        return look_page(request, path, wishes, look, asked, problem)
    begun = start_import(
        request.workspace,
        path,
        cast(Literal["history", "work"], asked.mode),
        wishes,
        services().clock,
        actor=request.membership,
        our=[name.strip() for name in asked.ours.split(",") if name.strip()],
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
    return _import_page(request, access_import(request.membership, import_id), AgainForm())


def _import_page(request: MemberRequest, found: Import, form: AgainForm) -> HttpResponse:
    far = progress(found, services().clock.now())
    context = {
        "import": found,
        "progress": far,
        "left": duration(far.left) if far.left is not None else "",
        "bad_rows": found.bad_rows.order_by("id")[:BAD_ROWS_SHOWN],
        "warnings": [translated(warning) for warning in found.warnings],
        "running": (running := found.state in ("waiting", "running")),
        "outcome": [] if running else slots.panels("import.outcome", request, found),
        "may_change": may(request.membership, Role.MEMBER),
        "form": form,
    }
    return render(request, "listening/import.html", context, status=422 if form.errors else 200)


@needs(Role.MEMBER)
@require_POST
def cancel(request: MemberRequest, import_id: int) -> HttpResponse:
    """Stop reading; what was read stays."""
    cancel_import(access_import(request.membership, import_id), request.membership, services().clock)
    return redirect(url(request, "import", import_id))


@require_GET
def set_aside(request: MemberRequest, import_id: int) -> HttpResponseBase:
    """The rows set aside, with line, reason and their cells, as CSV: to be corrected and imported again."""
    found = access_import(request.membership, import_id)
    answer = StreamingHttpResponse(as_csv(set_aside_table(found)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="set-aside-{found.pk}.csv"'
    return answer


@needs(Role.MEMBER)
@require_POST
def again(request: MemberRequest, import_id: int) -> HttpResponse:
    """Rows that were set aside and have been corrected: they are read as the file they came from was."""
    found = access_import(request.membership, import_id)
    form = AgainForm(request.POST, request.FILES)
    if not form.is_valid():
        return _import_page(request, found, form)
    path = _keep(form.cleaned_data["file"])
    wishes = replace(wishes_of(found), joined=None, encoding="", sheet="", header=None)
    try:
        look, problem = look_or_plain(path, wishes)
    except EarshotError as error:
        _throw_away(path)
        form.add_error("file", told(error))
        return _import_page(request, found, form)
    ours = ", ".join(found.channel.config.get("our", ()))
    return look_page(request, path, wishes, look, Asked(found.mode, ours), problem)
