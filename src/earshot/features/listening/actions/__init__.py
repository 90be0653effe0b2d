"""Every write of the feature."""

from earshot.features.listening.actions.channels import (
    add_channel,
    change_channel,
    remove_channel,
    settings_of,
    try_now,
    try_values,
)
from earshot.features.listening.actions.correcting import correct, correct_all
from earshot.features.listening.actions.gaps import caught_up, contact_again, interrupted, lost_contact
from earshot.features.listening.actions.imports import (
    cancel_import,
    file_reader,
    let_go,
    run_import,
    start_import,
)
from earshot.features.listening.actions.listener import (
    advance_cursor,
    channel_account,
    channel_state,
    no_profiles,
    store_profiles,
)
from earshot.features.listening.actions.posts import (
    NotAboutUs,
    about_us_after_all,
    not_about_us,
    store_own,
)
from earshot.features.listening.actions.topical import correct_topic
from earshot.features.listening.actions.topics import archive_topic, save_topic
from earshot.features.listening.actions.unlearning import unlearn

__all__ = [
    "NotAboutUs",
    "about_us_after_all",
    "add_channel",
    "advance_cursor",
    "archive_topic",
    "cancel_import",
    "caught_up",
    "change_channel",
    "channel_account",
    "channel_state",
    "contact_again",
    "correct",
    "correct_all",
    "correct_topic",
    "file_reader",
    "interrupted",
    "let_go",
    "lost_contact",
    "no_profiles",
    "not_about_us",
    "remove_channel",
    "run_import",
    "save_topic",
    "settings_of",
    "start_import",
    "store_own",
    "store_profiles",
    "try_now",
    "try_values",
    "unlearn",
]
