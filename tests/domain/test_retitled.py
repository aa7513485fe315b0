"""A task id that comes back under a quite different title is told apart from a reworded one."""

from __future__ import annotations

import pytest

from facilitator.domain.retitled import Retitled, are_unlike, is_another, retitled
from tests.worlds.scenario import LAST_YEAR

REWORDED = [
    ("Competitive messaging", "Messaging against competitors"),
    ("Competitive messaging", "Competetive messaging"),
    ("Pricing", "Price list"),
    ("Pricing", "Pricing, packaging and who approves discounts"),
    ("OKRs", "OKR planning"),
    ("Roadmap", "Road map"),
    ("Win/loss analysis", "Win/loss reviews"),
    ("Großkunden", "Grosskunden"),
    ("Qualité", "Qualite"),
    ("PRICING", "ＰＲＩＣＩＮＧ"),
    ("Ценовая политика", "Политика цен"),
    ("定价策略", "价格策略"),
    ("가격 정책", "가격 정책을 정한다"),
    ("قیمت‌گذاری", "قیمت گذاری"),
    ("???", "???"),
]
OTHERS = [
    ("Launch plan", "Sales training"),
    ("Competitive messaging", "Analyst relations"),
    ("SEO", "CRM"),
    ("定价策略", "客户访谈"),
    ("发布计划", "路线图"),
    ("Ценовая политика", "Обучение продавцов"),
    ("リリース計画", "ロードマップ"),
    ("가격 정책", "고객 인터뷰"),
    ("🚀", "🎉"),
    ("ราคา", "แผน"),
    ("Pricing", "🎉"),
]


@pytest.mark.parametrize(("before", "now"), REWORDED)
def test_other_words_for_the_same_are_no_other_task(before, now):
    assert not are_unlike(before, now)
    assert not are_unlike(now, before)


@pytest.mark.parametrize(("before", "now"), OTHERS)
def test_titles_with_hardly_a_word_in_common_are_unlike(before, now):
    assert are_unlike(before, now)
    assert are_unlike(now, before)


@pytest.mark.parametrize(
    ("task", "before", "now", "another"),
    [
        ("c-roadmap", "C roadmap", "C++ roadmap", True),
        ("crm", "Внедрение CRM", "Выбор CRM", True),
        ("erp", "ERP 導入", "ERP 廃止", True),
        ("odz-office", "Łódź office", "Łódź office", False),
        ("budget", "2026 budget", "2027 budget", False),
        ("whos-pricing", "Who's pricing?", "Who’s pricing", False),
        ("roadmap-of-c", "C roadmap", "C++ roadmap", False),
    ],
)
def test_an_id_made_of_what_two_titles_had_left_is_not_enough(task, before, now, another):
    assert is_another(task, before, now) is another


def test_it_is_told_of_what_the_session_followed_said_and_of_what_is_in_force():
    told = [("tea", "Coffee"), ("cake", "Cakes"), ("wine", "Parking lots"), ("new", "New")]
    before = {each.task: each for each in (*LAST_YEAR.in_force, *LAST_YEAR.decisions)}
    assert retitled(told, LAST_YEAR) == tuple(
        Retitled(task, title, before[task].title, before[task].session)
        for task, title in (told[0], told[2])
    )
    assert retitled(told, None) == ()
