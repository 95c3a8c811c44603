"""The pages of the desk that belong to no single model; they stand before those of the admin."""

from django.contrib import admin
from django.urls import path

from tracker.admin import assigning, import_reports, imports, queue, reviewing, signing_in

app_name = "desk"
urlpatterns = [
    path("login/", signing_in.login, name="login"),
    # Django leads all staff from the number of a record to its address, a draft's too; we lead from
    # the page of the record.
    path("r/<path:record>/", admin.site.admin_view(queue.nowhere), name="nowhere"),
    path("", admin.site.admin_view(queue.home), name="home"),
    path("review/", admin.site.admin_view(queue.waiting), name="queue"),
    path("review/<slug:table>/<slug:key>/", admin.site.admin_view(reviewing.page), name="review"),
    path("import/", admin.site.admin_view(imports.upload), name="imports"),
    path("import/<int:pk>/", admin.site.admin_view(imports.columns), name="import"),
    path("import/<int:pk>/preview/", admin.site.admin_view(imports.preview), name="import-preview"),
    path(
        "import/<int:pk>/problems/", admin.site.admin_view(imports.problems), name="import-problems"
    ),
    path("import/<int:pk>/write/", admin.site.admin_view(imports.write), name="import-write"),
    path("import/<int:pk>/discard/", admin.site.admin_view(imports.discard), name="import-discard"),
    path(
        "import/<int:pk>/report/",
        admin.site.admin_view(import_reports.report),
        name="import-report",
    ),
    path(
        "import/<int:pk>/report.csv",
        admin.site.admin_view(import_reports.report_file),
        name="import-report-file",
    ),
    path(
        "import/<int:pk>/remove/",
        admin.site.admin_view(import_reports.remove),
        name="import-remove",
    ),
    path("work/<slug:name>/", admin.site.admin_view(queue.work), name="work"),
    path("assign/<slug:table>/", admin.site.admin_view(assigning.step), name="assign"),
]
