"""The front page in a real browser."""


def test_front_page_opens_is_accessible_and_asks_nobody_else(page, assert_accessible):
    answer = page.goto("/")

    assert answer is not None
    assert answer.status == 200
    assert page.title()
    assert_accessible()
