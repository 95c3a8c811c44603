"""The pages of the desk that belong to no single model; they stand before those of the admin."""

from django.contrib import admin
from django.urls import path

from tracker.admin import queue

app_name = "desk"
urlpatterns = [
    path("", admin.site.admin_view(queue.home), name="home"),
    path("review/", admin.site.admin_view(queue.waiting), name="queue"),
    path("review/<slug:table>/<slug:key>/", admin.site.admin_view(queue.review), name="review"),
    path("work/<slug:name>/", admin.site.admin_view(queue.work), name="work"),
]
