"""Headings and words of exported tables, in Chinese and English. Those of fields are read again by way of `headings.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

from jinpu_tui.model.dataset import Dataset
from jinpu_tui.model.records import Kind

Language = Literal["zh", "en"]

_CJK = re.compile(r"[\u4e00-\u9fff]")


class Words(NamedTuple):
    """A heading or a word in both languages."""

    zh: str
    en: str

    def of(self, language: Language) -> str:
        """Return the word in a language."""
        return self.zh if language == "zh" else self.en


SHEETS: Mapping[Kind, Words] = {
    "task": Words("任务", "Tasks"),
    "requirement": Words("工作要求", "Requirements"),
    "indicator": Words("指标", "Indicators"),
}

_COMMON = {
    "id": Words("标识", "ID"),
    "light": Words("灯", "Light"),
    "source": Words("来源文件", "Source"),
    "quote": Words("原文摘录", "Quote"),
    "note": Words("备注", "Note"),
    "tags": Words("标签", "Tags"),
    "requirement titles": Words("工作要求", "Requirement"),
    "requirements": Words("工作要求标识", "Requirement IDs"),
    "lead": Words("牵头单位", "Lead"),
}

HEADINGS: Mapping[Kind, Mapping[str, Words]] = {
    "task": {
        **_COMMON,
        "title": Words("任务名称", "Task"),
        "status": Words("状态", "Status"),
        "support": Words("配合单位", "Support"),
        "leader": Words("牵头领导", "Leader"),
        "owner": Words("责任人", "Owner"),
        "supervisor": Words("督办单位", "Supervisor"),
        "start": Words("开始时间", "Start"),
        "due": Words("完成时限", "Due"),
        "ongoing": Words("长期坚持", "Ongoing"),
        "progress": Words("进度", "Progress"),
        "verified": Words("核实进度", "Verified"),
        "steps": Words("形象进度节点", "Steps"),
        "priority": Words("优先级", "Priority"),
        "depends": Words("前置任务", "Depends on"),
        "deliverable": Words("成果形式", "Deliverable"),
        "log": Words("进展情况", "Report"),
        "problem": Words("存在问题", "Problem"),
        "next": Words("下一步措施", "Next"),
        "extensions": Words("延期", "Extensions"),
        "done_on": Words("实际完成时间", "Done on"),
        "closed_on": Words("销号时间", "Closed on"),
        "closed_by": Words("销号单位", "Closed by"),
        "origin": Words("登记出处", "Origin"),
    },
    "requirement": {
        "id": _COMMON["id"],
        "light": _COMMON["light"],
        "title": Words("工作要求", "Requirement"),
        "text": Words("要求内容", "Text"),
        "parent": Words("上级", "Parent"),
        "tasks": Words("任务数", "Tasks"),
        "progress": Words("平均进度", "Mean progress"),
        **{name: _COMMON[name] for name in ("source", "quote", "note", "tags")},
    },
    "indicator": {
        **{name: words for name, words in _COMMON.items() if name not in ("light", "quote")},
        "name": Words("指标名称", "Indicator"),
        "unit": Words("计量单位", "Unit"),
        "kind": Words("指标属性", "Kind"),
        "direction": Words("方向", "Direction"),
        "measure": Words("计量方式", "Measure"),
        "definition": Words("指标解释", "Definition"),
        "decimals": Words("小数位数", "Decimals"),
        "baseline": Words("基期值", "Baseline"),
        "target": Words("目标值", "Target"),
        "attainment": Words("完成度", "Attainment"),
    },
}
"""Headings by kind and column. `light`, `tasks`, `attainment`, `extensions` and the like are for reading only."""

CHOICES: Mapping[str, Mapping[str, str]] = {
    "status": {
        "todo": "未启动",
        "doing": "进行中",
        "done": "已完成",
        "closed": "已销号",
        "blocked": "受阻",
        "dropped": "取消",
    },
    "priority": {"high": "高", "normal": "一般", "low": "低"},
    "kind": {"binding": "约束性", "anticipatory": "预期性"},
    "direction": {"up": "上升", "down": "下降"},
    "measure": {"flow": "流量", "stock": "存量", "rate": "比率"},
}
"""Chinese words for the choices of fields; the English ones are those of the format. `cell_values` reads both."""

FLAGS = {True: Words("是", "yes"), False: Words("否", "no")}
CUMULATIVE = Words("累计", " cumulative")
AS_OF = Words("截至{day}", "As of {day}")
COUNT = Words("共{count}项", "{count} records")
HIDDEN = Words("隐藏列：{names}", "hidden columns: {names}")
LOCKED = Words("本列由台账生成，请勿在此修改。", "This column comes from the ledger and cannot be changed here.")
CUT = Words("……（此处截断，全文见台账）", "… (cut here; the ledger has the whole text)")


def language_of(dataset: Dataset) -> Language:
    """Return the language of a dataset's tables: that which it states, else that of most of its titles."""
    if dataset.info.language:
        return "zh" if dataset.info.language.lower().startswith("zh") else "en"
    names = [record.name for kind in SHEETS for record in dataset.of_kind(kind)]
    return "zh" if sum(bool(_CJK.search(name)) for name in names) * 2 > len(names) else "en"


def choice_words(field: str, choices: tuple[str, ...], language: Language) -> tuple[str, ...]:
    """Return what stands for the choices of a field, in their order."""
    names = CHOICES.get(field, {}) if language == "zh" else {}
    return tuple(names.get(choice, choice) for choice in choices)
