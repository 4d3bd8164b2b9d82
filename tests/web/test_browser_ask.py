"""The Ask tab in a real browser: the life of a conversation; wide and narrow."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.browser import ask

pytestmark = pytest.mark.browser


def test_ask_and_open_the_cited_page(page: Page) -> None:
    ask(page, "Which advisers?")
    source = page.locator("#ask-sources a.source")
    expect(source).to_have_count(1)
    expect(source).to_contain_text("page 2")
    page.locator("#chat a[href^='/letters/']").first.click()
    picture = page.locator("#drawer .leaf img")
    expect(picture).to_be_visible()
    expect(page.locator("#drawer")).to_contain_text("Page 2 of 2")
    page.wait_for_function("document.querySelector('#drawer .leaf img').naturalWidth > 500")
    assert "start=" in (picture.get_attribute("src") or "")
    page.locator("#drawer").get_by_text("Previous").click()
    expect(page.locator("#drawer")).to_contain_text("Page 1 of 2")
    with page.expect_download() as download:
        page.locator("#drawer a[download]").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()


def test_follow_up_and_what_the_letters_do_not_say(page: Page) -> None:
    ask(page, "Which advisers?")
    expect(page.locator("#chat")).to_contain_text("after 0 turns")
    ask(page, "And the other advisers?")
    expect(page.locator("#chat")).to_contain_text("after 2 turns")
    expect(page.locator("#chat .user-row").last).to_be_in_viewport()  # an answer is read from its beginning
    ask(page, "Zeppelins?")
    expect(page.locator("#ask-sources")).to_contain_text("The letters do not say")
    page.get_by_role("button", name="The answer before").click()
    expect(page.locator("#ask-sources")).to_contain_text("Answer 2 of 3")
    expect(page.locator("#ask-sources a.source")).to_have_count(1)


def test_an_understanding_is_corrected(page: Page) -> None:
    ask(page, "Zeppelins?")
    panel = page.locator("#ask-sources")
    expect(panel).to_contain_text("The letters do not say")
    panel.locator("details.correct summary").click()
    words = panel.get_by_label("Words looked for")
    expect(words).to_have_value("Zeppelins")
    words.fill("advisers")
    panel.get_by_label("Authorities").select_option("Rutland")
    expect(panel.locator(".chip")).to_contain_text("Rutland")
    panel.get_by_role("button", name="Ask again so").click()
    expect(panel).to_contain_text("As you corrected it")
    expect(panel.locator("a.source")).to_have_count(1)
    expect(page.locator("#chat .user-row")).to_have_count(1)  # in the place of the answer that was misunderstood


def test_a_growing_answer_is_stopped(page: Page) -> None:
    ask(page, "slowly?")
    expect(page.locator("#chat")).to_contain_text("and on and on")
    page.locator("#question .stop-button").click()
    expect(page.locator("#chat")).to_contain_text("Stopped.")
    expect(page.locator("#ask-sources")).to_contain_text("was stopped")
    expect(page.locator("#question .submit-button")).to_be_visible()
    ask(page, "Which advisers?")
    expect(page.locator("#chat")).to_contain_text("after 1 turns")


def test_a_conversation_outlives_a_reload_and_ends_when_told_to(page: Page) -> None:
    ask(page, "Which advisers?")
    expect(page.locator("#ask-sources a.source")).to_have_count(1)
    page.reload()
    expect(page.locator("#chat")).to_contain_text("after 0 turns", timeout=20_000)
    expect(page.locator("#ask-sources a.source")).to_have_count(1)
    ask(page, "And the other advisers?")
    expect(page.locator("#chat")).to_contain_text("after 2 turns")
    page.get_by_role("button", name="Edit the last question").click()
    expect(page.locator("#question textarea")).to_have_value("And the other advisers?")
    expect(page.locator("#chat .user-row")).to_have_count(1)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("#chat .user-row")).to_have_count(0)
    expect(page.locator("#chat")).to_contain_text("What needs to improve in Rutland?")  # the worked examples again
    page.reload()
    expect(page.locator("#chat")).to_contain_text("What needs to improve in Rutland?", timeout=20_000)
    expect(page.locator("#chat .user-row")).to_have_count(0)


def test_a_worked_example_is_asked_and_asked_again(wide: Page) -> None:
    wide.locator("#chat .example", has_text="What needs to improve in Rutland?").click()
    expect(wide.locator("#ask-sources")).to_contain_text("Looked for")
    wide.get_by_role("button", name="Ask again").first.click()
    expect(wide.locator("#chat .user-row")).to_have_count(1)
    expect(wide.locator("#ask-sources")).to_contain_text("Looked for")


def test_an_answer_is_saved_and_copied(wide: Page) -> None:
    ask(wide, "Which advisers?")
    panel = wide.locator("#ask-sources")
    for name, begins in (("Word", b"PK"), ("HTML", b"<!doctype html>"), ("Markdown", b"# Which advisers?")):
        with wide.expect_download() as download:
            panel.get_by_role("button", name=name, exact=True).click()
        assert download.value.path().read_bytes().startswith(begins)
        assert download.value.suggested_filename.startswith("which-advisers.")
    wide.context.grant_permissions(["clipboard-read", "clipboard-write"])
    panel.get_by_role("button", name="Copy").click()
    expect(panel.locator(".copy")).to_have_text("Copied")
    assert "[1] Rutland, rutland.pdf, page 2: “" in wide.evaluate("navigator.clipboard.readText()")


def test_words_of_letters_and_readers_are_never_run(page: Page) -> None:
    ask(page, "Which <script>alert('letters')</script>?")
    expect(page.locator("#ask-sources")).to_contain_text("Looked for <script>")
    ask(page, "![x](http://evil.example/a.png) <img src=http://evil.example/b.png> [y](http://evil.example/) Records")
    expect(page.locator("#chat .user-row").last).to_contain_text("![x](http://evil.example/a.png) <img src=")
    ask(page, "Records")
    expect(page.locator("#ask-sources .understood")).to_have_text(re.compile("Looked for Records"))
    expect(page.locator("#chat")).to_contain_text("<script>alert('letters')</script>")
    expect(page.locator("#chat")).to_contain_text("${7*7} and {{value}}")
    expect(page.locator("#ask-sources")).to_contain_text("${7*7} and {{value}}")
    assert page.locator("#chat a:not([href^='/letters/']), #chat img").count() == 0
    page.locator("#ask-sources a.source").first.click()
    expect(page.locator("#drawer mark").first).to_contain_text("Records say <script>")


def test_everything_is_reached_by_the_keyboard(wide: Page) -> None:
    ask(wide, "Which advisers?")
    expect(wide.locator("#ask-sources a.source")).to_have_count(1)
    reached = []
    for _ in range(40):
        wide.keyboard.press("Tab")
        reached.append(
            wide.evaluate("document.activeElement.innerText || document.activeElement.ariaLabel || ''").strip()
        )
        if "Markdown" in reached:
            break
    wanted = ["Ask", "Ask again", "New conversation", "Meant otherwise? Correct it", "Copy", "Word", "HTML", "Markdown"]
    assert [name for name in reached if name in wanted] == wanted
    wide.locator("#ask-sources a.source").focus()
    wide.keyboard.press("Enter")
    expect(wide.locator("#drawer .leaf img")).to_be_visible()
    wide.keyboard.press("Escape")
    expect(wide.locator("#ask-sources a.source")).to_be_focused()
    assert wide.locator("#chat [role='log'][aria-live='polite']").count() == 1


def test_a_question_by_keyboard_alone(page: Page) -> None:
    expect(page.locator("#question textarea")).to_be_focused()
    page.keyboard.type("Which advisers?")
    page.keyboard.press("Enter")
    source = page.locator("#ask-sources a.source")
    expect(source).to_have_count(1)
    for _ in range(14):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('a.source')"):
            break
    expect(source).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#drawer .leaf")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    expect(source).to_be_focused()
