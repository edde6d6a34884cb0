"""How much may be on its way to the terminal."""

from __future__ import annotations

from jinpu_tui.ui.terminal.flow_control import QUESTION, WINDOW, FlowControl


def test_a_terminal_that_never_answers_is_asked_once_and_sent_everything() -> None:
    flow = FlowControl()
    assert flow.send("a") == "a" + QUESTION
    assert flow.send("b" * WINDOW) == "b" * WINDOW
    assert not flow.is_full


def test_one_that_answers_is_waited_for() -> None:
    flow = FlowControl()
    flow.send("a")
    flow.answered()
    assert flow.send("b" * WINDOW) == "b" * WINDOW + QUESTION
    assert flow.is_full
    flow.answered()
    assert not flow.is_full


def test_what_was_sent_behind_the_question_is_still_on_its_way() -> None:
    flow = FlowControl()
    flow.send("a")
    flow.answered()
    flow.send("b")
    assert flow.send("c" * WINDOW) == "c" * WINDOW
    flow.answered()
    assert flow.is_full
    assert flow.send("") == QUESTION
    flow.answered()
    assert not flow.is_full


def test_small_frames_need_not_wait_for_each_other() -> None:
    flow = FlowControl()
    flow.send("a")
    flow.answered()
    assert [flow.send("b" * 100).count(QUESTION) for _frame in range(5)] == [1, 0, 0, 0, 0]
    assert not flow.is_full


def test_one_that_answers_no_more_is_given_up() -> None:
    flow = FlowControl()
    flow.send("a")
    flow.answered()
    flow.send("b" * WINDOW)
    flow.give_up()
    assert not flow.is_full


def test_draining_ends_with_the_last_answer_or_without_it() -> None:
    flow = FlowControl()
    flow.send("a")
    flow.drain()
    assert not flow.is_full
    flow.send("a")
    flow.answered()
    flow.drain()
