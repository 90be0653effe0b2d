"""Addresses of the feature, below ``/w/<slug>/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from earshot.features.inbox import acts, answers, foreign, regained, taught, views
from earshot.features.inbox.watches import views as watches

_ONE = "inbox/c/<int:conversation_id>/"
_REPLY = "inbox/reply/<int:publication_id>/"

urlpatterns: list[URLPattern] = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/<slug:view>/", views.inbox, name="inbox-view"),
    path(_ONE, views.conversation, name="conversation"),
    path(_ONE + "claim/", acts.claim, name="claim"),
    path(_ONE + "take-up/", acts.take_up, name="take-up"),
    path(_ONE + "offer/", acts.offer, name="offer-hand-over"),
    path(_ONE + "offer/answer/", acts.answer_offer, name="answer-hand-over"),
    path(_ONE + "note/", acts.note, name="note"),
    path(_ONE + "tag/", acts.tag, name="tag"),
    path(_ONE + "done/", acts.done, name="done"),
    path(_ONE + "reopen/", acts.reopen, name="reopen"),
    path(_ONE + "snooze/", acts.snooze, name="snooze"),
    path(_ONE + "not-about-us/", foreign.not_about_us, name="not-about-us"),
    path(_ONE + "correct/", acts.correct, name="correct"),
    path(_ONE + "correct-topic/", acts.correct_topic, name="correct-topic"),
    path(_ONE + "exclusions/", regained.exclusions, name="exclusions"),
    path("inbox/posts/<int:post_id>/about-us/", regained.about_us, name="about-us"),
    path(_ONE + "draft/", answers.draft, name="draft"),
    path(_ONE + "send/", answers.send, name="send"),
    path("inbox/topics/<int:topic_id>/exclude/", foreign.exclude, name="exclude"),
    path(_REPLY + "take-back/", answers.take_back, name="take-back"),
    path(_REPLY + "decide/", answers.decide, name="decide-reply"),
    path("topics/lessons/", taught.lessons, name="lessons"),
    path("topics/lessons/<int:lesson_id>/forget/", taught.forget_lesson, name="lesson-forget"),
    path("inbox/approval/<int:approval_id>/", answers.answer_approval, name="answer-approval"),
    path("watches/", watches.watches, name="watches"),
    path("watches/add/", watches.add, name="watch-add"),
    path("watches/<int:topic_id>/", watches.watches, name="watch"),
    path("watches/posts/<int:post_id>/take/", watches.take, name="watch-take"),
    path("watches/posts/<int:post_id>/not-about-us/", watches.not_about_us, name="watch-not-about-us"),
]
