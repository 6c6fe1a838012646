import threading

import pytest
from django.core.mail import EmailMultiAlternatives

from notices import mailbox


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    return settings.MAILBOX_DIR


def send(id="<1@portal.example>", to="ann@council.example", subject="Hello", body="Good morning", html=""):
    mail = EmailMultiAlternatives(subject, body, "portal@portal.example", [to], headers={"Message-ID": id})
    if html:
        mail.attach_alternative(html, "text/html")
    return mailbox.MailboxBackend().send_messages([mail])


def test_an_empty_mailbox_is_empty(folder):
    assert mailbox.entries() == []


def test_a_message_is_kept_whole_and_read_again(folder):
    assert send(subject="Grüße – “ok”", body="One\n\nTwo ✓", html="<p>One</p><p>Two ✓</p>") == 1
    (entry,) = mailbox.entries()
    mail = mailbox.read(entry.id)
    assert (entry.to, entry.subject, mail.subject) == ("ann@council.example", "Grüße – “ok”", "Grüße – “ok”")
    assert mail.text.strip() == "One\n\nTwo ✓"
    assert mail.html_words == ("One", "Two", "✓")
    assert ("Message-ID", "<1@portal.example>") in mail.headers
    assert [path.suffix for path in folder.iterdir()] == [".eml"]


def test_the_same_message_again_changes_nothing(folder):
    send()
    before = next(folder.iterdir()).stat()
    send(body="Something else")
    after = next(folder.iterdir()).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert len(mailbox.entries()) == 1


def test_many_at_once_leave_whole_messages_only(folder):
    threads = [threading.Thread(target=send, kwargs={"id": f"<{n % 5}@portal.example>"}) for n in range(25)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(mailbox.entries()) == 5
    assert {path.suffix for path in folder.iterdir()} == {".eml"}


def test_a_full_disk_leaves_nothing_behind(folder, monkeypatch):
    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(mailbox.os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        send()
    assert list(folder.iterdir()) == []


def test_messages_are_found_by_recipient(folder):
    send(id="<1@x>", to="ann@council.example")
    send(id="<2@x>", to="bob@police.example")
    assert [entry.to for entry in mailbox.entries(to="POLICE")] == ["bob@police.example"]
    assert mailbox.entries(to="nobody") == []


@pytest.mark.parametrize("id", ["", "../../etc/passwd", "x" * 32, "0" * 31, "0" * 33, "A" * 32, "0" * 32])
def test_what_is_not_there_is_none(folder, id):
    assert mailbox.read(id) is None


def test_unread_markup_is_not_words():
    markup = (
        "<html><head><title>T</title><style>p{}</style></head><body><p>One<br>two</p><ul><li>three</li></ul></body>"
    )
    assert mailbox.html_words(markup) == ["One", "two", "three"]
