"""Commands are found by what people call them, in English and in Chinese, in `?` and in `:`."""

from __future__ import annotations

import pytest

from jinpu_tui.services.manual import TOPICS
from jinpu_tui.ui.command_table import COMMANDS
from jinpu_tui.ui.command_tables.chinese_words import CHINESE_WORDS, TOPIC_WORDS

WANTED = {
    "task.due": "deadline 期限 截止日期 时限",
    "task.status": "status 状态",
    "task.progress": "progress percent 进度",
    "task.toggle": "done tick 完成",
    "record.remove": "delete remove 删除",
    "record.add": "new create 添加 新建",
    "record.copy": "duplicate 副本",
    "record.lead": "responsible 牵头单位 责任单位",
    "exchange.export": "export 导出",
    "exchange.import": "import excel 导入",
    "program.saved": "save 保存",
    "view.theme": "theme colors 主题 颜色",
    "view.filter": "search 搜索 筛选",
    "view.find": "find 查找",
    "view.order": "sort 排序",
    "edit.undo": "undo revert 撤销",
    "edit.redo": "redo 重做",
    "report.write": "print report 打印 报告",
    "review.comment": "comment remark 批注",
    "record.history": "blame history 历史",
    "history.review": "diff 对比",
    "program.help": "shortcuts 帮助",
    "program.quit": "quit exit 退出",
    "manual configuration": "language settings preferences 语言 设置",
}
PAIRS = [(word, wanted) for wanted, words in WANTED.items() for word in words.split()]


@pytest.mark.parametrize("key", ["?", ":"])
async def test_what_people_type_finds_the_command_first(drive, key: str) -> None:
    async with drive((100, 40)) as app:
        await app.keys("2", key)
        popup = app.app.screen.popup
        found = {}
        for word, _wanted in PAIRS:
            popup.typed_into.value = word
            await app.pilot.pause()
            found[word] = popup.value
        assert found == dict(PAIRS)


async def test_a_part_of_a_chinese_word_is_enough_and_enter_runs_it(drive) -> None:
    async with drive((100, 40)) as app:
        await app.keys("2", ":", "期", "enter")
        assert "due" in app.app.screen.popup.title


async def test_full_width_letters_of_an_input_method_find_it_too(drive) -> None:
    async with drive((100, 40)) as app:
        await app.keys("2", ":")
        popup = app.app.screen.popup
        popup.typed_into.value = "ｄｅａｄｌｉｎｅ"
        await app.pilot.pause()
        assert popup.value == "task.due"


def test_every_command_and_topic_has_chinese_words() -> None:
    def has_chinese(words: str) -> bool:
        return any("\u4e00" <= character <= "\u9fff" for character in words)

    assert set(CHINESE_WORDS) == {command.id for command in COMMANDS}
    assert all(map(has_chinese, CHINESE_WORDS.values()))
    assert set(TOPIC_WORDS) == set(TOPICS)
    assert all(map(has_chinese, TOPIC_WORDS.values()))
